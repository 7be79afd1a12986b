"""GeoJSON for maps: one feature an incident; one without a point stays in the file, without geometry."""

from allegata.codebooks.books import mapped


class Book(mapped.Book):
    """One table, ``incidents``."""
