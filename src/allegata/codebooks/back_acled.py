"""ACLED-shaped rows, as we write them, back as the record of an incident: one row or, for what lasted, one a day."""

import re
from typing import Any

from allegata.codebooks.reading_back import PARTED, Rows, read_back, value_of
from allegata.codebooks.sheets import Sheet

_PLACE = re.compile(r" alleged in (?P<name>.+?)(?: \((?P<within>[^()]*)\))?\. Held responsible: ", re.DOTALL)
_ACCUSED = re.compile(
    r"\. Held responsible: (?P<names>.+?)\. ?(?:(?:According to|Denied by|Nobody says|Number as told)|$)", re.DOTALL
)
_NOBODY = "nobody named"
_UNCOUNTED = "Nobody says how many were killed"


def acled_back(sheet: Sheet, rows: Rows) -> dict[str, Any]:
    """Return the incident of some rows.

    Fatalities are added up over the days; 0 where nobody says how many were killed is unknown. A middle day of a week
    or month is no day of the incident. The place as told, and who is accused, by Allegata's names, stand in the notes.
    """
    held = list(rows)
    record = read_back(sheet, held[:1])
    columns = {column.name: column for column in sheet.tables[0].columns}
    days, dead = (
        [value_of(columns[name], cells.get(name)) for _, cells in held] for name in ("event_date", "fatalities")
    )
    notes = record.pop("notes", None) or ""
    record["id"] = str(record["id"]).partition("-")[0] if record.get("id") is not None else None
    close = record.pop("time_precision", None) == 1
    told = [day for day in days if day is not None] if close else []
    record["date"] = {"start": min(told, default=None), "end": max(told, default=None)}
    record.pop("fatalities", None)
    number = None if _UNCOUNTED in notes or None in dead else sum(dead)
    record["killed"] = {"min": number, "max": number}
    place: dict[str, Any] = record.setdefault("place", {})
    found = _PLACE.search(notes)
    place["name"], place["within"] = (found["name"], found["within"]) if found is not None else (None, None)
    if record.pop("location", None) != place["name"]:
        place["latitude"] = place["longitude"] = None
    said = _ACCUSED.search(notes)
    names = said["names"].split(PARTED) if said is not None and said["names"] != _NOBODY else []
    record["accused"] = [{"name": name} for name in names]
    return record
