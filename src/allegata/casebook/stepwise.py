"""Incidents brought up to what changed in a casebook, by an index beside it that knows what hangs together.

The index is made of the casebook and can be removed at any time: it is made anew. It holds words of documents, so that
erasing one removes it. It is used by whoever writes to the casebook, one at a time. One that cannot be read is made
anew; where that fails too, everything is computed at once.
"""

import contextlib
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from allegata.casebook.address import Place
from allegata.casebook.loading import COUNTED, claim_of, document_of, judgements_about, judgements_of_kinds
from allegata.casebook.tables import casebook, claims, documents, judged, judgements, log
from allegata.incidents import Changes, IncidentIndex, IncidentIndexError, Told, effective
from allegata.records import Claim, Incident

LEAST = 300
"""Claims from which on a casebook keeps an index: fewer are gathered anew as quickly."""
LINKING: Final = ("same", "different", "unsure")
_ADDED: Final = 1 << 40
"""Claims that people added stand after all that were read."""
_AT_ONCE: Final = 500


class Mark(msgspec.Struct, frozen=True):
    """Up to where an index goes: the casebook, the rules, the log's entry, and the count of changes."""

    casebook: str
    rules: str
    n: int
    hash: str
    changed: int


class Step(msgspec.Struct, frozen=True):
    """What follows from what changed.

    ``whole``: the tables of incidents must be written anew from all ``incidents``; otherwise ``changes`` are to be
    brought in, and the rows of incidents with ``names`` made again.
    """

    whole: bool
    changes: Changes
    names: tuple[str, ...] = ()
    incidents: tuple[Incident, ...] = ()


def index_of(place: Place) -> Path:
    """Return the file of a casebook's index."""
    if place.file is not None:
        return place.file.with_name(f"{place.file.name}.index")
    return place.blobs / "incidents.index"


def remove_index(path: Path) -> None:
    """Remove an index with what DuckDB keeps beside it."""
    for file in (path, path.with_name(f"{path.name}.wal")):
        file.unlink(missing_ok=True)
    shutil.rmtree(path.with_name(f"{path.name}.tmp"), ignore_errors=True)


def brought_up(connection: Connection, path: Path, rules: str) -> Step | None:
    """Bring the index in ``path`` up to the casebook; return what follows, ``None`` where it cannot be used."""
    with contextlib.suppress(IncidentIndexError, OSError):
        try:
            return _brought_up(connection, path, rules)
        except IncidentIndexError:  # of another version of DuckDB, or broken
            remove_index(path)
            return _brought_up(connection, path, rules)
    return None


def _brought_up(connection: Connection, path: Path, rules: str) -> Step:
    book = connection.execute(select(casebook)).one()
    mark = Mark(book.id, rules, book.last, book.last_hash, book.changed)
    index = IncidentIndex(path)
    try:
        before = _mark(index)
        if before is not None and not _follows(connection, before, mark):
            index.close()
            remove_index(path)
            index, before = IncidentIndex(path), None
        links = judgements_of_kinds(connection, LINKING)
        if before is None:
            index.update(tellings(connection), judgements=links, mark=msgspec.json.encode(mark).decode())
            return Step(True, Changes((), ()), incidents=tuple(index.incidents()))
        touched, names, marks = _since(connection, before.n)
        told = list(tellings(connection, touched))
        gone = touched - {one.document.id for one in told}
        changes = index.update(told, gone=gone, judgements=links, mark=msgspec.json.encode(mark).decode())
        if marks or before.changed != book.gathered:  # other marks of documents, or tables that were not brought up
            return Step(True, changes, incidents=tuple(index.incidents()))
        return Step(False, changes, tuple(sorted(names)))
    finally:
        index.close()


def _mark(index: IncidentIndex) -> Mark | None:
    return msgspec.json.decode(index.mark, type=Mark) if index.mark else None


def _follows(connection: Connection, before: Mark, now: Mark) -> bool:
    """Tell whether an index of an earlier time is of this casebook and these rules."""
    if (before.casebook, before.rules) != (now.casebook, now.rules):
        return False
    held = connection.execute(select(log.c.hash).where(log.c.n == before.n)).scalar()
    return held == before.hash


def _since(connection: Connection, n: int) -> tuple[set[str], set[str], bool]:
    """Return the documents of which something changed after entry ``n`` of the log, what was judged, and whether
    documents were marked."""
    found: set[str] = set()
    about: set[str] = set()
    marked = False
    given: list[str] = []
    for row in connection.execute(select(log.c.kind, log.c.about, log.c.body).where(log.c.n > n)):
        if row.kind in ("document", "reading", "erasure"):
            found.add(row.about)
        elif row.kind == "judgement":
            given.append(row.about)
        elif row.kind == "adjudication":
            given += msgspec.json.decode(row.body)["released"]
        marked = marked or row.kind in ("restriction", "erasure")
    for some in _some(given):
        rows = connection.execute(select(judged.c.about, judged.c.document).where(judged.c.judgement.in_(some)))
        for name, document in rows:
            about.add(name)
            if document is not None:
                found.add(document)
    return found, about, marked


def tellings(connection: Connection, names: Collection[str] | None = None) -> Iterator[Told]:
    """Yield documents with their claims as judged, and where they stand among all; all documents by default."""
    query = select(documents.c.id).where(documents.c.record.is_not(None)).order_by(documents.c.n)
    every = connection.execute(query).scalars().all() if names is None else sorted(names)
    for some in _some(every):
        yield from _told(connection, some)


def _told(connection: Connection, names: list[str]) -> Iterator[Told]:
    rows = connection.execute(
        select(documents.c.n, documents.c.record)
        .where(documents.c.id.in_(names), documents.c.record.is_not(None))
        .order_by(documents.c.n)
    ).all()
    texts = {document.id: (row.n, document) for row in rows for document in (document_of(row.record),)}
    read: dict[str, list[Claim]] = {}
    place: dict[str, int] = {}
    held = connection.execute(
        select(claims.c.n, claims.c.document, claims.c.record)
        .where(claims.c.document.in_(names), claims.c.standing.in_(COUNTED))
        .order_by(claims.c.n)
    )
    for row in held:
        claim = claim_of(row.record)
        read.setdefault(row.document, []).append(claim)
        place[claim.id] = row.n
    said = judgements_about(connection, [*names, *place])
    numbers = dict(
        connection.execute(
            select(judged.c.judgement, judgements.c.n)
            .join(judgements, judgements.c.id == judged.c.judgement)
            .where(judged.c.about.in_(names), judgements.c.kind == "add")
        ).all()
    )
    added: dict[str, list[str]] = {}
    for judgement in said:
        if judgement.kind == "add" and judgement.undoes is None and isinstance(judgement.new, dict):
            place.setdefault(judgement.new["id"], _ADDED + numbers[judgement.id])
            added.setdefault(judgement.about[0], []).append(judgement.new["id"])
    if added:  # they may be judged as well
        said = judgements_about(connection, [*names, *place])
    of_document: dict[str, set[str]] = {
        name: {name, *(claim.id for claim in read.get(name, ())), *added.get(name, ())} for name in texts
    }
    for name, (n, document) in texts.items():
        mine = [judgement for judgement in said if not of_document[name].isdisjoint(judgement.about)]
        found = effective(read.get(name, ()), mine)
        yield Told(document, tuple(found), n, tuple(place[claim.id] for claim in found))


def _some(names: Iterable[str]) -> Iterator[list[str]]:
    every = list(names)
    for at in range(0, len(every), _AT_ONCE):
        yield every[at : at + _AT_ONCE]
