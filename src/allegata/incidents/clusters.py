"""Clusters from scored pairs: average link, so that a chain of weak likenesses does not pull happenings together.

Two clusters are as like as the mean of the weights of all pairs between them, in hundredths of a bit (whole numbers, so
that sums are exact in any order); a pair without a score counts as `ABSENT`. The likest two are merged first, until no
two are likely enough. Accounts of one document stay apart, and so do accounts
of places far from one another (an incident is of one place); what people decided outranks every score.
"""

import heapq
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Final

ABSENT: Final = -250
"""The weight of a pair that no key brought together or whose score was too low to keep, in hundredths of a bit."""
LEAST: Final = 0
"""The mean weight at which two clusters are merged: at nought, the same and not the same are equally likely."""

Pair = tuple[int, int]


class Agglomeration:
    """Merges the accounts of one component step by step."""

    def __init__(
        self,
        scores: Mapping[Pair, int],
        document: Callable[[int], Hashable],
        same: Iterable[Pair] = (),
        apart: Iterable[Pair] = (),
        barred: Callable[[int, int], bool] = lambda first, second: False,
    ) -> None:
        self._barred = barred
        self._scores = scores
        self._document = document
        self._same = list(same)
        self._apart: dict[int, set[int]] = {}
        self.refused: list[Pair] = []
        """Pairs of judgements that kept clusters apart that were likely enough."""
        for first, second in apart:
            self._apart.setdefault(first, set()).add(second)
            self._apart.setdefault(second, set()).add(first)

    def run(self) -> list[list[int]]:
        """Return the clusters, singles too, each in order.

        Two accounts that somebody judged the same bring with them what each hangs together with by its scores: they
        were judged as they stood in their incidents, and no part of these falls off as it is not like the other's.
        Where another judgement keeps parts of these apart, or a document tells parts of both as two happenings, the two
        are joined first, and the scores decide on the rest.
        """
        self._start()
        self._settle(self._sums)
        for first, second in self._same:
            one, other = self._home[first], self._home[second]
            if one == other:
                continue
            between = self._judged(one, other)
            own = {self._document(first)} & {self._document(second)}
            if between is not None or self._documents[one] & self._documents[other] - own:
                self._start()
                for pair in self._same:
                    if self._home[pair[0]] != self._home[pair[1]]:
                        self._merge(self._home[pair[0]], self._home[pair[1]])
                self._settle(self._sums)
                if between is not None and between not in self.refused:
                    if self._home[between[0]] != self._home[between[1]]:
                        self.refused.append(between)  # why not all became one
                break
            self._settle([self._merge(one, other)])
        return sorted(sorted(members) for members in self._members.values())

    def _start(self) -> None:
        """Put each account into a cluster of its own."""
        self._members: dict[int, list[int]] = {}
        self._sums: dict[int, dict[int, tuple[int, int]]] = {}
        self.refused.clear()
        for (first, second), weight in self._scores.items():
            for one, other in ((first, second), (second, first)):
                self._members.setdefault(one, [one])
                self._sums.setdefault(one, {})[other] = (weight, 1)
        for number in (number for pair in self._same for number in pair):
            self._members.setdefault(number, [number])
            self._sums.setdefault(number, {})
        self._documents = {number: {self._document(number)} for number in self._members}
        self._home = {number: number for number in self._members}

    def _settle(self, changed: Iterable[int]) -> None:
        """Merge the likest clusters until no two are likely enough; only those beside ``changed`` ones can be."""
        pairs = {(min(a, b), max(a, b)) for a in changed for b in self._sums[a]}
        heap = [(-mean, a, b) for a, b in pairs if (mean := self._mean(a, b)) is not None and mean >= LEAST]
        heapq.heapify(heap)
        while heap:
            negative, a, b = heapq.heappop(heap)
            if a not in self._members or b not in self._members or self._mean(a, b) != -negative:
                continue
            judged = self._judged(a, b)
            if judged is not None:
                if judged not in self.refused:
                    self.refused.append(judged)
                continue
            if not self._documents[a].isdisjoint(self._documents[b]) or self._far(a, b):
                continue
            kept = self._merge(a, b)
            for other in self._sums[kept]:
                mean = self._mean(kept, other)
                if mean is not None and mean >= LEAST:
                    heapq.heappush(heap, (-mean, min(kept, other), max(kept, other)))

    def _mean(self, a: int, b: int) -> float | None:
        known = self._sums[a].get(b)
        if known is None:
            return None
        total, count = known
        pairs = len(self._members[a]) * len(self._members[b])
        return (total + ABSENT * (pairs - count)) / pairs

    def _far(self, a: int, b: int) -> bool:
        """Tell whether two clusters hold accounts that cannot be of one happening."""
        return any(self._barred(one, other) for one in self._members[a] for other in self._members[b])

    def _judged(self, a: int, b: int) -> Pair | None:
        """Return a pair between two clusters that a judgement keeps apart."""
        theirs = set(self._members[b])
        return next(
            ((one, other) for one in self._members[a] for other in sorted(self._apart.get(one, ())) if other in theirs),
            None,
        )

    def _merge(self, a: int, b: int) -> int:
        """Merge two clusters under the lower number, and return it."""
        kept, gone = min(a, b), max(a, b)
        self._members[kept] = sorted(self._members[kept] + self._members.pop(gone))
        self._home.update(dict.fromkeys(self._members[kept], kept))
        self._documents[kept] |= self._documents.pop(gone)
        mine, theirs = self._sums[kept], self._sums.pop(gone)
        mine.pop(gone, None)
        for other, (total, count) in theirs.items():
            if other == kept:
                continue
            before, pairs = mine.get(other, (0, 0))
            mine[other] = (before + total, pairs + count)
            sums = self._sums[other]
            sums.pop(gone, None)
            sums[kept] = mine[other]
        return kept
