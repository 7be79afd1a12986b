"""The workbench over a casebook of the example dispatches, asked as a browser asks it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from allegata.casebook import Casebook
from allegata.intake import take_in
from allegata.reading import Reader, Reading
from allegata.records import Document
from allegata.workbench import Settings, create_app
from tests.casebook.conftest import fill

ROOT = Path(__file__).resolve().parents[2]
DISPATCHES = ("01-", "02-", "03-", "04-", "15-", "16-", "05-", "06-")


@pytest.fixture(scope="session")
def example_readings(reader: Reader) -> list[Reading]:
    """Some of the example dispatches, read."""
    paths = [path for path in sorted((ROOT / "examples" / "dispatches").iterdir()) if path.name.startswith(DISPATCHES)]
    return list(reader.read_many(item for item in take_in(paths) if isinstance(item, Document)))


@pytest.fixture(scope="session")
def example_folder(example_readings: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a casebook of them, to be copied."""
    folder = tmp_path_factory.mktemp("examples")
    with Casebook.create(folder / "cases.db", by="amal") as book:
        fill(book, example_readings)
    return folder


@pytest.fixture
def book(example_folder: Path, tmp_path: Path) -> Iterator[Casebook]:
    """A casebook of the example dispatches, of the test's own."""
    shutil.copytree(example_folder, tmp_path, dirs_exist_ok=True)
    with Casebook.open(tmp_path / "cases.db") as found:
        yield found


@pytest.fixture
def app(book: Casebook) -> FastAPI:
    """The workbench over it."""
    return create_app(book, Settings())


class Browser:
    """A browser that keeps its cookie, and sends the session's token with each change."""

    def __init__(self, app: FastAPI, host: str = "127.0.0.1") -> None:
        self.client = TestClient(app, base_url=f"http://{host}", follow_redirects=False, raise_server_exceptions=False)
        self.token = ""

    def get(self, path: str, **headers: str) -> "Answer":
        """Open a page."""
        return Answer(self.client.get(path, headers=headers))

    def json(self, path: str) -> dict[str, object]:
        """Return a page's twin."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        found: dict[str, object] = answer.json()
        return found

    def post(self, path: str, token: str | None = None, **fields: object) -> "Answer":
        """Send a form as a page's script does."""
        if token is None:
            self.token = self.token or str(self.json("/session.json")["csrf"])
            token = self.token
        return Answer(self.client.post(path, data=fields, headers={"x-csrf-token": token}))


class Answer:
    """What came back."""

    def __init__(self, response: object) -> None:
        self.response = response
        self.status: int = response.status_code  # type: ignore[attr-defined]
        self.text: str = response.text  # type: ignore[attr-defined]
        self.headers: dict[str, str] = dict(response.headers)  # type: ignore[attr-defined]


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    """A browser at this machine, where no account is needed."""
    return Browser(app)
