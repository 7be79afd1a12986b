"""The log of a casebook as it stands, and what is restricted now: for those from whom nothing is withheld."""

from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from allegata.casebook.chain import Head
from allegata.casebook.errors import RightError
from allegata.casebook.people import Person
from allegata.casebook.tables import adjudications, casebook, erasures, log, restrictions


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the log with its hash and that of the one before. ``name``, ``lifted``, ``why``: of
    restrictions, adjudications and erasures."""

    n: int
    at: str
    kind: str
    by: str
    about: str
    body: str
    hash: str
    previous: str
    name: str | None = None
    lifted: bool = False
    why: str | None = None


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of the log, newest first. ``kinds``: how many there are of each kind; ``head``: the newest of all."""

    items: tuple[LogEntry, ...]
    total: int
    kinds: dict[str, int]
    head: Head


class Restriction(msgspec.Struct, frozen=True, kw_only=True):
    """A document or source that is restricted now: by whom, when and why."""

    kind: str
    name: str
    by: str
    at: str
    why: str


def may_see(person: Person) -> None:
    """Raise `RightError` where the log is not for ``person``: it names what is restricted, and who logged in."""
    person.needs("reviewer", "to read the log's chain")
    if not person.restricted:
        raise RightError("the log names what is restricted; to read it needs the right to see that")


def chain(connection: Connection, person: Person, kind: str | None, by: str | None, offset: int, limit: int) -> Chain:
    """Return entries of the log; ``kind``, ``by``: only those. Raises `RightError`."""
    may_see(person)
    kinds = {
        name: int(count)
        for name, count in connection.execute(
            select(log.c.kind, func.count()).group_by(log.c.kind).order_by(log.c.kind)
        )
    }
    wanted: list[Any] = [*([log.c.kind == kind] if kind else []), *([log.c.by == by] if by else [])]
    total = int(connection.execute(select(func.count()).select_from(log).where(*wanted)).scalar_one())
    rows = connection.execute(
        select(
            log,
            restrictions.c.name,
            restrictions.c.restricted,
            restrictions.c.why,
            erasures.c.why.label("gap"),
            adjudications.c.why.label("choice"),
        )
        .outerjoin(restrictions, (restrictions.c.id == log.c.about) & (log.c.kind == "restriction"))
        .outerjoin(erasures, (erasures.c.document == log.c.about) & (log.c.kind == "erasure"))
        .outerjoin(adjudications, (adjudications.c.pair == log.c.about) & (log.c.kind == "adjudication"))
        .where(*wanted)
        .order_by(log.c.n.desc())
        .offset(max(0, offset))
        .limit(limit)
    ).all()
    own = connection.execute(select(casebook)).one()
    at = connection.execute(select(log.c.at).where(log.c.n == own.last)).scalar() or ""
    items = tuple(
        LogEntry(
            n=row.n,
            at=row.at,
            kind=row.kind,
            by=row.by,
            about=row.about,
            body=row.body,
            hash=row.hash,
            previous=row.previous,
            name=row.name,
            lifted=row.restricted is False,
            why=row.why or row.gap or row.choice,
        )
        for row in rows
    )
    return Chain(
        items=items, total=total, kinds=kinds, head=Head(casebook=own.id, n=own.last, hash=own.last_hash, at=at)
    )


def restricted(connection: Connection, person: Person) -> tuple[Restriction, ...]:
    """Return what is restricted now, newest first. Raises `RightError`."""
    may_see(person)
    newest = select(func.max(restrictions.c.n)).group_by(restrictions.c.kind, restrictions.c.key)
    rows = connection.execute(
        select(restrictions)
        .where(restrictions.c.n.in_(newest), restrictions.c.restricted)
        .order_by(restrictions.c.n.desc())
        .limit(1000)
    )
    return tuple(Restriction(kind=row.kind, name=row.name, by=row.by, at=row.at, why=row.why) for row in rows)
