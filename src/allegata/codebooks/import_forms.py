"""What a file or folder to be imported is: by its ``datapackage.json``, and by its columns where there is none."""

import csv
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal

import msgspec

from allegata.codebooks.book import find_codebook
from allegata.codebooks.import_tables import Shape, shape_and_columns
from allegata.codebooks.import_xlsx import WorkbookError
from allegata.codebooks.reading_back import incident_column
from allegata.codebooks.sheets import codebook_names, sheet
from allegata.codebooks.writers import FORMATS
from allegata.dataset.datapackage import DESCRIPTOR, kind_of_ours
from allegata.incidents.catalogue_mapping import recognised

Form = Literal["documents", "incidents", "allegata", "export", "ucdp-ged", "acled", "auto-archiver"]
KNOWN = (
    "a dataset of Allegata or its documents.jsonl or incidents.jsonl; its exports, each a folder or its first table; a "
    "UCDP GED or ACLED-shaped table; the sheet of an auto-archiver"
)
_OURS = frozenset(("id", "date_start", "place", "killed_min", "grade", "claims"))
_PLAIN: dict[Shape, str] = {"csv": "csv", "jsonl": "csv", "geojson": "geojson", "parquet": "geoparquet", "xlsx": "xlsx"}
"""The codebooks of a plain table, with a row an incident and columns of the same names, by how they are written."""
_SHAPES: dict[str, Shape] = {"csv": "csv", "jsonl": "jsonl", "geojson": "geojson", "parquet": "parquet", "xlsx": "xlsx"}


class UnknownFormError(ValueError):
    """A file of no known form; the message says which are known. Nothing was written."""


class Found(msgspec.Struct, frozen=True):
    """A file to import. ``ours``: an export of Allegata, whose text is escaped.

    ``book``, ``table``: the codebook of an export and its table that the file is (form ``allegata`` for a plain table,
    ``export`` for the others). ``profile``: name and version of its counting profile, where that is known.
    """

    path: Path
    form: Form
    shape: Shape
    ours: bool
    book: str | None = None
    table: str | None = None
    profile: tuple[str, str] | None = None


def found_in(path: Path) -> list[Found]:
    """Return what there is to import in a file or folder. Raises ``UnknownFormError``."""
    if path.is_dir():
        return _in_folder(path)
    if not path.is_file():
        raise UnknownFormError(f"{path}: no such file; check the path")
    listed = [found for found in _exported(path.parent) if found.path.name == path.name]
    if listed:
        first = listed[0]
        if first.form == "export" and first.table != sheet(str(first.book)).tables[0].name:
            raise UnknownFormError(f"{path}: is one of several tables; name their folder {path.parent}")
        return listed
    try:
        shape, columns = shape_and_columns(path)
    except (OSError, ValueError, csv.Error, WorkbookError):
        shape, columns = "csv", set()
    found = _by_columns(path, shape, columns)
    if found is None:
        raise UnknownFormError(f"{path}: is in no form that is known; there are {KNOWN}")
    return [found]


def _in_folder(folder: Path) -> list[Found]:
    descriptor = folder / DESCRIPTOR
    kind = kind_of_ours(descriptor.read_bytes()) if descriptor.is_file() else None
    if kind == "dataset":
        return [
            Found(folder / "documents.jsonl", "documents", "jsonl", True),
            Found(folder / "incidents.jsonl", "incidents", "jsonl", True),
        ]
    items = _exported(folder)
    if not items and kind == "export":
        name = _told(descriptor)["codebook"]["name"]
        raise UnknownFormError(f"{folder}: the form of the codebook {name} does not lead back; export the dataset anew")
    if not items:
        raise UnknownFormError(f"{folder}: holds nothing in a form that is known; there are {KNOWN}")
    return items


def _exported(folder: Path) -> list[Found]:
    """Return the tables of the export in a folder, as far as its codebook leads back; none where it holds none."""
    descriptor = folder / DESCRIPTOR
    if not descriptor.is_file() or kind_of_ours(descriptor.read_bytes()) != "export":
        return []
    told = _told(descriptor)
    name = told["codebook"]["name"]
    if name not in codebook_names():
        return []
    book, kind = find_codebook(name)
    profile = (str(told["profile"]["name"]), str(told["profile"]["version"]))
    items: list[Found] = []
    for table in book.tables:
        path, shape = folder / table.file, _SHAPES[FORMATS[table.format].name]
        if not path.is_file():
            continue
        if name in ("ucdp-ged", "acled"):
            items.append(Found(path, name, shape, True))
        if kind.leads_back(book) and incident_column(table) is not None:
            form: Form = "allegata" if name in ("hxl", *_PLAIN.values()) else "export"
            items.append(Found(path, form, shape, True, name, table.name, profile))
    return items


def _told(descriptor: Path) -> Any:
    """Return what the descriptor of an export tells of itself."""
    return json.loads(descriptor.read_bytes())["allegata"]


def _by_columns(path: Path, shape: Shape, columns: Collection[str]) -> Found | None:
    """Return what a file without a descriptor is, by its columns."""
    named = set(columns)
    if "record document" in named:
        return Found(path, "documents", shape, False)
    if "record incident" in named:
        return Found(path, "incidents", shape, False)
    if {name.lower() for name in named} >= _ARCHIVED:
        return Found(path, "auto-archiver", shape, False)
    if named >= _OURS:
        book = "hxl" if shape == "csv" and "counted_by" in named else _PLAIN[shape]
        return Found(path, "allegata", shape, True, book, sheet(book).tables[0].name)
    mapping = recognised(named)
    if mapping in ("ucdp-ged", "acled"):
        return Found(path, mapping, shape, False)  # type: ignore[arg-type]
    for name in codebook_names():
        found, kind = find_codebook(name)
        for table in found.tables:
            known = {column.name for column in table.columns if column.path is not None or column.required}
            if shape == _SHAPES[FORMATS[table.format].name] and len(known) > 1 and named >= known:
                if kind.leads_back(found) and incident_column(table) is not None and table.into is None:
                    return Found(path, "export", shape, True, name, table.name)
    return None


_ARCHIVED = frozenset(("link", "archive status"))
