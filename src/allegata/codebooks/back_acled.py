"""ACLED-shaped rows, as we write them, back as the record of an incident: one row or, for what lasted, one a day."""

import re
from typing import Any

from allegata.codebooks.reading_back import Rows, read_back, value_of
from allegata.codebooks.sheets import Sheet

_PLACE = re.compile(r" alleged in (?P<name>.+?)(?: \((?P<within>[^()]*)\))?\. Held responsible: ", re.DOTALL)
_NOBODY = "Unidentified Armed Group ("
_UNCOUNTED = "Nobody says how many were killed"


def acled_back(sheet: Sheet, rows: Rows) -> dict[str, Any]:
    """Return the incident of some rows.

    Fatalities are added up over the days; 0 where nobody says how many were killed is unknown. A middle day of a week
    or month is no day of the incident. The place as told stands in the notes.
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
    first, others = record.pop("actor1", None), record.pop("others", None) or []
    second, kind = record.pop("actor2", None), record.pop("inter2", None)
    names = [first, *others] if first is not None and not first.startswith(_NOBODY) else []
    record["accused"] = [{"name": name} for name in (*names, *([second] if second and kind != "Civilians" else ()))]
    return record
