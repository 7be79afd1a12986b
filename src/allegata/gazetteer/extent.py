"""How precise a place's point is: its class by population or kind, and the radius within which it lies."""

import math
from typing import Final

from allegata.records import PlacePrecision

TOWN_FROM: Final = 5_000
CITY_FROM: Final = 100_000

RADIUS_KM: Final[dict[str, float]] = {"point": 0.5, "village": 2.0, "town": 4.0, "city": 10.0}
"""Radius about the point of a place of known class; a city of a million has twice the radius of a city."""

KIND_PRECISION: Final[dict[str, PlacePrecision]] = {
    "village": "village",
    "camp": "village",
    "neighbourhood": "village",
    "town": "town",
    "city": "city",
    "site": "point",
}
"""Kinds in the supplement and in user files. Camps and neighbourhoods are as large as villages, and coded so."""


def precision_of(population: int | None, kind: str | None) -> PlacePrecision:
    """Return the class of a place: by ``kind`` when given, else village < 5,000 <= town < 100,000 <= city.

    An unknown population gives "village": GeoNames leaves it out for small places.
    """
    if kind:
        return KIND_PRECISION.get(kind, "village")
    if not population or population < TOWN_FROM:
        return "village"
    return "town" if population < CITY_FROM else "city"


def radius_of(precision: PlacePrecision, population: int | None) -> float:
    """Return the radius in kilometres for a place of this class."""
    if precision == "city" and population and population >= 1_000_000:
        return 2 * RADIUS_KM["city"]
    return RADIUS_KM.get(precision, RADIUS_KM["village"])


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two (latitude, longitude) points."""
    north_a, north_b = math.radians(a[0]), math.radians(b[0])
    east = math.radians(b[1] - a[1])
    half = math.sin((north_b - north_a) / 2) ** 2 + math.cos(north_a) * math.cos(north_b) * math.sin(east / 2) ** 2
    return 12_742 * math.asin(min(1.0, math.sqrt(half)))


def centre_and_radius(members: list[tuple[float, float, int]]) -> tuple[float, float, float] | None:
    """Return the weighted centre of (latitude, longitude, population) members and the radius holding 90 % of them.

    Weights are populations of at least 500. Averages unit vectors, so that the date line does no harm.
    """
    if not members:
        return None
    x = y = z = 0.0
    for latitude, longitude, population in members:
        weight = max(population, 500)
        north, east = math.radians(latitude), math.radians(longitude)
        x += weight * math.cos(north) * math.cos(east)
        y += weight * math.cos(north) * math.sin(east)
        z += weight * math.sin(north)
    centre = (math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))
    spread = sorted(distance_km(centre, (latitude, longitude)) for latitude, longitude, _ in members)
    return centre[0], centre[1], spread[min(len(spread) - 1, int(0.9 * len(spread)))]
