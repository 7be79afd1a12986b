"""A dataset on disk (written as a whole or not at all) and as JSON Lines on a stream."""

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from allegata.dataset.csv_table import incidents_csv
from allegata.dataset.datapackage import DESCRIPTOR, describe, files_of_ours
from allegata.dataset.dataset import Dataset
from allegata.dataset.geojson import incidents_geojson
from allegata.dataset.report import render_report
from allegata.records import Claim, Communication, Record, encode


class OutputError(ValueError):
    """The dataset could not be written; the message says what to do. Nothing was changed."""


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
    target = Path(os.path.realpath(out))
    check_replaceable(out)
    try:
        files = _files(dataset)
    except UnicodeEncodeError as error:
        raise OutputError(
            f"{out}: a record holds text that UTF-8 cannot hold ({error}); leave that input out"
        ) from None
    part = target.with_name(f".{target.name}.part-{secrets.token_hex(6)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        for name, content in files.items():
            _write(part / name, content)
        _sync_folder(part)
        _swap(part, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{out}: cannot be written ({reason}); free or choose another folder with --out") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return [out / name for name in files]


def check_replaceable(out: Path) -> None:
    """Raise ``OutputError`` unless ``out`` is absent, an empty folder, or a folder with only a dataset of ours.

    Worth calling before a long reading.
    """
    if not os.path.lexists(out):
        return
    if not out.is_dir():
        raise OutputError(f"{out}: is not a folder; name a folder to write to")
    try:
        names = {entry.name for entry in out.iterdir()}
        if not names:
            return
        ours = files_of_ours((out / DESCRIPTOR).read_bytes()) if DESCRIPTOR in names else None
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{out}: cannot be read ({reason}); choose another folder") from error
    if ours is None:
        raise OutputError(f"{out}: holds files that are not a dataset of Allegata; name a new or empty folder")
    foreign = sorted(names - ours)
    if foreign:
        shown = ", ".join(foreign[:3]) + (", …" if len(foreign) > 3 else "")
        raise OutputError(f"{out}: holds files that Allegata did not write ({shown}); move them or name another folder")


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


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _swap(part: Path, target: Path) -> None:
    """Put ``part`` in the place of ``target``; when that fails, ``target`` stands where it stood."""
    old = None
    if target.exists():
        old = target.with_name(part.name.replace(".part-", ".old-"))
        target.rename(old)
    try:
        part.rename(target)
    except BaseException:
        if old is not None:
            old.rename(target)
        raise
    _sync_folder(target.parent)
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)
