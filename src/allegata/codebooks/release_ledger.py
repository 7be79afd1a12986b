"""The ledger of a release: for each incident and document what the next release needs to tell what changed and why."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, Self

import msgspec

from allegata.codebooks.book import Codebook, Tools
from allegata.codebooks.cells import Row
from allegata.codebooks.losses import Losses
from allegata.codebooks.sheets import Sheet
from allegata.codebooks.source import Source, View
from allegata.incidents import Profile
from allegata.records import Document, Judgement

INCIDENTS = "incidents.jsonl"
DOCUMENTS = "documents.jsonl"
_BATCH = 10_000


class Releasable(Source, Protocol):
    """A source that a release can be made from."""

    def documents(self) -> Iterator[Document]:
        """Yield every document, in a fixed order."""
        ...

    def judgements_about(self, names: list[str]) -> tuple[Judgement, ...]:
        """Return the judgements about any of these ids, oldest first."""
        ...


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An incident in a ledger. ``readers``: which wrote its claims; ``row``: as the plain table has it."""

    id: str
    also: tuple[str, ...]
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    readers: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    row: dict[str, Any]

    @property
    def names(self) -> list[str]:
        """Return the ids under which something may be judged of it."""
        return [self.id, *self.also, *self.claims]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A document in a ledger, without its text."""

    id: str
    sha256: str
    text_sha256: str
    title: str | None
    publisher: str | None
    published: str | None


_entry = msgspec.json.Decoder(Entry)
_listed = msgspec.json.Decoder(Listed)
_encode = msgspec.json.Encoder().encode


def entry_of(view: View, book: Codebook) -> Entry:
    """Return an incident's entry; ``book``: the plain table."""
    rows = [made for made in book.incident(view) if isinstance(made, Row)]
    columns = [column.name for column in book.sheet.tables[0].columns]
    stamps = (claim.reader for claim in view.claims)
    return Entry(
        id=view.incident.id,
        also=view.incident.also,
        claims=view.incident.claims,
        documents=tuple(sorted(view.documents)),
        readers=tuple(sorted({f"{stamp.name} {stamp.version} {stamp.model}" for stamp in stamps})),
        judgements=view.judgements,
        row={name: rows[0].value(name) for name in columns} if rows else {},
    )


class Written(msgspec.Struct, frozen=True):
    """How much a ledger holds, and which readers wrote the claims."""

    incidents: int
    documents: int
    readers: tuple[str, ...]


def write_ledger(
    source: Releasable, folder: Path, table: tuple[Sheet, type[Codebook]], profile: Profile, progress: Any
) -> Written:
    """Write the ledger of what ``source`` holds into ``folder``, record by record."""
    sheet, kind = table
    book = kind(Tools(sheet, profile, Losses()))
    readers: set[str] = set()
    incidents = documents = 0
    with (folder / INCIDENTS).open("wb") as file:
        for view in source.incidents():
            entry = entry_of(view, book)
            readers.update(entry.readers)
            file.write(_encode(entry) + b"\n")
            incidents += 1
            progress()
    with (folder / DOCUMENTS).open("wb") as file:
        for found in source.documents():
            listed = Listed(
                id=found.id,
                sha256=found.sha256,
                text_sha256=found.text_sha256,
                title=found.title,
                publisher=found.publisher,
                published=found.published.start if found.published is not None else None,
            )
            file.write(_encode(listed) + b"\n")
            documents += 1
    return Written(incidents, documents, tuple(sorted(readers)))


class Ledger:
    """A written ledger with an index on disk, so that two of any size are compared without being held in memory."""

    def __init__(self, folder: Path, index: Path) -> None:
        self._folder = folder
        self._index = sqlite3.connect(index, isolation_level=None)

    def __enter__(self) -> Self:
        self._index.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;")
        for table in ("incidents", "documents", "claims", "also", "judgements"):
            self._index.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, value) WITHOUT ROWID")
        self._fill("documents", ((_listed.decode(line).id, line) for _, line in self._lines(DOCUMENTS)))
        self._fill("incidents", ((_entry.decode(line).id, at) for at, line in self._lines(INCIDENTS)))
        self._fill("claims", ((claim, entry.id) for entry in self.entries() for claim in entry.claims))
        self._fill("also", ((other, entry.id) for entry in self.entries() for other in entry.also))
        self._fill("judgements", ((item.id, None) for entry in self.entries() for item in entry.judgements))
        self._file = (self._folder / INCIDENTS).open("rb")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._index.close()

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of all incidents in their order."""
        for _, line in self._lines(INCIDENTS):
            yield _entry.decode(line)

    def entry(self, id: str) -> Entry | None:
        """Return the entry of an incident; ``None`` where it has none."""
        at = self._value("incidents", id)
        if at is None:
            return None
        self._file.seek(at)
        return _entry.decode(self._file.readline())

    def document(self, id: str) -> Listed | None:
        """Return a document; ``None`` where it is not there."""
        line = self._value("documents", id)
        return None if line is None else _listed.decode(line)

    def incident_of(self, claim: str) -> str | None:
        """Return the incident that a claim stands in."""
        found: str | None = self._value("claims", claim)
        return found

    def merged_into(self, id: str) -> str | None:
        """Return the incident that another one was merged into."""
        found: str | None = self._value("also", id)
        return found

    def has_judgement(self, id: str) -> bool:
        """Tell whether a judgement stood in the ledger."""
        return self._index.execute("SELECT 1 FROM judgements WHERE id = ?", (id,)).fetchone() is not None

    def _value(self, table: str, id: str) -> Any:
        found = self._index.execute(f"SELECT value FROM {table} WHERE id = ?", (id,)).fetchone()
        return None if found is None else found[0]

    def _lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        at = 0
        with (self._folder / name).open("rb") as file:
            for line in file:
                yield at, line
                at += len(line)

    def _fill(self, table: str, rows: Iterable[tuple[str, Any]]) -> None:
        waiting = iter(rows)
        while batch := list(islice(waiting, _BATCH)):
            self._index.execute("BEGIN")
            self._index.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", batch)
            self._index.execute("COMMIT")
