"""Writers of tables: one row at a time to disk, the same bytes for the same rows."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from allegata.codebooks.cells import Value
from allegata.codebooks.sheets import Column, Table
from allegata.codebooks.writers_csv import CsvWriter, ListsWriter, UwaziWriter, csv_read, uwazi_read
from allegata.codebooks.writers_geo import GeoJsonWriter, GeoParquetWriter, geojson_read, geoparquet_read
from allegata.codebooks.writers_xlsx import XlsxWriter, xlsx_read


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

    ``read``: what a reader of the file gets of a value. ``tabular``: rows of cells, which a Table Schema describes.
    ``dialect``: of CSV.
    """

    open: Callable[[Path, Table], TableWriter]
    name: str
    media_type: str
    read: Callable[[Column, Value], Value]
    tabular: bool = True
    dialect: Mapping[str, Any] | None = None


class JsonLinesWriter:
    """JSON Lines: one object a row, with every column, in order; text as it is.

    ``sparse``: a column that is unknown is left out, for forms whose fields are optional and never null.
    """

    def __init__(self, path: Path, table: Table, *, sparse: bool = False) -> None:
        self._sparse = sparse
        self._columns = [column.name for column in table.columns]
        self._file = path.open("wb")
        self._encoder = msgspec.json.Encoder()

    def write(self, row: Mapping[str, Value]) -> None:
        """Write a row."""
        values = {name: row.get(name) for name in self._columns}
        if self._sparse:
            values = {name: value for name, value in values.items() if value is not None}
        self._file.write(self._encoder.encode(values) + b"\n")

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def json_read(_: Column, value: Value) -> Value:
    """Return what a reader of JSON gets of a value."""
    return list(value) if isinstance(value, tuple) else value


_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}

FORMATS: dict[str, Format] = {
    "csv": Format(CsvWriter, "csv", "text/csv", csv_read, dialect=_DIALECT),
    "hxl": Format(partial(CsvWriter, tags=True), "csv", "text/csv", csv_read, dialect={**_DIALECT, "commentChar": "#"}),
    "uwazi": Format(UwaziWriter, "csv", "text/csv", uwazi_read, dialect=_DIALECT),
    "lists": Format(ListsWriter, "csv", "text/csv", csv_read, dialect=_DIALECT),
    "jsonl": Format(JsonLinesWriter, "jsonl", "application/jsonl", json_read),
    "jsonl-sparse": Format(partial(JsonLinesWriter, sparse=True), "jsonl", "application/jsonl", json_read),
    "xlsx": Format(XlsxWriter, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_read),
    "geojson": Format(GeoJsonWriter, "geojson", "application/geo+json", geojson_read, tabular=False),
    "geoparquet": Format(GeoParquetWriter, "parquet", "application/vnd.apache.parquet", geoparquet_read),
}
"""The formats that a table of a codebook may name."""
