"""Writers of tables: one row at a time to disk, the same bytes for the same rows."""

import csv
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from allegata.codebooks.book import Column, Table
from allegata.codebooks.cells import Value, escape
from allegata.codebooks.writers_geo import GeoJsonWriter, GeoParquetWriter
from allegata.codebooks.writers_xlsx import XlsxWriter


class TableWriter(Protocol):
    """Takes the rows of one table, and closes its file."""

    def write(self, row: Mapping[str, Value]) -> None:
        """Write a row. A column that it does not name is unknown."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


class Format(NamedTuple):
    """How a table is written: its writer, its name in a data package, its media type.

    ``tabular``: rows of cells, which a Table Schema describes. ``dialect``: of CSV.
    """

    open: Callable[[Path, Table], TableWriter]
    name: str
    media_type: str
    tabular: bool = True
    dialect: Mapping[str, Any] | None = None


class CsvWriter:
    """CSV after RFC 4180: UTF-8 without a mark, a header, lines ended by CR LF; text is escaped, numbers are not.

    ``tags``: write the columns' HXL hashtags as the second row.
    """

    def __init__(self, path: Path, table: Table, *, tags: bool = False) -> None:
        self._columns = table.columns
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, dialect="excel")
        self._writer.writerow([column.name for column in table.columns])
        if tags:
            self._writer.writerow([column.tag or "" for column in table.columns])

    def write(self, row: Mapping[str, Value]) -> None:
        """Write a row; lists are joined by '; '."""
        self._writer.writerow([csv_cell(column, row.get(column.name)) for column in self._columns])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class JsonLinesWriter:
    """JSON Lines: one object a row, with every column, in order; text as it is."""

    def __init__(self, path: Path, table: Table) -> None:
        self._columns = [column.name for column in table.columns]
        self._file = path.open("wb")
        self._encoder = msgspec.json.Encoder()

    def write(self, row: Mapping[str, Value]) -> None:
        """Write a row."""
        self._file.write(self._encoder.encode({name: row.get(name) for name in self._columns}) + b"\n")

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def csv_cell(column: Column, value: Value) -> str | int | float | None:
    """Return a value as a CSV cell: empty for unknown, numbers as they are, all else as escaped text.

    Raises ``TypeError`` where a column of numbers is given text, which no codebook may do.
    """
    if value is None:
        return None
    if column.type in ("integer", "number"):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"column {column.name} holds numbers, not {value!r}")
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    return escape(str(value))


_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}

FORMATS: dict[str, Format] = {
    "csv": Format(CsvWriter, "csv", "text/csv", dialect=_DIALECT),
    "hxl": Format(partial(CsvWriter, tags=True), "csv", "text/csv", dialect={**_DIALECT, "commentChar": "#"}),
    "jsonl": Format(JsonLinesWriter, "jsonl", "application/jsonl"),
    "xlsx": Format(XlsxWriter, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "geojson": Format(GeoJsonWriter, "geojson", "application/geo+json", tabular=False),
    "geoparquet": Format(GeoParquetWriter, "parquet", "application/vnd.apache.parquet"),
}
"""The formats that a table of a codebook may name."""
