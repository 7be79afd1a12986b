"""Writers of CSV: a plain table, one with HXL hashtags, and one of people by lists."""

import csv
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from allegata.codebooks.cells import Value, escape, unescape
from allegata.codebooks.sheets import Column, Table

_COORDINATES = re.compile(r"-?\d+(?:\.\d+)?\|-?\d+(?:\.\d+)?")


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


class UwaziWriter(CsvWriter):
    """CSV as Uwazi imports it: several values of a cell are parted by ``|``, which no value then may hold.

    A pair of coordinates ("-1.5|29.2") is two numbers to Uwazi, and stays as it is.
    """

    def write(self, row: Mapping[str, Value]) -> None:
        """Write a row; lists are joined by '|'."""
        self._writer.writerow([uwazi_cell(column, row.get(column.name)) for column in self._columns])


class ListsWriter:
    """CSV whose last columns, ``in_1`` and so on, are known only at the end; ``lists.csv`` beside it names them.

    Rows are kept in a file until then; in memory stand the names of the lists alone.
    """

    def __init__(self, path: Path, table: Table) -> None:
        self._path = path
        self._columns = table.columns
        self._lists: dict[str, int] = {}
        self._spool = tempfile.TemporaryFile(dir=path.parent)  # noqa: SIM115 (closed with the writer)
        self._done = False

    def write(self, row: Mapping[str, Value]) -> None:
        """Take a row."""
        numbers = [self._lists.setdefault(name, len(self._lists) + 1) for name in row.get("lists") or ()]
        cells = [csv_cell(column, row.get(column.name)) for column in self._columns]
        self._spool.write(msgspec.json.encode([cells, numbers]) + b"\n")

    def close(self) -> None:
        """Write the table and the names of its lists."""
        if self._done:
            return
        self._done = True
        count = len(self._lists)
        self._spool.seek(0)
        with self._spool, self._path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, dialect="excel")
            writer.writerow([*(column.name for column in self._columns), *(f"in_{n}" for n in range(1, count + 1))])
            for line in self._spool:
                cells, numbers = msgspec.json.decode(line)
                named = set(numbers)
                writer.writerow([*cells, *(int(number in named) for number in range(1, count + 1))])
        with self._path.with_name("lists.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, dialect="excel")
            writer.writerow(["column", "list"])
            writer.writerows([f"in_{number}", escape(name)] for name, number in self._lists.items())


def uwazi_cell(column: Column, value: Value) -> str | int | float | None:
    """Return a value as a cell for Uwazi."""
    if isinstance(value, list | tuple):
        return escape("|".join(str(item).replace("|", "/") for item in value))
    if isinstance(value, str) and _COORDINATES.fullmatch(value):
        return value
    return csv_cell(column, value.replace("|", "/") if isinstance(value, str) else value)


def csv_read(column: Column, value: Value) -> Value:
    """Return what a reader of CSV gets of a value: text, as it was before it was escaped; ``None`` for nothing."""
    cell = csv_cell(column, value)
    return None if cell is None else unescape(str(cell))


def uwazi_read(column: Column, value: Value) -> Value:
    """Return the same of a cell for Uwazi."""
    cell = uwazi_cell(column, value)
    return None if cell is None else unescape(str(cell))


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
