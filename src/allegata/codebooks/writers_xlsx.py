"""Writer of workbooks (Office Open XML), row by row in constant memory; no cell is a formula or a link."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from allegata.codebooks.cells import Value
from allegata.codebooks.sheets import Column, Table
from allegata.dataset.visible import visible

ROWS = 1_048_576
"""The most rows that a sheet of a workbook holds; what follows goes to a further sheet."""
LONGEST = 32_767
"""The most characters that a cell of a workbook holds."""
_CUT = " […cut]"


class XlsxWriter:
    """A workbook with one sheet, and further ones where it is full; the first row holds the columns' names."""

    def __init__(self, path: Path, table: Table, *, most_rows: int = ROWS) -> None:
        self._columns = table.columns
        self._title = table.name[:24]
        self._most_rows = most_rows
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": str(path.parent),
            },
        )
        # The time of the run would make every file another.
        self._book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC), "title": table.description})
        self._head = self._book.add_format({"bold": True, "bottom": 1})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheets = 0
        self._row = 0
        self._add_sheet()

    def _add_sheet(self) -> None:
        self._sheets += 1
        name = self._title if self._sheets == 1 else f"{self._title} ({self._sheets})"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 1)
        for number, column in enumerate(self._columns):
            self._sheet.set_column(number, number, min(max(len(column.name) + 2, 10), 40))
        for number, column in enumerate(self._columns):
            self._sheet.write_string(0, number, column.name, self._head)
        self._row = 1

    def write(self, row: Mapping[str, Value]) -> None:
        """Write a row; lists are joined by '; ', days are dates, text is never more than text."""
        if self._row >= self._most_rows:
            self._add_sheet()
        for number, column in enumerate(self._columns):
            self._cell(number, column, row.get(column.name))
        self._row += 1

    def _cell(self, number: int, column: Column, value: Value) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._row, number, value)
        elif column.type in ("integer", "number"):
            self._sheet.write_number(self._row, number, value)
        elif column.type == "date" and (day := _day(str(value))) is not None:
            self._sheet.write_datetime(self._row, number, day, self._day)
        else:
            self._sheet.write_string(self._row, number, cell_text(value))

    def close(self) -> None:
        """Finish the file. Raises ``OSError`` where it cannot be written; the library has an error of its own."""
        try:
            self._book.close()
        except XlsxWriterException as error:
            cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error))
            raise cause from error


def xlsx_read(column: Column, value: Value) -> Value:
    """Return what a reader of a workbook gets of a value; a day as text."""
    if value is None or isinstance(value, bool):
        return value
    if column.type in ("integer", "number"):
        return float(f"{value:.16G}") if isinstance(value, float) else value  # as many digits as are written
    return cell_text(value) or None


def cell_text(value: Value) -> str:
    """Return a value as a cell's text; what a cell cannot hold is cut off, and the text says so."""
    text = visible("; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))
    return text if len(text) <= LONGEST else text[: LONGEST - len(_CUT)] + _CUT


def _day(value: str) -> date | None:
    """Return a day that a workbook can hold as a date: it knows none before 1900."""
    day = date.fromisoformat(value)
    return day if day.year > 1900 else None
