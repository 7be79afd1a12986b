"""The tables in which an index of incidents keeps documents, accounts, coverings and incidents, beside its linkage."""

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from allegata.incidents.accounts import Account
from allegata.incidents.coverings import Cover, Whereabouts
from allegata.incidents.told import Row, Told
from allegata.records import Incident, Judgement

_TABLES = (
    "create table told (document varchar, place bigint, record blob)",
    "create table told_accounts (n integer, document varchar, id varchar, rank bigint, record blob)",
    "create table named (name varchar, n integer, document varchar)",
    "create table covers (claim varchar, document varchar, place bigint, record blob)",
    "create table incidents (id varchar, first bigint, record blob, whereabouts blob)",
    "create table incident_accounts (n integer, incident varchar)",
    "create table settings (name varchar, value blob)",
)
_encoder = msgspec.msgpack.Encoder()
_account = msgspec.msgpack.Decoder(Account)
_cover = msgspec.msgpack.Decoder(Cover)
_incident = msgspec.msgpack.Decoder(Incident)
_where = msgspec.msgpack.Decoder(Whereabouts)
_judgements = msgspec.msgpack.Decoder(list[Judgement])


_told = msgspec.msgpack.Decoder(Told)


class IndexTables:
    """Reads and writes the tables of an index; makes them in a new file."""

    def __init__(self, connection: Any) -> None:
        self._con = connection
        ((there,),) = connection.execute("select count(*) from duckdb_tables() where table_name = 'told'").fetchall()
        if not there:
            for sql in _TABLES:
                connection.execute(sql)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        ((count,),) = self._con.execute(f"select count(*) from {table}").fetchall()
        return int(count)

    def setting(self, name: str) -> bytes:
        """Return what is kept under a name; empty where nothing is."""
        rows = self._con.execute("select value from settings where name = ?", [name]).fetchall()
        return bytes(rows[0][0]) if rows else b""

    def keep(self, name: str, value: bytes) -> None:
        """Keep something under a name."""
        self._con.execute("delete from settings where name = ?", [name])
        self._con.execute("insert into settings values (?, ?)", [name, value])

    def judgements(self) -> list[Judgement]:
        """Return the judgements on links of the last time."""
        held = self.setting("judgements")
        return _judgements.decode(held) if held else []

    def drop(self, table: str, column: str, values: Iterable[Any]) -> None:
        """Take the rows away whose column has one of some values."""
        if self._given(values):
            self._con.execute(f"delete from {table} where {column} in (select value from given_values)")

    def keep_told(self, told: Iterable[Told]) -> set[str]:
        """Keep documents with their claims, in place of what is kept of them; return their ids."""
        found: set[str] = set()
        waiting: list[Told] = []

        def write() -> None:
            self.drop("told", "document", [one.document.id for one in waiting])
            self._insert("told", [(one.document.id, one.at, zlib.compress(_encoder.encode(one), 1)) for one in waiting])
            waiting.clear()

        for one in told:
            if one.document.id not in found:
                found.add(one.document.id)
                waiting.append(one)
            if len(waiting) >= 2_000:
                write()
        write()
        return found

    def told(self, documents: Collection[str]) -> Iterator[Told]:
        """Yield documents with their claims, in their order."""
        if not self._given(documents):
            return
        order = self._con.execute(
            "select document from told where document in (select value from given_values) order by place"
        ).fetchall()
        for at in range(0, len(order), 2_000):
            self._given([name for (name,) in order[at : at + 2_000]])
            rows = self._con.execute(
                "select record from told where document in (select value from given_values) order by place"
            ).fetchall()
            for (record,) in rows:
                yield _told.decode(zlib.decompress(record))

    def documents(self) -> list[str]:
        """Return the ids of all documents, in their order."""
        return [name for (name,) in self._con.execute("select document from told order by place").fetchall()]

    def documents_of(self, names: Collection[str]) -> set[str]:
        """Return the documents whose claims or accounts have some ids."""
        if not self._given(names):
            return set()
        rows = self._con.execute("select document from named where name in (select value from given_values)")
        return {document for (document,) in rows.fetchall()}

    def numbers(self, names: Collection[str]) -> dict[str, int]:
        """Return the number of the account that claims or accounts with some ids belong to."""
        if not self._given(names):
            return {}
        rows = self._con.execute("select name, n from named where name in (select value from given_values)")
        return dict(rows.fetchall())

    def accounts(self, column: str, values: Collection[Any]) -> list[Row]:
        """Return the accounts whose column has one of some values."""
        if not self._given(values):
            return []
        rows = self._con.execute(
            "select n, document, id, rank, record from told_accounts"
            f" where {column} in (select value from given_values)"
        ).fetchall()
        return [Row(n, document, id, rank, _account.decode(record)) for n, document, id, rank, record in rows]

    def keep_accounts(self, rows: Sequence[Row]) -> None:
        """Keep accounts, with the ids by which judgements name them."""
        self._insert("told_accounts", [(r.n, r.document, r.id, r.rank, _encoder.encode(r.account)) for r in rows])
        self._insert(
            "named", [(name, r.n, r.document) for r in rows if r.account.claims for name in (r.id, *r.account.claims)]
        )

    def covers(self, documents: Collection[str]) -> dict[str, tuple[int, Cover]]:
        """Return the totals and patterns of documents by claim, each with where it stands among all claims."""
        if not self._given(documents):
            return {}
        rows = self._con.execute(
            "select claim, place, record from covers where document in (select value from given_values)"
        ).fetchall()
        return {claim: (place, _cover.decode(record)) for claim, place, record in rows}

    def all_covers(self) -> list[Cover]:
        """Return all totals and patterns in the order of their claims."""
        rows = self._con.execute("select record from covers order by place").fetchall()
        return [_cover.decode(record) for (record,) in rows]

    def cover_order(self) -> dict[str, int]:
        """Return where each total or pattern stands among all claims."""
        return dict(self._con.execute("select claim, place from covers").fetchall())

    def keep_covers(self, covers: Sequence[tuple[int, Cover]]) -> None:
        """Keep totals and patterns."""
        rows = [(one.claim.id, one.claim.document, place, _encoder.encode(one)) for place, one in covers]
        self._insert("covers", rows)

    def incidents(self) -> Iterator[Incident]:
        """Yield all incidents in the order of their first claim."""
        order = [name for (name,) in self._con.execute("select id from incidents order by first").fetchall()]
        for at in range(0, len(order), 2_000):
            self._given(order[at : at + 2_000])
            rows = self._con.execute(
                "select record from incidents where id in (select value from given_values) order by first"
            ).fetchall()
            yield from (_incident.decode(record) for (record,) in rows)

    def incidents_of(self, numbers: Collection[int]) -> dict[str, tuple[bytes, list[int]]]:
        """Return the incidents that hold accounts, by id, as they are kept, with the numbers of all their accounts."""
        if not self._given(numbers):
            return {}
        self._con.execute(
            "create or replace table asked as select distinct incident from incident_accounts"
            " where n in (select value from given_values)"
        )
        records = self._con.execute("select id, record from incidents where id in (from asked)").fetchall()
        found: dict[str, tuple[bytes, list[int]]] = {name: (record, []) for name, record in records}
        for n, incident in self._con.execute(
            "select n, incident from incident_accounts where incident in (from asked)"
        ).fetchall():
            found[incident][1].append(n)
        self._con.execute("drop table asked")
        return found

    def with_whereabouts(self) -> Iterator[tuple[Incident, Whereabouts]]:
        """Yield all incidents with where they were."""
        names = [name for (name,) in self._con.execute("select id from incidents order by first").fetchall()]
        for at in range(0, len(names), 2_000):
            self._given(names[at : at + 2_000])
            rows = self._con.execute(
                "select record, whereabouts from incidents where id in (select value from given_values) order by first"
            ).fetchall()
            yield from ((_incident.decode(record), _where.decode(where)) for record, where in rows)

    def keep_incidents(
        self, made: Sequence[tuple[Incident, Whereabouts, Sequence[int], int]]
    ) -> Iterator[tuple[Incident, bytes]]:
        """Keep incidents with where they were, their accounts' numbers and where they stand; yield the records."""
        records = [_encoder.encode(incident) for incident, _, _, _ in made]
        rows = [
            (incident.id, first, record, _encoder.encode(where))
            for (incident, where, _, first), record in zip(made, records, strict=True)
        ]
        self._insert("incidents", rows)
        self._insert("incident_accounts", [(n, incident.id) for incident, _, members, _ in made for n in members])
        return zip((incident for incident, _, _, _ in made), records, strict=True)

    def write_incident(self, incident: Incident) -> None:
        """Keep an incident in place of what is kept under its id."""
        self._con.execute("update incidents set record = ? where id = ?", [_encoder.encode(incident), incident.id])

    def _given(self, values: Iterable[Any]) -> bool:
        """Put values into a table of their own; return whether there are any."""
        given = sorted(values)
        if given:
            self._con.register("given", pa.table([pa.array(given)], names=["value"]))
            self._con.execute("create or replace table given_values as select * from given")
            self._con.unregister("given")
        return bool(given)

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows:
            return
        columns = [pa.array(list(column)) for column in zip(*rows, strict=True)]
        self._con.register("given", pa.table(columns, names=[f"c{at}" for at in range(len(columns))]))
        self._con.execute(f"insert into {table} select * from given")
        self._con.unregister("given")
