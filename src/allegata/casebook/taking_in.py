"""Documents taken in, each with all that was read from it, in one transaction."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, text, update

from allegata import __version__
from allegata.casebook.chain import canonical, sha256
from allegata.casebook.plain import plain
from allegata.casebook.restricting import is_restricted, source_keys
from allegata.casebook.search import folded
from allegata.casebook.tables import blobs, captures, claims, communications, documents, intakes, readings, sources
from allegata.casebook.writing import Writing
from allegata.reading import Reading, Settings, shared_tagger
from allegata.reading.pipeline import model_stamp
from allegata.records import Claim, Communication, Document, encode, short_hash


def known(connection: Connection, document: Document) -> str | None:
    """Return the id of the document here with the same text: of the same publisher, or of nobody that is named."""
    rows = connection.execute(
        select(documents.c.id, documents.c.publisher)
        .where(documents.c.text_sha256 == document.text_sha256)
        .order_by(documents.c.n)
    ).all()
    for row in rows:
        if row.id == document.id or document.publisher is None or row.publisher in (None, plain(document.publisher)):
            return str(row.id)
    return None


def take(writing: Writing, reading: Reading, blob: tuple[str, int], origin: str, reader: str) -> bool:
    """Take in a document; return whether it was new."""
    document = reading.document
    if known(writing.connection, document) is not None:
        capture(writing, document, blob, origin)
        return False
    row = document_row(reading)
    names = source_keys(document, reading.claims)
    row |= {"restricted": is_restricted(writing.connection, document.id, list(names)), "erased": False}
    done = writing.connection.execute(insert(documents).values(**row, added=writing.at))
    index_words(writing.connection, _key(done), str(row["folded"]))
    if names:
        writing.connection.execute(
            insert(sources), [{"document": document.id, "key": key, "name": name} for key, name in names.items()]
        )
    writing.log("document", document.id, {"record": sha256(str(row["record"])), "text": document.text_sha256})
    _capture(writing, document.id, blob, origin)
    store_reading(writing, reading, reader)
    writing.touch()
    return True


def _key(done: Any) -> int:
    return int(done.inserted_primary_key[0])


def index_words(connection: Connection, n: int, words: str) -> None:
    """Put a document's folded words into the index of SQLite; PostgreSQL keeps its own."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("insert into words (rowid, folded) values (:n, :words)"), {"n": n, "words": words})


def document_row(reading: Reading) -> dict[str, Any]:
    """Return the columns of a document, all from its record and its reading."""
    document = reading.document
    return {
        **columns_of(document),
        "gated": reading.gated,
        "unread": len(reading.skipped),
        "record": encode(document).decode(),
    }


def columns_of(document: Document) -> dict[str, Any]:
    """Return the columns that follow from a document's record."""
    return {
        "id": document.id,
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "title": plain(document.title),
        "publisher": plain(document.publisher),
        "language": plain(document.language, 16),
        "published": plain(document.published.start, 10) if document.published is not None else None,
        "characters": len(document.text),
        "folded": folded("\n".join(filter(None, (document.title, document.publisher, document.text)))),
    }


def capture(writing: Writing, document: Document, blob: tuple[str, int], origin: str) -> bool:
    """Note one more capture of a document that is here; return whether it was a new one."""
    here = known(writing.connection, document)
    return here is not None and _capture(writing, here, blob, origin)


def _capture(writing: Writing, document: str, blob: tuple[str, int], origin: str) -> bool:
    name, size = blob
    origin = plain(origin)
    id = short_hash("p", [document, name, origin])
    if writing.connection.execute(select(captures.c.n).where(captures.c.id == id)).first() is not None:
        return False
    there = writing.connection.execute(select(blobs.c.erased).where(blobs.c.sha256 == name)).first()
    if there is None:
        writing.connection.execute(insert(blobs).values(sha256=name, size=size, erased=False))
    elif there.erased:
        writing.connection.execute(update(blobs).where(blobs.c.sha256 == name).values(erased=False))
    row = {"id": id, "document": document, "blob": name, "origin": origin, "at": writing.at, "by": writing.by}
    writing.connection.execute(insert(captures).values(**row))
    writing.log("capture", document, {"capture": id, "sha256": sha256(canonical(row))})
    return True


