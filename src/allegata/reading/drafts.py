"""Claims in the making, while a document is still being read."""

import msgspec

from allegata.reading.place_names import PlaceMention
from allegata.reading.times import TimeMatch
from allegata.records import (
    Attribution,
    Casualty,
    Characterisation,
    Event,
    PartyMention,
    Span,
    Target,
    Weapon,
)


class DraftClaim(msgspec.Struct, kw_only=True):
    """What a frame says, before places and times are resolved and happenings are told apart.

    ``definite``: the event word is taken up again ("the airstrikes"); ``bare``: it has no place, time or target of its
    own; ``word``: the lemma of the event word; ``fresh``: it is told as a further one ("another strike", "elsewhere").
    """

    sentence: int
    paragraph: int
    kind: str
    stance: str
    event: Event
    word: str
    chain: list[Attribution]
    accused: list[PartyMention]
    targets: list[Target]
    weapons: list[Weapon]
    places: list[PlaceMention]
    containers: dict[int, PlaceMention]
    time: TimeMatch | None
    casualties: tuple[Casualty, ...]
    labels: list[Characterisation]
    hedges: list[Characterisation]
    evidence: Span
    definite: bool
    plural: bool
    outcome_only: bool
    fresh: bool = False
    happening: int | None = None
    happening_why: str | None = None

    @property
    def event_places(self) -> list[PlaceMention]:
        """The places where it happened, without those that only contain them."""
        return [
            p for p in self.places if p.role == "event" and not p.container and p.country is None and not p.of_there
        ]


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence with an event word that made no claim, and why."""

    document: str
    span: Span
    reason: str
