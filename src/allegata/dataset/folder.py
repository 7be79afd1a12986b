"""A folder of ours, written beside its place and moved there whole, so that a failure leaves the old one as it was."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allegata.dataset.datapackage import DESCRIPTOR, files_of_ours, kind_of_ours


class OutputError(ValueError):
    """The folder could not be written; the message says what to do. Nothing was changed."""


@contextmanager
def written_whole(out: Path, kind: str = "dataset", *, new: bool = False) -> Iterator[Path]:
    """Give a temporary folder beside ``out``; when the block ends without an error, it takes the place of ``out``.

    Every file in it is flushed to disk before. ``new``: nothing may stand there yet, and nothing is replaced. Raises
    ``OutputError`` when ``out`` may not be replaced (see ``check_replaceable``), or when anything in the block meets a
    full disk or another error of the system.
    """
    target = Path(os.path.realpath(out))
    if not new:
        check_replaceable(out, kind)
    elif os.path.lexists(out):
        raise OutputError(f"{out}: is there already; choose another name")
    part = target.with_name(f".{target.name}.part-{secrets.token_hex(6)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        yield part
        for path in sorted(part.rglob("*")):
            if path.is_file():
                _sync_file(path)
            else:
                _sync_folder(path)
        _sync_folder(part)
        if new:  # renaming onto a folder that another run has filled meanwhile is an error of the system
            part.rename(target)
            _sync_folder(target.parent)
        else:
            _swap(part, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{out}: cannot be written ({reason}); free or choose another folder with --out") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def check_replaceable(out: Path, kind: str = "dataset") -> None:
    """Raise ``OutputError`` unless ``out`` is absent, an empty folder, or a folder with only a ``kind`` of ours.

    ``kind``: ``dataset`` or ``export``; an export never replaces a dataset. Worth calling before long work.
    """
    what = {"dataset": "a dataset"}.get(kind, f"an {kind}")
    if not os.path.lexists(out):
        return
    if not out.is_dir():
        raise OutputError(f"{out}: is not a folder; name a folder to write to")
    try:
        names = {entry.name for entry in out.iterdir()}
        if not names:
            return
        descriptor = (out / DESCRIPTOR).read_bytes() if DESCRIPTOR in names else b""
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{out}: cannot be read ({reason}); choose another folder") from error
    ours = files_of_ours(descriptor) if kind_of_ours(descriptor) == kind else None
    if ours is None:
        raise OutputError(f"{out}: holds files that are not {what} of Allegata; name a new or empty folder")
    foreign = sorted(names - ours)
    if foreign:
        shown = ", ".join(foreign[:3]) + (", …" if len(foreign) > 3 else "")
        raise OutputError(f"{out}: holds files that Allegata did not write ({shown}); move them or name another folder")


def _sync_file(path: Path) -> None:
    mode = "rb" if os.name == "posix" else "rb+"  # files of a release may not be written to any more
    with path.open(mode) as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _swap(part: Path, target: Path) -> None:
    """Put ``part`` in the place of ``target``; when that fails, ``target`` stands where it stood."""
    old = None
    if target.exists():
        old = target.with_name(part.name.replace(".part-", ".old-"))
        target.rename(old)
    try:
        part.rename(target)
    except BaseException:
        if old is not None:
            old.rename(target)
        raise
    _sync_folder(target.parent)
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)
