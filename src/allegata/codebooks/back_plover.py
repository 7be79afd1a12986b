"""PLOVER records, as we write them, back as the record of an incident: what happened, and who denies or admits it."""

import re
from typing import Any

from allegata.codebooks.reading_back import RECORD, BadRowError, Rows

_RANGE = re.compile(r"(?P<low>\d+) or more|(?P<high>\d+) or fewer|(?P<from>\d+) to (?P<to>\d+)")
_GRADE = re.compile(r"Grade proposed: (?P<grade>[a-z]+)\.$")


def plover_back(rows: Rows) -> dict[str, Any]:
    """Return the incident of the records that share a link.

    A place that the gazetteer knows by another name may be an area around the one that is told: then its coordinates
    are not the place's own. Raises ``BadRowError`` for a record of another form.
    """
    record: dict[str, Any] = {"record": RECORD, "id": None, "denied_by": [], "admitted_by": []}
    for _, cells in rows:
        record["id"] = cells.get("link")
        name = str(cells.get("id"))
        try:
            if name.endswith(":event"):
                record |= _happened(cells)
            elif ":event-" in name:  # what happened, with a rival of those whom the first record names
                record.setdefault("accused", []).extend(_accused(cells))
            elif ":response-" in name:
                answer = "denied_by" if "REJECT" in cells["event"] else "admitted_by"
                record[answer] += [named for one in cells["actor"] if (named := _name(one)) not in record[answer]]
        except (AttributeError, KeyError, TypeError) as error:
            raise BadRowError(f"{name}: is no record of ours ({error}); mend or remove the line") from error
    return record


def _happened(cells: Any) -> dict[str, Any]:
    place, size = cells.get("event_loc") or {}, cells.get("size") or {}
    told = place.get("text")
    grade = _GRADE.search(cells.get("comment") or "")
    return {
        "date": {"start": cells.get("date"), "end": cells.get("enddate") or cells.get("date")},
        "times": [cells["time"]] if cells.get("time") else [],
        "place": {
            "name": told or place.get("name"),
            "country": place.get("country_code"),
            "latitude": place.get("latitude") if told is None else None,
            "longitude": place.get("longitude") if told is None else None,
        },
        "accused": _accused(cells),
        "killed": _range(size.get("dead")),
        "injured": _range(size.get("injured")),
        "grade": {"value": grade["grade"] if grade is not None else None},
    }


def _accused(cells: Any) -> list[dict[str, str]]:
    return [{"name": name} for one in cells.get("actor", ()) if (name := _name(one)) is not None]


def _name(entity: Any) -> str | None:
    name: str | None = entity.get("identifier_text") or entity.get("entity_text")
    return name


def _range(told: Any) -> dict[str, int | None]:
    """Return a number, or the words of a range."""
    if isinstance(told, int):
        return {"min": told, "max": told}
    found = _RANGE.fullmatch(str(told))
    if found is None:
        return {"min": None, "max": None}
    low, high = found["low"] or found["from"], found["high"] or found["to"]
    return {"min": int(low) if low else None, "max": int(high) if high else None}
