"""The plain table with what a map needs beside the point: how far it may be off, and the area where none is known."""

from collections.abc import Iterable

from allegata.codebooks.books import csv
from allegata.codebooks.cells import Row
from allegata.codebooks.source import View


class Book(csv.Book):
    """One table, ``incidents``."""

    def incident(self, view: View) -> Iterable[Row]:
        """Yield the row of an incident."""
        place = view.incident.place
        area = place.fallback if place is not None else None
        for row in super().incident(view):
            cells = {
                **row.cells,
                "radius_km": place.radius_km if place else None,
                "area": area.name if area else None,
                "area_latitude": area.latitude if area else None,
                "area_longitude": area.longitude if area else None,
                "area_radius_km": area.radius_km if area else None,
            }
            yield Row(row.table, cells)
