"""ISAF press releases: dated by their heads, with their bodies, and words of a body found in the document.

A dateline such as "KABUL, Afghanistan (Sept. 1)" leaves the year out; the release number ("2010-09-CA-005") above it
says year and month. Remarks in square brackets before the head are the coder's, not the release's.
"""

import re
from collections.abc import Iterable
from datetime import date

import msgspec

from allegata.intake import from_text, read_date
from allegata.records import Claim, Document, Published, Span

COUNTRY = "AF"
"""The releases are on Afghanistan; the reader is told so, as a recorder of that war would."""

_REMARK = re.compile(r"\A\s*\[[^\]]{0,600}\]\s*")
_NUMBER = re.compile(r"\b(20\d\d)\s*-\s*(0[1-9]|1[0-2])\s*-\s*[A-Z]{1,2}\s*[-–—]?\s*\d+")
_MONTH_DAY = re.compile(
    r"\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*(\d{1,2})(?!\d)", re.IGNORECASE
)
_BETWEEN = "\n\n"


class Passage(msgspec.Struct, frozen=True):
    """Words that a field rests on, with their span in a document; ``claim``: the claim that holds them."""

    document: str
    span: Span
    words: str
    claim: str | None = None


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A release: its ``document``, dated where the head allows, its ``body``, and its claims of what happened.

    ``body``: its paragraphs, parted by an empty line. ``paragraphs``: their spans in the document's text.
    """

    document: Document
    body: str
    paragraphs: tuple[Span, ...]
    claims: tuple[Claim, ...] = ()

    def passage(self, start: int, end: int) -> Passage:
        """Return words of the body, by their place in it, as words of the document."""
        first, last = self._at(start), self._at(end - 1) + 1
        return Passage(self.document.id, (first, last), self.document.text[first:last])

    def held(self, claim: Claim, span: Span) -> Passage:
        """Return words of the document that a claim holds."""
        return Passage(self.document.id, span, self.document.text[span[0] : span[1]], claim.id)

    def _at(self, offset: int) -> int:
        for start, end in self.paragraphs:
            if offset <= end - start:
                return start + offset
            offset -= end - start + len(_BETWEEN)
        raise ValueError("the body ends before this offset")


def release(document: Document, claims: Iterable[Claim] = ()) -> Release:
    """Return a document as a release. Denials and patterns are no operations, and are left out."""
    paragraphs = tuple(zone.span for zone in document.zones if zone.kind == "paragraph")
    return Release(
        document=_dated(document),
        body=_BETWEEN.join(document.text[start:end] for start, end in paragraphs),
        paragraphs=paragraphs,
        claims=tuple(claim for claim in claims if tells(claim)),
    )


def releases(text: str) -> list[Release]:
    """Return the releases that a text holds, at least one, without claims; the first may have lost its head."""
    documents = from_text(_REMARK.sub("", text), country=COUNTRY) or from_text("-")
    told = [release(document) for document in documents]
    return [each for each in told if len(each.body.split()) > 5] or told[:1]


def tells(claim: Claim) -> bool:
    """Return whether a claim tells of an event, and does not deny one."""
    return claim.kind == "event" and claim.stance not in ("denies", "disputes")


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
