"""HURIDOCS' formats and the sheet for Uwazi back as the record of an incident.

Events, information and the sheet of Uwazi tell of one event each; persons, acts and involvement are not put together.
"""

import re
from typing import Any

from allegata.codebooks.reading_back import Rows, read_back
from allegata.codebooks.sheets import Sheet
from allegata.dataset.wording import event_type_words
from allegata.records import EVENT_TYPES

_WHY = re.compile(r"Alleged, not established\. Grade [a-z]+: (?P<why>.*)", re.DOTALL)
_TYPES = {event_type_words(kind): kind for kind in EVENT_TYPES}
_DOCUMENT = ("publisher", "title", "day", "address", "language", "bytes")


def huridocs_back(sheet: Sheet, rows: Rows) -> dict[str, Any]:
    """Return the incident of some rows of all tables."""
    record = read_back(sheet, rows)
    record["event_types"] = [_TYPES.get(words, words) for words in record.get("event_types") or ()]
    why = _WHY.fullmatch(record.pop("description", None) or "")
    record["grade"] = {**(record.get("grade") or {}), "why": why["why"] if why is not None else None}
    record["victims"] = [{"name": name} for name in record.pop("victims_named", None) or ()]
    reports: list[dict[str, Any]] = []
    for claim in record.get("stances", []):
        document = {part: claim.pop(part, None) for part in _DOCUMENT}
        if document not in reports:  # of one document several claims
            reports.append(document)
    record["reports"] = reports
    return record
