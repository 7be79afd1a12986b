"""GeoParquet for maps and analysis: one row an incident; one without a point stays in the table, without geometry."""

from allegata.codebooks.books import mapped


class Book(mapped.Book):
    """One table, ``incidents``."""
