"""Drawings that need no script: range bars, months with bands, a place on a small map, days on a line. All as SVG."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
from markupsafe import Markup, escape

from allegata.dataset.map_window import Disc, paths, window
from allegata.dataset.visible import shortened
from allegata.records import IncidentPlace

WIDTH = 340


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One row: a source's bounds. ``high`` is ``None`` where the words leave it open; ``value`` says them."""

    label: str
    low: int | None
    high: int | None
    value: str
    href: str | None = None
    strong: bool = False
    rejected: bool = False


def range_bars(bars: Sequence[Bar], title: str) -> Markup:
    """Return bounds of several sources under one scale; an open end is dotted to the edge."""
    known = [value for bar in bars for value in (bar.low, bar.high) if value is not None]
    top = _nice(max(known, default=1))
    row, left, right = 34, 4, WIDTH - 8
    height = row * len(bars) + 22

    def x(value: float) -> float:
        return round(left + (right - left) * min(value, top) / top, 1)

    parts = [_open(WIDTH, height, title)]
    for step in _ticks(top):
        parts.append(f'<line class="axis" x1="{x(step)}" x2="{x(step)}" y1="4" y2="{height - 18}"/>')
        anchor = "start" if step == 0 else "end" if step == top else "middle"
        parts.append(f'<text x="{x(step)}" y="{height - 4}" text-anchor="{anchor}">{step:,}</text>')
    for n, bar in enumerate(bars):
        y = n * row + 8
        low, high = bar.low, bar.high
        shape = ""
        if low is not None or high is not None:
            start, end = x(low or 0), x(high if high is not None else top)
            if high is None:
                shape = f'<rect class="band" x="{start}" y="{y + 12}" width="4" height="9" rx="1.5"/>'
                shape += f'<line class="open" x1="{start + 5}" x2="{right}" y1="{y + 16.5}" y2="{y + 16.5}"/>'
            else:
                fill = "soft" if low is None else "band"
                wide = f"{max(end - start, 4):.1f}"
                shape = f'<rect class="{fill}" x="{start}" y="{y + 12}" width="{wide}" height="9" rx="1.5"/>'
        label = (
            f'<text class="strong" x="{left}" y="{y + 7}">{_t(bar.label, 34)}</text>'
            if bar.strong
            else (f'<text x="{left}" y="{y + 7}">{_t(bar.label, 34)}</text>')
        )
        value = f'<text class="strong" x="{right}" y="{y + 7}" text-anchor="end">{_t(bar.value, 22)}</text>'
        told = escape(shortened(f"{bar.label}: {bar.value}", 200))
        kind = ' class="rejected"' if bar.rejected else ""
        group = f"<g{kind}><title>{told}</title>{shape}{label}{value}</g>"
        parts.append(f'<a href="{escape(bar.href)}">{group}</a>' if bar.href else group)
    return Markup("".join(parts) + "</svg>")


