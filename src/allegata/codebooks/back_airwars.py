"""Airwars' incident form back as the record of an incident."""

from typing import Any

from allegata.codebooks.reading_back import Rows, read_back, told_times
from allegata.codebooks.sheets import Sheet


def airwars_back(sheet: Sheet, rows: Rows) -> dict[str, Any]:
    """Return the incident of some rows of all tables. Who denies and admits stands with the belligerents."""
    record = told_times(read_back(sheet, rows))
    date = record.get("date")
    if date and date.get("start") is not None and date.get("end") is None:
        date["end"] = date["start"]  # the form has a last day only where it is another
    parties = record.get("accused", [])
    record["denied_by"] = [party.get("name") for party in parties if party.pop("denies", None)]
    record["admitted_by"] = [party.get("name") for party in parties if party.pop("type", None) == "Known"]
    return record
