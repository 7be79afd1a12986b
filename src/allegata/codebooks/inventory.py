"""What an incident, a communication or a claim without an incident holds: its values, by field.

Each codebook says for every field here whether it holds it, holds it partly, or why it cannot (``holds``, ``partly``
and ``loses`` of its data file), so that no field is lost in silence. A value is a tuple, which begins with what it is
of its field; ``values_back`` gives the same values of a record that was read back from an export, for comparison.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from allegata.codebooks.counting import tally
from allegata.codebooks.happening import office, reports
from allegata.codebooks.source import Message, View
from allegata.incidents import Profile
from allegata.incidents.ranges import counted
from allegata.records import Casualty, Claim, Group, Outcome, WhomStatus

Held = tuple[Any, ...]
"""One value of a field."""

_GROUPS: tuple[Group, ...] = ("women", "children", "men")
_STATUSES: tuple[WhomStatus, ...] = ("civilian", "combatant", "contested")


def _known(*values: Held) -> list[Held]:
    """Return the values of which anything is told."""
    return [value for value in values if any(part is not None for part in value[1:])]


def _ends(low: int | None, high: int | None, *of: str) -> list[Held]:
    """Return a range as a value; none where no number is told at either end."""
    return [] if low is None and high is None else [(*of, low, high)]


def _cases(view: View) -> Iterable[tuple[Claim, Casualty]]:
    return ((claim, item) for claim in counted(view.claims) for item in claim.casualties)


def _range(*outcomes: Outcome) -> Callable[[View, Profile], list[Held]]:
    """Return what gives the ranges of outcomes by the counting profile."""

    def ranges(view: View, profile: Profile) -> list[Held]:
        found = ((outcome, tally(view, profile, outcome)) for outcome in outcomes)
        return [value for outcome, count in found for value in _ends(count.low, count.high, outcome)]

    return ranges


def _groups(view: View, profile: Profile) -> list[Held]:
    told = {(item.outcome, item.whom.group) for _, item in _cases(view)}
    outcomes: tuple[Outcome, ...] = ("killed", "injured")
    asked = [(outcome, group) for outcome in outcomes for group in _GROUPS if (outcome, group) in told]
    found = ((outcome, group, tally(view, profile, outcome, group=group)) for outcome, group in asked)
    return [value for outcome, group, count in found for value in _ends(count.low, count.high, outcome, group)]


def _statuses(view: View, profile: Profile) -> list[Held]:
    told = {item.whom.status for _, item in _cases(view) if item.outcome == "killed"}
    found = ((status, tally(view, profile, "killed", status=status)) for status in _STATUSES if status in told)
    return [value for status, count in found for value in _ends(count.low, count.high, status)]


def _date(view: View, _: Profile) -> list[Held]:
    date = view.incident.date
    if date is None:
        return []
    return _known(("days", date.start, date.end), ("precision", date.precision), ("words", date.words))


def _clocks(view: View, _: Profile) -> list[Held]:
    times = [claim.time for claim in view.claims if claim.time is not None]
    told = [time.clock or (time.symbolic.part_of_day if time.symbolic is not None else None) for time in times]
    return [("time", words) for words in dict.fromkeys(told) if words]


def _place(view: View, _: Profile) -> list[Held]:
    place = view.incident.place
    if place is None:
        return []
    area = place.fallback
    return _known(
        ("name", place.name),
        ("within", place.within),
        ("country", place.country),
        ("precision", place.precision),
        ("radius", place.radius_km),
        ("gazetteer", place.geonames, place.gazetteer_name),
        *([("area", area.name, area.latitude, area.longitude, area.radius_km)] if area is not None else ()),
        *([("area in the gazetteer", area.geonames, area.precision)] if area is not None else ()),
    )


def _point(view: View, _: Profile) -> list[Held]:
    place = view.incident.place
    return _known(("point", place.latitude, place.longitude)) if place is not None else []


def _accused(view: View, _: Profile) -> list[Held]:
    by = [party for party in view.incident.accused if party.by]
    return [*(("name", party.name) for party in by), *_known(*(("party", party.party) for party in by))]


def _responses(view: View, _: Profile) -> list[Held]:
    return [
        value
        for item in view.incident.responses
        for value in _known(("answer", item.name, item.kind), ("words", item.words))
    ]


def _victims(view: View, _: Profile) -> list[Held]:
    found: list[Held] = []
    for one in view.incident.victims:
        others = [name for name in dict.fromkeys(one.variants) if name != one.name]
        found += [("name", one.name), ("outcome", one.name, one.outcome)]
        found += [("also called", one.name, name) for name in others]
        for what in ("age", "sex", "role"):
            if getattr(one, what) is not None:
                found.append((what, one.name, getattr(one, what)))
    return found


def _grade(view: View, _: Profile) -> list[Held]:
    grade = view.incident.grade
    weighed = (("weighed", line) for line in (*grade.reasons, *grade.sources))
    return [("grade", grade.value), *_known(("why", grade.why or None)), *weighed]


def _independence(view: View, _: Profile) -> list[Held]:
    voices = [("voice", cluster.voice, cluster.claims) for cluster in view.incident.independence]
    return [("number", view.incident.independent_sources), *voices]


def _documents(view: View, _: Profile) -> list[Held]:
    found: list[Held] = [("number", view.incident.documents)]
    for number, document in enumerate(reports(view), 1):
        day = document.published.start if document.published is not None else None
        told = {"publisher": office(document), "title": document.title, "day": day, "address": document.url}
        told |= {"language": document.language, "bytes": document.sha256, "text": document.text_sha256}
        found += [(what, number, value) for what, value in told.items() if value]
    return found


def _spans(claim: Claim) -> int:
    voices = sum(voice.span is not None for voice in claim.attribution)
    parts = (claim.accused, claim.targets, claim.weapons, claim.places, claim.casualties)
    return 1 + voices + sum(map(len, (*parts, claim.characterisations, claim.hedges))) + (claim.time is not None)


def _links(view: View, _: Profile) -> list[Held]:
    return [
        *(("link", link.first, link.second, link.why) for link in view.incident.links),
        *(("reason", why) for why in view.incident.why),
        *(("merged", id) for id in view.incident.also),
        *(("related", one.document) for one in view.incident.related),
    ]


def _each(kind: str, of: Callable[[View], Iterable[Any]]) -> Callable[[View, Profile], list[Held]]:
    return lambda view, _: [(kind, value) for value in of(view)]


FIELDS: dict[str, tuple[str, Callable[[View, Profile], Sequence[Held]]]] = {
    "date": ("when it happened, how exactly, in which words", _date),
    "time of day": ("a stated clock time or part of the day", _clocks),
    "place": ("where it happened, in what area and country, how exactly", _place),
    "coordinates": ("of the very place", _point),
    "other places": (
        "where people fled to or came from, where was spoken",
        _each("place", lambda v: [p.name for claim in v.claims for p in claim.places if p.role != "event"]),
    ),
    "event types": ("what is alleged", _each("type", lambda v: v.incident.event_types)),
    "accused": ("parties held responsible, by name and in the register", _accused),
    "denials": (
        "parties for which it is denied",
        _each("name", lambda v: [party.name for party in v.incident.accused if party.denied_by]),
    ),
    "admissions": (
        "parties that accept responsibility",
        _each("name", lambda v: [party.name for party in v.incident.accused if party.admitted_by]),
    ),
    "stances": ("of each claim: alleges, denies, ...", lambda v, _: [("claim", c.id, c.stance) for c in v.claims]),
    "responses": ("what accused parties answer, and in which words", _responses),
    "killed": ("the range", _range("killed")),
    "injured": ("the range", _range("injured")),
    "killed or injured": ("the range, where nobody splits it", _range("killed_or_injured")),
    "missing, detained, displaced": ("their ranges", _range("missing", "detained", "displaced")),
    "women, children, men": ("ranges of those killed and injured", _groups),
    "civilians, combatants": ("ranges of those killed, by the status as stated", _statuses),
    "shares": (
        "stated without a number: most of them women",
        _each("share", lambda v: [share.words for _, item in _cases(v) for share in item.composition]),
    ),
    "victims": ("names of people harmed, with spellings, age, sex and role", _victims),
    "roles of victims": (
        "of those counted: journalists, medics, ...",
        _each("role", lambda v: [item.whom.role for _, item in _cases(v) if item.whom.role is not None]),
    ),
    "weapons": ("as stated", _each("weapon", lambda v: v.incident.weapons)),
    "targets": (
        "what or who was struck",
        _each("target", lambda v: dict.fromkeys(t.words for c in v.claims for t in c.targets)),
    ),
    "characterisations": (
        "labels that a source gives: war crime",
        _each("label", lambda v: [label.term for claim in v.claims for label in claim.characterisations]),
    ),
    "hedges": (
        "words that weaken: reportedly",
        _each("hedge", lambda v: [hedge.words for claim in v.claims for hedge in claim.hedges]),
    ),
    "grade": ("proposed, with its reason and what was weighed", _grade),
    "independent sources": ("their number, and which claims go back to which voice", _independence),
    "sources": ("who says it", _each("name", lambda v: v.incident.sources)),
    "attribution": (
        "the voices between speaker and publisher",
        _each("voice", lambda v: [voice.name for claim in v.claims for voice in claim.attribution[1:]]),
    ),
    "documents": ("title, publisher, day, address, language, bytes, text", _documents),
    "claims": ("each with what it says alone", _each("claim", lambda v: v.incident.claims)),
    "words": ("spans behind coded values", _each("span", lambda v: range(sum(map(_spans, v.claims))))),
    "links": ("why claims are held to be of one happening; merged incidents; related documents", _links),
    "judgements": ("what people decided", _each("judgement", lambda v: [item.id for item in v.judgements])),
    "covering tolls": (
        "tolls over more than this happening",
        _each("toll", lambda v: [item.words for item in v.incident.covered_by]),
    ),
    "replaced figures": (
        "that their speaker corrected later",
        _each("figure", lambda v: [(item.claim, item.casualty) for item in v.incident.superseded]),
    ),
}
"""Field of an incident: what it is, and its values under a counting profile."""

APART: dict[str, str] = {
    "communications": "letters, statements and appeals",
    "demands": "what communications demand or condemn",
    "patterns": "claims of repeated conduct, and others that belong to no incident",
}
"""Fields of what stands beside the incidents."""


def values(view: View, profile: Profile, field: str) -> Counter[Held]:
    """Return the values of a field of an incident. Raises ``KeyError`` for a field that is not in the inventory."""
    return Counter(FIELDS[field][1](view, profile))


def held_apart(message: Message) -> Counter[str]:
    """Return how many values of each field a communication holds."""
    return Counter({"communications": 1, "demands": len(message.communication.demands)})


# The same of a record that was read back.

Record = Mapping[str, Any]
"""An incident as an import writes it: in the shape of an incident's record, as far as the export holds it."""


