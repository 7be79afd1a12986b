"""Arabic words that tell of attacks: the lists of ``data/arabic.yaml``, and a text's words made alike to them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from allegata.reading.lexicon import load_yaml
from allegata.records import Span

Gender = Literal["masculine", "feminine"]

SCRIPT = re.compile(r"[\u0621-\u064a]")
_WORD = re.compile(r"[^\W_]+(?:[\u0640\u064b-\u0652]+[^\W_]*)*")
_SENTENCE = re.compile(r"[^\n.!؟?;؛|]+")
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": ""})
PRONOUNS = ("هما", "ها", "هم", "ه")


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A party as Arabic texts name it. ``countries``: where the words stand for it; empty for everywhere."""

    party: str
    gender: Gender
    words: tuple[str, ...]
    countries: tuple[str, ...] = ()


class _Lists(msgspec.Struct, frozen=True, kw_only=True):
    nouns: dict[str, tuple[str, ...]]
    linked: dict[str, tuple[str, ...]]
    verbs: dict[str, dict[Gender, tuple[str, ...]]]
    by: tuple[str, ...]
    from_: tuple[str, ...] = msgspec.field(name="from")
    grounds: tuple[str, ...]
    help: tuple[str, ...]
    describing: tuple[str, ...]
    forces: dict[Gender, tuple[str, ...]]
    bodies: dict[str, tuple[str, ...]]
    adjectives: dict[str, tuple[str, ...]]
    countries: dict[str, tuple[str, ...]]
    parties: tuple[Named, ...]
    denying: tuple[str, ...]
    before_place: tuple[str, ...]
    kinds_of_place: tuple[str, ...]
    everyday_names: tuple[str, ...]
    struck_names: tuple[str, ...]
    of_pictures: tuple[str, ...]


class Word(NamedTuple):
    """A word of a sentence: where, as compared, and the forms that it has without what is written on to it."""

    span: Span
    key: str
    forms: frozenset[str]
    hashtag: bool


def folded(word: str) -> str:
    """Return a word as the lists compare it: without marks and lengthening, variants of a letter as one."""
    bare = "".join(c for c in word if not unicodedata.combining(c))
    return bare.translate(_LETTERS).casefold()


def forms_of(key: str) -> frozenset[str]:
    """Return a word with and without "and", "by", "for", the article and a pronoun written on to it."""
    found = {key}
    for word in tuple(found):
        if len(word) > 3 and word[0] in "وف":
            found.add(word[1:])
    for word in tuple(found):
        if word.startswith("لل") and len(word) > 4:
            found.add("ال" + word[2:])
        if len(word) > 3 and word[0] in "بلك":
            found.add(word[1:])
    return frozenset(found)


def bare_forms(forms: frozenset[str]) -> frozenset[str]:
    """Return forms without the article as well."""
    return forms | {word[2:] for word in forms if word.startswith("ال") and len(word) > 4}


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    return msgspec.convert(load_yaml("arabic.yaml"), _Lists, strict=False)


class Words:
    """The lists, folded for comparing."""

    def __init__(self, lists: _Lists) -> None:
        def keys(words: Sequence[str]) -> frozenset[str]:
            return frozenset(map(folded, words))

        def rows(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
            return tuple(tuple(map(folded, phrase.split())) for phrase in words)

        self.nouns = {word: type_ for type_, words in lists.nouns.items() for word in keys(words)}
        self.linked = {word: type_ for type_, words in lists.linked.items() for word in keys(words)}
        self.verbs: dict[str, tuple[str, Gender]] = {
            word: (type_, gender)
            for type_, both in lists.verbs.items()
            for gender, words in both.items()
            for word in keys(words)
        }
        self.by, self.of = rows(lists.by), keys(lists.from_)
        self.help = sorted(rows(lists.help), key=len, reverse=True)
        self.grounds = sorted(rows(lists.grounds), key=len, reverse=True)
        self.describing = keys(lists.describing)
        self.forces: dict[str, Gender] = {
            word: gender for gender, words in lists.forces.items() for word in keys(words)
        }
        self.bodies = [(phrase, kind) for kind, words in lists.bodies.items() for phrase in rows(words)]
        self.adjectives = {word: code for code, words in lists.adjectives.items() for word in keys(words)}
        self.names = [
            (phrase, entry) for entry in lists.parties for phrase in sorted(rows(entry.words), key=len, reverse=True)
        ]
        self.countries = [(phrase, code) for code, words in lists.countries.items() for phrase in rows(words)]
        self.denying = keys(lists.denying)
        self.before_place = keys(lists.before_place)
        self.kinds_of_place = keys(lists.kinds_of_place)
        self.everyday_names, self.struck_names = keys(lists.everyday_names), keys(lists.struck_names)
        self.of_pictures = keys(lists.of_pictures)


@lru_cache(maxsize=1)
def built_in_words() -> Words:
    """Return the lists of the package."""
    return Words(_lists())


def party_ids() -> set[str]:
    """Return the ids of the register that the lists hold."""
    return {entry.party for entry in _lists().parties}


def sentences(text: str) -> Iterator[Span]:
    """Yield the spans of the sentences that hold Arabic."""
    for match in _SENTENCE.finditer(text):
        if SCRIPT.search(match.group()) is not None:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield start, match.start() + len(match.group().rstrip())


def tokens(text: str, span: Span) -> Iterator[Word]:
    """Yield the words of a sentence."""
    for match in _WORD.finditer(text, *span):
        key = folded(match.group())
        if key:
            hashtag = match.start() > 0 and text[match.start() - 1] in "#_"
            yield Word((match.start(), match.end()), key, forms_of(key), hashtag)


def stands(said: Sequence[Word], at: int, phrase: Sequence[str], *, article: bool = False) -> bool:
    """Tell whether a phrase stands at a word; only its first word may have something written on to it."""
    if at + len(phrase) > len(said):
        return False
    for n, wanted in enumerate(phrase):
        word = said[at + n]
        forms: frozenset[str] = word.forms if n == 0 else frozenset((word.key,))
        if wanted not in (bare_forms(forms) if article else forms):
            return False
    return True


def joined(word: Word, letters: str) -> bool:
    """Tell whether a word is taken only with a preposition before it: it has no form in the lists as it stands."""
    return word.key[0] in letters and word.key not in _known_words()


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    words = built_in_words()
    named = {phrase[0] for phrase, _ in words.names}
    return frozenset(named | set(words.adjectives) | {f"ال{word}" for word in words.adjectives} | set(words.forces))
