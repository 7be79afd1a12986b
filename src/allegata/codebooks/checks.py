"""What the columns of a codebook's data file say of every row: required, in range, one of a list, of the right type."""

import re
from collections.abc import Iterator

from allegata.codebooks.book import Problem
from allegata.codebooks.cells import Row, Value
from allegata.codebooks.sheets import Column, Table

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def check_columns(table: Table, row: Row) -> Iterator[Problem]:
    """Yield what a row breaks, under the column's rule or ``column-NAME``."""
    odd = row.cells.keys() - {column.name for column in table.columns}
    if odd:
        raise KeyError(f"table {table.name} has no column {', '.join(sorted(odd))}")
    for column in table.columns:
        value = row.value(column.name)
        if value is None or value == "":
            if column.required:
                yield _problem(column, "is unknown, and must be known")
            continue
        complaint = _complaint(column, value)
        if complaint is not None:
            yield _problem(column, complaint)


def _complaint(column: Column, value: Value) -> str | None:
    if column.type == "date" and not _DAY.fullmatch(str(value)):
        return f"{value} is no day, such as 2018-11-29"
    if column.one_of and value not in column.one_of:
        return f"{value} is none of {', '.join(map(str, column.one_of))}"
    if column.least is not None and value < column.least:
        return f"{value} is less than {column.least:g}"
    if column.most is not None and value > column.most:
        return f"{value} is more than {column.most:g}"
    return None


def _problem(column: Column, message: str) -> Problem:
    return Problem(column.rule or f"column-{column.name}", f"{column.name}: {message}")
