"""The user's own places: GeoNames dumps and simple CSV files, added to a gazetteer of the same make."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import msgspec

from allegata.gazetteer.names import names_of
from allegata.gazetteer.schema import SCALE, SCHEMA_VERSION, create
from allegata.gazetteer.store import BUILT, GazetteerError, Store, user_path
from allegata.gazetteer.supplement import Row, read_rows

DUMP_COLUMNS = 19
LISTED = 1_000
"""Skipped lines that a report lists; the rest is only counted."""

_PLACE_CODES = ("CMPRF", "CMP")


class Skipped(msgspec.Struct, frozen=True):
    """A line that was not taken, and why."""

    line: int
    reason: str


class AddReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file: places added, lines skipped with their reasons (the first ``LISTED``), and where to.

    ``skipped_count`` counts all bad lines. ``passed_over`` counts rows of a GeoNames dump that are no settlements or
    camps: rivers, hills, schools.
    """

    rows: int
    skipped: tuple[Skipped, ...]
    skipped_count: int
    passed_over: int
    into: Path


class _Dumped(msgspec.Struct, frozen=True):
    """A settlement of a GeoNames dump."""

    row: Row
    population: int | None
    admin1: str
    admin2: str


class _Writer:
    """Writes places to a user gazetteer; areas are looked up in the built one."""

    def __init__(self, database: sqlite3.Connection, source: str) -> None:
        self.database = database
        self.source = f"user: {source}"
        self.areas = Store(BUILT)
        (self.last,) = database.execute("SELECT coalesce(max(id), 0) FROM place").fetchone()
        self.codes: dict[str, int | None] = {}

    def admin(self, code: str) -> int | None:
        """Return the area with a GeoNames code such as ``SY.07``."""
        if code not in self.codes:
            rows = self.areas.query("SELECT id FROM area WHERE code = ?", (code,))
            self.codes[code] = rows[0][0] if rows else None
        return self.codes[code]

    def admin_named(self, name: str | None, country: str, level: int) -> int | None:
        """Return the only area of this name, level and country."""
        found = (
            {area.id for area in self.areas.areas(name) if area.country == country and area.level == level}
            if name
            else set()
        )
        return found.pop() if len(found) == 1 else None

    def write(self, found: "Row | _Dumped") -> None:
        """Insert a place with its names, in place of an earlier one with the same GeoNames id or name and point."""
        row, population = (found.row, found.population) if isinstance(found, _Dumped) else (found, None)
        if isinstance(found, _Dumped):
            areas = (self.admin(found.admin1), self.admin(found.admin2))
        else:
            areas = (self.admin_named(row.admin1, row.country, 1), self.admin_named(row.within, row.country, 2))
        point: tuple[int | None, int | None] = (None, None)
        if row.latitude is not None and row.longitude is not None:
            point = (round(row.latitude * SCALE), round(row.longitude * SCALE))
        self._drop_earlier(row, point)
        self.last += 1
        within = row.within or (row.admin1 if row.latitude is None else None)
        source = f"{self.source}: {row.source}" if row.source else self.source
        self.database.execute(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (self.last, row.name, row.country, row.geonames, *point, population, *areas, row.kind, within, source),
        )
        self.database.executemany(
            "INSERT OR REPLACE INTO name VALUES (?,?,?)",
            ((key, self.last, marks) for key, marks in names_of(row.name, row.alternates).items()),
        )

    def _drop_earlier(self, row: Row, point: tuple[int | None, int | None]) -> None:
        if row.geonames is not None:
            earlier = self.database.execute("SELECT id FROM place WHERE geonames = ?", (row.geonames,)).fetchall()
        else:
            earlier = self.database.execute(
                "SELECT id FROM place WHERE name = ? AND country = ? AND latitude IS ? AND longitude IS ?",
                (row.name, row.country, *point),
            ).fetchall()
        for (identity,) in earlier:
            self.database.execute("DELETE FROM name WHERE place = ?", (identity,))
            self.database.execute("DELETE FROM place WHERE id = ?", (identity,))


