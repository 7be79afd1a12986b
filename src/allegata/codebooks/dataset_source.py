"""A dataset's folder as a source: incidents streamed, everything else found through an index on disk."""

import sqlite3
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

import msgspec

from allegata.codebooks.source import Message, Publication, Sizes, Told, View
from allegata.dataset import DatasetError, check_dataset, judgements_file
from allegata.records import Claim, Communication, Document, Incident, Judgement, decode

_KINDS = {"documents": Document, "claims": Claim, "communications": Communication, "incidents": Incident}
_KEPT = 64
"""Documents kept at hand, as incidents near one another often share them."""
_SCHEMA = """
CREATE TABLE documents (id TEXT PRIMARY KEY, at INTEGER, size INTEGER) WITHOUT ROWID;
CREATE TABLE claims (id TEXT PRIMARY KEY, at INTEGER, size INTEGER) WITHOUT ROWID;
CREATE TABLE gathered (claim TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE rests (claim TEXT, at INTEGER, size INTEGER, PRIMARY KEY (claim, at)) WITHOUT ROWID;
CREATE TABLE judged (about TEXT, at INTEGER, size INTEGER, PRIMARY KEY (about, at)) WITHOUT ROWID;
"""
_SAYS = """
CREATE TABLE IF NOT EXISTS says (document TEXT, at INTEGER, size INTEGER, PRIMARY KEY (document, at)) WITHOUT ROWID
"""

R = TypeVar("R", Document, Claim, Communication, Incident, Judgement)


class _Named(msgspec.Struct, frozen=True):
    """As much of a record as the index needs."""

    id: str
    claims: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    document: str | None = None


_named = msgspec.json.Decoder(_Named)


