"""Iraq Body Count's forms back as the record of an incident."""

from typing import Any

from allegata.codebooks.reading_back import Rows, read_back, told_times
from allegata.codebooks.sheets import Sheet
from allegata.records import EVENT_TYPES


def ibc_back(sheet: Sheet, rows: Rows) -> dict[str, Any]:
    """Return the incident of some rows of both forms.

    Where the variable of weapons holds no more than kinds of event, no weapon was stated.
    """
    record = told_times(read_back(sheet, rows))
    place = record.get("place")
    if place and place.get("name") is not None and ", " in place["name"]:
        place["name"], place["within"] = place["name"].rsplit(", ", 1)
    if all(name in EVENT_TYPES for name in record.get("weapons") or ()):
        record["weapons"] = []
    for victim in record.get("victims", []):
        names = victim.pop("names", None) or [None]
        victim["name"], victim["variants"] = names[0], names[1:]
    return record
