"""Areas by name, and whether a place lies in a stated one: "al-Baghouz town in Deir Ezzor countryside"."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec

from allegata.gazetteer.area_names import bare_area
from allegata.gazetteer.candidate import Candidate, Match
from allegata.gazetteer.context import score
from allegata.gazetteer.countries import country_of
from allegata.gazetteer.extent import distance_km
from allegata.gazetteer.fold import fold
from allegata.gazetteer.store import AreaEntry, Entry, Store
from allegata.records import Fallback, PlacePrecision

SHORTEST_LOOSE = 4
"""A shorter key agrees by chance: such key matches count only where the strict key agrees too."""
AROUND_TOWN_KM = 25.0
"""Radius of the fallback for a place known to lie in the district of a town."""
REACH_KM = {"city": 60.0, "town": 30.0}
"""How far the surroundings of a city or town reach when it is named as the containing area; else 15 km."""

_SIDES = ("north ", "south ", "east ", "west ", "northern ", "southern ", "eastern ", "western ", "central ", "the ")
_PRECISION: dict[int, PlacePrecision] = {0: "country", 1: "admin1", 2: "admin2"}


class Within(msgspec.Struct, frozen=True):
    """A stated containing area, understood: its name's key, area ids, and circles about its centres."""

    key: str
    areas: frozenset[int]
    circles: tuple[tuple[tuple[float, float], float], ...]


class Areas:
    """Admin units and countries of the gazetteer files, by name and id."""

    def __init__(self, stores: Sequence[Store]) -> None:
        self._stores = tuple(stores)
        self.find = lru_cache(2_048)(self._find)
        self.label = lru_cache(20_000)(self._label)

    def entry(self, identity: int) -> AreaEntry | None:
        """Return an area by its GeoNames id."""
        return self._stores[0].area(identity)

    def _label(self, identity: int | None) -> str | None:
        area = self.entry(identity) if identity else None
        return area.name if area else None

    def _find(self, name: str, countries: frozenset[str]) -> Candidate | None:
        """Return the area that ``name`` means; see ``Gazetteer.area``."""
        country = country_of(name, regions=False)
        if country and (not countries or country in countries):
            return self._country(country)
        implied = country_of(name)
        if implied and not countries:
            countries = frozenset({implied})
        bare, level, _ = bare_area(name)
        for form in dict.fromkeys([name, bare, without_side(name), without_side(bare)]):
            areas = [area for store in self._stores for area in store.areas(form) if _fits(area, form, countries)]
            if level is not None:
                areas = [area for area in areas if area.level == level] or areas
            if areas:
                rank = min(area.level for area in areas)
                best = [area for area in areas if area.level == rank]
                best = [area for area in best if area.form in ("exact", "alternate")] or best
                if len(best) != 1:
                    return None
                above = self.label(best[0].parent) if best[0].level == 2 else None
                found = area_candidate(best[0], bool(countries))
                return msgspec.structs.replace(found, admin1=above) if above else found
        return None

    def _country(self, country: str) -> Candidate | None:
        rows = self._stores[0].query("SELECT id FROM area WHERE country = ? AND level = 0", (country,))
        area = self.entry(rows[0][0]) if rows else None
        return area_candidate(area, True) if area else None

    def understand(
        self, within: str, countries: frozenset[str], towns: Callable[[str, frozenset[str]], Sequence[Candidate]]
    ) -> Within | None:
        """Return what a containing area's name can mean, ``None`` when nothing; ``towns`` looks places up."""
        bare = without_side(bare_area(within)[0])
        areas: dict[int, AreaEntry] = {}
        for form in dict.fromkeys((within, bare_area(within)[0], bare)):
            for store in self._stores:
                areas.update((area.id, area) for area in store.areas(form) if _fits(area, form, countries))
        circles = [
            (area.point, area.radius_km + 5)
            for area in areas.values()
            if area.level == 2 and area.point and area.radius_km is not None
        ]
        for town in towns(bare, countries)[:3]:
            if town.latitude is not None and town.longitude is not None and town.precision in ("village", *REACH_KM):
                circles.append(((town.latitude, town.longitude), REACH_KM.get(town.precision, 15.0)))
        return Within(fold(bare), frozenset(areas), tuple(circles)) if areas or circles else None

    def containing(self, entry: Entry) -> Fallback | None:
        """Return the smallest area of a place without a point: admin2, the town that names its district, admin1."""
        chain = [area for identity in (entry.admin2, entry.admin1) if identity and (area := self.entry(identity))]
        if chain and chain[0].level == 2 and chain[0].point:
            return area_fallback(chain[0])
        town = self._town(entry.within, entry) if entry.within else None
        if town and town.point:
            return Fallback(
                name=town.name,
                geonames=town.geonames,
                latitude=town.point[0],
                longitude=town.point[1],
                precision="area",
                radius_km=AROUND_TOWN_KM,
            )
        return area_fallback(chain[-1]) if chain else None

    def _town(self, name: str, inside: Entry) -> Entry | None:
        """Return the one town of this name in the country, and where possible the admin1, of a place."""
        towns = [
            entry
            for store in self._stores
            for entry in store.places(name)
            if entry.point and entry.country == inside.country and entry.form != "key"
        ]
        towns = [entry for entry in towns if entry.admin1 == inside.admin1] or towns
        towns.sort(key=lambda entry: (-(entry.population or 0), entry.id))
        if len(towns) > 1 and (towns[0].population or 0) < 10 * (towns[1].population or 1):
            return None
        return towns[0] if towns else None


