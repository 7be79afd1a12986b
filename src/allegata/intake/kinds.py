"""What a file is: by its first bytes, then by its suffix."""

import re
import zlib
from typing import Literal

from allegata.intake.decode import is_binary
from allegata.intake.limits import UnreadableError

FileKind = Literal["text", "html", "pdf", "jsonl", "json", "warc", "warc.gz", "zip"]
HEAD = 65536
"""Bytes that are enough to tell."""

SUPPORTED = "plain text, Markdown, HTML, PDF, JSON Lines, WARC and WACZ are read"

_MAGIC = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "a database"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"RIFF", "a recording or picture"),
)
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\{\s*\"")
_JSON_LIST = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\[\s*\{\s*\"")


def kind_of(head: bytes, name: str) -> FileKind:
    """Return what a file is, from its first bytes and its name. Raises ``UnreadableError`` for what is not read."""
    lower = name.lower()
    if head.lstrip()[:5] == b"%PDF-" or b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"\x1f\x8b"):
        return _gzip(head)
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise UnreadableError(f"{what}; {SUPPORTED}")
    if head[4:8] == b"ftyp":
        raise UnreadableError(f"a video or picture; {SUPPORTED}")
    if _HTML.match(head) or (lower.endswith((".html", ".htm", ".xhtml")) and b"<" in head):
        return "html"
    if is_binary(head):
        raise UnreadableError(f"a binary file, not text; {SUPPORTED}")
    if lower.endswith((".jsonl", ".ndjson", ".jl")):
        return "jsonl"
    if _JSON_LIST.match(head):
        return "json"
    if _JSON_LINE.match(head):
        return "json" if lower.endswith(".json") and b"}\n{" not in head.replace(b"\r", b"") else "jsonl"
    if head.lstrip()[:5] == b"<?xml":
        raise UnreadableError(f"an XML file; {SUPPORTED}")
    return "text"


def _gzip(head: bytes) -> FileKind:
    try:
        start = zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        raise UnreadableError("a broken gzip file; get it again") from None
    if start.startswith(b"WARC/"):
        return "warc.gz"
    raise UnreadableError(f"a gzip file that is no WARC; unpack it first ({SUPPORTED})")
