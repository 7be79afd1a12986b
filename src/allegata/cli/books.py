"""What the commands on casebooks share: the casebook, the person, and how errors are told."""

import contextlib
import getpass
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from allegata.casebook import Casebook, CasebookError, Person
from allegata.cli.passwords import with_password
from allegata.dataset import Dataset, load_dataset
from allegata.dataset.visible import one_line
from allegata.incidents import JudgementError

CasebookArgument = Annotated[
    str, typer.Argument(metavar="CASEBOOK", help="File that `allegata casebook create` made, or postgresql://…")
]
BlobsOption = Annotated[
    Path | None,
    typer.Option("--blobs", metavar="DIR", help="Folder of the original bytes, for a casebook on a server."),
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does it; your user name if left out.")]


def user() -> str:
    """Return the name of the system's user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def person(by: str | None) -> Person:
    """Return whoever runs a command: the file is theirs, and so they may see and do all."""
    return Person(name=(by or user()).strip() or "unknown", role="admin", restricted=True)


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Turn what a casebook refuses into wrong use, told in one line."""
    try:
        yield
    except (CasebookError, JudgementError) as error:
        raise typer.BadParameter(one_line(str(error))) from error


@contextlib.contextmanager
def opened(address: str, blobs: Path | None) -> Iterator[Casebook]:
    """Open a casebook, tell of a migration, and close it."""
    with refusals(), Casebook.open(with_password(address), blobs=blobs) as casebook:
        if casebook.copy is not None:
            Console(stderr=True, highlight=False).print(
                f"allegata: brought up to this version; a copy of the old one is {casebook.copy}", markup=False
            )
        yield casebook


def is_casebook(address: str) -> bool:
    """Tell whether an argument names a casebook and not the folder of a dataset."""
    return "://" in address or Path(address).is_file()


def dataset_of(address: str, blobs: Path | None) -> Dataset:
    """Return the dataset in a folder, or what a casebook holds as it was judged. Raises `DatasetError`."""
    if not is_casebook(address):
        return load_dataset(Path(address))
    with opened(address, blobs) as held:
        held.refresh()
        with held.source(person(None)) as source:
            return source.dataset()


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a folder, for the log."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:  # never whole: tables may be large
            found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
