"""Custody checked: every byte, every span, every judgement, the chain of the log, and its head outside the log.

What the rows must be is known from the log, whose entries hold hashes; what the log must be is known from its chain,
and how far it goes from the head beside the casebook and from manifests. The first thing that does not hold is named.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, Table, select, text

from allegata.casebook.blobs import Blobs
from allegata.casebook.chain import FIRST, Entry, Head, canonical, sha256
from allegata.casebook.erasing import ERASED
from allegata.casebook.gathering import compute, stale
from allegata.casebook.judging import added_by, spans_of
from allegata.casebook.loading import claim_of, document_of, judgement_of
from allegata.casebook.restricting import restricted_now, source_keys
from allegata.casebook.tables import (
    accounts,
    adjudications,
    blobs,
    captures,
    casebook,
    claims,
    communications,
    documents,
    erasures,
    incident_claims,
    incident_facets,
    incidents,
    judged,
    judgements,
    log,
    moves,
    readings,
    restrictions,
    sources,
)
from allegata.casebook.taking_in import claim_row, columns_of
from allegata.incidents.effective import added_claim
from allegata.records import Claim, Document, encode, quote

STANDINGS = ("read", "kept", "held", "superseded", "added")


class Fault(msgspec.Struct, frozen=True):
    """Something that does not hold: what, and in which way."""

    what: str
    why: str


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What `verify` found. ``fault``: the first thing that does not hold, ``None`` where all holds.

    ``checked``: how many of each; ``notes``: gaps and remarks that are no faults.
    """

    fault: Fault | None
    checked: dict[str, int]
    notes: tuple[str, ...]
    head: Head


class _Known(msgspec.Struct):
    """What the log says there must be."""

    documents: dict[str, dict[str, str]] = {}
    captures: dict[str, str] = {}
    readings: dict[str, dict[str, Any]] = {}
    judgements: dict[str, str] = {}
    moves: dict[str, str] = {}
    restrictions: dict[str, str] = {}
    accounts: dict[str, str] = {}
    adjudications: dict[str, str] = {}
    erasures: dict[str, dict[str, Any]] = {}
    standings: dict[str, str] = {}
    assigned: dict[str, str | None] = {}


