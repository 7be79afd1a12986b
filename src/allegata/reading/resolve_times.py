"""Resolves time expressions to calendar intervals, only where the words and a known anchor allow one.

Intervals of inexact words ("recently", "late March", "several weeks ago") follow the time words of the UCDP GED
codebook as retold in docs/times-and-quantities.md. ``rule`` of the result names what was used.
"""

from datetime import date, timedelta

import msgspec

from allegata.reading.calendar_days import (
    Interval,
    cap,
    days_from,
    edge_of,
    month_of,
    quarter_of,
    shift_month,
    together,
    week_of,
    year_of,
)
from allegata.reading.resolve_dates import resolve_date
from allegata.reading.time_dates import precision_of
from allegata.reading.time_expressions import TimeMatch
from allegata.reading.time_patterns import WEEKDAYS
from allegata.records import Span, Symbolic, Time, TimePrecision

_SEVERAL = 3
"""UCDP reads "few" and "several" days, weeks and months as three."""


class Anchor(msgspec.Struct, frozen=True):
    """What relative times count from.

    ``published``: first and last possible publication day; ``published_weekday``: its weekday by the text's own words,
    which alone resolves nothing. ``event``: the interval of an earlier event, ``event_span`` the words that dated it.
    """

    published: Interval | None = None
    published_weekday: str | None = None
    event: Interval | None = None
    event_span: Span | None = None


