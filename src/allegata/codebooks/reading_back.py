"""Rows of an export back as the record of an incident, by the ``path`` that the data file gives a column.

A path leads into the record: ``date.start``; ``weapons[]`` is a list, which a cell of text parts by "; "; and
``accused[].name`` a list of objects. In a table with ``into`` each row is one object of that list, and a path that
begins with ``/`` leads into the incident all the same.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from allegata.codebooks.sheets import Column, Sheet, Table
from allegata.codebooks.terms import country_codes

Rows = Iterable[tuple[str, Mapping[str, Any]]]
"""Rows with the names of their tables: cells as they are read from a file, text or values."""

RECORD = "incident of a table"
PARTED = "; "
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_WHOLE = re.compile(r"(\d{1,18})(?:\.0+)?")


class BadRowError(ValueError):
    """A row that cannot be taken; the message says what to mend."""


def reads_back(sheet: Sheet) -> bool:
    """Tell whether the data file says where its columns lead in an incident's record."""
    return any(column.path is not None for table in sheet.tables for column in table.columns)


def read_back(sheet: Sheet, rows: Rows) -> dict[str, Any]:
    """Return the record of the one incident that ``rows`` are of; what the form does not hold is not in it.

    Of several rows with the same value of the incident the first counts. Raises ``BadRowError``.
    """
    record: dict[str, Any] = {"record": RECORD}
    for name, cells in rows:
        table = sheet.table(name)
        if table.into is None:
            _fill(table, cells, record, record)
        else:
            inner: dict[str, Any] = {}
            _fill(table, cells, record, inner)
            record.setdefault(table.into, []).append(inner)
    return record


def incident_column(table: Table) -> str | None:
    """Return the column of a table that names the incident; ``None`` for a table that is not read back."""
    if table.incident is not None:
        return table.incident
    return next((column.name for column in table.columns if column.path == "id"), None)


def value_of(column: Column, cell: Any, parted: str = PARTED) -> Any:
    """Return the value of a cell by its column's type; ``None`` where it is unknown. Raises ``BadRowError``.

    ``parted``: what parts the values of a list in a cell of text.
    """
    if cell is None or cell == "":
        return None
    if column.path is not None and "[]" in column.path:
        return [str(item) for item in cell] if isinstance(cell, list | tuple) else str(cell).split(parted)
    value = _typed(column, cell)
    if column.least is not None and value < column.least:
        raise BadRowError(f"{column.name}: {value} is less than {column.least:g}; mend it")
    if column.most is not None and value > column.most:
        raise BadRowError(f"{column.name}: {value} is more than {column.most:g}; mend it")
    if column.one_of and value not in column.one_of:
        raise BadRowError(
            f"{column.name}: {str(value)[:40]!r} is none of {', '.join(map(str, column.one_of))}; mend it"
        )
    if column.reads == "lower":
        return str(value).lower()
    if column.reads == "country":
        return country_codes().get(str(value))
    return value


def _typed(column: Column, cell: Any) -> Any:
    words = str(cell)
    if column.type == "integer":
        whole = _WHOLE.fullmatch(words)
        if isinstance(cell, bool) or whole is None:
            raise BadRowError(
                f"{column.name}: {words[:40]!r} is no whole number; mend it, or leave it empty where it is unknown"
            )
        return int(whole[1])
    if column.type == "number":
        try:
            number = float(cell)
        except (TypeError, ValueError):
            number = float("nan")
        if not abs(number) < float("inf"):
            raise BadRowError(f"{column.name}: {words[:40]!r} is no number; mend it")
        return number
    if column.type == "date":
        found = _DAY.fullmatch(words)
        try:
            return date.fromisoformat(found[1]).isoformat() if found is not None else _no_day(column, words)
        except ValueError:
            return _no_day(column, words)
    if column.type == "boolean":
        if words.lower() not in ("true", "false"):
            raise BadRowError(f"{column.name}: {words[:40]!r} is neither true nor false; mend it")
        return words.lower() == "true"
    return cell if column.type in ("array", "object", "any") else words


def _no_day(column: Column, words: str) -> str:
    raise BadRowError(f"{column.name}: {words[:40]!r} is no date; write it as 2019-02-12")


def _fill(table: Table, cells: Mapping[str, Any], record: dict[str, Any], inner: dict[str, Any]) -> None:
    parted = "|" if table.format == "uwazi" else PARTED
    for column in table.columns:
        if column.path is None or column.name not in cells:
            continue
        target = record if column.path.startswith("/") else inner
        _put(target, column.path.removeprefix("/"), value_of(column, cells[column.name], parted))


def _put(target: dict[str, Any], path: str, value: Any) -> None:
    """Put a value where a path leads, unless something is there already."""
    *above, last = path.split(".")
    if above and above[0].endswith("[]"):
        objects = target.setdefault(above[0].removesuffix("[]"), [])
        if not objects and value is not None:
            objects += [{last: item} for item in value]
        return
    for part in above:
        target = target.setdefault(part, {})
    name = last.removesuffix("[]")
    if target.get(name) in (None, []):
        target[name] = value if value is not None or not last.endswith("[]") else []


def told_times(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record whose clock time and part of the day stand together in ``times``."""
    told = (record.pop("clock", None), record.pop("part_of_day", None))
    record["times"] = [words for words in told if words is not None]
    return record
