"""The incidents with HXL hashtags in the second row, for the Humanitarian Data Exchange."""

from collections.abc import Iterable

from allegata.codebooks.books import csv
from allegata.codebooks.cells import Row
from allegata.codebooks.source import View


class Book(csv.Book):
    """One table, ``incidents``."""

    def incident(self, view: View) -> Iterable[Row]:
        """Yield the row of an incident; its columns are those of the plain table that have a hashtag."""
        columns = {column.name for column in self.sheet.table("incidents").columns}
        for row in super().incident(view):
            cells = {name: value for name, value in row.cells.items() if name in columns}
            yield Row("incidents", {**cells, "counted_by": f"{self.profile.name} {self.profile.version}"})
