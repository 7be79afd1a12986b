"""The plain table as a workbook, for those who work in a spreadsheet."""

from allegata.codebooks.books import csv


class Book(csv.Book):
    """One sheet, ``incidents``."""
