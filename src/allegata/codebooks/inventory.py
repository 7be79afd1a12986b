"""What an incident, a communication or a claim without an incident holds, counted by field.

Each codebook says for every field here whether it holds it or why it cannot (``holds`` and ``loses`` of its data file),
so that no field is lost in silence.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from allegata.codebooks.source import Message, View
from allegata.incidents.ranges import counted
from allegata.records import Casualty, Claim, Count, Incident, Place


def _known(count: Count) -> int:
    return int(count.min is not None or count.max is not None)


def _groups(incident: Incident) -> int:
    return sum(map(_known, (*incident.killed_by_group.values(), *incident.injured_by_group.values())))


def _spans(claim: Claim) -> int:
    voices = sum(voice.span is not None for voice in claim.attribution)
    return (
        1
        + voices
        + len(claim.accused)
        + len(claim.targets)
        + len(claim.weapons)
        + len(claim.places)
        + (claim.time is not None)
        + len(claim.casualties)
        + len(claim.characterisations)
        + len(claim.hedges)
    )


def _cases(view: View) -> Iterable[Casualty]:
    return (item for claim in counted(view.claims) for item in claim.casualties)


def _outcome(*outcomes: str) -> Callable[[View], int]:
    return lambda view: sum(item.outcome in outcomes for item in _cases(view))


def _other_places(view: View) -> list[Place]:
    return [place for claim in view.claims for place in claim.places if place.role != "event"]


FIELDS: dict[str, tuple[str, Callable[[View], int]]] = {
    "date": ("when it happened", lambda v: int(v.incident.date is not None)),
    "time of day": (
        "a stated clock time or part of the day",
        lambda v: sum(
            claim.time is not None
            and (claim.time.clock or (claim.time.symbolic and claim.time.symbolic.part_of_day)) is not None
            for claim in v.claims
        ),
    ),
    "place": ("where it happened", lambda v: int(v.incident.place is not None)),
    "coordinates": ("of the very place", lambda v: int(v.incident.place is not None and v.incident.place.resolved)),
    "other places": ("where people fled to or came from, where was spoken", lambda v: len(_other_places(v))),
    "event types": ("what is alleged", lambda v: len(v.incident.event_types)),
    "accused": ("parties held responsible", lambda v: len(v.incident.accused)),
    "denials": ("claims that deny", lambda v: sum(claim.stance == "denies" for claim in v.claims)),
    "admissions": ("claims that admit", lambda v: sum(claim.stance == "admits" for claim in v.claims)),
    "stances": (
        "of claims that neither deny nor admit",
        lambda v: sum(c.stance not in ("denies", "admits") for c in v.claims),
    ),
    "responses": ("what accused parties answer", lambda v: len(v.incident.responses)),
    "killed": ("the range", lambda v: _known(v.incident.killed)),
    "injured": ("the range", lambda v: _known(v.incident.injured)),
    "killed or injured": ("the range, where nobody splits it", lambda v: _known(v.incident.killed_or_injured)),
    "missing, detained, displaced": ("counts of them", _outcome("missing", "detained", "displaced")),
    "women, children, men": ("their ranges", lambda v: _groups(v.incident)),
    "civilians, combatants": (
        "their ranges",
        lambda v: sum(map(_known, v.incident.killed_by_status.values())),
    ),
    "shares": ("stated without a number: most of them women", lambda v: sum(len(i.composition) for i in _cases(v))),
    "victims": ("names of people harmed", lambda v: len(v.incident.victims)),
    "roles of victims": ("journalists, medics, ...", lambda v: sum(i.whom.role is not None for i in _cases(v))),
    "weapons": ("as stated", lambda v: len(v.incident.weapons)),
    "targets": ("what or who was struck", lambda v: sum(len(claim.targets) for claim in v.claims)),
    "characterisations": (
        "labels that a source gives: war crime",
        lambda v: sum(len(claim.characterisations) for claim in v.claims),
    ),
    "hedges": ("words that weaken: reportedly", lambda v: sum(len(claim.hedges) for claim in v.claims)),
    "grade": ("proposed, with its reason", lambda v: 1),
    "independent sources": ("their number", lambda v: 1),
    "sources": ("who says it", lambda v: len(v.incident.sources)),
    "attribution": (
        "the voices between speaker and publisher",
        lambda v: sum(len(c.attribution) - 1 for c in v.claims),
    ),
    "documents": ("title, publisher, address, bytes", lambda v: len(v.documents)),
    "claims": ("each with what it says alone", lambda v: len(v.claims)),
    "words": ("spans behind coded values", lambda v: sum(map(_spans, v.claims))),
    "links": ("why claims are held to be of one happening", lambda v: len(v.incident.links)),
    "judgements": ("what people decided", lambda v: len(v.judgements)),
    "covering tolls": ("tolls over more than this happening", lambda v: len(v.incident.covered_by)),
}
"""Field of an incident: what it is, and how many values a view holds."""

APART: dict[str, str] = {
    "communications": "letters, statements and appeals",
    "demands": "what communications demand or condemn",
    "patterns": "claims of repeated conduct, and others that belong to no incident",
}
"""Fields of what stands beside the incidents."""


def held(view: View) -> Counter[str]:
    """Return how many values of each field an incident holds."""
    return Counter({field: count(view) for field, (_, count) in FIELDS.items()})


def held_apart(message: Message) -> Counter[str]:
    """Return the same for a communication."""
    return Counter({"communications": 1, "demands": len(message.communication.demands)})
