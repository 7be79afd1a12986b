"""The timeline of all incidents: a day is a mark, a longer interval a bar of its own length, what has no date a lane.

Few incidents are drawn one by one. Many are counted in bins of a day, a week, a month or a year; an interval that does
not lie in one bin is never counted there, but drawn as a bar.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from allegata.dataset.time_axis import Axis, Tick, axis
from allegata.dataset.wording import date_range_words, incident_date_words
from allegata.dataset.wording_time import iso_day
from allegata.records import Incident

SINGLY = 60
"""Up to so many incidents are drawn one by one."""
ROW, BINS = 22, 110
_ROWS = 14
_NARROW, _WIDE = 330.0, 760.0
"""Widths in pixels for which marks are laid out."""
_DIGIT, _BIN_BARS = 7.6, 110


@dataclass(frozen=True, slots=True)
class Interval:
    """Incidents of the same days. ``x``, ``width`` in per cent; ``day``: it is one day. ``row``: from the top."""

    x: float
    width: float
    row: int
    day: bool
    label: str
    before: bool
    title: str
    href: str
    incidents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """A bar of the histogram, in pixels: ``height`` of incidents on a known day, ``wide`` of the others above it."""

    x: float
    width: float
    height: int
    wide: int
    count: int
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class When:
    """Incidents with the same words for their date, for the list and the lane."""

    anchor: str
    words: str
    incidents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """Intervals in rows; ``left_out``: incidents for whose interval there was no room, and which only the list has."""

    intervals: tuple[Interval, ...]
    rows: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """``bins`` is empty where incidents are drawn singly; ``bin_unit`` names their length, ``most`` the highest.

    ``wide`` and ``narrow``: the intervals laid out for a wide page and for a telephone.
    """

    ticks: tuple[Tick, ...]
    wide: Lanes
    narrow: Lanes
    bins: tuple[Bin, ...]
    bin_unit: str
    most: int
    dated: tuple[When, ...]
    undated: tuple[When, ...]


_NONE = Lanes((), 0, 0)


def timeline(incidents: Sequence[Incident]) -> Timeline:
    """Return the timeline of incidents, numbered from 1."""
    spans: dict[tuple[date, date], list[int]] = {}
    undated: dict[str, list[int]] = {}
    for number, incident in enumerate(incidents, 1):
        days = interval_of(incident)
        if days is None:
            undated.setdefault(incident_date_words(incident.date), []).append(number)
        else:
            spans.setdefault(days, []).append(number)
    ordered = sorted(spans)
    anchors = {days: f"when-{order}" for order, days in enumerate(ordered, 1)}
    dated = tuple(
        When(anchors[days], date_range_words(days[0].isoformat(), days[1].isoformat()), tuple(spans[days]))
        for days in ordered
    )
    lane = tuple(
        When(f"undated-{order}", words, tuple(numbers)) for order, (words, numbers) in enumerate(undated.items(), 1)
    )
    if not ordered:
        return Timeline((), _NONE, _NONE, (), "", 0, (), lane)
    scale = axis(ordered[0][0], max(days[1] for days in ordered))
    words = {days: when.words for days, when in zip(ordered, dated, strict=True)}

    def lanes(of: Sequence[tuple[date, date]], width: float) -> Lanes:
        return _packed(of, spans, words, anchors, scale, width)

    if sum(map(len, spans.values())) <= SINGLY:
        wide, narrow = lanes(ordered, _WIDE), lanes(ordered, _NARROW)
        if not narrow.left_out:
            return Timeline(scale.ticks(), wide, narrow, (), "", 0, dated, lane)
    unit, starts = _bin_starts(scale)
    bins, most, rest = _bins(ordered, spans, anchors, scale, unit, starts)
    return Timeline(scale.ticks(), lanes(rest, _WIDE), lanes(rest, _NARROW), tuple(bins), unit, most, dated, lane)


def interval_of(incident: Incident) -> tuple[date, date] | None:
    """Return the first and last day that an incident's date may mean; ``None`` while it has none."""
    when = incident.date
    first = iso_day(when.start) if when else None
    last = iso_day(when.end) if when and when.end else first
    if first is None or last is None:
        return None
    return min(first, last), max(first, last)


