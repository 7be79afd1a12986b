"""Figures that their speaker replaced: they stay visible and do not count.

The rule, after the practice of UCDP (the most recent and most detailed report), ACLED ("until a better one appears")
and Airwars (incidents are revised as information appears); what is the same speaker, and when a figure adds nothing, is
ours:

- A later figure of the same speaker (same party, or same name; nobody unnamed) of the same outcome and the same people
  replaces an earlier one. Later is what was published on a later day. On one day nothing tells which came last, unless
  a text says so ("rose to 31 from 22").
- It does not replace what it leaves possible and tells less exactly: "31", later "at least 22" are both kept, as the
  second may be a cautious word for the first. "At least 22", later "31" or "at least 31", is replaced: the later figure
  says all that the earlier did, and more.
- Words without a figure ("dozens") never replace a figure.
- Counts of some of the dead, tolls over more than the happening, and what is added to a toll ("three more") replace
  nothing and are not replaced.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
import yaml

from allegata.gazetteer.fold import plain
from allegata.incidents.independence import ultimate, voices
from allegata.reading.quantities import parse_quantity
from allegata.records import Casualty, Claim, Document, Superseded


class Replaced(NamedTuple):
    """A count that was replaced, and the one in its place."""

    record: Superseded
    earlier: Casualty
    later: Casualty


class _Count(NamedTuple):
    claim: Claim
    item: Casualty
    kind: tuple[str, ...]
    start: str | None
    end: str | None


class _UpdateWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    changes: tuple[str, ...]
    directions: tuple[str, ...]
    earlier: tuple[str, ...]
    figures: tuple[str, ...]


def superseded(claims: Sequence[Claim], documents: Mapping[str, Document]) -> list[Replaced]:
    """Return the counts of ``claims`` that their speakers replaced, in the order of the claims.

    Without the documents nothing is known of when something was said, and nothing is replaced.
    """
    spoken: dict[str, list[_Count]] = {}
    for claim in claims:
        speaker = _speaker(claim, documents)
        document = documents.get(claim.document)
        if speaker is None or document is None:
            continue
        published = document.published
        start, end = (published.start, published.end) if published is not None else (None, None)
        for item in claim.casualties:
            kind = _kind(item)
            if kind is not None:
                spoken.setdefault(speaker, []).append(_Count(claim, item, kind, start, end))
    found: dict[tuple[str, str], Replaced] = {}
    for counts in spoken.values():
        if len(counts) < 2:
            continue
        for replaced in (*_later(counts), *_told(counts, documents)):
            found.setdefault((replaced.record.claim, replaced.record.casualty), replaced)
    order = {claim.id: n for n, claim in enumerate(claims)}
    return sorted(found.values(), key=lambda one: (order[one.record.claim], one.record.casualty))


def skipped(replaced: Sequence[Replaced], *, status: bool = False) -> frozenset[tuple[str, str]]:
    """Return the counts not to be used, by claim and own id.

    ``status``: for the range of one status, which only a figure of that status replaces.
    """
    return frozenset(
        (one.record.claim, one.record.casualty)
        for one in replaced
        if not status or one.earlier.whom.status == one.later.whom.status
    )


def _speaker(claim: Claim, documents: Mapping[str, Document]) -> str | None:
    voice = ultimate(claim)
    if voice is voices(claim)[-1]:
        document = documents.get(claim.document)
        return plain(voice.name) if document is not None and document.publisher else None
    if voice.party is not None:
        return voice.party
    return None if voice.anonymous else plain(voice.name)


_ADDED = re.compile(r"\b(?:more|another|further|additional|others?)\b(?! than)", re.IGNORECASE)


def _kind(item: Casualty) -> tuple[str, ...] | None:
    """Return which people a count is of; counts of one kind by one speaker replace one another."""
    if item.cumulative or (item.partial and item.whom.group is None) or _ADDED.search(item.quantity.words):
        return None
    if item.whom.group is not None:
        return None if item.partial else ("group", item.outcome, item.whom.group)
    if item.part_of is not None:
        return None if item.whom.status == "not stated" else ("part", item.outcome, item.whom.status)
    return ("total", item.outcome, "combatants" if item.whom.status == "combatant" else "people")


def _holds(wide: Casualty, narrow: Casualty) -> bool:
    """Tell whether one count leaves the other possible: its bounds hold the other's, or are the same."""
    a, b = wide.quantity, narrow.quantity
    low = a.low is None or (b.low is not None and a.low <= b.low)
    high = a.high is None or (b.high is not None and a.high >= b.high)
    return low and high


