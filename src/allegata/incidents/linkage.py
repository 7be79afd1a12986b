"""Accounts linked across documents: a table of DuckDB that accounts are added to, and the clusters that follow.

The table is kept in memory or in a file, where it takes no more memory than it is allowed. Adding finds pairs by their
keys, scores only pairs of which one is new, and clusters again only what hangs together with a new account. As a pair's
score and its keys depend on nothing else, the outcome is the same as of adding all at once.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from allegata.gazetteer.extent import distance_km
from allegata.incidents.accounts import Account
from allegata.incidents.blocking import MOST, keys_of
from allegata.incidents.clusters import LEAST, Agglomeration, Pair
from allegata.incidents.comparisons import COMPARISONS, FAR
from allegata.incidents.components import Components
from allegata.incidents.likeness import Likeness
from allegata.incidents.link_table import SCHEMA, extent_of, table_of
from allegata.incidents.linking_model import Model, built_in_model, predict

FLOOR: Final = -4.0
"""Scores below this, in bits, are not kept: such pairs count as never compared."""
_ENDS: Final = (-12.0, 12.0)
_BATCH: Final = 20_000
_AT_ONCE: Final = 40_000
"""New accounts whose pairs are found and scored at once, so that memory does not grow with the archive."""


class Linkage:
    """Accounts, the scores of their pairs, and their clusters. Numbers of accounts count from 0 in order of adding.

    ``path``: a new file for the tables, instead of memory; what does not fit in ``memory`` ("1GB") is kept beside it.
    """

    def __init__(
        self, model: Model | None = None, *, path: Path | None = None, threads: int = 2, memory: str | None = None
    ) -> None:
        self.model = model or built_in_model()
        self._con = duckdb.connect(str(path) if path is not None else ":memory:")
        self._con.execute(f"set threads = {threads}")
        self._con.execute("set preserve_insertion_order = false")
        self._con.execute("set enable_progress_bar = false")
        if memory is not None:
            self._con.execute(f"set memory_limit = '{memory}'")
        empty = pa.Table.from_pylist([], schema=SCHEMA)
        self._con.register("given", empty)
        self._con.execute("create table accounts as select * from given")
        self._con.execute("create view compared as select *, null::varchar as match_key from accounts")
        self._con.execute("create table keys (key bigint, n integer)")
        self._con.execute("create table edges (l integer, r integer, weight integer)")
        self._con.unregister("given")
        self._documents: dict[str, int] = {}
        self._document = array("i")
        self._where = {name: array("d") for name in ("latitude", "longitude", "radius")}
        self._sets = Components()
        self._likeness = Likeness()
        self._cluster: dict[int, list[int]] = {}
        self._refused: dict[int, list[Pair]] = {}
        self._same: tuple[Pair, ...] = ()
        self._apart: tuple[Pair, ...] = ()

    def __len__(self) -> int:
        return len(self._document)

    def add(self, accounts: Iterable[Account]) -> None:
        """Add accounts, find and score their pairs with all others, and cluster again what that touches."""
        first = len(self)
        waiting = iter(accounts)
        while batch := list(islice(waiting, _BATCH)):
            self._store(batch)
        if len(self) > first:
            self._recluster(self._score(first))

    def judge(self, same: Iterable[Pair], apart: Iterable[Pair]) -> None:
        """Hold together and keep apart pairs of numbers that people judged, in place of those judged so far."""
        before = {number for pair in (*self._same, *self._apart) for number in pair}
        self._same, self._apart = tuple(same), tuple(apart)
        self._recluster(before | {number for pair in (*self._same, *self._apart) for number in pair})

    def refused(self) -> list[Pair]:
        """Return the judged pairs that kept clusters apart whose scores are high enough for a merge."""
        return sorted(pair for pairs in self._refused.values() for pair in pairs)

    def clusters(self) -> list[list[int]]:
        """Return the numbers of the accounts of each happening, single accounts too, in order of their first."""
        linked = {number for found in self._cluster.values() for number in found}
        return sorted(
            [list(found) for found in self._cluster.values()] + [[n] for n in range(len(self)) if n not in linked]
        )

    def scores(self, pairs: Iterable[Pair]) -> dict[Pair, float]:
        """Return the weights in bits of those ``pairs`` that were scored and kept."""
        wanted = {(min(pair), max(pair)) for pair in pairs}
        self._fill("wanted", sorted(wanted))
        rows = self._con.execute("select l, r, weight from edges semi join wanted using (l, r)").fetchall()
        return {(first, second): weight / 100 for first, second, weight in rows}

    def pairs(self) -> int:
        """Return how many pairs have a score that was kept."""
        ((count,),) = self._con.execute("select count(*) from edges").fetchall()
        return int(count)

    def candidates(self) -> list[Pair]:
        """Return the pairs that share a key, whatever their score."""
        return self._con.execute(
            f"""with open as materialized (select key from keys group by key having count(*) between 2 and {MOST})
            select distinct l.n, r.n from keys l join open using (key) join keys r using (key)
            join accounts a on a.unique_id = l.n join accounts b on b.unique_id = r.n
            where l.n < r.n and a.document <> b.document order by 1, 2"""
        ).fetchall()

    def levels(self, pairs: Iterable[Pair]) -> dict[Pair, tuple[float, dict[str, str]]]:
        """Return, for each of ``pairs``, its probability and the level of each comparison that says something."""
        wanted = sorted({(min(pair), max(pair)) for pair in pairs})
        if not wanted:
            return {}
        self._fill("wanted", wanted)
        self._con.execute("create or replace table found as select l as join_key_l, r as join_key_r from wanted")
        table = self._predicted(explain=True)
        columns = ", ".join(f"gamma_{comparison.name}" for comparison in COMPARISONS)
        rows = self._con.execute(
            f"select unique_id_l, unique_id_r, match_probability, {columns} from {table}"
        ).fetchall()
        self._con.execute(f"drop table {table}")
        found: dict[Pair, tuple[float, dict[str, str]]] = {}
        for first, second, probability, *gammas in rows:
            levels = {
                comparison.name: comparison.levels[len(comparison.levels) - 1 - gamma].name
                for comparison, gamma in zip(COMPARISONS, gammas, strict=True)
                if gamma >= 0
            }
            found[first, second] = (probability, levels)
        return found

    def _fill(self, name: str, pairs: Sequence[Pair]) -> None:
        columns = [pa.array([pair[at] for pair in pairs], pa.int32()) for at in (0, 1)]
        self._insert(f"create or replace table {name} as select * from given", pa.table(columns, names=["l", "r"]))

    def _insert(self, sql: str, table: Any) -> None:
        self._con.register("given", table)
        self._con.execute(sql)
        self._con.unregister("given")

    def _store(self, batch: Sequence[Account]) -> None:
        first = len(self)
        self._insert("insert into accounts select * from given", table_of(batch, first, self._documents))
        self._likeness.add(batch)
        keys = [(key, first + at) for at, account in enumerate(batch) for key in sorted(keys_of(account))]
        columns = [pa.array([key for key, _ in keys], pa.int64()), pa.array([n for _, n in keys], pa.int32())]
        self._insert("insert into keys select * from given", pa.table(columns, names=["key", "n"]))
        self._sets.grow(len(batch))
        for account in batch:
            self._document.append(self._documents[account.document])
            for name, value in zip(self._where, extent_of(account), strict=True):
                self._where[name].append(value)

    def _score(self, first: int) -> set[int]:
        """Score the pairs of accounts from number ``first`` on; return the accounts whose clusters may change."""
        con = self._con
        con.execute(
            f"""create or replace table counted as
            select key, count(*) as members, count(*) filter (where n < {first}) as before
            from keys semi join (select distinct key from keys where n >= {first}) using (key) group by key"""
        )
        touched = self._retract(first) if first else set()
        con.execute(
            f"""create or replace table active as
            select keys.key, n from keys semi join (
                select key from counted where members between 2 and {MOST}
            ) using (key)"""
        )
        for start in range(first, len(self), _AT_ONCE):
            self._score_some(start, start + _AT_ONCE)
            fresh = con.execute(f"select l, r from fresh where weight >= {LEAST}")
            while rows := fresh.fetchmany(_BATCH):
                for left, right in rows:
                    self._sets.join(left, right)
                    touched.add(left)
        for name in ("active", "fresh", "found", "counted", "likened"):
            con.execute(f"drop table if exists {name}")
        return touched

    def _score_some(self, start: int, end: int) -> None:
        """Score the pairs that accounts from ``start`` to below ``end`` make with those before them, and keep them."""
        con = self._con
        con.execute(
            f"""create or replace table found as
            with new as materialized (select key, n from active where n >= {start} and n < {end}),
            pairs as (
                select distinct old.n as join_key_l, new.n as join_key_r
                from new join active old using (key) where old.n < new.n
            )
            select join_key_l, join_key_r from pairs
            join (select unique_id, document from accounts) a on a.unique_id = join_key_l
            join (select unique_id, document from accounts) b on b.unique_id = join_key_r
            where a.document <> b.document"""
        )
        table = self._predicted()
        con.execute(
            f"""create or replace table fresh as
            select unique_id_l as l, unique_id_r as r,
            cast(round(100 * least({_ENDS[1]}, greatest({_ENDS[0]}, match_weight))) as integer) as weight
            from {table} where match_weight >= {FLOOR}"""
        )
        con.execute(f"drop table {table}")
        con.execute("insert into edges select * from fresh")

    def _predicted(self, *, explain: bool = False) -> str:
        """Score the pairs in the table ``found``; return the name of the table with the scores."""
        pairs = self._con.sql("select join_key_l, join_key_r from found order by all").to_arrow_table()
        left, right = (pairs.column(at).to_numpy() for at in (0, 1))
        likeness = pa.array(self._likeness.per_cent(left, right)).cast(pa.string())
        self._insert(
            "create or replace table likened as select * from given", pairs.append_column("match_key", likeness)
        )
        return predict(self._con, "compared", "likened", self.model, explain=explain)

    def _retract(self, first: int) -> set[int]:
        """Take back pairs that only keys found that too many accounts share now; return the accounts of such keys."""
        con = self._con
        con.execute(
            f"""create or replace table crossed as
            select n from keys semi join (
                select key from counted where before between 2 and {MOST} and members > {MOST}
            ) using (key) where n < {first} group by n"""
        )
        members = {n for (n,) in con.execute("select n from crossed").fetchall()}
        if not members:
            return set()
        con.execute(
            f"""create or replace table still as
            with mine as materialized (select key, n from keys semi join crossed using (n) where n < {first}),
            open as materialized (
                select key from keys semi join (select distinct key from mine) using (key)
                group by key having count(*) between 2 and {MOST}
            ), live as materialized (select key, n from mine semi join open using (key))
            select distinct a.n as l, b.n as r from live a join live b using (key) where a.n < b.n"""
        )
        con.execute(
            """delete from edges where l in (select n from crossed) and r in (select n from crossed)
            and not exists (select 1 from still where still.l = edges.l and still.r = edges.r)"""
        )
        return members

    def _recluster(self, touched: set[int]) -> None:
        """Cluster again what hangs together with the ``touched`` accounts."""
        for first, second in self._same:
            self._sets.join(first, second)
        tops = {self._sets.find(number) for number in touched}
        members = self._sets.members(tops)
        if not members:
            return
        for number, _ in members:
            self._cluster.pop(number, None)
        for top in tops:
            self._refused.pop(top, None)
        columns = [pa.array([pair[at] for pair in members], pa.int32()) for at in (0, 1)]
        self._insert("create or replace table members as select * from given", pa.table(columns, names=["n", "top"]))
        rows = self._con.execute(
            """select a.top, l, r, weight from edges join members a on a.n = l join members b on b.n = r
            where a.top = b.top order by a.top, l, r"""
        )
        same, apart = self._by_top(self._same), self._by_top(self._apart)
        for top, pairs in groupby(_streamed(rows), key=lambda row: row[0]):
            scores = {(first, second): weight for _, first, second, weight in pairs}
            self._agglomerate(top, scores, same.pop(top, ()), apart.get(top, ()))
        for top in sorted(same):  # held together by judgements alone
            if top in tops:
                self._agglomerate(top, {}, same[top], apart.get(top, ()))
        self._con.execute("drop table members")

    def _agglomerate(self, top: int, scores: dict[Pair, int], same: Sequence[Pair], apart: Sequence[Pair]) -> None:
        work = Agglomeration(scores, self._document.__getitem__, same, apart, self._far_apart)
        for found in work.run():
            if len(found) > 1:
                self._cluster[found[0]] = found
        if work.refused:
            self._refused[top] = work.refused

    def _far_apart(self, first: int, second: int) -> bool:
        """Tell whether the places of two accounts are known, and too far apart to be one."""
        latitude, longitude, radius = self._where.values()
        one, other = (latitude[first], longitude[first]), (latitude[second], longitude[second])
        if one[0] != one[0] or other[0] != other[0]:  # not a number: unknown
            return False
        return distance_km(one, other) > FAR + radius[first] + radius[second]

    def _by_top(self, pairs: Iterable[Pair]) -> dict[int, list[Pair]]:
        found: dict[int, list[Pair]] = {}
        for first, second in pairs:
            if self._sets.find(first) == self._sets.find(second):
                found.setdefault(self._sets.find(first), []).append((first, second))
        return found


def _streamed(rows: Any) -> Iterator[tuple[int, int, int, int]]:
    """Yield the rows of an answer, some thousands at a time."""
    while some := rows.fetchmany(_BATCH):
        yield from some
