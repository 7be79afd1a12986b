"""Adds to a compiled gazetteer what only joint resolution uses: middles of areas, features, and US post-office places.

They stand in tables of their own, so that looking one name up alone (``Gazetteer.lookup``) is not changed by them: a
hamlet in Ohio must not make a Syrian village's name ambiguous.
"""

import bz2
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files
from statistics import median
from typing import NamedTuple

from allegata.gazetteer.extent import distance_km
from allegata.gazetteer.fold import plain
from allegata.gazetteer.names import names_of
from allegata.gazetteer.schema import SCALE

_SAME_KM = 40.0
"""A post office this near a town of its name in its state is that town's."""
_NAME = re.compile(r"^[A-Z][A-Za-z.' -]{3,}$")
_NO_PLACE = re.compile(
    r"\b(?:Bank|Company|Corp|Inc|Mall|University|College|Hospital|Airport|Center|Ctr|Services?|Shell|Dept|Office|Bldg"
    r"|Building|Station|Sta|School|Army|Afb|Nas|Usps|Ups|Irs|Metro|Brm|Vips?|Plaza|Finance|Postal|Branch)\b"
)


class Point(NamedTuple):
    """The middle of an area; ``short``: short forms of its name."""

    code: str
    latitude: float
    longitude: float
    short: tuple[str, ...]


class Feature(NamedTuple):
    """A region, sea, island, mountain range, lake or river with a name of its own."""

    name: str
    kind: str
    country: str | None
    latitude: float
    longitude: float
    radius_km: float
    alternates: tuple[str, ...]
    people: tuple[str, ...]


def _table(name: str) -> list[list[str]]:
    text = (files("allegata.gazetteer") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]


def area_points() -> list[Point]:
    """Return the rows of ``data/area_points.tsv``. Raises ``ValueError`` on a malformed one."""
    rows = []
    for code, north, east, short in _table("area_points.tsv"):
        rows.append(Point(code, float(north), float(east), tuple(filter(None, short.split(";")))))
    return rows


def features() -> list[Feature]:
    """Return the rows of ``data/features.tsv``. Raises ``ValueError`` on a malformed one."""
    return [
        Feature(
            name,
            kind,
            country or None,
            float(north),
            float(east),
            float(radius),
            tuple(filter(None, others.split(";"))),
            tuple(filter(None, people.split(";"))),
        )
        for name, kind, country, north, east, radius, others, people in _table("features.tsv")
    ]