def _packed(
    ordered: Iterable[tuple[date, date]],
    spans: dict[tuple[date, date], list[int]],
    words: dict[tuple[date, date], str],
    anchors: dict[tuple[date, date], str],
    scale: Axis,
    page: float,
) -> Lanes:
    """Put intervals into the first row with room on a page of this width."""
    ends: list[float] = []
    drawn, hidden = [], 0
    for days in ordered:
        numbers = tuple(spans[days])
        label = ", ".join(map(str, numbers)) if len(numbers) <= 3 else f"{len(numbers)}×"
        x, width = scale.x(days[0]), round(100 * ((days[1] - days[0]).days + 1) / scale.days, 3)
        left, right = x * page / 100, (x + width) * page / 100
        room = len(label) * _DIGIT + 12
        before = right + room > page and left > room
        left, right = (left - room, right + 6) if before else (left - 6, right + room)
        row = next((row for row, end in enumerate(ends) if end <= left), len(ends))
        if row >= _ROWS:
            hidden += len(numbers)
            continue
        ends[row : row + 1] = [right]
        href = f"incident-{numbers[0]}" if len(numbers) == 1 else anchors[days]
        title = f"{words[days]}: incident{'s' if len(numbers) > 1 else ''} {label}"
        drawn.append(Interval(x, width, row, days[0] == days[1], label, before, title, href, numbers))
    return Lanes(tuple(drawn), len(ends), hidden)


def _bin_starts(scale: Axis) -> tuple[str, list[date]]:
    """Return the length of the bins and the first day of each, with the first day after the last bin."""
    first, last = scale.first, scale.first + timedelta(days=scale.days - 1)
    if scale.days <= _BIN_BARS:
        return "day", [first + timedelta(days=n) for n in range(scale.days + 1)]
    if scale.days <= 7 * _BIN_BARS:
        monday = first - timedelta(days=first.weekday())
        return "week", [monday + timedelta(days=7 * n) for n in range(scale.days // 7 + 3)]
    months = 1 if scale.days <= 31 * _BIN_BARS else 12
    number = (first.year * 12 + first.month - 1) // months * months
    starts = []
    while number // 12 < 9999:
        starts.append(date(number // 12, number % 12 + 1, 1))
        if starts[-1] > last:
            break
        number += months
    return ("month" if months == 1 else "year"), starts


def _bins(
    ordered: Sequence[tuple[date, date]],
    spans: dict[tuple[date, date], list[int]],
    anchors: dict[tuple[date, date], str],
    scale: Axis,
    unit: str,
    starts: Sequence[date],
) -> tuple[list[Bin], int, list[tuple[date, date]]]:
    counts: Counter[int] = Counter()
    exact: Counter[int] = Counter()
    first: dict[int, str] = {}
    rest = []
    at = 0
    for days in ordered:
        while at + 1 < len(starts) and starts[at + 1] <= days[0]:
            at += 1
        if at + 1 < len(starts) and days[1] < starts[at + 1]:
            counts[at] += len(spans[days])
            exact[at] += len(spans[days]) if days[0] == days[1] else 0
            first.setdefault(at, anchors[days])
        else:
            rest.append(days)
    most = max(counts.values(), default=0)
    bins = []
    for at, count in sorted(counts.items()):
        left, right = max(0.0, scale.x(starts[at])), min(100.0, scale.x(starts[at + 1]))
        named = date_range_words(starts[at].isoformat(), (starts[at + 1] - timedelta(days=1)).isoformat())
        whole, known = max(3, round(BINS * count / most)), round(BINS * exact[at] / most)
        bins.append(
            Bin(
                round(left, 3),
                round(right - left, 3),
                min(whole, known),
                whole - min(whole, known),
                count,
                f"{named}: {count} incident{'s' if count > 1 else ''}",
                first[at],
            )
        )
    return bins, most, rest
