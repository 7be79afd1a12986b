"""The tables of DuckDB in which linking keeps accounts, keys, scores and clusters, and what of them stays in memory."""

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa

from allegata.gazetteer.extent import distance_km
from allegata.incidents.accounts import Account
from allegata.incidents.blocking import keys_of
from allegata.incidents.comparisons import FAR
from allegata.incidents.components import Numbers
from allegata.incidents.likeness import Likeness
from allegata.incidents.link_table import SCHEMA, document_number, extent_of, table_of

Failure = duckdb.Error
"""What a file raises that cannot be read or written."""
_GONE: Final = -1
_TABLES: Final = (
    "create table accounts as select * from given",
    "create view compared as select *, null::varchar as match_key from accounts",
    "create table held (n integer, document bigint, rank bigint, latitude double, longitude double, radius double,"
    " terms integer[], weights smallint[])",
    "create table keys (key bigint, n integer)",
    "create table edges (l integer, r integer, weight integer)",
    "create table clustered (n integer, top integer)",
    "create table judged (l integer, r integer, kind varchar)",
)


class LinkTables:
    """Accounts by number, in a file or in memory. ``path`` and ``memory``: as for `Linkage`."""

    def __init__(self, path: Path | None, threads: int, memory: str | None) -> None:
        self.connection = duckdb.connect(str(path) if path is not None else ":memory:")
        self.connection.execute(f"set threads = {threads}")
        self.connection.execute("set preserve_insertion_order = false")
        self.connection.execute("set enable_progress_bar = false")
        if memory is not None:
            self.connection.execute(f"set memory_limit = '{memory}'")
        self.document, self.ranks = array("q"), array("q")
        self.likeness = Likeness()
        self.live = 0
        """How many accounts are there, without those that were taken away."""
        self._where = {name: array("d") for name in ("latitude", "longitude", "radius")}
        held = "select count(*) from duckdb_tables() where table_name = 'held'"
        ((there,),) = self.connection.execute(held).fetchall()
        if there:
            self._load()
        else:
            self.connection.register("given", pa.Table.from_pylist([], schema=SCHEMA))
            for sql in _TABLES:
                self.connection.execute(sql)
            self.connection.unregister("given")

    def __len__(self) -> int:
        return len(self.document)

    def __contains__(self, number: int) -> bool:
        return self.document[number] != _GONE

    def insert(self, sql: str, table: Any) -> None:
        """Run ``sql``, for which ``table`` stands as ``given``."""
        self.connection.register("given", table)
        self.connection.execute(sql)
        self.connection.unregister("given")

    def fill(self, name: str, pairs: Sequence[Sequence[int]]) -> None:
        """Make a table of pairs, with the columns l and r."""
        columns = [pa.array([pair[at] for pair in pairs], pa.int32()) for at in (0, 1)]
        self.insert(f"create or replace table {name} as select * from given", pa.table(columns, names=["l", "r"]))

    def numbers(self, name: str, numbers: Iterable[int]) -> None:
        """Make a table of numbers, with the column n."""
        table = pa.table([pa.array(list(numbers), pa.int32())], names=["n"])
        self.insert(f"create or replace table {name} as select * from given", table)

    def store(self, batch: Sequence[Account], ranks: Sequence[int]) -> None:
        """Keep accounts, with where each stands among all; they are numbered on from those that are there."""
        first = len(self)
        self.insert("insert into accounts select * from given", table_of(batch, first))
        places = [extent_of(account) for account in batch]
        documents = [document_number(account.document) for account in batch]
        self.document.extend(documents)
        self.ranks.extend(ranks)
        for at, kept in enumerate(self._where.values()):
            kept.extend(place[at] for place in places)
        terms, weights = self.likeness.add(batch)
        numbers = np.arange(first, first + len(batch), dtype=np.int32)
        held = [numbers, documents, list(ranks), *([place[at] for place in places] for at in range(3)), terms, weights]
        names = ["n", "document", "rank", *self._where, "terms", "weights"]
        self.insert("insert into held select * from given", pa.table([pa.array(one) for one in held], names=names))
        keys: list[int] = []
        counts = []
        for account in batch:
            its = keys_of(account)
            keys.extend(its)
            counts.append(len(its))
        table = pa.table([pa.array(keys, pa.int64()), pa.array(np.repeat(numbers, counts))], names=["key", "n"])
        self.insert("insert into keys select * from given", table)

    def take_away(self, lost: Sequence[int]) -> None:
        """Take accounts away with their keys and scores; the table ``lost`` holds their numbers."""
        for name, column in (("accounts", "unique_id"), ("held", "n"), ("keys", "n"), ("edges", "l"), ("edges", "r")):
            self.connection.execute(f"delete from {name} where {column} in (select n from lost)")
        for number in lost:
            self.document[number] = _GONE

    def of_two(self, left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
        """Return those pairs that are of two documents."""
        document = np.frombuffer(self.document, dtype=np.int64)
        apart = document[left] != document[right]
        return left[apart], right[apart]

    def far_apart(self, first: int, second: int) -> bool:
        """Tell whether the places of two accounts are known, and too far apart to be one."""
        latitude, longitude, radius = self._where.values()
        one, other = (latitude[first], longitude[first]), (latitude[second], longitude[second])
        if one == other or one[0] != one[0] or other[0] != other[0]:  # not a number: unknown
            return False
        return distance_km(one, other) > FAR + radius[first] + radius[second]

    def _load(self) -> None:
        """Read back what is kept of an earlier time."""
        fields = self.connection.sql("select * from held order by n").to_arrow_table()
        numbers = fields["n"].to_numpy()
        size = int(numbers[-1]) + 1 if len(numbers) else 0
        self.live = len(numbers)
        columns: list[tuple[str, array[Any], float]] = [
            ("document", self.document, _GONE),
            ("rank", self.ranks, 0),
            *((name, kept, float("nan")) for name, kept in self._where.items()),
        ]
        for name, kept, absent in columns:
            column = fields[name].to_numpy()
            values = np.full(size, absent, dtype=column.dtype)
            values[numbers] = column
            kept.frombytes(values.tobytes())
        self.likeness.load(numbers, size, fields["terms"].combine_chunks(), fields["weights"].combine_chunks())