def place_map(place: IncidentPlace | None, title: str) -> Markup | None:
    """Return a small map of where an incident was, with its uncertainty; ``None`` where nothing is known."""
    if place is None:
        return None
    latitude, longitude, radius, exact = place.latitude, place.longitude, place.radius_km, True
    if latitude is None or longitude is None:
        around = place.fallback
        if around is None or around.latitude is None or around.longitude is None:
            return None
        latitude, longitude, radius, exact = around.latitude, around.longitude, around.radius_km or 40.0, False
    width, height = WIDTH, 210
    view = window([Disc(longitude, latitude, radius or 0.0)], width, height, 420)
    drawn = paths(view)
    x, y = view.project(longitude, latitude)
    reach = min(max(view.units(radius or 0, latitude), 0), 400)
    parts = [_open(width, height, title, "map"), f'<path class="land" d="{drawn.land}"/>']
    parts.append(f'<path class="coast" d="{drawn.coasts}"/><path class="line" d="{drawn.borders}"/>')
    parts.append(f'<path class="line dashed" d="{drawn.dashed}"/>')
    kind = "radius" if exact else "area"
    if reach > 4:
        parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{reach:.1f}"/>')
    if exact:
        parts.append(f'<circle class="spot" cx="{x:.1f}" cy="{y:.1f}" r="5.5"/>')
    return Markup("".join(parts) + "</svg>")


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the line of days: an interval of ISO days and what it is (``event``, ``published``, ``incident``)."""

    label: str
    start: str
    end: str
    kind: str = "event"
    href: str | None = None


def day_line(days: Sequence[Day], title: str) -> Markup | None:
    """Return intervals under one scale of days; ``None`` where no day is known."""
    spans = [(item, _day(item.start), _day(item.end)) for item in days]
    known = [(item, a, b) for item, a, b in spans if a is not None and b is not None]
    if not known:
        return None
    first = min(a for _, a, _ in known)
    last = max(b for _, _, b in known)
    total = max((last - first).days + 1, 3)
    row, left, right = 30, 4, WIDTH - 8
    height = row * len(known) + 20

    def x(day: date, after: int = 0) -> float:
        return round(left + (right - left) * ((day - first).days + after) / total, 1)

    parts = [_open(WIDTH, height, title)]
    for n, (item, a, b) in enumerate(known):
        y = n * row + 4
        fill = {"published": "soft", "incident": "band strong"}.get(item.kind, "band")
        wide = f"{max(x(b, 1) - x(a), 5):.1f}"
        shape = f'<rect class="{fill}" x="{x(a)}" y="{y + 13}" width="{wide}" height="7" rx="1.5"/>'
        rail = f'<line class="axis" x1="{left}" x2="{right}" y1="{y + 16.5}" y2="{y + 16.5}"/>'
        words = f'<text x="{left}" y="{y + 9}">{_t(item.label, 46)}</text>'
        group = (
            f"<g><title>{escape(shortened(item.label, 160))}: {item.start} – {item.end}</title>{rail}{shape}{words}</g>"
        )
        parts.append(f'<a href="{escape(item.href)}">{group}</a>' if item.href else group)
    parts.append(f'<text x="{left}" y="{height - 3}">{first.isoformat()}</text>')
    if last != first:
        parts.append(f'<text x="{right}" y="{height - 3}" text-anchor="end">{last.isoformat()}</text>')
    return Markup("".join(parts) + "</svg>")


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: the sum of lower bounds, of upper bounds (``open``: some have none), and where its incidents are."""

    label: str
    low: int
    high: int
    open: bool
    href: str


def _told(item: Column) -> str:
    """Return a column's numbers: "3", "3–5", "3+" where nobody says where it ends."""
    high = max(item.high, item.low)
    return (f"{item.low:,}" if high == item.low else f"{item.low:,}–{high:,}") + ("+" if item.open else "")


def columns(items: Sequence[Column], title: str) -> Markup | None:
    """Return columns with a solid part up to the lower bound, a light one up to the upper, dots where that is open."""
    if not items:
        return None
    width, height, base, left = 900, 240, 204, 44
    top = _nice(max(max(item.high, item.low) for item in items) or 1)
    step = (width - left - 8) / len(items)
    thick = max(2.0, min(34.0, step * 0.66))

    def y(value: float) -> float:
        return round(base - (base - 14) * value / top, 1)

    parts = [_open(width, height, title)]
    for tick in _ticks(top):
        parts.append(f'<line class="axis" x1="{left}" x2="{width - 8}" y1="{y(tick)}" y2="{y(tick)}"/>')
        parts.append(f'<text x="{left - 6}" y="{y(tick) + 4}" text-anchor="end">{tick:,}</text>')
    every = max(1, math.ceil(len(items) * 62 / (width - left)))
    for n, item in enumerate(items):
        x = left + step * n + (step - thick) / 2
        high = max(item.high, item.low)
        shape = f'<rect class="soft" x="{x:.1f}" y="{y(high)}" width="{thick:.1f}" height="{base - y(high):.1f}"/>'
        shape += (
            f'<rect class="band" x="{x:.1f}" y="{y(item.low)}" width="{thick:.1f}" height="{base - y(item.low):.1f}"/>'
        )
        if item.open:
            middle = x + thick / 2
            up, end = y(high) - 2, max(y(high) - 16, 2)
            shape += f'<line class="open" x1="{middle:.1f}" x2="{middle:.1f}" y1="{up}" y2="{end}"/>'
        told = _told(item)
        parts.append(
            f'<a href="{escape(item.href)}" aria-label="{_t(item.label, 120)}: {told}">'
            f"<title>{_t(item.label, 120)}: {told}</title>"
            f'<rect class="reach" x="{left + step * n:.1f}" y="0" width="{step:.1f}" height="{base}"/>{shape}</a>'
        )
        if n % every == 0:
            parts.append(
                f'<text x="{x + thick / 2:.1f}" y="{base + 18}" text-anchor="middle">{_t(item.label, 12)}</text>'
            )
    return Markup("".join(parts) + "</svg>")


