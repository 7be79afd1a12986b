"""Web archives: the pages in WARC and WACZ files, read as a stream within bounds. No address is followed."""

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from allegata.intake.build import Given
from allegata.intake.decode import decode, is_binary
from allegata.intake.html import declared_charset, read_html
from allegata.intake.limits import Clock, Options, Passed, Problem, UnreadableError
from allegata.intake.pdf import read_pdf
from allegata.intake.text import documents_of
from allegata.records import Document

Item = Document | Problem | Passed
_CHUNK = 65536
_RATIO = 300
"""Unpacked bytes per packed byte that no honest archive of pages reaches over a length of ``_FREE``."""
_FREE = 50_000_000


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it and ends, with a ``failure``, at a bound or where it is damaged.

    It ends rather than raises, so that what was read ahead is still used.
    """

    def __init__(self, stream: Any, most: int, packed: "_Counted | None" = None) -> None:
        self.stream, self.most, self.packed, self.count = stream, most, packed, 0
        self.failure: str | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self.failure is not None:
            return b""
        try:
            data: bytes = self.stream.read1(_CHUNK if size is None or size < 0 else min(size, _CHUNK))
        except (EOFError, zlib.error, OSError, zipfile.BadZipFile) as error:
            self.failure = f"damaged or cut short ({' '.join(str(error).split())[:80]}); get it again"
            return b""
        self.count += len(data)
        if self.count > self.most:
            self.failure = f"unpacks beyond the bounds (more than {self.most} bytes); raise the limit to read it"
        elif self.packed is not None and self.count > max(_FREE, _RATIO * self.packed.count):
            self.failure = f"unpacks beyond the bounds (more than {_RATIO} bytes from each); an archive bomb"
        return b"" if self.failure is not None else data

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read1(self, size: int = -1) -> bytes:
        return self.read(size)


def _unpacked(stream: Any, options: Options, packed: bool) -> _Counted:
    raw = _Counted(stream, options.max_archive_bytes)
    if not packed:
        return raw
    return _Counted(gzip.GzipFile(fileobj=io.BufferedReader(raw)), options.max_archive_bytes, raw)


def _body(record: Any, most: int) -> bytes:
    """Return the body of a response, transfer and content encodings undone, at most ``most`` bytes of it."""
    stream, parts, size = record.content_stream(), [], 0
    while data := stream.read(_CHUNK):
        size += len(data)
        if size > most:
            raise UnreadableError(f"larger than {most} bytes; raise the limit to read it")
        parts.append(data)
    left = getattr(record.raw_stream, "limit", 0)
    if left > 0 and not record.raw_stream.read(1):
        raise UnreadableError(f"cut short, {left} bytes are missing; get the archive again")
    return b"".join(parts)


def _page(record: Any, origin: str, options: Options) -> Iterator[Document] | None:
    """Return the documents of one response record, ``None`` when it is no page of text."""
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if status != "200":
        return None
    declared = (record.http_headers.get_header("Content-Type") if record.http_headers else None) or ""
    media, _, rest = declared.lower().partition(";")
    media = media.strip()
    url = record.rec_headers.get_header("WARC-Target-URI")
    if media not in ("text/html", "application/xhtml+xml", "text/plain", "application/pdf"):
        return None
    if (url or "").split("?")[0].endswith("/robots.txt"):
        return None
    charset = rest.split("charset=")[1].split(";")[0].strip(" \"'") if "charset=" in rest else None
    clock = Clock(options.max_seconds)
    data = _body(record, options.max_bytes)
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip():
        raise UnreadableError("an empty page")
    if media == "application/pdf" or data[:5] == b"%PDF-":
        return read_pdf(data, sha256=digest, origin=origin, options=options, clock=clock, url=url)
    if is_binary(data):
        raise UnreadableError(f"said to be {media}, but binary")
    if media == "text/plain":
        text = decode(data, charset)
        return documents_of(
            text, sha256=digest, origin=origin, extractor="text@1", options=options, given=Given(url=url), clock=clock
        )
    charset = charset or declared_charset(data)
    return iter([read_html(data, sha256=digest, origin=origin, options=options, clock=clock, url=url, charset=charset)])


def read_warc(stream: BinaryIO, origin: str, options: Options, packed: bool) -> Iterator[Item]:
    """Yield the documents of the response records of one WARC file, and a problem for each that cannot be read.

    Redirects, errors and responses other than HTML, plain text and PDF are passed over and counted. A document's
    ``url`` is the address archived; the time of archiving is no publication date. After a broken record, or when the
    archive unpacks beyond the bounds, the rest is left, which is a problem of its own.
    """
    number = passed = 0
    unpacked = _unpacked(stream, options, packed)
    try:
        for record in ArchiveIterator(io.BufferedReader(unpacked), arc2warc=False):
            if record.rec_type not in ("response", "resource"):
                continue
            number += 1
            where = f"{origin}:{number}"
            try:
                documents = _page(record, where, options)
                if documents is None:
                    passed += 1
                else:
                    yield from documents
            except UnreadableError as error:
                address = record.rec_headers.get_header("WARC-Target-URI") or "no address"
                yield Problem(origin=where, reason=f"{error} ({address[:200]})")
        broken = None
    except (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError, KeyError, AttributeError) as error:
        broken = f"broken ({' '.join(str(error).split())[:120] or type(error).__name__}); get it again"
    if unpacked.failure or broken:
        yield Problem(
            origin=origin, reason=f"after record {number}: {unpacked.failure or broken}; the rest was not read"
        )
    elif not number:
        yield Problem(origin=origin, reason="no archived page in it; was it cut short?")
    if passed:
        yield Passed(origin=origin, count=passed, reason="archived responses that are no page of text")


def read_zip(stream: BinaryIO, origin: str, options: Options) -> Iterator[Item]:
    """Yield the documents of a WACZ file: a zip whose folder ``archive`` holds WARC files. Zips in it are not opened.

    Raises ``UnreadableError`` for any other zip, naming office documents for what they are.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            warcs = [
                m
                for m in members
                if m.filename.startswith("archive/") and m.filename.lower().endswith((".warc", ".warc.gz"))
            ]
            if not warcs:
                raise UnreadableError(_other_zip(names))
            room = options.max_archive_bytes
            for member in sorted(warcs, key=lambda m: m.filename):
                where = f"{origin}!{member.filename}"
                if member.flag_bits & 1:
                    yield Problem(origin=where, reason="encrypted; unpack it with its password first")
                    continue
                if member.file_size > room:
                    yield Problem(
                        origin=where, reason=f"larger than {options.max_archive_bytes} bytes; raise the limit"
                    )
                    continue
                room -= member.file_size
                with archive.open(member) as inner:
                    yield from read_warc(inner, where, options, member.filename.lower().endswith(".gz"))  # type: ignore[arg-type]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableError(
            f"a broken or unusual zip file ({' '.join(str(error).split())[:80]}); get it again"
        ) from None


def _other_zip(names: set[str]) -> str:
    for part, what in (
        ("word/document.xml", "a Word document"),
        ("xl/workbook.xml", "an Excel workbook"),
        ("content.xml", "an OpenDocument file"),
    ):
        if part in names:
            return f"{what}; save it as PDF, HTML or plain text"
    if "META-INF/container.xml" in names:
        return "an e-book; save it as HTML or plain text"
    return "a zip file that is no WACZ; unpack it first"
