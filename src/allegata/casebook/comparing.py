"""How far two people who coded a document blind agree, and where they differ."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from allegata.casebook.agreement import Metric, alpha
from allegata.casebook.coding import Assignment, pairs_done
from allegata.casebook.loading import COUNTED, claim_of, judgement_of
from allegata.casebook.people import Person
from allegata.casebook.tables import claims, judgements
from allegata.incidents import as_judged, standing
from allegata.incidents.effective import added_claim
from allegata.records import Claim, Judgement, Span


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A value on which two coders differ. ``values``, ``judgements`` and ``reasons`` stand in the order of ``coders``.

    ``judgements``: of each, those that made the value what it is: corrections of it, or where there is none the
    accepting of the claim as read. ``evidence``: the words of the document that the claim rests on.
    """

    document: str
    claim: str
    field: str
    coders: tuple[str, str]
    values: tuple[Any, Any]
    judgements: tuple[tuple[str, ...], tuple[str, ...]]
    reasons: tuple[tuple[str, ...], tuple[str, ...]]
    evidence: tuple[Span, ...]


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far coders agree on a field. ``alpha``: Krippendorff's, ``None`` where it cannot be reckoned."""

    field: str
    metric: Metric
    alpha: float | None
    units: int
    differences: int


def _number(outcome: str, end: str) -> Callable[[Claim], Any]:
    def value(claim: Claim) -> Any:
        found = [
            getattr(item.quantity, end) for item in claim.casualties if item.outcome == outcome and not item.part_of
        ]
        return found[0] if found else None

    return value


def _day(claim: Claim) -> int | None:
    if claim.time is None or claim.time.start is None:
        return None
    return date.fromisoformat(claim.time.start).toordinal()


FIELDS: tuple[tuple[str, Metric, Callable[[Claim], Any]], ...] = (
    ("stance", "nominal", lambda claim: claim.stance),
    ("event type", "nominal", lambda claim: claim.event.type),
    ("speaker", "nominal", lambda claim: claim.attribution[0].name if claim.attribution else ""),
    ("accused", "nominal", lambda claim: "; ".join(sorted(item.party or item.name for item in claim.accused))),
    ("place", "nominal", lambda claim: next((item.name for item in claim.places if item.role == "event"), "")),
    ("date", "interval", _day),
    ("killed, least", "ratio", _number("killed", "low")),
    ("killed, most", "ratio", _number("killed", "high")),
    ("injured, least", "ratio", _number("injured", "low")),
    ("injured, most", "ratio", _number("injured", "high")),
    ("killed or injured, least", "ratio", _number("killed_or_injured", "low")),
    ("killed or injured, most", "ratio", _number("killed_or_injured", "high")),
)
"""What is compared beside whether a claim holds at all, and by which metric."""


class _Coded(msgspec.Struct):
    """What one coder left of a document's claims, with the judgements behind it."""

    claims: dict[str, Claim | None]
    judgements: dict[str, tuple[Judgement, ...]]


def _coded(connection: Connection, pairs: Sequence[tuple[Assignment, Assignment]]) -> dict[str, _Coded]:
    """Return what each assignment left, by its id, in a fixed number of queries."""
    both = [item for pair in pairs for item in pair]
    rows = connection.execute(
        select(claims.c.record, claims.c.document)
        .where(claims.c.document.in_([item.document for item in both]), claims.c.standing.in_(COUNTED))
        .order_by(claims.c.n)
    )
    told: dict[str, list[Claim]] = {}
    for row in rows:
        told.setdefault(row.document, []).append(claim_of(row.record))
    said: dict[str, list[Judgement]] = {}
    records = select(judgements.c.record, judgements.c.assignment, judgements.c.released_from)
    ids = [item.id for item in both]
    records = records.where(judgements.c.assignment.in_(ids) | judgements.c.released_from.in_(ids))
    for record, assigned_to, released_from in connection.execute(records.order_by(judgements.c.n)):
        said.setdefault(assigned_to or released_from, []).append(judgement_of(record))
    found = {}
    for item in both:
        holding = standing(said.get(item.id, ()))
        mine = [*told.get(item.document, ()), *(added_claim(one) for one in holding if one.kind == "add")]
        about: dict[str, list[Judgement]] = {}
        for one in holding:
            for name in (one.new["id"],) if one.kind == "add" else one.about:
                about.setdefault(name, []).append(one)
        found[item.id] = _Coded(
            {
                claim.id: as_judged(claim, [one for one in about.get(claim.id, ()) if one.kind != "add"])
                for claim in mine
            },
            {name: tuple(items) for name, items in about.items()},
        )
    return found


