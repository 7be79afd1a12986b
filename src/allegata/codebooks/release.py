"""The verb ``release``: a named export that does not change any more, with what changed since the one before."""

import hashlib
import json
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec

import allegata
from allegata.codebooks.book import Codebook, find_codebook
from allegata.codebooks.export import Report, export
from allegata.codebooks.release_changes import KINDS, Change, ChangeKind, Made, Recoded, changes, recoded
from allegata.codebooks.release_ledger import DOCUMENTS, INCIDENTS, Ledger, Releasable, write_ledger
from allegata.codebooks.release_words import MOST, change_words, heading, section
from allegata.codebooks.sheets import Sheet
from allegata.dataset import written_whole
from allegata.incidents import Profile
from allegata.records import SCHEMA_VERSION

ABOUT = "release.json"
CHANGES = "changes.json"
PAGE = "CHANGES.md"
SUMS = "SHA256SUMS"
TABLE = "csv"
"""The codebook whose rows are compared."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class ReleaseError(ValueError):
    """A release that cannot be made; the message says what to do. Nothing was changed."""


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """What a release holds. ``before``: the name of the one before; ``counts``: of changes by kind."""

    name: str
    number: int
    before: str | None
    incidents: int
    documents: int
    counts: dict[ChangeKind, int]
    reports: dict[str, Report]


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """A release that was made before."""

    folder: Path
    about: dict[str, Any]

    @property
    def made(self) -> Made:
        """Return by what it was made."""
        about = self.about
        return _made(about["profile"], about["table"], about["readers"], about["tool"]["version"])


def releases(out: Path) -> list[Earlier]:
    """Return the releases in ``out``, oldest first. Raises ``ReleaseError`` where one cannot be read."""
    found = []
    for folder in sorted(out.iterdir()) if out.is_dir() else ():
        path = folder / ABOUT
        if folder.name.startswith(".") or not path.is_file():
            continue
        try:
            found.append(Earlier(folder=folder, about=json.loads(path.read_bytes())))
            found[-1].made, found[-1].about["number"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ReleaseError(f"{path}: cannot be read ({error}); restore it, or name another folder") from error
    return sorted(found, key=lambda item: int(item.about["number"]))


def check_name(out: Path, name: str) -> None:
    """Raise ``ReleaseError`` unless a release may be called ``name``, and none in ``out`` is called so yet."""
    if not _NAME.fullmatch(name):
        raise ReleaseError(f"{name!r} is no name of a release; use letters, digits, '-', '_' and '.', such as 2026-11")
    if (out / name).exists():
        raise ReleaseError(f"{out / name}: is there already, and a release never changes; choose another name")


def check_unchanged(earlier: Earlier) -> None:
    """Raise ``ReleaseError`` where a file that the next release is compared with is not as it was released."""
    sums = earlier.folder / SUMS
    try:
        lines = sums.read_text(encoding="utf-8").splitlines()
        known = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        for name in (INCIDENTS, DOCUMENTS, ABOUT):
            if known.get(name) != sha256(earlier.folder / name):
                raise ReleaseError(
                    f"{earlier.folder / name}: is not as it was released; restore it, or name another folder with --out"
                )
    except OSError as error:
        raise ReleaseError(f"{sums}: cannot be read ({error.strerror}); restore it, or name another folder") from error


def release(
    source: Releasable,
    name: str,
    out: Path,
    books: Sequence[tuple[Sheet, type[Codebook], Profile]],
    profile: Profile,
    progress: Callable[[], object] = lambda: None,
) -> Released:
    """Freeze what ``source`` holds as ``out``/``name``: each of ``books`` in its own folder, the ledger, the changes.

    ``source`` is entered already. ``profile``: for the figures that are compared. ``progress`` is called once an
    incident and book, and once more for the ledger. Files cannot be written to afterwards. Raises ``ReleaseError`` and
    ``OutputError``; then no release of this name is there.
    """
    check_name(out, name)
    with _alone(out), written_whole(out / name, "release", new=True) as part, ExitStack() as stack:
        before = next(reversed(releases(out)), None)
        if before is not None:
            check_unchanged(before)
        reports = {}
        for sheet, book, counts in books:
            reports[sheet.name] = export(source, sheet, book, counts, part / sheet.name, progress)
        plain = find_codebook(TABLE)
        written = write_ledger(source, part, plain, profile, progress)
        about: dict[str, Any] = {
            "record": "release",
            "name": name,
            "number": int(before.about["number"]) + 1 if before is not None else 1,
            "before": None if before is None else {"name": before.folder.name, SUMS: sha256(before.folder / SUMS)},
            "tool": {"name": "allegata", "version": allegata.__version__},
            "schema": SCHEMA_VERSION,
            "profile": {
                "name": profile.name,
                "version": profile.version,
                "sha256": hashlib.sha256(msgspec.json.encode(profile)).hexdigest(),
            },
            "table": {"codebook": plain[0].name, "version": plain[0].version},
            "codebooks": [
                {
                    "name": sheet.name,
                    "version": sheet.version,
                    "profile": f"{counts.name} {counts.version}",
                    "rows": reports[sheet.name].rows,
                    "refused": reports[sheet.name].refused,
                }
                for sheet, _, counts in books
            ],
            "readers": list(written.readers),
            "incidents": written.incidents,
            "documents": written.documents,
        }
        now = Earlier(folder=part, about=about).made
        try:
            found = _changes(before, part, now, source, stack)
            tables = recoded(before.about.get("codebooks", ()), about["codebooks"]) if before is not None else []
            counts_of = _write_changes(found, about, tables, part)
        except sqlite3.Error as error:
            raise ReleaseError(
                f"the index for the changes cannot be made ({error}); free some space for temporary files, or name "
                "another folder for them with TMPDIR"
            ) from error
        (part / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _write_sums(part)
        for path in part.rglob("*"):
            if path.is_file():
                path.chmod(0o444)
    return Released(
        name=name,
        number=about["number"],
        before=before.folder.name if before is not None else None,
        incidents=written.incidents,
        documents=written.documents,
        counts=counts_of,
        reports=reports,
    )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Let one release at a time be made in ``out``, where the system can lock; clear what a killed one left."""
    out.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
        import os
        import shutil
    except ImportError:
        yield
        return
    handle = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ReleaseError(f"{out}: another release is being made there; wait until it is done") from None
        for left in out.glob(".*.part-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(handle)


def _made(profile: dict[str, Any], table: dict[str, Any], readers: Sequence[str], version: str) -> Made:
    return Made(
        tool=f"allegata {version}",
        profile=f"{profile['name']} {profile['version']} (SHA-256 {profile['sha256'][:12]})",
        table=f"{table['codebook']} {table['version']}",
        readers=tuple(readers),
    )


def _changes(before: Earlier | None, part: Path, now: Made, source: Releasable, stack: ExitStack) -> Iterator[Change]:
    if before is None:
        return
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="allegata-release-")))
    old = stack.enter_context(Ledger(before.folder, scratch / "old.sqlite"))
    new = stack.enter_context(Ledger(part, scratch / "new.sqlite"))
    yield from changes(old, new, before.made, now, source)


