"""Double coding: two people judge the same documents blind; a third decides where they differ.

The judgements of blind coding count for nothing until they are adjudicated; then those that were chosen do.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from allegata.casebook.chain import canonical, sha256
from allegata.casebook.errors import CasebookError, UnknownError
from allegata.casebook.loading import judgement_of
from allegata.casebook.people import Person
from allegata.casebook.plain import plain
from allegata.casebook.sight import Sight
from allegata.casebook.tables import adjudications, assignments, documents, judgements
from allegata.casebook.writing import Writing
from allegata.incidents import standing
from allegata.records import Judgement, short_hash


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


def pairs_done(connection: Connection, person: Person, pair: str | None) -> list[tuple[Assignment, Assignment]]:
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


def adjudicate(writing: Writing, person: Person, pair: str, keep: Sequence[str], why: str) -> int:
    """Let the judgements ``keep`` of a pair count, and where both coders judged alike, one of theirs; return how many.

    The others stay on record and count for nothing. What neither coder said is judged afterwards, as always.
    """
    person.needs("reviewer", "to adjudicate")
    connection = writing.connection
    pairs = pairs_done(connection, person, pair)
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
