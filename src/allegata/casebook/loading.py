"""Records read back from the tables."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, select

from allegata.casebook.tables import claims, documents, judged, judgements
from allegata.records import Claim, Document, Judgement

COUNTED = ("read", "kept")
"""Standings of claims that count: read by the current reading, or kept since a person judged them."""

_judgement = msgspec.json.Decoder(Judgement)
_claim = msgspec.json.Decoder(Claim)
_document = msgspec.json.Decoder(Document)


def judgement_of(record: str) -> Judgement:
    """Return the judgement that a row holds."""
    return _judgement.decode(record)


def claim_of(record: str) -> Claim:
    """Return the claim that a row holds."""
    return _claim.decode(record)


def document_of(record: str) -> Document:
    """Return the document that a row holds."""
    return _document.decode(record)


def judgements_of_kinds(connection: Connection, kinds: Iterable[str] | None = None) -> list[Judgement]:
    """Return all judgements that count, oldest first: not erased, and not of blind coding that is not adjudicated."""
    query = select(judgements.c.record).where(judgements.c.erased.is_(False), judgements.c.assignment.is_(None))
    if kinds is not None:
        query = query.where(judgements.c.kind.in_(list(kinds)))
    return [_judgement.decode(record) for (record,) in connection.execute(query.order_by(judgements.c.n))]


def judgements_about(connection: Connection, names: Sequence[str], assignment: str | None = None) -> list[Judgement]:
    """Return the judgements about any of ``names``, oldest first; within blind coding, only those of ``assignment``."""
    own = judgements.c.assignment.is_(None) if assignment is None else judgements.c.assignment == assignment
    query = (
        select(judgements.c.record)
        .where(
            judgements.c.id.in_(select(judged.c.judgement).where(judged.c.about.in_(list(names)))),
            judgements.c.erased.is_(False),
            own,
        )
        .order_by(judgements.c.n)
    )
    return [_judgement.decode(record) for (record,) in connection.execute(query)]


def counted_claims(connection: Connection) -> list[Claim]:
    """Return the claims of the readings that hold, in order."""
    query = select(claims.c.record).where(claims.c.standing.in_(COUNTED)).order_by(claims.c.n)
    return [_claim.decode(record) for (record,) in connection.execute(query)]


def all_documents(connection: Connection) -> list[Document]:
    """Return all documents that are not erased, in order."""
    query = select(documents.c.record).where(documents.c.record.is_not(None)).order_by(documents.c.n)
    return [_document.decode(record) for (record,) in connection.execute(query)]
