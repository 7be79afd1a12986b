"""What an incident's card shows below its facts: map, ranges, times, claims side by side, voices, responses, links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allegata.dataset.report_claims import Column, TimesView, side_by_side, times_view
from allegata.dataset.report_incident import Ref
from allegata.dataset.report_locator import Locator, Near, locator
from allegata.dataset.report_map import spot_of
from allegata.dataset.report_ranges import RangeView, range_views
from allegata.dataset.wording import bounds_words, date_range_words, document_words, outcome_words, speaker_words
from allegata.records import Claim, Covering, Document, Incident, Link, NamedVictim, Related, Response

_UNFOLDED = 6
"""Up to so many claims stand open under their incident."""


@dataclass(frozen=True, slots=True)
class ClusterView:
    """Claims that go back to one voice, in how many documents, with the evidence."""

    voice: str
    claims: tuple[Ref, ...]
    documents: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResponseView:
    """What an accused party says, when, in which claim."""

    response: Response
    at: str | None
    claims: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class VictimView:
    """A named person with what is said of them: "also spelt …", "34 years", "teacher"."""

    name: str
    outcome: str
    details: tuple[str, ...]
    claims: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class CoveringView:
    """A toll or a pattern over more than this incident."""

    covering: Covering
    claims: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class RelatedView:
    """A text without a claim that seems to speak of the incident: its document's number, title, and other words."""

    related: Related
    number: int | None
    title: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """Why two claims are held to be one happening; ``by``: "95 %", "a person's judgement", "one document"."""

    first: Ref
    second: Ref
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """The range of each outcome (rows) under each counting profile (columns), in words."""

    profiles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PartsView:
    """The parts of one card. ``unfolded``: the claims stand open; ``keys``: the bars are explained."""

    number: int
    incident: Incident
    locator: Locator | None
    ranges: tuple[RangeView, ...]
    columns: tuple[Column, ...]
    times: TimesView | None
    clusters: tuple[ClusterView, ...]
    responses: tuple[ResponseView, ...]
    victims: tuple[VictimView, ...]
    covered_by: tuple[CoveringView, ...]
    related: tuple[RelatedView, ...]
    links: tuple[LinkView, ...]
    profiles: ProfileTable | None
    unfolded: bool
    keys: bool


@dataclass(frozen=True, slots=True)
class Records:
    """What the cards need, by id. ``places``: the numbers of the documents; ``few``: the page is short."""

    numbers: Mapping[str, int]
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    places: Mapping[str, int]
    near: Near
    few: bool

    def refs(self, names: Iterable[str]) -> tuple[Ref, ...]:
        """Return the numbers and speakers of claims, sorted; unknown claims are left out."""
        return tuple(
            sorted(
                (self.numbers[name], speaker_words(self.claims[name].attribution))
                for name in set(names)
                if name in self.numbers
            )
        )


def parts_view(number: int, incident: Incident, records: Records) -> PartsView:
    """Return the parts of an incident's card. Claims that the dataset does not hold are left out."""
    refs, numbers = records.refs, records.numbers
    place = incident.place
    spot = spot_of(place)
    own = [records.claims[name] for name in dict.fromkeys(incident.claims) if name in numbers]
    replaced = frozenset((item.claim, item.casualty) for item in incident.superseded)
    return PartsView(
        number=number,
        incident=incident,
        locator=locator(spot, place.country, place.name, records.near)
        if spot is not None and place is not None
        else None,
        ranges=range_views(incident, records.claims, numbers),
        columns=side_by_side(own, numbers, records.documents, replaced),
        times=times_view(own, numbers, records.documents),
        clusters=tuple(
            ClusterView(item.voice, refs(item.claims), len(item.documents), item.why) for item in incident.independence
        ),
        responses=tuple(
            ResponseView(item, date_range_words(item.at, None) if item.at else None, refs((item.claim,)))
            for item in incident.responses
        ),
        victims=tuple(_victim(item, refs(item.named_by)) for item in incident.victims),
        covered_by=tuple(CoveringView(item, refs((item.claim,))) for item in incident.covered_by),
        related=tuple(_related(item, records) for item in incident.related),
        links=tuple(
            LinkView(refs((item.first,))[0], refs((item.second,))[0], _decided(item), item.why)
            for item in incident.links
            if item.first in numbers and item.second in numbers
        ),
        profiles=_profiles(incident),
        unfolded=records.few and len(own) <= _UNFOLDED,
        keys=records.few,
    )


def _related(item: Related, records: Records) -> RelatedView:
    document = records.documents.get(item.document)
    number = records.places.get(item.document)
    title, words = document_words(document) if document is not None else (item.document, "")
    return RelatedView(
        item, number, title, words, f"likeness {100 * item.probability:.0f} %" if item.probability else ""
    )


def _victim(victim: NamedVictim, claims: tuple[Ref, ...]) -> VictimView:
    details = [f"also spelt {', '.join(victim.variants)}"] if victim.variants else []
    details += [f"{victim.age} years"] if victim.age is not None else []
    details += [word for word in (victim.sex, victim.role) if word]
    return VictimView(victim.name, outcome_words(victim.outcome), tuple(details), claims)


def _decided(link: Link) -> str:
    if link.judgement is not None:
        return "a person’s judgement"
    return "told as one by their document" if link.probability is None else f"likeness {100 * link.probability:.0f} %"


def _profiles(incident: Incident) -> ProfileTable | None:
    """Return the table of ranges; outcomes of which no profile knows anything are left out."""
    told = {
        profile: {
            outcome: bounds_words(count.min, count.max)
            for outcome, count in counts.items()
            if (count.min, count.max, count.highest) != (None, None, None)
        }
        for profile, counts in incident.by_profile.items()
    }
    outcomes = dict.fromkeys(outcome for words in told.values() for outcome in words)
    if not outcomes:
        return None
    return ProfileTable(
        tuple(told),
        tuple(
            (outcome_words(outcome), tuple(words.get(outcome, "unknown") for words in told.values()))
            for outcome in outcomes
        ),
    )
