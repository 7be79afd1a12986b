"""A window on the Earth in Mercator's projection, and the outlines clipped to it as SVG paths of whole numbers.

Mercator keeps a radius a circle everywhere. Windows may cross the 180th meridian: longitudes then run on beyond 180.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from allegata.dataset.outlines import Box, outlines

KM_A_DEGREE = 111.2
_MOST_NORTH = 82.0
_MARGIN = 4.0
_COARSE = 0.12

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Disc:
    """A point with the radius that must be seen around it."""

    longitude: float
    latitude: float
    radius_km: float = 0.0


@dataclass(frozen=True, slots=True)
class Window:
    """``west`` and ``top`` (Mercator degrees) at the upper left, ``scale`` units a degree, ``width`` by ``height``."""

    west: float
    top: float
    scale: float
    width: int
    height: int

    def project(self, longitude: float, latitude: float) -> XY:
        """Return the point in the window's units."""
        east = self.west + (longitude - self.west) % 360
        if (east - self.west) * self.scale > self.width and (east - 360 - self.west) * self.scale > -self.width:
            east = min((east, east - 360), key=lambda value: abs((value - self.west) * self.scale - self.width / 2))
        return (east - self.west) * self.scale, (self.top - mercator(latitude)) * self.scale

    def units(self, km: float, latitude: float) -> float:
        """Return a distance at a latitude in the window's units."""
        return km / (KM_A_DEGREE * math.cos(math.radians(clamped(latitude)))) * self.scale


@dataclass(frozen=True, slots=True)
class Paths:
    """What lies in a window: land, coasts, lines between countries, and those of them that are disputed."""

    land: str
    coasts: str
    borders: str
    dashed: str


def window(discs: Sequence[Disc], width: int, height: int, least_km: float, pad: float = 0.1) -> Window:
    """Return the narrowest window that shows all discs, at least ``least_km`` wide. ``discs`` must not be empty."""
    starts = sorted({disc.longitude % 360 for disc in discs})
    gaps = [(here - before, here) for before, here in zip([starts[-1] - 360, *starts], starts, strict=False)]
    first = max(gaps)[1]
    boxes = []
    for disc in discs:
        east = first + (disc.longitude % 360 - first) % 360
        wide = disc.radius_km / (KM_A_DEGREE * math.cos(math.radians(clamped(disc.latitude))))
        high = disc.radius_km / KM_A_DEGREE
        boxes.append((east - wide, mercator(disc.latitude - high), east + wide, mercator(disc.latitude + high)))
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    middle = math.degrees(2 * math.atan(math.exp(math.radians((south + north) / 2))) - math.pi / 2)
    least = least_km / (KM_A_DEGREE * math.cos(math.radians(clamped(middle))))
    wide = min(360.0, max((east - west) * (1 + 2 * pad), least))
    high = max((north - south) * (1 + 2 * pad), least * height / width)
    scale = max(min(width / wide, height / high), width / 360)
    left = (west + east) / 2 - width / scale / 2
    if left < -180 or left >= 180:
        left = (left + 180) % 360 - 180
    return Window(left, (south + north) / 2 + height / scale / 2, scale, width, height)


def mercator(latitude: float) -> float:
    """Return the Mercator ordinate in degrees; latitudes beyond 82 degrees are drawn there."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(clamped(latitude)) / 2)))


def clamped(latitude: float) -> float:
    """Return a latitude that the projection can draw."""
    return max(-_MOST_NORTH, min(_MOST_NORTH, latitude))


def paths(view: Window, only: frozenset[str] | None = None) -> Paths:
    """Return the outlines in the window, details below one unit left out; the land of ``only`` these countries."""
    shapes = _coarse_shapes() if view.scale * _COARSE <= 1 else _shapes()
    rings = [shape for code, shape in shapes.rings if only is None or code in only]
    land = "".join(_path(_clipped(points, view), closed=True) for points in _shown(rings, view))
    if only is not None:
        return Paths(land, "", "", "")
    drawn: dict[str, list[str]] = {"coast": [], "border": [], "dashed": []}
    for kind, lines in shapes.lines.items():
        for points in _shown(lines, view):
            drawn[kind].extend(_path(run, closed=False) for run in _runs(points, view))
    return Paths(land, *("".join(drawn[kind]) for kind in ("coast", "border", "dashed")))


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Rings and lines in Mercator degrees with their boxes."""

    rings: list[tuple[str, tuple[Box, list[XY]]]]
    lines: dict[str, list[tuple[Box, list[XY]]]]


