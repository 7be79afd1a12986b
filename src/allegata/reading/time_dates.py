"""Calendar dates and clock times as written, turned into the forms that ``Symbolic.date`` and ``clock`` keep.

Forms of a date: ``2018-03-17``, ``--03-17`` (no year), ``---17`` (day of a month), ``2018-03``, ``--03``, ``2018``.
Two of them with ``/`` between are a range; ``[2018-03-04,2018-04-03]`` is one of two (day or month first is unsaid).
"""

import re
from calendar import monthrange
from datetime import date

from allegata.reading.time_patterns import MONTH_NUMBERS, SMALL_NUMBERS
from allegata.records import TimePrecision

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(?:([ap])\.?\s?m\.?)?", re.IGNORECASE)


def clock_of(words: str, part: str | None = None) -> str | None:
    """Return the clock time that ``words`` state as "HH:MM" of 24 hours, or ``None`` when there is no such time.

    ``part``: "at night", "in the afternoon" behind a time of twelve hours.
    """
    plain = words.lower().strip()
    if plain.endswith("clock"):
        first = plain.split()[0]
        hour, minute, half = int(first) if first.isdecimal() else SMALL_NUMBERS[first], 0, ""
    elif plain.isdecimal() and len(plain) == 4:
        hour, minute, half = int(plain[:2]), int(plain[2:]), ""
    else:
        match = _CLOCK.match(plain)
        if match is None:
            return None
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3] or ""
    if not half and part and hour <= 12:
        late = part.endswith(("afternoon", "evening")) or (part.endswith("night") and 6 <= hour < 12)
        half = "p" if late else "a"
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _month_number(name: str) -> int:
    return MONTH_NUMBERS[name.lower().rstrip(".")]


def _day_number(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def _year(words: str | None) -> int | None:
    if not words:
        return None
    digits = words.strip("'’")
    if len(digits) == 2:
        return int(digits) + (1900 if int(digits) >= 70 else 2000)
    return int(digits)


def _form(year: int | None, month: int, day: int) -> str | None:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2000, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"


def precision_of(days: int) -> TimePrecision:
    """Return the precision of an interval of so many days, after UCDP's codes."""
    if days <= 1:
        return "day"
    return "days" if days <= 6 else "week" if days == 7 else "month" if days <= 31 else "longer"


def date_of(match: re.Match[str]) -> tuple[str, TimePrecision] | None:
    """Return form and precision of a day or a run of days within one month, or ``None`` when there is no such day."""
    groups = match.groupdict()
    side = "" if groups["month"] else "_b"
    year = _year(groups.get("year" + side) or groups.get("year"))
    month = _month_number(groups["month" + side])
    day = _day_number(groups["first" + side])
    first = _form(year, month, day)
    if first is None:
        return None
    if not groups.get("last" + side):
        return first, "day"
    end = _day_number(groups["last" + side])
    last = _form(year, month, end)
    return (f"{first}/{last}", precision_of(end - day + 1)) if last and end > day else None


def date_range_of(match: re.Match[str]) -> tuple[str, TimePrecision] | None:
    """Return form and precision of a range over two months, or ``None`` when its ends do not fit."""
    numbers = ("1", "2") if match["d1"] else ("3", "4")
    months = [_month_number(match["m" + number]) for number in numbers]
    days = [_day_number(match["d" + number]) for number in numbers]
    years = [_year(match["y" + number]) for number in numbers]
    if years[1] and not years[0]:
        years[0] = years[1] - 1 if (months[0], days[0]) > (months[1], days[1]) else years[1]
    if years[0] and not years[1]:
        years[1] = years[0] + 1 if (months[0], days[0]) > (months[1], days[1]) else years[0]
    first, last = (_form(years[end], months[end], days[end]) for end in (0, 1))
    if first is None or last is None or first == last:
        return None
    start, stop = (date(years[end] or 2000, months[end], days[end]) for end in (0, 1))
    if years[0] and stop < start:
        return None
    return f"{first}/{last}", precision_of((stop - start).days % 366 + 1 if not years[0] else (stop - start).days + 1)


def wire_date_of(match: re.Match[str]) -> str | None:
    """Return the form of an old wire's date ("17 MAR 90"), or ``None``."""
    month = MONTH_NUMBERS.get(match["month"].lower())
    return _form(_year(match["year"]), month, int(match["day"])) if month else None


def numeric_of(match: re.Match[str]) -> str | None:
    """Return the form of a date in figures. Day first where dots part it; where both orders fit, one of two."""
    if match["y"]:
        return _form(int(match["y"]), int(match["m"]), int(match["d"]))
    first, second, year = int(match["a"]), int(match["b"]), int(match["c"])
    day_first, month_first = _form(year, second, first), _form(year, first, second)
    if match["t"] == "." or month_first is None or first == second:
        return day_first
    if day_first is None:
        return month_first
    return "[" + ",".join(sorted((day_first, month_first))) + "]"


def month_of(name: str, year: str | None) -> str:
    """Return the form of a month with or without its year."""
    return f"{year}-{_month_number(name):02}" if year else f"--{_month_number(name):02}"


def year_range_of(first: str, last: str) -> str | None:
    """Return the form of a range of years ("2011-18"), or ``None`` when it runs backwards."""
    end = first[:2] + last if len(last) == 2 else last
    return f"{first}/{end}" if int(first) < int(end) else None
