"""The incidents with HXL hashtags in the second row, for the Humanitarian Data Exchange."""

from collections.abc import Iterable

from allegata.codebooks.book import Tools, open_areas
from allegata.codebooks.books import csv
from allegata.codebooks.cells import Row
from allegata.codebooks.happening import located
from allegata.codebooks.source import View


class Book(csv.Book):
    """One table, ``incidents``."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.areas = open_areas()

    def incident(self, view: View) -> Iterable[Row]:
        """Yield the row of an incident; its columns are those of the plain table that have a hashtag."""
        columns = {column.name for column in self.sheet.table("incidents").columns}
        where = located(view, self.areas)
        land = where.country if where is not None else None
        more = {
            "admin1": where.cell(where.admin1, "hxl-adm1") if where is not None else None,
            "country_iso3": land.iso3 if land is not None else None,
            "country_name": land.name if land is not None else None,
            "counted_by": f"{self.profile.name} {self.profile.version}",
        }
        for row in super().incident(view):
            cells = {name: value for name, value in row.cells.items() if name in columns}
            yield Row("incidents", {**cells, **more})
