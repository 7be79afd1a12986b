"""Erasing a document that must not be kept: its bytes, text, claims and what was said of them. A marked gap stays.

The log and its chain stay whole, as its entries hold ids and hashes only.
"""

import msgspec
from sqlalchemy import delete, func, insert, select, text, update

from allegata.casebook.chain import canonical, sha256
from allegata.casebook.errors import CasebookError, UnknownError
from allegata.casebook.loading import judgement_of
from allegata.casebook.people import Person
from allegata.casebook.sight import Sight
from allegata.casebook.tables import (
    blobs,
    captures,
    claims,
    communications,
    documents,
    erasures,
    intakes,
    judged,
    judgements,
    readings,
    sources,
)
from allegata.casebook.writing import Writing
from allegata.records import encode

ERASED = "[erased]"
"""What stands in place of the words of a judgement, or of a file's name."""


def erase(writing: Writing, person: Person, document: str, why: str) -> list[str]:
    """Erase a document; return the hashes of original bytes that nothing needs any more."""
    person.needs("admin", "to erase")
    if not why.strip():
        raise CasebookError("say why, for those who come after you")
    connection = writing.connection
    row = connection.execute(
        select(documents.c.n, documents.c.erased, documents.c.folded).where(
            documents.c.id == document, Sight(person).documents()
        )
    ).first()
    if row is None:
        raise UnknownError(f"{document}: no document of this casebook has this id")
    if row.erased:
        raise CasebookError(f"{document}: was erased before")
    names = list(connection.execute(select(claims.c.id).where(claims.c.document == document)).scalars())
    gap = {"document": document, "by": writing.by, "at": writing.at, "why": why.strip()}
    connection.execute(insert(erasures).values(**gap))
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("insert into words (words, rowid, folded) values ('delete', :n, :words)"),
            {"n": row.n, "words": row.folded},
        )
    body = {
        "gap": sha256(canonical(gap)),
        "claims": names,
        "captures": _captures(writing, document),
        "judgements": _judgements(writing, document),
    }
    connection.execute(delete(communications).where(communications.c.document == document))
    connection.execute(delete(claims).where(claims.c.document == document))
    connection.execute(delete(sources).where(sources.c.document == document))
    connection.execute(update(readings).where(readings.c.document == document).values(record=None))
    connection.execute(
        update(documents)
        .where(documents.c.id == document)
        .values(erased=True, record=None, folded=None, title=None, publisher=None, published=None, language=None)
    )
    writing.log("erasure", document, body)
    writing.touch()
    return _freed(writing, document)


def _captures(writing: Writing, document: str) -> dict[str, str]:
    """Take the names of files out of the captures; return their new hashes."""
    connection = writing.connection
    connection.execute(update(captures).where(captures.c.document == document).values(origin=ERASED))
    rows = connection.execute(select(captures).where(captures.c.document == document))
    return {
        row.id: sha256(canonical({name: value for name, value in row._mapping.items() if name != "n"})) for row in rows
    }


def _judgements(writing: Writing, document: str) -> dict[str, str]:
    """Take the words out of judgements on the document and its claims; return their new hashes."""
    connection = writing.connection
    about = select(judged.c.judgement).where(judged.c.document == document)
    found = {}
    for row in connection.execute(select(judgements).where(judgements.c.id.in_(about))).all():
        emptied = msgspec.structs.replace(judgement_of(row.record), old=None, new=None, why=ERASED)
        record = encode(emptied).decode()
        connection.execute(update(judgements).where(judgements.c.id == row.id).values(record=record, erased=True))
        found[row.id] = sha256(record)
    return found


def _freed(writing: Writing, document: str) -> list[str]:
    """Mark the original bytes that only erased documents came from; return their hashes."""
    connection = writing.connection
    mine = select(captures.c.blob).where(captures.c.document == document)
    needed = (
        select(func.count())
        .select_from(captures.join(documents, documents.c.id == captures.c.document))
        .where(captures.c.blob == blobs.c.sha256, documents.c.erased.is_(False))
        .scalar_subquery()
    )
    freed = list(connection.execute(select(blobs.c.sha256).where(blobs.c.sha256.in_(mine), needed == 0)).scalars())
    if freed:
        connection.execute(update(blobs).where(blobs.c.sha256.in_(freed)).values(erased=True))
    connection.execute(delete(intakes).where(intakes.c.blob.in_(freed)))
    return freed
