"""The data file of a codebook: its tables, columns and rules, and which fields of an incident it holds."""

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import yaml

from allegata.codebooks.inventory import APART, FIELDS

_PACKAGE = "allegata.codebooks"


class CodebookError(ValueError):
    """A codebook that is not there or cannot be used; the message says what to do."""


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column: type as in Frictionless Table Schema, what it holds, the rule behind it, and where that is published.

    ``required``, ``least``, ``most``, ``one_of``: checked in every row, under the rule's id or ``column-NAME``.
    ``tag``: an HXL hashtag, for formats that write one. ``path``: where an import puts the value in the record of an
    incident (``reading_back``); ``reads``: how it is told there, a word in small letters or the code of a country.
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
    path: str | None = None
    reads: Literal["lower", "country"] | None = None


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table: its file, the format of a writer, its columns in order, and those that make a row's key.

    ``incident``: the column that names the incident, where it is not the one with the path ``id``. ``into``: the list
    of an incident's record that holds a row each.
    """

    name: str
    file: str
    format: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    incident: str | None = None
    into: str | None = None


class BookRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule of a codebook. ``breach``: what becomes of an incident that breaks it; ``None``: it says how to code."""

    id: str
    says: str
    source: str | None = None
    ours: str | None = None
    breach: Literal["refuse", "warn"] | None = None


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The data file of a codebook. ``holds``, ``partly`` and ``loses`` name every field of the inventory, once.

    ``partly``: fields of which some values are lost, with the reason; an export counts them by reading itself back.
    ``rest``: the reason why every field that none of them names is lost. ``terms``: what the module looks up.
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
    holds: tuple[str, ...] = ()
    partly: dict[str, str] = {}
    loses: dict[str, str] = {}
    rest: str | None = None
    terms: dict[str, Any] = {}

    def table(self, name: str) -> Table:
        """Return the table with a name. Raises ``KeyError``."""
        return next(table for table in self.tables if table.name == name)

    def rule(self, id: str) -> BookRule | None:
        """Return the rule with an id, or ``None``."""
        return next((rule for rule in self.rules if rule.id == id), None)


def codebook_names() -> tuple[str, ...]:
    """Return the names of the built-in codebooks."""
    folder = files(_PACKAGE).joinpath("data")
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


@cache
def sheet(name: str) -> Sheet:
    """Return the data file of a built-in codebook. Raises ``KeyError`` where there is none."""
    if name not in codebook_names():
        raise KeyError(name)
    return parse_sheet(files(_PACKAGE).joinpath(f"data/{name}.yaml").read_bytes(), name)


def parse_sheet(content: bytes, where: str) -> Sheet:
    """Return the data file that YAML holds; ``where`` names it in errors.

    Raises ``CodebookError`` for what does not fit, for a rule that is named and not there, and for a field of the
    inventory that is not named, or named twice.
    """
    try:
        found = msgspec.convert(_like_another(yaml.safe_load(content)), Sheet)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise CodebookError(f"{where}: is no codebook ({' '.join(str(error).split())}); mend it") from error
    fields = {*FIELDS, *APART}
    if found.rest is not None:
        named = {*found.holds, *found.partly, *found.loses}
        others = {field: found.rest for field in (*FIELDS, *APART) if field not in named}
        found = msgspec.structs.replace(found, loses={**found.loses, **others})
    said = [*found.holds, *found.partly, *found.loses]
    odd = sorted((set(said) ^ fields) | {field for field in said if said.count(field) > 1})
    if odd:
        raise CodebookError(f"{where}: name each field once in 'holds', 'partly' or 'loses': {', '.join(odd)}")
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
