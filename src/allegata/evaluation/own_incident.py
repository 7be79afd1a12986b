"""What one article says of its own incident: how many were killed and how many injured, whoever they were.

A view of readings, for sets whose gold is one pair of counts an article. The title is read as a text of its own.
"""

from collections.abc import Sequence

import msgspec

from allegata.intake import Options
from allegata.intake.jsonl import document_of
from allegata.reading import Reader, Reading
from allegata.records import Casualty, Document


class Toll(msgspec.Struct, frozen=True, kw_only=True):
    """Killed and injured of one incident, with the words they rest on."""

    killed: int
    injured: int
    words: str = ""


def article(text: str, *, title: str | None, published: str | None, origin: str) -> Document | None:
    """Return an article as a document, in its own characters; ``None`` where there is no text."""
    if not text.strip():
        return None
    row = {"text": text, "title": title, "published": published}
    return document_of(row, sha256="", part=1, origin=origin, options=Options())


def _counts(readings: Sequence[Reading], outcome: str) -> list[tuple[int, Casualty]]:
    found = []
    for n, reading in enumerate(readings):
        for claim in reading.claims:
            if claim.kind != "event" or claim.stance == "denies":
                continue
            found += [
                (n, c) for c in claim.casualties if c.outcome == outcome and c.part_of is None and not c.cumulative
            ]
    return found


def toll(readings: Sequence[Reading]) -> Toll:
    """Return the toll of the incident that the readings (title first, then body) tell."""

    def most(outcome: str) -> int:
        return max(
            (c.quantity.low or 0 for _, c in _counts(readings, outcome) if c.quantity.kind != "vague"), default=0
        )

    killed, injured, either = most("killed"), most("injured"), most("killed_or_injured")
    return Toll(killed=killed, injured=max(injured, either - killed))


def read_toll(title: str, text: str, published: str | None, reader: Reader) -> Toll:
    """Return what title and text of one article say of its own incident. ``published``: an ISO day, or ``None``."""
    documents = (
        article(title, title=None, published=published, origin="title"),
        article(text, title=title or None, published=published, origin="text"),
    )
    return toll([reader.read(document) for document in documents if document is not None])
