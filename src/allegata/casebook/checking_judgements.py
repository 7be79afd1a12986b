"""What people did checked against the log: judgements, moves, restrictions, adjudications, accounts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from allegata.casebook.chain import canonical, sha256
from allegata.casebook.checking import Check, Fault, every
from allegata.casebook.checking_claims import columns, spans
from allegata.casebook.erasing import ERASED
from allegata.casebook.judging import added_by
from allegata.casebook.loading import document_of, judgement_of
from allegata.casebook.tables import accounts, adjudications, claims, documents, judged, judgements, moves, restrictions
from allegata.incidents.effective import added_claim
from allegata.records import encode


def the_judgements(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check what people judged, and the claims that they added."""
    seen, adding = set(), set()
    about: dict[str, list[tuple[str, str | None]]] = {}
    for row in every(connection, select(judged).order_by(judged.c.judgement, judged.c.place)):
        about.setdefault(row.judgement, []).append((row.about, row.document))
    added = {row.id: row for row in connection.execute(select(claims).where(claims.c.standing == "added")).all()}
    ours = set(check.known.documents) | set(connection.execute(select(claims.c.id)).scalars())
    gone = {name for body in check.known.erasures.values() for name in body["claims"]}
    for row in every(connection, select(judgements).order_by(judgements.c.n)):
        seen.add(row.id)
        check.count("judgements")
        name = f"judgement {row.id}"
        if sha256(row.record) != check.known.judgements.get(row.id):
            yield Fault(name, "was changed, or is not in the log")
            continue
        judgement = judgement_of(row.record)
        own = {key: getattr(judgement, key) for key in ("id", "kind", "by", "at", "field", "undoes")}
        wrong = [key for key, value in own.items() if getattr(row, key) != value]
        if wrong:
            yield Fault(name, f"was changed: its column {wrong[0]} is not what its record says")
        if row.assignment != check.known.assigned.get(row.id):
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
            yield from _added(check, connection, name, added.get(there), judgement)
    for missing in sorted(check.known.judgements.keys() - seen):
        yield Fault(f"judgement {missing}", "is in the log, and is missing")
    for stray in sorted(added.keys() - adding):
        yield Fault(f"claim {stray}", "was added by nobody")


def _added(check: Check, connection: Connection, name: str, row: Row[Any] | None, judgement: Any) -> Iterator[Fault]:
    if row is None:
        yield Fault(name, "added a claim that is missing")
        return
    claim = added_claim(judgement)
    if row.record != encode(claim).decode():
        yield Fault(f"claim {claim.id}", "was changed: it is not the one that was added")
        return
    yield from columns(f"claim {claim.id}", row)
    record = connection.execute(select(documents.c.record).where(documents.c.id == row.document)).scalar()
    if record is not None:
        yield from spans(check, f"claim {claim.id}", row.record, document_of(record).text)


def the_rest(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check moves, restrictions, adjudications and accounts."""
    known = check.known
    yield from _logged(check, every(connection, select(moves).order_by(moves.c.n)), "move", "id", known.moves)
    restricted = every(connection, select(restrictions).order_by(restrictions.c.n))
    yield from _logged(check, restricted, "restriction", "id", known.restrictions)
    decided = every(connection, select(adjudications).order_by(adjudications.c.at))
    yield from _logged(check, decided, "adjudication", "pair", known.adjudications)
    there = every(connection, select(accounts).order_by(accounts.c.name))
    yield from _logged(check, there, "account", "name", known.accounts)


def _logged(check: Check, rows: Iterable[Row[Any]], what: str, key: str, known: Mapping[str, str]) -> Iterator[Fault]:
    """Check that rows are those whose hashes the log holds under their column ``key``; none is gone."""
    seen = set()
    for row in rows:
        values = {name: value for name, value in row._mapping.items() if name != "n"}
        seen.add(values[key])
        check.count(f"{what}s")
        if sha256(canonical(values)) != known.get(values[key]):
            yield Fault(f"{what} {values[key]}", "was changed, or is not in the log")
    for missing in sorted(known.keys() - seen):
        yield Fault(f"{what} {missing}", "is in the log, and is missing")