def _dump_rows(lines: Iterable[str]) -> Iterator[tuple[int, _Dumped | str | None]]:
    """Yield (line, settlement, what is wrong with it, or ``None`` for other features) of a GeoNames dump."""
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\n").split("\t")
        if len(cells) != DUMP_COLUMNS:
            yield number, f"{len(cells)} columns, a GeoNames dump has {DUMP_COLUMNS}"
            continue
        if cells[6] != "P" and cells[7] not in _PLACE_CODES:
            yield number, None
            continue
        yield number, _dumped(cells)


def _dumped(cells: list[str]) -> _Dumped | str:
    try:
        identity, latitude, longitude = int(cells[0]), float(cells[4]), float(cells[5])
        population = int(cells[14] or 0) or None
    except ValueError:
        return "the GeoNames id, latitude, longitude or population is not a number"
    name, country = cells[1].strip(), cells[8].strip().upper()
    if not name or len(country) != 2:
        return "no name or no country"
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return "the coordinates lie outside the Earth"
    kind = "camp" if cells[7] in _PLACE_CODES else None
    alternates = tuple(filter(None, (cells[2], *cells[3].split(","))))
    row = Row(name, alternates, country, None, None, kind, latitude, longitude, identity, None)
    return _Dumped(row, population, f"{country}.{cells[10]}", f"{country}.{cells[10]}.{cells[11]}")


def _open(into: Path) -> sqlite3.Connection:
    into.parent.mkdir(parents=True, exist_ok=True)
    fresh = not into.exists()
    database = sqlite3.connect(into)
    if fresh:
        create(database)
        database.executescript(
            "CREATE INDEX place_geonames ON place (geonames); CREATE INDEX place_name ON place (name);"
            "CREATE INDEX name_place ON name (place);"
        )
        return database
    try:
        made = database.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    except sqlite3.DatabaseError:
        made = None
    if made != (SCHEMA_VERSION,):
        database.close()
        raise GazetteerError(f"{into} is not a gazetteer of this version; move it away and add your files again")
    return database


def add_file(path: Path, into: Path | None = None) -> AddReport:
    """Add the places of a GeoNames dump (``XX.txt``, ``allCountries.txt``) or of a CSV file to the user's gazetteer.

    The CSV's first line names its columns: ``name``, ``country``, and either ``latitude`` and ``longitude`` or a
    containing area (``admin1``, ``within``); optional are ``alternates`` (parted by semicolons), ``kind``,
    ``geonames`` and ``source``. Bad lines are listed and the others kept. A place that is there already is replaced.
    ``into`` is the gazetteer written to, by default ``user_path()``. Reads line by line: a dump may be large.

    Raises ``GazetteerError`` when the file cannot be read or is neither form.
    """
    into = into or user_path()
    if not path.is_file():
        raise GazetteerError(f"no file {path}")
    database = _open(into)
    added = bad = passed = 0
    skipped: list[Skipped] = []
    try:
        with path.open("r", encoding="utf-8-sig", newline="") as lines, database:
            writer = _Writer(database, path.name)
            first = list(islice(lines, 1))
            rows: Iterator[tuple[int, Row | _Dumped | str | None]]
            rows = _dump_rows(chain(first, lines)) if "\t" in "".join(first) else read_rows(chain(first, lines))
            for number, found in rows:
                if found is None:
                    passed += 1
                elif isinstance(found, str):
                    bad += 1
                    if len(skipped) < LISTED:
                        skipped.append(Skipped(number, found))
                else:
                    writer.write(found)
                    added += 1
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path} is not UTF-8 text; save it as UTF-8") from error
    except ValueError as error:
        raise GazetteerError(f"{path}: {error}") from error
    finally:
        database.close()
    return AddReport(rows=added, skipped=tuple(skipped), skipped_count=bad, passed_over=passed, into=into)
