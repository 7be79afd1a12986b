"""Accounts linked across documents: a table of DuckDB that accounts are added to, and the clusters that follow.

The table is kept in memory or in a file, where it takes no more memory than it is allowed, and which can be opened
again. Adding and taking away find pairs by their keys, score only pairs that are new, and cluster again only what hangs
together with what changed. As a pair's score and its keys depend on nothing else, the outcome is the same as of adding
all at once.
"""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from allegata.incidents.accounts import Account
from allegata.incidents.clusters import Pair
from allegata.incidents.linkage_clusters import LinkClusters
from allegata.incidents.linkage_scores import PairScores
from allegata.incidents.linkage_tables import Failure, LinkTables
from allegata.incidents.linking_model import Model, built_in_model

__all__ = ["Failure", "Linkage"]

_BATCH: Final = 20_000


class Linkage:
    """Accounts, the scores of their pairs, and their clusters. Numbers of accounts count from 0 in order of adding.

    ``path``: a file for the tables, new or of an earlier time, instead of memory; what does not fit in ``memory``
    ("1GB") is kept beside it.
    """

    def __init__(
        self, model: Model | None = None, *, path: Path | None = None, threads: int = 2, memory: str | None = None
    ) -> None:
        self.model = model or built_in_model()
        self._tables = LinkTables(path, threads, memory)
        self._scores = PairScores(self._tables, self.model)
        self._clusters = LinkClusters(self._tables)
        self.connection = self._tables.connection

    def __len__(self) -> int:
        return len(self._tables)

    @property
    def stirred(self) -> set[int]:
        """Accounts of which a pair, a score or a refused merge may be another since this was last emptied."""
        return self._clusters.stirred

    @stirred.setter
    def stirred(self, numbers: set[int]) -> None:
        self._clusters.stirred = numbers

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

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
            self._tables.store(batch, given)
        lost = sorted(set(gone))
        if len(self) == first and not lost:
            return set()
        held = self._clusters.forget(lost)
        touched, changed = self._scores.bring_up(first, lost)
        return self._clusters.recluster(held | touched, changed) | set(range(first, len(self)))

    def judge(self, same: Iterable[Pair], apart: Iterable[Pair]) -> set[int]:
        """Hold together and keep apart pairs of numbers that people judged, in place of those judged so far.

        Returns the numbers whose clusters were made again.
        """
        return self._clusters.judge(same, apart)

    def refused(self) -> list[Pair]:
        """Return the judged pairs that kept clusters apart whose scores are high enough for a merge."""
        return self._clusters.refused()

    def clusters(self) -> list[list[int]]:
        """Return the numbers of the accounts of each happening, single accounts too, in order of their first."""
        return self._clusters.clusters()

    def cluster_of(self, number: int) -> list[int]:
        """Return the numbers that are of one happening with ``number``, in order of rank; none where it is gone."""
        return self._clusters.cluster_of(number)

    def rank(self, number: int) -> int:
        """Return where an account stands among all."""
        return self._tables.ranks[number]

    def scores(self, pairs: Iterable[Pair]) -> dict[Pair, float]:
        """Return the weights in bits of those ``pairs`` that were scored and kept."""
        return self._scores.scores(pairs)

    def pairs(self) -> int:
        """Return how many pairs have a score that was kept."""
        return self._scores.pairs()

    def candidates(self) -> list[Pair]:
        """Return the pairs that share a key, whatever their score."""
        return self._scores.candidates()

    def levels(self, pairs: Iterable[Pair]) -> dict[Pair, tuple[float, dict[str, str]]]:
        """Return, for each of ``pairs``, its probability and the level of each comparison that says something."""
        return self._scores.levels(pairs)
