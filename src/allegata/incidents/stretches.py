"""Tolls and conduct over more than one happening, and over which days: "29 killed in six days", "since dawn"."""

import re
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from allegata.records import Casualty, Claim, Document

_TOWNS = ("point", "village", "town", "city")


class Stretch(msgspec.Struct, frozen=True):
    """The days that a total or a pattern runs over, both ends included; ``None`` is open. ``words`` say so."""

    start: date | None
    end: date | None
    words: str


class _Words(msgspec.Struct):
    leads: list[str]
    units: dict[str, float]
    least_days: float
    today: list[str]
    many: set[str]
    wars: set[str]
    outcomes: set[str]
    numbers: dict[str, int]
    vague: list[str]


@cache
def _words() -> _Words:
    data = (files("allegata.incidents") / "data/stretches.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), _Words)


@cache
def _length() -> re.Pattern[str]:
    words = _words()
    numbers = "|".join(["\\d{1,3}", *map(re.escape, words.numbers)])
    return re.compile(
        rf"\b(?:{'|'.join(words.leads)}) (?:(?:the|these|those|just|only|about|nearly) )*"
        rf"(?:(?P<vague>{'|'.join(words.vague)}) )?(?:(?P<count>{numbers})[ -])?(?P<unit>{'|'.join(words.units)})\b",
        re.IGNORECASE,
    )


@cache
def _since_today() -> re.Pattern[str]:
    return re.compile(rf"\bsince (?:{'|'.join(_words().today)})\b(?! on\b)", re.IGNORECASE)


def is_total(claim: Claim, document: Document | None) -> bool:
    """Tell whether an event claim gives no happening of its own, but a toll over several.

    All its counts are cumulative; or it counts two or more over a stretch of time, and tells of several attacks or of
    the dead alone. "An airstrike in the past 24 hours" is one happening, "strikes in six days" are not.
    """
    counts = [item for item in claim.casualties if item.part_of is None]
    if claim.kind != "event" or not counts or claim.stance in ("denies", "admits"):
        return False
    if all(item.cumulative for item in counts):
        return _several(claim)
    if not any(item.quantity.low is None or item.quantity.low >= 2 for item in counts) or not _several(claim):
        return False
    if _told_length(claim, document) is not None:
        return True
    # "Shelling of Kharkiv killed five last week" is one happening of unknown day; "29 were killed last week" is none.
    last = claim.event.words.lower().split()[-1]
    by_one = claim.event.type not in ("killing", "other") and not _ends_plural(last) and last not in _words().wars
    return _long(claim) and not (by_one and _in_a_town(claim))


def totals_of(claim: Claim, document: Document | None) -> tuple[Casualty, ...]:
    """Return the counts of a claim that run over several happenings."""
    whole = is_total(claim, document)
    return tuple(item for item in claim.casualties if item.part_of is None and (whole or item.cumulative))


def stretch_of(claim: Claim, document: Document | None) -> Stretch | None:
    """Return the days that a total or a pattern runs over; ``None`` where its words give none.

    "In six days" and "since dawn" end on the day of publication; where that is unknown, they are open on both sides.
    """
    time = claim.time
    if time is not None and time.start is not None and time.end is not None:
        return Stretch(date.fromisoformat(time.start), date.fromisoformat(time.end), time.words)
    published = document.published if document is not None else None
    day = date.fromisoformat(published.end) if published is not None and published.precision == "day" else None
    told = _told_length(claim, document)
    if told is not None:
        words, days = told
        start = day - timedelta(days=days) if day is not None and days is not None else None
        return Stretch(start, day, words)
    if document is not None and (since := _since_today().search(_sentences(claim, document))) is not None:
        return Stretch(day, day, since.group())
    return Stretch(None, day, time.words) if time is not None and time.precision in ("longer", "month") else None


def _in_a_town(claim: Claim) -> bool:
    return any(place.role == "event" and place.precision in _TOWNS for place in claim.places)


def _several(claim: Claim) -> bool:
    """Tell whether the event's words may be of several attacks, or only of the dead."""
    words = _words()
    last = claim.event.words.lower().split()[-1]
    return _ends_plural(last) or last in {*words.many, *words.wars, *words.outcomes}


def _ends_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")


def _long(claim: Claim) -> bool:
    time = claim.time
    if time is None:
        return False
    if time.start is not None and time.end is not None:
        return (date.fromisoformat(time.end) - date.fromisoformat(time.start)).days > 1
    return time.precision in ("week", "month", "longer") and time.symbolic is not None


def _told_length(claim: Claim, document: Document | None) -> tuple[str, int | None] | None:
    """Return the words of a length of time in the claim's sentences, and its days where they are counted."""
    if document is None:
        return None
    words = _words()
    found = _length().search(_sentences(claim, document))
    if found is None or (found["vague"] is None and found["count"] is None):
        return None
    said = (found["count"] or "").lower()
    count = int(said) if said.isdigit() else words.numbers.get(said, 1)
    days = count * words.units[found["unit"].lower()]
    if days < words.least_days:
        return None
    vague = found["count"] is None and found["unit"].endswith("s")
    return found.group(), None if vague else max(1, round(days))


def _sentences(claim: Claim, document: Document) -> str:
    return " ".join(" ".join(document.text[start:end].split()) for start, end in claim.evidence)