def _write_changes(
    found: Iterator[Change], about: dict[str, Any], tables: Sequence[Recoded], part: Path
) -> dict[ChangeKind, int]:
    """Write the changes for programs and for people, kind by kind; only files hold them until all are known."""
    counts: dict[ChangeKind, int] = dict.fromkeys(KINDS, 0)
    with ExitStack() as files:
        records: dict[ChangeKind, IO[bytes]] = {}
        words: dict[ChangeKind, IO[bytes]] = {}
        for kind in KINDS:
            records[kind] = files.enter_context(tempfile.TemporaryFile(dir=part))
            words[kind] = files.enter_context(tempfile.TemporaryFile(dir=part))
        for change in found:
            records[change.kind].write(b",\n  " if counts[change.kind] else b"\n  ")
            records[change.kind].write(msgspec.json.encode(change))
            counts[change.kind] += 1
            if counts[change.kind] <= MOST:
                words[change.kind].write(change_words(change).encode() + b"\n")
        head: dict[str, Any] = {"release": about["name"], "before": about["before"], "counts": counts}
        head["codebooks"] = [msgspec.structs.asdict(item) for item in tables]
        with (part / CHANGES).open("wb") as file:
            file.write(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}").encode())
            for kind in KINDS:
                file.write(f',\n "{kind}": ['.encode())
                _copy(records[kind], file)
                file.write(b"\n ]" if counts[kind] else b"]")
            file.write(b"\n}\n")
        with (part / PAGE).open("wb") as file:
            file.write(heading(about, counts, tables).encode())
            for kind in KINDS:
                if counts[kind]:
                    file.write(section(kind, counts[kind]).encode())
                    _copy(words[kind], file)
    return counts


def _copy(spool: IO[bytes], file: IO[bytes]) -> None:
    spool.seek(0)
    while data := spool.read(1 << 20):
        file.write(data)


def _write_sums(part: Path) -> None:
    paths = sorted(path.relative_to(part).as_posix() for path in part.rglob("*") if path.is_file())
    lines = [f"{sha256(part / path)}  {path}\n" for path in paths]
    (part / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
