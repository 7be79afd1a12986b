"""Places for the casebooks of tests: a SQLite file and, where PostgreSQL is installed, a database on a real server."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from allegata.casebook import Casebook
from tests.casebook import servers


class Where:
    """A place for a casebook: its address, and the folder of its original bytes where it must be named."""

    def __init__(self, address: str, blobs: Path | None) -> None:
        self.address = address
        self.blobs = blobs

    def create(self) -> Casebook:
        """Make an empty casebook there."""
        return Casebook.create(self.address, blobs=self.blobs, by="amal")

    def open(self) -> Casebook:
        """Open the one that is there."""
        return Casebook.open(self.address, blobs=self.blobs)


class Server:
    """A server, and the one filled casebook on it that others are copied from."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.filled: tuple[str, Path] | None = None

    def place(self, folder: Path, like: str = "template1") -> Where:
        """Return a place in a database of its own, with the original bytes in ``folder``."""
        name = f"cases_{secrets.token_hex(6)}"
        return Where(servers.new_database(self.address, name, like=like), folder)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that runs while the tests do."""
    if servers.programs() is None:
        pytest.skip(servers.MISSING)
    with servers.server(tmp_path_factory.mktemp("postgres")) as address:
        yield Server(address)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """A place for a new casebook, on each kind of database."""
    if request.param == "sqlite":
        return Where(str(tmp_path / "cases.db"), None)
    server: Server = request.getfixturevalue("postgres")
    return server.place(tmp_path / "originals")


@pytest.fixture
def elsewhere(where: Where, request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """A place for a second casebook, on the same kind of database."""
    if where.blobs is None:
        return Where(str(tmp_path / "second.db"), None)
    server: Server = request.getfixturevalue("postgres")
    return server.place(tmp_path / "second-originals")
