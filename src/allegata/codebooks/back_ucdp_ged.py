"""A row of UCDP GED, as we write it, back as the record of an incident."""

import re
from typing import Any

from allegata.codebooks.reading_back import Rows, read_back
from allegata.codebooks.sheets import Sheet

GOVERNMENT = "Government of "
"""How GED calls a state, whichever of its bodies is accused: no name of a party comes back of it."""
_PALESTINIAN = ("Gaza Strip", "West Bank")
"""The first-level areas of the Palestinian territory, which GED has under Israel."""
_NO_DATE = "1753-01-01"
_RELATION = re.compile(r" \([a-z ]+\)$")
_SUFFIX = re.compile(r" (?:town|village)$")


def ucdp_ged_back(sheet: Sheet, rows: Rows) -> dict[str, Any]:
    """Return the incident of a row.

    Coordinates are those of the place itself only where the codes say so: a town or village, with the area that it is
    in, or of the very name that is told. Parallel lists of documents are put together again.
    """
    record = read_back(sheet, rows)
    place: dict[str, Any] = record.get("place") or {}
    told = place.get("name")
    if told is not None:
        if " within " in told:
            told, place["within"] = told.rsplit(" within ", 1)
        place["name"] = _RELATION.sub("", told)
    of = _SUFFIX.sub("", record.pop("point_of", None) or "")
    if place.get("country") == "IL" and record.get("adm_1") in _PALESTINIAN:
        place["country"] = "PS"
    close, area = record.pop("where_prec", None) in (1, 2), record.pop("adm_1", None)
    if not (close and (area is not None or of == place.get("name"))):
        place["latitude"] = place["longitude"] = None
    sides = (record.pop("side_a", None), record.pop("side_b", None))
    named = (name for name in sides if name not in (None, "Civilians"))
    record["accused"] = [{"name": name} for name in named if not str(name).startswith(GOVERNMENT)]
    record["reports"] = _reports(*(record.pop(name, None) for name in ("offices", "days", "headlines")))
    return record


def _reports(offices: str | None, days: str | None, headlines: str | None) -> list[dict[str, Any]]:
    columns = [(text or "").split(";") for text in (offices, days, headlines)]
    if len({len(column) for column in columns}) > 1:
        return []  # one holds what parts them
    return [
        {
            "publisher": None if office in ("", "Unknown") else office,
            "day": None if day in ("", _NO_DATE) else day,
            "title": headline or None,
        }
        for office, day, headline in zip(*columns, strict=True)
    ]