def middle(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the middle of an area known by its places: the centroid of their convex hull, else their mean."""
    hull = _hull(sorted(_together(set(points))))
    if len(hull) < 3:
        return sum(p[0] for p in hull) / len(hull), sum(p[1] for p in hull) / len(hull)
    twice = north = east = 0.0
    for (a, b), (c, d) in zip(hull, hull[1:] + hull[:1], strict=True):
        cross = a * d - c * b
        twice += cross
        north += (a + c) * cross
        east += (b + d) * cross
    if abs(twice) < 1e-9:
        return sum(p[0] for p in hull) / len(hull), sum(p[1] for p in hull) / len(hull)
    return north / (3 * twice), east / (3 * twice)


def _together(points: set[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points without those far from all others: GeoNames files a few towns under a wrong area."""
    if len(points) < 5:
        return sorted(points)
    centre = (median(north for north, _ in points), median(east for _, east in points))
    far = {point: distance_km(point, centre) for point in points}
    reach = 3.5 * median(far.values())
    return sorted(point for point, km in far.items() if km <= reach)


def _hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the convex hull of sorted points, in order."""
    if len(points) < 3:
        return points

    def half(ordered: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for point in ordered:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(points) + half(reversed(points))


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def add_middles(database: sqlite3.Connection, codes: dict[str, int]) -> None:
    """Fill ``middle`` for every area with places or a stated point, and ``short`` with short forms."""
    stated = {codes[row.code]: row for row in area_points() if row.code in codes}
    inside: dict[int, list[tuple[float, float]]] = defaultdict(list)
    rows = database.execute("SELECT latitude, longitude, admin1, admin2 FROM place WHERE source IS NULL")
    for north, east, admin1, admin2 in rows.fetchall():
        for area in (admin1, admin2):
            if area:
                inside[area].append((north / SCALE, east / SCALE))
    points = {area: middle(found) for area, found in inside.items()}
    points.update({area: (row.latitude, row.longitude) for area, row in stated.items()})
    database.executemany(
        "INSERT INTO middle VALUES (?,?,?)",
        [(area, round(north * SCALE), round(east * SCALE)) for area, (north, east) in sorted(points.items())],
    )
    shorts = sorted({(short, area) for area, row in stated.items() for short in row.short})
    database.executemany("INSERT INTO short VALUES (?,?)", shorts)


def add_features(database: sqlite3.Connection) -> None:
    """Fill ``further`` with features."""
    for row in features():
        others = (*row.alternates, *row.people)
        _insert(database, row.name, row.kind, row.country, (row.latitude, row.longitude), row.radius_km, None, others)


def _insert(
    database: sqlite3.Connection,
    name: str,
    kind: str,
    country: str | None,
    point: tuple[float, float],
    radius_km: float,
    admin1: int | None,
    alternates: Iterable[str] = (),
) -> None:
    values = (name, kind, country, round(point[0] * SCALE), round(point[1] * SCALE), radius_km, admin1)
    identity = database.execute("INSERT INTO further VALUES (NULL,?,?,?,?,?,?,?)", values).lastrowid
    named = {key: marks for form in alternates for key, marks in names_of(form, ()).items()}  # "EU" too
    named.update(names_of(name, alternates))
    database.executemany(
        "INSERT INTO further_name VALUES (?,?,?)", [(key, identity, marks) for key, marks in sorted(named.items())]
    )


def _post_offices() -> dict[tuple[str, str], list[tuple[float, float]]]:
    raw = bz2.decompress((files("zipcodes") / "zips.json.bz2").read_bytes())
    found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    others: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in json.loads(raw):
        if row["zip_code_type"] not in ("STANDARD", "PO BOX") or row["country"] != "US" or not row["lat"]:
            continue
        point = (float(row["lat"]), float(row["long"]))
        if point == (0.0, 0.0):
            continue
        for name in (row["city"], *row["acceptable_cities"]):
            found[row["state"], name.strip()].append(point)
        for name in row["unacceptable_cities"]:
            others[row["state"], name.strip()].append(point)
    for key, points in others.items():
        found.setdefault(key, points)
    return {key: points for key, points in found.items() if _NAME.match(key[1]) and not _NO_PLACE.search(key[1])}


def add_post_offices(database: sqlite3.Connection, codes: dict[str, int]) -> None:
    """Fill ``further`` with the US places that have a post office and that cities500 lacks."""
    known: dict[tuple[int, str], list[tuple[float, float]]] = defaultdict(list)
    rows = database.execute("SELECT name, admin1, latitude, longitude FROM place WHERE country = 'US'").fetchall()
    for name, admin1, north, east in rows:
        if admin1 and north is not None:
            known[admin1, plain(name)].append((north / SCALE, east / SCALE))
    for (state, name), points in sorted(_post_offices().items()):
        admin1 = codes.get(f"US.{state}")
        point = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        if admin1 is None or any(distance_km(point, other) < _SAME_KM for other in known[admin1, plain(name)]):
            continue
        _insert(database, name, "post office", "US", point, 5.0, admin1)


def add_further(database: sqlite3.Connection) -> None:
    """Fill the tables that joint resolution uses beside the others, which must be filled."""
    codes = {code: area for area, code in database.execute("SELECT id, code FROM area").fetchall()}
    add_middles(database, codes)
    add_features(database)
    add_post_offices(database, codes)
