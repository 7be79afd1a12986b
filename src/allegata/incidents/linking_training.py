"""The weights of linking, fitted to pairs of which somebody said whether they are of one happening.

Counting levels apart, as Fellegi and Sunter do, takes what partly says the same (the same place, the same words) for
independent evidence. So all weights are fitted together, by logistic regression with a ridge: each weight is still so
many bits for a level, but what another comparison has said already is not counted twice.

Few pairs reach some levels, and by chance a better agreement would then weigh less than a worse one. So weights keep
the order of likeness that each comparison states (``chains``): of levels that come out of order, neighbours share one
weight, and all are fitted again (pooling adjacent violators, as in isotonic regression).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log

import msgspec
import numpy as np

from allegata.incidents.comparisons import COMPARISONS
from allegata.incidents.linking_model import Model

RIDGE = 10.0
"""How firmly weights are held to where they start: a level that few pairs reach moves little."""
SHIFT = 1.7
"""Bits by which the prior is raised over the fitted one. Chosen on the training part: accounts are merged by the mean
over all pairs of two groups, which lies below what their best pair has."""
ALONE = 0.5
"""Bits by which two accounts that share a place, and of which neither tells when, nor both anything else, lie below as
likely as not: one place sees many happenings. Hardly any labelled pair is so bare, so that the pairs do not tell."""
STANDING = {
    "both are what their texts are about": 0.0,
    "one is told beside another": -2.0,
    "both are told beside others, or one in passing": -4.0,
    "one in passing, one beside another": -6.0,
    "both are told in passing": -8.0,
}
"""Labels are of whole documents, so that what is told beside or in passing has no labels of its own. Chosen on the
training part: what both texts are about is linked before what a document has split off."""
_TIMELESS = "nothing is told of when"
_STEPS, _STEP, _SETTLED, _EVEN = 60, 3.0, 1e-5, 1e-3


class LabelledPair(msgspec.Struct, frozen=True):
    """Two accounts: the level of each comparison that says something, whether they are one, and what they count as."""

    levels: dict[str, str]
    same: bool
    weight: float = 1.0


def neutral() -> Model:
    """Return weights that weigh nothing, for finding the levels of pairs before any weights are known."""
    table = {comparison.name: {level.name: 0.0 for level in comparison.levels} for comparison in COMPARISONS}
    return Model(how="none", prior=0.5, weights=table)


def fit(pairs: Sequence[LabelledPair], how: str, start: Model | None = None) -> Model:
    """Return weights fitted to ``pairs``. Raises ``ValueError`` where all are of one happening, or none is.

    ``start``: weights to begin with and to stay near, as the shipped ones for a user's few judgements; without it all
    weights begin at nought, and the prior is raised by `SHIFT`.
    """
    if len({pair.same for pair in pairs}) < 2:
        raise ValueError("weights need pairs of one happening and others; add judgements of the kind that is missing")
    names = [(comparison.name, level.name) for comparison in COMPARISONS for level in comparison.levels]
    column = {name: at for at, name in enumerate(names) if name[0] != "standing"}
    table = np.zeros((len(pairs), len(names) + 1))
    table[:, -1] = 1
    for row, pair in enumerate(pairs):
        for level in pair.levels.items():
            if level in column:
                table[row, column[level]] = 1
    begin = np.zeros(len(names) + 1)
    if start is not None:
        begin[:-1] = [start.weights[name][level] for name, level in names]
        begin[-1] = float(np.log2(start.prior / (1 - start.prior))) - SHIFT
    fixed = start.weights["standing"] if start is not None else STANDING
    same = np.array([pair.same for pair in pairs], dtype=float)
    worth = np.array([pair.weight for pair in pairs])
    bits = _in_order(table, same, worth, begin * log(2), _neighbours(column, len(names) + 1)) / log(2)
    weights: dict[str, dict[str, float]] = {comparison.name: {} for comparison in COMPARISONS}
    for (name, step), value in zip(names, bits[:-1], strict=True):
        weights[name][step] = round(float(value), 3)
    weights["standing"] = dict(fixed)
    odds = float(bits[-1]) + SHIFT
    if start is None:
        most = round(-(odds + weights["place"]["the same place"]) - ALONE, 3)
        weights["time"][_TIMELESS] = min(weights["time"][_TIMELESS], most)
    prior = 1 / (1 + 2**-odds)
    return Model(how=how, prior=round(prior, 6), weights=weights)


def _neighbours(column: Mapping[tuple[str, str], int], nothing: int) -> list[tuple[int, int]]:
    """Return the columns of levels of which the first is the better agreement; ``nothing`` stands for no weight."""
    return [
        tuple(nothing if level is None else column[comparison.name, level] for level in pair)  # type: ignore[misc]
        for comparison in COMPARISONS
        if comparison.name != "standing"
        for chain in comparison.chains
        for pair in pairwise(chain)
    ]


def _in_order(
    table: np.ndarray, same: np.ndarray, worth: np.ndarray, begin: np.ndarray, order: Sequence[tuple[int, int]]
) -> np.ndarray:
    """Return the weights of the columns such that, of each two in ``order``, the first is no less than the second.

    The worst two that are out of order share one weight from then on; what shares it with ``nothing``, the column after
    the last, has none.
    """
    size = table.shape[1]
    group = np.arange(size + 1)
    found = np.append(begin, 0.0)
    while True:
        heads = [head for head in np.unique(group[:size]) if head != group[size]]
        pooled = np.stack([table[:, group[:size] == head].sum(axis=1) for head in heads], axis=1)
        held = np.array([float((group[:size] == head).sum()) for head in heads])
        start = np.array([begin[group[:size] == head].mean() for head in heads])
        ridge = RIDGE * held
        ridge[-1] = 1e-4  # the prior is held by nothing much
        near = np.array([found[:size][group[:size] == head].mean() for head in heads])
        found = np.zeros(size + 1)
        for head, value in zip(heads, _fitted(pooled, same, worth, start, ridge, near), strict=True):
            found[group == head] = value
        wrong = [(found[worse] - found[better], better, worse) for better, worse in order]
        gap, better, worse = max(wrong, default=(0.0, 0, 0))
        if gap <= _EVEN:
            return found[:size]
        one, other = group[better], group[worse]
        group[group == other] = one
        if group[size] in (one, other):
            group[group == one] = size


def _fitted(
    table: np.ndarray, same: np.ndarray, worth: np.ndarray, begin: np.ndarray, ridge: np.ndarray, near: np.ndarray
) -> np.ndarray:
    """Return the weights of the columns by Newton's method from ``near``, held to where they ``begin`` by a ridge."""
    found = near.copy()
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (worth * (same - likely)) - ridge * (found - begin)
        curve = (table * (worth * likely * (1 - likely))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        found += step * min(1.0, _STEP / max(float(np.abs(step).max()), 1e-9))
        if np.abs(step).max() < _SETTLED:
            break
    return found