@cache
def _shapes() -> _Shapes:
    all_of = outlines()
    lines: dict[str, list[tuple[Box, list[XY]]]] = {"coast": [], "border": [], "dashed": []}
    for line in all_of.lines:
        kind = "dashed" if line.dashed else "coast" if line.coast else "border"
        lines[kind].append(_flat(line.points, line.box))
    return _Shapes([(ring.country, _flat(ring.points, ring.box)) for ring in all_of.rings], lines)


@cache
def _coarse_shapes() -> _Shapes:
    """Return the shapes for windows so wide that a unit is more than ``_COARSE`` degrees."""

    def thinned(shape: tuple[Box, list[XY]]) -> tuple[Box, list[XY]]:
        box, points = shape
        kept = points[:1]
        for point in points[1:-1]:
            if max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) > _COARSE:
                kept.append(point)
        return box, [*kept, points[-1]]

    fine = _shapes()
    return _Shapes(
        [(code, thinned(shape)) for code, shape in fine.rings],
        {kind: [thinned(shape) for shape in lines] for kind, lines in fine.lines.items()},
    )


def _flat(points: Iterable[XY], box: Box) -> tuple[Box, list[XY]]:
    west, south, east, north = box
    return (west, mercator(south), east, mercator(north)), [(x, mercator(y)) for x, y in points]


def _shown(shapes: Iterable[tuple[Box, list[XY]]], view: Window) -> Iterator[list[XY]]:
    """Yield the shapes that reach into the window in its units, once for each turn around the Earth."""
    scale, left, top = view.scale, view.west, view.top
    right, bottom = left + view.width / scale, top - view.height / scale
    for (west, south, east, north), points in shapes:
        if south > top or north < bottom or max(east - west, north - south) * scale < 1:
            continue
        for turn in (-360, 0, 360):
            if west + turn < right and east + turn > left:
                shift = turn - left
                yield [((x + shift) * scale, (top - y) * scale) for x, y in points]


def _clipped(points: list[XY], view: Window) -> list[XY]:
    """Return a ring cut to the window with a margin (Sutherland and Hodgman)."""
    for axis, limit, keep_less in (
        (0, -_MARGIN, False),
        (0, view.width + _MARGIN, True),
        (1, -_MARGIN, False),
        (1, view.height + _MARGIN, True),
    ):
        cut: list[XY] = []
        before = points[-1] if points else (0.0, 0.0)
        was_in = (before[axis] <= limit) == keep_less
        for point in points:
            is_in = (point[axis] <= limit) == keep_less
            if is_in != was_in:
                cut.append(_crossing(before, point, axis, limit))
            if is_in:
                cut.append(point)
            before, was_in = point, is_in
        points = cut
    return points


def _crossing(a: XY, b: XY, axis: int, limit: float) -> XY:
    share = (limit - a[axis]) / (b[axis] - a[axis])
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _runs(points: list[XY], view: Window) -> Iterator[list[XY]]:
    """Yield the parts of a line that lie in the window."""
    run: list[XY] = []
    for a, b in pairwise(points):
        part = _inside(a, b, view)
        if part is None or (run and run[-1] != part[0]):
            if len(run) > 1:
                yield run
            run = []
        if part is not None:
            run = run or [part[0]]
            run.append(part[1])
    if len(run) > 1:
        yield run


def _inside(a: XY, b: XY, view: Window) -> tuple[XY, XY] | None:
    """Return the part of a segment in the window with its margin (Liang and Barsky)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    enter, leave = 0.0, 1.0
    for step, room in (
        (-dx, a[0] + _MARGIN),
        (dx, view.width + _MARGIN - a[0]),
        (-dy, a[1] + _MARGIN),
        (dy, view.height + _MARGIN - a[1]),
    ):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None
    start = a if enter == 0 else (a[0] + enter * dx, a[1] + enter * dy)
    end = b if leave == 1 else (a[0] + leave * dx, a[1] + leave * dy)
    return start, end


def _path(points: Sequence[XY], *, closed: bool) -> str:
    """Return a path in whole numbers, relative after its start; nothing when it shrinks to less than a line."""
    whole: list[tuple[int, int]] = []
    for x, y in points:
        point = (round(x), round(y))
        if not whole or max(abs(point[0] - whole[-1][0]), abs(point[1] - whole[-1][1])) > 1:
            whole.append(point)
    if closed and len(whole) > 1 and whole[0] == whole[-1]:
        whole.pop()
    if len(whole) < (3 if closed else 2):
        return ""
    x, y = whole[0]
    words = [f"M{x} {y}l"]
    for number, (new_x, new_y) in enumerate(whole[1:]):
        dx, dy = new_x - x, new_y - y
        words.append(f"{' ' if number and dx >= 0 else ''}{dx}{' ' if dy >= 0 else ''}{dy}")
        x, y = new_x, new_y
    return "".join(words) + ("z" if closed else "")
