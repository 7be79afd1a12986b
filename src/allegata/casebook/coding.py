"""Double coding: two people judge the same documents blind; a third decides where they differ.

The judgements of blind coding count for nothing until they are adjudicated; then those that were chosen do.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from allegata.casebook.agreement import Metric, alpha
from allegata.casebook.chain import canonical, sha256
from allegata.casebook.errors import CasebookError, UnknownError
from allegata.casebook.loading import COUNTED, claim_of, judgement_of
from allegata.casebook.people import Person
from allegata.casebook.plain import plain
from allegata.casebook.sight import Sight
from allegata.casebook.tables import adjudications, assignments, claims, documents, judgements
from allegata.casebook.writing import Writing
from allegata.incidents import as_judged, standing
from allegata.incidents.effective import added_claim
from allegata.records import Claim, Judgement, short_hash


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """A document that somebody codes blind. ``pair``: shared by the two of them; ``done``, ``adjudicated``: when."""

    id: str
    document: str
    coder: str
    pair: str
    by: str
    at: str
    done: str | None
    adjudicated: str | None


class Adjudication(msgspec.Struct, frozen=True, kw_only=True):
    """What a third person decided of a pair that coded ``document``: who, when and why."""

    pair: str
    document: str
    by: str
    at: str
    why: str


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A value on which two coders differ. ``values`` and ``judgements`` stand in the order of ``coders``."""

    document: str
    claim: str
    field: str
    coders: tuple[str, str]
    values: tuple[Any, Any]
    judgements: tuple[tuple[str, ...], tuple[str, ...]]


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


def assign(writing: Writing, person: Person, names: Sequence[str], coders: tuple[str, str]) -> tuple[Assignment, ...]:
    """Give documents to two people who code them blind."""
    person.needs("reviewer", "to assign")
    coders = (plain(coders[0]), plain(coders[1]))
    if len(set(coders)) != 2 or not all(name.strip() for name in coders):
        raise CasebookError("double coding needs two people")
    connection = writing.connection
    seen = set(
        connection.execute(
            select(documents.c.id).where(
                documents.c.id.in_(list(names)), Sight(person).documents(), documents.c.erased.is_(False)
            )
        ).scalars()
    )
    found = []
    for name in dict.fromkeys(names):
        if name not in seen:
            raise UnknownError(f"{name}: no document of this casebook has this id")
        pair = short_hash("b", [name, sorted(coders), writing.at])
        for coder in coders:
            values = {"id": short_hash("a", [pair, coder]), "document": name, "coder": coder, "pair": pair}
            row: dict[str, Any] = {**values, "by": writing.by, "at": writing.at, "done": None, "adjudicated": None}
            connection.execute(insert(assignments).values(**row))
            found.append(Assignment(**row))
        writing.log("assignment", pair, {"document": name, "coders": sorted(coders)})
    return tuple(found)


def of_coder(connection: Connection, person: Person, name: str, open_only: bool = True) -> Assignment:
    """Return an assignment of this very person. Raises `UnknownError` where it is none, or is done already."""
    row = connection.execute(
        select(assignments).where(assignments.c.id == name, assignments.c.coder == person.name)
    ).first()
    if row is None:
        raise UnknownError(f"{name}: {person.name} has no such assignment")
    if open_only and row.done is not None:
        raise CasebookError(f"{name}: was finished on {row.done[:10]}, and changes no more")
    return Assignment(**row._mapping)


def finish(writing: Writing, person: Person, name: str) -> None:
    """Say that one is done with an assignment."""
    of_coder(writing.connection, person, name)
    writing.connection.execute(update(assignments).where(assignments.c.id == name).values(done=writing.at))
    writing.log("finished", name, {})


def assigned(connection: Connection, person: Person, coder: str | None) -> tuple[Assignment, ...]:
    """Return assignments: one's own, or as a reviewer everybody's."""
    query = select(assignments).join(documents, documents.c.id == assignments.c.document)
    query = query.where(Sight(person).documents())
    if person.role in ("reader", "coder"):
        query = query.where(assignments.c.coder == person.name)
    if coder is not None:
        query = query.where(assignments.c.coder == coder)
    rows = connection.execute(query.order_by(assignments.c.at, assignments.c.document, assignments.c.coder))
    return tuple(Assignment(**row._mapping) for row in rows)


