"""What a view returns: plain values for pages, twins in JSON and exports."""

from typing import Any, Generic, Literal, TypeVar

import msgspec
from sqlalchemy import Row

from allegata.casebook.search import Snippet
from allegata.records import Claim, Communication, Document, Incident, Judgement

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """Some of many. ``total``: how many this person may see; ``withheld``: whether there is what they may not."""

    items: tuple[T, ...]
    total: int
    offset: int
    withheld: bool


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Where a document was erased: by whom, when and why."""

    by: str
    at: str
    why: str


class DocumentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A document in a list. ``claims``: that count; ``unread``: sentences with event words that made no claim."""

    id: str
    title: str | None
    publisher: str | None
    language: str | None
    published: str | None
    characters: int
    claims: int
    captures: int
    unread: int
    gated: bool
    restricted: bool
    added: str
    erased: Gap | None = None
    snippet: Snippet | None = None
    passage: str | None = None


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a document was taken in. ``sha256``: of the file's bytes."""

    id: str
    sha256: str
    origin: str
    at: str
    by: str


class SkippedSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence with event words that made no claim."""

    span: tuple[int, int]
    reason: str


Standing = Literal["read", "kept", "held", "superseded", "added"]


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """A claim. ``claim``: as judged, ``None`` where it was rejected; ``proposed``: as the reader wrote it.

    ``standing``: *read* by the current reader; *kept* for a person judged it, though the reader no longer reads it so;
    *held* back, for it reads anew what a person judged; *superseded* by a later reading; *added* by a person.
    ``judgements``: those on it, undone ones too, oldest first; ``holding``: the ids of those that hold.
    """

    id: str
    document: str
    claim: Claim | None
    proposed: Claim
    standing: Standing
    incident: str | None
    judgements: tuple[Judgement, ...]
    holding: tuple[str, ...]


class ClaimPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a claim stands in its document: its first code point, and the spans it rests on."""

    id: str
    standing: Standing
    at: int
    evidence: tuple[tuple[int, int], ...]


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    """A document with all that was read from it. ``document`` is ``None`` where it was erased.

    ``places``: of all its claims, where only some were asked for; ``claims`` are these then.
    """

    line: DocumentLine
    document: Document | None
    claims: tuple[ClaimView, ...]
    communications: tuple[Communication, ...]
    captures: tuple[Capture, ...]
    skipped: tuple[SkippedSentence, ...]
    notes: tuple[str, ...]
    reader: str | None
    places: tuple[ClaimPlace, ...] = ()


class IncidentLine(msgspec.Struct, frozen=True, kw_only=True):
    """An incident in the queue. ``withheld``: how many of its claims this person may not see."""

    id: str
    state: str
    assignee: str | None
    grade: str
    date_from: str | None
    date_to: str | None
    place: str | None
    within: str | None
    country: str | None
    precision: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    killed_min: int | None
    killed_max: int | None
    killed_highest: int | None
    injured_min: int | None
    injured_max: int | None
    killed_or_injured_min: int | None
    killed_or_injured_max: int | None
    killed_or_injured_highest: int | None
    claims: int
    documents: int
    sources: int
    judgements: int
    disputed: bool
    unsure: bool
    withheld: int
    need: int
    parties: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A step of an incident to another state or assignee."""

    id: str
    incident: str
    state: str
    assignee: str | None
    by: str
    at: str
    why: str


def move_of(row: Row[Any]) -> Move:
    """Return the step of an incident that a row holds."""
    return Move(**{name: row._mapping[name] for name in Move.__struct_fields__})


class IncidentView(msgspec.Struct, frozen=True, kw_only=True):
    """An incident with its claims. ``incident``: as judged.

    ``proposed``: for ``date``, ``place`` and ``grade``, where a person set them, what was proposed, with the judgement.
    ``next``: the states that may follow. ``claims_total``: how many claims it has; ``beside``: where only some were
    asked for, others that its links and ranges name. ``documents``: those of the claims in both; ``document_ids``:
    those of all claims. ``rejected``: claims that somebody rejected, of the happenings that the claims at hand tell;
    they are of no incident any more.
    """

    line: IncidentLine
    incident: Incident
    proposed: dict[str, Any]
    claims: tuple[ClaimView, ...]
    documents: tuple[Document, ...]
    document_ids: tuple[str, ...]
    restricted: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    holding: tuple[str, ...]
    moves: tuple[Move, ...]
    next: tuple[str, ...]
    claims_total: int
    beside: tuple[ClaimView, ...] = ()
    rejected: tuple[ClaimView, ...] = ()


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much there is. ``withheld``: whether anything is left out of these numbers for this person.

    ``stale``: claims or judgements changed since incidents were computed.
    """

    documents: int
    claims: int
    incidents: int
    judgements: int
    captures: int
    erased: int
    states: dict[str, int]
    grades: dict[str, int]
    languages: dict[str, int]
    disputed: int
    unsure: int
    withheld: bool
    stale: bool


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """A value to filter by: its key, a name of it, and how many incidents have it."""

    value: str
    name: str
    incidents: int


class MapPoint(msgspec.Struct, frozen=True, kw_only=True):
    """An incident on map and timeline; without coordinates or days, in the lane of the unplaced or undated."""

    id: str
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    precision: str | None
    place: str | None
    date_from: str | None
    date_to: str | None
    killed_min: int | None
    killed_max: int | None
    killed_or_injured_min: int | None
    killed_or_injured_max: int | None
    grade: str
    state: str
    withheld: int


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person did: a judgement or a move."""

    at: str
    by: str
    what: str
    judgement: Judgement | None = None
    move: Move | None = None
