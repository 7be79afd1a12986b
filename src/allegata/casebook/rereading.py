"""Documents read again by a newer reader, without touching what people judged.

A claim that the new reading gives too stays. One that it no longer gives is *superseded*, and counts no more; but where
a person judged it, it is *kept*. A new claim on the words of a kept one is *held* back, and counts when somebody
accepts it. Both are listed as differences.
"""

import msgspec
from sqlalchemy import Connection, insert, select, update

from allegata.casebook.loading import claim_of, document_of, judgements_about
from allegata.casebook.people import Person
from allegata.casebook.restricting import note_sources
from allegata.casebook.sight import Sight
from allegata.casebook.tables import claims, documents, readings
from allegata.casebook.taking_in import add_communications, add_reading, claim_row
from allegata.casebook.writing import Writing
from allegata.incidents import standing
from allegata.reading import Reading
from allegata.records import Claim, Document


class Reread(msgspec.Struct, frozen=True, kw_only=True):
    """What a new reading of a document changed: how many claims stayed, came, went, were kept and held back."""

    document: str
    same: int
    new: int
    superseded: int
    kept: int
    held: int


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that a person judged and that the reader no longer reads so; ``now``: what it reads on the same words."""

    document: str
    claim: Claim
    now: tuple[Claim, ...]


def outdated(connection: Connection, reader: str) -> list[Document]:
    """Return the documents whose current reading is by another reader than the one with this stamp."""
    query = (
        select(documents.c.record)
        .join(readings, readings.c.document == documents.c.id)
        .where(readings.c.current, readings.c.reader != reader, documents.c.record.is_not(None))
        .order_by(documents.c.n)
    )
    return [document_of(record) for record in connection.execute(query).scalars()]


def reread(writing: Writing, reading: Reading, reader: str) -> Reread:
    """Store a new reading of a document that is here."""
    connection, document = writing.connection, reading.document.id
    rows = connection.execute(
        select(claims.c.id, claims.c.standing, claims.c.record)
        .where(claims.c.document == document, claims.c.standing != "added")
        .order_by(claims.c.n)
    ).all()
    old = {row.id: row for row in rows}
    told = {claim.id: claim for claim in reading.claims}
    judged = _judged(connection, list(old))
    standings: dict[str, str] = {}
    kept: list[Claim] = []
    for name, row in old.items():
        if name in told:
            standings[name] = row.standing if row.standing in ("held",) else "read"
        elif name in judged:
            standings[name] = "kept"
            kept.append(claim_of(row.record))
        else:
            standings[name] = "superseded"
    fresh = [claim for claim in reading.claims if claim.id not in old]
    for claim in fresh:
        standings[claim.id] = "held" if any(_on_the_same_words(claim, other) for other in kept) else "read"
    changed = msgspec.structs.replace(reading, claims=tuple(fresh))
    id = add_reading(writing, changed, reader, standings)
    for name, row in old.items():
        if standings[name] != row.standing:
            connection.execute(update(claims).where(claims.c.id == name).values(standing=standings[name]))
    if fresh:
        connection.execute(
            insert(claims),
            [claim_row(claim) | {"reading": id, "standing": standings[claim.id]} for claim in fresh],
        )
    add_communications(writing, reading.communications, id)
    note_sources(connection, reading.document, fresh)
    connection.execute(
        update(documents).where(documents.c.id == document).values(gated=reading.gated, unread=len(reading.skipped))
    )
    writing.touch()
    every = list(standings.values())
    return Reread(
        document=document,
        same=sum(name in told for name in old),
        new=sum(standings[claim.id] == "read" for claim in fresh),
        superseded=every.count("superseded"),
        kept=every.count("kept"),
        held=every.count("held"),
    )


def _judged(connection: Connection, names: list[str]) -> set[str]:
    holding = standing(judgements_about(connection, names))
    return {name for judgement in holding for name in judgement.about}


def _on_the_same_words(one: Claim, other: Claim) -> bool:
    return one.event.span[0] < other.event.span[1] and other.event.span[0] < one.event.span[1]


def disagreements(connection: Connection, person: Person) -> tuple[Disagreement, ...]:
    """Return where the reader now reads otherwise than what a person judged."""
    query = (
        select(claims.c.document, claims.c.standing, claims.c.record)
        .join(documents, documents.c.id == claims.c.document)
        .where(claims.c.standing.in_(("kept", "held")), Sight(person).documents())
        .order_by(claims.c.document, claims.c.n)
    )
    kept: list[Claim] = []
    held: dict[str, list[Claim]] = {}
    for row in connection.execute(query):
        claim = claim_of(row.record)
        if row.standing == "kept":
            kept.append(claim)
        else:
            held.setdefault(row.document, []).append(claim)
    return tuple(
        Disagreement(
            document=claim.document,
            claim=claim,
            now=tuple(other for other in held.get(claim.document, ()) if _on_the_same_words(claim, other)),
        )
        for claim in kept
    )
