"""What is marked restricted: a document, or a source and with it every document in which it speaks."""

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from allegata.casebook.chain import canonical, sha256
from allegata.casebook.errors import CasebookError, UnknownError
from allegata.casebook.people import Person
from allegata.casebook.plain import plain
from allegata.casebook.search import folded
from allegata.casebook.tables import documents, restrictions, sources
from allegata.casebook.writing import Writing
from allegata.records import Claim, Document, short_hash

Kind = Literal["document", "source"]
_LONGEST = 255


def source_key(name: str) -> str:
    """Return the key under which the spellings of a source's name are one."""
    return folded(name)[:_LONGEST]


def source_keys(document: Document, claims: Iterable[Claim]) -> dict[str, str]:
    """Return the voices of a document by key: its publisher, whom it credits, its authors and everybody who speaks."""
    names = [document.publisher, document.credited, *document.authors]
    names += [voice.name for claim in claims for voice in claim.attribution]
    found: dict[str, str] = {}
    for name in names:
        if name and (key := source_key(name)):
            found.setdefault(key, plain(name))
    return found


def restricted_now(connection: Connection, kind: Kind) -> set[str]:
    """Return the keys of what is restricted: of each document or source the last word holds."""
    newest = select(func.max(restrictions.c.n)).where(restrictions.c.kind == kind).group_by(restrictions.c.key)
    rows = connection.execute(select(restrictions.c.key).where(restrictions.c.n.in_(newest), restrictions.c.restricted))
    return set(rows.scalars())


def is_restricted(connection: Connection, document: str, keys: Sequence[str]) -> bool:
    """Tell whether a new document is restricted through one of its sources."""
    barred = restricted_now(connection, "source")
    return bool(barred.intersection(keys)) or document in restricted_now(connection, "document")


def restrict(writing: Writing, person: Person, kind: Kind, name: str, why: str, lift: bool) -> int:
    """Mark a document (by id) or a source (by name) restricted, or lift that; return how many documents changed."""
    person.needs("reviewer", "to restrict")
    if not person.restricted:
        raise UnknownError("to restrict needs the right to see what is restricted")
    if not why.strip():
        raise CasebookError("say why, for those who come after you")
    connection = writing.connection
    if kind == "document":
        key = name
        if connection.execute(select(documents.c.n).where(documents.c.id == name)).first() is None:
            raise UnknownError(f"{name}: no document of this casebook has this id")
    else:
        key = source_key(name)
        if not key:
            raise CasebookError("name the source")
    id = short_hash("x", [kind, key, not lift, writing.at, person.name])
    row = {"id": id, "kind": kind, "name": plain(name), "key": key, "restricted": not lift}
    row |= {"by": writing.by, "at": writing.at, "why": plain(why.strip())}
    connection.execute(insert(restrictions).values(**row))
    writing.log("restriction", id, {"sha256": sha256(canonical(row))})
    changed = _mark(connection)
    if changed:
        writing.touch()
    return changed


def note_sources(connection: Connection, document: Document, claims: Iterable[Claim]) -> None:
    """Note the voices of ``claims`` as sources of a document, beside those it has; they may restrict it."""
    there = set(connection.execute(select(sources.c.key).where(sources.c.document == document.id)).scalars())
    fresh = {key: name for key, name in source_keys(document, claims).items() if key not in there}
    if fresh:
        rows = [{"document": document.id, "key": key, "name": name} for key, name in fresh.items()]
        connection.execute(insert(sources), rows)
        _mark(connection)


def _mark(connection: Connection) -> int:
    """Set the mark of every document after what is restricted now; return how many changed.

    An erased one keeps the mark: its voices are gone, and the reason for erasing may tell.
    """
    barred = sorted(restricted_now(connection, "document"))
    voices = sorted(restricted_now(connection, "source"))
    through = select(sources.c.document).where(sources.c.key.in_(voices))
    wanted = documents.c.id.in_(barred) | documents.c.id.in_(through)
    on = connection.execute(update(documents).where(wanted, documents.c.restricted.is_(False)).values(restricted=True))
    lifted = ~wanted & documents.c.restricted & documents.c.erased.is_(False)
    off = connection.execute(update(documents).where(lifted).values(restricted=False))
    return on.rowcount + off.rowcount
