"""A codebook: one module with a class ``Book``, and one data file that says what its tables, columns and rules are."""

import importlib
import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from rapidfuzz import fuzz, process

from allegata.codebooks.areas import Areas
from allegata.codebooks.cells import Row
from allegata.codebooks.losses import Losses
from allegata.codebooks.reading_back import Rows, incident_column, read_back, reads_back
from allegata.codebooks.sheets import CodebookError, Sheet, Table, codebook_names, parse_sheet, sheet
from allegata.codebooks.source import Message, Publication, Told, View
from allegata.gazetteer import GazetteerError
from allegata.incidents import Profile, ProfileError, load_profile, profile, profile_names

_PACKAGE = "allegata.codebooks"


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a row: the rule's id, and in words what it met."""

    rule: str
    message: str


class Tools(msgspec.Struct, frozen=True):
    """What a codebook works with: its data file, the counting profile, and where it tells what is lost."""

    sheet: Sheet
    profile: Profile
    losses: Losses


class Codebook:
    """The base of every codebook's class ``Book``. Each method yields rows; by default none.

    A codebook keeps nothing of the incidents that it has seen, or no more than it must to keep ids unique.
    """

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.sheet = tools.sheet
        self.profile = tools.profile
        self.losses = tools.losses

    def incident(self, view: View) -> Iterable[Row | Problem]:
        """Yield the rows of an incident, and what keeps it out of the codebook."""
        return ()

    def check(self, view: View, rows: Sequence[Row]) -> Iterable[Problem]:
        """Yield what the rows of an incident break, beyond what the columns of the data file say."""
        return ()

    def communication(self, message: Message) -> Iterable[Row | Problem]:
        """Yield the rows of a communication, and what keeps it out of the codebook."""
        return ()

    def ungathered(self, told: Told) -> Iterable[Row | Problem]:
        """Yield the rows of a claim that belongs to no incident, and what keeps it out."""
        return ()

    def publication(self, publication: Publication) -> Iterable[Row | Problem]:
        """Yield the rows of a document, and what keeps it out: for books whose unit is the text, not the happening."""
        return ()

    def finish(self) -> Iterable[Row]:
        """Yield the rows that need all that was seen."""
        return ()

    row_each = False
    """Whether each incident has one row, in one table: then a second row of an id is a mistake."""

    @classmethod
    def leads_back(cls, sheet: Sheet) -> bool:
        """Tell whether an export can be read back."""
        return reads_back(sheet)

    @classmethod
    def incident_of(cls, table: Table, cells: Mapping[str, Any]) -> str | None:
        """Return the id of the incident that a row is of; ``None`` for a row that is of none."""
        value = cells.get(incident_column(table) or "")
        return None if value in (None, "") else str(value)

    @classmethod
    def back(cls, sheet: Sheet, rows: Rows) -> dict[str, Any] | None:
        """Return the record of the incident that rows, as they were read from the files, are of.

        By default by the paths of the columns; ``None`` where the data file has none, as the book does not lead back.
        Raises ``BadRowError`` for a row that cannot be taken.
        """
        return read_back(sheet, rows) if cls.leads_back(sheet) else None


def find_codebook(name: str) -> tuple[Sheet, type[Codebook]]:
    """Return data file and class of a codebook: a built-in one by name, or ``FILE.yaml`` with ``FILE.py`` beside it.

    Raises ``CodebookError``, with the nearest name where one is near.
    """
    if name in codebook_names():
        module = importlib.import_module(f"{_PACKAGE}.books.{name.replace('-', '_')}")
        return sheet(name), _class(module, name)
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        raise CodebookError(f"{name}: no codebook has this name; {_nearest(name, codebook_names())}")
    code = path.with_suffix(".py")
    for part in (path, code):
        if not part.is_file():
            raise CodebookError(f"{part}: is not there; a codebook is a data file and a module of the same name")
    spec = importlib.util.spec_from_file_location(f"allegata_codebook_{path.stem}", code)
    if spec is None or spec.loader is None:
        raise CodebookError(f"{code}: cannot be loaded; check that it is a Python module")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a user's module raises is told in one line
        raise CodebookError(f"{code}: cannot be loaded ({' '.join(str(error).split())}); mend it") from error
    return parse_sheet(path.read_bytes(), str(path)), _class(module, str(code))


def open_areas() -> Areas:
    """Return what looks up the areas that places lie in. Raises ``CodebookError`` where the gazetteer is not there."""
    try:
        return Areas()
    except GazetteerError as error:
        raise CodebookError(str(error)) from error


def find_profile(name: str) -> Profile:
    """Return a counting profile: a built-in one by name, or a user's YAML file.

    Raises ``CodebookError``, with the nearest name where one is near.
    """
    if name in profile_names():
        return profile(name)
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        raise CodebookError(f"{name}: no counting profile has this name; {_nearest(name, profile_names())}")
    try:
        return load_profile(path)
    except ProfileError as error:
        raise CodebookError(str(error)) from error


def _class(module: Any, where: str) -> type[Codebook]:
    found = getattr(module, "Book", None)
    if not (isinstance(found, type) and issubclass(found, Codebook)):
        raise CodebookError(f"{where}: has no class Book that derives from Codebook; see docs/codebooks.md")
    return found


def _nearest(name: str, names: Iterable[str]) -> str:
    known = list(names)
    near = process.extractOne(
        name, known, scorer=fuzz.ratio, score_cutoff=60
    )  # whole names: parts of long ones mislead
    return f"did you mean {near[0]}?" if near is not None else f"there are {', '.join(known)}"