def values_back(record: Record, field: str) -> Counter[Held]:
    """Return the values of a field of a record that was read back; none for a field that no export gives back."""
    found = _BACK.get(field)
    return Counter(found(record) if found is not None else ())


def _of(record: Record, name: str) -> Record:
    found = record.get(name)
    return found if isinstance(found, Mapping) else {}


def _range_back(*names: str) -> Callable[[Record], list[Held]]:
    return lambda record: [value for name in names for value in _counted(_of(record, name), name)]


def _place_back(record: Record) -> list[Held]:
    place = _of(record, "place")
    area = _of(place, "fallback")
    return _known(
        *((what, place.get(what)) for what in ("name", "within", "country", "precision")),
        ("radius", place.get("radius_km")),
        ("gazetteer", place.get("geonames"), place.get("gazetteer_name")),
        ("area", *(area.get(what) for what in ("name", "latitude", "longitude", "radius_km"))),
        ("area in the gazetteer", area.get("geonames"), area.get("precision")),
    )


def _groups_back(record: Record) -> list[Held]:
    return [
        value
        for outcome in ("killed", "injured")
        for group in _GROUPS
        for value in _counted(_of(_of(record, f"{outcome}_by_group"), group), outcome, group)
    ]


def _counted(count: Record, *of: str) -> list[Held]:
    return _ends(count.get("min"), count.get("max"), *of)


