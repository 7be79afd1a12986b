"""Rows of an auto-archiver's sheet as records: what it kept of each address, and the words as a document."""

import re
from datetime import date
from typing import Any

import msgspec

from allegata.codebooks.reading_back import BadRowError
from allegata.intake import Options, Problem, read_date
from allegata.intake.jsonl import read_row
from allegata.records import short_hash

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


class Archived(msgspec.Struct, frozen=True):
    """A row of an auto-archiver: its capture, and its document as a line that `allegata read` takes, by id."""

    id: str
    capture: dict[str, Any]
    document: tuple[str, bytes] | None


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
