"""Outlines of countries for maps: Natural Earth at 1:50 million, simplified (``tools/build_outlines.py``).

They are for orientation and make no statement on borders. Codes follow GeoNames; lines that states dispute are told
apart, to be drawn dashed. The file holds ``arcs`` (lines as whole numbers a ``scale``-th of a degree, each point as the
difference from the one before), ``polygons`` (code and rings of arc numbers; ``~n`` is arc ``n`` backwards, as in
TopoJSON) and ``dashed`` (arc numbers).
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

LonLat = tuple[float, float]
"""A point as (longitude, latitude)."""
Box = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed ring of a country (its first point is also its last), or the hole of one, with its bounding box.

    Where land crosses the 180th meridian, longitudes run on beyond 180 or -180.
    """

    country: str
    points: tuple[LonLat, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """A coast or a line between two countries. ``between``: their codes; ``coast``: only one has it."""

    points: tuple[LonLat, ...]
    box: Box
    between: tuple[str, ...]
    dashed: bool

    @property
    def coast(self) -> bool:
        """Tell whether the line is a coast."""
        return len(self.between) < 2


@dataclass(frozen=True, slots=True)
class Outlines:
    """All rings and lines. Land of no ISO country has the code ``""``."""

    rings: tuple[Ring, ...]
    lines: tuple[Line, ...]

    def countries(self) -> tuple[str, ...]:
        """Return the ISO 3166 alpha-2 codes that have rings, sorted."""
        return tuple(sorted({ring.country for ring in self.rings} - {""}))

    def rings_of(self, country: str) -> tuple[tuple[LonLat, ...], ...]:
        """Return the rings of a country in longitude and latitude; none for an unknown code."""
        return tuple(ring.points for ring in self.rings if ring.country == country.upper())


class _File(msgspec.Struct):
    scale: int
    arcs: list[list[int]]
    polygons: list[tuple[str, list[list[int]]]]
    dashed: list[int]


@cache
def outlines() -> Outlines:
    """Return the outlines that come with the package."""
    packed = files("allegata.dataset").joinpath("data/outlines.json.gz").read_bytes()
    content = msgspec.json.decode(gzip.decompress(packed), type=_File)
    arcs = [_points(numbers, content.scale) for numbers in content.arcs]
    owners: dict[int, list[str]] = {}
    rings = []
    for code, polygon in content.polygons:
        for ring in polygon:
            points: list[LonLat] = []
            for arc in ring:
                owners.setdefault(~arc if arc < 0 else arc, []).append(code)
                part = arcs[~arc][::-1] if arc < 0 else arcs[arc]
                points.extend(part if not points else part[1:])
            if len(points) > 3:
                whole = _unbroken(points, closed=True)
                rings.append(Ring(code, whole, box_of(whole)))
    dashed = frozenset(content.dashed)
    lines = []
    for arc, codes in sorted(owners.items()):
        if len(arcs[arc]) > 1:
            line = _unbroken(arcs[arc], closed=False)
            lines.append(Line(line, box_of(line), tuple(codes), arc in dashed))
    return Outlines(tuple(rings), tuple(lines))


def box_of(points: Iterable[LonLat]) -> Box:
    """Return the bounding box of points; they must not be empty."""
    longitudes, latitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _unbroken(points: Iterable[LonLat], *, closed: bool) -> tuple[LonLat, ...]:
    """Let longitudes run on beyond 180 where a line crosses that meridian; close Antarctica about the pole."""
    turn, before = 0, None
    whole: list[LonLat] = []
    for longitude, latitude in points:
        if before is not None and abs(longitude - before) > 180:
            turn += -360 if longitude > before else 360
        before = longitude
        whole.append((longitude + turn, latitude))
    if closed and turn:
        whole += [(whole[-1][0], -90.0), (whole[0][0], -90.0), whole[0]]
    return tuple(whole)


def _points(numbers: list[int], scale: int) -> tuple[LonLat, ...]:
    x = y = 0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / scale, y / scale))
    return tuple(points)
