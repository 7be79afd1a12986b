"""What a file to be imported is, and its rows: CSV, JSON Lines, GeoJSON, GeoParquet. One broken row loses no other."""

import csv
import io
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import pyarrow.parquet as pq

from allegata.codebooks.cells import unescape
from allegata.dataset.datapackage import DESCRIPTOR, files_of_ours, kind_of_ours
from allegata.incidents.catalogue_mapping import recognised
from allegata.intake import Options

Form = Literal["documents", "incidents", "allegata", "ucdp-ged", "acled", "auto-archiver"]
Shape = Literal["csv", "jsonl", "geojson", "parquet"]
KNOWN = (
    "a dataset of Allegata or its documents.jsonl or incidents.jsonl; its exports csv, hxl, geojson and geoparquet; a "
    "UCDP GED or ACLED-shaped table; the sheet of an auto-archiver, each table as CSV or JSON Lines"
)
_OURS = frozenset(("id", "date_start", "place", "killed_min", "grade", "claims"))
_ARCHIVED = frozenset(("link", "archive status"))
_COLLECTION = b'{"type":"FeatureCollection"'
_HEAD = 65_536
_FIELD = 16 * 1024 * 1024


class UnknownFormError(ValueError):
    """A file of no known form; the message says which are known. Nothing was written."""


class Found(msgspec.Struct, frozen=True):
    """A file to import. ``ours``: an export of Allegata lists it, and so its text is escaped."""

    path: Path
    form: Form
    shape: Shape
    ours: bool


class Cells(msgspec.Struct, frozen=True):
    """A row with the line it begins on; ``why``: what is wrong where it cannot be read."""

    line: int
    values: dict[str, Any]
    why: str | None = None


def found_in(path: Path) -> list[Found]:
    """Return what there is to import in a file or folder. Raises ``UnknownFormError``."""
    if path.is_dir():
        return _in_folder(path)
    if not path.is_file():
        raise UnknownFormError(f"{path}: no such file; check the path")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
        beside = path.parent / DESCRIPTOR
        descriptor = beside.read_bytes() if beside.is_file() else b""
        named = kind_of_ours(descriptor) == "export" and path.name in (files_of_ours(descriptor) or ())
        shape, columns = _columns(path, head)
    except (OSError, UnicodeDecodeError, ValueError, csv.Error):
        shape, columns, named = "csv", set(), False
    form = "allegata" if shape == "geojson" and named and not columns else _form(columns)  # ours, of no incident
    if form is None:
        raise UnknownFormError(f"{path}: is in no form that is known; there are {KNOWN}")
    return [Found(path, form, shape, named or form == "allegata")]


def rows(found: Found) -> Iterator[Cells]:
    """Yield the rows of a file, text as it was before it was escaped. Raises ``OSError``."""
    if found.shape == "csv":
        yield from _csv_rows(found)
    elif found.shape == "parquet":
        yield from _parquet_rows(found.path)
    else:
        yield from _json_rows(found)


def _in_folder(folder: Path) -> list[Found]:
    descriptor = folder / DESCRIPTOR
    kind = kind_of_ours(descriptor.read_bytes()) if descriptor.is_file() else None
    if kind == "dataset":
        return [
            Found(folder / "documents.jsonl", "documents", "jsonl", True),
            Found(folder / "incidents.jsonl", "incidents", "jsonl", True),
        ]
    items: list[Found] = []
    if kind == "export":
        listed = [item["path"] for item in json.loads(descriptor.read_bytes())["resources"] if "schema" in item]
        for name in listed:
            try:
                items += found_in(folder / name)
            except UnknownFormError:
                continue
    if not items:
        raise UnknownFormError(f"{folder}: holds nothing in a form that is known; there are {KNOWN}")
    return items


