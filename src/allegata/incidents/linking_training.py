"""The weights of linking, counted on pairs of which somebody said whether they are of one happening."""

from collections.abc import Sequence

import msgspec

from allegata.incidents.comparisons import COMPARISONS
from allegata.incidents.linking_model import Model, Weight

SMOOTH = 1.0
"""Pairs that each level is taken to have had beforehand: a level that few pairs reach weighs little."""
PRIOR = 0.02
"""How many of the pairs that share a key are of one happening. Comparisons partly say the same thing twice, so that the
share counted among the pairs would make too many links; this one was chosen on the training part."""

STANDING = {
    "both told in full": Weight(0.8, 0.4),
    "one told in passing": Weight(0.1, 0.4),
    "both told in passing": Weight(0.00625, 0.2),
}
"""Labels are of whole documents, so that what is told in passing has no labels of its own. Chosen on the training part:
1, -2 and -5 bits. A happening told in full by both is linked before one that a document has split off."""


class LabelledPair(msgspec.Struct, frozen=True):
    """Two accounts: the level of each comparison that says something, whether they are one, and what they count as."""

    levels: dict[str, str]
    same: bool
    weight: float = 1.0


def fit(pairs: Sequence[LabelledPair], how: str, prior: float = PRIOR) -> Model:
    """Return weights counted on ``pairs``. Raises ``ValueError`` where all are of one happening, or none is."""
    if len({pair.same for pair in pairs}) < 2:
        raise ValueError("weights need pairs of one happening and others; add judgements of the kind that is missing")
    table: dict[str, dict[str, Weight]] = {}
    for comparison in COMPARISONS:
        counts = {level.name: {True: SMOOTH, False: SMOOTH} for level in comparison.levels}
        for pair in pairs:
            if comparison.name in pair.levels:
                counts[pair.levels[comparison.name]][pair.same] += pair.weight
        totals = {same: sum(count[same] for count in counts.values()) for same in (True, False)}
        table[comparison.name] = {
            level: Weight(m=round(count[True] / totals[True], 6), u=round(count[False] / totals[False], 6))
            for level, count in counts.items()
        }
    table["standing"] = dict(STANDING)
    return Model(how=how, prior=prior, weights=table)
