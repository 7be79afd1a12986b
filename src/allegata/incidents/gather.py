"""Gathers claims into incidents: the claims of all documents that speak of the same happening."""

from collections.abc import Iterable, Mapping, Sequence

from allegata.actors import Register
from allegata.incidents.by_profile import Counts, by_profile
from allegata.incidents.coverings import covered, without_totals
from allegata.incidents.credible import Standing, neutral_standing
from allegata.incidents.grading import propose_grade
from allegata.incidents.independence import independence, ultimate, with_translations
from allegata.incidents.linking import Group, link
from allegata.incidents.linking_model import Model
from allegata.incidents.ranges import count_range, counted, of_group, of_status, total_range
from allegata.incidents.responses import own_words, responses
from allegata.incidents.sides import built_in_register
from allegata.incidents.status import contested
from allegata.incidents.superseded import skipped, superseded
from allegata.incidents.victims import victims
from allegata.records import (
    Claim,
    Document,
    Incident,
    IncidentAccused,
    IncidentDate,
    IncidentPlace,
    Judgement,
    Place,
    Time,
    short_hash,
)

_FINENESS = ("point", "village", "town", "city", "admin2", "area", "admin1", "country", "unknown")
_TIME_FINENESS = ("hour", "day", "days", "week", "month", "longer", "unknown")
_GROUPS = ("women", "children", "men")
_STATUSES = ("civilian", "combatant")


def gather(
    claims: Iterable[Claim],
    register: Register | None = None,
    *,
    documents: Iterable[Document] = (),
    judgements: Iterable[Judgement] = (),
    standing: Standing | None = None,
    model: Model | None = None,
) -> list[Incident]:
    """Return the incidents of ``claims`` in the order of their first claim.

    Patterns and tolls over several happenings make no incident; they are named in those that they cover. Documents
    from which no claim was read are named in those that they seem to speak of (``related``).

    ``register`` tells which parties are of one side; without it, the built-in one. ``documents``: those of the claims,
    for who copies whom and who said what when; ``judgements``: what people decided, which outranks the scores.
    ``standing``: which sources count as credible for the grade; without it, the neutral table. ``model``: weights of
    linking other than the shipped ones.
    """
    parties = register or built_in_register()
    known = {document.id: document for document in documents}
    told = list(claims)
    groups = link(without_totals(told, known), known, parties, list(judgements), model)
    found = [incident_of(group, parties, known, standing) for group in groups if group.claims]
    return covered(found, told, known, parties)


def incident_of(
    group: Group, register: Register, documents: Mapping[str, Document], standing: Standing | None = None
) -> Incident:
    """Return the incident of a group of claims; ``documents``: theirs."""
    claims = group.claims
    used = counted(claims)
    replaced = superseded(used, documents)
    skip, of_one_status = skipped(replaced), skipped(replaced, status=True)
    accused = _accused(claims)
    people = victims(claims, documents)
    disputed = contested(used, own_words(used, accused, register))
    voices = independence(used, documents, register)
    if group.related:
        voices = with_translations(voices, documents, [item.document for item in group.related])
    types = list(dict.fromkeys(claim.event.type for claim in used or claims))
    told = [kind for kind in types if kind not in ("other", "killing")]
    return Incident(
        id=short_hash("i", [claims[0].id]),
        claims=tuple(claim.id for claim in claims),
        documents=len({claim.document for claim in claims}),
        independent_sources=len(voices),
        independence=voices,
        date=_date(claims),
        place=_place(claims),
        event_types=tuple(told or types),
        accused=accused,
        killed=total_range(used, "killed", skip=skip),
        injured=total_range(used, "injured", skip=skip),
        killed_or_injured=total_range(used, "killed_or_injured", skip=skip),
        killed_by_group={group: count_range(used, of_group("killed", group), skip=skip) for group in _GROUPS},
        killed_by_status={
            status: count_range(used, of_status("killed", status), skip=of_one_status) for status in _STATUSES
        },
        injured_by_group={group: count_range(used, of_group("injured", group), skip=skip) for group in _GROUPS},
        grade=propose_grade(claims, accused, voices, register, standing or neutral_standing(), documents),
        weapons=tuple(dict.fromkeys(weapon.type for claim in used for weapon in claim.weapons)),
        sources=tuple(dict.fromkeys(ultimate(claim).name for claim in claims)),
        why=(*dict.fromkeys(claim.happening_why for claim in claims if claim.happening_why), *group.why),
        also=group.also,
        links=group.links,
        related=group.related,
        superseded=tuple(one.record for one in replaced),
        responses=responses(claims, accused, documents, register),
        victims=people,
        by_profile=by_profile(Counts(tuple(used), skip, of_one_status, people, disputed)),
    )


def _accused(claims: Sequence[Claim]) -> tuple[IncidentAccused, ...]:
    order: dict[str, str] = {}
    ids: dict[str, str | None] = {}
    roles: dict[tuple[str, str], list[str]] = {}
    for claim in claims:
        role = {"denies": "denied", "admits": "admitted"}.get(claim.stance, "by")
        for mention in claim.accused:
            key = mention.party or mention.name.casefold()
            order.setdefault(key, mention.name)
            ids.setdefault(key, mention.party)
            roles.setdefault((key, role), []).append(claim.id)
            if role == "admitted":
                roles.setdefault((key, "by"), []).append(claim.id)
    return tuple(
        IncidentAccused(
            party=ids[key],
            name=name,
            by=tuple(roles.get((key, "by"), ())),
            denied_by=tuple(roles.get((key, "denied"), ())),
            admitted_by=tuple(roles.get((key, "admitted"), ())),
        )
        for key, name in order.items()
    )


def _date(claims: Sequence[Claim]) -> IncidentDate | None:
    """Return the interval of the narrowest times; times that disagree widen it."""
    times = [claim.time for claim in claims if claim.time is not None]
    if not times:
        return None
    resolved = [time for time in times if time.start is not None and time.end is not None]
    if not resolved:
        best = min(times, key=_vagueness)
        return IncidentDate(start=None, end=None, precision=best.precision, words=best.words, symbolic=best.symbolic)
    finest = min(_TIME_FINENESS.index(time.precision) for time in resolved)
    exact = [time for time in resolved if _TIME_FINENESS.index(time.precision) == finest]
    start, end = min(str(time.start) for time in exact), max(str(time.end) for time in exact)
    agree = all((time.start, time.end) == (exact[0].start, exact[0].end) for time in exact)
    return IncidentDate(
        start=start,
        end=end,
        precision=exact[0].precision if agree else "days",
        words=exact[0].words,
        symbolic=exact[0].symbolic,
    )


def _vagueness(time: Time) -> tuple[int, bool]:
    return _TIME_FINENESS.index(time.precision), time.symbolic is None or time.symbolic.weekday is None


def _place(claims: Sequence[Claim]) -> IncidentPlace | None:
    """Return the most precise event place; a resolved one before an unresolved one, both before a country."""
    places = [place for claim in claims for place in claim.places if place.role == "event"]
    if not places:
        return None
    best = min(places, key=_rank)
    return IncidentPlace(
        name=best.name,
        latitude=best.latitude,
        longitude=best.longitude,
        precision=best.precision,
        within=best.within,
        country=best.country,
        radius_km=best.radius_km,
        resolved=best.resolved,
        geonames=best.geonames,
        fallback=best.fallback,
        gazetteer_name=best.gazetteer_name,
    )


def _rank(place: Place) -> tuple[bool, bool, int]:
    wide = place.precision in ("country", "admin1", "area")
    return (wide, not place.resolved, _FINENESS.index(place.precision))
