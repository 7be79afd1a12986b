"""Rows of the files of an import: CSV, JSON Lines, GeoJSON, GeoParquet, workbooks. One broken row loses no other."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import pyarrow.parquet as pq

from allegata.codebooks.cells import unescape
from allegata.codebooks.import_xlsx import WorkbookError, workbook_rows
from allegata.intake import Options

Shape = Literal["csv", "jsonl", "geojson", "parquet", "xlsx"]
_COLLECTION = b'{"type":"FeatureCollection"'
_HEAD = 65_536
_FIELD = 16 * 1024 * 1024


class Cells(msgspec.Struct, frozen=True):
    """A row with the line it begins on; ``why``: what is wrong where it cannot be read."""

    line: int
    values: dict[str, Any]
    why: str | None = None


def rows(path: Path, shape: Shape, escaped: bool) -> Iterator[Cells]:
    """Yield the rows of a file; of an export of ours (``escaped``) with text as it was before. Raises ``OSError``."""
    if shape == "csv":
        yield from _csv_rows(path, escaped)
    elif shape == "parquet":
        yield from _parquet_rows(path)
    elif shape == "xlsx":
        yield from _workbook_rows(path)
    else:
        yield from _json_rows(path, shape)


def shape_and_columns(path: Path) -> tuple[Shape, set[str]]:
    """Return how a file is written, and the names of its columns; of records of ours also ``record KIND``.

    Raises ``OSError``, and ``ValueError`` or ``csv.Error`` for a file that is broken from its beginning.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PAR1"):
        return "parquet", set(pq.read_schema(path).names)
    if head.startswith(b"PK\x03\x04"):
        return "xlsx", {str(name).strip() for name in next(workbook_rows(path), (0, []))[1]}
    if head.replace(b" ", b"").startswith(_COLLECTION):
        first = next(_json_rows(path, "geojson"), None)
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


def _reader(text: io.TextIOBase | io.StringIO) -> Any:
    start = text.tell()
    header = text.readline()
    text.seek(start)
    return csv.reader(text, delimiter=max(",;\t|", key=lambda sign: (header.count(sign), sign == ",")))


def _csv_rows(path: Path, escaped: bool) -> Iterator[Cells]:
    csv.field_size_limit(_FIELD)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
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
                given = map(unescape, cells) if escaped else iter(cells)
                yield Cells(line, dict(zip(header, given, strict=True)))


def _json_rows(path: Path, shape: Shape) -> Iterator[Cells]:
    """Yield the objects of JSON Lines; of GeoJSON as Allegata writes it, one feature a line."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if shape == "geojson":
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
            elif shape == "geojson":
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


def _workbook_rows(path: Path) -> Iterator[Cells]:
    """Yield the rows of a workbook's sheets, each of which begins with the names of its columns."""
    header: list[str] | None = None
    try:
        for number, cells in workbook_rows(path):
            if number == 1 or header is None:
                header = [str(name).strip() for name in cells]
                continue
            if not any(cell is not None for cell in cells):
                continue
            if len(cells) > len(header):
                yield Cells(number, {}, f"has {len(cells)} cells where {len(header)} columns are named; mend the row")
                continue
            yield Cells(number, dict(zip(header, [*cells, *[None] * (len(header) - len(cells))], strict=True)))
    except WorkbookError as error:
        yield Cells(0, {}, str(error))
