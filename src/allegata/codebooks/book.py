"""A codebook: one module with a class ``Book``, and one data file that says what its tables, columns and rules are."""

import importlib
import importlib.util
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml
from rapidfuzz import fuzz, process

from allegata.codebooks.cells import Row
from allegata.codebooks.inventory import APART, FIELDS
from allegata.codebooks.losses import Losses
from allegata.codebooks.source import Message, Publication, Told, View
from allegata.incidents import Profile, ProfileError, load_profile, profile, profile_names

_PACKAGE = "allegata.codebooks"


class CodebookError(ValueError):
    """A codebook that is not there or cannot be used; the message says what to do."""


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column: type as in Frictionless Table Schema, what it holds, the rule behind it, and where that is published.

    ``required``, ``least``, ``most``, ``one_of``: checked in every row, under the rule's id or ``column-NAME``.
    ``tag``: an HXL hashtag, for formats that write one.
    """

    name: str
    type: Literal["string", "integer", "number", "date", "boolean", "array", "object", "any"] = "string"
    description: str
    rule: str | None = None
    source: str | None = None
    required: bool = False
    least: float | None = None
    most: float | None = None
    one_of: tuple[str | int, ...] = ()
    tag: str | None = None


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table: its file, the format of a writer, its columns in order, and those that make a row's key."""

    name: str
    file: str
    format: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


class BookRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule of a codebook. ``breach``: what becomes of an incident that breaks it; ``None``: it says how to code."""

    id: str
    says: str
    source: str | None = None
    ours: str | None = None
    breach: Literal["refuse", "warn"] | None = None


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The data file of a codebook. ``holds`` and ``loses`` name every field of the inventory, once.

    ``rest``: the reason why every field that neither names is lost. ``terms``: what the module looks up.
    """

    name: str
    title: str
    version: str
    about: str
    source: str
    profile: str
    licence: tuple[str, ...] = ()
    tables: tuple[Table, ...]
    rules: tuple[BookRule, ...] = ()
    holds: tuple[str, ...]
    loses: dict[str, str] = {}
    rest: str | None = None
    terms: dict[str, Any] = {}

    def table(self, name: str) -> Table:
        """Return the table with a name. Raises ``KeyError``."""
        return next(table for table in self.tables if table.name == name)

    def rule(self, id: str) -> BookRule | None:
        """Return the rule with an id, or ``None``."""
        return next((rule for rule in self.rules if rule.id == id), None)


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


def codebook_names() -> tuple[str, ...]:
    """Return the names of the built-in codebooks."""
    folder = files(_PACKAGE).joinpath("data")
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


def sheet(name: str) -> Sheet:
    """Return the data file of a built-in codebook. Raises ``KeyError`` where there is none."""
    if name not in codebook_names():
        raise KeyError(name)
    return parse_sheet(files(_PACKAGE).joinpath(f"data/{name}.yaml").read_bytes(), name)


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


def parse_sheet(content: bytes, where: str) -> Sheet:
    """Return the data file that YAML holds; ``where`` names it in errors.

    Raises ``CodebookError`` for what does not fit, for a rule that is named and not there, and for a field of the
    inventory that is neither held nor lost, or both.
    """
    try:
        found = msgspec.convert(_like_another(yaml.safe_load(content)), Sheet)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise CodebookError(f"{where}: is no codebook ({' '.join(str(error).split())}); mend it") from error
    fields = {*FIELDS, *APART}
    if found.rest is not None:
        others = {field: found.rest for field in (*FIELDS, *APART) if field not in {*found.holds, *found.loses}}
        found = msgspec.structs.replace(found, loses={**found.loses, **others})
    said = [*found.holds, *found.loses]
    odd = sorted((set(said) ^ fields) | {field for field in said if said.count(field) > 1})
    if odd:
        raise CodebookError(f"{where}: name each field once in 'holds' or 'loses': {', '.join(odd)}")
    known = {rule.id for rule in found.rules}
    for rule in found.rules:
        if (rule.source is None) == (rule.ours is None):
            raise CodebookError(f"{where}: rule {rule.id}: say where it is from, by 'source' or by 'ours'")
    for table in found.tables:
        names = [column.name for column in table.columns]
        missing = [column.rule for column in table.columns if column.rule is not None and column.rule not in known]
        missing += [name for name in table.key if name not in names]
        if missing or len(set(names)) < len(names):
            wrong = ", ".join(str(name) for name in missing) or "a column given twice"
            raise CodebookError(f"{where}: table {table.name}: {wrong}: no such rule or column, or one too many")
    return found


def _like_another(data: Any) -> Any:
    """Return what a data file says with what it takes over from the book that its ``like`` names.

    What it says itself replaces the other's; a table without columns has those of the other's first table.
    """
    if not isinstance(data, dict) or data.get("like") not in codebook_names():
        return data
    other = _like_another(yaml.safe_load(files(_PACKAGE).joinpath(f"data/{data['like']}.yaml").read_bytes()))
    columns = other["tables"][0]["columns"]
    tables = [{"columns": columns, **table} for table in data.get("tables", other["tables"])]
    return {**other, **{name: value for name, value in data.items() if name != "like"}, "tables": tables}


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
