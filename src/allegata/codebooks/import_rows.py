"""Rows of tables as records: incidents of a table of ours, and what an auto-archiver kept."""

import re
from datetime import date
from typing import Any

import msgspec

from allegata.intake import Options, Problem, read_date
from allegata.intake.jsonl import read_row
from allegata.records import short_hash

GRADES = ("confirmed", "fair", "weak", "contested", "discounted")
_HASH = re.compile(r"(?:(?P<name>SHA-?256|SHA3-512):)?(?P<digest>[0-9a-f]{64}|[0-9a-f]{128})", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_CAPTURE = {
    "link": "link",
    "archive status": "status",
    "destination folder": "folder",
    "archive location": "archive",
    "archive date": "archived",
    "thumbnail": "thumbnail",
    "upload timestamp": "uploaded",
    "upload title": "title",
    "screenshot": "screenshot",
    "hash": "hash",
    "perceptual hashes": "perceptual",
    "wacz": "wacz",
    "replaywebpage": "replay",
}
"""Columns of an auto-archiver's sheet (1.2, as named by default), and what they are called in a capture."""


class BadRowError(ValueError):
    """A row that cannot be taken; the message says what to mend."""


class Archived(msgspec.Struct, frozen=True):
    """A row of an auto-archiver: its capture, and its document as a line that `allegata read` takes, by id."""

    id: str
    capture: dict[str, Any]
    document: tuple[str, bytes] | None


def incident_of_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return an incident of a table of ours in the shape of an incident's record. Raises ``BadRowError``.

    A count has no more than its ends, the accused no more than their names: what the table holds.
    """
    name = _text(row, "id")
    if name is None:
        raise BadRowError("has no id; give it one, or remove the line")
    grade = _text(row, "grade")
    if grade is not None and grade not in GRADES:
        raise BadRowError(f"grade: {grade[:40]!r} is none of {', '.join(GRADES)}; mend it")
    area = _text(row, "area")
    return {
        "record": "incident of a table",
        "id": name,
        "claims": _list(row, "claims"),
        "documents": _count(row, "documents"),
        "independent_sources": _count(row, "independent_sources"),
        "date": {
            "start": _day(row, "date_start"),
            "end": _day(row, "date_end"),
            "precision": _text(row, "date_precision"),
            "words": _text(row, "date_words"),
        },
        "place": {
            "name": _text(row, "place"),
            "within": _text(row, "within"),
            "country": _text(row, "country"),
            "latitude": _degrees(row, "latitude", 90),
            "longitude": _degrees(row, "longitude", 180),
            "radius_km": _number(row, "radius_km"),
            "precision": _text(row, "place_precision"),
            "fallback": None
            if area is None
            else {
                "name": area,
                "latitude": _degrees(row, "area_latitude", 90),
                "longitude": _degrees(row, "area_longitude", 180),
                "radius_km": _number(row, "area_radius_km"),
            },
        },
        "event_types": _list(row, "event_types"),
        "accused": [{"name": party} for party in _list(row, "accused")],
        "denied_by": _list(row, "denied_by"),
        "admitted_by": _list(row, "admitted_by"),
        "weapons": _list(row, "weapons"),
        "killed": _ends(row, "killed"),
        "injured": _ends(row, "injured"),
        "killed_or_injured": _ends(row, "killed_or_injured"),
        "killed_by_group": {group: _ends(row, f"{group}_killed") for group in ("women", "children", "men")},
        "grade": {"value": grade, "why": _text(row, "grade_why")},
        "sources": _list(row, "sources"),
    }


def archived_of_row(row: dict[str, Any], where: str) -> Archived:
    """Return what a row of an auto-archiver's sheet holds. Raises ``BadRowError``.

    Its title stands in where the post has no other words; a row without any has a capture and no document.
    """
    cells = {name.lower(): " ".join(str(value).split()) for name, value in row.items() if value is not None}
    capture: dict[str, Any] = {"record": "capture"} | {
        ours: cells[theirs] for theirs, ours in _CAPTURE.items() if cells.get(theirs)
    }
    link = cells.get("link")
    if not link:
        raise BadRowError("has no link; give it one, or remove the line")
    digest = cells.get("hash")
    if digest and _HASH.fullmatch(digest) is None:
        raise BadRowError(f"hash: {digest[:40]!r} is no SHA-256; mend it, or empty the cell")
    uploaded = cells.get("upload timestamp")
    published = _published(uploaded) if uploaded else None
    content = next((str(value) for name, value in row.items() if name.lower() == "text content" and value), "")
    words = content if content.strip() else cells.get("upload title", "")
    document = None
    if words.strip():
        line = {"text": words, "title": cells.get("upload title") or None, "published": published, "url": link}
        kept = {name: capture[name] for name in ("archive", "archived", "hash", "wacz") if name in capture}
        text = msgspec.json.encode({**line, "archive": kept} if kept else line)
        found = read_row(text, 1, where, Options())
        if isinstance(found, Problem):
            raise BadRowError(found.reason)
        document = (found.id, text)
    capture["document"] = document[0] if document is not None else None
    return Archived(short_hash("a", [capture]), capture, document)


def _published(words: str) -> str:
    found = _DAY.fullmatch(words)
    try:
        return date.fromisoformat(found[1]).isoformat() if found is not None else read_date(words).start
    except ValueError:
        raise BadRowError(f"upload timestamp: {words[:40]!r} is no date; write it as 2019-02-12") from None


def _text(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    return None if value is None or value == "" else str(value)


def _list(row: dict[str, Any], name: str) -> list[str]:
    value = row.get(name)
    if isinstance(value, list):
        return [str(item) for item in value]
    return str(value).split("; ") if value not in (None, "") else []


def _count(row: dict[str, Any], name: str) -> int | None:
    words = _text(row, name)
    if words is None:
        return None
    if not (words.isascii() and words.isdigit()):
        raise BadRowError(f"{name}: {words[:40]!r} is no whole number; mend it, or leave it empty where it is unknown")
    return int(words)


def _ends(row: dict[str, Any], name: str) -> dict[str, int | None]:
    return {end: _count(row, f"{name}_{end}") for end in ("min", "max")}


def _number(row: dict[str, Any], name: str) -> float | None:
    words = _text(row, name)
    try:
        return None if words is None else float(words)
    except ValueError:
        raise BadRowError(f"{name}: {words!r} is no number; mend it") from None


def _degrees(row: dict[str, Any], name: str, most: int) -> float | None:
    value = _number(row, name)
    if value is not None and not abs(value) <= most:
        raise BadRowError(f"{name}: {value} is no number of degrees up to {most}; mend it")
    return value


def _day(row: dict[str, Any], name: str) -> str | None:
    words = _text(row, name)
    if words is not None and (_DAY.fullmatch(words) is None or not _is_day(words[:10])):
        raise BadRowError(f"{name}: {words[:40]!r} is no date; write it as 2019-02-12")
    return words


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True
