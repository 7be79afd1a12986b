"""The room's verb: paths in, documents out, and an entry for everything that is not one.

The parsers of HTML, PDF and web archives are imported where a file needs them: they load slowly.
"""

import errno
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from allegata.intake.build import Given
from allegata.intake.decode import decode
from allegata.intake.jsonl import read_json, read_jsonl
from allegata.intake.kinds import HEAD, FileKind, kind_of
from allegata.intake.limits import Clock, Duplicate, IntakeError, Options, Passed, Problem, UnreadableError
from allegata.intake.text import documents_of
from allegata.records import Document

Item = Document | Problem | Duplicate | Passed
_STDIN = "-"


def take_in(paths: Sequence[str | Path], options: Options | None = None) -> Iterator[Item]:
    """Return an iterator over the documents of ``paths``, in order; folders are walked in sorted order.

    ``"-"`` is standard input. Hidden files of a folder are passed over. Whatever cannot be read is a ``Problem`` among
    the documents, and the others are read; a document met before (same text, same publisher or address) is a
    ``Duplicate``. Raises ``IntakeError`` at once, before anything is read, when a path does not exist, none is given or
    an option makes no sense.
    """
    options = options or Options()
    options.check()
    if not paths:
        raise IntakeError("nothing to read: give files, folders, or - for standard input")
    for path in paths:
        if str(path) != _STDIN and not os.path.lexists(path):
            raise IntakeError(f"{path}: no such file or folder; check the path")
    return _take_in([str(path) for path in paths], options)


def _take_in(paths: Sequence[str], options: Options) -> Iterator[Item]:
    seen: dict[str, str] = {}
    most_parts = 0
    for item in _read_all(paths, options):
        if not isinstance(item, Document):
            yield item
            continue
        most_parts = max(most_parts, item.part)
        name = item.origin if item.part == 1 else f"{item.origin} (document {item.part})"
        if item.id in seen:
            yield Duplicate(origin=name, of=seen[item.id])
            continue
        if len(seen) >= options.max_documents:
            yield Problem(origin=name, reason=f"stopped after {len(seen)} documents; raise the limit, or read in parts")
            return
        seen[item.id] = name
        yield item
    for number in sorted(options.published):
        if number > max(most_parts, 0) and number > 0:
            yield Problem(
                origin="publication date",
                reason=f"given for document {number}, but no file holds so many; it was not used",
            )


def files_in(paths: Sequence[str | Path], options: Options | None = None) -> Iterator[Path | Problem | Passed]:
    """Return an iterator over the files that `take_in` would read, in its order, and what it would pass over.

    Standard input is no file and cannot be given. Raises ``IntakeError`` as `take_in` does.
    """
    options = options or Options()
    options.check()
    if not paths:
        raise IntakeError("nothing to read: give files or folders")
    for path in paths:
        if not os.path.lexists(path):
            raise IntakeError(f"{path}: no such file or folder; check the path")
    return _files_in([Path(path) for path in paths], options)


def _files_in(paths: Sequence[Path], options: Options) -> Iterator[Path | Problem | Passed]:
    for path in paths:
        if path.is_dir():
            yield from _folder(path, options, 0, frozenset())
        else:
            yield path


def _read_all(paths: Sequence[str], options: Options) -> Iterator[Item]:
    for path in paths:
        if path == _STDIN:
            yield from _standard_input(options)
            continue
        for found in _files_in([Path(path)], options):
            if isinstance(found, Path):
                yield from _file(found, options)
            else:
                yield found


def _folder(
    folder: Path, options: Options, depth: int, above: frozenset[tuple[int, int]]
) -> Iterator[Path | Problem | Passed]:
    if depth > options.max_depth:
        yield Problem(origin=str(folder), reason=f"more than {options.max_depth} folders deep; name it by itself")
        return
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Problem(origin=str(folder), reason=_why(error))
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield Passed(origin=str(folder), count=1, reason="a link back to a folder above it")
        return
    hidden = [entry for entry in entries if entry.name.startswith(".")]
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _folder(entry, options, depth + 1, above | {here})
        else:
            yield entry
    if hidden:
        yield Passed(origin=str(folder), count=len(hidden), reason="hidden files or folders")


def _why(error: OSError) -> str:
    reasons = {
        errno.EACCES: "no permission to read it; change its permissions",
        errno.ENOENT: "a link to nothing, or removed meanwhile",
        errno.ELOOP: "a link that leads to itself",
    }
    return reasons.get(error.errno or 0, f"cannot be read ({error.strerror or type(error).__name__})")


def _file(path: Path, options: Options) -> Iterator[Item]:
    origin = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Problem(origin=origin, reason="not a regular file; give a file or folder")
            return
        with path.open("rb") as stream:
            yield from _stream(cast(BinaryIO, stream), origin, path.name, options)
    except OSError as error:
        yield Problem(origin=origin, reason=_why(error))


def _standard_input(options: Options) -> Iterator[Item]:
    """Copy standard input to a temporary file, bounded, since web archives need to be searched back and forth."""
    with tempfile.SpooledTemporaryFile(max_size=options.max_bytes) as copy:
        size = 0
        while data := sys.stdin.buffer.read(HEAD):
            size += len(data)
            if size > options.max_archive_bytes:
                yield Problem(
                    origin=_STDIN,
                    reason=f"more than {options.max_archive_bytes} bytes; save it to files, or raise the limit",
                )
                return
            copy.write(data)
        copy.seek(0)
        yield from _stream(cast(BinaryIO, copy), _STDIN, "", options)


def _stream(stream: BinaryIO, origin: str, name: str, options: Options) -> Iterator[Item]:
    """Yield the items of one open file; what goes wrong in it is a problem."""
    try:
        head = stream.read(HEAD)
        if not head.strip(b" \t\r\n\xef\xbb\xbf"):
            raise UnreadableError("empty; nothing to read")
        kind = kind_of(head, name)
        stream.seek(0)
        if kind == "jsonl":
            yield from read_jsonl(stream, origin, options)
        elif kind in ("warc", "warc.gz"):
            from allegata.intake.warc import read_warc

            yield from read_warc(stream, origin, options, kind == "warc.gz")
        elif kind == "zip":
            from allegata.intake.warc import read_zip

            yield from read_zip(stream, origin, options)
        else:
            yield from _whole(stream, origin, kind, options)
    except UnreadableError as error:
        yield Problem(origin=origin, reason=str(error))
    except (RecursionError, MemoryError) as error:
        yield Problem(origin=origin, reason=f"too deep or too large ({type(error).__name__}); read it in parts")


def _whole(stream: BinaryIO, origin: str, kind: FileKind, options: Options) -> Iterator[Item]:
    """Yield the items of a file that is read into memory."""
    data = stream.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        raise UnreadableError(f"larger than {options.max_bytes} bytes; split it, or raise the limit")
    clock = Clock(options.max_seconds)
    digest = hashlib.sha256(data).hexdigest()
    if kind == "json":
        yield from read_json(data, origin, options)
        return
    if kind == "html":
        from allegata.intake.html import read_html

        yield read_html(data, sha256=digest, origin=origin, options=options, clock=clock)
        return
    count = 0
    if kind == "pdf":
        from allegata.intake.pdf import read_pdf

        documents = read_pdf(data, sha256=digest, origin=origin, options=options, clock=clock)
    else:
        documents = documents_of(
            decode(data), sha256=digest, origin=origin, extractor="text@1", options=options, given=Given(), clock=clock
        )
    for document in documents:
        count += 1
        yield document
    if not count:
        raise UnreadableError("no words in it; nothing to read")