def _fits(area: AreaEntry, form: str, countries: frozenset[str]) -> bool:
    if countries and area.country not in countries:
        return False
    return area.form != "key" or (bool(countries) and len(fold(form)) >= SHORTEST_LOOSE)


def lies_inside(entry: Entry, within: Within) -> bool:
    """Tell whether a place lies in a stated containing area: by admin unit, by its district's name or by distance."""
    if entry.admin1 in within.areas or entry.admin2 in within.areas:
        return True
    if entry.within and fold(bare_area(entry.within)[0]) == within.key:
        return True
    return entry.point is not None and any(
        distance_km(entry.point, centre) <= reach for centre, reach in within.circles
    )


def without_side(name: str) -> str:
    """Return ``name`` without "the", "eastern" and the like at its start."""
    lowered = name.lower()
    for side in _SIDES:
        if lowered.startswith(side):
            return without_side(name[len(side) :].strip()) or name
    return name


def area_fallback(area: AreaEntry) -> Fallback:
    """Return an area as a containment fallback."""
    return Fallback(
        name=area.name,
        geonames=area.id,
        latitude=area.point[0] if area.point else None,
        longitude=area.point[1] if area.point else None,
        precision=_PRECISION[area.level],
        radius_km=area.radius_km,
    )


def area_candidate(area: AreaEntry, likely: bool) -> Candidate:
    """Return an area as a candidate, scored as a place of its population; ``likely``: in a country of the prior."""
    matches: dict[str, Match] = {"exact": "exact", "alternate": "alternate"}
    return Candidate(
        name=area.name,
        country=area.country,
        geonames=area.id,
        latitude=area.point[0] if area.point else None,
        longitude=area.point[1] if area.point else None,
        radius_km=area.radius_km,
        precision=_PRECISION[area.level],
        admin1=area.name if area.level == 1 else None,
        admin2=area.name if area.level == 2 else None,
        population=area.population or None,
        match=matches.get(area.form, "key"),
        score=score(
            area.form,
            population=area.population,
            country=area.country,
            point=area.point,
            curated=False,
            only=False,
            common=False,
            countries=(area.country,) if likely else (),
            near=(),
            letters=len(fold(area.name)),
            inside=None,
        ),
        source="GeoNames, centre of its places",
    )
