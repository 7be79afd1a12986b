"""How far off places are put: accuracy at 161 km, median error, and the area under the curve of log errors.

Definitions as in Gritta et al., "A pragmatic guide to geoparsing evaluation" (2020).
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from allegata.evaluation.arithmetic import share

NEAR_KM = 161.0
"""A hundred miles: what counts as the right place."""
FARTHEST_KM = 20_039.0
"""Half the way round the Earth: the largest error, and what an unresolved toponym is charged in the area."""


def within(errors: Sequence[float | None]) -> float:
    """Return the share of errors below 161 km in per cent; ``None`` is a miss and counts as one."""
    return share(sum(error is not None and error < NEAR_KM for error in errors), len(errors))


def median_km(errors: Sequence[float | None]) -> float | None:
    """Return the median error in kilometres of what was resolved; ``None`` where nothing was."""
    known = [error for error in errors if error is not None]
    return round(median(known), 1) if known else None


def area_under(errors: Sequence[float | None]) -> float | None:
    """Return the area under the sorted curve of ln(1 + error), 0 best and 1 worst; unresolved is charged the farthest.

    By trapezoids, divided by ln(20,039) times their number; ``None`` for fewer than two errors.
    """
    if len(errors) < 2:
        return None
    logs = sorted(math.log1p(FARTHEST_KM if error is None else error) for error in errors)
    area = sum((a + b) / 2 for a, b in pairwise(logs))
    return round(area / (math.log(FARTHEST_KM) * (len(logs) - 1)), 4)
