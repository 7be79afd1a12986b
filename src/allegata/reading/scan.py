"""Elements that are found by their words alone: weapons, characterisations, hedges."""

import re
from functools import lru_cache

from allegata.reading.lexicon import lexicon
from allegata.reading.sentence import Sentence
from allegata.records import Characterisation, Weapon


def _compile(pairs: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    terms = dict(reversed(pairs))
    words = sorted(terms, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+").replace(r"\-", "[-‑ ]?") for word in words)
    return re.compile(rf"(?<![\w-])(?:{body})(?:s|es)?(?![\w])", re.IGNORECASE), terms


def _term(words: str, terms: dict[str, str]) -> str | None:
    low = re.sub(r"\s+", " ", words.casefold())
    for form in (
        low,
        low.replace("-", " "),
        low.removesuffix("s"),
        low.removesuffix("s").replace("-", " "),
        low.removesuffix("es"),
    ):
        if form in terms:
            return terms[form]
    squeezed = re.sub(r"[\s-]", "", low)
    for word, term in terms.items():
        flat = re.sub(r"[\s-]", "", word)
        if squeezed in (flat, flat + "s", flat + "es"):
            return term
    return None


@lru_cache(maxsize=1)
def _weapons() -> tuple[re.Pattern[str], dict[str, str]]:
    return _compile(lexicon().weapons)


@lru_cache(maxsize=1)
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    return _compile(lexicon().characterisations)


@lru_cache(maxsize=1)
def _hedge_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(lexicon().hedges))})\b", re.IGNORECASE)


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Take "internationally banned" before a weapon into its words."""
    before = re.search(
        r"(?:internationally[\s-]+)?(?:banned|prohibited|outlawed)\s+$", text[max(0, start - 40) : start], re.IGNORECASE
    )
    return (start - len(before.group()), end) if before else (start, end)


def find_weapons(sent: Sentence) -> list[Weapon]:
    """Return the weapons and delivery means that a sentence names, in order."""
    first, last = sent.span
    pattern, terms = _weapons()
    found: list[Weapon] = []
    for match in pattern.finditer(sent.text, first, last):
        term = _term(match.group(), terms)
        if term is not None:
            start, end = _widen(sent.text, match.start(), match.end())
            found.append(Weapon(type=term, words=sent.text[start:end], span=(start, end)))
    return found


def find_labels(sent: Sentence) -> list[Characterisation]:
    """Return the legal and moral labels that a sentence uses, in order."""
    first, last = sent.span
    pattern, terms = _labels()
    found: list[Characterisation] = []
    for match in pattern.finditer(sent.text, first, last):
        term = _term(match.group(), terms)
        if term is not None:
            found.append(Characterisation(term=term, words=match.group(), span=match.span()))
    return found


def find_hedges(sent: Sentence) -> list[Characterisation]:
    """Return the words by which a sentence says that something is not certain."""
    first, last = sent.span
    return [
        Characterisation(term="hedge", words=match.group(), span=match.span())
        for match in _hedge_words().finditer(sent.text, first, last)
    ]