class DatasetSource:
    """The dataset in ``folder``, to be used in a ``with`` block, which makes the index and removes it.

    Raises `DatasetError` where the folder is no dataset, and when a line is reached that is no record.
    """

    def __init__(self, folder: Path) -> None:
        check_dataset(folder)
        self._paths = {name: folder / f"{name}.jsonl" for name in _KINDS} | {"judgements": judgements_file(folder)}
        for name in _KINDS:
            if not self._paths[name].is_file():
                raise DatasetError(
                    f"{self._paths[name]}: is missing; read the documents again with `allegata read … --out`"
                )
        self._files: dict[str, BinaryIO] = {}
        self._documents: OrderedDict[str, Document | None] = OrderedDict()
        self._sizes = Sizes(0, 0, 0)

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            try:
                scratch = opened.enter_context(tempfile.TemporaryDirectory(prefix="allegata-index-"))
                self._index = sqlite3.connect(Path(scratch) / "index.sqlite", isolation_level=None)
                opened.callback(self._index.close)
                for name, path in self._paths.items():
                    if path.is_file():
                        self._files[name] = opened.enter_context(path.open("rb"))
                self._build()
            except (OSError, sqlite3.Error) as error:
                raise DatasetError(
                    f"the index of the dataset cannot be made ({error}); free some space for temporary files, or name "
                    "another folder for them with TMPDIR"
                ) from error
            self._opened = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.clear()
        self._documents.clear()
        self._opened.close()

    def sizes(self) -> Sizes:
        """Return how many incidents, communications and claims without an incident there are."""
        return self._sizes

    def documents(self) -> Iterator[Document]:
        """Yield the documents in the order of the file."""
        yield from self._stream("documents", Document)

    def judgements_about(self, names: Sequence[str]) -> tuple[Judgement, ...]:
        """Return the judgements about any of ``names``, oldest first."""
        return tuple(self._linked("judged", "about", "judgements", names, Judgement))

    def incidents(self) -> Iterator[View]:
        """Yield the incidents in the order of the file."""
        for incident in self._stream("incidents", Incident):
            claims = tuple(claim for name in incident.claims if (claim := self._claim(name)) is not None)
            documents = {name: found for name in _unique(claims) if (found := self._document(name)) is not None}
            names = (incident.id, *incident.also, *incident.claims)
            yield View(
                incident=incident,
                claims=claims,
                documents=documents,
                communications=tuple(self._linked("rests", "claim", "communications", incident.claims, Communication)),
                judgements=tuple(self._linked("judged", "about", "judgements", names, Judgement)),
            )

    def communications(self) -> Iterator[Message]:
        """Yield the communications in the order of the file."""
        for found in self._stream("communications", Communication):
            claims = tuple(claim for name in found.claims if (claim := self._claim(name)) is not None)
            yield Message(communication=found, document=self._document(found.document), claims=claims)

    def ungathered(self) -> Iterator[Told]:
        """Yield the claims of no incident in the order of the file."""
        query = "SELECT at, size FROM claims WHERE id NOT IN (SELECT claim FROM gathered) ORDER BY at"
        for at, size in self._index.execute(query):
            claim = self._read("claims", at, size, Claim)
            yield Told(claim=claim, document=self._document(claim.document))

    def publications(self) -> Iterator[Publication]:
        """Yield the documents in the order of the file, each with its claims. Makes an index that only this needs."""
        self._index.execute(_SAYS)
        says = ((found.document, at, size) for found, at, size in self._lines("claims"))
        self._fill("INSERT OR IGNORE INTO says VALUES (?, ?, ?)", says)
        for document in self._stream("documents", Document):
            claims = tuple(self._linked("says", "document", "claims", (document.id,), Claim))
            names = [claim.id for claim in claims]
            yield Publication(
                document=document,
                claims=claims,
                judgements=tuple(self._linked("judged", "about", "judgements", names, Judgement)),
            )

    def _build(self) -> None:
        """Index where each record stands, in batches, so that no file is ever held in memory."""
        self._index.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;")
        self._index.executescript(_SCHEMA)
        for name in ("documents", "claims"):
            rows = ((found.id, at, size) for found, at, size in self._lines(name))
            self._fill(f"INSERT OR IGNORE INTO {name} VALUES (?, ?, ?)", rows)
        rests = ((claim, at, size) for found, at, size in self._lines("communications") for claim in found.claims)
        self._fill("INSERT OR IGNORE INTO rests VALUES (?, ?, ?)", rests)
        gathered = ((claim,) for found, _, _ in self._lines("incidents") for claim in found.claims)
        self._fill("INSERT OR IGNORE INTO gathered VALUES (?)", gathered)
        judged = ((name, at, size) for found, at, size in self._lines("judgements") for name in found.about)
        self._fill("INSERT OR IGNORE INTO judged VALUES (?, ?, ?)", judged)
        self._sizes = Sizes(
            incidents=sum(1 for _ in self._lines("incidents")),
            communications=sum(1 for _ in self._lines("communications")),
            ungathered=self._index.execute(
                "SELECT count(*) FROM claims WHERE id NOT IN (SELECT claim FROM gathered)"
            ).fetchone()[0],
        )

    def _fill(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        waiting = iter(rows)
        while batch := list(islice(waiting, 10_000)):
            self._index.execute("BEGIN")
            self._index.executemany(statement, batch)
            self._index.execute("COMMIT")

    def _lines(self, name: str) -> Iterator[tuple[_Named, int, int]]:
        """Yield what the index needs of each line, with its place and size in the file."""
        path, at = self._paths[name], 0
        if not path.is_file():
            return
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield _named.decode(line), at, len(line)
                    except msgspec.DecodeError as error:
                        raise DatasetError(f"{path}:{number}: {error}; mend that line") from error
                at += len(line)

    def _stream(self, name: str, kind: type[R]) -> Iterator[R]:
        for _, at, size in self._lines(name):
            yield self._read(name, at, size, kind)

    def _read(self, name: str, at: int, size: int, kind: type[R]) -> R:
        file = self._files[name]
        file.seek(at)
        try:
            record = decode(file.read(size))
        except ValueError as error:
            raise DatasetError(f"{self._paths[name]}, at byte {at}: {error}; mend that line") from error
        if not isinstance(record, kind):
            raise DatasetError(f"{self._paths[name]}, at byte {at}: holds no {kind.__name__.lower()}; mend that line")
        return record

    def _claim(self, name: str) -> Claim | None:
        where = self._index.execute("SELECT at, size FROM claims WHERE id = ?", (name,)).fetchone()
        return None if where is None else self._read("claims", where[0], where[1], Claim)

    def _document(self, name: str) -> Document | None:
        if name in self._documents:
            self._documents.move_to_end(name)
            return self._documents[name]
        where = self._index.execute("SELECT at, size FROM documents WHERE id = ?", (name,)).fetchone()
        found = None if where is None else self._read("documents", where[0], where[1], Document)
        self._documents[name] = found
        if len(self._documents) > _KEPT:
            self._documents.popitem(last=False)
        return found

    def _linked(self, table: str, by: str, name: str, ids: Iterable[str], kind: type[R]) -> Iterator[R]:
        where = {
            place
            for each in ids
            for place in self._index.execute(f"SELECT at, size FROM {table} WHERE {by} = ?", (each,))
        }
        for at, size in sorted(where):
            yield self._read(name, at, size, kind)


def _unique(claims: Iterable[Claim]) -> dict[str, None]:
    return dict.fromkeys(claim.document for claim in claims)
