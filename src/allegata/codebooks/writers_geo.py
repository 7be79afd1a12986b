"""Writers for maps: GeoJSON (RFC 7946) and GeoParquet 1.1, both streamed.

Of each row, the columns ``longitude`` and ``latitude`` become its point. A row without both has no geometry: it stays
in the table, and no map shows a dot where nobody said anything happened.
"""

import json
import struct
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from allegata.codebooks.cells import Value
from allegata.codebooks.sheets import Column, Table
from allegata.dataset.visible import visible

_GROUP = 4096
"""Rows of a row group: as many are held in memory at once."""
_POINT = struct.Struct("<BIdd")
_TYPES = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


class GeoJsonWriter:
    """A FeatureCollection, one feature a line; ``id`` is the feature's id too."""

    def __init__(self, path: Path, table: Table) -> None:
        self._columns = [column.name for column in table.columns if column.name not in ("longitude", "latitude")]
        self._file = path.open("wb")
        self._file.write(b'{"type":"FeatureCollection","features":[')
        self._between = b"\n"
        self._encoder = msgspec.json.Encoder()

    def write(self, row: Mapping[str, Value]) -> None:
        """Write a feature; ``geometry`` is ``null`` where the point is unknown."""
        point = _point(row)
        feature = {
            "type": "Feature",
            "id": row.get("id"),
            "geometry": None if point is None else {"type": "Point", "coordinates": list(point)},
            "properties": {name: _shown(row.get(name)) for name in self._columns},
        }
        self._file.write(self._between + self._encoder.encode(feature))
        self._between = b",\n"

    def close(self) -> None:
        """Finish the file."""
        if not self._file.closed:
            self._file.write(b"\n]}\n")
            self._file.close()


class GeoParquetWriter:
    """GeoParquet 1.1: the table's columns in its order and ``geometry`` in WKB, WGS 84, longitude first."""

    def __init__(self, path: Path, table: Table) -> None:
        self._columns = table.columns
        fields = [pa.field(column.name, _TYPES.get(column.type, pa.string())) for column in table.columns]
        fields.append(pa.field("geometry", pa.binary()))
        self._schema = pa.schema(fields, metadata={"geo": json.dumps(_GEO)})
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[dict[str, object]] = []

    def write(self, row: Mapping[str, Value]) -> None:
        """Take a row, and write a row group when enough have come together."""
        held: dict[str, object] = {column.name: _typed(column, row.get(column.name)) for column in self._columns}
        point = _point(row)
        held["geometry"] = None if point is None else _POINT.pack(1, 1, *point)
        self._rows.append(held)
        if len(self._rows) >= _GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left and finish the file."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []


def geojson_read(_: Column, value: Value) -> Value:
    """Return what a reader of GeoJSON gets of a value."""
    return _shown(value)


def geoparquet_read(column: Column, value: Value) -> Value:
    """Return what a reader of GeoParquet gets of a value; a day as text."""
    found = _typed(column, value)
    return found.isoformat() if isinstance(found, date) else found


def _point(row: Mapping[str, Value]) -> tuple[float, float] | None:
    longitude, latitude = row.get("longitude"), row.get("latitude")
    return None if longitude is None or latitude is None else (float(longitude), float(latitude))


def _typed(column: Column, value: Value) -> object:
    if value is None or column.type in ("integer", "number", "boolean"):
        return value
    if column.type == "date":
        return date.fromisoformat(str(value))
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _shown(value: Value) -> Value:
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value]
    return visible(value) if isinstance(value, str) else value