def rows(items: Sequence[Column], title: str) -> Markup | None:
    """Return the same as bars, one below the other: for names, which have no room below a column."""
    if not items:
        return None
    width, left, row, room = 900, 230, 24, 96
    top = _nice(max(max(item.high, item.low) for item in items) or 1)
    right = width - room

    def x(value: float) -> float:
        return round(left + (right - left) * value / top, 1)

    height = row * len(items) + 24
    parts = [_open(width, height, title)]
    for tick in _ticks(top):
        parts.append(f'<line class="axis" x1="{x(tick)}" x2="{x(tick)}" y1="2" y2="{height - 20}"/>')
        parts.append(f'<text x="{x(tick)}" y="{height - 5}" text-anchor="middle">{tick:,}</text>')
    for n, item in enumerate(items):
        y, high = n * row + 4, max(item.high, item.low)
        shape = f'<rect class="soft" x="{left}" y="{y}" width="{x(high) - left:.1f}" height="14"/>'
        shape += f'<rect class="band" x="{left}" y="{y}" width="{x(item.low) - left:.1f}" height="14"/>'
        if item.open:
            shape += f'<line class="open" x1="{x(high) + 4}" x2="{x(high) + 22}" y1="{y + 7}" y2="{y + 7}"/>'
        label = f'<text x="{left - 8}" y="{y + 11}" text-anchor="end">{_t(item.label, 34)}</text>'
        told = _told(item)
        value = f'<text x="{x(high) + (28 if item.open else 6)}" y="{y + 11}">{told}</text>'
        reach = f'<rect class="reach" x="0" y="{y - 4}" width="{width}" height="{row}"/>'
        words = escape(f"{shortened(item.label, 120)}: {told}")
        parts.append(f'<a href="{escape(item.href)}"><g><title>{words}</title>{reach}{shape}{label}{value}</g></a>')
    return Markup("".join(parts) + "</svg>")


def points_map(points: Sequence[Any], title: str) -> Markup | None:
    """Return a map of places with their uncertainty, for browsers that draw none themselves; ``None`` for no place.

    ``points``: values with ``id``, ``title``, ``date``, ``latitude``, ``longitude``, ``radius_km`` and ``exact``.
    """
    if not points:
        return None
    width, height = 1000, 480
    view = window([Disc(item.longitude, item.latitude, item.radius_km or 0.0) for item in points], width, height, 900)
    drawn = paths(view)
    parts = [_open(width, height, title, "map"), f'<path class="land" d="{drawn.land}"/>']
    parts.append(f'<path class="line" d="{drawn.borders}"/><path class="line dashed" d="{drawn.dashed}"/>')
    for item in points:
        x, y = view.project(item.longitude, item.latitude)
        reach = view.units(item.radius_km or 0, item.latitude)
        shape = f'<circle class="{"radius" if item.exact else "area"}" cx="{x:.1f}" cy="{y:.1f}" r="{reach:.1f}"/>'
        shape = shape if reach > 3 else ""
        spot = f'<circle class="{"spot" if item.exact else "area"}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
        label = escape(shortened(f"{item.title}, {item.date}", 160))
        parts.append(
            f'<a href="/incidents/{escape(item.id)}" aria-label="{label}"><title>{label}</title>{shape}{spot}</a>'
        )
    return Markup("".join(parts) + "</svg>")


def _open(width: int, height: int, title: str, kind: str = "chart") -> str:
    return (
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}" direction="ltr" '
        'xmlns="http://www.w3.org/2000/svg">'
    )


def _t(text: str, width: int) -> str:
    return str(escape(shortened(text, width)))


def _nice(value: int) -> int:
    """Return the next round number at or above ``value``."""
    for factor in range(10):
        for start in (1, 2, 3, 4, 5, 6, 8):
            if start * 10**factor >= value:
                return int(start * 10**factor)
    return value


def _ticks(top: int) -> list[int]:
    return sorted({0, top // 2, top}) if top > 1 else [0, top]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


CHARTS: dict[str, Callable[..., Any]] = {
    "range_bars": range_bars,
    "place_map": place_map,
    "day_line": day_line,
    "columns": columns,
    "points_map": points_map,
}
