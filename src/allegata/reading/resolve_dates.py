"""Resolves calendar dates; one without a year takes the latest that fits the publication date."""

import re
from calendar import monthrange
from datetime import date, timedelta

from allegata.reading.calendar_days import Interval, cap, edge_of, month_of, together, week_of, year_of
from allegata.reading.time_patterns import WEEKDAYS
from allegata.records import Symbolic

_FORM = re.compile(r"(?:(\d{4})|-)(?:-(\d\d)|-)?(?:-(\d\d))?\Z")
_YEARS_BACK = 8  # 29 February comes every fourth year, but not in 1900


def resolve_date(symbolic: Symbolic, published: Interval | None, past: bool) -> tuple[Interval | None, str | None]:
    """Return interval and rule of a date in the forms of ``time_dates``; no interval where the year cannot be told.

    The publication date completes a year or a month and ends what is open ("since October"), and nothing else. Where
    several publication days are possible, all must give the same interval.
    """
    text = symbolic.date
    if text is None or text.startswith("["):
        return None, None
    if published is None:
        return _interval(symbolic, text, None, past), "calendar date"
    first = _interval(symbolic, text, published[0], past)
    last = first if published[0] == published[1] else _interval(symbolic, text, published[1], past)
    rule = "calendar date"
    if text.startswith("-"):
        rule = "calendar date, year completed from the publication date"
    return (together(first, last, published) if first is not None else None), rule


def _interval(symbolic: Symbolic, text: str, day: date | None, past: bool) -> Interval | None:
    if symbolic.relation == "until":
        return None
    if "/" in text:
        start, end = text.split("/")
        return _range(start, end, day, past)
    interval = _single(symbolic, text, day, past)
    if interval is None:
        return None
    if (
        symbolic.weekday
        and interval[0] == interval[1]
        and WEEKDAYS[interval[0].weekday()] != symbolic.weekday
        and text.startswith("-")
    ):
        return None  # no year, and the stated weekday belongs to another one
    if symbolic.relation == "since":
        return (interval[0], day) if day and day >= interval[0] else None
    match symbolic.unit:
        case "around":
            interval = interval[0] - timedelta(days=1), interval[1] + timedelta(days=1)
        case "week":
            interval = week_of(interval[0])
        case "early" | "mid" | "late":
            interval = edge_of(interval, symbolic.unit)
        case _:
            pass
    return cap(interval, day) if day and interval[0] != interval[1] else interval


def _parts(text: str) -> tuple[int | None, int | None, int | None]:
    match = _FORM.match(text)
    if match is None:
        return None, None, None
    year, month, day = (int(part) if part else None for part in match.groups())
    return year, month, day


def _whole(year: int, month: int | None, day: int | None) -> Interval | None:
    if month is None:
        return year_of(year)
    if day is None:
        return month_of(date(year, month, 1))
    if day > monthrange(year, month)[1]:
        return None
    return date(year, month, day), date(year, month, day)


def _single(symbolic: Symbolic, text: str, published: date | None, past: bool) -> Interval | None:
    year, month, day = _parts(text)
    if year is not None:
        return _whole(year, month, day)
    if published is None:
        return None
    if month is None:
        return _day_of_month(day or 1, symbolic, published, past)
    before = symbolic.relation == "before"
    if symbolic.relation == "after" or not past:
        candidates = [_whole(published.year + step, month, day) for step in range(_YEARS_BACK + 1)]
        return next((found for found in candidates if found and found[1] >= published), None)
    candidates = [_whole(published.year - step, month, day) for step in range(_YEARS_BACK + 1)]
    limit = published.replace(day=1) if before and day is None else published
    return next((found for found in candidates if found and (found[0] < limit if before else found[0] <= limit)), None)


def _day_of_month(day: int, symbolic: Symbolic, published: date, past: bool) -> Interval | None:
    """Return the latest such day of a month by the publication day ("on the 17th"), the next one if not past."""
    steps = (-1,) if symbolic.relation == "before" else (0, -1, -2) if past else (0, 1, 2)
    for step in steps:
        first, last = month_of(published, step)
        if day <= last.day:
            found = first.replace(day=day)
            if symbolic.relation == "before" or (found <= published if past else found >= published):
                return found, found
    return None


def _range(start: str, end: str, published: date | None, past: bool) -> Interval | None:
    first, last = _parts(start), _parts(end)
    if first[0] is not None and last[0] is not None:
        begin, stop = _whole(first[0], *first[1:]), _whole(last[0], *last[1:])
        return (begin[0], stop[1]) if begin and stop else None
    if published is None:
        return None
    anchor = Symbolic(anchor="calendar", relation="on")
    begin = _single(anchor, start, published, past)
    if begin is None:
        return None
    for year in (begin[0].year, begin[0].year + 1):
        stop = _whole(year, *last[1:])
        if stop and stop[1] >= begin[0]:
            return cap((begin[0], stop[1]), published)
    return None