def _replaces(later: Casualty, earlier: Casualty) -> bool:
    if later.quantity.kind == "vague" and earlier.quantity.kind != "vague":
        return False
    return not _holds(later, earlier)


def _later(counts: Sequence[_Count]) -> list[Replaced]:
    found = []
    for one in counts:
        after = [
            other
            for other in counts
            if other.kind == one.kind and one.end is not None and other.start is not None and other.start > one.end
        ]
        texts: dict[str, list[_Count]] = {}
        for other in after:
            texts.setdefault(other.claim.document, []).append(other)
        better = [
            other
            for told in texts.values()
            if all(_replaces(other.item, one.item) for other in told)  # a text that repeats a figure keeps it
            for other in told
        ]
        if better:
            last = max(better, key=lambda other: str(other.start))
            said = f"{ultimate(last.claim).name} later gives {last.item.quantity.words} ({last.start})"
            found.append(_replaced(one, last, f"{said} instead of {one.item.quantity.words} ({one.start})"))
    return found


def _replaced(earlier: _Count, later: _Count, why: str) -> Replaced:
    record = Superseded(claim=earlier.claim.id, casualty=earlier.item.id, by=later.claim.id, why=why)
    return Replaced(record, earlier.item, later.item)


def _told(counts: Sequence[_Count], documents: Mapping[str, Document]) -> list[Replaced]:
    """Return what a text says was replaced: in it, or in what the same speaker said no later."""
    found = []
    for now in counts:
        text = documents[now.claim.document].text
        for start, end in now.claim.evidence:
            for old, words in revisions(text[start:end]):
                for one in counts:
                    same = one.kind == now.kind and old in (one.item.quantity.low, one.item.quantity.high)
                    no_later = one.start is None or now.end is None or one.start <= now.end
                    if same and no_later and old not in (now.item.quantity.low, now.item.quantity.high):
                        found.append(_replaced(one, now, f"the text says that it was replaced: “{words}”"))
    return found


def revisions(text: str) -> list[tuple[int, str]]:
    """Return the figures that a text says were replaced, each with the words that say so."""
    found: dict[int, str] = {}
    for pattern in _patterns():
        for match in pattern.finditer(text):
            quantity = parse_quantity(match["old"])
            number = quantity.low if quantity is not None and quantity.kind != "vague" else None
            if number is not None:
                found.setdefault(number, " ".join(match.group().split()))
    return list(found.items())


_NUMBER = r"(?:at least |more than |over |around |about |some )?(?:\d[\d,]*|[a-z]+(?:-[a-z]+)?)"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = files("allegata.incidents").joinpath("data/updates.yaml").read_bytes()
    words = msgspec.convert(yaml.safe_load(data), _UpdateWords)
    changes, directions, earlier, figures = map(
        "|".join, (words.changes, words.directions, words.earlier, words.figures)
    )
    figure = rf"(?:(?:an?|the|its|his|her|their) )?(?:(?:{earlier}) )?(?:(?:{figures}) of )?"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\b(?:{changes})\b[^.;]{{0,90}}?\bto {_NUMBER}\b[^.;]{{0,30}}?\bfrom {figure}(?P<old>{_NUMBER})\b",
            rf"\b(?:{changes})\b[^.;]{{0,60}}?\bfrom {figure}(?P<old>{_NUMBER}) to {_NUMBER}\b",
            rf"\b(?:{directions}) from {figure}(?P<old>{_NUMBER})\b",
            rf"\b(?:{earlier}) (?:{figures}) of (?P<old>{_NUMBER})\b",
        )
    )
