"""Incidents checked: what is shown must be what follows from claims and judgements."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, select

from allegata.casebook.checking import Check, Fault, every
from allegata.casebook.gathering import compute, stale
from allegata.casebook.tables import incident_claims, incident_facets, incidents


def the_incidents(check: Check, connection: Connection) -> Iterator[Fault]:
    """Check that the tables of incidents are what follows from claims and judgements."""
    if stale(connection):
        check.notes.append("incidents are older than claims and judgements; they are computed again at the next write")
        return
    computed = compute(connection)
    for table, rows, keys in (
        (incidents, computed.incidents, ("id", "audience")),
        (incident_claims, computed.claims, ("claim",)),
        (incident_facets, computed.facets, ("incident", "audience", "kind", "value")),
    ):
        yield from _compared(connection, table, rows, keys)
    check.checked["incidents"] = len({row["id"] for row in computed.incidents})


def _compared(
    connection: Connection, table: Table, rows: list[dict[str, Any]], keys: tuple[str, ...]
) -> Iterator[Fault]:
    wanted = {tuple(values[name] for name in keys): values for values in rows}
    for row in every(connection, select(table)):
        key = tuple(row._mapping[name] for name in keys)
        values = wanted.pop(key, None)
        name = row._mapping.get("incident", key[0])
        if values is None:
            yield Fault(f"incident {name}", "follows from no claim")
        elif values != dict(row._mapping):
            yield Fault(f"incident {name}", "was changed: it is not what follows from claims and judgements")
    for values in wanted.values():
        name = values.get("incident", values.get("id"))
        yield Fault(f"incident {name}", "was changed: it is not what follows from claims and judgements")
