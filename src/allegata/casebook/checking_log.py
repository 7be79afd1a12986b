"""The chain of the log checked, and its head outside the log; from its entries is known what there must be."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, select, text

from allegata.casebook.chain import FIRST, Entry, Head
from allegata.casebook.checking import Check, Fault, every
from allegata.casebook.tables import casebook, log


def the_file(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check the file itself, as SQLite sees it."""
    if connection.dialect.name == "sqlite":
        said = connection.execute(text("pragma integrity_check(1)")).scalar()
        if said != "ok":
            yield Fault("the file", f"SQLite finds it damaged: {' '.join(str(said).split())}")


def the_log(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check the chain, and learn from it what there must be."""
    previous = FIRST
    wanted = {head.n: head for head in check.expected}
    for number, row in enumerate(every(connection, select(log).order_by(log.c.n)), 1):
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
        _learn(check, entry)
        check.last = Head(casebook="", n=row.n, hash=row.hash, at=row.at)
        check.count("entries of the log")
    own = connection.execute(select(casebook)).one()
    check.last = msgspec.structs.replace(check.last, casebook=own.id)
    if (own.last, own.last_hash) != (check.last.n, check.last.hash):
        yield Fault("the end of the log", f"is entry {check.last.n}, and the casebook says {own.last}")
    for n in sorted(wanted):
        yield Fault("the end of the log", f"was cut off: a manifest names entry {n}, the last is {check.last.n}")


def _learn(check: Check, entry: Entry) -> None:
    body = msgspec.json.decode(entry.body)
    known = check.known
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
                check.notes.append(f"entry {entry.n} of the log holds the reason of an adjudication in words")
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


def the_heads(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check how far the log goes by the head that is kept outside it."""
    try:
        head = check.head()
    except ValueError as error:
        yield Fault("the head outside the log", str(error))
        return
    if head is None:
        yield Fault("the head outside the log", "is missing; whether the end of the log was cut off is unknown")
        return
    if head.casebook != check.last.casebook:
        yield Fault("the head outside the log", "belongs to another casebook")
    elif head.n > check.last.n:
        yield Fault("the end of the log", f"was cut off: the head names entry {head.n}, the last is {check.last.n}")
    else:
        found = connection.execute(select(log.c.hash, log.c.at).where(log.c.n == head.n)).first()
        if (found.hash if found is not None else FIRST) != head.hash:
            yield Fault("the head outside the log", f"is not the hash of entry {head.n}")
        elif found is not None and found.at != head.at:
            yield Fault("the head outside the log", f"gives entry {head.n} another time")
        elif head.n < check.last.n:
            check.notes.append(
                f"the log goes {check.last.n - head.n} entries beyond the head that was kept: a write was stopped"
            )
