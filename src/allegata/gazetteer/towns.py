"""Populous places near a point, for the labels of maps."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from allegata.gazetteer.extent import distance_km
from allegata.gazetteer.schema import SCALE
from allegata.gazetteer.store import Store

LEAST = 1_000
"""Fewest inhabitants of a place that serves for orientation."""
_KM_A_DEGREE = 111.2


class Town(NamedTuple):
    """A populated place with its own point."""

    name: str
    latitude: float
    longitude: float
    population: int
    geonames: int | None


class Towns:
    """The populous places of gazetteer files in squares of one degree, read once."""

    def __init__(self, stores: Iterable[Store]) -> None:
        self._squares: dict[tuple[int, int], list[Town]] = {}
        for store in stores:
            rows = store.query(
                "SELECT name, latitude, longitude, population, geonames FROM place "
                "WHERE population >= ? AND latitude IS NOT NULL AND longitude IS NOT NULL",
                (LEAST,),
            )
            for name, north, east, population, geonames in rows:
                town = Town(name, north / SCALE, east / SCALE, population, geonames)
                self._squares.setdefault((math.floor(town.latitude), math.floor(town.longitude)), []).append(town)

    def near(self, latitude: float, longitude: float, radius_km: float, limit: int) -> list[Town]:
        """Return the towns within ``radius_km`` of a point, the most populous first, at most ``limit``."""
        reach = radius_km / _KM_A_DEGREE
        widest = min(89.0, abs(latitude) + reach)
        wide = min(180.0, reach / math.cos(math.radians(widest)))
        found: list[Town] = []
        for north in range(math.floor(latitude - reach), math.floor(latitude + reach) + 1):
            columns = range(math.floor(longitude - wide), math.floor(longitude + wide) + 1)
            for east in {(column + 180) % 360 - 180 for column in columns}:
                found += self._squares.get((north, east), ())
        point = (latitude, longitude)
        near = [town for town in found if distance_km(point, (town.latitude, town.longitude)) <= radius_km]
        near.sort(key=lambda town: (-town.population, town.geonames or 0, town.name))
        return near[:limit]
