"""Claims: what one source says of one event, or of repeated conduct."""

from typing import Literal

import msgspec

from allegata.records._literals import EventType, Group, Outcome, SourceKind, Stance, WhomStatus
from allegata.records._place import Place
from allegata.records._quantity import Quantity
from allegata.records._span import Span
from allegata.records._time import Time


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """One voice of the chain. ``span`` is ``None`` only for a publisher known from metadata or the user.

    ``party``: id in the party register where the voice is one of its parties. ``refers_to``: the earlier, fuller
    mention that a short one ("the ministry", "the sources", "it") stands for.
    """

    words: str
    span: Span | None
    name: str
    kind: SourceKind
    anonymous: bool
    cue: str | None
    cue_span: Span | None
    party: str | None = None
    refers_to: Span | None = None


class PartyMention(msgspec.Struct, frozen=True, kw_only=True):
    """A party as the text names it; ``party`` is ``None`` when the register does not hold it."""

    words: str
    span: Span | None
    party: str | None
    name: str
    refers_to: Span | None = None
    why: str | None = None


Accused = PartyMention


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What is said to have happened. ``why``: the words or rule behind a type that the trigger alone does not give."""

    type: EventType
    words: str
    span: Span
    why: str | None = None


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What or who was struck, as stated. ``kind``: place, people, camp, hospital, school, ... or ``None``."""

    words: str
    span: Span
    kind: str | None = None


class Weapon(msgspec.Struct, frozen=True, kw_only=True):
    """A weapon or delivery means as stated. ``type`` is the lexicon's neutral name."""

    type: str
    words: str
    span: Span


class Composition(msgspec.Struct, frozen=True, kw_only=True):
    """A share that is stated without a number: "most of them women and children"."""

    groups: tuple[Group, ...]
    share: Literal["all", "majority", "half", "some"]
    words: str
    span: Span
    joint: bool = True


class Whom(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a count is of, as stated. ``status`` is never inferred from who speaks."""

    status: WhomStatus
    words: str | None
    span: Span | None
    group: Group | None = None
    role: str | None = None
    nationality: str | None = None
    family: str | None = None
    names: tuple[str, ...] = ()


class Casualty(msgspec.Struct, frozen=True, kw_only=True):
    """A count of one outcome.

    ``part_of``: the id of the count that contains it; ``derived_from``: the ids that ``rule`` used. ``cumulative``: a
    toll over more than this happening ("since October"). ``partial``: stated to be only some of those harmed ("two
    children were among the dead"), while the whole is not counted in the same claim.
    """

    id: str
    outcome: Outcome
    quantity: Quantity
    whom: Whom
    part_of: str | None = None
    derived_from: tuple[str, ...] = ()
    rule: str | None = None
    composition: tuple[Composition, ...] = ()
    outcome_words: str | None = None
    outcome_span: Span | None = None
    cumulative: bool = False
    partial: bool = False


class Characterisation(msgspec.Struct, frozen=True, kw_only=True):
    """A legal or moral label that the source gives ("war crime"). Recorded as said, never asserted."""

    term: str
    words: str
    span: Span


class ReaderStamp(msgspec.Struct, frozen=True, kw_only=True):
    """Which reader made the claim: name, version, and the parser's name and weight hash."""

    name: str
    version: str
    model: str


class Claim(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="claim"):
    """What one source says of one event (kind *event*) or of repeated conduct (kind *pattern*).

    ``attribution`` runs from the ultimate speaker outward to the publisher. ``happening`` numbers the happenings that
    the document tells apart, from 1; claims of one document with the same number speak of the same happening
    (``happening_why`` says how that was read); ``None`` for patterns. ``hedges``: words that weaken ("reportedly").
    ``status``: *proposed* as the reader writes it; the others only where a person judged it.
    """

    id: str
    document: str
    kind: Literal["event", "pattern"]
    stance: Stance
    event: Event
    attribution: tuple[Attribution, ...]
    accused: tuple[PartyMention, ...]
    targets: tuple[Target, ...]
    weapons: tuple[Weapon, ...]
    places: tuple[Place, ...]
    time: Time | None
    casualties: tuple[Casualty, ...]
    characterisations: tuple[Characterisation, ...]
    evidence: tuple[Span, ...]
    status: Literal["proposed", "accepted", "corrected", "added"]
    reader: ReaderStamp
    happening: int | None = None
    happening_why: str | None = None
    hedges: tuple[Characterisation, ...] = ()
