"""The scores of pairs of accounts: which pairs share a key, what each weighs, and what changes as accounts come and go.

A pair's score and its keys depend on nothing but its two accounts, so that the outcome of any steps is the same.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from allegata.incidents.blocking import FEW, MOST, WIDE
from allegata.incidents.clusters import LEAST, Pair
from allegata.incidents.comparisons import COMPARISONS
from allegata.incidents.components import Numbers
from allegata.incidents.linkage_tables import LinkTables
from allegata.incidents.linking_model import Model, predict
from allegata.incidents.pairing import pairs_of

FLOOR: Final = -4.0
"""Scores below this, in bits, are not kept: such pairs count as never compared."""
_ENDS: Final = (-12.0, 12.0)
_AT_ONCE: Final = 20_000
"""New accounts whose pairs are found and scored at once, so that memory does not grow with the archive."""


class PairScores:
    """The scores of the pairs of accounts in some tables, by the weights of a model."""

    def __init__(self, tables: LinkTables, model: Model) -> None:
        self._tables = tables
        self._model = model

    def scores(self, pairs: Iterable[Pair]) -> dict[Pair, float]:
        """Return the weights in bits of those ``pairs`` that were scored and kept."""
        wanted = {(min(pair), max(pair)) for pair in pairs}
        self._tables.fill("wanted", sorted(wanted))
        rows = self._tables.connection.execute(
            "select l, r, weight from edges semi join wanted using (l, r)"
        ).fetchall()
        return {(first, second): weight / 100 for first, second, weight in rows}

    def pairs(self) -> int:
        """Return how many pairs have a score that was kept."""
        ((count,),) = self._tables.connection.execute("select count(*) from edges").fetchall()
        return int(count)

    def candidates(self) -> list[Pair]:
        """Return the pairs that share a key, whatever their score."""
        return self._tables.connection.execute(
            f"""with open as materialized (
                select key from keys group by key having count(*) between 2 and {_most(self._tables.live)}
            ) select distinct l.n, r.n from keys l join open using (key) join keys r using (key)
            join accounts a on a.unique_id = l.n join accounts b on b.unique_id = r.n
            where l.n < r.n and a.document <> b.document order by 1, 2"""
        ).fetchall()

    def levels(self, pairs: Iterable[Pair]) -> dict[Pair, tuple[float, dict[str, str]]]:
        """Return, for each of ``pairs``, its probability and the level of each comparison that says something."""
        wanted = sorted({(min(pair), max(pair)) for pair in pairs})
        if not wanted:
            return {}
        table = self._predicted(*(np.array([pair[at] for pair in wanted], np.int32) for at in (0, 1)), explain=True)
        columns = ", ".join(f"gamma_{comparison.name}" for comparison in COMPARISONS)
        rows = self._tables.connection.execute(
            f"select unique_id_l, unique_id_r, match_probability, {columns} from {table}"
        ).fetchall()
        self._tables.connection.execute(f"drop table {table}")
        found: dict[Pair, tuple[float, dict[str, str]]] = {}
        for first, second, probability, *gammas in rows:
            levels = {
                comparison.name: comparison.levels[len(comparison.levels) - 1 - gamma].name
                for comparison, gamma in zip(COMPARISONS, gammas, strict=True)
                if gamma >= 0
            }
            found[first, second] = (probability, levels)
        return found

    def bring_up(self, first: int, lost: Sequence[int]) -> tuple[set[int], set[int]]:
        """Take ``lost`` accounts away and score the pairs that come up; return those whose clusters may change.

        Of these, the second are accounts that were there and stay, and got or lost a score among themselves. Accounts
        from number ``first`` on are new.
        """
        tables, con = self._tables, self._tables.connection
        tables.numbers("lost", lost)
        touched_keys = f"select key from keys where n >= {first} or n in (select n from lost)"
        before, tables.live = tables.live, tables.live + len(tables) - first - len(lost)
        widened = (before < WIDE) != (tables.live < WIDE)  # what a key without a time may bring together is another now
        narrowed = f"semi join ({touched_keys}) using (key)" if first and not widened else ""
        con.execute(
            f"""create or replace table counted as
            select key, count(*) filter (where n < {first}) as before,
            count(*) filter (where n not in (select n from lost)) as members
            from keys {narrowed} group by key"""
        )
        touched = self._take_away(lost) if lost else set()
        changed = self._retract(first, before) if first else set()
        con.execute(
            f"""create or replace table active as select keys.key, n, before > {_most(before, "keys.key")} as opened
            from keys join counted using (key) where members between 2 and {_most(tables.live, "keys.key")}"""
        )
        if lost:
            changed |= self._reopen(first)
        for start in range(first, len(tables), _AT_ONCE):
            touched |= self._score_some(start, start + _AT_ONCE)
        for name in ("active", "counted", "lost"):
            con.execute(f"drop table if exists {name}")
        return touched | changed, changed

    def _take_away(self, lost: Sequence[int]) -> set[int]:
        """Take accounts away; return those with which they had scores."""
        rows = self._tables.connection.execute(
            "select l, r from edges where l in (select n from lost) or r in (select n from lost)"
        ).fetchall()
        self._tables.take_away(lost)
        return {number for pair in rows for number in pair} - set(lost)

    def _score_some(self, start: int, end: int) -> set[int]:
        """Score the pairs that accounts from ``start`` to below ``end`` make with those before them."""
        rows = self._tables.connection.sql(
            f"""select key, n from active
            semi join (select distinct key from active where n >= {start} and n < {end}) using (key)
            where n < {end} order by key, n"""
        ).fetchnumpy()
        numbers = np.asarray(rows["n"])
        left, right = pairs_of(np.asarray(rows["key"]), numbers, numbers >= start)
        self._keep_scores(*self._tables.of_two(left, right))
        found = self._tables.connection.execute(f"select l, r from fresh where weight >= {LEAST}").fetchnumpy()
        return set(np.unique(np.concatenate([np.asarray(found["l"]), np.asarray(found["r"])])).tolist())

    def _reopen(self, first: int) -> set[int]:
        """Score the pairs among earlier accounts that a key finds again which too many shared before."""
        rows = self._tables.connection.sql(
            f"select key, n from active where opened and n < {first} order by key, n"
        ).fetchnumpy()
        numbers = np.asarray(rows["n"])
        left, right = self._tables.of_two(
            *pairs_of(np.asarray(rows["key"]), numbers, np.ones(len(numbers), dtype=bool))
        )
        self._tables.insert(
            "create or replace table again as select * from given", pa.table([left, right], names=["l", "r"])
        )
        fresh = self._tables.connection.sql(
            "select l, r from again anti join edges using (l, r) order by l, r"
        ).fetchnumpy()
        self._tables.connection.execute("drop table again")
        self._keep_scores(np.asarray(fresh["l"]), np.asarray(fresh["r"]))
        return {
            number for pair in self._tables.connection.execute("select l, r from fresh").fetchall() for number in pair
        }

    def _keep_scores(self, left: Numbers, right: Numbers) -> None:
        """Score pairs and keep those that are high enough, also in the table ``fresh``."""
        table = self._predicted(left, right)
        self._tables.connection.execute(
            f"""create or replace table fresh as
            select unique_id_l as l, unique_id_r as r,
            cast(round(100 * least({_ENDS[1]}, greatest({_ENDS[0]}, match_weight))) as integer) as weight
            from {table} where match_weight >= {FLOOR}"""
        )
        self._tables.connection.execute(f"drop table {table}")
        self._tables.connection.execute("insert into edges select * from fresh")

    def _predicted(self, left: Numbers, right: Numbers, *, explain: bool = False) -> str:
        """Score pairs; return the name of the table with the scores."""
        likeness = pa.array(self._tables.likeness.per_cent(left, right)).cast(pa.string())
        pairs = pa.table([left, right, likeness], names=["join_key_l", "join_key_r", "match_key"])
        self._tables.insert("create or replace table likened as select * from given", pairs)
        return predict(self._tables.connection, "compared", "likened", self._model, explain=explain)

    def _retract(self, first: int, accounts: int) -> set[int]:
        """Take back pairs that only keys found that too many accounts share now; return the accounts of such keys.

        ``accounts``: how many there were before.
        """
        con, most = self._tables.connection, _most(self._tables.live)
        con.execute(
            f"""create or replace table crossed as
            select n from keys semi join (
                select key from counted where before between 2 and {_most(accounts)} and members > {most}
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
                group by key having count(*) between 2 and {most}
            ), live as materialized (select key, n from mine semi join open using (key))
            select distinct a.n as l, b.n as r from live a join live b using (key) where a.n < b.n"""
        )
        con.execute(
            """delete from edges where l in (select n from crossed) and r in (select n from crossed)
            and not exists (select 1 from still where still.l = edges.l and still.r = edges.r)"""
        )
        return members


def _most(accounts: int, key: str = "key") -> str:
    """Return how many of so many accounts a key may bring together, in SQL."""
    return str(MOST) if accounts < WIDE else f"(case when {key} % 2 = 1 then {min(FEW, MOST)} else {MOST} end)"
