"""Absolute publication dates as people write them. Relative dates ("Tuesday") are no publication dates."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from allegata.records import Published, Span

Source = Literal["user", "metadata", "text"]
_HOW = "write it as 2018-11-29"
# Languages that dateparser is asked for, all of them: "listopada" is October in Croatian and November in Polish.
_LANGUAGES = (
    "am",
    "az",
    "be",
    "bg",
    "bn",
    "cs",
    "da",
    "el",
    "et",
    "fi",
    "fil",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "ja",
    "ka",
    "kk",
    "ko",
    "lt",
    "lv",
    "mk",
    "ms",
    "my",
    "nb",
    "nl",
    "pl",
    "ps",
    "ro",
    "sk",
    "sl",
    "so",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "th",
    "ti",
    "tr",
    "ur",
    "uz",
    "vi",
    "yo",
    "zh",
)
_DIGITS = {ord(c): str(i) for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, c in enumerate(row)}


class FoundDate(msgspec.Struct, frozen=True):
    """A date in a text: its numbers (``None`` is unsaid) and where it stands. ``weekday``: 0 Monday, as stated."""

    span: Span
    year: int | None
    month: int | None
    day: int | None
    weekday: int | None = None
    ambiguous: bool = False
    wrong: bool = False


@cache
def _names() -> tuple[dict[str, int], dict[str, int]]:
    data = yaml.safe_load(files("allegata.intake").joinpath("data/months.yaml").read_text("utf-8"))
    tables: list[dict[str, int]] = []
    for key, first in (("months", 1), ("weekdays", 0)):
        table: dict[str, int] = {}
        for language in data[key].values():
            for number, words in enumerate(language, first):
                table.update(dict.fromkeys((word.casefold() for word in words.split("|")), number))
        tables.append(table)
    return tables[0], tables[1]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    def one_of(words: dict[str, int]) -> str:
        return (
            "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True)) + r")"
        )

    months, weekdays = _names()
    month = rf"(?P<month>{one_of(months)})\.?(?!\w)"
    weekday = rf"(?:(?P<weekday>{one_of(weekdays)})\.?[,،]?\s+)?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
    year = r"(?P<year>\d{4}|['’]\d{2}|\d{2}(?![\d:.,]))(?!\d)"
    of = r"(?:de|del|of|d['’])?"
    shapes = (
        (
            "ymd",
            rf"(?<![\w.]){weekday}(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
        ),
        ("dmy", rf"(?<![\w.]){weekday}{day}[\s/-]*{of}[\s/-]*{month}(?:[,،]?[\s/-]*{of}[\s/-]*{year})?"),
        ("mdy", rf"(?<!\w){weekday}(?P<month>{one_of(months)})\.?(?![^\W\d_])\s*{day}(?!\d)(?:[,،]?\s+{year})?"),
        (
            "num",
            rf"(?<![\w.]){weekday}(?P<day>\d{{1,2}})(?P<sep>[/.-])(?P<month>\d{{1,2}})(?P=sep)(?P<year>\d{{4}})(?!\d)",
        ),
        ("ym", r"(?<![\w.-])(?P<year>\d{4})-(?P<month>\d{2})(?![\d-])"),
        ("my", rf"(?<!\w){month}[,،]?\s+{of}\s*(?P<year>\d{{4}})(?!\d)"),
        ("y", r"(?<![\w.-])(?P<year>\d{4})(?![\w-])"),
    )
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in shapes)


def _year(words: str | None, today: date) -> int | None:
    if words is None:
        return None
    number = int(words.lstrip("'’"))
    if len(words.lstrip("'’")) == 2:
        # A wire's "90": the latest year that is not in the future.
        number += 2000 if 2000 + number <= today.year else 1900
    return number


def _found(shape: str, match: re.Match[str], today: date) -> FoundDate:
    months, weekdays = _names()
    part = match.groupdict()
    words = re.sub(r"\s+", " ", (part.get("month") or "").casefold())
    month = int(words) if words.isdigit() else months.get(words)
    day = int(part["day"]) if part.get("day") else None
    ambiguous = False
    if shape == "num" and month is not None and day is not None:
        if month > 12 >= day:
            day, month = month, day
        ambiguous = day <= 12 and month <= 12 and day != month and part["sep"] != "."
    year = _year(part.get("year"), today)
    named = re.sub(r"\s+", " ", part.get("weekday") or "").casefold()
    weekday = weekdays.get(named)
    wrong = False
    try:
        whole = date(year or 2000, month or 1, day or 1)
        wrong = weekday is not None and year is not None and day is not None and whole.weekday() != weekday
    except ValueError:
        wrong = True
    return FoundDate((match.start(), match.end()), year, month, day, weekday, ambiguous, wrong)


def find_dates(text: str, today: date | None = None) -> Iterator[FoundDate]:
    """Yield the dates in ``text`` that name a day or a month with its year, the most explicit forms first."""
    if not any(map(str.isdigit, text)):
        return
    today = today or date.today()
    text = text.translate(_DIGITS)
    taken: list[Span] = []
    for shape, pattern in _patterns():
        if shape == "y":
            break
        for match in pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                yield _found(shape, match, today)


def _published(found: FoundDate, words: str, today: date, source: Source, span: Span | None) -> Published:
    year, month, day = found.year, found.month, found.day
    if found.ambiguous:
        raise ValueError(f"the date {words!r} can be read in two ways; {_HOW}")
    if year is None:
        raise ValueError(f"the date {words!r} has no year; {_HOW}")
    if found.wrong:
        reason = "its weekday is another" if found.weekday is not None else "there is no such day"
        raise ValueError(f"the date {words!r} cannot be right: {reason}; {_HOW}")
    if month is None:
        start, end, precision = f"{year:04d}-01-01", f"{year:04d}-12-31", "year"
    elif day is None:
        last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
        start, end, precision = f"{year:04d}-{month:02d}-01", f"{year:04d}-{month:02d}-{last:02d}", "month"
    else:
        start = end = f"{year:04d}-{month:02d}-{day:02d}"
        precision = "day"
    if year < 1900:
        raise ValueError(f"the date {words!r} is before 1900; {_HOW}")
    if start > today.isoformat():
        raise ValueError(f"the date {words!r} is in the future (today is {today.isoformat()})")
    return Published(start=start, end=end, precision=precision, source=source, span=span)  # type: ignore[arg-type]


def to_published(
    found: FoundDate, text: str, today: date | None = None, source: Source = "text", offset: int = 0
) -> Published:
    """Return the publication date that ``found`` in ``text`` states; its span is shifted by ``offset``.

    Raises ``ValueError`` when it lacks a year, can be read in two ways, contradicts its weekday, lies before 1900 or
    in the future.
    """
    start, end = found.span
    span = (start + offset, end + offset) if source == "text" else None
    return _published(found, text[start:end], today or date.today(), source, span)


def _by_dateparser(words: str) -> FoundDate | None:
    """Return a day written out in another language; day and year must be the numbers that stand there."""
    match = re.fullmatch(r"(\d{1,2})\D{1,4}?([^\W\d]+(?:\s[^\W\d]+)?)\D{1,6}(\d{4})\D{0,3}", words)
    if match is None:
        return None
    import dateparser  # half a second to import, and rarely needed

    settings = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]}
    read = (dateparser.parse(words, languages=[language], settings=settings) for language in _LANGUAGES)
    months = {day.month for day in read if day and (day.day, day.year) == (int(match[1]), int(match[3]))}
    if len(months) > 1:
        raise ValueError(f"the month of {words!r} differs between languages; {_HOW}")
    return FoundDate((0, len(words)), int(match[3]), months.pop(), int(match[1])) if months else None


def read_date(words: str, today: date | None = None, source: Source = "user") -> Published:
    """Return the publication date that ``words`` state and nothing else: a day, a month with year, or a year.

    English and ISO forms, the month names of ``data/months.yaml``, other languages through dateparser. An ISO time
    after the day is dropped. Raises ``ValueError`` with a line on what is wrong: no date, no such day, another
    weekday, two readings (3/4/2018), no year, before 1900, after ``today`` (default: the clock's).
    """
    today = today or date.today()
    plain = re.sub(r"\s+", " ", words.translate(_DIGITS)).strip(" .,;")
    plain = re.sub(
        r"^(\d{4}-\d{2}-\d{2})[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?$", r"\1", plain
    )
    for shape, pattern in _patterns():
        match = pattern.fullmatch(plain)
        if match is not None:
            return _published(_found(shape, match, today), words.strip(), today, source, None)
    found = _by_dateparser(plain)
    if found is None:
        raise ValueError(f"{words.strip()[:60]!r} is not a date; {_HOW}")
    return _published(found, words.strip(), today, source, None)
