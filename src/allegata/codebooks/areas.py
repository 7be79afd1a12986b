"""The first-level and second-level areas of an incident's place, by the gazetteer: what coders fill in themselves."""

from functools import lru_cache
from typing import NamedTuple

from allegata.gazetteer import Gazetteer
from allegata.records import Fallback, IncidentPlace


class Levels(NamedTuple):
    """The areas that a place lies in, by the gazetteer's names; ``None`` where it does not know."""

    first: str | None = None
    second: str | None = None


class Areas:
    """Looks areas up. Raises ``GazetteerError`` where the gazetteer is not there."""

    def __init__(self) -> None:
        self._gazetteer = Gazetteer.open()
        self._of = lru_cache(1_024)(self._levels)

    def of(self, place: IncidentPlace | None) -> Levels:
        """Return the areas of the very place that the record holds, else of the known area around it.

        A place is found again by its name together with its number in GeoNames or its coordinates, never by its
        name alone.
        """
        if place is None:
            return Levels()
        spot: IncidentPlace | Fallback | None = place if place.latitude is not None else place.fallback
        if spot is None or spot.latitude is None or spot.longitude is None:
            return Levels()
        name = (place.gazetteer_name or place.name) if spot is place else spot.name
        return self._of(name, place.country, spot.geonames, spot.precision, (spot.latitude, spot.longitude))

    def _levels(
        self, name: str, country: str | None, geonames: int | None, precision: str, point: tuple[float, float]
    ) -> Levels:
        countries = (country,) if country is not None else ()
        if precision in ("admin1", "admin2"):
            area = self._gazetteer.area(name, countries=countries)
            if area is None or area.precision != precision or area.geonames != geonames:
                return Levels(name) if precision == "admin1" else Levels(None, name)
            return Levels(area.name) if precision == "admin1" else Levels(area.admin1, area.name)
        for found in self._gazetteer.lookup(name, countries=countries, fuzzy=False):
            if found.country != country:
                continue
            same = found.geonames == geonames if geonames is not None else (found.latitude, found.longitude) == point
            if same:
                return Levels(found.admin1, found.admin2)
        return Levels()
