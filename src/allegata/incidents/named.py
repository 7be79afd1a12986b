"""The people whom a claim names among those harmed, each with the words that name them.

A person is taken as named where the reader coded the name with a count, where an age stands beside the name ("Ahmad
Darwish, 34", "a 29-year-old nurse, Mona Saleh"), or where a list is announced ("identified as …"). Who speaks, who is
held responsible or suspected, and places are no victims. The sex is told by kinship and such words, never guessed from
a given name.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from allegata.gazetteer.fold import fold, plain
from allegata.reading.lexicon import lexicon
from allegata.reading.time_patterns import SMALL_NUMBERS
from allegata.records import Claim, Document, Mention, Outcome, Span

Sex = Literal["female", "male"]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A person as one claim names them."""

    name: str
    outcome: Outcome
    mention: Mention
    age: int | None = None
    sex: Sex | None = None
    role: str | None = None


class _VictimWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    killed: frozenset[str]
    injured: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    naming: tuple[str, ...]
    verbs: frozenset[str]
    suspected: frozenset[str]
    titles: frozenset[str]
    not_names: frozenset[str]
    spellings: tuple[tuple[str, ...], ...]


@cache
def _lists() -> _VictimWords:
    data = files("allegata.incidents").joinpath("data/victim_words.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), _VictimWords)


_NUMBERS = {word: number for word, number in SMALL_NUMBERS.items() if 0 < number < 20 and len(word) > 2}
_N = rf"(?i:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_PART = r"(?:(?:[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]d|[Aa]r|[Aa]sh|[Aa]z)[-‑–])?[A-ZÀ-ÞĀ-Ž][\w’'`]*(?:[-‑][\w’'`]+)*"
_NAME = re.compile(rf"{_PART}(?:\s+(?:(?:bin|ibn|bint|abu|umm|al|el|de|da|dos|van|von)\s+)?{_PART}){{0,6}}")
_OLD = re.compile(rf"{_N}-(?:year|month|week|day)s?-old")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_AFTER = re.compile(
    rf"(?:,\s*(?:aged\s+)?(?P<a>{_N})(?=\s*[,;.)]|\s+and\b|\s*$)|\s*\((?:aged\s+)?(?P<b>{_N})\)"
    rf"|,?\s+(?:who was |was |aged )?(?:an?\s+)?(?P<c>{_N})(?P<unit>[- ](?:year|month|week|day)s?)[- ]old"
    rf"|\s+aged\s+(?P<d>{_N})\b)"
)
_BEFORE = re.compile(rf"\b(?P<a>{_N})(?P<unit>[- ](?:year|month|week|day)s?)[- ]old(?:\s+[a-z][\w-]*){{0,3}},?\s*$")


def named(claim: Claim, document: Document | None, speakers: frozenset[str] = frozenset()) -> list[Named]:
    """Return the people whom a claim names as killed or injured, in order.

    ``speakers``: plain names of those who speak in the document. Without the document, only names that were coded with
    a count are known.
    """
    coded = [(name, item) for item in claim.casualties for name in item.whom.names if item.outcome in _OUTCOMES]
    if document is None:
        return []
    found: dict[int, Named] = {}
    others = speakers | {plain(place.name) for place in claim.places if place.role != "event" or place.resolved}
    others |= {plain(party.name) for party in claim.accused} | {plain(party.words) for party in claim.accused}
    for start, end in claim.evidence:
        text = document.text[start:end]
        lists = _list_ends(text)
        for at, stop, name in _names(text):
            key = plain(name)
            item = next((item for told, item in coded if key and key in plain(told)), None)
            age, after = _age(text, at, stop)
            listed = any(begin <= at and _unbroken(text[begin:at]) for begin in lists)
            if any(key == other or f" {key} " in f" {other} " for other in others):
                continue
            if item is None and age is None and not (listed and " " in key):
                continue
            if _of_another(text, at, after):
                continue
            outcome = item.outcome if item is not None else _befell(text, at, claim)
            if outcome is None:
                continue
            said = _said_of(text, at, after)
            role = item.whom.role if item is not None and item.whom.role else _role(said)
            mention = Mention(
                claim=claim.id, document=claim.document, words=text[at:stop], span=(start + at, start + stop)
            )
            found[start + at] = Named(
                name=" ".join(name.split()), outcome=outcome, mention=mention, age=age, sex=_sex(said), role=role
            )
    return [found[at] for at in sorted(found)]


_SENTENCE = re.compile(r"\s*([^\n]+?[.!?])(?=\s|$)")


def going_on(claim: Claim, document: Document | None, taken: Sequence[Span]) -> Claim | None:
    """Return the claim on the sentences right behind its own that announce names and that no claim is made on.

    "The dead were identified as …" tells nothing of what happened, so that nothing else is read from it. ``taken``: the
    evidence of all claims of the document. ``None`` where no such sentence follows.
    """
    if document is None or not claim.evidence:
        return None
    end = max(end for _, end in claim.evidence)
    found: list[Span] = []
    while (match := _SENTENCE.match(document.text, end)) is not None and len(found) < _MOST_SENTENCES:
        start, stop = match.span(1)
        if "\n\n" in document.text[end:start] or not _list_ends(match.group(1)):
            break
        if any(start < other_end and other_start < stop for other_start, other_end in taken):
            break
        found.append((start, stop))
        end = stop
    return msgspec.structs.replace(claim, evidence=tuple(found)) if found else None


_MOST_SENTENCES = 5
_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured")


@cache
def name_key(name: str) -> tuple[str, ...]:
    """Return a name's words by sound, so that rival romanisations of one name are alike ("Mohammed", "Muhammad")."""
    known = {fold(word): fold(group[0]) for group in _lists().spellings for word in group}
    return tuple(known.get(key, key) for word in name.split() if (key := fold(word)))


def _names(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the runs of capitalised words that may be names, without titles and words that begin none."""
    known = _lists()
    for match in _NAME.finditer(text):
        parts = [(m.start(), m.end(), m.group()) for m in re.finditer(r"\S+", match.group())]
        run: list[tuple[int, int, str]] = []
        for part in parts:
            low = part[2].lower().removesuffix("’s").removesuffix("'s")
            if low in known.not_names or _OLD.match(low) or (not run and low.rstrip(".") in known.titles):
                run = []
                continue
            run.append(part)
        if run:
            start, stop = match.start() + run[0][0], match.start() + run[-1][1]
            name = text[start:stop]
            for ending in ("’s", "'s"):
                if name.endswith(ending):
                    name, stop = "", stop
            if name:
                yield start, stop, name


def _list_ends(text: str) -> list[int]:
    """Return where lists of names that the text announces begin."""
    return [match.end() for match in _naming().finditer(text)]


@cache
def _naming() -> re.Pattern[str]:
    named_by = "(?: by [^.;,]{1,40}?)? as"
    words = (re.sub(r" as$", named_by, words) for words in _lists().naming)
    return re.compile(rf"\b(?:{'|'.join(words)})\b\s*:?", re.IGNORECASE)


def _unbroken(gap: str) -> bool:
    """Tell whether nothing but names, ages and words on the people stands between a list's beginning and a name."""
    return not re.search(r"[.;:](?:\s|$)", gap) and not _lists().verbs & {w.lower() for w in _WORD.findall(gap)}


def _age(text: str, start: int, stop: int) -> tuple[int | None, int]:
    """Return the age beside a name in whole years, and where the words on it end."""
    after = _AFTER.match(text, stop)
    if after is not None:
        number = after["a"] or after["b"] or after["c"] or after["d"]
        return _years(number, after["unit"]), after.end()
    before = _BEFORE.search(text, max(0, start - 70), start)
    return (_years(before["a"], before["unit"]), stop) if before is not None else (None, stop)


def _years(number: str, unit: str | None) -> int | None:
    if unit is not None and "year" not in unit:
        return 0
    years = int(number) if number.isdecimal() else _NUMBERS[number.lower()]
    return years if years < 120 else None


def _of_another(text: str, start: int, after: int) -> bool:
    """Tell whether the name is a speaker's or a suspect's by the words beside it."""
    known = _lists()
    behind = [word.lower() for word in _WORD.findall(text[after : after + 60])][:4]
    ahead = [word.lower() for word in _WORD.findall(text[max(0, start - 40) : start])][-2:]
    first = re.match(r"[,\s]*([a-z-]+)", text[after : after + 30])
    return (
        (first is not None and first.group(1) in known.verbs)
        or bool(known.suspected & set(ahead))
        or any(word in known.suspected for word in behind[:3])
        or ahead[-1:] in (["by"], ["to"], ["from"])
    )


def _befell(text: str, at: int, claim: Claim) -> Outcome | None:
    """Return what befell the person: by the nearest word before the name, else behind it, else the counts."""
    known = _lists()
    marks = [(m.start(), m.group().lower()) for m in _WORD.finditer(text)]
    told: list[tuple[int, Outcome]] = [
        (place, "killed" if word in known.killed else "injured")
        for place, word in marks
        if word in known.killed or word in known.injured
    ]
    before = [outcome for place, outcome in told if place < at]
    after = [outcome for place, outcome in told if place > at]
    if before or after:
        return before[-1] if before else after[0]
    outcomes = {item.outcome for item in claim.casualties}
    return next(iter(outcomes)) if len(outcomes) == 1 and outcomes <= set(_OUTCOMES) else None


def _said_of(text: str, start: int, after: int) -> list[str]:
    """Return the lower-case words right before a name and in the apposition behind it."""
    ahead = re.split(r"[,;:]|\band\b", text[max(0, start - 50) : start].rstrip(", "))[-1]
    behind = text[after:]
    said = re.match(r"\s*,?\s*(?:an?|the)\s+([^,.;()]{1,40})|[^\S\n]+([a-z][a-z-]+)(?=\s*[,.;)])", behind)
    tail = (said.group(1) or said.group(2) or "") if said is not None else ""
    return [word.lower() for word in (*_WORD.findall(ahead)[-4:], *_WORD.findall(tail)[:5])]


def _sex(said: Sequence[str]) -> Sex | None:
    known = _lists()
    owners = ("her", "she")  # "her husband": whose husband he is
    female = any(word in known.female and word not in owners for word in said)
    male = any(word in known.male for word in said)
    return None if female == male else "female" if female else "male"


def _role(said: Sequence[str]) -> str | None:
    people = lexicon().people
    return next((people[word].role for word in said if word in people and people[word].role), None)