def compared(
    connection: Connection, person: Person, pair: str | None = None
) -> tuple[list[Difference], list[Agreement]]:
    """Return where two coders differ, and how far they agree on each field, over all pairs that are done or one."""
    pairs = pairs_done(connection, person, pair)
    coded = _coded(connection, pairs)
    differences: list[Difference] = []
    units: dict[str, list[tuple[Any, Any]]] = {name: [] for name in ("holds", *(name for name, _, _ in FIELDS))}
    for one, other in pairs:
        first, second = coded[one.id], coded[other.id]
        for name, partner in _matched(first, second):
            a, b = first.claims.get(name or ""), second.claims.get(partner or "")
            values: list[tuple[str, Any, Any]] = [("holds", a is not None, b is not None)]
            if a is not None and b is not None:
                values += [(field, of(a), of(b)) for field, _, of in FIELDS]
            for field, x, y in values:
                units[field].append((x, y))
                if x != y:
                    both = (
                        _behind(field, a, first.judgements.get(name or "", ())),
                        _behind(field, b, second.judgements.get(partner or "", ())),
                    )
                    told = a or b
                    differences.append(
                        Difference(
                            document=one.document,
                            claim=name or partner or "",
                            field=field,
                            coders=(one.coder, other.coder),
                            values=(x, y),
                            judgements=(_ids(both[0]), _ids(both[1])),
                            reasons=(_reasons(both[0]), _reasons(both[1])),
                            evidence=told.evidence if told is not None else (),
                        )
                    )
    metrics: dict[str, Metric] = {"holds": "nominal", **{name: metric for name, metric, _ in FIELDS}}
    agreements = [
        Agreement(
            field=field,
            metric=metrics[field],
            alpha=alpha(rows, metrics[field]),
            units=len(rows),
            differences=sum(x != y for x, y in rows),
        )
        for field, rows in units.items()
    ]
    return differences, agreements


def _behind(field: str, claim: Claim | None, made: Sequence[Judgement]) -> list[Judgement]:
    """Return the judgements of one coder that made a value of a claim what it is."""
    if field == "holds":
        return list(made)
    outcomes = {item.id: item.outcome for item in claim.casualties} if claim is not None else {}
    found = [item for item in made if item.kind == "add" or _sets(item, outcomes) == field.partition(",")[0]]
    return found or [item for item in made if item.kind == "accept"]


def _sets(judgement: Judgement, outcomes: Mapping[str, str]) -> str:
    """Return which compared field a judgement sets, without the end of a count; "" where it is none."""
    head, _, rest = (judgement.field or "").partition(".")
    if judgement.kind in ("date", "place"):
        return judgement.kind
    if head == "casualties":
        return outcomes.get(rest.partition(".")[0], "").replace("_", " ")
    return _SET_BY.get(head, "") if judgement.kind == "correct" else ""


_SET_BY = {
    "stance": "stance",
    "event": "event type",
    "attribution": "speaker",
    "accused": "accused",
    "places": "place",
    "time": "date",
}


def _ids(made: Sequence[Judgement]) -> tuple[str, ...]:
    return tuple(item.id for item in made)


def _reasons(made: Sequence[Judgement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.why for item in made if item.why))


def _matched(first: _Coded, second: _Coded) -> list[tuple[str | None, str | None]]:
    """Return the claims of both; of those that were added, the ones on overlapping words are taken for one."""
    found: list[tuple[str | None, str | None]] = [(name, name) for name in first.claims if name in second.claims]
    left = [name for name in first.claims if name not in second.claims]
    right = [name for name in second.claims if name not in first.claims]
    for name in left:
        claim = first.claims[name]
        partner = next((other for other in right if _overlap(claim, second.claims[other])), None)
        if partner is not None:
            right.remove(partner)
        found.append((name, partner))
    return [*found, *((None, name) for name in right)]


def _overlap(one: Claim | None, other: Claim | None) -> bool:
    if one is None or other is None:
        return False
    return one.event.span[0] < other.event.span[1] and other.event.span[0] < one.event.span[1]
