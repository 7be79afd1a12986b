"""Records of a catalogue: known incidents, as other people recorded them."""

from datetime import date

import msgspec

_MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July")
_MONTHS += ("August", "September", "October", "November", "December")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class CatalogueRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One record. What the catalogue leaves out is ``None`` or empty, and never compared.

    ``number``: its line in the file, from 1; ``first`` and ``last``: days as proleptic ordinals; ``names``: of the
    place, in any language; ``areas``: that contain it; ``radius_km``: how wide the place is; ``parties``: whom it
    holds responsible or fighting, as written; ``kinds``: event types; ``tolls``: by outcome (``killed``, ``injured``,
    ``killed children`` and so on) the least and the most; ``shown``: further columns for people, by their label.
    """

    id: str
    number: int
    url: str | None = None
    first: int | None = None
    last: int | None = None
    names: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float = 0.0
    parties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tolls: dict[str, tuple[int | None, int | None]] = {}
    victims: tuple[str, ...] = ()
    narrative: str = ""
    shown: dict[str, str] = {}


def day_words(ordinal: int) -> str:
    """Return a day in words: "12 February 2019". English whatever the locale."""
    day = date.fromordinal(ordinal)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days_words(first: int | None, last: int | None) -> str:
    """Return an interval of days in words: "11 to 12 February 2019", "undated"."""
    if first is None or last is None:
        return "undated"
    if first == last:
        return day_words(first)
    begin, end = date.fromordinal(first), date.fromordinal(last)
    if (begin.year, begin.month) == (end.year, end.month):
        return f"{begin.day} to {day_words(last)}"
    if begin.year == end.year:
        return f"{begin.day} {_MONTHS[begin.month - 1]} to {day_words(last)}"
    return f"{day_words(first)} to {day_words(last)}"


def toll_words(low: int | None, high: int | None) -> str:
    """Return a toll in words: "50 to 100", "12 or more", "up to 5", "unknown"."""
    if low is None and high is None:
        return "unknown"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