def reader_name(reading: Reading, settings: Settings | None = None) -> str:
    """Return the stamp of the reader as one line: name, version, model.

    Where the reading wrote no claim, the stamp is the one that ``settings`` make; *unknown* without them.
    """
    if reading.claims:
        stamp = reading.claims[0].reader
        return f"{stamp.name} {stamp.version} {stamp.model}"
    return stamp_of(settings) if settings is not None else "unknown"


def stamp_of(settings: Settings) -> str:
    """Return the stamp of a reader with these settings as one line."""
    name = "rules, attribution tagger" if settings.tagger and shared_tagger() is not None else "rules"
    return f"{name} {__version__} {model_stamp(settings.model)}"


class Kept(msgspec.Struct, frozen=True):
    """What is kept of a reading beside its claims and communications."""

    gated: bool
    notes: tuple[str, ...]
    skipped: tuple[Any, ...]


def store_reading(writing: Writing, reading: Reading, reader: str) -> str:
    """Store the claims and communications of a new document; return the reading's id."""
    id = add_reading(writing, reading, reader)
    if reading.claims:
        writing.connection.execute(
            insert(claims), [claim_row(claim) | {"reading": id, "standing": "read"} for claim in reading.claims]
        )
    add_communications(writing, reading.communications, id)
    return id


def add_reading(writing: Writing, reading: Reading, reader: str, standings: Mapping[str, str] | None = None) -> str:
    """Store what a reading was, as the document's current one, and log the hashes of all that it wrote anew.

    ``standings``: how each claim of the document stands after it, where an earlier reading is there.
    """
    document = reading.document.id
    kept = canonical(Kept(reading.gated, reading.notes, reading.skipped)).decode()
    name = reader
    hashes = {claim.id: sha256(encode(claim)) for claim in reading.claims}
    others = {item.id: sha256(encode(item)) for item in reading.communications}
    id = short_hash("r", [document, name, kept, hashes, others, writing.at])
    writing.connection.execute(update(readings).where(readings.c.document == document).values(current=False))
    writing.connection.execute(
        insert(readings).values(id=id, document=document, reader=name, at=writing.at, current=True, record=kept)
    )
    body: dict[str, Any] = {
        "reading": id,
        "reader": name,
        "record": sha256(kept),
        "claims": hashes,
        "communications": others,
    }
    if standings is not None:
        body["standings"] = standings
    writing.log("reading", document, body)
    return id


def add_communications(writing: Writing, items: tuple[Communication, ...], reading: str) -> None:
    """Store the communications of a reading."""
    if items:
        rows = [
            {"id": item.id, "document": item.document, "reading": reading, "record": encode(item).decode()}
            for item in items
        ]
        writing.connection.execute(insert(communications), rows)


def claim_row(claim: Claim) -> dict[str, Any]:
    """Return the columns that follow from a claim's record, and the record."""
    return {
        "id": claim.id,
        "document": claim.document,
        "kind": claim.kind,
        "stance": claim.stance,
        "event_type": claim.event.type,
        "record": encode(claim).decode(),
    }


def taken_whole(connection: Connection, blob: str, origin: str) -> bool:
    """Tell whether a file was taken in before with all its documents."""
    query = select(intakes.c.documents).where(intakes.c.blob == blob, intakes.c.origin == plain(origin))
    return connection.execute(query).first() is not None


def note_taken(writing: Writing, blob: str, origin: str, found: int) -> None:
    """Note that a file was taken in with all its documents."""
    if not taken_whole(writing.connection, blob, origin):
        writing.connection.execute(
            insert(intakes).values(blob=blob, origin=plain(origin), documents=found, at=writing.at)
        )