def _victims_back(record: Record) -> list[Held]:
    found: list[Held] = []
    for one in record.get("victims", ()):
        name = one.get("name")
        others = [other for other in dict.fromkeys(one.get("variants") or ()) if other != name]
        found += [("name", name), *(("also called", name, other) for other in others)]
        found += [(what, name, one[what]) for what in ("outcome", "age", "sex", "role") if one.get(what) is not None]
    return found


def _documents_back(record: Record) -> list[Held]:
    told = record.get("documents")
    found = _known(("number", told)) if isinstance(told, int) else []
    for number, document in enumerate(record.get("reports", ()), 1):
        found += [(what, number, value) for what, value in document.items() if value is not None]
    return found


def _names_back(record: Record) -> list[Held]:
    parties = record.get("accused", ())
    return [
        *(("name", party["name"]) for party in parties if party.get("name") is not None),
        *_known(*(("party", party.get("party")) for party in parties)),
    ]


def _list_back(kind: str, name: str) -> Callable[[Record], list[Held]]:
    return lambda record: [(kind, value) for value in record.get(name) or ()]


_BACK: dict[str, Callable[[Record], list[Held]]] = {
    "date": lambda r: _known(
        ("days", _of(r, "date").get("start"), _of(r, "date").get("end")),
        ("precision", _of(r, "date").get("precision")),
        ("words", _of(r, "date").get("words")),
    ),
    "time of day": _list_back("time", "times"),
    "place": _place_back,
    "coordinates": lambda r: _known(("point", _of(r, "place").get("latitude"), _of(r, "place").get("longitude"))),
    "event types": _list_back("type", "event_types"),
    "accused": _names_back,
    "denials": _list_back("name", "denied_by"),
    "admissions": _list_back("name", "admitted_by"),
    "stances": lambda r: [("claim", item["id"], item["stance"]) for item in r.get("stances", ())],
    "responses": lambda r: [
        value
        for item in r.get("responses", ())
        for value in _known(("answer", item.get("name"), item.get("kind")), ("words", item.get("words")))
    ],
    "killed": _range_back("killed"),
    "injured": _range_back("injured"),
    "killed or injured": _range_back("killed_or_injured"),
    "missing, detained, displaced": _range_back("missing", "detained", "displaced"),
    "women, children, men": _groups_back,
    "civilians, combatants": lambda r: [
        value for status in _STATUSES for value in _counted(_of(_of(r, "killed_by_status"), status), status)
    ],
    "victims": _victims_back,
    "weapons": _list_back("weapon", "weapons"),
    "targets": _list_back("target", "targets"),
    "grade": lambda r: _known(("grade", _of(r, "grade").get("value")), ("why", _of(r, "grade").get("why"))),
    "independent sources": lambda r: _known(("number", r.get("independent_sources"))),
    "sources": _list_back("name", "sources"),
    "documents": _documents_back,
}
