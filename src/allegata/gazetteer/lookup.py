"""``Gazetteer``: names to candidate places, best first."""

import os
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import msgspec

from allegata.gazetteer import countries as country_words
from allegata.gazetteer.area_names import bare_area
from allegata.gazetteer.candidate import LEAD, RESOLVED, Candidate, Match
from allegata.gazetteer.context import score
from allegata.gazetteer.extent import distance_km, precision_of, radius_of
from allegata.gazetteer.fold import fold, plain
from allegata.gazetteer.fuzzy import one_letter_off
from allegata.gazetteer.schema import SCHEMA_VERSION
from allegata.gazetteer.store import AreaEntry, Entry, Store
from allegata.records import Fallback, PlacePrecision

BUILT = Path(__file__).parent / "data" / "gazetteer.sqlite"
"""The compiled gazetteer that comes with the package."""

SHORTEST_FUZZY = 5
SHORTEST_LOOSE = 4
"""A shorter key agrees by chance: such key matches count only where the strict key agrees too."""
AROUND_TOWN_KM = 25.0
"""Radius of the fallback for a place known to lie in the district of a town."""
_SIDES = ("north ", "south ", "east ", "west ", "northern ", "southern ", "eastern ", "western ", "central ", "the ")
_AREA_PRECISION: dict[int, PlacePrecision] = {0: "country", 1: "admin1", 2: "admin2"}
_MATCHES: dict[str, Match] = {"exact": "exact", "alternate": "alternate", "fuzzy": "fuzzy"}
_CACHE = 20_000


def user_path() -> Path:
    """Return where the user's own places are kept: ``$ALLEGATA_DATA``, else the platform's data directory."""
    chosen = os.environ.get("ALLEGATA_DATA")
    if chosen:
        return Path(chosen) / "gazetteer-user.sqlite"
    share = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(share) / "allegata" / "gazetteer-user.sqlite"


@cache
def stop_names() -> frozenset[str]:
    """Return the common words and given names that are also places, in plain form (``data/stop_names.txt``)."""
    text = (files("allegata.gazetteer") / "data" / "stop_names.txt").read_text(encoding="utf-8")
    return frozenset(plain(line) for line in text.splitlines() if line and not line.startswith("#"))


class _Within(msgspec.Struct, frozen=True):
    """A stated containing area, understood: its names' key, area ids, and circles about its centres."""

    key: str
    areas: frozenset[int]
    circles: tuple[tuple[tuple[float, float], float], ...]


