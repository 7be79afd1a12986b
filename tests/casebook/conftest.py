"""Casebooks to test on: a SQLite file and, where the system has PostgreSQL, a database on a real server."""

import io
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from allegata.casebook import Casebook, Person
from allegata.reading import Reader, Reading
from tests.casebook import servers
from tests.casebook.dispatches import documents

ME = Person(name="amal", role="admin", restricted=True)
OUTSIDER = Person(name="omar", role="coder", restricted=False)


@pytest.fixture(scope="session")
def readings(reader: Reader) -> list[Reading]:
    """The dispatches read."""
    return list(reader.read_many(documents()))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Server]":
    """A server that runs while the tests do."""
    if servers.programs() is None:
        pytest.skip(servers.MISSING)
    with servers.server(tmp_path_factory.mktemp("postgres")) as address:
        yield Server(address)


class Where:
    """A place for a casebook: its address, and the folder of its original bytes where it must be named."""

    def __init__(self, address: str, blobs: Path | None) -> None:
        self.address = address
        self.blobs = blobs

    def create(self) -> Casebook:
        return Casebook.create(self.address, blobs=self.blobs, by="amal")

    def open(self) -> Casebook:
        return Casebook.open(self.address, blobs=self.blobs)


class Server:
    """A server, and the one filled casebook on it that others are copied from."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.filled: tuple[str, Path] | None = None


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """A place for a new casebook, on each kind of database."""
    if request.param == "sqlite":
        return Where(str(tmp_path / "cases.db"), None)
    server: Server = request.getfixturevalue("postgres")
    return Where(servers.new_database(server.address, _name()), tmp_path / "originals")


def _name() -> str:
    return f"cases_{secrets.token_hex(6)}"


def fill(casebook: Casebook, readings: list[Reading]) -> None:
    """Take in what was read, each from bytes of its own, and compute the incidents."""
    for reading in readings:
        blob = casebook.keep(io.BytesIO(reading.document.text.encode()))
        casebook.take(reading, blob, by="amal")
    casebook.refresh()


@pytest.fixture(scope="session")
def filled(readings: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a casebook on SQLite that holds the dispatches, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    with Casebook.create(folder / "cases.db", by="amal") as casebook:
        fill(casebook, readings)
    return folder


@pytest.fixture
def held(where: Where, readings: list[Reading], filled: Path, request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """A casebook that holds the dispatches, on each kind of database."""
    if where.blobs is None:
        shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
        return where
    server: Server = request.getfixturevalue("postgres")
    if server.filled is None:
        address = servers.new_database(server.address, _name())
        originals = Path(request.getfixturevalue("tmp_path_factory").mktemp("originals"))
        with Casebook.create(address, blobs=originals, by="amal") as casebook:
            fill(casebook, readings)
        server.filled = (address, originals)
    address, originals = server.filled
    shutil.copytree(originals, where.blobs, dirs_exist_ok=True)
    return Where(servers.new_database(server.address, _name(), like=address.rsplit("/", 1)[1]), where.blobs)


@pytest.fixture
def casebook(held: Where) -> Iterator[Casebook]:
    """The same, opened."""
    with held.open() as casebook:
        yield casebook
