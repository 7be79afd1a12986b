"""An incident as the report and the terminal show it: ranges, accused and reasons in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allegata.dataset.wording import (
    bounds_words,
    count_words,
    event_type_words,
    fallback_words,
    incident_date_words,
    incident_heading,
    place_words,
)
from allegata.records import Count, Incident, IncidentAccused

_WHOM = {
    "civilian": "civilians",
    "combatant": "combatants",
    "contested": "people of contested status",
    "not stated": "people of unstated status",
}

Ref = tuple[int, str]
"""A claim's number and its ultimate speaker."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One range: what, the range in words, what qualifies it, and the claims that it comes from."""

    label: str
    words: str
    note: str
    known: bool
    claims: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class AccusedView:
    """A party with the claims that accuse it, deny it, admit it."""

    accused: IncidentAccused
    by: tuple[Ref, ...]
    denied_by: tuple[Ref, ...]
    admitted_by: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident as a card."""

    number: int
    anchor: str
    incident: Incident
    heading: str
    date: str
    place: str
    fallback: str | None
    event_types: tuple[str, ...]
    accused: tuple[AccusedView, ...]
    tiles: tuple[Tile, ...]
    groups: tuple[Tile, ...]
    refs: tuple[Ref, ...]


def incident_view(
    number: int, incident: Incident, numbers: Mapping[str, int], speakers: Mapping[str, str]
) -> IncidentView:
    """Return the card of an incident. ``numbers`` and ``speakers`` are by claim id; unknown claims are left out."""

    def refs(names: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(
            sorted((numbers[name], speakers.get(name, "source not stated")) for name in set(names) if name in numbers)
        )

    place = incident.place
    return IncidentView(
        number=number,
        anchor=f"incident-{number}",
        incident=incident,
        heading=incident_heading(incident),
        date=incident_date_words(incident.date),
        place=place_words(place),
        fallback=fallback_words(place.fallback) if place is not None and place.latitude is None else None,
        event_types=tuple(event_type_words(kind) for kind in incident.event_types),
        accused=tuple(
            AccusedView(accused, refs(accused.by), refs(accused.denied_by), refs(accused.admitted_by))
            for accused in incident.accused
        ),
        tiles=tuple(
            _tile(label, count, refs(count.claims), note)
            for label, count, note in (
                ("Killed", incident.killed, ""),
                ("Injured", incident.injured, ""),
                ("Killed or injured", incident.killed_or_injured, "split unknown"),
            )
        ),
        groups=tuple(
            _tile(f"{_WHOM.get(group, group)} {outcome}".capitalize(), count, refs(count.claims), "")
            for outcome, counts in (
                ("killed", incident.killed_by_group),
                ("killed", incident.killed_by_status),
                ("injured", incident.injured_by_group),
            )
            for group, count in counts.items()
            if (count.min, count.max, count.highest) != (None, None, None)
        ),
        refs=refs(incident.claims),
    )


def _tile(label: str, count: Count, claims: tuple[Ref, ...], extra: str) -> Tile:
    bounds = bounds_words(count.min, count.max)
    known = (count.min, count.max, count.highest) != (None, None, None)
    qualified = count_words(count).removeprefix(bounds).strip(" ()")
    notes = [note for note in (extra if known else "", qualified) if note]
    return Tile(label, bounds, "; ".join(notes), known, claims)