class Gazetteer:
    """Names to places. Read only; equal lookups are remembered; pickled by its paths and opened again there."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self._stores = tuple(Store(path) for path in self.paths)
        self._lookup = lru_cache(_CACHE)(self._find)
        self._knows = lru_cache(_CACHE)(self._known)
        self._within = lru_cache(512)(self._understand)
        self._areas = lru_cache(2048)(self._find_area)
        self._label = lru_cache(_CACHE)(self._area_label)

    @classmethod
    def open(cls, path: Path | None = None, extra: Sequence[Path] = ()) -> "Gazetteer":
        """Open the compiled gazetteer, the user's own places when there are any, and ``extra`` files of that make.

        Raises ``GazetteerError`` when a file is missing or was built by another version.
        """
        user = user_path()
        own = [user] if user.is_file() and user not in extra else []
        return cls([path or BUILT, *own, *extra])

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[tuple[Path, ...]]]:
        return Gazetteer, (self.paths,)

    def lookup(
        self,
        name: str,
        *,
        countries: Collection[str] = (),
        within: str | None = None,
        near: Sequence[tuple[float, float]] = (),
        limit: int = 10,
        fuzzy: bool = True,
    ) -> list[Candidate]:
        """Return the places that ``name`` may mean, best first; ``context`` has the scores.

        ``countries``: ISO codes that the document makes likely. They raise and lower, and drop key and fuzzy matches
        elsewhere; without them only exact, alternate and strict key matches count, and no common words. ``within``:
        the containing area's name; where candidates exist and none lies in it, all score below ``RESOLVED``.
        ``near``: points of other places of the document. A name that is an area and no place gives the area.
        """
        rounded = tuple((round(north, 2), round(east, 2)) for north, east in near)
        found = self._lookup(name, frozenset(countries), within, rounded, fuzzy)
        return list(found[:limit])

    def resolve(
        self,
        name: str,
        *,
        countries: Collection[str] = (),
        within: str | None = None,
        near: Sequence[tuple[float, float]] = (),
    ) -> Candidate | None:
        """Return the one place that ``name`` means: score from ``RESOLVED`` on, ``LEAD`` ahead of any other place.

        A place that the supplement knows without a point comes back with ``latitude`` ``None`` and a ``fallback``.
        """
        found = self.lookup(name, countries=countries, within=within, near=near)
        if not found or found[0].score < RESOLVED:
            return None
        best = found[0]
        for other in found[1:]:
            if other.score > best.score - LEAD and not same_place(best, other):
                return None
        return best

    def knows(self, name: str) -> bool:
        """Tell whether a place or area bears this name or one with the same folding key, common words apart."""
        return self._knows(name)

    def area(self, name: str, *, countries: Collection[str] = ()) -> Candidate | None:
        """Return the admin1, admin2 or country of this name ("Deir Ezzor countryside", "Kharkiv Oblast"), else ``None``.

        Larger units win over smaller ones unless the words say which ("district"); ``None`` when two are as good.
        """
        return self._areas(name, frozenset(countries))

    def fallback(self, name: str, *, countries: Collection[str] = ()) -> Fallback | None:
        """Return the area of this name as a containment fallback: a place inside it is no nearer than its radius."""
        found = self.area(name, countries=countries)
        if not found:
            return None
        return Fallback(
            name=found.name,
            geonames=found.geonames,
            latitude=found.latitude,
            longitude=found.longitude,
            precision=found.precision,
            radius_km=found.radius_km,
        )

    def country(self, words: str) -> str | None:
        """Return the ISO code that a country's name, its people or a region of its own stands for, else ``None``."""
        return country_words.country_of(words)

    def countries_named(self, text: str) -> dict[str, int]:
        """Count the mentions of countries in a text by ISO code: names, demonyms and capitals."""
        return country_words.countries_named(text)

    def _known(self, name: str) -> bool:
        key = fold(name)
        if not key or plain(name) in stop_names():
            return False
        return any(store.has_key(key) or store.has_area(key) for store in self._stores)

    def _find(
        self,
        name: str,
        countries: frozenset[str],
        within: str | None,
        near: tuple[tuple[float, float], ...],
        fuzzy: bool,
    ) -> tuple[Candidate, ...]:
        key = fold(name)
        if not key:
            return ()
        common = plain(name) in stop_names()
        if common and not countries:
            return ()
        inner = self._within(within, countries) if within else None
        if inner and not (inner.areas or inner.circles):
            inner = None
        entries = [entry for store in self._stores for entry in store.places(name)]
        by_name = [entry for entry in entries if entry.form in ("exact", "alternate")]
        only = len({entry.geonames or entry.name for entry in by_name}) == 1 and len(plain(name)) >= 5
        kept = [entry for entry in entries if self._fits(entry, key, countries)]
        if common:
            kept = [entry for entry in kept if entry.country in countries]
        if not kept and fuzzy and countries and not common:
            kept = list(self._fuzzy(name, key, countries))
        found = [self._candidate(entry, key, countries, inner, near, only, common) for entry in kept]
        named = any(candidate.match in ("exact", "alternate") and candidate.score >= 0.3 for candidate in found)
        region = None if named or common else self._areas(name, countries)
        if region and (region.match in ("exact", "alternate") or not found):
            found.append(region)
        found.sort(key=lambda candidate: (-candidate.score, -(candidate.population or 0), candidate.geonames or 0))
        return tuple(_without_doubles(found))

    @staticmethod
    def _fits(entry: Entry, key: str, countries: frozenset[str]) -> bool:
        """Tell whether a match of this form counts under this prior."""
        if entry.form in ("exact", "alternate"):
            return True
        if countries and entry.country not in countries:
            return False
        return entry.form == "spelling" or (bool(countries) and len(key) >= SHORTEST_LOOSE)

    def _fuzzy(self, name: str, key: str, countries: frozenset[str]) -> Iterator[Entry]:
        forms = one_letter_off(key, SHORTEST_FUZZY)
        for store in self._stores if forms else ():
            for country in sorted(countries):
                for other in sorted(forms & store.keys(country)):
                    yield from (entry for entry in store.places(name, other) if entry.country == country)

    def _candidate(
        self,
        entry: Entry,
        key: str,
        countries: frozenset[str],
        inner: _Within | None,
        near: tuple[tuple[float, float], ...],
        only: bool,
        common: bool,
    ) -> Candidate:
        precision = precision_of(entry.population, entry.kind)
        points = score(
            entry.form,
            population=entry.population,
            country=entry.country,
            point=entry.point,
            curated=entry.source is not None,
            only=only,
            common=common,
            countries=countries,
            near=near,
            letters=len(key),
            inside=_inside(entry, inner) if inner else None,
        )
        admin1, admin2 = self._label(entry.admin1), self._label(entry.admin2)
        fallback = None
        if entry.point is None:
            fallback = self._containing(entry)
        return Candidate(
            name=entry.name,
            country=entry.country,
            geonames=entry.geonames,
            latitude=entry.point[0] if entry.point else None,
            longitude=entry.point[1] if entry.point else None,
            radius_km=radius_of(precision, entry.population) if entry.point else None,
            precision=precision,
            admin1=admin1,
            admin2=admin2,
            population=entry.population,
            match=_MATCHES.get(entry.form, "key"),
            score=points,
            source=entry.source or "GeoNames cities500",
            within=entry.within,
            fallback=fallback,
        )

    def _containing(self, entry: Entry) -> Fallback | None:
        """Return the smallest area of a place without a point: admin2, the town that names its district, admin1."""
        chain = [area for identity in (entry.admin2, entry.admin1) if identity and (area := self._area_entry(identity))]
        if chain and chain[0].level == 2 and chain[0].point:
            return _fallback(chain[0])
        if entry.within:
            town = self._town(entry.within, entry)
            if town and town.point:
                return Fallback(
                    name=town.name,
                    geonames=town.geonames,
                    latitude=town.point[0],
                    longitude=town.point[1],
                    precision="area",
                    radius_km=AROUND_TOWN_KM,
                )
        return _fallback(chain[-1]) if chain else None

    def _town(self, name: str, inside: Entry) -> Entry | None:
        """Return the one town of this name in the country, and where possible the admin1, of a place."""
        towns = [
            entry
            for store in self._stores
            for entry in store.places(name)
            if entry.point and entry.country == inside.country and entry.form != "key"
        ]
        towns = [entry for entry in towns if entry.admin1 == inside.admin1] or towns
        towns.sort(key=lambda entry: -(entry.population or 0))
        if len(towns) > 1 and (towns[0].population or 0) < 10 * (towns[1].population or 1):
            return None
        return towns[0] if towns else None

    def _area_entry(self, identity: int) -> AreaEntry | None:
        return self._stores[0].area(identity)

    def _area_label(self, identity: int | None) -> str | None:
        area = self._area_entry(identity) if identity else None
        return area.name if area else None

    def _find_area(self, name: str, countries: frozenset[str]) -> Candidate | None:
        country = country_words.country_of(name, regions=False)
        if country and (not countries or country in countries):
            return self._country_candidate(country)
        implied = country_words.country_of(name)
        if implied and not countries:
            countries = frozenset({implied})
        bare, level, _ = bare_area(name)
        forms = list(dict.fromkeys([name, bare, *(_without_side(form) for form in (name, bare))]))
        for form in forms:
            areas = [area for store in self._stores for area in store.areas(form)]
            if countries:
                areas = [area for area in areas if area.country in countries]
            areas = [area for area in areas if area.form != "key" or (countries and len(fold(form)) >= SHORTEST_LOOSE)]
            if level is not None:
                areas = [area for area in areas if area.level == level] or areas
            if areas:
                rank = min(area.level for area in areas)
                best = [area for area in areas if area.level == rank]
                best = [area for area in best if area.form in ("exact", "alternate")] or best
                return _area_candidate(best[0], bool(countries)) if len(best) == 1 else None
        return None

    def _country_candidate(self, country: str) -> Candidate | None:
        rows = self._stores[0].query("SELECT id FROM area WHERE country = ? AND level = 0", (country,))
        area = self._area_entry(int(str(rows[0][0]))) if rows else None
        return _area_candidate(area, True) if area else None

    def _understand(self, within: str, countries: frozenset[str]) -> _Within:
        """Return what a containing area's name can mean: areas of that name, and circles about places of that name."""
        bare = _without_side(bare_area(within)[0])
        areas: dict[int, AreaEntry] = {}
        for form in dict.fromkeys((within, bare_area(within)[0], bare)):
            for store in self._stores:
                for area in store.areas(form):
                    if (not countries or area.country in countries) and area.form != "key" or area.country in countries:
                        areas.setdefault(area.id, area)
        circles = []
        for area in areas.values():
            if area.level == 2 and area.point and area.radius_km:
                circles.append((area.point, area.radius_km + 5))
        for candidate in self._lookup(bare, countries, None, (), False)[:3]:
            if candidate.latitude is not None and candidate.longitude is not None and candidate.precision != "country":
                reach = {"city": 60.0, "town": 30.0}.get(candidate.precision, candidate.radius_km or 15.0)
                circles.append(((candidate.latitude, candidate.longitude), max(15.0, reach)))
        return _Within(fold(bare), frozenset(areas), tuple(circles))


