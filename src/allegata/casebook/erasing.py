"""Erasing a document that must not be kept: its bytes, text, claims and what was said of them. A marked gap stays.

The log and its chain stay whole, as its entries hold ids and hashes only.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, func, insert, select, text, update

from allegata.casebook.chain import canonical, sha256
from allegata.casebook.errors import CasebookError, UnknownError
from allegata.casebook.gathering import ON_INCIDENTS
from allegata.casebook.loading import document_of, judgement_of
from allegata.casebook.people import Person
from allegata.casebook.plain import plain
from allegata.casebook.sight import Sight
from allegata.casebook.tables import (
    adjudications,
    blobs,
    captures,
    claims,
    communications,
    documents,
    erasures,
    incident_claims,
    incident_facets,
    intakes,
    judged,
    judgements,
    readings,
    sources,
)
from allegata.casebook.writing import Writing
from allegata.records import Document, Judgement, encode, short_hash

ERASED = "[erased]"
"""What stands in place of the words of a judgement, or of a file's name."""


def erase(writing: Writing, person: Person, document: str, why: str) -> list[str]:
    """Erase a document; return the hashes of original bytes that nothing needs any more."""
    person.needs("admin", "to erase")
    if not why.strip():
        raise CasebookError("say why, for those who come after you")
    connection = writing.connection
    row = connection.execute(
        select(documents.c.n, documents.c.erased, documents.c.folded, documents.c.record).where(
            documents.c.id == document, Sight(person).documents()
        )
    ).first()
    if row is None:
        raise UnknownError(f"{document}: no document of this casebook has this id")
    if row.erased:
        raise CasebookError(f"{document}: was erased before")
    names = list(connection.execute(select(claims.c.id).where(claims.c.document == document)).scalars())
    gap = {"document": document, "by": writing.by, "at": writing.at, "why": plain(why.strip())}
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
        "judgements": _judgements(writing, document, str(row.record), names),
        "adjudications": _adjudications(writing, document),
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


def _adjudications(writing: Writing, document: str) -> dict[str, str]:
    """Take the reasons out of what was decided where two coded the document blind; return their new hashes."""
    connection = writing.connection
    mine = adjudications.c.document == document
    connection.execute(update(adjudications).where(mine).values(why=ERASED))
    rows = connection.execute(select(adjudications).where(mine))
    return {row.pair: sha256(canonical(dict(row._mapping))) for row in rows}


def _judgements(writing: Writing, document: str, record: str, names: list[str]) -> dict[str, str]:
    """Take the words out of judgements on the document and its claims, and out of others what they show of it.

    Return their new hashes. A judgement on an incident stays, as a person gave its value and its reason; but its old
    value was made of claims, and goes where the document had a part in it, or where it holds words of its text.
    """
    connection = writing.connection
    about = select(judged.c.judgement).where(judged.c.document == document)
    found = {}

    def put(changed: Judgement, erased: bool) -> None:
        text = encode(changed).decode()
        connection.execute(update(judgements).where(judgements.c.id == changed.id).values(record=text, erased=erased))
        found[changed.id] = sha256(text)

    for row in connection.execute(select(judgements).where(judgements.c.id.in_(about))).all():
        put(msgspec.structs.replace(judgement_of(row.record), old=None, new=None, why=ERASED), True)
    for held in _of_incidents(writing, document, document_of(record), names):
        value = "old" if held.undoes is None else "new"  # of an undoing, the new value is what was proposed
        put(msgspec.structs.replace(held, **{value: None}), False)
    return found


def _of_incidents(writing: Writing, name: str, document: Document, names: list[str]) -> list[Judgement]:
    """Return the judgements on incidents whose replaced value shows the document.

    It had a part in the incident, or the value holds words of its text that no other document of the incident holds.
    """
    connection = writing.connection
    home = select(incident_claims.c.incident).where(incident_claims.c.claim.in_(names))
    also = (incident_facets.c.kind == "also") & incident_facets.c.incident.in_(home)
    mine = {short_hash("i", [claim]) for claim in names} | set(connection.execute(home).scalars())
    mine |= set(connection.execute(select(incident_facets.c.value).where(also)).scalars())
    about = select(judged.c.judgement).where(judged.c.document == name)
    query = select(judgements.c.record).where(
        judgements.c.kind.in_(ON_INCIDENTS), judgements.c.erased.is_(False), judgements.c.id.not_in(about)
    )
    found = []
    for held in map(judgement_of, connection.execute(query.order_by(judgements.c.n)).scalars().all()):
        said = {part for part in _words(held.old if held.undoes is None else held.new) if part in document.text}
        if not mine.isdisjoint(held.about) or (said and not _told_elsewhere(writing, held.about, said)):
            found.append(held)
    return found


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("words", "name", "sources"):
                yield from _words(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _words(item)


def _told_elsewhere(writing: Writing, about: Sequence[str], said: set[str]) -> bool:
    """Tell whether documents of these incidents hold the words too."""
    query = (
        select(documents.c.record)
        .distinct()
        .join(claims, claims.c.document == documents.c.id)
        .join(incident_claims, incident_claims.c.claim == claims.c.id)
        .where(incident_claims.c.incident.in_(about), documents.c.record.is_not(None))
    )
    texts = [document_of(record).text for record in writing.connection.execute(query).scalars()]
    return all(any(part in text for text in texts) for part in said)


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
