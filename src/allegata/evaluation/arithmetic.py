"""Counting right and wrong: precision, recall, F1 and shares, in per cent."""

from collections import Counter
from collections.abc import Hashable, Iterable

import msgspec


class Tally(msgspec.Struct, frozen=True):
    """How many were right, how many were predicted and how many the gold holds. Adds with ``+``."""

    right: float = 0
    predicted: float = 0
    gold: float = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Per cent of the predicted that are right; 0 where nothing is predicted."""
        return share(self.right, self.predicted)

    @property
    def recall(self) -> float:
        """Per cent of the gold that is found; 0 where there is none."""
        return share(self.right, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in per cent; 0 where both are 0."""
        return share(2 * self.right, self.predicted + self.gold)


def share(part: float, of: float) -> float:
    """Return ``part`` of ``of`` in per cent, to two decimals; 0 where there is nothing to share."""
    return round(100 * part / of, 2) if of else 0.0


def tally(predicted: Iterable[Hashable], gold: Iterable[Hashable]) -> Tally:
    """Return how many predicted values are gold ones, each gold value matched once (duplicates count as themselves)."""
    ours, theirs = Counter(predicted), Counter(gold)
    return Tally((ours & theirs).total(), ours.total(), theirs.total())


def commonest(values: Iterable[Hashable]) -> tuple[Hashable, float]:
    """Return the commonest value and how often it is right, in per cent; ties go to the one met first."""
    counted = Counter(values)
    if not counted:
        return None, 0.0
    value, times = counted.most_common(1)[0]
    return value, share(times, counted.total())
