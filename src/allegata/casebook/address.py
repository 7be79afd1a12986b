"""Where a casebook lies: a SQLite file or an address of PostgreSQL, and the files beside it."""

from pathlib import Path

import msgspec
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from allegata.casebook.errors import CasebookError


class Place(msgspec.Struct, frozen=True):
    """Where a casebook lies.

    ``file``: the SQLite file, ``None`` for PostgreSQL. ``beside``: where the original bytes and the head are kept.
    """

    url: URL
    file: Path | None
    blobs: Path
    head: Path

    @property
    def name(self) -> str:
        """Return the address for people, without a password."""
        return str(self.file) if self.file is not None else self.url.render_as_string(hide_password=True)


def locate(address: str | Path, blobs: Path | None = None) -> Place:
    """Return where the casebook called ``address`` lies.

    A path is a SQLite file, with the original bytes in ``PATH.files``. ``postgresql://…`` is a database on a server,
    whose original bytes lie in ``blobs``. Raises `CasebookError` where an address of a server comes without such a
    folder, or is none.
    """
    words = str(address)
    if words.startswith("postgres") and "://" in words:
        scheme, _, rest = words.partition("://")
        if scheme not in ("postgresql", "postgres", "postgresql+pg8000"):
            raise CasebookError(f"{scheme}: write postgresql://USER@HOST/NAME")
        try:
            url = make_url(f"postgresql+pg8000://{rest}")
        except ArgumentError as error:
            raise CasebookError("that is no address; write postgresql://USER@HOST/NAME") from error
        if blobs is None:
            raise CasebookError("name the folder of the original documents with --blobs; every machine must see it")
        return Place(url, None, blobs, blobs / "head.json")
    if "://" in words:
        raise CasebookError(f"{words}: name a file, or write postgresql://USER@HOST/NAME")
    file = Path(words)
    beside = blobs if blobs is not None else file.with_name(f"{file.name}.files")
    return Place(URL.create("sqlite", database=str(file)), file, beside, file.with_name(f"{file.name}.head"))
