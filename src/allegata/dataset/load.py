"""A written dataset read back, and the judgements beside it."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from allegata.dataset.datapackage import DESCRIPTOR, kind_of_ours
from allegata.dataset.dataset import Dataset, Skipped
from allegata.incidents import Standing
from allegata.records import SCHEMA_VERSION, Claim, Communication, Document, Incident, Judgement, Record, read_lines


class DatasetError(ValueError):
    """A folder that is no dataset that this version can read; the message says what to do."""


def check_dataset(folder: Path) -> dict[str, Any]:
    """Return what the descriptor of the dataset in ``folder`` says of tool, schema, notes and skipped sentences.

    Raises `DatasetError` where the folder is no dataset, or one of another version of the record contract.
    """
    descriptor = folder / DESCRIPTOR
    if not folder.is_dir() or not descriptor.is_file():
        raise DatasetError(f"{folder}: is not a dataset; name a folder that `allegata read … --out` wrote")
    content = descriptor.read_bytes()
    if kind_of_ours(content) != "dataset":
        raise DatasetError(
            f"{descriptor}: was not written by Allegata; name a folder that `allegata read … --out` wrote"
        )
    about: dict[str, Any] = json.loads(content)["allegata"]
    version = str(about.get("schema"))
    if version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise DatasetError(
            f"{folder}: is of version {version} of the records, and this Allegata reads {SCHEMA_VERSION}; "
            "read the documents again with `allegata read … --out`"
        )
    return about


def load_dataset(folder: Path) -> Dataset:
    """Return the dataset that `write_dataset` wrote into ``folder``.

    Raises `DatasetError` where the folder is none, is of another version of the record contract, or holds a line that
    is no record.
    """
    about = check_dataset(folder)
    return Dataset(
        documents=_records(folder, "documents.jsonl", Document),
        claims=_records(folder, "claims.jsonl", Claim),
        communications=_records(folder, "communications.jsonl", Communication),
        incidents=_records(folder, "incidents.jsonl", Incident),
        notes=tuple(str(note) for note in about.get("notes", ())),
        skipped=tuple(msgspec.convert(item, Skipped) for item in about.get("skipped", ())),
        standing=_standing(folder, about.get("standing")),
    )


def _standing(folder: Path, table: object) -> Standing | None:
    try:
        return msgspec.convert(table, Standing) if table is not None else None
    except msgspec.ValidationError as error:
        raise DatasetError(
            f"{folder / DESCRIPTOR}: its table of standing is none: {error}; read the documents again with --standing"
        ) from error


def _records(folder: Path, name: str, kind: type[Any]) -> tuple[Any, ...]:
    path = folder / name
    if not path.is_file():
        raise DatasetError(f"{path}: is missing; read the documents again with `allegata read … --out`")
    return tuple(_checked(path, lambda record: isinstance(record, kind), kind.__name__.lower()))


def _checked(path: Path, right: Callable[[Record], bool], kind: str) -> list[Record]:
    try:
        found = list(read_lines(path))
    except (ValueError, OSError) as error:
        raise DatasetError(f"{error}; mend that line, or read the documents again") from error
    for number, record in enumerate(found, 1):
        if not right(record):
            raise DatasetError(f"{path}: line {number} or so holds no {kind}; read the documents again")
    return found


def judgements_file(folder: Path) -> Path:
    """Return the file of judgements of a dataset: beside its folder, so that reading anew keeps it."""
    target = Path(os.path.realpath(folder))
    return target.with_name(f"{target.name}.judgements.jsonl")


def load_judgements(folder: Path) -> tuple[Judgement, ...]:
    """Return the judgements on the dataset in ``folder``, oldest first; none where nobody judged.

    Raises `DatasetError` naming the line that holds none.
    """
    path = judgements_file(folder)
    if not path.is_file():
        return ()
    found = _checked(path, lambda record: isinstance(record, Judgement), "judgement")
    return tuple(record for record in found if isinstance(record, Judgement))
