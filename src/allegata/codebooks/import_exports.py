"""Exports of ours as they come back: the rows of all tables of one incident together, however many incidents."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from allegata.codebooks.book import Codebook, find_codebook
from allegata.codebooks.import_forms import Found
from allegata.codebooks.import_tables import rows
from allegata.codebooks.reading_back import BadRowError
from allegata.codebooks.sheets import Sheet


def read_export(tables: Sequence[Found], scratch: Path) -> Iterator[tuple[Path, int, dict[str, Any] | str]]:
    """Yield each incident that the tables of one export tell of: file and line of its first row, and its record.

    In place of a record stands what is wrong with a row that cannot be taken. ``scratch``: a file for the rows, which
    are on disk until all tables were read.
    """
    book, kind = find_codebook(str(tables[0].book))
    if len(tables) == 1 and kind.row_each:
        for cells in rows(tables[0].path, tables[0].shape, tables[0].ours):
            found = cells.why or _record(kind, book, [(str(tables[0].table), cells.values)])
            yield tables[0].path, cells.line, found
        return
    held = sqlite3.connect(scratch)
    held.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;")
    held.execute("CREATE TABLE rows (n INTEGER PRIMARY KEY, incident TEXT, file INTEGER, line INTEGER, cells TEXT)")
    for number, table in enumerate(tables):
        for cells in rows(table.path, table.shape, table.ours):
            incident = kind.incident_of(book.table(str(table.table)), cells.values) if cells.why is None else None
            if incident is None:
                if cells.why is not None:
                    yield table.path, cells.line, cells.why
                continue
            row = (incident, number, cells.line, json.dumps(cells.values))
            held.execute("INSERT INTO rows (incident, file, line, cells) VALUES (?, ?, ?, ?)", row)
    held.execute("CREATE INDEX by_incident ON rows (incident, n)")
    first = held.execute("SELECT incident, min(n), file, line FROM rows GROUP BY incident ORDER BY 2")
    for incident, _, file, line in first:
        own = held.execute("SELECT file, cells FROM rows WHERE incident = ? ORDER BY n", (incident,))
        told = [(str(tables[which].table), json.loads(cells)) for which, cells in own]
        yield tables[file].path, line, _record(kind, book, told)
    held.close()


def _record(kind: type[Codebook], book: Sheet, told: list[tuple[str, dict[str, Any]]]) -> dict[str, Any] | str:
    try:
        record = kind.back(book, told)
    except BadRowError as error:
        return str(error)
    if record is None or record.get("id") is None:
        return "has no id; give it one, or remove the line"
    return record
