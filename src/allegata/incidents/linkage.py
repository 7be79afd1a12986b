"""Accounts linked across documents: a table of DuckDB that accounts are added to, and the clusters that follow.

The table is kept in memory or in a file, where it takes no more memory than it is allowed, and which can be opened
again. Adding and taking away find pairs by their keys, score only pairs that are new, and cluster again only what hangs
together with what changed. As a pair's score and its keys depend on nothing else, the outcome is the same as of adding
all at once.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa

from allegata.gazetteer.extent import distance_km
from allegata.incidents.accounts import Account
from allegata.incidents.blocking import FEW, MOST, WIDE, keys_of
from allegata.incidents.clusters import LEAST, Agglomeration, Pair
from allegata.incidents.comparisons import COMPARISONS, FAR
from allegata.incidents.components import Numbers, knots, reached
from allegata.incidents.likeness import Likeness
from allegata.incidents.link_table import SCHEMA, document_number, extent_of, table_of
from allegata.incidents.linking_model import Model, built_in_model, predict
from allegata.incidents.pairing import pairs_of

FLOOR: Final = -4.0
"""Scores below this, in bits, are not kept: such pairs count as never compared."""
Failure = duckdb.Error
"""What a file raises that cannot be read or written."""
_ENDS: Final = (-12.0, 12.0)
_BATCH: Final = 20_000
_AT_ONCE: Final = 20_000
"""New accounts whose pairs are found and scored at once, so that memory does not grow with the archive."""
_GONE: Final = -1
LARGE: Final = 1_000
"""Above so many accounts that hang together, only likelier pairs count for it: a whole war hangs together by pairs that
are barely likely, and what one new report touches would be everything."""
_STEPS: Final = (100, 200, 300, 400)
"""How likely they must be, in hundredths of a bit: twice, four, eight, at last sixteen times as likely as not."""
_SURE: Final = 32_000
"""The weight of what people judged the same."""
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


class Linkage:
    """Accounts, the scores of their pairs, and their clusters. Numbers of accounts count from 0 in order of adding.

    ``path``: a file for the tables, new or of an earlier time, instead of memory; what does not fit in ``memory``
    ("1GB") is kept beside it.
    """

    def __init__(
        self, model: Model | None = None, *, path: Path | None = None, threads: int = 2, memory: str | None = None
    ) -> None:
        self.model = model or built_in_model()
        self.connection = self._con = duckdb.connect(str(path) if path is not None else ":memory:")
        self._con.execute(f"set threads = {threads}")
        self._con.execute("set preserve_insertion_order = false")
        self._con.execute("set enable_progress_bar = false")
        if memory is not None:
            self._con.execute(f"set memory_limit = '{memory}'")
        self._document, self._rank = array("q"), array("q")
        self._where = {name: array("d") for name in ("latitude", "longitude", "radius")}
        self._likeness = Likeness()
        self._live = 0
        self._mark = array("q")
        """By number: of which part of a large component an account is, 0 where it is of none (`knots`)."""
        self._cluster: dict[int, list[int]] = {}
        self._top: dict[int, int] = {}
        self.stirred: set[int] = set()
        """Accounts of which a pair, a score or a refused merge may be another since this was last emptied."""
        self._judged: dict[str, tuple[Pair, ...]] = {"same": (), "apart": (), "refused": ()}
        ((there,),) = self._con.execute("select count(*) from duckdb_tables() where table_name = 'held'").fetchall()
        if there:
            self._load()
        else:
            self._con.register("given", pa.Table.from_pylist([], schema=SCHEMA))
            for sql in _TABLES:
                self._con.execute(sql)
            self._con.unregister("given")

    def __len__(self) -> int:
        return len(self._document)

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    def add(self, accounts: Iterable[Account], ranks: Iterable[int] | None = None) -> set[int]:
        """Add accounts, find and score their pairs with all others, and cluster again what that touches.

        ``ranks``: where each stands among all, which decides between equals; by default, in order of adding. Returns
        the numbers whose clusters were made again.
        """
        return self.change((), accounts, ranks)

    def change(
        self, gone: Iterable[int], accounts: Iterable[Account] = (), ranks: Iterable[int] | None = None
    ) -> set[int]:
        """Take the accounts with the numbers ``gone`` away, and add others, as `add` does; the new ones count too."""
        first = len(self)
        waiting, standing = iter(accounts), iter(ranks) if ranks is not None else None
        while batch := list(islice(waiting, _BATCH)):
            at = len(self)
            given = list(islice(standing, len(batch))) if standing is not None else range(at, at + len(batch))
            self._store(batch, given)
        lost = sorted(set(gone))
        if len(self) == first and not lost:
            return set()
        touched, changed = self._score(first, lost)
        return self._recluster(touched, changed) | set(range(first, len(self)))

    def judge(self, same: Iterable[Pair], apart: Iterable[Pair]) -> set[int]:
        """Hold together and keep apart pairs of numbers that people judged, in place of those judged so far.

        Returns the numbers whose clusters were made again.
        """
        given = {"same": tuple(same), "apart": tuple(apart)}
        changed = {pair for kind, pairs in given.items() for pair in set(pairs) ^ set(self._judged[kind])}
        self._judged |= given
        self._write_judged()
        touched = {number for pair in changed for number in pair}
        return self._recluster(touched, touched)

    def refused(self) -> list[Pair]:
        """Return the judged pairs that kept clusters apart whose scores are high enough for a merge."""
        return sorted(self._judged["refused"])

    def clusters(self) -> list[list[int]]:
        """Return the numbers of the accounts of each happening, single accounts too, in order of their first."""
        single = [[n] for n in range(len(self)) if n not in self._top and self._document[n] != _GONE]
        rank = self._rank
        return sorted([list(found) for found in self._cluster.values()] + single, key=lambda found: rank[found[0]])

    def cluster_of(self, number: int) -> list[int]:
        """Return the numbers that are of one happening with ``number``, in order of rank; none where it is gone."""
        if self._document[number] == _GONE:
            return []
        return list(self._cluster[self._top[number]]) if number in self._top else [number]

    def rank(self, number: int) -> int:
        """Return where an account stands among all."""
        return self._rank[number]

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
            f"""with open as materialized (
                select key from keys group by key having count(*) between 2 and {_most(self._live)}
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

    def _load(self) -> None:
        """Read back what is kept of an earlier time."""
        fields = self._con.sql("select * from held order by n").to_arrow_table()
        numbers = fields["n"].to_numpy()
        size = int(numbers[-1]) + 1 if len(numbers) else 0
        self._live = len(numbers)
        columns: list[tuple[str, array[Any], float]] = [
            ("document", self._document, _GONE),
            ("rank", self._rank, 0),
            *((name, kept, float("nan")) for name, kept in self._where.items()),
        ]
        for name, kept, absent in columns:
            column = fields[name].to_numpy()
            values = np.full(size, absent, dtype=column.dtype)
            values[numbers] = column
            kept.frombytes(values.tobytes())
        self._mark.frombytes(bytes(8 * size))
        self._likeness.load(numbers, size, fields["terms"].combine_chunks(), fields["weights"].combine_chunks())
        order = "select n, top from clustered join held using (n) order by top, rank"
        for _, rows in groupby(self._con.execute(order).fetchall(), key=lambda row: row[1]):
            self._keep_cluster([n for n, _ in rows])
        for kind in self._judged:
            pairs = self._con.execute("select l, r from judged where kind = ? order by l, r", [kind]).fetchall()
            self._judged[kind] = tuple((first, second) for first, second in pairs)
        if size > LARGE:
            left, right, weight = self._likely()
            members, _, marks = knots(left, right, weight, _STEPS, LARGE)
            np.frombuffer(self._mark, dtype=np.int64)[members] = marks

    def _keep_cluster(self, found: Sequence[int]) -> None:
        self._cluster[found[0]] = list(found)
        self._top.update(dict.fromkeys(found, found[0]))

    def _fill(self, name: str, pairs: Sequence[Sequence[int]]) -> None:
        columns = [pa.array([pair[at] for pair in pairs], pa.int32()) for at in (0, 1)]
        self._insert(f"create or replace table {name} as select * from given", pa.table(columns, names=["l", "r"]))

    def _numbers(self, name: str, numbers: Iterable[int]) -> None:
        table = pa.table([pa.array(list(numbers), pa.int32())], names=["n"])
        self._insert(f"create or replace table {name} as select * from given", table)

    def _insert(self, sql: str, table: Any) -> None:
        self._con.register("given", table)
        self._con.execute(sql)
        self._con.unregister("given")

    def _store(self, batch: Sequence[Account], ranks: Sequence[int]) -> None:
        first = len(self)
        self._insert("insert into accounts select * from given", table_of(batch, first))
        places = [extent_of(account) for account in batch]
        documents = [document_number(account.document) for account in batch]
        self._document.extend(documents)
        self._rank.extend(ranks)
        self._mark.frombytes(bytes(8 * len(batch)))
        for at, kept in enumerate(self._where.values()):
            kept.extend(place[at] for place in places)
        terms, weights = self._likeness.add(batch)
        numbers = np.arange(first, first + len(batch), dtype=np.int32)
        held = [numbers, documents, list(ranks), *([place[at] for place in places] for at in range(3)), terms, weights]
        names = ["n", "document", "rank", *self._where, "terms", "weights"]
        self._insert("insert into held select * from given", pa.table([pa.array(one) for one in held], names=names))
        keys: list[int] = []
        counts = []
        for account in batch:
            its = keys_of(account)
            keys.extend(its)
            counts.append(len(its))
        table = pa.table([pa.array(keys, pa.int64()), pa.array(np.repeat(numbers, counts))], names=["key", "n"])
        self._insert("insert into keys select * from given", table)

    def _score(self, first: int, lost: Sequence[int]) -> tuple[set[int], set[int]]:
        """Take ``lost`` accounts away and score the pairs that come up; return those whose clusters may change.

        Of these, the second are accounts that were there and stay, and got or lost a score among themselves. Accounts
        from number ``first`` on are new.
        """
        con = self._con
        self._numbers("lost", lost)
        touched_keys = f"select key from keys where n >= {first} or n in (select n from lost)"
        before, self._live = self._live, self._live + len(self) - first - len(lost)
        widened = (before < WIDE) != (self._live < WIDE)  # what a key without a time may bring together is another now
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
            from keys join counted using (key) where members between 2 and {_most(self._live, "keys.key")}"""
        )
        if lost:
            changed |= self._reopen(first)
        for start in range(first, len(self), _AT_ONCE):
            touched |= self._score_some(start, start + _AT_ONCE)
        for name in ("active", "counted", "lost"):
            con.execute(f"drop table if exists {name}")
        return touched | changed, changed

    def _take_away(self, lost: Sequence[int]) -> set[int]:
        """Take accounts away with all that is kept of them; return those that they held together."""
        touched = {
            number
            for pair in self._con.execute(
                "select l, r from edges where l in (select n from lost) or r in (select n from lost)"
            ).fetchall()
            for number in pair
        }
        touched.update(number for one in lost for number in self.cluster_of(one))
        for name, column in (("accounts", "unique_id"), ("held", "n"), ("keys", "n"), ("edges", "l"), ("edges", "r")):
            self._con.execute(f"delete from {name} where {column} in (select n from lost)")
        self._dissolve(lost)
        for number in lost:
            self._document[number] = _GONE
        away = set(lost)
        for kind, pairs in self._judged.items():
            touched.update(number for pair in pairs if not away.isdisjoint(pair) for number in pair)
            self._judged[kind] = tuple(pair for pair in pairs if away.isdisjoint(pair))
        return touched - away

    def _score_some(self, start: int, end: int) -> set[int]:
        """Score the pairs that accounts from ``start`` to below ``end`` make with those before them."""
        rows = self._con.sql(
            f"""select key, n from active
            semi join (select distinct key from active where n >= {start} and n < {end}) using (key)
            where n < {end} order by key, n"""
        ).fetchnumpy()
        numbers = np.asarray(rows["n"])
        left, right = pairs_of(np.asarray(rows["key"]), numbers, numbers >= start)
        self._keep_scores(*self._of_two(left, right))
        found = self._con.execute(f"select l, r from fresh where weight >= {LEAST}").fetchnumpy()
        return set(np.unique(np.concatenate([np.asarray(found["l"]), np.asarray(found["r"])])).tolist())

    def _reopen(self, first: int) -> set[int]:
        """Score the pairs among earlier accounts that a key finds again which too many shared before."""
        rows = self._con.sql(f"select key, n from active where opened and n < {first} order by key, n").fetchnumpy()
        numbers = np.asarray(rows["n"])
        left, right = self._of_two(*pairs_of(np.asarray(rows["key"]), numbers, np.ones(len(numbers), dtype=bool)))
        self._insert("create or replace table again as select * from given", pa.table([left, right], names=["l", "r"]))
        fresh = self._con.sql("select l, r from again anti join edges using (l, r) order by l, r").fetchnumpy()
        self._con.execute("drop table again")
        self._keep_scores(np.asarray(fresh["l"]), np.asarray(fresh["r"]))
        return {number for pair in self._con.execute("select l, r from fresh").fetchall() for number in pair}

    def _of_two(self, left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
        """Return those pairs that are of two documents."""
        document = np.frombuffer(self._document, dtype=np.int64)
        apart = document[left] != document[right]
        return left[apart], right[apart]

    def _keep_scores(self, left: Numbers, right: Numbers) -> None:
        """Score pairs and keep those that are high enough, also in the table ``fresh``."""
        table = self._predicted(left, right)
        self._con.execute(
            f"""create or replace table fresh as
            select unique_id_l as l, unique_id_r as r,
            cast(round(100 * least({_ENDS[1]}, greatest({_ENDS[0]}, match_weight))) as integer) as weight
            from {table} where match_weight >= {FLOOR}"""
        )
        self._con.execute(f"drop table {table}")
        self._con.execute("insert into edges select * from fresh")

    def _predicted(self, left: Numbers, right: Numbers, *, explain: bool = False) -> str:
        """Score pairs; return the name of the table with the scores."""
        likeness = pa.array(self._likeness.per_cent(left, right)).cast(pa.string())
        pairs = pa.table([left, right, likeness], names=["join_key_l", "join_key_r", "match_key"])
        self._insert("create or replace table likened as select * from given", pairs)
        return predict(self._con, "compared", "likened", self.model, explain=explain)

    def _retract(self, first: int, accounts: int) -> set[int]:
        """Take back pairs that only keys found that too many accounts share now; return the accounts of such keys.

        ``accounts``: how many there were before.
        """
        con = self._con
        con.execute(
            f"""create or replace table crossed as
            select n from keys semi join (
                select key from counted where before between 2 and {_most(accounts)} and members > {_most(self._live)}
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
                group by key having count(*) between 2 and {_most(self._live)}
            ), live as materialized (select key, n from mine semi join open using (key))
            select distinct a.n as l, b.n as r from live a join live b using (key) where a.n < b.n"""
        )
        con.execute(
            """delete from edges where l in (select n from crossed) and r in (select n from crossed)
            and not exists (select 1 from still where still.l = edges.l and still.r = edges.r)"""
        )
        return members

    def _likely(self) -> tuple[Numbers, Numbers, Numbers]:
        """Return the pairs that are as likely as not, or judged the same, with their weights."""
        likely = self._con.execute(f"select l, r, weight from edges where weight >= {LEAST}").fetchnumpy()
        same = np.array(self._judged["same"], dtype=np.int32).reshape(-1, 2)
        left = np.concatenate([np.asarray(likely["l"]), same[:, 0]])
        right = np.concatenate([np.asarray(likely["r"]), same[:, 1]])
        weight = np.concatenate([np.asarray(likely["weight"]), np.full(len(same), _SURE, dtype=np.int32)])
        return left, right, weight

    def _hanging_together(self, touched: set[int], changed: set[int]) -> tuple[Numbers, Numbers, set[int]]:
        """Return the accounts to cluster again, the lowest of each's group, and these with all that lost their group.

        What hangs together with the ``touched`` is clustered again; of a large component, only those parts that became
        others, or in which a score ``changed``.
        """
        left, right, weight = self._likely()
        near = reached(left, right, np.array(sorted(touched), dtype=np.int32), len(self))
        left, right, weight = left[near], right[near], weight[near]
        members, tops, marks = knots(left, right, weight, _STEPS, LARGE)
        kept = np.frombuffer(self._mark, dtype=np.int64)
        stirred = np.zeros(len(self), dtype=bool)
        stirred[sorted(changed)] = True
        dirty = (marks == 0) | (kept[members] != marks) | np.isin(tops, tops[stirred[members]])
        at_rest = np.zeros(len(self), dtype=bool)
        at_rest[members[~dirty]] = True
        around = np.unique(np.concatenate([left, right, np.array(sorted(touched), dtype=np.int32)]))
        affected = set(around[~at_rest[around]].tolist())
        kept[around] = 0
        kept[members] = marks
        return members[dirty], tops[dirty], affected

    def _recluster(self, touched: set[int], changed: set[int]) -> set[int]:
        """Cluster again what hangs together with the ``touched`` accounts; return all of these.

        ``changed``: those that were there before and have other scores among themselves.
        """
        self.stirred |= touched
        if not touched:
            return touched
        members, tops, affected = self._hanging_together(touched, changed)
        self._dissolve(affected)
        away = [pair for pair in self._judged["refused"] if affected.isdisjoint(pair)]
        table = pa.table([members, tops], names=["n", "top"])
        self._insert("create or replace table members as select * from given", table)
        # In two steps, or it may be taken for a join of all pairs of a group.
        self._con.execute("create or replace table within as select top, l, r, weight from edges join members on n = l")
        rows = self._con.execute(
            """select within.top, l, r, weight from within join members on n = r and members.top = within.top
            order by within.top, l, r"""
        )
        of = dict(zip(members.tolist(), tops.tolist(), strict=True)) if any(self._judged.values()) else {}
        held = {kind: _by_top(self._judged[kind], of) for kind in ("same", "apart")}
        refused: list[Pair] = []
        for top, scored in groupby(_streamed(rows), key=lambda row: row[0]):
            scores = {(first, second): weight for _, first, second, weight in scored}
            refused += self._agglomerate(scores, held["same"].pop(top, ()), held["apart"].get(top, ()))
        for top, pairs in sorted(held["same"].items()):  # held together by judgements alone
            refused += self._agglomerate({}, pairs, held["apart"].get(top, ()))
        self._con.execute("drop table members")
        self._con.execute("drop table within")
        now = tuple(sorted((*away, *refused)))
        self.stirred.update(n for pair in set(now) ^ set(self._judged["refused"]) for n in pair)
        self._judged["refused"] = now
        self._write_judged()
        made = sorted({self._top[number] for number in affected if number in self._top})
        self._fill("made", [(number, top) for top in made for number in self._cluster[top]])
        self._con.execute("insert into clustered select l, r from made")
        self._con.execute("drop table made")
        return affected

    def _dissolve(self, numbers: Iterable[int]) -> None:
        """Forget the clusters of accounts."""
        tops = {self._top[number] for number in numbers if number in self._top}
        if not tops:
            return
        self._numbers("dissolved", sorted(tops))
        self._con.execute("delete from clustered where top in (select n from dissolved)")
        self._con.execute("drop table dissolved")
        for top in tops:
            for number in self._cluster.pop(top):
                del self._top[number]

    def _write_judged(self) -> None:
        self._con.execute("delete from judged")
        rows = [(*pair, kind) for kind, pairs in self._judged.items() for pair in pairs]
        if rows:
            columns = [pa.array([row[at] for row in rows]) for at in range(3)]
            names = ["l", "r", "kind"]
            self._insert("insert into judged select * from given", pa.table(columns, names=names))

    def _agglomerate(self, scores: Mapping[Pair, int], same: Sequence[Pair], apart: Sequence[Pair]) -> list[Pair]:
        """Keep the clusters of one component; return the judged pairs that kept some apart.

        Accounts are numbered by rank within it, as ties go by number.
        """
        members = sorted({n for pairs in (scores, same, apart) for pair in pairs for n in pair}, key=self._order)
        at = {number: place for place, number in enumerate(members)}

        def placed(pairs: Iterable[Pair]) -> list[Pair]:
            return [_sorted(at[first], at[second]) for first, second in pairs]

        work = Agglomeration(
            dict(zip(placed(scores), scores.values(), strict=True)),
            lambda place: self._document[members[place]],
            sorted(placed(same)),
            placed(apart),
            lambda first, second: self._far_apart(members[first], members[second]),
        )
        for found in work.run():
            if len(found) > 1:
                self._keep_cluster([members[place] for place in found])
        return [(members[first], members[second]) for first, second in work.refused]

    def _order(self, number: int) -> tuple[int, int]:
        return self._rank[number], number

    def _far_apart(self, first: int, second: int) -> bool:
        """Tell whether the places of two accounts are known, and too far apart to be one."""
        latitude, longitude, radius = self._where.values()
        one, other = (latitude[first], longitude[first]), (latitude[second], longitude[second])
        if one == other or one[0] != one[0] or other[0] != other[0]:  # not a number: unknown
            return False
        return distance_km(one, other) > FAR + radius[first] + radius[second]


def _most(accounts: int, key: str = "key") -> str:
    """Return how many of so many accounts a key may bring together, in SQL."""
    return str(MOST) if accounts < WIDE else f"(case when {key} % 2 = 1 then {min(FEW, MOST)} else {MOST} end)"


def _sorted(first: int, second: int) -> Pair:
    return (first, second) if first <= second else (second, first)


def _by_top(pairs: Iterable[Pair], of: Mapping[int, int]) -> dict[int, list[Pair]]:
    """Return the pairs that lie within one component, by what it is called."""
    found: dict[int, list[Pair]] = {}
    for first, second in pairs:
        if first in of and of[first] == of.get(second):
            found.setdefault(of[first], []).append((first, second))
    return found


def _streamed(rows: Any) -> Iterator[tuple[int, int, int, int]]:
    """Yield the rows of an answer, some thousands at a time."""
    while some := rows.fetchmany(_BATCH):
        yield from some
