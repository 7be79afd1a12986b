"""The clusters that follow from the scores of pairs and from judgements, brought up to what changed.

Only what hangs together with what changed is clustered again.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np
import pyarrow as pa

from allegata.incidents.clusters import LEAST, Agglomeration, Pair
from allegata.incidents.components import Numbers, knots, reached
from allegata.incidents.linkage_tables import LinkTables

_BATCH: Final = 20_000
LARGE: Final = 1_000
"""Above so many accounts that hang together, only likelier pairs count for it: a whole war hangs together by pairs that
are barely likely, and what one new report touches would be everything."""
_STEPS: Final = (100, 200, 300, 400)
"""How likely they must be, in hundredths of a bit: twice, four, eight, at last sixteen times as likely as not."""
_SURE: Final = 32_000
"""The weight of what people judged the same."""


class LinkClusters:
    """The clusters of the accounts in some tables, with what people judged."""

    def __init__(self, tables: LinkTables) -> None:
        self._tables = tables
        self._mark = array("q")
        """By number: of which part of a large component an account is, 0 where it is of none (`knots`)."""
        self._cluster: dict[int, list[int]] = {}
        self._top: dict[int, int] = {}
        self.stirred: set[int] = set()
        """Accounts of which a pair, a score or a refused merge may be another since this was last emptied."""
        self._judged: dict[str, tuple[Pair, ...]] = {"same": (), "apart": (), "refused": ()}
        if len(tables):
            self._load()

    def judge(self, same: Iterable[Pair], apart: Iterable[Pair]) -> set[int]:
        """Hold together and keep apart pairs of numbers that people judged, in place of those judged so far.

        Returns the numbers whose clusters were made again.
        """
        given = {"same": tuple(same), "apart": tuple(apart)}
        changed = {pair for kind, pairs in given.items() for pair in set(pairs) ^ set(self._judged[kind])}
        self._judged |= given
        self._write_judged()
        touched = {number for pair in changed for number in pair}
        return self.recluster(touched, touched)

    def refused(self) -> list[Pair]:
        """Return the judged pairs that kept clusters apart whose scores are high enough for a merge."""
        return sorted(self._judged["refused"])

    def clusters(self) -> list[list[int]]:
        """Return the numbers of the accounts of each happening, single accounts too, in order of their first."""
        single = [[n] for n in range(len(self._tables)) if n not in self._top and n in self._tables]
        rank = self._tables.ranks
        return sorted([list(found) for found in self._cluster.values()] + single, key=lambda found: rank[found[0]])

    def cluster_of(self, number: int) -> list[int]:
        """Return the numbers that are of one happening with ``number``, in order of rank; none where it is gone."""
        if number not in self._tables:
            return []
        return list(self._cluster[self._top[number]]) if number in self._top else [number]

    def forget(self, lost: Sequence[int]) -> set[int]:
        """Forget accounts that go, their clusters and judgements; return those that they held together."""
        touched = {number for one in lost for number in self.cluster_of(one)}
        self._dissolve(lost)
        away = set(lost)
        for kind, pairs in self._judged.items():
            touched.update(number for pair in pairs if not away.isdisjoint(pair) for number in pair)
            self._judged[kind] = tuple(pair for pair in pairs if away.isdisjoint(pair))
        return touched - away

    def recluster(self, touched: set[int], changed: set[int]) -> set[int]:
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
        self._tables.insert("create or replace table members as select * from given", table)
        # In two steps, or it may be taken for a join of all pairs of a group.
        self._tables.connection.execute(
            "create or replace table within as select top, l, r, weight from edges join members on n = l"
        )
        rows = self._tables.connection.execute(
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
        self._tables.connection.execute("drop table members")
        self._tables.connection.execute("drop table within")
        now = tuple(sorted((*away, *refused)))
        self.stirred.update(n for pair in set(now) ^ set(self._judged["refused"]) for n in pair)
        self._judged["refused"] = now
        self._write_judged()
        made = sorted({self._top[number] for number in affected if number in self._top})
        self._tables.fill("made", [(number, top) for top in made for number in self._cluster[top]])
        self._tables.connection.execute("insert into clustered select l, r from made")
        self._tables.connection.execute("drop table made")
        return affected

    def _load(self) -> None:
        """Read back what is kept of an earlier time."""
        order = "select n, top from clustered join held using (n) order by top, rank"
        for _, rows in groupby(self._tables.connection.execute(order).fetchall(), key=lambda row: row[1]):
            self._keep_cluster([n for n, _ in rows])
        for kind in self._judged:
            pairs = self._tables.connection.execute(
                "select l, r from judged where kind = ? order by l, r", [kind]
            ).fetchall()
            self._judged[kind] = tuple((first, second) for first, second in pairs)
        self._mark.frombytes(bytes(8 * len(self._tables)))
        if len(self._tables) > LARGE:
            left, right, weight = self._likely()
            members, _, marks = knots(left, right, weight, _STEPS, LARGE)
            np.frombuffer(self._mark, dtype=np.int64)[members] = marks

    def _keep_cluster(self, found: Sequence[int]) -> None:
        self._cluster[found[0]] = list(found)
        self._top.update(dict.fromkeys(found, found[0]))

    def _likely(self) -> tuple[Numbers, Numbers, Numbers]:
        """Return the pairs that are as likely as not, or judged the same, with their weights."""
        likely = self._tables.connection.execute(f"select l, r, weight from edges where weight >= {LEAST}").fetchnumpy()
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
        near = reached(left, right, np.array(sorted(touched), dtype=np.int32), len(self._tables))
        left, right, weight = left[near], right[near], weight[near]
        members, tops, marks = knots(left, right, weight, _STEPS, LARGE)
        self._mark.frombytes(bytes(8 * (len(self._tables) - len(self._mark))))
        kept = np.frombuffer(self._mark, dtype=np.int64)
        stirred = np.zeros(len(self._tables), dtype=bool)
        stirred[sorted(changed)] = True
        dirty = (marks == 0) | (kept[members] != marks) | np.isin(tops, tops[stirred[members]])
        at_rest = np.zeros(len(self._tables), dtype=bool)
        at_rest[members[~dirty]] = True
        around = np.unique(np.concatenate([left, right, np.array(sorted(touched), dtype=np.int32)]))
        affected = set(around[~at_rest[around]].tolist())
        kept[around] = 0
        kept[members] = marks
        return members[dirty], tops[dirty], affected

    def _dissolve(self, numbers: Iterable[int]) -> None:
        """Forget the clusters of accounts."""
        tops = {self._top[number] for number in numbers if number in self._top}
        if not tops:
            return
        self._tables.numbers("dissolved", sorted(tops))
        self._tables.connection.execute("delete from clustered where top in (select n from dissolved)")
        self._tables.connection.execute("drop table dissolved")
        for top in tops:
            for number in self._cluster.pop(top):
                del self._top[number]

    def _write_judged(self) -> None:
        self._tables.connection.execute("delete from judged")
        rows = [(*pair, kind) for kind, pairs in self._judged.items() for pair in pairs]
        if rows:
            columns = [pa.array([row[at] for row in rows]) for at in range(3)]
            names = ["l", "r", "kind"]
            self._tables.insert("insert into judged select * from given", pa.table(columns, names=names))

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
            lambda place: self._tables.document[members[place]],
            sorted(placed(same)),
            placed(apart),
            lambda first, second: self._tables.far_apart(members[first], members[second]),
        )
        for found in work.run():
            if len(found) > 1:
                self._keep_cluster([members[place] for place in found])
        return [(members[first], members[second]) for first, second in work.refused]

    def _order(self, number: int) -> tuple[int, int]:
        return self._tables.ranks[number], number


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
