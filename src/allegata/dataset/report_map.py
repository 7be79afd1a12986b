"""The overview map: every incident that has a place to draw, those near one another together; the rest in a lane."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from allegata.dataset.map_window import Disc, Paths, Window, paths, window
from allegata.dataset.wording import place_words
from allegata.records import Incident, IncidentPlace

WIDTH, HEIGHT = 1440, 760
LEAST_KM = 500.0
_NEAR, _NEAR_NARROW = 46.0, 150.0
"""Marks nearer than this (units; 30 pixels of a wide and of a narrow page) are drawn as one."""
_NO_EXTENT = 34
"""Smallest disc of an area, also of one whose extent nobody knows: its number must fit in."""
_SHOWN, _CROWDED = 3, 60
"""So many incidents are named at one mark; of more, and on a crowded map, only how many they are is told."""
_APPROXIMATE = ("admin2", "admin1", "area", "country", "unknown")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an incident is drawn. ``area``: only the area that contains it is known; ``radius_km`` ``None``: not how
    large. ``fallback``: the area's name, where the incident's own place has no coordinates.
    """

    longitude: float
    latitude: float
    radius_km: float | None
    area: bool
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Incidents drawn as one: percentages of the map's width and height, what is written, and where it leads."""

    x: float
    y: float
    area: bool
    label: str
    title: str
    href: str
    many: bool
    anchor: str
    incidents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A radius of uncertainty in the map's units; ``area`` as in ``Spot``."""

    x: int
    y: int
    r: int
    area: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The map of all incidents. ``marks`` stand in the order of their first incident; ``narrow`` are those for a
    telephone, where more are drawn as one. ``unplaced``: words for the place and the numbers of incidents.
    """

    width: int
    height: int
    paths: Paths | None
    discs: tuple[Ellipse, ...]
    marks: tuple[Mark, ...]
    narrow: tuple[Mark, ...]
    unplaced: tuple[tuple[str, tuple[int, ...]], ...]


def spot_of(place: IncidentPlace | None) -> Spot | None:
    """Return where to draw a place: its point, or the known area that contains it; ``None`` without coordinates."""
    if place is None:
        return None
    if _valid(place.latitude, place.longitude):
        return Spot(
            float(place.longitude or 0),
            float(place.latitude or 0),
            _radius(place.radius_km),
            place.precision in _APPROXIMATE,
        )
    fallback = place.fallback
    if fallback is None or not _valid(fallback.latitude, fallback.longitude):
        return None
    return Spot(
        float(fallback.longitude or 0), float(fallback.latitude or 0), _radius(fallback.radius_km), True, fallback.name
    )


def overview(incidents: Sequence[Incident], headings: Sequence[str]) -> Overview:
    """Return the map of incidents, numbered from 1. ``headings``: one for each, for pointing at a mark."""
    spots = {number: spot for number, incident in enumerate(incidents, 1) if (spot := spot_of(incident.place))}
    lane: dict[str, list[int]] = {}
    for number, incident in enumerate(incidents, 1):
        if number not in spots:
            lane.setdefault(place_words(incident.place), []).append(number)
    unplaced = tuple((words, tuple(numbers)) for words, numbers in lane.items())
    if not spots:
        return Overview(WIDTH, HEIGHT, None, (), (), (), unplaced)
    view = window([_disc(spot) for spot in spots.values()], WIDTH, HEIGHT, LEAST_KM)
    discs = {
        Ellipse(
            round(x),
            round(y),
            max(_NO_EXTENT if spot.area else 4, round(view.units(spot.radius_km or 0.0, spot.latitude))),
            spot.area,
        )
        for spot in spots.values()
        if spot.radius_km or spot.area
        for x, y in [view.project(spot.longitude, spot.latitude)]
    }
    ordered = sorted(discs, key=lambda disc: (not disc.area, -disc.r, disc.x, disc.y))
    visible = [disc for disc in ordered if disc.area or disc.r > 10]
    wide = tuple(_marks(spots, headings, view, _NEAR, "spot"))
    narrow = tuple(_marks(spots, headings, view, _NEAR_NARROW, "place"))
    return Overview(WIDTH, HEIGHT, paths(view), tuple(visible), wide, narrow, unplaced)


def _disc(spot: Spot) -> Disc:
    return Disc(spot.longitude, spot.latitude, min(spot.radius_km or 0.0, 800.0))


@dataclass(slots=True)
class _Group:
    x: float
    y: float
    area: bool
    incidents: list[int] = field(default_factory=list)


def _marks(spots: dict[int, Spot], headings: Sequence[str], view: Window, within: float, anchor: str) -> Iterable[Mark]:
    groups: list[_Group] = []
    squares: dict[tuple[bool, int, int], list[_Group]] = {}
    for number, spot in spots.items():
        x, y = view.project(spot.longitude, spot.latitude)
        square = (math.floor(x / within), math.floor(y / within))
        around = [
            group
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for group in squares.get((spot.area, square[0] + dx, square[1] + dy), ())
        ]
        near = min(around, key=lambda group: math.hypot(group.x - x, group.y - y), default=None)
        if near is None or math.hypot(near.x - x, near.y - y) > within:
            near = _Group(x, y, spot.area)
            groups.append(near)
            squares.setdefault((spot.area, *square), []).append(near)
        near.incidents.append(number)
    points = [group for group in groups if not group.area]
    shown = _SHOWN if len(spots) <= _CROWDED else 1
    for group in groups:
        # The words of an area give way to a point at its middle.
        if group.area and any(math.hypot(group.x - other.x, group.y - other.y) < within for other in points):
            group.y = min(view.height - 20.0, group.y + within)
    for order, group in enumerate(groups, 1):
        numbers = tuple(group.incidents)
        many = len(numbers) > shown
        yield Mark(
            x=round(100 * group.x / view.width, 2),
            y=round(100 * group.y / view.height, 2),
            area=group.area,
            label=f"{len(numbers)}×" if many else ", ".join(map(str, numbers)),
            title=f"{len(numbers)} incidents" if many else "; ".join(f"{n}: {headings[n - 1]}" for n in numbers),
            href=f"incident-{numbers[0]}" if len(numbers) == 1 else f"{anchor}-{order}",
            anchor=f"{anchor}-{order}",
            many=many,
            incidents=numbers,
        )


def _valid(latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None:
        return False
    return math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 360


def _radius(km: float | None) -> float | None:
    return km if km is not None and math.isfinite(km) and 0 < km < 20_000 else None
