"""Which rules to try at which trigger word of a time expression."""

import re
from collections.abc import Callable

from allegata.reading import dated_meanings as dates
from allegata.reading import relative_meanings as relative
from allegata.reading import time_patterns as patterns
from allegata.reading.time_parts import Meaning

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], str], Meaning | None]]
_DATED: list[Rule] = [(patterns.DATE, dates.of_date), (patterns.DATE_RANGE, dates.of_date_range)]
_MONTHS: list[Rule] = [*_DATED, (patterns.WEEK_OF, dates.of_week_of), (patterns.MONTH, dates.of_month)]
_DAYS: list[Rule] = [(patterns.DAY, dates.of_day), (patterns.DAY_RANGE, dates.of_day_range)]
_UNITS: list[Rule] = [
    (patterns.COUNTED, relative.of_counted),
    (patterns.NEIGHBOUR, relative.of_neighbour),
    (patterns.PAST, relative.of_past),
    (patterns.CURRENT, relative.of_current),
    (patterns.RECENT, relative.of_recent),
    (patterns.SEVERAL, relative.of_several),
    (patterns.OFTEN, relative.of_often),
]
_PARTS: list[Rule] = [
    *_DAYS,
    *_DATED,
    (patterns.NIGHT, relative.of_night),
    (patterns.NEIGHBOUR, relative.of_neighbour),
    (patterns.COUNTED, relative.of_counted),
    (patterns.RECENT, relative.of_recent),
    (patterns.OFTEN, relative.of_often),
    (patterns.PART_ALONE, relative.of_part_alone),
]
_CLOCKS: list[Rule] = [(patterns.CLOCK, relative.of_clock_alone), (patterns.NIGHT, relative.of_night)]
RULES: dict[str, list[Rule]] = {
    "unit": [*_UNITS, (patterns.YESTERDAYS, relative.of_yesterdays), (patterns.WEEK_OF, dates.of_week_of)],
    "hours": [*_UNITS, *_DAYS, *_DATED],
    "part": _PARTS,
    "day": [*_DAYS, *_MONTHS, (patterns.YESTERDAYS, relative.of_yesterdays), (patterns.OFTEN, relative.of_often)],
    "often": [(patterns.OFTEN, relative.of_often)],
    "month": [*_MONTHS, (patterns.WIRE_DATE, dates.of_wire_date)],
    "recent": [(patterns.RECENT, relative.of_recent)],
    "clock": [*_CLOCKS, *_DAYS, *_DATED],
    "figure": [
        *_MONTHS,
        *_DAYS,
        *_CLOCKS,
        (patterns.NUMERIC, dates.of_numeric),
        (patterns.WIRE_DATE, dates.of_wire_date),
        (patterns.YEAR, dates.of_year),
        (patterns.DAY_OF_MONTH, dates.of_day_of_month),
    ],
}
"""The rules to try at each kind of trigger word."""
