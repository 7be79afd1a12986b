"""Cumulative tolls and patterns, linked to the incidents that they cover. They count towards no incident.

A total or a pattern covers an incident where its days hold the incident's, its place is the incident's or holds it, and
neither the accused nor the kinds of event contradict. Where the words give no days, the accused must be the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from allegata.actors import Register
from allegata.gazetteer import distance_km, fold
from allegata.incidents.link_table import families_of
from allegata.incidents.sides import lineage
from allegata.incidents.stretches import Stretch, is_total, stretch_of, totals_of
from allegata.records import Claim, Covering, Document, Incident, Place

_WIDE = ("country", "unknown")


class Cover(msgspec.Struct, frozen=True):
    """A claim that covers several happenings: one covering for each of its totals, or a single one for a pattern."""

    claim: Claim
    casualties: tuple[str | None, ...]
    words: str
    stretch: Stretch | None
    places: tuple[Place, ...]


def without_totals(claims: Iterable[Claim], documents: Mapping[str, Document]) -> list[Claim]:
    """Return the claims that tell a happening of their own: a toll over several makes no incident."""
    return [claim for claim in claims if not is_total(claim, documents.get(claim.document))]


def covered(
    incidents: Sequence[Incident], claims: Iterable[Claim], documents: Mapping[str, Document], register: Register
) -> list[Incident]:
    """Return ``incidents`` with the totals and patterns among ``claims`` that cover each, in their order."""
    told = list(claims)
    by_id = {claim.id: claim for claim in told}
    covers = [cover for claim in told if (cover := _cover(claim, documents.get(claim.document))) is not None]
    found = []
    for incident in incidents:
        its = [by_id[name] for name in incident.claims if name in by_id]
        coverings = tuple(
            Covering(claim=cover.claim.id, casualty=casualty, words=cover.words, why=why)
            for cover in covers
            if (why := _why(cover, incident, its, documents, register)) is not None
            for casualty in cover.casualties
        )
        found.append(msgspec.structs.replace(incident, covered_by=coverings) if coverings else incident)
    return found


def _cover(claim: Claim, document: Document | None) -> Cover | None:
    counts = totals_of(claim, document)
    if not counts and claim.kind != "pattern":
        return None
    places = tuple(place for place in claim.places if place.role == "event")
    if not places:
        return None  # of nowhere in particular: it would cover everything
    words = " ".join(claim.event.words.split())
    if document is not None:
        words = " … ".join(" ".join(document.text[start:end].split()) for start, end in claim.evidence)
    casualties = tuple(item.id for item in counts) or (None,)
    return Cover(claim, casualties, words, stretch_of(claim, document), places)


def _why(
    cover: Cover,
    incident: Incident,
    its: Sequence[Claim],
    documents: Mapping[str, Document],
    register: Register,
) -> str | None:
    """Return why a total or a pattern covers an incident; ``None`` where it does not, or too little says so."""
    if not families_of([cover.claim.event.type]) & families_of(incident.event_types):
        return None
    accused = _accused(cover.claim, incident, register)
    if accused is None:
        return None
    place = _place(cover.places, incident, its)
    if place is None:
        return None
    days = _days(cover, incident, documents)
    if days is None or (not days and not accused):
        return None
    wide = all(part.precision in _WIDE for part in cover.places)
    if wide and not (days and accused):
        return None
    return "; ".join(part for part in (days, place, accused) if part)


def _days(cover: Cover, incident: Incident, documents: Mapping[str, Document]) -> str | None:
    """Return how the days agree; empty where nothing can be said, ``None`` where they contradict."""
    when = incident.date
    document = documents.get(cover.claim.document)
    if when is None or when.start is None or when.end is None:
        return ""
    first, last = date.fromisoformat(when.start), date.fromisoformat(when.end)
    if document is not None and document.published is not None and first.isoformat() > document.published.end:
        return None
    stretch = cover.stretch
    if stretch is None:
        return ""
    if (stretch.start is not None and first < stretch.start) or (stretch.end is not None and last > stretch.end):
        return None
    if stretch.start is None:
        return "" if stretch.end is None else f"before the end of “{stretch.words}”, {stretch.end}"
    span = f"{stretch.start} to {stretch.end}" if stretch.end != stretch.start else f"{stretch.start}"
    return f"{when.start} lies in “{stretch.words}” ({span})"


def _place(places: Sequence[Place], incident: Incident, its: Sequence[Claim]) -> str | None:
    """Return how a place of the total agrees with the incident's, or with one that its claims name."""
    named = [place for claim in its for place in claim.places if place.role == "event"]
    keys = {fold(place.name) for place in named}
    inside = {fold(place.within) for place in named if place.within}
    inside |= {fold(place.fallback.name) for place in named if place.fallback is not None}
    countries = {place.country for place in named if place.country}
    where = incident.place
    for place in places:
        key = fold(place.name)
        if key in keys:
            return f"both at {place.name}"
        if key in inside:
            return f"{where.name if where is not None else 'the place'} lies in {place.name}"
        if where is None:
            continue
        if place.precision == "country":
            if place.country in countries:
                return f"{where.name} lies in {place.name}"
            continue
        points = (place.latitude, place.longitude, where.latitude, where.longitude)
        if None in points or not place.radius_km:
            continue
        apart = distance_km((points[0], points[1]), (points[2], points[3]))  # type: ignore[arg-type]
        if apart <= place.radius_km:
            return f"{where.name} is {apart:.0f} km from {place.name}, which is {place.radius_km:.0f} km wide"
    return None


def _accused(claim: Claim, incident: Incident, register: Register) -> str | None:
    """Return how the accused agree; empty where one side names nobody, ``None`` where they differ."""
    ours = {mention.party or fold(mention.name): mention for mention in claim.accused}
    theirs = {one.party or fold(one.name): one for one in incident.accused if one.by}
    if not ours or not theirs:
        return ""
    for key, mention in ours.items():
        if key in theirs:
            return f"both name {mention.name}"
    lines = {above for one in theirs.values() if one.party for above in lineage(one.party, register)}
    for mention in ours.values():
        if mention.party and lineage(mention.party, register) & lines:
            return f"{mention.name} is of the side that is accused"
    return None
