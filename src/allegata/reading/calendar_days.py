"""Intervals of calendar days: weeks, months, years and their early, middle and late parts."""

from calendar import monthrange
from datetime import date, timedelta

Interval = tuple[date, date]
"""First and last day."""


def days_from(day: date, first: int, last: int) -> Interval:
    """Return the interval from ``first`` to ``last`` days on from ``day``."""
    return day + timedelta(days=first), day + timedelta(days=last)


def shift_month(day: date, months: int) -> date:
    """Return the same day so many months on; the last day of the month where there is no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_of(day: date, months: int = 0) -> Interval:
    """Return the calendar month of a day, or the one so many months on."""
    first = shift_month(day.replace(day=1), months)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def quarter_of(day: date, quarters: int = 0) -> Interval:
    """Return the quarter of the calendar year that a day lies in, or the one so many quarters on."""
    first = shift_month(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3 * quarters)
    return first, month_of(first, 2)[1]


def year_of(year: int) -> Interval:
    """Return a calendar year."""
    return date(year, 1, 1), date(year, 12, 31)


def week_of(day: date, weeks: int = 0) -> Interval:
    """Return the week, Monday to Sunday, of a day, or the one so many weeks on."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def cap(interval: Interval, day: date) -> Interval:
    """Cut an interval that has begun at the publication day; one that lies ahead stays."""
    return (interval[0], min(interval[1], day)) if interval[0] <= day else interval


def edge_of(interval: Interval, edge: str) -> Interval:
    """Return the early, middle or late part of a month or a year by UCDP's table."""
    start, end = interval
    if edge not in ("early", "mid", "late"):
        return interval
    if end.month == start.month:
        days = {"early": (1, 10), "mid": (10, 20), "late": (15, end.day)}[edge]
        return start.replace(day=days[0]), start.replace(day=days[1])
    months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[edge]
    return date(start.year, months[0], 1), date(start.year, months[1], monthrange(start.year, months[1])[1])


def together(first: Interval, last: Interval | None, published: Interval) -> Interval | None:
    """Return what is meant counted from the first or from the last possible publication day: both, or ``None``.

    Where the publication day may be one of two (a post whose time zone is unknown), what shifts with it spans both.
    Otherwise, and where it would be another week or month, both must agree.
    """
    if last is None or first == last:
        return last
    slack = published[1] - published[0]
    if slack > timedelta(days=1) or any(abs(one - other) > slack for one, other in zip(first, last, strict=True)):
        return None
    return min(first[0], last[0]), max(first[1], last[1])
