"""Krippendorff's alpha: how far coders agree beyond chance, from 1 (always) over 0 (as by chance) downwards.

After K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): alpha = 1 - Do / De over the matrix of
coincidences, with the differences of section E for nominal, ordinal, interval and ratio data. Missing values are left
out, and so is a unit that fewer than two coders valued.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Literal

Metric = Literal["nominal", "ordinal", "interval", "ratio"]


def alpha(units: Iterable[Sequence[Any]], metric: Metric = "nominal") -> float | None:
    """Return alpha over ``units``, each with the value of each coder, ``None`` where one gave none.

    ``None`` where nothing can be compared, or all values are the same, so that there is nothing to agree on by chance.
    Values are numbers for all metrics but *nominal*, where anything hashable will do. Raises ``ValueError`` for a
    metric that is none, and for values below zero under *ratio*.
    """
    together: Counter[tuple[Hashable, Hashable]] = Counter()
    for unit in units:
        values = [value for value in unit if value is not None]
        if len(values) < 2:
            continue
        weight = 1.0 / (len(values) - 1)
        for at, first in enumerate(values):
            for other, second in enumerate(values):
                if at != other:
                    together[first, second] += weight  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (first, _), number in together.items():
        totals[first] += number
    many = sum(totals.values())
    if len(totals) < 2:
        return None
    differs = _difference(metric, totals)
    observed = sum(number * differs(first, second) for (first, second), number in together.items())
    expected = sum(totals[first] * totals[second] * differs(first, second) for first in totals for second in totals)
    return 1.0 - (many - 1) * observed / expected


def _difference(metric: str, totals: Counter[Any]) -> Callable[[Any, Any], float]:
    """Return the squared difference of two values under a metric."""
    if metric == "nominal":
        return lambda first, second: float(first != second)
    if metric == "interval":
        return lambda first, second: float(first - second) ** 2
    if metric == "ratio":
        if min(totals) < 0:
            raise ValueError("values below zero have no ratio; use interval")
        return lambda first, second: 0.0 if first == second else (float(first - second) / (first + second)) ** 2
    if metric == "ordinal":
        ranks = sorted(totals)
        place = {value: at for at, value in enumerate(ranks)}
        below = [0.0]
        for value in ranks:
            below.append(below[-1] + totals[value])

        def ordinal(first: Any, second: Any) -> float:
            low, high = sorted((place[first], place[second]))
            between = below[high + 1] - below[low]
            return float(between - (totals[first] + totals[second]) / 2) ** 2 if low != high else 0.0

        return ordinal
    raise ValueError(f"{metric}: no metric; choose nominal, ordinal, interval or ratio")
