"""Incidents: claims that speak of the same happening, with ranges and a grade, always recomputable from claims."""

from typing import Literal

import msgspec

from allegata.records._literals import GradeValue, Outcome, PlacePrecision, TimePrecision
from allegata.records._place import Fallback
from allegata.records._span import Span
from allegata.records._time import Symbolic


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A range over claims. ``min``/``max``: smallest lower and largest upper bound, ``None`` unknown or open.

    ``highest``: the highest figure that anybody gives, ``None`` when nobody does. ``claims``: whose counts were used.
    ``words``: the words of each end, for people. ``min_from``, ``max_from``: the claims that set each end (that leave
    it open, where it is). ``rules``: ids of the rules that made a number other than as stated, of the counting profile
    or of Allegata (docs/incidents.md).
    """

    min: int | None
    max: int | None
    highest: int | None
    claims: tuple[str, ...] = msgspec.field(name="from", default=())
    words: tuple[str, ...] = ()
    min_from: tuple[str, ...] = ()
    max_from: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


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
    """A proposed grade after Airwars' civilian-harm grading, with its reason in words.

    ``reasons``: what was weighed, a line each: how many sources are credible, what tells of action near by.
    ``sources``: the credible independent ones by name.
    """

    value: GradeValue
    why: str
    reasons: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


ResponseKind = Literal[
    "denies", "acknowledges", "acknowledges with another explanation", "claims responsibility", "accuses another"
]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Why two claims are held to speak of the same happening.

    ``probability``: of the pair's score, 0 to 1; ``None`` where one document tells both as one. ``judgement``: the id
    of the judgement that decided it.
    """

    first: str
    second: str
    probability: float | None
    why: str
    judgement: str | None = None


class IndependenceCluster(msgspec.Struct, frozen=True, kw_only=True):
    """Claims that go back to one voice; ``why``: the evidence, one line for each pair that was joined."""

    voice: str
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    why: tuple[str, ...] = ()


class PartyName(msgspec.Struct, frozen=True, kw_only=True):
    """A party by name; ``party`` is ``None`` when the register does not hold it."""

    party: str | None
    name: str


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What an accused party says of the accusation, in HURIDOCS' terms of attribution. ``at``: ISO day it was said.

    ``words``: the sentence. ``accuses``: those whom it accuses instead. ``why``: how the kind was told.
    """

    party: str | None
    name: str
    kind: ResponseKind
    claim: str
    at: str | None = None
    words: str | None = None
    accuses: tuple[PartyName, ...] = ()
    why: str | None = None


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Where a person is named: the claim that names, and the words in the document's text."""

    claim: str
    document: str
    words: str
    span: Span


class NamedVictim(msgspec.Struct, frozen=True, kw_only=True):
    """A person named among those harmed, with every spelling; people of one name are not guessed to be one.

    ``age``: in whole years as stated; ``sex``: ``female`` or ``male`` where the words say so; ``named_by``: claim ids.
    ``mentions``: the words of each naming; ``why``: why different spellings are held to be one person.
    """

    name: str
    outcome: Outcome
    named_by: tuple[str, ...]
    variants: tuple[str, ...] = ()
    age: int | None = None
    sex: Literal["female", "male"] | None = None
    role: str | None = None
    mentions: tuple[Mention, ...] = ()
    why: tuple[str, ...] = ()


class Superseded(msgspec.Struct, frozen=True, kw_only=True):
    """A count that its speaker replaced later: it stays visible and is not counted."""

    claim: str
    casualty: str
    by: str
    why: str


class Covering(msgspec.Struct, frozen=True, kw_only=True):
    """A cumulative toll or a pattern that covers the incident among others; it counts towards no incident."""

    claim: str
    casualty: str | None
    words: str
    why: str


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """A document from which no claim of an event was read, and that seems to speak of the incident. It is no source.

    ``probability``: of the likest pair that holds it there, 0 to 1.
    """

    document: str
    probability: float | None
    why: str


class Incident(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="incident"):
    """Claims that speak of the same happening: one moment, one place.

    ``also``: ids of incidents that were merged into this one. ``by_profile``: the ranges under each counting profile,
    by outcome ("killed", "injured", "killed or injured"), and for groups and statuses "killed women", "killed
    civilian"; what nobody counts has no entry.
    """

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
    links: tuple[Link, ...] = ()
    independence: tuple[IndependenceCluster, ...] = ()
    responses: tuple[Response, ...] = ()
    victims: tuple[NamedVictim, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    covered_by: tuple[Covering, ...] = ()
    related: tuple[Related, ...] = ()
    by_profile: dict[str, dict[str, Count]] = {}
