"""A casebook of made-up claims for measuring the workbench: as many incidents, and claims in them, as are asked for."""

import hashlib
import io
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import msgspec

from allegata.casebook import Casebook
from allegata.cli.bench_claims import told_of
from allegata.reading import Reading
from allegata.records import Claim, Document, encode

BATCH = 500
"""Documents of one file and one transaction."""


def build(file: Path, incidents: int, claims: int, tell: Callable[[str], None] = lambda _: None) -> Casebook:
    """Make a casebook that holds ``claims`` claims on ``incidents`` happenings, and return it open.

    Documents go in by the store's own functions, with log and chain, a batch at a time; incidents are then gathered by
    the rules, so that their number may differ from that of the happenings. ``tell`` is told how far it is.
    """
    book = Casebook.create(file, by="bench")
    try:
        told = told_of(incidents, claims)
        taken = 0
        while batch := list(islice(told, BATCH)):
            readings = [_reading(document, said, taken + n) for n, (document, said) in enumerate(batch)]
            taken += len(readings)
            blob = book.keep(io.BytesIO(b"\n".join(encode(reading.document) for reading in readings)))
            book.take_many(((reading, blob) for reading in readings), by="bench")
            tell(f"{taken:,} documents")
        book.refresh()
    except BaseException:
        book.close()
        raise
    return book


def _reading(document: Document, claims: list[Claim], number: int) -> Reading:
    """Return a document as read: with a text of its own, as the same text is one document."""
    text = f"{document.text} Report {number}."
    held = msgspec.structs.replace(
        document,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        origin="bench.jsonl",
        part=number % BATCH + 1,
        title=text[:60],
    )
    return Reading(document=held, claims=tuple(claims), communications=(), skipped=())
