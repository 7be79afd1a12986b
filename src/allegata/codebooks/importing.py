"""The verb ``import_files``: tables and datasets as documents to read and catalogues to match against.

What is there already is kept, and the same again changes nothing: ids come from the content.
"""

import hashlib
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

import allegata
from allegata.codebooks.import_exports import read_export
from allegata.codebooks.import_forms import Found, found_in
from allegata.codebooks.import_rows import archived_of_row
from allegata.codebooks.import_tables import Cells, rows
from allegata.codebooks.reading_back import BadRowError
from allegata.codebooks.sheets import codebook_names
from allegata.dataset import check_replaceable, written_whole
from allegata.dataset.datapackage import DESCRIPTOR, PROFILE
from allegata.incidents.catalogue_reading import read_catalogue
from allegata.intake import Options
from allegata.intake.jsonl import read_row
from allegata.records import SCHEMA_VERSION, Document, Incident, decode

DOCUMENTS = "documents.jsonl"
CAPTURES = "captures.jsonl"
CATALOGUE = "catalogue-allegata.jsonl"
_ABOUT = {
    DOCUMENTS: "Documents, one a line, as `allegata read` takes them.",
    CAPTURES: "What an archive keeps of each address: where, when, its hash, and the document that its words are.",
    "catalogue-allegata.jsonl": "Incidents of datasets and plain tables of Allegata, for `allegata match --against`.",
    "catalogue-ucdp-ged.jsonl": "Events of UCDP GED tables, for `allegata match --against`.",
    "catalogue-acled.jsonl": "Events of ACLED-shaped tables, for `allegata match --against`.",
    **{
        f"incidents-{name}.jsonl": f"What exports of the codebook {name} hold of Allegata's incidents, in their shape."
        for name in codebook_names()
    },
}
_KEY = {"ucdp-ged": "id", "acled": "event_id_cnty"}
_encode = msgspec.json.Encoder().encode


class ImportingError(ValueError):
    """An import that cannot be made; the message says what to do. Nothing was written."""


