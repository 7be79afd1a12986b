"""Which rules to try at which trigger word of a time expression."""

import re
from collections.abc import Callable

from allegata.reading import dated_meanings as dates
from allegata.reading import relative_meanings as relative
from allegata.reading import spanning_meanings as spans
from allegata.reading import time_patterns as patterns
from allegata.reading import undated_meanings as undated
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
    "unit": [
        *_UNITS,
        (patterns.NEW_YEAR, dates.of_new_year),
        (patterns.FIRST_MONTHS, spans.of_first_months),
        (patterns.YESTERDAYS, relative.of_yesterdays),
        (patterns.WEEK_OF, dates.of_week_of),
    ],
    "hours": [*_UNITS, *_DAYS, *_DATED],
    "part": _PARTS,
    "day": [*_DAYS, *_MONTHS, (patterns.YESTERDAYS, relative.of_yesterdays), (patterns.OFTEN, relative.of_often)],
    "often": [(patterns.OFTEN, relative.of_often)],
    "month": [*_MONTHS, (patterns.WIRE_DATE, dates.of_wire_date)],
    "recent": [(patterns.RECENT, relative.of_recent)],
    "quarter": [(patterns.QUARTER, spans.of_quarter)],
    "season": [(patterns.SEASON, spans.of_season)],
    "decade": [(patterns.DECADE, spans.of_decade)],
    "clock": [*_CLOCKS, *_DAYS, *_DATED],
    "figure": [
        *_MONTHS,
        *_DAYS,
        *_CLOCKS,
        (patterns.NUMERIC, dates.of_numeric),
        (patterns.WIRE_DATE, dates.of_wire_date),
        (patterns.YEAR, dates.of_year),
        (patterns.LISTED_YEAR, dates.of_year),
        (patterns.DAY_OF_MONTH, dates.of_day_of_month),
        (patterns.DECADE, spans.of_decade),
        (patterns.QUARTER, spans.of_quarter),
        (patterns.SEASON, spans.of_season),
    ],
}
"""The rules to try at each kind of trigger word."""
_LENGTHS: list[Rule] = [(patterns.LENGTH, undated.of_length)]
_REFERENCES: list[Rule] = [
    (patterns.REFERENCE, undated.of_reference),
    (patterns.LATER, undated.of_later),
    (patterns.SAME_PERIOD, undated.of_same_period),
]
_WIDE_UNITS: list[Rule] = [
    (patterns.SAME_UNIT, undated.of_same_unit),
    (patterns.YEAR_AGO, undated.of_year_ago),
    (patterns.YEAR_END, undated.of_year_end),
]
_FISCAL: list[Rule] = [(patterns.FISCAL, undated.of_fiscal_year)]
WIDE_RULES: dict[str, list[Rule]] = {
    **RULES,
    "unit": [*RULES["unit"], *_LENGTHS, *_REFERENCES, (patterns.SAME_DAY, undated.of_same_day), *_WIDE_UNITS],
    "hours": [*RULES["hours"], *_LENGTHS],
    "part": [
        *RULES["part"],
        *_LENGTHS,
        (patterns.MORNING, undated.of_morning),
        (patterns.THE_NIGHT, undated.of_morning),
    ],
    "figure": [*RULES["figure"], *_LENGTHS, *_FISCAL, (patterns.CENTURY, undated.of_century)],
    "fiscal": _FISCAL,
    "often": [*RULES["often"], (patterns.OFTEN_ADJECTIVE, undated.of_often_adjective)],
    "quarter": [*RULES["quarter"], *_LENGTHS, *_REFERENCES, *_WIDE_UNITS, (patterns.PAST, relative.of_past)],
    "recent": [*RULES["recent"], *_REFERENCES],
    "length": _LENGTHS,
    "reference": _REFERENCES,
}
"""The rules where every expression is wanted."""
