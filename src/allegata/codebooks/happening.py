"""What codebooks ask of an incident beyond counts: where, when, whose side, who tells; with the words behind each."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from allegata.actors import Register
from allegata.codebooks.areas import Areas, Levels
from allegata.codebooks.cells import Coded, Words
from allegata.codebooks.counting import told_claims
from allegata.codebooks.source import View
from allegata.codebooks.terms import Country, countries
from allegata.gazetteer.countries import country_of
from allegata.incidents.sides import built_in_register, lineage, sides
from allegata.records import Claim, Document, PartyMention, Place, PlacePrecision, Time

SideKind = Literal["state", "non-state", "unknown"]

_STATE = ("government", "military", "police", "ministry")
_NON_STATE = ("armed group", "separatist authority", "private military company")


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """Parties that are held responsible and are of one side. ``kind``: of the register's kinds, never of words.

    ``country``: ISO code of the state whose body it is; ``None`` where it is none, or of several. ``registered``: a
    party of the register; others ("gunmen") are of unknown kind. ``parties``: the ids of ``names`` in the register.
    """

    name: str
    names: tuple[str, ...]
    parties: tuple[str | None, ...]
    kind: SideKind
    country: str | None
    party_kind: str | None
    registered: bool
    claims: tuple[str, ...]
    words: tuple[Words, ...]

    def cell(self, value: object, rule: str) -> Coded:
        """Return a value that rests on who is accused."""
        return Coded(value=value, rule=rule, claims=self.claims, words=self.words)


class Located(msgspec.Struct, frozen=True, kw_only=True):
    """Where an incident happened, as far as coordinates are known.

    ``name`` and the rest are of the place itself where the gazetteer knows it (``exact``), else of the smallest known
    area around it; ``told`` is the place as told. ``relation``: "near", "south of", as the words say. ``levels``: the
    areas that it lies in, by the gazetteer.
    """

    told: str
    name: str
    latitude: float | None
    longitude: float | None
    precision: PlacePrecision
    exact: bool
    relation: str | None
    within: str | None
    country: Country | None
    geonames: int | None
    claims: tuple[str, ...]
    words: tuple[Words, ...]
    levels: Levels = Levels()

    @property
    def admin1(self) -> str | None:
        """Return the first-level area: by the gazetteer, else what is said to contain it where that is no country."""
        if self.precision == "admin1":
            return self.name
        if self.levels.first is not None:
            return self.levels.first
        if not self.exact or self.within is None or self.precision not in ("point", "village", "town", "city"):
            return None
        return self.within if country_of(self.within) is None else None

    @property
    def admin2(self) -> str | None:
        """Return the second-level area: the place itself, or as the gazetteer has it."""
        return self.name if self.precision == "admin2" else self.levels.second

    def cell(self, value: object, rule: str, why: str | None = None) -> Coded:
        """Return a value that rests on the place."""
        return Coded(value=value, rule=rule, claims=self.claims, words=self.words, why=why)


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """The days of an incident. ``lasting``: the words tell of something that goes on over them ("since Thursday")."""

    start: date
    end: date
    precision: str
    lasting: bool
    claims: tuple[str, ...]
    words: tuple[Words, ...]

    @property
    def days(self) -> int:
        """Return how many days the interval has."""
        return (self.end - self.start).days + 1

    @property
    def middle(self) -> date:
        """Return the middle day; of two the earlier."""
        return self.start + timedelta(days=(self.days - 1) // 2)

    def cell(self, value: object, rule: str) -> Coded:
        """Return a value that rests on the date."""
        return Coded(value=value, rule=rule, claims=self.claims, words=self.words)


def located(view: View, areas: Areas | None = None) -> Located | None:
    """Return where an incident happened, with the areas that it lies in; ``None`` where no place is told."""
    place = view.incident.place
    if place is None:
        return None
    found = [
        (claim, item)
        for claim in view.claims
        for item in claim.places
        if item.role == "event" and item.name == place.name
    ]
    exact = place.latitude is not None and place.longitude is not None
    area = place.fallback if not exact else None
    return Located(
        told=place.name,
        name=(place.gazetteer_name or place.name) if area is None else area.name,
        latitude=place.latitude if area is None else area.latitude,
        longitude=place.longitude if area is None else area.longitude,
        precision=place.precision if area is None else area.precision,
        exact=exact,
        relation=_relation([item for _, item in found]),
        within=place.within,
        country=countries().get(place.country or ""),
        geonames=place.geonames if area is None else area.geonames,
        claims=tuple(dict.fromkeys(claim.id for claim, _ in found)),
        words=tuple(Words(claim.id, claim.document, item.span) for claim, item in found),
        levels=areas.of(place) if areas is not None else Levels(),
    )


def _relation(places: Sequence[Place]) -> str | None:
    """Return "near" and the like where everybody who names the place says so."""
    said = [place.relation for place in places]
    return said[0] if said and None not in said else None


def dated(view: View) -> Dated | None:
    """Return the days of an incident; ``None`` where no time is told or none could be resolved."""
    told = view.incident.date
    if told is None or told.start is None or told.end is None:
        return None
    times = [(claim, claim.time) for claim in view.claims if claim.time is not None and claim.time.start is not None]
    within = [(claim, time) for claim, time in times if _inside(time, told.start, told.end)]
    used = [time for _, time in within]
    start, end = date.fromisoformat(told.start[:10]), date.fromisoformat(told.end[:10])
    return Dated(
        start=start,
        end=end,
        precision=told.precision,
        lasting=end > start and bool(used) and all(_lasting(time) for time in used),
        claims=tuple(dict.fromkeys(claim.id for claim, _ in within)),
        words=tuple(Words(claim.id, claim.document, time.span) for claim, time in within),
    )


def _inside(time: Time, start: str, end: str) -> bool:
    return start <= str(time.start) and str(time.end) <= end


def _lasting(time: Time) -> bool:
    return time.symbolic is not None and time.symbolic.relation == "since"


def accused_sides(view: View, *, register: Register | None = None, apart: bool = False) -> list[Side]:
    """Return the sides that are held responsible, those whom most claims accuse first, then in the order of the text.

    Denials accuse nobody. Parties outside the register are left out where one of the register is accused. ``apart``:
    parties that one claim names together are not thereby of one side, as in a clash between them.
    """
    parties = register or built_in_register()
    told = told_claims(view)
    mentions = [(claim, mention) for claim in told for mention in claim.accused]
    known = [(claim, mention) for claim, mention in mentions if mention.party is not None]
    if known:
        together = [] if apart else [[m.party for m in claim.accused if m.party is not None] for claim in told]
        groups = sides([str(mention.party) for _, mention in known], parties, together)
        found = [_side([(c, m) for c, m in known if m.party in group], parties) for group in groups]
    else:
        names = dict.fromkeys(mention.name for _, mention in mentions)
        found = [_side([(c, m) for c, m in mentions if m.name == name], parties) for name in names]
    return sorted(found, key=lambda side: -len(side.claims))


def _side(mentions: Sequence[tuple[Claim, PartyMention]], register: Register) -> Side:
    named = {mention.name: mention.party for _, mention in mentions}
    names = tuple(named)
    ids = list(dict.fromkeys(mention.party for _, mention in mentions if mention.party is not None))
    members = [party for party in map(register.get, ids) if party is not None]
    kinds = {side_kind(party.id, register) for party in members}
    lands = {land for party in members for land in party.countries}
    kind: SideKind = kinds.pop() if len(kinds) == 1 else "unknown"
    bodies = all(party.kind in _STATE for party in members)
    return Side(
        name=names[0],
        names=names,
        parties=tuple(named.values()),
        kind=kind,
        country=lands.pop() if bodies and kind == "state" and len(lands) == 1 else None,
        party_kind=members[0].kind if members else None,
        registered=bool(members),
        claims=tuple(dict.fromkeys(claim.id for claim, _ in mentions)),
        words=tuple(
            dict.fromkeys(Words(c.id, c.document, mention.span) for c, mention in mentions if mention.span is not None)
        ),
    )


def side_kind(party: str, register: Register) -> SideKind:
    """Return whether a party of the register is a state's or not; an alliance is where a state stands above it."""
    found = register.get(party)
    if found is None:
        return "unknown"
    if found.kind in _STATE:
        return "state"
    if found.kind in _NON_STATE:
        return "non-state"
    if found.kind == "alliance":  # of states, where a state stands above it
        above = [register.get(name) for name in lineage(party, register) if name != party]
        if any(other is not None and other.kind in _STATE for other in above):
            return "state"
    return "unknown"


def reports(view: View) -> list[Document]:
    """Return the documents that tell of an incident, in the order of their claims."""
    names = dict.fromkeys(claim.document for claim in view.claims)
    return [view.documents[name] for name in names if name in view.documents]


def office(document: Document) -> str | None:
    """Return who published a document, or the agency that it credits."""
    return document.publisher or document.credited or document.dateline_agency


def speakers(view: View) -> Coded:
    """Return who says it: the ultimate speakers by name, parted by '; ', with the words that name them."""
    told = told_claims(view)
    voices = [(claim, claim.attribution[0]) for claim in told if claim.attribution]
    names = dict.fromkeys(voice.name for _, voice in voices)
    return Coded(
        value="; ".join(names) or None,
        rule="speakers",
        claims=tuple(claim.id for claim, _ in voices),
        words=tuple(Words(c.id, c.document, voice.span) for c, voice in voices if voice.span is not None),
    )


def responding(view: View, stance: str) -> list[Claim]:
    """Return the claims of a stance (denies, admits) of an incident."""
    return [claim for claim in view.claims if claim.stance == stance]