def contradicts(match_weekday: str, published: date) -> bool:
    """Tell whether a day that the text calls ``match_weekday`` cannot be ``published``.

    Raises ``ValueError`` when ``match_weekday`` is not an English weekday.
    """
    if match_weekday.lower() not in WEEKDAYS:
        raise ValueError(f"{match_weekday!r} is not a weekday; give one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS[published.weekday()] != match_weekday.lower()


def resolve(match: TimeMatch, anchor: Anchor, *, past: bool = True) -> Time:
    """Return the time with the days that words and anchor allow, or without (``start`` and ``end`` are ``None``).

    ``past``: the event has happened (the default); else the next fitting day is taken. Durations, frequencies and
    expressions whose anchor is unknown stay symbolic; a publication date that the text contradicts is not used.
    """
    symbolic, interval, rule = match.symbolic, None, None
    derived: tuple[Span, ...] = ()
    if match.kind in ("point", "period") and match.precision != "unknown":
        published = anchor.published
        if published and anchor.published_weekday and contradicts(anchor.published_weekday, published[0]):
            published = None
        try:
            if symbolic.anchor == "event":
                interval = _from_event(symbolic, anchor.event) if anchor.event else None
                derived = (anchor.event_span,) if interval and anchor.event_span else ()
                rule = "counted from an earlier event"
            elif symbolic.anchor == "publication":
                interval = _agreed(symbolic, published, past) if published else None
                rule = _publication_rule(symbolic)
            else:
                interval, rule = resolve_date(symbolic, published, past)
        except (OverflowError, ValueError):  # a day beyond the calendar
            interval = None
    if interval is None or interval[0] > interval[1]:
        return Time(
            words=match.words,
            span=match.span,
            start=None,
            end=None,
            precision=match.precision,
            symbolic=symbolic,
            clock=match.clock,
        )
    start, end = interval
    return Time(
        words=match.words,
        span=match.span,
        start=start.isoformat(),
        end=end.isoformat(),
        precision=_precision(match, interval),
        symbolic=symbolic,
        clock=match.clock,
        derived_from=derived,
        rule=rule,
    )


def _precision(match: TimeMatch, interval: Interval) -> TimePrecision:
    days = (interval[1] - interval[0]).days + 1
    if (match.precision in ("hour", "day") and days > 1) or match.kind == "period":
        return precision_of(days)
    return match.precision


def _agreed(symbolic: Symbolic, published: Interval, past: bool) -> Interval | None:
    """Return the interval when every possible publication day gives the same one; see `together` for two days."""
    first = _from_publication(symbolic, published[0], past)
    if published[0] == published[1] or first is None:
        return first
    return together(first, _from_publication(symbolic, published[1], past), published)


def _publication_rule(symbolic: Symbolic) -> str:
    if symbolic.weekday:
        return "weekday counted from the publication day"
    if symbolic.offset_days is not None:
        return "days counted from the publication day"
    return "UCDP time words, counted from the publication day"


def _from_publication(symbolic: Symbolic, day: date, past: bool) -> Interval | None:
    if symbolic.weekday:
        return _weekday(symbolic, WEEKDAYS.index(symbolic.weekday), day, past)
    if symbolic.offset_days is not None:
        start = day + timedelta(days=symbolic.offset_days)
        return (start, max(start, day)) if symbolic.relation == "since" else (start, start)
    match symbolic.relation:
        case "before":
            return _before(symbolic.unit or "", symbolic.count, day)
        case "during" | "since":
            if symbolic.unit and " " in symbolic.unit:
                interval = _named(symbolic.unit, day)
                return (interval[0], day) if interval and symbolic.relation == "since" else interval
            return _past(symbolic.unit or "", symbolic.count, day)
        case _:
            return None


def _weekday(symbolic: Symbolic, weekday: int, day: date, past: bool) -> Interval | None:
    back = (day.weekday() - weekday) % 7
    latest = day - timedelta(days=back)
    if symbolic.unit == "days":
        count = symbolic.count or 1
        end = day - timedelta(days=(day.weekday() - weekday - count + 1) % 7)
        return end - timedelta(days=count - 1), end
    if symbolic.unit:
        weeks = {"last week": -1, "this week": 0, "next week": 1}[symbolic.unit]
        found = week_of(day, weeks)[0] + timedelta(days=weekday)
        return found, found
    match symbolic.relation:
        case "before":
            found = latest if back else latest - timedelta(days=7)
        case "after":
            found = latest + timedelta(days=7)
        case "since":
            return latest, day
        case "until":
            return None
        case _:
            found = latest if past or not back else latest + timedelta(days=7)
    return found, found


def _before(unit: str, count: int | None, day: date) -> Interval | None:
    """Return "n units ago"; without a number, UCDP's three."""
    match unit:
        case "other day":
            return days_from(day, -1, -1)
        case "recently":
            return days_from(day, -3, -1)
        case "hour":
            return days_from(day, -1 - (count or 1) // 24, 0)
        case "day":
            return days_from(day, -3, -1) if count is None else days_from(day, -count - 1, min(-count + 1, 0))
        case "week":
            return days_from(day, -7 * _SEVERAL, 0) if count is None else days_from(day, -7 * count - 3, -7 * count + 3)
        case "fortnight":
            return days_from(day, -13, 0) if count == 1 else None
        case "month":
            return (shift_month(day, -_SEVERAL), day) if count is None else month_of(day, -count)
        case "year" if count is not None:
            return year_of(day.year - count)
        case _:
            return None


def _past(unit: str, count: int | None, day: date) -> Interval | None:
    """Return "the past n units"; months and one year do not cross the turn of the year (UCDP)."""
    match unit:
        case "hour":
            return days_from(day, -max(1, -(-(count or 24) // 24)), 0)
        case "day":
            return days_from(day, -(count or _SEVERAL), -1)
        case "week":
            return days_from(day, -7 * _SEVERAL, 0) if count is None else days_from(day, -7 * count + 1, 0)
        case "fortnight":
            return days_from(day, -13, 0) if count == 1 else None
        case "month":
            return max(shift_month(day, -(count or _SEVERAL)), date(day.year, 1, 1)), day
        case "year" if count is not None:
            return (date(day.year, 1, 1) if count == 1 else shift_month(day, -12 * count)), day
        case _:
            return None


def _named(unit: str, day: date) -> Interval | None:
    """Return "last week", "this month", "late last year" and the like; what has begun ends at the publication day."""
    *edges, which, kind = unit.split()
    edge, step = edges[0] if edges else "", {"last": -1, "this": 0, "next": 1}[which]
    match kind:
        case "week":
            interval = week_of(day, step)
            part = {"early": (0, 2), "mid": (2, 4), "late": (4, 6)}.get(edge)
            interval = days_from(interval[0], *part) if part else interval
        case "weekend":
            saturday = day - timedelta(days=(day.weekday() - 5) % 7) + timedelta(weeks=step if step > 0 else 0)
            if step < 0 and day.weekday() >= 5:
                saturday -= timedelta(days=7)
            interval = days_from(saturday, 0, 1)
        case "month":
            interval = edge_of(month_of(day, step), edge)
        case "quarter":
            interval = quarter_of(day, step)
        case "year" if edge[:1] in ("Q", "H"):
            months = 3 if edge[0] == "Q" else 6
            first = date(day.year + step, (int(edge[1:]) - 1) * months + 1, 1)
            interval = first, month_of(first, months - 1)[1]
        case _:
            interval = edge_of(year_of(day.year + step), edge)
    if edge == "earlier" and step == 0:
        return interval[0], max(day - timedelta(days=1), interval[0])
    return (day, interval[1]) if edge == "later" and step == 0 else cap(interval, day)


def _from_event(symbolic: Symbolic, event: Interval) -> Interval | None:
    start, end = event
    sign = -1 if symbolic.relation == "before" else 1
    count = symbolic.count
    if symbolic.offset_days is not None:
        return start + timedelta(days=symbolic.offset_days), end + timedelta(days=symbolic.offset_days)
    if symbolic.weekday:
        weekday = WEEKDAYS.index(symbolic.weekday)
        ahead, back = (weekday - end.weekday() - 1) % 7 + 1, (start.weekday() - weekday - 1) % 7 + 1
        found = end + timedelta(days=ahead) if sign > 0 else start - timedelta(days=back)
        return found, found
    match symbolic.unit:
        case "hour":
            days = (count or 1) // 24
            return _beside(event, sign, days, days + 1)
        case "day":
            return _beside(event, sign, *((1, _SEVERAL) if count is None else (max(count - 1, 0), count + 1)))
        case "week" if count is not None:
            return start + timedelta(days=sign * 7 * count - 3), end + timedelta(days=sign * 7 * count + 3)
        case "month" if count is not None:
            return month_of(start, sign * count)[0], month_of(end, sign * count)[1]
        case "year" if count is not None:
            return year_of(start.year + sign * count)[0], year_of(end.year + sign * count)[1]
        case "last week" | "this week" | "next week":
            step = {"l": -1, "t": 0, "n": 1}[symbolic.unit[0]]
            return week_of(start, step)[0], week_of(end, step)[1]
        case "last month" | "this month" | "next month":
            step = {"l": -1, "t": 0, "n": 1}[symbolic.unit[0]]
            return month_of(start, step)[0], month_of(end, step)[1]
        case "last year" | "this year" | "next year":
            step = {"l": -1, "t": 0, "n": 1}[symbolic.unit[0]]
            return year_of(start.year + step)[0], year_of(end.year + step)[1]
        case _:
            return None


def _beside(event: Interval, sign: int, near: int, far: int) -> Interval:
    """Return the days from ``near`` to ``far`` behind an event, or before it where ``sign`` is -1."""
    start, end = event
    if sign > 0:
        return start + timedelta(days=near), end + timedelta(days=far)
    return start - timedelta(days=far), end - timedelta(days=near)
