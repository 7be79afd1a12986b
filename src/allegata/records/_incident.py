"""Incidents: claims that speak of the same happening, with ranges and a grade, always recomputable from claims."""

from typing import Literal

import msgspec

from allegata.records._literals import GradeValue, PlacePrecision, TimePrecision
from allegata.records._place import Fallback
from allegata.records._time import Symbolic


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A range over claims. ``min``/``max``: smallest lower and largest upper bound, ``None`` unknown or open.

    ``highest``: the highest figure that anybody gives, ``None`` when nobody does. ``claims``: whose counts were used.
    ``words``: the words of each end, for people.
    """

    min: int | None
    max: int | None
    highest: int | None
    claims: tuple[str, ...] = msgspec.field(name="from", default=())
    words: tuple[str, ...] = ()


class IncidentAccused(msgspec.Struct, frozen=True, kw_only=True):
    """A party that some claims hold responsible; ``by`` and ``denied_by`` are claim ids."""

    party: str | None
    name: str
    by: tuple[str, ...]
    denied_by: tuple[str, ...] = ()
    admitted_by: tuple[str, ...] = ()


class IncidentDate(msgspec.Struct, frozen=True, kw_only=True):
    """The interval of the incident, unresolved (``None``) while every claim's time is symbolic; ``words`` as told."""

    start: str | None
    end: str | None
    precision: TimePrecision
    words: str | None = None
    symbolic: Symbolic | None = None


class IncidentPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where it happened: the most precise event place among the claims."""

    name: str
    latitude: float | None
    longitude: float | None
    precision: PlacePrecision
    within: str | None = None
    country: str | None = None
    radius_km: float | None = None
    resolved: bool = False
    geonames: int | None = None
    fallback: Fallback | None = None
    gazetteer_name: str | None = None


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """A proposed grade after Airwars' civilian-harm grading, with its reason in words."""

    value: GradeValue
    why: str


class Incident(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="incident"):
    """Claims that speak of the same happening: one moment, one place."""

    id: str
    claims: tuple[str, ...]
    documents: int
    independent_sources: int
    date: IncidentDate | None
    place: IncidentPlace | None
    event_types: tuple[str, ...]
    accused: tuple[IncidentAccused, ...]
    killed: Count
    injured: Count
    killed_or_injured: Count
    killed_by_group: dict[str, Count]
    killed_by_status: dict[str, Count]
    injured_by_group: dict[str, Count]
    grade: Grade
    status: Literal["proposed"] = "proposed"
    weapons: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
