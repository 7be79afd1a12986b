"""The chain of custody: what an entry of the log is, its hash, and the head that is kept outside the log.

The hash of an entry is the SHA-256 of its canonical JSON (UTF-8, keys sorted, no spaces) with the hash of the entry
before it. Entries hold ids and hashes, never words of a document or a reason, so that erasing a document leaves
the chain whole.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from allegata.casebook.blobs import write_whole

FIRST = "0" * 64
"""What stands for the hash of the entry before the first."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log. ``body``: canonical JSON."""

    n: int
    at: str
    by: str
    kind: str
    about: str
    body: str
    previous: str

    def hash(self) -> str:
        """Return the hash of the entry."""
        return sha256(canonical(msgspec.structs.asdict(self)))


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The newest entry's number and hash, as kept outside the log."""

    casebook: str
    n: int
    hash: str
    at: str


def canonical(value: Any) -> bytes:
    """Return ``value`` as canonical JSON."""
    return msgspec.json.encode(value, order="sorted")


def sha256(content: bytes | str) -> str:
    """Return the SHA-256 of bytes, or of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def read_head(path: Path) -> Head | None:
    """Return the head kept in a file; ``None`` where there is no file. Raises ``ValueError`` where it holds no head."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        return msgspec.json.decode(content, type=Head)
    except msgspec.DecodeError as error:
        raise ValueError(f"{path}: holds no head of a log ({error})") from error


def keep_head(path: Path, head: Head) -> None:
    """Write the head beside the casebook, unless a later one is there already."""
    with _alone(path):
        try:
            there = read_head(path)
        except ValueError:
            return  # it was damaged: left as it is, for `verify` to find
        if there is None or there.n < head.n:
            write_whole(path, msgspec.json.encode(head) + b"\n")


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let one process at a time compare and write, where the system can lock files."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
