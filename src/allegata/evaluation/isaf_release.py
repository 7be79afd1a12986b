"""ISAF press releases: from a text to dated documents.

A dateline such as "KABUL, Afghanistan (Sept. 1)" leaves the year out; the release number ("2010-09-CA-005") above it
says year and month. Remarks in square brackets before the head are the coder's, not the release's.
"""

import re
from datetime import date

import msgspec

from allegata.intake import from_text, read_date
from allegata.records import Document, Published

_REMARK = re.compile(r"\A\s*\[[^\]]{0,600}\]\s*")
_NUMBER = re.compile(r"\b(20\d\d)\s*-\s*(0[1-9]|1[0-2])\s*-\s*[A-Z]{1,2}\s*[-–—]?\s*\d+")
_MONTH_DAY = re.compile(
    r"\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*(\d{1,2})(?!\d)", re.IGNORECASE
)


class Told(msgspec.Struct, frozen=True):
    """A release: its ``document``, dated where the head allows, and ``body``, its paragraphs."""

    document: Document
    body: str


def releases(text: str) -> list[Told]:
    """Return the releases that a text holds, at least one; the first of them may have lost its head."""
    documents = from_text(_REMARK.sub("", text), country="AF") or from_text("-")
    told = [Told(_dated(document), _body(document)) for document in documents]
    return [release for release in told if len(release.body.split()) > 5] or told[:1]


def _body(document: Document) -> str:
    return "\n\n".join(document.text[z.span[0] : z.span[1]] for z in document.zones if z.kind == "paragraph")


def _dated(document: Document) -> Document:
    """Return the document with the day of its head, where the dateline gives no year."""
    if document.published is not None:
        return document
    number = _NUMBER.search(document.text)
    if number is None:
        return document
    year, month = int(number[1]), int(number[2])
    for head in (document.dateline or "", document.title or "", document.text[: number.start()]):
        found = _MONTH_DAY.search(head)
        day = _day(f"{found[1]} {found[2]}, ", year, month) if found else None
        if day is not None:
            published = Published(start=day.isoformat(), end=day.isoformat(), precision="day", source="metadata")
            return msgspec.structs.replace(document, published=published)
    return document


def _day(words: str, year: int, month: int) -> date | None:
    """Return the day of ``words`` in the year of the number, which may belong to the neighbouring year's turn."""
    for candidate in (year, year - 1, year + 1):
        try:
            day = date.fromisoformat(read_date(f"{words}{candidate}", None, "metadata").start)
        except ValueError:
            return None
        if abs((day.year - year) * 12 + day.month - month) <= 1:
            return day
    return None