def _columns(path: Path, head: bytes) -> tuple[Shape, set[str]]:
    if head.startswith(b"PAR1"):
        return "parquet", set(pq.read_schema(path).names)
    if head.replace(b" ", b"").startswith(_COLLECTION):
        first = next((cells for cells in _json_rows(Found(path, "allegata", "geojson", True))), None)
        return "geojson", set(first.values) if first is not None else set()
    if head.startswith(b"{"):
        first_line = head.split(b"\n", 1)[0]
        row = msgspec.json.decode(first_line if len(first_line) < _HEAD else _first_line(path))
        return "jsonl", {*row, f"record {row.get('record')}"} if isinstance(row, dict) else set()
    lines = head.decode("utf-8", "ignore").splitlines()  # the head may end within a character
    header: list[str] = next(_reader(io.StringIO(lines[0] if lines else "")), [])
    return "csv", {name.strip() for name in header}


def _first_line(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.readline(Options().max_bytes)


def _form(columns: Collection[str]) -> Form | None:
    if "record document" in columns:
        return "documents"
    if "record incident" in columns:
        return "incidents"
    if {name.lower() for name in columns} >= _ARCHIVED:
        return "auto-archiver"
    if set(columns) >= _OURS:
        return "allegata"
    mapping = recognised(columns)
    return mapping if mapping in ("ucdp-ged", "acled") else None  # type: ignore[return-value]


def _reader(text: io.TextIOBase | io.StringIO) -> Any:
    start = text.tell()
    header = text.readline()
    text.seek(start)
    return csv.reader(text, delimiter=max(",;\t|", key=lambda sign: (header.count(sign), sign == ",")))


def _csv_rows(found: Found) -> Iterator[Cells]:
    csv.field_size_limit(_FIELD)
    with found.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        table = _reader(text)
        header = [name.strip() for name in next(table, [])]
        while True:
            line = table.line_num + 1
            try:
                cells = next(table)
            except StopIteration:
                return
            except csv.Error as error:
                yield Cells(line, {}, f"cannot be read ({error}); mend or remove the line")
                continue
            if not any(cells) or (line == 2 and all(cell.startswith("#") for cell in cells if cell)):
                continue  # empty, or the hashtags of HXL
            if len(cells) != len(header):
                yield Cells(line, {}, f"has {len(cells)} cells where {len(header)} columns are named; mend the line")
            elif any("\udc80" <= sign <= "\udcff" for sign in "".join(cells)):
                yield Cells(line, {}, "is not in UTF-8; save the file as UTF-8, or mend the line")
            else:
                given = map(unescape, cells) if found.ours else iter(cells)
                yield Cells(line, dict(zip(header, given, strict=True)))


def _json_rows(found: Found) -> Iterator[Cells]:
    """Yield the objects of JSON Lines; of GeoJSON as Allegata writes it, one feature a line."""
    with found.path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if found.shape == "geojson":
                text = text.rstrip(b",")
                if text == b"]}" or text.replace(b" ", b"").startswith(_COLLECTION):
                    continue
            if not text:
                continue
            try:
                row = msgspec.json.decode(text)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                row = None
            if not isinstance(row, dict):
                yield Cells(number, {}, "is no JSON object; mend or remove the line")
            elif found.shape == "geojson":
                yield _feature(number, row)
            else:
                yield Cells(number, row)


def _feature(number: int, row: dict[str, Any]) -> Cells:
    values, geometry = row.get("properties"), row.get("geometry")
    if not isinstance(values, dict):
        return Cells(number, {}, "is no feature; mend or remove the line")
    point = geometry.get("coordinates") if isinstance(geometry, dict) else None
    longitude, latitude = point[:2] if isinstance(point, list) and len(point) > 1 else (None, None)
    return Cells(number, {**values, "longitude": longitude, "latitude": latitude})


def _parquet_rows(path: Path) -> Iterator[Cells]:
    number = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(1024):
            for row in batch.to_pylist():
                number += 1
                row.pop("geometry", None)
                yield Cells(number, {name: str(v) if name.startswith("date_") and v else v for name, v in row.items()})