class Broken(msgspec.Struct, frozen=True):
    """A row that was not taken: its file and line, and what to mend."""

    path: Path
    line: int
    why: str


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did. ``new``, ``replaced``, ``known``: records by file; ``silent``: captures without words."""

    forms: tuple[Found, ...]
    held: dict[str, int]
    new: dict[str, int]
    replaced: dict[str, int]
    known: dict[str, int]
    broken: tuple[Broken, ...]
    silent: int


def import_files(paths: Sequence[Path], out: Path, progress: Callable[[], object] = lambda: None) -> Imported:
    """Import files and folders into the folder ``out``, beside what an earlier import wrote there.

    Raises ``UnknownFormError`` for a file of no known form, ``CatalogueError`` for a table of which more than one row
    in a hundred is broken, ``OutputError`` where ``out`` may not be replaced; then nothing is written.
    """
    forms = [found for path in paths for found in found_in(path)]
    check_replaceable(out, "import")
    broken: list[Broken] = []
    with tempfile.TemporaryDirectory(prefix="allegata-import-") as scratch:
        try:
            kept = _Kept(Path(scratch) / "records.sqlite")
            sources = kept.load(out)
            for number, together in enumerate(_together(forms)):
                for found in together:
                    sources[_sha256(found.path)] = _about(found)
                for item in _records(together, Path(scratch) / f"rows-{number}.sqlite"):
                    progress()
                    if isinstance(item, Broken):
                        broken.append(item)
                    else:
                        kept.put(*item)
            with written_whole(out, "import") as part:
                kept.write(part, sources)
        except sqlite3.Error as error:
            raise ImportingError(
                f"the index of the records cannot be made ({error}); free some space for temporary files, or name "
                "another folder for them with TMPDIR"
            ) from error
        return Imported(
            forms=tuple(forms),
            held=kept.counts(),
            new=dict(kept.new),
            replaced=dict(kept.replaced),
            known=dict(kept.known),
            broken=tuple(broken),
            silent=kept.silent(),
        )


_Item = tuple[str, str, bytes, bool]
"""A record: the file it goes to, its id, its line, and whether it replaces another one of this id."""


def _about(found: Found) -> dict[str, Any]:
    """Return what the descriptor tells of a file that was imported: its form, and by what its counts were made."""
    about = {"name": found.path.name, "form": found.book or found.form}
    if found.profile is None:
        return about
    return {**about, "counted_by": {"profile": found.profile[0], "version": found.profile[1]}}


def _together(forms: Sequence[Found]) -> list[list[Found]]:
    """Return the files, those that are tables of one export together."""
    found: dict[object, list[Found]] = {}
    for number, one in enumerate(forms):
        key: object = (one.path.parent, one.book) if one.form == "export" else number
        found.setdefault(key, []).append(one)
    return list(found.values())


def _records(together: Sequence[Found], scratch: Path) -> Iterator[_Item | Broken]:
    first = together[0]
    if first.form in ("allegata", "export"):
        yield from _of_export(together, scratch)
        return
    wrong = {}
    if first.form in _KEY:
        wrong = {item.number: item.why for item in read_catalogue(first.path, first.form).broken}
    for cells in rows(first.path, first.shape, first.ours):
        why = cells.why or wrong.get(cells.line)
        if why is not None:
            yield Broken(first.path, cells.line, why)
            continue
        try:
            items = list(_items(first, cells))
        except ValueError as error:
            yield Broken(first.path, cells.line, str(error))
            continue
        yield from items


def _of_export(tables: Sequence[Found], scratch: Path) -> Iterator[_Item | Broken]:
    """Yield the incidents of an export. A plain table holds each once; a second row of an id is told."""
    file = CATALOGUE if tables[0].form == "allegata" else f"incidents-{tables[0].book}.jsonl"
    seen: dict[str, int] = {}
    for path, line, record in read_export(tables, scratch):
        if isinstance(record, str):
            yield Broken(path, line, record)
        elif seen.setdefault(record["id"], line) != line:
            yield Broken(path, line, f"id {record['id']!r} stands on line {seen[record['id']]} already")
        else:
            yield file, record["id"], _encode(record), True


def _items(found: Found, cells: Cells) -> Iterator[_Item]:
    if found.form in ("documents", "incidents"):
        line = _encode(cells.values)
        record = decode(line)
        if not isinstance(record, Document if found.form == "documents" else Incident):
            raise BadRowError(f"holds no {found.form[:-1]}; remove the line")
        yield DOCUMENTS if found.form == "documents" else CATALOGUE, record.id, line, True
    elif found.form == "auto-archiver":
        row = archived_of_row(cells.values, f"{found.path.name}:{cells.line}")
        yield CAPTURES, row.id, _encode({"id": row.id, **row.capture}), False
        if row.document is not None:
            yield DOCUMENTS, row.document[0], row.document[1], False
    else:
        yield f"catalogue-{found.form}.jsonl", str(cells.values[_KEY[found.form]]).strip(), _encode(cells.values), True


class _Kept:
    """The records of an import, on disk, in the order in which they first came."""

    def __init__(self, path: Path) -> None:
        self._held = sqlite3.connect(path)
        self._held.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;")
        self._held.execute("CREATE TABLE records (n INTEGER PRIMARY KEY, file TEXT, id TEXT, line BLOB)")
        self._held.execute("CREATE UNIQUE INDEX by_id ON records (file, id)")
        self.new: Counter[str] = Counter()
        self.replaced: Counter[str] = Counter()
        self.known: Counter[str] = Counter()

    def load(self, out: Path) -> dict[str, Any]:
        """Take in what an earlier import wrote, and return its sources by SHA-256."""
        for file in _ABOUT:
            if (out / file).is_file():
                with (out / file).open("rb") as lines:
                    self._held.executemany(
                        "INSERT INTO records (file, id, line) VALUES (?, ?, ?)",
                        ((file, _id_of(file, line), line.rstrip(b"\n")) for line in lines),
                    )
        descriptor = out / DESCRIPTOR
        if not descriptor.is_file():
            return {}
        found: dict[str, Any] = json.loads(descriptor.read_bytes())["allegata"]["imported"]
        return found

    def put(self, file: str, id: str, line: bytes, replaces: bool) -> None:
        """Take in a record."""
        before = self._held.execute("SELECT line FROM records WHERE file = ? AND id = ?", (file, id)).fetchone()
        if before is None:
            self.new[file] += 1
            self._held.execute("INSERT INTO records (file, id, line) VALUES (?, ?, ?)", (file, id, line))
        elif not replaces or before[0] == line:
            self.known[file] += 1
        else:
            self.replaced[file] += 1
            self._held.execute("UPDATE records SET line = ? WHERE file = ? AND id = ?", (line, file, id))

    def counts(self) -> dict[str, int]:
        """Return how many records each file holds."""
        return dict(self._held.execute("SELECT file, count(*) FROM records GROUP BY file ORDER BY file"))

    def silent(self) -> int:
        """Return how many captures have no document."""
        captures = self._held.execute("SELECT line FROM records WHERE file = ?", (CAPTURES,))
        return sum(msgspec.json.decode(line)["document"] is None for (line,) in captures)

    def write(self, part: Path, sources: dict[str, Any]) -> None:
        """Write the files and their descriptor; no date of the run."""
        resources = []
        for file, count in self.counts().items():
            lines: Iterable[tuple[bytes]] = self._held.execute(
                "SELECT line FROM records WHERE file = ? ORDER BY n", (file,)
            )
            with (part / file).open("wb") as target:
                target.writelines(line + b"\n" for (line,) in lines)
            resources.append(
                {
                    "name": file.removesuffix(".jsonl"),
                    "path": file,
                    "format": "jsonl",
                    "mediatype": "application/jsonl",
                    "encoding": "utf-8",
                    "description": _ABOUT[file],
                    "records": count,
                    "bytes": (part / file).stat().st_size,
                    "hash": f"sha256:{_sha256(part / file)}",
                }
            )
        descriptor = {
            "$schema": PROFILE,
            "name": "allegata-import",
            "title": "What was imported",
            "resources": resources,
            "allegata": {
                "tool": "allegata",
                "version": allegata.__version__,
                "schema": SCHEMA_VERSION,
                "kind": "import",
                "imported": dict(sorted(sources.items())),
            },
        }
        (part / DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=True, indent=1) + "\n", encoding="utf-8")


def _id_of(file: str, line: bytes) -> str:
    row = msgspec.json.decode(line)
    if file == DOCUMENTS and "id" not in row:
        return _read_id(line)
    return str(row["event_id_cnty" if file == "catalogue-acled.jsonl" else "id"]).strip()


def _read_id(line: bytes) -> str:
    """Return the id that the document of a line will have when it is read."""
    found = read_row(line.rstrip(b"\n"), 1, DOCUMENTS, Options())
    return found.id if isinstance(found, Document) else hashlib.sha256(line).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
