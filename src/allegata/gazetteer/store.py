"""Reads one compiled gazetteer file."""

import os
import sqlite3
import threading
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from allegata.gazetteer.fold import fold, is_vowelless, plain, spelling, without_article
from allegata.gazetteer.schema import SCALE, SCHEMA_VERSION, checksum, form_of

BUILT = Path(__file__).parent / "data" / "gazetteer.sqlite"
"""The compiled gazetteer that comes with the package."""


class GazetteerError(ValueError):
    """A gazetteer file is missing or of another make; the message says what to do."""


def user_path() -> Path:
    """Return where the user's own places are kept: ``$ALLEGATA_DATA``, else the platform's data directory."""
    chosen = os.environ.get("ALLEGATA_DATA")
    if chosen:
        return Path(chosen) / "gazetteer-user.sqlite"
    share = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(share) / "allegata" / "gazetteer-user.sqlite"


class Entry(NamedTuple):
    """A place as stored, with the form in which the query agreed with it."""

    form: str
    id: int
    name: str
    country: str | None
    geonames: int | None
    point: tuple[float, float] | None
    population: int | None
    admin1: int | None
    admin2: int | None
    kind: str | None
    within: str | None
    source: str | None


class AreaEntry(NamedTuple):
    """An area as stored; ``form`` as in ``Entry``."""

    form: str
    id: int
    name: str
    country: str
    level: int
    parent: int | None
    point: tuple[float, float] | None
    radius_km: float | None
    members: int
    population: int


def _point(latitude: int | None, longitude: int | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude / SCALE, longitude / SCALE)


def _marks(name: str) -> tuple[int, int, int]:
    return checksum(plain(name)), checksum(without_article(name)), checksum(spelling(name))


def _form(name: str, marked: bytes, marks: tuple[int, int, int]) -> str | None:
    """Return how ``name`` agrees with a stored name; ``None`` for chance agreement between scripts."""
    form = form_of(marked, *marks)
    if form == "script":
        return "key" if is_vowelless(name) else None
    return form


def _area_entry(form: str, row: tuple[Any, ...]) -> AreaEntry:
    identity, name, country, level, parent, north, east, radius_km, members, population = row
    return AreaEntry(form, identity, name, country, level, parent, _point(north, east), radius_km, members, population)


class Store:
    """One gazetteer file, opened for reading. Opens anew after a fork; one connection a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._keys: dict[str, frozenset[str]] = {}
        if not path.is_file():
            raise GazetteerError(f"no gazetteer at {path}; build it: python -m allegata.gazetteer.build")
        try:
            (made,) = self.query("SELECT value FROM meta WHERE name = 'schema'", ())[0]
        except (sqlite3.DatabaseError, IndexError, ValueError) as error:
            raise GazetteerError(f"{path} is not a gazetteer; build it: python -m allegata.gazetteer.build") from error
        if made != SCHEMA_VERSION:
            raise GazetteerError(f"{path} was built by another version; build it: python -m allegata.gazetteer.build")

    def query(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        local = self._local
        if getattr(local, "process", None) != os.getpid():
            local.connection = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
            local.process = os.getpid()
        rows: list[tuple[Any, ...]] = local.connection.execute(sql, values).fetchall()
        return rows

    def has_area(self, key: str) -> bool:
        """Tell whether any area's name has this folding key."""
        return bool(self.query("SELECT 1 FROM area_name WHERE key = ? LIMIT 1", (key,)))

    def places(self, name: str, key: str | None = None) -> list[Entry]:
        """Return the places with the folding key of ``name``, or with ``key``, then as fuzzy matches."""
        rows = self.query(
            "SELECT n.marks, p.* FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?", (key or fold(name),)
        )
        if not rows:
            return []
        marks = _marks(name)
        entries = []
        for marked, identity, own, country, geonames, north, east, *rest in rows:
            form = "fuzzy" if key else _form(name, marked, marks)
            if form:
                entries.append(Entry(form, identity, own, country, geonames, _point(north, east), *rest))
        return entries

    def areas(self, name: str) -> list[AreaEntry]:
        """Return the areas with the folding key of ``name``."""
        rows = self.query(
            "SELECT n.marks, a.id, a.name, a.country, a.level, a.parent, a.latitude, a.longitude, "
            "a.radius_km, a.members, a.population FROM area_name n JOIN area a ON a.id = n.area WHERE n.key = ?",
            (fold(name),),
        )
        marks = _marks(name)
        formed = [(_form(name, row[0], marks), row[1:]) for row in rows]
        return [_area_entry(form, row) for form, row in formed if form]

    def area(self, identity: int) -> AreaEntry | None:
        """Return an area by its GeoNames id."""
        rows = self.query(
            "SELECT id, name, country, level, parent, latitude, longitude, radius_km, members, population "
            "FROM area WHERE id = ?",
            (identity,),
        )
        return _area_entry("exact", rows[0]) if rows else None

    def keys(self, country: str) -> frozenset[str]:
        """Return the folding keys of a country's places that a fuzzy match may reach."""
        if country not in self._keys:
            rows = self.query("SELECT keys FROM keys WHERE country = ?", (country,))
            text = zlib.decompress(rows[0][0]).decode() if rows else ""
            self._keys[country] = frozenset(text.split("\n")) if text else frozenset()
        return self._keys[country]
