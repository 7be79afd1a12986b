"""Datasets of what the reader makes of self-written dispatches."""

from collections.abc import Sequence

from allegata.dataset import Dataset
from allegata.incidents import gather
from allegata.intake import from_text
from allegata.reading import Reader

WIRE = "Source: Example Wire\n\nPublished: 12 March 2024\n\n"  # a Tuesday
HERALD = "Source: Example Herald\n\nPublished: 12 March 2024\n\n"


def told(reader: Reader, *texts: str) -> Dataset:
    """Return the dataset of some texts; a text without a head is from the wire, of 12 March 2024."""
    documents = [
        document
        for number, text in enumerate(texts)
        for document in from_text(text if text.startswith("Source:") else WIRE + text, origin=f"{number}.txt")
    ]
    readings = [reader.read(document) for document in documents]
    claims = [claim for reading in readings for claim in reading.claims]
    return Dataset(
        documents=tuple(documents),
        claims=tuple(claims),
        communications=tuple(item for reading in readings for item in reading.communications),
        incidents=tuple(gather(claims, documents=documents)),
    )


def only(rows: Sequence[dict[str, str]]) -> dict[str, str]:
    """Return the one row that there is."""
    assert len(rows) == 1
    return rows[0]
