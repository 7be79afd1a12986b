"""Running the command line: in this process, where the parser is loaded once, or as a program of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from allegata.cli.app import main
from allegata.reading import Reader
from tests.conftest import ROOT

TEXT = (
    "Example dispatch\n\nSource: Example Wire\n\nPublished: 12 March 2024\n\n"
    "Government warplanes bombed a market in Idlib on Monday, killing at least five civilians, local sources said.\n"
)
PEACEFUL = "The council approved a plan for a new library on Tuesday, the mayor said.\n"


class Ran(msgspec.Struct, frozen=True):
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def allegata(reader: Reader, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        status = stop.value.code
        out, err = capfd.readouterr()
        assert isinstance(status, int)
        return Ran(status, out, err)

    return run


@pytest.fixture
def program(reader: Reader) -> Run:
    """Run a command as a program of its own."""

    def run(*arguments: str | Path, given: bytes = b"", folder: Path = ROOT) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "allegata", *map(str, arguments)],
            input=given,
            capture_output=True,
            cwd=folder,
            env=own_environment(),
            timeout=300,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


def own_environment() -> dict[str, str]:
    """Return the environment for a program that must find the package wherever it stands."""
    return os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def dispatch(tmp_path: Path) -> Path:
    """A dispatch with one claim."""
    path = tmp_path / "dispatch.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
