"""Casebooks to test on, filled with dispatches of the project's own."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from allegata.casebook import Casebook, Person
from allegata.reading import Reader, Reading
from tests.casebook.dispatches import documents
from tests.casebook.places import Server, Where

__all__ = ["ME", "OUTSIDER", "Where", "casebook", "fill", "filled", "held", "readings"]

ME = Person(name="amal", role="admin", restricted=True)
OUTSIDER = Person(name="omar", role="coder", restricted=False)


@pytest.fixture(scope="session")
def readings(reader: Reader) -> list[Reading]:
    """The dispatches read."""
    return list(reader.read_many(documents()))


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
        first = server.place(Path(request.getfixturevalue("tmp_path_factory").mktemp("originals")))
        with first.create() as casebook:
            fill(casebook, readings)
        assert first.blobs is not None
        server.filled = (first.address, first.blobs)
    address, originals = server.filled
    shutil.copytree(originals, where.blobs, dirs_exist_ok=True)
    return server.place(where.blobs, like=address.rsplit("/", 1)[1])


@pytest.fixture
def casebook(held: Where) -> Iterator[Casebook]:
    """The same, opened."""
    with held.open() as casebook:
        yield casebook
