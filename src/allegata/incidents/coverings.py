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
    """A claim that covers several happenings: one covering for each of its totals, or a single one for a pattern.

    ``published``: the last day on which its document was published.
    """

    claim: Claim
    casualties: tuple[str | None, ...]
    words: str
    stretch: Stretch | None
    places: tuple[Place, ...]
    published: str | None


class Whereabouts(msgspec.Struct, frozen=True):
    """Where the claims of an incident say that it was: folded names, those that hold the place, and countries."""

    keys: frozenset[str]
    inside: frozenset[str]
    countries: frozenset[str]


def without_totals(claims: Iterable[Claim], documents: Mapping[str, Document]) -> list[Claim]:
    """Return the claims that tell a happening of their own: a toll over several makes no incident."""
    return [claim for claim in claims if not is_total(claim, documents.get(claim.document))]


def covered(
    incidents: Sequence[Incident], claims: Iterable[Claim], documents: Mapping[str, Document], register: Register
) -> list[Incident]:
    """Return ``incidents`` with the totals and patterns among ``claims`` that cover each, in their order."""
    told = list(claims)
    by_id = {claim.id: claim for claim in told}
    covers = covers_of(told, documents)
    found = []
    for incident in incidents:
        where = whereabouts(by_id[name] for name in incident.claims if name in by_id)
        coverings = tuple(one for cover in covers for one in coverings_of(cover, incident, where, register))
        found.append(msgspec.structs.replace(incident, covered_by=coverings) if coverings else incident)
    return found


def covers_of(claims: Iterable[Claim], documents: Mapping[str, Document]) -> list[Cover]:
    """Return the totals and patterns among ``claims``, in their order."""
    return [cover for claim in claims if (cover := _cover(claim, documents.get(claim.document))) is not None]


def whereabouts(claims: Iterable[Claim]) -> Whereabouts:
    """Return where the claims of an incident say that it was."""
    named = [place for claim in claims for place in claim.places if place.role == "event"]
    inside = [fold(place.within) for place in named if place.within]
    inside += [fold(place.fallback.name) for place in named if place.fallback is not None]
    return Whereabouts(
        frozenset(fold(place.name) for place in named),
        frozenset(inside),
        frozenset(place.country for place in named if place.country),
    )


def coverings_of(cover: Cover, incident: Incident, where: Whereabouts, register: Register) -> tuple[Covering, ...]:
    """Return how a total or a pattern covers an incident, once for each of its counts; empty where it does not."""
    why = _why(cover, incident, where, register)
    if why is None:
        return ()
    return tuple(
        Covering(claim=cover.claim.id, casualty=casualty, words=cover.words, why=why) for casualty in cover.casualties
    )


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
    published = document.published.end if document is not None and document.published is not None else None
    return Cover(claim, casualties, words, stretch_of(claim, document), places, published)


def _why(cover: Cover, incident: Incident, told: Whereabouts, register: Register) -> str | None:
    """Return why a total or a pattern covers an incident; ``None`` where it does not, or too little says so."""
    if not families_of([cover.claim.event.type]) & families_of(incident.event_types):
        return None
    accused = _accused(cover.claim, incident, register)
    if accused is None:
        return None
    place = _place(cover.places, incident, told)
    if place is None:
        return None
    days = _days(cover, incident)
    if days is None or (not days and not accused):
        return None
    wide = all(part.precision in _WIDE for part in cover.places)
    if wide and not (days and accused):
        return None
    return "; ".join(part for part in (days, place, accused) if part)


def _days(cover: Cover, incident: Incident) -> str | None:
    """Return how the days agree; empty where nothing can be said, ``None`` where they contradict."""
    when = incident.date
    if when is None or when.start is None or when.end is None:
        return ""
    first, last = date.fromisoformat(when.start), date.fromisoformat(when.end)
    if cover.published is not None and first.isoformat() > cover.published:
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


def _place(places: Sequence[Place], incident: Incident, told: Whereabouts) -> str | None:
    """Return how a place of the total agrees with the incident's, or with one that its claims name."""
    where = incident.place
    for place in places:
        key = fold(place.name)
        if key in told.keys:
            return f"both at {place.name}"
        if key in told.inside:
            return f"{where.name if where is not None else 'the place'} lies in {place.name}"
        if where is None:
            continue
        if place.precision == "country":
            if place.country in told.countries:
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