def _inside(entry: Entry, inner: _Within) -> bool:
    if entry.admin1 in inner.areas or entry.admin2 in inner.areas:
        return True
    if entry.within and fold(bare_area(entry.within)[0]) == inner.key:
        return True
    return entry.point is not None and any(distance_km(entry.point, centre) <= reach for centre, reach in inner.circles)


def _without_side(name: str) -> str:
    lowered = name.lower()
    for side in _SIDES:
        if lowered.startswith(side):
            return _without_side(name[len(side) :].strip()) or name
    return name


def _fallback(area: AreaEntry) -> Fallback:
    return Fallback(
        name=area.name,
        geonames=area.id,
        latitude=area.point[0] if area.point else None,
        longitude=area.point[1] if area.point else None,
        precision=_AREA_PRECISION[area.level],
        radius_km=area.radius_km,
    )


def _area_candidate(area: AreaEntry, likely: bool) -> Candidate:
    return Candidate(
        name=area.name,
        country=area.country,
        geonames=area.id,
        latitude=area.point[0] if area.point else None,
        longitude=area.point[1] if area.point else None,
        radius_km=area.radius_km,
        precision=_AREA_PRECISION[area.level],
        admin1=area.name if area.level == 1 else None,
        admin2=area.name if area.level == 2 else None,
        population=None,
        match=_MATCHES.get(area.form, "key"),
        score=0.7 if likely else 0.55,
        source="GeoNames, centre of its places",
    )


def same_place(one: Candidate, other: Candidate) -> bool:
    """Tell whether two candidates are one place: the same GeoNames id, or points within each other's radius."""
    if one.geonames is not None and one.geonames == other.geonames:
        return True
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return False
    apart = distance_km((one.latitude, one.longitude), (other.latitude, other.longitude))
    return apart <= max(one.radius_km or 0.0, other.radius_km or 0.0)


def _without_doubles(found: list[Candidate]) -> Iterator[Candidate]:
    """Yield candidates, the best of those with one GeoNames id only."""
    seen: set[int] = set()
    for candidate in found:
        if candidate.geonames is not None:
            if candidate.geonames in seen:
                continue
            seen.add(candidate.geonames)
        yield candidate
