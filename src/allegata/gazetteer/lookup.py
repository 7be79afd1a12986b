"""``Gazetteer``: names to candidate places, best first."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from allegata.gazetteer import countries as country_words
from allegata.gazetteer.candidate import LEAD, RESOLVED, Candidate, Match
from allegata.gazetteer.containment import SHORTEST_LOOSE, Areas, Within, lies_inside
from allegata.gazetteer.context import score
from allegata.gazetteer.extent import distance_km, precision_of, radius_of
from allegata.gazetteer.fold import fold, plain
from allegata.gazetteer.fuzzy import one_letter_off
from allegata.gazetteer.joint import Guess, resolve_all
from allegata.gazetteer.options import Options
from allegata.gazetteer.schema import SCALE
from allegata.gazetteer.store import BUILT, Entry, Store, user_path
from allegata.gazetteer.towns import Town, Towns
from allegata.records import Fallback, Span

SHORTEST_FUZZY = 5
"""Fewest letters of a key that a fuzzy match may use."""

_MATCHES: dict[str, Match] = {"exact": "exact", "alternate": "alternate", "fuzzy": "fuzzy"}
_CACHE = 20_000


@cache
def stop_names() -> frozenset[str]:
    """Return the common words and given names that are also places, in plain form (``data/stop_names.txt``)."""
    text = (files("allegata.gazetteer") / "data" / "stop_names.txt").read_text(encoding="utf-8")
    return frozenset(plain(line) for line in text.splitlines() if line and not line.startswith("#"))


class Gazetteer:
    """Names to places. Read only; equal lookups are remembered; pickled by its paths and opened again there."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self._stores = tuple(Store(path) for path in self.paths)
        self._areas = Areas(self._stores)
        self._lookup = lru_cache(_CACHE)(self._find)
        self._knows = lru_cache(_CACHE)(self._known)
        self._within = lru_cache(512)(self._understand)
        self._options = Options(self._stores)
        self._towns: Towns | None = None

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
        ``near``: points of other places of the document. ``fuzzy``: try names one letter off when nothing else
        fits; only with ``countries`` and ``within``, since nothing less could confirm one. A name that is also an area,
        with no place of that name in it, gives the area too.
        """
        rounded = tuple((round(north, 2), round(east, 2)) for north, east in near)
        return list(self._lookup(name, frozenset(countries), within, rounded, fuzzy)[:limit])

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
        rivals = [other for other in found[1:] if other.score > best.score - LEAD]
        return best if all(same_place(best, other) for other in rivals) else None

    def knows(self, name: str) -> bool:
        """Tell whether a place or area bears this name or one with the same folding key, common words apart."""
        return self._knows(name)

    def area(self, name: str, *, countries: Collection[str] = ()) -> Candidate | None:
        """Return the admin1, admin2 or country of this name, else ``None``.

        "Deir Ezzor countryside", "the Kharkiv region", "Borno". Larger units win over smaller ones unless the words
        say which ("district"); ``None`` when two are as good.
        """
        return self._areas.find(name, frozenset(countries))

    def fallback(self, name: str, *, countries: Collection[str] = ()) -> Fallback | None:
        """Return the area of this name as the fallback for an unresolved place inside it, else ``None``."""
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

    def resolve_all(
        self,
        text: str,
        spans: Sequence[Span],
        *,
        countries: Collection[str] = (),
        near: Sequence[tuple[float, float]] = (),
    ) -> list[Guess | None]:
        """Return what each toponym of a document most likely means, with a confidence, all decided jointly.

        ``spans``: where they stand in ``text``. A best guess for every known name, wider than ``resolve`` (regions,
        seas, hamlets, demonyms): take it where a wrong guess is cheap, or from a confidence on. See ``joint``.
        """
        return resolve_all(self._options, text, spans, countries=countries, near=near)

    def known_as_place(self, words: str) -> float | None:
        """Return how likely the best known place of this very name is on its own, ``None`` where none bears it.

        The unit is a factor of ten in inhabitants; see ``options``. Common words ("Reading", "Hope") count 3 less.
        """
        prior = self._options.known(words)
        return prior - 3.0 if prior is not None and plain(words) in stop_names() else prior

    def is_demonym(self, words: str) -> bool:
        """Tell whether words name a people or are its adjective, and no place: "Georgians", "Israeli"."""
        return country_words.is_demonym(words)

    def point_of(self, geonames: int) -> tuple[float, float] | None:
        """Return the point of a GeoNames id that the gazetteer holds: a place's own, or the middle of an area."""
        for store in self._stores:
            rows = store.query("SELECT latitude, longitude FROM place WHERE geonames = ?", (geonames,))
            rows = rows or store.query("SELECT latitude, longitude FROM middle WHERE area = ?", (geonames,))
            if rows and rows[0][0] is not None:
                return rows[0][0] / SCALE, rows[0][1] / SCALE
        return None

    def towns_near(self, latitude: float, longitude: float, radius_km: float, limit: int = 10) -> list[Town]:
        """Return populated places of 1,000 inhabitants or more within a radius, the most populous first.

        The first call reads them all (a third of a second); they are kept for the next.
        """
        if self._towns is None:
            self._towns = Towns(self._stores)
        return self._towns.near(latitude, longitude, radius_km, limit)

    def country(self, words: str) -> str | None:
        """Return the ISO code that a country's name, its people or a region of its own stands for, else ``None``."""
        return country_words.country_of(words)

    def countries_named(self, text: str, peoples: bool = True) -> dict[str, int]:
        """Count the mentions of countries in a text by ISO code: names, capitals and, with ``peoples``, demonyms."""
        return country_words.countries_named(text, peoples)

    def _known(self, name: str) -> bool:
        key = fold(name)
        if not key or plain(name) in stop_names():
            return False
        return any(store.places(name) or store.has_area(key) for store in self._stores)

    def _understand(self, within: str, countries: frozenset[str]) -> Within | None:
        def towns(name: str, among: frozenset[str]) -> Sequence[Candidate]:
            return self._lookup(name, among, None, (), False)

        return self._areas.understand(within, countries, towns)

    def _find(
        self,
        name: str,
        countries: frozenset[str],
        within: str | None,
        near: tuple[tuple[float, float], ...],
        fuzzy: bool,
    ) -> tuple[Candidate, ...]:
        key = fold(name)
        common = plain(name) in stop_names()
        if not key or (common and not countries):
            return ()
        entries = [entry for store in self._stores for entry in store.places(name)]
        by_name = {entry.geonames or entry.name for entry in entries if entry.form in ("exact", "alternate")}
        searched = not common and (not entries or any(store.has_area(key) for store in self._stores))
        region = self._areas.find(name, countries) if searched else None
        only = len(by_name) == 1 and len(plain(name)) >= 5 and (not region or _holds_one(region, entries))
        kept = [entry for entry in entries if _fits(entry, key, countries, common)]
        inner = self._within(within, countries) if within else None
        if inner and not kept and fuzzy and countries and not common:
            kept = list(self._fuzzy(name, key, countries))
        found = []
        for entry in kept:
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
                inside=lies_inside(entry, inner) if inner else None,
            )
            found.append(self._candidate(entry, points))
        if region and (not found or (region.match in ("exact", "alternate") and not _holds_one(region, entries))):
            found.append(region)
        found.sort(key=lambda candidate: (-candidate.score, -(candidate.population or 0), candidate.geonames or 0))
        return tuple(_without_doubles(found))

    def _fuzzy(self, name: str, key: str, countries: frozenset[str]) -> Iterator[Entry]:
        """Yield the places of the likely countries whose key is one letter off."""
        forms = one_letter_off(key, SHORTEST_FUZZY)
        for store in self._stores if forms else ():
            for country in sorted(countries):
                for other in sorted(forms & store.keys(country)):
                    yield from (entry for entry in store.places(name, other) if entry.country == country)

    def _candidate(self, entry: Entry, points: float) -> Candidate:
        precision = precision_of(entry.population, entry.kind)
        return Candidate(
            name=entry.name,
            country=entry.country,
            geonames=entry.geonames,
            latitude=entry.point[0] if entry.point else None,
            longitude=entry.point[1] if entry.point else None,
            radius_km=radius_of(precision, entry.population) if entry.point else None,
            precision=precision,
            admin1=self._areas.label(entry.admin1),
            admin2=self._areas.label(entry.admin2),
            population=entry.population,
            match=_MATCHES.get(entry.form, "key"),
            score=points,
            source=entry.source or "GeoNames cities500",
            within=entry.within,
            fallback=None if entry.point else self._areas.containing(entry),
        )


def _fits(entry: Entry, key: str, countries: frozenset[str], common: bool) -> bool:
    """Tell whether a match of this form counts under this prior."""
    if common and entry.country not in countries:
        return False
    if entry.form in ("exact", "alternate"):
        return True
    if countries and entry.country not in countries:
        return False
    return entry.form == "spelling" or (bool(countries) and len(key) >= SHORTEST_LOOSE)


def _holds_one(region: Candidate, entries: list[Entry]) -> bool:
    """Tell whether a place of the area's very name lies in the area: then the place is meant."""
    named = [entry for entry in entries if entry.form in ("exact", "alternate") and entry.country == region.country]
    if any(region.geonames in (entry.admin1, entry.admin2) for entry in named):
        return True
    if region.latitude is None or region.longitude is None or region.precision != "admin2":
        return False
    centre, reach = (region.latitude, region.longitude), region.radius_km or 0.0
    return any(entry.point is not None and distance_km(entry.point, centre) <= reach for entry in named)


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
