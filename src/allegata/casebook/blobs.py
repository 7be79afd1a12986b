"""Original bytes by SHA-256, in a folder. A file is there whole or not at all: written aside, synced, then named."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PIECE = 1 << 20


class Blobs:
    """The folder of original bytes of a casebook."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the bytes of that hash lie, or would."""
        return self.folder / sha256[:2] / sha256

    def keep(self, source: BinaryIO) -> tuple[str, int]:
        """Store all bytes of ``source``; return their SHA-256 and their number. Raises ``OSError`` on a full disk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        try:
            digest, size = hashlib.sha256(), 0
            with os.fdopen(handle, "wb") as file:
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            name = digest.hexdigest()
            target = self.path(name)
            if target.is_file() and self.hash_of(name) == name:
                Path(aside).unlink()
                return name, size
            fresh = not target.parent.is_dir()
            target.parent.mkdir(exist_ok=True)
            Path(aside).replace(target)
            sync_folder(target.parent)
            if fresh:
                sync_folder(self.folder)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(aside).unlink()
            raise
        return name, size

    def hash_of(self, sha256: str) -> str | None:
        """Return the SHA-256 of the bytes kept under a name, ``None`` where there are none."""
        try:
            with self.path(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None

    def read(self, sha256: str) -> bytes:
        """Return the bytes kept under a name. Raises ``OSError`` where there are none."""
        return self.path(sha256).read_bytes()

    def erase(self, sha256: str) -> None:
        """Overwrite and remove bytes; nothing happens where there are none."""
        path = self.path(sha256)
        if not path.is_file():
            return
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(bytes(min(left, _PIECE)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)

    def names(self) -> Iterator[str]:
        """Yield the names of all files that are kept."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(folder.iterdir()):
                yield path.name

    def tidy(self) -> None:
        """Remove what a process that was killed left half written."""
        for path in self.folder.glob(".new-*"):
            with contextlib.suppress(OSError):
                path.unlink()


def sync_folder(folder: Path) -> None:
    """Let a new name in ``folder`` outlive a loss of power, where the system can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file: all of it or nothing, synced."""
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(aside).unlink()
        raise
    sync_folder(path.parent)
