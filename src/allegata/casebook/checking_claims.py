"""Claims, communications and the voices of documents checked against the log and the texts."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from allegata.casebook.chain import sha256
from allegata.casebook.checking import Check, Fault, every
from allegata.casebook.judging import spans_of
from allegata.casebook.loading import claim_of, document_of
from allegata.casebook.restricting import source_keys
from allegata.casebook.tables import claims, communications, documents, sources
from allegata.casebook.taking_in import claim_row
from allegata.records import Document, quote


def the_claims(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check claims and communications: their hashes, columns, and the words at every span."""
    wanted: dict[str, str] = {}
    of: dict[str, str] = {}
    said: dict[tuple[str, str], str] = {}
    for name, reading in check.known.readings.items():
        if reading["document"] not in check.known.erasures:
            wanted |= reading["claims"]
            of |= dict.fromkeys(reading["claims"], reading["document"])
            said |= {(key, name): value for key, value in reading["communications"].items()}
    text_of: tuple[str, Document] | None = None
    seen = set()
    query = select(claims, documents.c.record.label("document_record")).join(
        documents, documents.c.id == claims.c.document
    )
    for row in every(connection, query.order_by(claims.c.document, claims.c.n)):
        check.count("claims")
        name = f"claim {row.id} of {row.document}"
        if row.standing == "added":
            continue  # checked with the judgement that added it
        seen.add(row.id)
        if row.id not in wanted or of[row.id] != row.document:
            yield Fault(name, "is not in the log")
            continue
        if sha256(row.record) != wanted[row.id]:
            yield Fault(name, "was changed: its record has another hash than the log says")
            continue
        if row.standing != check.known.standings.get(row.id):
            yield Fault(name, f"was changed: it stands as {row.standing}, and the log says otherwise")
        yield from columns(name, row)
        if text_of is None or text_of[0] != row.document:
            text_of = (row.document, document_of(row.document_record))
        yield from spans(check, name, row.record, text_of[1].text)
    for missing in sorted(wanted.keys() - seen):
        yield Fault(f"claim {missing} of {of[missing]}", "is in the log, and is missing")
    there = set()
    query = select(communications, documents.c.record.label("document_record")).join(
        documents, documents.c.id == communications.c.document
    )
    for row in every(connection, query.order_by(communications.c.document, communications.c.n)):
        there.add((row.id, row.reading))
        check.count("communications")
        name = f"communication {row.id} of {row.document}"
        if sha256(row.record) != said.get((row.id, row.reading)):
            yield Fault(name, "was changed, or is not in the log")
            continue
        if text_of is None or text_of[0] != row.document:
            text_of = (row.document, document_of(row.document_record))
        yield from spans(check, name, row.record, text_of[1].text)
    for missing_one, _ in sorted(said.keys() - there):
        yield Fault(f"communication {missing_one}", "is in the log, and is missing")


def columns(name: str, row: Row[Any]) -> Iterator[Fault]:
    """Check that the columns of a claim are those of its record."""
    wrong = [key for key, value in claim_row(claim_of(row.record)).items() if getattr(row, key) != value]
    if wrong:
        yield Fault(name, f"was changed: its column {wrong[0]} is not what its record says")


def spans(check: Check, name: str, record: str, words: str) -> Iterator[Fault]:
    """Check that the text reads at every span what the value says."""
    check.count("records whose spans were checked")
    for path, span, expected in spans_of(msgspec.json.decode(record)):
        try:
            said = quote(words, span)
        except ValueError as error:
            yield Fault(name, f"{path}: {error}")
            continue
        if expected is not None and said != expected:
            yield Fault(name, f"{path}: the text reads {said!r} there, not {expected!r}")


def the_sources(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check that each document has the voices that it and its claims name; one document at a time."""
    named = select(documents.c.n, sources.c.key, sources.c.name).join(sources, sources.c.document == documents.c.id)
    said = select(documents.c.n, claims.c.record).join(claims, claims.c.document == documents.c.id)
    voices = _by_number(every(connection, named.order_by(documents.c.n)))
    told = _by_number(every(connection, said.order_by(documents.c.n, claims.c.n)))
    for row in every(connection, select(documents).where(documents.c.record.is_not(None)).order_by(documents.c.n)):
        names = {item.key: item.name for item in voices(row.n)}
        own = [claim_of(item.record) for item in told(row.n)]
        if source_keys(document_of(row.record), own) != names:
            yield Fault(f"document {row.id}", "was changed: its sources are not those of its record and its claims")


def _by_number(rows: Iterator[Row[Any]]) -> Callable[[int], list[Row[Any]]]:
    """Return a function that gives the rows of a document by its number, asked for in the order of the rows."""
    groups = groupby(rows, key=lambda row: row.n)
    at, held = 0, list[Row[Any]]()

    def of(number: int) -> list[Row[Any]]:
        nonlocal at, held
        while at < number:
            found = next(groups, None)
            at, held = (found[0], list(found[1])) if found is not None else (1 << 62, [])
        return held if at == number else []

    return of
