"""The plain table as a workbook, for those who work in a spreadsheet."""

from collections.abc import Iterable

from allegata.codebooks.books import csv
from allegata.codebooks.cells import Row
from allegata.codebooks.source import View
from allegata.codebooks.writers_xlsx import LONGEST

_TOO_LONG = f"a cell of a workbook holds {LONGEST:,} characters; the rest is cut off, and the cell says so"


class Book(csv.Book):
    """One sheet, ``incidents``."""

    def incident(self, view: View) -> Iterable[Row]:
        """Yield the row of an incident, and count what no cell can hold."""
        for row in super().incident(view):
            for column in row.cells:
                value = row.value(column)
                text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
                if isinstance(text, str) and len(text) > LONGEST:
                    self.losses.lose(f"long text in {column}", _TOO_LONG, 1, view.incident.id)
            yield row
