"""The small map of one incident: outlines, its point with the radius or its area, towns near it, and the country."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from allegata.dataset.map_window import KM_A_DEGREE, Disc, Paths, Window, paths, window
from allegata.dataset.outlines import outlines
from allegata.dataset.report_map import Spot
from allegata.gazetteer import BUILT, Gazetteer, GazetteerError, Town

WIDTH, HEIGHT = 340, 230
INSET = 74
"""Height and width of the map of the country in the corner."""
_FINE = 2
"""Outlines have so many units a pixel."""
_POINT_KM, _TOWNS, _AREA_TOWNS = 200.0, 7, 5
_LETTER, _LINE = 5.9, 12.0

Near = Callable[[float, float, float, int], Sequence[Town]]


@dataclass(frozen=True, slots=True)
class TownLabel:
    """A town: its dot, and its name where there is room for it; ``before``: the name ends at ``text_x``."""

    x: float
    y: float
    name: str
    text_x: float
    text_y: float
    before: bool


@dataclass(frozen=True, slots=True)
class Inset:
    """The country as a whole with the place in it."""

    land: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Locator:
    """The map of one incident, ``width`` by ``height`` pixels; ``paths`` are in halves of pixels.

    ``r``: radius of uncertainty, ``None`` when unknown; ``area``, ``fallback`` as in ``Spot``; ``bar``, ``bar_km``: a
    scale bar.
    """

    width: int
    height: int
    paths: Paths
    x: float
    y: float
    r: float | None
    area: bool
    fallback: str | None
    radius_km: float | None
    towns: tuple[TownLabel, ...]
    inset: Inset | None
    bar: float
    bar_km: int


@cache
def gazetteer_towns() -> Near:
    """Return where to ask for towns: the gazetteer that comes with the package; no towns where it was not built."""
    try:
        return Gazetteer([BUILT]).towns_near
    except GazetteerError:
        return _no_towns


def locator(spot: Spot, country: str | None, own_name: str, near: Near) -> Locator:
    """Return the map of a spot. ``country``: of the inset; ``own_name``: the incident's place, which needs no label."""
    reach = spot.radius_km or 0.0
    view = window([Disc(spot.longitude, spot.latitude, reach * 1.15)], WIDTH * _FINE, HEIGHT * _FINE, _POINT_KM)
    x, y = (value / _FINE for value in view.project(spot.longitude, spot.latitude))
    km = KM_A_DEGREE * math.cos(math.radians(min(80.0, abs(spot.latitude)))) / (view.scale / _FINE)
    inset = _inset(spot, country)
    bar_km = next(step for step in (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 1) if step / km < WIDTH / 3.2)
    return Locator(
        width=WIDTH,
        height=HEIGHT,
        paths=paths(view),
        x=round(x, 1),
        y=round(y, 1),
        r=None if spot.radius_km is None else round(max(5.0, spot.radius_km / km), 1),
        area=spot.area,
        fallback=spot.fallback,
        radius_km=spot.radius_km,
        towns=_towns(spot, view, own_name, near, km, inset is not None),
        inset=inset,
        bar=round(bar_km / km, 1),
        bar_km=bar_km,
    )


def _no_towns(latitude: float, longitude: float, radius_km: float, limit: int) -> Sequence[Town]:
    return ()


def _towns(spot: Spot, view: Window, own_name: str, near: Near, km: float, inset: bool) -> tuple[TownLabel, ...]:
    """Label the most populous towns in the window whose names fit beside one another and beside the place."""
    x, y = (value / _FINE for value in view.project(spot.longitude, spot.latitude))
    taken = [(x - 8, y - 8, x + 8, y + 8), (0.0, HEIGHT - 24.0, 130.0, float(HEIGHT))]
    if inset:
        taken.append((WIDTH - INSET - 4.0, 0.0, float(WIDTH), INSET + 4.0))
    wanted = _AREA_TOWNS if spot.area else _TOWNS
    labels: list[TownLabel] = []
    for town in near(spot.latitude, spot.longitude, km * math.hypot(WIDTH, HEIGHT) / 2, 40):
        at = tuple(value / _FINE for value in view.project(town.longitude, town.latitude))
        if not (4 < at[0] < WIDTH - 4 and 8 < at[1] < HEIGHT - 6) or len(labels) == wanted:
            continue
        if math.hypot(at[0] - x, at[1] - y) < 9 and not spot.area:
            continue  # the place itself, or too near to be told from it
        long = len(town.name) * _LETTER
        for before, left in ((False, at[0] + 5), (True, at[0] - 5 - long)):
            box = (left, at[1] - _LINE / 2, left + long, at[1] + _LINE / 2)
            free = not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)
            if free and left > 2 and left + long < WIDTH - 2 and town.name != own_name:
                taken += [box, (at[0] - 4, at[1] - 4, at[0] + 4, at[1] + 4)]
                text_x = at[0] - 5 if before else at[0] + 5
                east, north = round(at[0], 1), round(at[1], 1)
                labels.append(TownLabel(east, north, town.name, round(text_x, 1), round(at[1] + 3.5, 1), before))
                break
    return tuple(labels)


def _inset(spot: Spot, country: str | None) -> Inset | None:
    if country is None:
        return None
    found = _country(country.upper(), round(spot.longitude / 20), round(spot.latitude / 20))
    if found is None:
        return None
    view, land = found
    x, y = view.project(spot.longitude, spot.latitude)
    if not (0 <= x <= view.width and 0 <= y <= view.height):
        return None
    return Inset(land, round(x / _FINE, 1), round(y / _FINE, 1))


@cache
def _country(code: str, east: int, north: int) -> tuple[Window, str] | None:
    """Return a country's rings near a square of 20 degrees; possessions far off would make it a speck."""
    rings = [ring for ring in outlines().rings if ring.country == code]
    if not rings:
        return None
    home = min(rings, key=lambda ring: (max(0.0, _far(ring.box, 20 * east, 20 * north) - 15), -len(ring.points)))
    size = max(home.box[2] - home.box[0], home.box[3] - home.box[1], 4.0)
    middle = ((home.box[0] + home.box[2]) / 2, (home.box[1] + home.box[3]) / 2)
    kept = [ring for ring in rings if _far(ring.box, *middle) <= size]
    corners = [Disc(longitude, latitude) for ring in kept for longitude in ring.box[::2] for latitude in ring.box[1::2]]
    view = window(corners, INSET * _FINE, INSET * _FINE, 150.0, pad=0.08)
    only = frozenset((code,))
    return view, paths(view, only).land


def _far(box: tuple[float, float, float, float], longitude: float, latitude: float) -> float:
    east = max(box[0] - longitude, longitude - box[2], 0.0)
    north = max(box[1] - latitude, latitude - box[3], 0.0)
    return max(east, north)
