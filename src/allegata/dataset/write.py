"""A dataset on disk (written as a whole or not at all) and as JSON Lines on a stream."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from allegata.dataset.csv_table import incidents_csv
from allegata.dataset.datapackage import DESCRIPTOR, describe
from allegata.dataset.dataset import Dataset
from allegata.dataset.folder import OutputError, check_replaceable, written_whole
from allegata.dataset.geojson import incidents_geojson
from allegata.dataset.report import render_report
from allegata.records import Claim, Communication, Record, encode


def write_jsonl(dataset: Dataset, stream: IO[bytes]) -> None:
    """Write the records to a binary stream: each document with its claims and communications, then the incidents."""
    for record in _in_order(dataset):
        stream.write(encode(record) + b"\n")


def write_dataset(dataset: Dataset, out: Path) -> list[Path]:
    """Write the dataset's files into the folder ``out`` and return their paths.

    The files are written to a temporary folder beside ``out``, flushed to disk, and put in its place in one step. An
    existing ``out`` is replaced only when it is empty or holds nothing but a dataset of Allegata.

    Raises ``OutputError`` when ``out`` may not be replaced or cannot be written; then it is as it was.
    """
    check_replaceable(out)
    try:
        files = _files(dataset)
    except UnicodeEncodeError as error:
        raise OutputError(
            f"{out}: a record holds text that UTF-8 cannot hold ({error}); leave that input out"
        ) from None
    with written_whole(out) as part:
        for name, content in files.items():
            (part / name).write_bytes(content)
    return [out / name for name in files]


def _files(dataset: Dataset) -> dict[str, bytes]:
    files = {
        "documents.jsonl": _lines(dataset.documents),
        "claims.jsonl": _lines(dataset.claims),
        "communications.jsonl": _lines(dataset.communications),
        "incidents.jsonl": _lines(dataset.incidents),
        "incidents.csv": incidents_csv(dataset.incidents),
        "incidents.geojson": incidents_geojson(dataset.incidents),
        "report.html": render_report(dataset).encode("utf-8"),
    }
    return files | {DESCRIPTOR: describe(dataset, files)}


def _lines(records: Iterable[Record]) -> bytes:
    return b"".join(encode(record) + b"\n" for record in records)


def _in_order(dataset: Dataset) -> Iterator[Record]:
    claims: dict[str, list[Claim]] = {}
    communications: dict[str, list[Communication]] = {}
    for claim in dataset.claims:
        claims.setdefault(claim.document, []).append(claim)
    for communication in dataset.communications:
        communications.setdefault(communication.document, []).append(communication)
    for document in dataset.documents:
        yield document
        yield from claims.pop(document.id, ())
        yield from communications.pop(document.id, ())
    for stray_claims in claims.values():  # of documents that are not in the dataset
        yield from stray_claims
    for stray_communications in communications.values():
        yield from stray_communications
    yield from dataset.incidents
