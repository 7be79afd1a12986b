"""Times in words: resolved ones as dates with the words they come from, others as what they say symbolically."""

import re
from datetime import date, timedelta

from allegata.records import IncidentDate, Published, Symbolic, Time

# Fixed English, whatever the locale.
MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June")
MONTHS += ("July", "August", "September", "October", "November", "December")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def time_words(time: Time | None) -> str:
    """Return when, in words: "28 November 2018 (from “Wednesday”)", "the day of publication (unresolved)"."""
    if time is None:
        return "time not stated"
    return _words(time.start, time.end, time.precision, time.words, time.symbolic, time.clock)


def incident_date_words(when: IncidentDate | None) -> str:
    """Return an incident's date in words, as ``time_words`` does."""
    if when is None:
        return "date not stated"
    return _words(when.start, when.end, when.precision, when.words, when.symbolic, None)


def published_words(published: Published | None) -> str:
    """Return a publication date with where it was found, or "no publication date"."""
    if published is None:
        return "no publication date"
    origin = {
        "user": "stated by the user",
        "metadata": "from the metadata",
        "text": "from the text",
        "address": "from the address" if published.at is None else "UTC, from the number of the post",
    }
    return f"{date_range_words(published.start, published.end)} ({origin[published.source]})"


def date_range_words(start: str, end: str | None) -> str:
    """Return ISO days as words: "28 November 2018", "27 to 28 November 2018", "November 2018", "2018".

    What is not an ISO day is returned as it stands.
    """
    first, last = iso_day(start), iso_day(end or start)
    if first is None or last is None:
        return start if end in (None, start) else f"{start} to {end}"
    if first == last:
        return _long(first)
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year:
        if first.month == last.month:
            return f"{MONTHS[first.month - 1]} {first.year}"
        if (first.month, last.month) == (1, 12):
            return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_long(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {_long(last)}"
    return f"{_long(first)} to {_long(last)}"


def symbolic_words(symbolic: Symbolic) -> str:
    """Return what a time says before any date is known: "Tuesday, the day of publication"."""
    parts = [_anchored(symbolic)]
    if symbolic.weekday:
        parts.insert(0, symbolic.weekday.capitalize())
    if symbolic.part_of_day:
        parts.append(symbolic.part_of_day)
    return ", ".join(part for part in parts if part)


def _words(
    start: str | None, end: str | None, precision: str, words: str | None, symbolic: Symbolic | None, clock: str | None
) -> str:
    if start is None:
        told = symbolic_words(symbolic) if symbolic is not None else ""
        told = told or (f"“{words}”" if words else "time told without a date")
        return f"{_with_clock(told, clock)} (unresolved)"
    resolved = date_range_words(start, end)
    if precision == "week" and end not in (None, start):
        resolved = f"in the week {resolved}"
    elif precision in ("days", "longer") and end not in (None, start):
        resolved = f"between {resolved}".replace(" to ", " and ") if " to " in resolved else resolved
    if symbolic is not None and symbolic.part_of_day and not clock:
        resolved = f"{resolved}, {symbolic.part_of_day}"
    resolved = _with_clock(resolved, clock)
    return f"{resolved} (from “{words}”)" if words and resolved.casefold() not in words.casefold() else resolved


def _with_clock(words: str, clock: str | None) -> str:
    return f"{words}, {clock}" if clock else words


def _anchored(symbolic: Symbolic) -> str:
    anchor = {"publication": "publication", "event": "another event told", "calendar": ""}[symbolic.anchor]
    if symbolic.unit:
        return _period(symbolic, anchor)
    if symbolic.anchor == "calendar":
        given = symbolic.date or ""
        return given if symbolic.relation in ("on", "during") else f"{symbolic.relation} {given}".strip()
    days = symbolic.offset_days
    if days is None:
        if symbolic.relation == "on":
            return f"counted from {anchor}" if symbolic.weekday else f"on a day told by {anchor}"
        return f"{symbolic.relation} {anchor}"
    if days == 0:
        day = f"the day of {anchor}"
    elif abs(days) == 1:
        day = f"the day {'before' if days < 0 else 'after'} {anchor}"
    else:
        day = f"{abs(days)} days {'before' if days < 0 else 'after'} {anchor}"
    return f"{symbolic.relation} {day}" if symbolic.relation in ("since", "until") else day


def _period(symbolic: Symbolic, anchor: str) -> str:
    count, unit = symbolic.count, symbolic.unit or ""
    length = f"{count} {unit}{'' if count == 1 else 's'}" if count is not None else f"an unstated number of {unit}s"
    base = f" {anchor}" if anchor else ""
    if symbolic.relation == "during":
        return f"over {length} up to{base}" if base else f"over {length}"
    if symbolic.relation in ("before", "after"):
        return f"{length} {symbolic.relation}{base}"
    return f"{symbolic.relation} {length} from{base}" if base else f"{symbolic.relation} {length}"


def iso_day(text: str | None) -> date | None:
    """Return an ISO day as a date; ``None`` for anything else."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def _long(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
