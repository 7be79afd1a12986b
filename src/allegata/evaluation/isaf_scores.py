"""The scorer of the ISAF press releases: 13 fields, each right, wrong or in part, and their mean.

After the notebook that published the figures of others (Strick van Linschoten 2024): dates and provinces must be equal,
numbers and truth values exact, event types and target groups count by the share of the gold's that were given.
"""

from collections.abc import Iterable, Mapping
from typing import Any

FIELDS: tuple[str, ...] = (
    "start_date",
    "province",
    "target_group",
    "event_type",
    "min_killed",
    "min_captured",
    "killq",
    "captureq",
    "killcaptureraid",
    "airstrike",
    "noshotsfired",
    "min_leaders_killed",
    "min_leaders_captured",
)
"""The fields in the order of the published tables."""

SHARED = ("event_type", "target_group")
"""Fields that count by the share of the gold's values that were given."""


def score(ours: Mapping[str, Any], gold: Mapping[str, Any]) -> dict[str, float]:
    """Return 0 to 1 for each field; a field that ours lacks is wrong.

    A list is taken as a set. Where the gold names nothing, only naming nothing is right.
    """
    return {field: _agreement(field, ours.get(field), gold.get(field)) for field in FIELDS}


def _agreement(field: str, ours: Any, gold: Any) -> float:
    if field in (*SHARED, "province"):
        mine, theirs = _values(ours), _values(gold)
        if field == "province" or not theirs:
            return float(mine == theirs)
        return len(mine & theirs) / len(theirs)
    return float(type(ours) is type(gold) and ours == gold)


def _values(value: Any) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset((value,)) if isinstance(value, str) else frozenset(value)


def shares(scores: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return each field's mean over the documents and ``mean``, that of the fields, in per cent."""
    rows = list(scores)
    of = {field: 100 * sum(row[field] for row in rows) / len(rows) if rows else 0.0 for field in FIELDS}
    mean = sum(of.values()) / len(FIELDS)
    return {"mean": round(mean, 2), **{field: round(value, 2) for field, value in of.items()}}
