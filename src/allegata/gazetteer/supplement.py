"""The supplement: villages, camps and neighbourhoods that GeoNames cities500 lacks, and the CSV form that users share.

A row without coordinates names a place whose containing district is known and whose point is not: it is found by name
and leads to its district, never to an invented point.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple

from allegata.gazetteer.extent import KIND_PRECISION

REQUIRED = ("name", "country")
COLUMNS = (
    "name",
    "alternates",
    "country",
    "admin1",
    "within",
    "kind",
    "latitude",
    "longitude",
    "geonames",
    "source",
)
_COUNTRY = re.compile(r"^[A-Z]{2}$")


class Row(NamedTuple):
    """One place of a CSV. ``admin1`` and ``within`` are names; coordinates are both given or both ``None``."""

    name: str
    alternates: tuple[str, ...]
    country: str
    admin1: str | None
    within: str | None
    kind: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    source: str | None


def parse_row(cells: dict[str, str | None]) -> Row:
    """Return the place that a CSV row describes. Raises ``ValueError`` saying what is wrong with it."""
    value = {name: (text or "").strip() for name, text in cells.items() if isinstance(name, str)}
    if not value.get("name"):
        raise ValueError("no name")
    country = value.get("country", "").upper()
    if not _COUNTRY.match(country):
        raise ValueError(f"country '{country}' is not a two-letter ISO 3166 code")
    latitude, longitude = (_degrees(value, name, most) for name, most in (("latitude", 90), ("longitude", 180)))
    if (latitude is None) != (longitude is None):
        raise ValueError("latitude and longitude must both be given or both be empty")
    within, admin1 = value.get("within") or None, value.get("admin1") or None
    if latitude is None and not (within or admin1):
        raise ValueError("neither coordinates nor a containing area (within, admin1)")
    kind = value.get("kind") or None
    if kind and kind not in KIND_PRECISION:
        raise ValueError(f"kind '{kind}' is none of {', '.join(KIND_PRECISION)}")
    geonames = value.get("geonames", "")
    if geonames and not geonames.isdecimal():
        raise ValueError(f"geonames '{geonames}' is not a number")
    alternates = tuple(name.strip() for name in value.get("alternates", "").split(";") if name.strip())
    source = value.get("source") or None
    identity = int(geonames) if geonames else None
    return Row(value["name"], alternates, country, admin1, within, kind, latitude, longitude, identity, source)


def _degrees(value: dict[str, str], name: str, most: int) -> float | None:
    text = value.get(name, "")
    if not text:
        return None
    try:
        degrees = float(text)
    except ValueError:
        raise ValueError(f"{name} '{text}' is not a number of degrees") from None
    if not -most <= degrees <= most:
        raise ValueError(f"{name} {text} lies outside -{most} to {most}")
    return degrees


def read_rows(lines: Iterable[str]) -> Iterator[tuple[int, Row | str]]:
    """Yield (line number, row or what is wrong with it) of a CSV with a header line.

    Raises ``ValueError`` when the header lacks ``name`` or ``country``.
    """
    reader = csv.DictReader(lines, restkey="")
    header = [name.strip().lstrip("\ufeff").lower() for name in reader.fieldnames or []]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise ValueError(f"the first line must name the columns; missing: {', '.join(missing)}")
    reader.fieldnames = header
    while True:
        try:
            cells = next(reader)
            yield reader.line_num, parse_row(cells)
        except StopIteration:
            return
        except (ValueError, csv.Error) as error:
            yield reader.line_num, str(error)


def read_supplement() -> list[Row]:
    """Return the project's own supplement. Raises ``ValueError`` naming the first bad line."""
    rows = []
    with (files("allegata.gazetteer") / "data" / "supplement.csv").open("r", encoding="utf-8") as lines:
        for number, row in read_rows(lines):
            if isinstance(row, str):
                raise ValueError(f"supplement.csv:{number}: {row}")
            rows.append(row)
    return rows