def adjudicated(connection: Connection, person: Person) -> tuple[Adjudication, ...]:
    """Return what was decided of pairs, and why: of those that one is of, or as a reviewer of everybody's."""
    query = select(adjudications).join(documents, documents.c.id == adjudications.c.document)
    query = query.where(Sight(person).documents())
    if person.role in ("reader", "coder"):
        mine = select(assignments.c.pair).where(assignments.c.coder == person.name)
        query = query.where(adjudications.c.pair.in_(mine))
    rows = connection.execute(query.order_by(adjudications.c.at, adjudications.c.pair))
    return tuple(Adjudication(**row._mapping) for row in rows)


class _Coded(msgspec.Struct):
    """What one coder left of a document's claims, with the judgements behind it."""

    claims: dict[str, Claim | None]
    judgements: dict[str, tuple[str, ...]]


def _pairs(connection: Connection, person: Person, pair: str | None) -> list[tuple[Assignment, Assignment]]:
    """Return pairs of assignments that are both done."""
    person.needs("reviewer", "to see what blind coders judged")
    query = select(assignments).join(documents, documents.c.id == assignments.c.document)
    query = query.where(Sight(person).documents(), assignments.c.done.is_not(None))
    if pair is not None:
        query = query.where(assignments.c.pair == pair)
    by_pair: dict[str, list[Assignment]] = {}
    for row in connection.execute(query.order_by(assignments.c.at, assignments.c.pair, assignments.c.coder)):
        by_pair.setdefault(row.pair, []).append(Assignment(**row._mapping))
    return [(both[0], both[1]) for both in by_pair.values() if len(both) == 2]


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
            {name: tuple(one.id for one in items) for name, items in about.items()},
        )
    return found


def compared(
    connection: Connection, person: Person, pair: str | None = None
) -> tuple[list[Difference], list[Agreement]]:
    """Return where two coders differ, and how far they agree on each field, over all pairs that are done or one."""
    pairs = _pairs(connection, person, pair)
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
                    behind = (first.judgements.get(name or "", ()), second.judgements.get(partner or "", ()))
                    differences.append(
                        Difference(
                            document=one.document,
                            claim=name or partner or "",
                            field=field,
                            coders=(one.coder, other.coder),
                            values=(x, y),
                            judgements=behind,
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


def adjudicate(writing: Writing, person: Person, pair: str, keep: Sequence[str], why: str) -> int:
    """Let the judgements ``keep`` of a pair count, and where both coders judged alike, one of theirs; return how many.

    The others stay on record and count for nothing. What neither coder said is judged afterwards, as always.
    """
    person.needs("reviewer", "to adjudicate")
    connection = writing.connection
    pairs = _pairs(connection, person, pair)
    if not pairs:
        raise CasebookError(f"{pair}: no such pair, or one of the two is not done yet")
    ((one, other),) = pairs
    if one.adjudicated is not None:
        raise CasebookError(f"{pair}: was adjudicated on {one.adjudicated[:10]}")
    if not why.strip():
        raise CasebookError("say why, for those who come after you")
    rows = connection.execute(
        select(judgements.c.record, judgements.c.assignment)
        .where(judgements.c.assignment.in_([one.id, other.id]), judgements.c.erased.is_(False))
        .order_by(judgements.c.n)
    )
    said: dict[str, list[Judgement]] = {one.id: [], other.id: []}
    for row in rows:
        said[row.assignment].append(judgement_of(row.record))
    holding = {name: standing(items) for name, items in said.items()}
    known = {item.id for items in holding.values() for item in items}
    for name in keep:
        if name not in known:
            raise UnknownError(f"{name}: no judgement of these two that holds has this id")
    partners = [_essence(item) for item in holding[other.id]]
    alike = [item.id for item in holding[one.id] if _essence(item) in partners]
    released = sorted({*alike, *keep})
    for home in (one.id, other.id):
        connection.execute(
            update(judgements)
            .where(judgements.c.id.in_(released), judgements.c.assignment == home)
            .values(assignment=None, released_from=home)
        )
    connection.execute(update(assignments).where(assignments.c.pair == pair).values(adjudicated=writing.at))
    told = {"pair": pair, "document": one.document, "by": writing.by, "at": writing.at, "why": plain(why.strip())}
    connection.execute(insert(adjudications).values(**told))
    writing.log("adjudication", pair, {"released": released, "sha256": sha256(canonical(told))})
    writing.touch()
    return len(released)


def _essence(judgement: Judgement) -> tuple[Any, ...]:
    return (judgement.kind, judgement.about, judgement.field, msgspec.json.encode(judgement.new, order="sorted"))
