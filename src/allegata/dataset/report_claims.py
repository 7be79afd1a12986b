"""The claims of an incident beside one another, and when each says that it happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allegata.dataset.time_axis import Tick, axis
from allegata.dataset.wording import (
    casualty_words,
    event_type_words,
    place_words,
    published_words,
    speaker_words,
    stance_words,
    time_words,
)
from allegata.dataset.wording_time import iso_day
from allegata.records import Claim, Document

ROWS = (
    "Says", "Voice and publisher", "What", "Accused", "Struck", "Place", "When", "Killed", "Injured",
    "Killed or injured", "Weapons", "Published",
)  # fmt: skip
"""What is compared; the last is of the document."""
_COMPARED = frozenset(("What", "Accused", "Place", "When", "Killed", "Injured", "Killed or injured"))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one claim says on one row; ``differs``: others say something else. ``struck``: values replaced later."""

    label: str
    values: tuple[str, ...]
    differs: bool
    struck: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """One claim."""

    number: int
    speaker: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TimeRow:
    """When a claim says it happened, in per cent of the axis; ``x`` ``None`` while the words give no date.

    ``published``: where the document's publication day stands, which bounds the event and never dates it.
    """

    number: int
    speaker: str
    words: str
    x: float | None
    width: float
    day: bool
    published: float | None


@dataclass(frozen=True, slots=True)
class TimesView:
    """The times of the claims of one incident on one axis."""

    ticks: tuple[Tick, ...]
    rows: tuple[TimeRow, ...]


def side_by_side(
    claims: Sequence[Claim],
    numbers: Mapping[str, int],
    documents: Mapping[str, Document],
    superseded: frozenset[tuple[str, str]],
) -> tuple[Column, ...]:
    """Return a column for each claim with the rows on which at least one says something; none for a single claim.

    ``superseded``: claim and casualty of each count that its speaker replaced.
    """
    if len(claims) < 2:
        return ()
    told = [_told(claim, documents.get(claim.document)) for claim in claims]
    shown = [row for row in ROWS if any(values[row] for values in told)]
    differing = {row for row in shown if row in _COMPARED and len({values[row] for values in told if values[row]}) > 1}
    return tuple(
        Column(
            numbers[claim.id],
            speaker_words(claim.attribution),
            tuple(
                Cell(row, values[row], row in differing and bool(values[row]), _replaced(claim, superseded))
                for row in shown
            ),
        )
        for claim, values in zip(claims, told, strict=True)
    )


def _replaced(claim: Claim, superseded: frozenset[tuple[str, str]]) -> frozenset[str]:
    return frozenset(casualty_words(item) for item in claim.casualties if (claim.id, item.id) in superseded)


def times_view(
    claims: Sequence[Claim], numbers: Mapping[str, int], documents: Mapping[str, Document]
) -> TimesView | None:
    """Return the times of the claims that tell one; ``None`` where fewer than two days are known."""
    claims = [claim for claim in claims if claim.time is not None]
    spans = {claim.id: _interval(claim) for claim in claims}
    published = {claim.id: _published(documents.get(claim.document)) for claim in claims}
    days = {day for span in spans.values() if span for day in span} | {day for day in published.values() if day}
    if len(days) < 2 or not any(spans.values()):
        return None
    scale = axis(min(days), max(days))
    rows = []
    for claim in claims:
        span, day = spans[claim.id], published[claim.id]
        rows.append(
            TimeRow(
                numbers[claim.id],
                speaker_words(claim.attribution),
                time_words(claim.time),
                scale.x(span[0]) if span else None,
                round(100 * ((span[1] - span[0]).days + 1) / scale.days, 3) if span else 0.0,
                bool(span and span[0] == span[1]),
                round(scale.x(day) + 50 / scale.days, 3) if day else None,
            )
        )
    return TimesView(scale.ticks(), tuple(rows))


def _told(claim: Claim, document: Document | None) -> dict[str, tuple[str, ...]]:
    chain = [voice.name for voice in claim.attribution]
    events = [place for place in claim.places if place.role in ("event", "relation")]
    counts = {
        outcome: tuple(casualty_words(item) for item in claim.casualties if item.outcome == outcome)
        for outcome in ("killed", "injured", "killed_or_injured")
    }
    return {
        "Says": (stance_words(claim),),
        "Voice and publisher": (" › ".join(dict.fromkeys(chain)),) if chain else (),
        "What": (event_type_words(claim.event.type),),
        "Accused": tuple(dict.fromkeys(party.name for party in claim.accused)),
        "Struck": tuple(dict.fromkeys(target.words for target in claim.targets)),
        "Place": tuple(dict.fromkeys(place_words(place) for place in events)),
        "When": (time_words(claim.time),) if claim.time else (),
        "Killed": counts["killed"],
        "Injured": counts["injured"],
        "Killed or injured": counts["killed_or_injured"],
        "Weapons": tuple(dict.fromkeys(weapon.type for weapon in claim.weapons)),
        "Published": (published_words(document.published),) if document else (),
    }


def _interval(claim: Claim) -> tuple[date, date] | None:
    first = iso_day(claim.time.start) if claim.time else None
    last = iso_day(claim.time.end) if claim.time and claim.time.end else first
    return None if first is None or last is None else (min(first, last), max(first, last))


def _published(document: Document | None) -> date | None:
    return iso_day(document.published.start) if document and document.published else None
