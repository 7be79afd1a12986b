"""Original bytes, documents, captures and readings checked against what the log says of them."""

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from allegata.casebook.chain import canonical, sha256
from allegata.casebook.checking import Check, Fault, every
from allegata.casebook.judging import spans_of
from allegata.casebook.loading import document_of
from allegata.casebook.restricting import restricted_now
from allegata.casebook.tables import blobs, captures, documents, erasures, readings, sources
from allegata.casebook.taking_in import columns_of


def the_originals(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check the original bytes against their hashes."""
    named = set()
    for row in every(connection, select(blobs).order_by(blobs.c.sha256)):
        named.add(row.sha256)
        check.count("files of original bytes")
        path = check.blobs.path(row.sha256)
        there = check.blobs.hash_of(row.sha256)
        if row.erased:
            if there is not None:
                yield Fault(f"original bytes {row.sha256}", "were erased, and are there")
        elif there is None:
            yield Fault(f"original bytes {row.sha256}", f"are missing: {path}")
        elif there != row.sha256:
            yield Fault(f"original bytes {row.sha256}", f"were changed: {path}")
        elif path.stat().st_size != row.size:
            yield Fault(f"original bytes {row.sha256}", f"are {path.stat().st_size} bytes and not {row.size}")
    stray = sum(1 for name in check.blobs.names() if name not in named)
    if stray:
        check.notes.append(f"{stray} files of original bytes that no document came from (unreadable, or stopped)")


def the_documents(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check the documents, and the gaps of those that were erased."""
    seen = set()
    barred, voices = restricted_now(connection, "document"), restricted_now(connection, "source")
    names: dict[str, set[str]] = {}
    for row in every(connection, select(sources)):
        names.setdefault(row.document, set()).add(row.key)
    gaps = {row.document: row for row in connection.execute(select(erasures))}
    for row in every(connection, select(documents).order_by(documents.c.n)):
        seen.add(row.id)
        check.count("documents")
        name = f"document {row.id}"
        known, gap = check.known.documents.get(row.id), check.known.erasures.get(row.id)
        if known is None:
            yield Fault(name, "is not in the log")
            continue
        if row.erased or gap is not None:
            yield from _gap(check, row, gaps.get(row.id), gap)
            continue
        if row.record is None or sha256(row.record) != known["record"]:
            yield Fault(name, "was changed: its record has another hash than the log says")
            continue
        document = document_of(row.record)
        if sha256(document.text) != known["text"] or document.text_sha256 != known["text"]:
            yield Fault(name, "was changed: its text has another hash than the log says")
        wrong = [key for key, value in columns_of(document).items() if getattr(row, key) != value]
        if wrong:
            yield Fault(name, f"was changed: its column {wrong[0]} is not what its record says")
        if row.restricted != (row.id in barred or bool(voices & names.get(row.id, set()))):
            yield Fault(name, "was changed: whether it is restricted is not what was decided")
        for path, span, _ in spans_of(msgspec.to_builtins(document)):
            if not 0 <= span[0] <= span[1] <= len(document.text):
                yield Fault(name, f"its {path} does not lie in its text")
    for missing in sorted(check.known.documents.keys() - seen):
        yield Fault(f"document {missing}", "is in the log, and is missing")


def _gap(check: Check, row: Row[Any], gap: Row[Any] | None, logged: dict[str, Any] | None) -> Iterator[Fault]:
    name = f"document {row.id}"
    if logged is None or gap is None:
        yield Fault(name, "is gone without an erasure in the log")
    elif not row.erased or row.record is not None or row.folded:
        yield Fault(name, "was erased, and is there")
    elif sha256(canonical(dict(gap._mapping))) != logged["gap"]:
        yield Fault(name, "was changed: who erased it, when or why is not what the log says")
    else:
        check.notes.append(f"{row.id} was erased by {gap.by} on {gap.at[:10]}: {gap.why}")


def the_captures(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check where documents came from."""
    seen = set()
    query = select(captures, documents.c.sha256.label("of"), documents.c.erased).join(
        documents, documents.c.id == captures.c.document
    )
    whole: dict[str, bool] = {}
    for row in every(connection, query.order_by(captures.c.n)):
        seen.add(row.id)
        check.count("captures")
        values = {name: row._mapping[name] for name in ("id", "document", "blob", "origin", "at", "by")}
        if sha256(canonical(values)) != check.known.captures.get(row.id):
            yield Fault(f"capture {row.id} of {row.document}", "was changed, or is not in the log")
        if not row.erased:
            whole[row.document] = whole.get(row.document, False) or row.blob == row.of or _holds(check, row)
    for missing in sorted(check.known.captures.keys() - seen):
        yield Fault(f"capture {missing}", "is in the log, and is missing")
    inside = sum(not found for found in whole.values())
    if inside:
        check.notes.append(f"{inside} documents stand inside archives: the archive's bytes are checked, as a whole")


def _holds(check: Check, row: Row[Any]) -> bool:
    """Tell whether a line of a captured file is what the document was read from."""
    if row.origin.rpartition(":")[2].isdigit():
        with check.blobs.path(row.blob).open("rb") as lines:
            for line in lines:
                if hashlib.sha256(line.strip(b"\r\n").removeprefix(b"\xef\xbb\xbf")).hexdigest() == row.of:
                    return True
    return False


def the_readings(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check what was noted of each reading."""
    seen, current = set(), set()
    for row in every(connection, select(readings).order_by(readings.c.n)):
        seen.add(row.id)
        check.count("readings")
        name, known = f"reading {row.id} of {row.document}", check.known.readings.get(row.id)
        if known is None:
            yield Fault(name, "is not in the log")
        elif row.document in check.known.erasures:
            if row.record is not None:
                yield Fault(name, "was erased, and is there")
        elif (row.document, row.reader) != (known["document"], known["reader"]):
            yield Fault(name, "was changed: its document or reader is not what the log says")
        elif row.record is None or sha256(row.record) != known["record"]:
            yield Fault(name, "was changed: its record has another hash than the log says")
        if row.current:
            current.add(row.document)
    for missing in sorted(check.known.readings.keys() - seen):
        yield Fault(f"reading {missing}", "is in the log, and is missing")
    for missing in sorted(check.known.documents.keys() - current):
        yield Fault(f"document {missing}", "has no reading that is current")