class Verifier:
    """One check of a casebook. ``expected``: heads of manifests, which the log must hold too."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        kept: Blobs,
        head: Callable[[], Head | None],
        expected: tuple[Head, ...] = (),
    ) -> None:
        self._reading = reading
        self._blobs = kept
        self._head = head
        self._expected = expected
        self._known = _Known()
        self._last = Head(casebook="", n=0, hash=FIRST, at="")
        self.checked: dict[str, int] = {}
        self.notes: list[str] = []

    def run(self) -> Verified:
        """Check everything up to the first fault."""
        with self._reading() as connection:
            fault = next(self.faults(connection), None)
        return Verified(fault=fault, checked=self.checked, notes=tuple(self.notes), head=self._last)

    def faults(self, connection: Connection) -> Iterator[Fault]:
        """Yield what does not hold, in a fixed order."""
        for part in (
            self._file,
            self._log,
            self._heads,
            self._files_kept,
            self._documents,
            self._captures,
            self._readings,
            self._claims,
            self._judgements,
            self._sources,
            self._rest,
            self._incidents,
        ):
            yield from part(connection)

    def _count(self, what: str) -> None:
        self.checked[what] = self.checked.get(what, 0) + 1

    def _file(self, connection: Connection) -> Iterator[Fault]:
        if connection.dialect.name == "sqlite":
            said = connection.execute(text("pragma integrity_check(1)")).scalar()
            if said != "ok":
                yield Fault("the file", f"SQLite finds it damaged: {' '.join(str(said).split())}")

    def _log(self, connection: Connection) -> Iterator[Fault]:
        previous = FIRST
        wanted = {head.n: head for head in self._expected}
        for number, row in enumerate(_all(connection, select(log).order_by(log.c.n)), 1):
            name = f"entry {row.n} of the log"
            if row.n != number:
                yield Fault(f"entry {number} of the log", "is missing")
                return
            entry = Entry(
                n=row.n, at=row.at, by=row.by, kind=row.kind, about=row.about, body=row.body, previous=row.previous
            )
            if row.previous != previous:
                yield Fault(name, "does not follow the entry before it")
                return
            if entry.hash() != row.hash:
                yield Fault(name, f"was changed: {row.kind} by {row.by} on {row.at[:10]} has another hash")
                return
            if number in wanted and wanted.pop(number).hash != row.hash:
                yield Fault(name, "is not the one that a manifest names")
                return
            previous = row.hash
            self._learn(entry)
            self._last = Head(casebook="", n=row.n, hash=row.hash, at=row.at)
            self._count("entries of the log")
        own = connection.execute(select(casebook)).one()
        self._last = msgspec.structs.replace(self._last, casebook=own.id)
        if (own.last, own.last_hash) != (self._last.n, self._last.hash):
            yield Fault("the end of the log", f"is entry {self._last.n}, and the casebook says {own.last}")
        for n in sorted(wanted):
            yield Fault("the end of the log", f"was cut off: a manifest names entry {n}, the last is {self._last.n}")

    def _learn(self, entry: Entry) -> None:
        body = msgspec.json.decode(entry.body)
        known = self._known
        match entry.kind:
            case "document":
                known.documents[entry.about] = body
            case "capture":
                known.captures[body["capture"]] = body["sha256"]
            case "reading":
                known.readings[body["reading"]] = {**body, "document": entry.about}
                known.standings |= dict.fromkeys(body["claims"], "read")
                known.standings |= body.get("standings", {})
            case "judgement":
                known.judgements[entry.about] = body["sha256"]
                known.assigned[entry.about] = body.get("assignment")
                known.standings |= body.get("standings", {})
            case "adjudication":
                known.assigned |= dict.fromkeys(body["released"])
                if "sha256" in body:
                    known.adjudications[entry.about] = body["sha256"]
                else:  # of an earlier version, which kept the reason here
                    self.notes.append(f"entry {entry.n} of the log holds the reason of an adjudication in words")
            case "move":
                known.moves[body["move"]] = body["sha256"]
            case "restriction":
                known.restrictions[entry.about] = body["sha256"]
            case "account":
                known.accounts[entry.about] = body["sha256"]
            case "erasure":
                known.erasures[entry.about] = body
                known.captures |= body["captures"]
                known.judgements |= body["judgements"]
                known.adjudications |= body.get("adjudications", {})

    def _heads(self, connection: Connection) -> Iterator[Fault]:
        try:
            head = self._head()
        except ValueError as error:
            yield Fault("the head outside the log", str(error))
            return
        if head is None:
            yield Fault("the head outside the log", "is missing; whether the end of the log was cut off is unknown")
            return
        if head.casebook != self._last.casebook:
            yield Fault("the head outside the log", "belongs to another casebook")
        elif head.n > self._last.n:
            yield Fault("the end of the log", f"was cut off: the head names entry {head.n}, the last is {self._last.n}")
        else:
            found = connection.execute(select(log.c.hash, log.c.at).where(log.c.n == head.n)).first()
            if (found.hash if found is not None else FIRST) != head.hash:
                yield Fault("the head outside the log", f"is not the hash of entry {head.n}")
            elif found is not None and found.at != head.at:
                yield Fault("the head outside the log", f"gives entry {head.n} another time")
            elif head.n < self._last.n:
                self.notes.append(
                    f"the log goes {self._last.n - head.n} entries beyond the head that was kept: a write was stopped"
                )

    def _files_kept(self, connection: Connection) -> Iterator[Fault]:
        named = set()
        for row in _all(connection, select(blobs).order_by(blobs.c.sha256)):
            named.add(row.sha256)
            self._count("files of original bytes")
            path = self._blobs.path(row.sha256)
            there = self._blobs.hash_of(row.sha256)
            if row.erased:
                if there is not None:
                    yield Fault(f"original bytes {row.sha256}", "were erased, and are there")
            elif there is None:
                yield Fault(f"original bytes {row.sha256}", f"are missing: {path}")
            elif there != row.sha256:
                yield Fault(f"original bytes {row.sha256}", f"were changed: {path}")
            elif path.stat().st_size != row.size:
                yield Fault(f"original bytes {row.sha256}", f"are {path.stat().st_size} bytes and not {row.size}")
        stray = sum(1 for name in self._blobs.names() if name not in named)
        if stray:
            self.notes.append(f"{stray} files of original bytes that no document came from (unreadable, or stopped)")

    def _documents(self, connection: Connection) -> Iterator[Fault]:
        seen = set()
        barred, voices = restricted_now(connection, "document"), restricted_now(connection, "source")
        names: dict[str, set[str]] = {}
        for row in _all(connection, select(sources)):
            names.setdefault(row.document, set()).add(row.key)
        gaps = {row.document: row for row in connection.execute(select(erasures))}
        for row in _all(connection, select(documents).order_by(documents.c.n)):
            seen.add(row.id)
            self._count("documents")
            name = f"document {row.id}"
            known, gap = self._known.documents.get(row.id), self._known.erasures.get(row.id)
            if known is None:
                yield Fault(name, "is not in the log")
                continue
            if row.erased or gap is not None:
                yield from self._gap(row, gaps.get(row.id), gap)
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
        for missing in sorted(self._known.documents.keys() - seen):
            yield Fault(f"document {missing}", "is in the log, and is missing")

    def _gap(self, row: Row[Any], gap: Row[Any] | None, logged: dict[str, Any] | None) -> Iterator[Fault]:
        name = f"document {row.id}"
        if logged is None or gap is None:
            yield Fault(name, "is gone without an erasure in the log")
        elif not row.erased or row.record is not None or row.folded:
            yield Fault(name, "was erased, and is there")
        elif sha256(canonical(dict(gap._mapping))) != logged["gap"]:
            yield Fault(name, "was changed: who erased it, when or why is not what the log says")
        else:
            self.notes.append(f"{row.id} was erased by {gap.by} on {gap.at[:10]}: {gap.why}")

    def _captures(self, connection: Connection) -> Iterator[Fault]:
        seen = set()
        query = select(captures, documents.c.sha256.label("of"), documents.c.erased).join(
            documents, documents.c.id == captures.c.document
        )
        whole: dict[str, bool] = {}
        for row in _all(connection, query.order_by(captures.c.n)):
            seen.add(row.id)
            self._count("captures")
            values = {name: row._mapping[name] for name in ("id", "document", "blob", "origin", "at", "by")}
            if sha256(canonical(values)) != self._known.captures.get(row.id):
                yield Fault(f"capture {row.id} of {row.document}", "was changed, or is not in the log")
            if not row.erased:
                whole[row.document] = whole.get(row.document, False) or row.blob == row.of or self._holds(row)
        for missing in sorted(self._known.captures.keys() - seen):
            yield Fault(f"capture {missing}", "is in the log, and is missing")
        inside = sum(not found for found in whole.values())
        if inside:
            self.notes.append(f"{inside} documents stand inside archives: the archive's bytes are checked, as a whole")

    def _holds(self, row: Row[Any]) -> bool:
        """Tell whether a line of a captured file is what the document was read from."""
        if row.origin.rpartition(":")[2].isdigit():
            with self._blobs.path(row.blob).open("rb") as lines:
                for line in lines:
                    if hashlib.sha256(line.strip(b"\r\n").removeprefix(b"\xef\xbb\xbf")).hexdigest() == row.of:
                        return True
        return False

    def _readings(self, connection: Connection) -> Iterator[Fault]:
        seen, current = set(), set()
        for row in _all(connection, select(readings).order_by(readings.c.n)):
            seen.add(row.id)
            self._count("readings")
            name, known = f"reading {row.id} of {row.document}", self._known.readings.get(row.id)
            if known is None:
                yield Fault(name, "is not in the log")
            elif row.document in self._known.erasures:
                if row.record is not None:
                    yield Fault(name, "was erased, and is there")
            elif (row.document, row.reader) != (known["document"], known["reader"]):
                yield Fault(name, "was changed: its document or reader is not what the log says")
            elif row.record is None or sha256(row.record) != known["record"]:
                yield Fault(name, "was changed: its record has another hash than the log says")
            if row.current:
                current.add(row.document)
        for missing in sorted(self._known.readings.keys() - seen):
            yield Fault(f"reading {missing}", "is in the log, and is missing")
        for missing in sorted(self._known.documents.keys() - current):
            yield Fault(f"document {missing}", "has no reading that is current")

    def _claims(self, connection: Connection) -> Iterator[Fault]:
        wanted: dict[str, str] = {}
        of: dict[str, str] = {}
        said: dict[tuple[str, str], str] = {}
        for name, reading in self._known.readings.items():
            if reading["document"] not in self._known.erasures:
                wanted |= reading["claims"]
                of |= dict.fromkeys(reading["claims"], reading["document"])
                said |= {(key, name): value for key, value in reading["communications"].items()}
        text_of: tuple[str, Document] | None = None
        seen = set()
        query = select(claims, documents.c.record.label("document_record")).join(
            documents, documents.c.id == claims.c.document
        )
        for row in _all(connection, query.order_by(claims.c.document, claims.c.n)):
            self._count("claims")
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
            if row.standing != self._known.standings.get(row.id):
                yield Fault(name, f"was changed: it stands as {row.standing}, and the log says otherwise")
            yield from self._columns(name, row)
            if text_of is None or text_of[0] != row.document:
                text_of = (row.document, document_of(row.document_record))
            yield from self._spans(name, row.record, text_of[1].text)
        for missing in sorted(wanted.keys() - seen):
            yield Fault(f"claim {missing} of {of[missing]}", "is in the log, and is missing")
        there = set()
        query = select(communications, documents.c.record.label("document_record")).join(
            documents, documents.c.id == communications.c.document
        )
        for row in _all(connection, query.order_by(communications.c.document, communications.c.n)):
            there.add((row.id, row.reading))
            self._count("communications")
            name = f"communication {row.id} of {row.document}"
            if sha256(row.record) != said.get((row.id, row.reading)):
                yield Fault(name, "was changed, or is not in the log")
                continue
            if text_of is None or text_of[0] != row.document:
                text_of = (row.document, document_of(row.document_record))
            yield from self._spans(name, row.record, text_of[1].text)
        for missing_one, _ in sorted(said.keys() - there):
            yield Fault(f"communication {missing_one}", "is in the log, and is missing")

    def _columns(self, name: str, row: Row[Any]) -> Iterator[Fault]:
        wrong = [key for key, value in claim_row(claim_of(row.record)).items() if getattr(row, key) != value]
        if wrong:
            yield Fault(name, f"was changed: its column {wrong[0]} is not what its record says")

    def _spans(self, name: str, record: str, words: str) -> Iterator[Fault]:
        self._count("records whose spans were checked")
        for path, span, expected in spans_of(msgspec.json.decode(record)):
            try:
                said = quote(words, span)
            except ValueError as error:
                yield Fault(name, f"{path}: {error}")
                continue
            if expected is not None and said != expected:
                yield Fault(name, f"{path}: the text reads {said!r} there, not {expected!r}")

    def _judgements(self, connection: Connection) -> Iterator[Fault]:
        seen, adding = set(), set()
        about: dict[str, list[tuple[str, str | None]]] = {}
        for row in _all(connection, select(judged).order_by(judged.c.judgement, judged.c.place)):
            about.setdefault(row.judgement, []).append((row.about, row.document))
        added = {row.id: row for row in connection.execute(select(claims).where(claims.c.standing == "added")).all()}
        ours = set(self._known.documents) | set(connection.execute(select(claims.c.id)).scalars())
        gone = {name for body in self._known.erasures.values() for name in body["claims"]}
        for row in _all(connection, select(judgements).order_by(judgements.c.n)):
            seen.add(row.id)
            self._count("judgements")
            name = f"judgement {row.id}"
            if sha256(row.record) != self._known.judgements.get(row.id):
                yield Fault(name, "was changed, or is not in the log")
                continue
            judgement = judgement_of(row.record)
            own = {key: getattr(judgement, key) for key in ("id", "kind", "by", "at", "field", "undoes")}
            wrong = [key for key, value in own.items() if getattr(row, key) != value]
            if wrong:
                yield Fault(name, f"was changed: its column {wrong[0]} is not what its record says")
            if row.assignment != self._known.assigned.get(row.id):
                yield Fault(name, "was changed: whose blind coding it belongs to is not what the log says")
            if row.erased != (judgement.why == ERASED):
                yield Fault(name, "was changed: whether it was erased is not what its record says")
            listed = [item for item, _ in about.get(row.id, [])]
            if listed[: len(judgement.about)] != list(judgement.about):
                yield Fault(name, "was changed: what it is about is not what its record says")
            for item, document in about.get(row.id, []):
                if item.startswith(("c-", "d-")) and item not in ours and item not in gone:
                    yield Fault(name, f"is about {item}, which is not there")
                if item.startswith("d-") and document != item:
                    yield Fault(name, f"was changed: {item} is said to be of another document")
            if judgement.undoes is not None and judgement.undoes not in seen:
                yield Fault(name, f"undoes {judgement.undoes}, which is not there before it")
            if judgement.kind == "add" and judgement.undoes is None and not row.erased:
                there = added_by(judgement)[0]
                adding.add(there)
                yield from self._added(connection, name, added.get(there), judgement)
        for missing in sorted(self._known.judgements.keys() - seen):
            yield Fault(f"judgement {missing}", "is in the log, and is missing")
        for stray in sorted(added.keys() - adding):
            yield Fault(f"claim {stray}", "was added by nobody")

    def _sources(self, connection: Connection) -> Iterator[Fault]:
        names: dict[str, dict[str, str]] = {}
        for row in _all(connection, select(sources)):
            names.setdefault(row.document, {})[row.key] = row.name
        told: dict[str, list[Claim]] = {}
        for row in _all(connection, select(claims.c.document, claims.c.record).order_by(claims.c.n)):
            told.setdefault(row.document, []).append(claim_of(row.record))
        for row in _all(connection, select(documents).where(documents.c.record.is_not(None)).order_by(documents.c.n)):
            if source_keys(document_of(row.record), told.get(row.id, ())) != names.get(row.id, {}):
                yield Fault(f"document {row.id}", "was changed: its sources are not those of its record and its claims")

    def _added(self, connection: Connection, name: str, row: Row[Any] | None, judgement: Any) -> Iterator[Fault]:
        if row is None:
            yield Fault(name, "added a claim that is missing")
            return
        claim = added_claim(judgement)
        if row.record != encode(claim).decode():
            yield Fault(f"claim {claim.id}", "was changed: it is not the one that was added")
            return
        yield from self._columns(f"claim {claim.id}", row)
        record = connection.execute(select(documents.c.record).where(documents.c.id == row.document)).scalar()
        if record is not None:
            yield from self._spans(f"claim {claim.id}", row.record, document_of(record).text)

    def _rest(self, connection: Connection) -> Iterator[Fault]:
        for table, known, what in (
            (moves, self._known.moves, "move"),
            (restrictions, self._known.restrictions, "restriction"),
        ):
            seen = set()
            for row in _all(connection, select(table).order_by(table.c.n)):
                seen.add(row.id)
                self._count(f"{what}s")
                values = {name: value for name, value in row._mapping.items() if name != "n"}
                if sha256(canonical(values)) != known.get(row.id):
                    yield Fault(f"{what} {row.id}", "was changed, or is not in the log")
            for missing in sorted(known.keys() - seen):
                yield Fault(f"{what} {missing}", "is in the log, and is missing")
        decided = set()
        for row in connection.execute(select(adjudications).order_by(adjudications.c.at)):
            decided.add(row.pair)
            self._count("adjudications")
            if sha256(canonical(dict(row._mapping))) != self._known.adjudications.get(row.pair):
                yield Fault(f"adjudication {row.pair}", "was changed, or is not in the log")
        for missing in sorted(self._known.adjudications.keys() - decided):
            yield Fault(f"adjudication {missing}", "is in the log, and is missing")
        there = set()
        for row in connection.execute(select(accounts).order_by(accounts.c.name)):
            there.add(row.name)
            self._count("accounts")
            if sha256(canonical(dict(row._mapping))) != self._known.accounts.get(row.name):
                yield Fault(f"account {row.name}", "was changed, or is not in the log")
        for missing in sorted(self._known.accounts.keys() - there):
            yield Fault(f"account {missing}", "is in the log, and is missing")

    def _incidents(self, connection: Connection) -> Iterator[Fault]:
        if stale(connection):
            self.notes.append(
                "incidents are older than claims and judgements; they are computed again at the next write"
            )
            return
        computed = compute(connection)
        for table, rows, keys in (
            (incidents, computed.incidents, ("id", "audience")),
            (incident_claims, computed.claims, ("claim",)),
            (incident_facets, computed.facets, ("incident", "audience", "kind", "value")),
        ):
            yield from _compared(connection, table, rows, keys)
        self.checked["incidents"] = len({row["id"] for row in computed.incidents})


def _compared(
    connection: Connection, table: Table, rows: list[dict[str, Any]], keys: tuple[str, ...]
) -> Iterator[Fault]:
    there = {tuple(row._mapping[key] for key in keys): dict(row._mapping) for row in connection.execute(select(table))}
    for values in rows:
        key = tuple(values[name] for name in keys)
        if there.pop(key, None) != values:
            name = values.get("incident", values.get("id"))
            yield Fault(f"incident {name}", "was changed: it is not what follows from claims and judgements")
    for key in sorted(there, key=str):
        yield Fault(f"incident {there[key].get('incident', key[0])}", "follows from no claim")


def _all(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    """Yield rows without holding all of them."""
    yield from connection.execution_options(yield_per=1000).execute(query)
