"""The way from a cell of an export to the words that it rests on, and to the SHA-256 of the bytes they stood in."""

import json
from pathlib import Path
from typing import Any

import msgspec

from allegata.codebooks.provenance import PROVENANCE
from allegata.dataset.datapackage import DESCRIPTOR, kind_of_ours
from allegata.incidents import OWN_RULES


class ExplainError(ValueError):
    """A cell that cannot be explained; the message says what to do."""


class RuleTold(msgspec.Struct, frozen=True):
    """A rule as the export's descriptor tells it. ``ours``: our choice, with the reason, where none is published."""

    id: str
    of: str
    says: str | None
    source: str | None
    ours: str | None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a cell: its value, the rule, why, the claims with their voices, the words and the documents.

    ``judgements``: what people decided on these claims or on the incident, oldest first.
    """

    file: str
    row: int
    key: tuple[Any, ...]
    column: str
    description: str
    about: str
    value: Any
    rule: RuleTold
    why: str | None
    claims: dict[str, dict[str, Any]]
    words: tuple[dict[str, Any], ...]
    documents: dict[str, dict[str, Any]]
    judgements: tuple[dict[str, Any], ...]
    codebook: str
    profile: str


def explain(path: Path, row: str, column: str) -> Explanation:
    """Return what is known of a cell of a table at ``path``.

    ``row``: its number from 1, below the header, or its key; ``column``: its name, or its number from 1. Raises
    ``ExplainError`` where the file is no table of an export, the row or column is not there, or the cell is not coded.
    """
    descriptor = _descriptor(path)
    resource = next((item for item in descriptor["resources"] if item.get("path") == path.name), None)
    if resource is None or "schema" not in resource:
        raise ExplainError(f"{path}: is no table of the export; name one of {_tables(descriptor)}")
    field = _field(resource, column)
    line = _line(path.parent / PROVENANCE, resource, row)
    cell = line["cells"].get(field["name"])
    if cell is None:
        coded = ", ".join(line["cells"])
        raise ExplainError(f"{field['name']}: this cell is empty or copied as it is; coded cells of the row: {coded}")
    about = descriptor["allegata"]
    return Explanation(
        file=path.name,
        row=line["row"],
        key=tuple(line["key"]),
        column=field["name"],
        description=field.get("description", ""),
        about=line["about"],
        value=cell["value"],
        rule=_rule(about, cell["rule"], cell["counted"]),
        why=cell["why"],
        claims={name: line["claims"].get(name, {}) for name in cell["claims"]},
        words=tuple(cell["words"]),
        documents=line["documents"],
        judgements=tuple(
            item
            for item in line.get("judgements", ())
            if line["about"] in item["about"] or not set(cell["claims"]).isdisjoint(item["about"])
        ),
        codebook=f"{about['codebook']['name']} {about['codebook']['version']}",
        profile=f"{about['profile']['name']} {about['profile']['version']}",
    )


def _descriptor(path: Path) -> dict[str, Any]:
    descriptor = path.parent / DESCRIPTOR
    if not path.is_file() or not descriptor.is_file():
        raise ExplainError(f"{path}: is no file of an export; name one that `allegata export` wrote")
    content = descriptor.read_bytes()
    if kind_of_ours(content) != "export":
        raise ExplainError(f"{path}: was not written by `allegata export`; name a file that it wrote")
    found: dict[str, Any] = json.loads(content)
    return found


def _tables(descriptor: dict[str, Any]) -> str:
    return ", ".join(item["path"] for item in descriptor["resources"] if "schema" in item)


def _field(resource: dict[str, Any], column: str) -> dict[str, Any]:
    fields: list[dict[str, Any]] = resource["schema"]["fields"]
    found = next((field for field in fields if field["name"] == column), None)
    if found is None and column.isascii() and column.isdigit() and 0 < int(column) <= len(fields):
        found = fields[int(column) - 1]
    if found is None:
        raise ExplainError(f"{column}: no such column; there are {', '.join(field['name'] for field in fields)}")
    return found


def _line(path: Path, resource: dict[str, Any], row: str) -> dict[str, Any]:
    """Return the line of a row, by number or by key. The file is read line by line."""
    number = int(row) if row.isascii() and row.isdigit() else None
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            for text in lines:
                line: dict[str, Any] = json.loads(text)
                if line["table"] == resource["name"] and (
                    line["row"] == number or row in ("; ".join(map(str, line["key"])), line["about"])
                ):
                    return line
    rows = resource.get("rows", 0)
    if number is not None and 0 < number <= rows:
        raise ExplainError(f"row {row}: none of its cells is coded; all are copied as they are")
    raise ExplainError(f"row {row}: is not there; the table has {rows} rows below its header")


def _rule(about: dict[str, Any], id: str, counted: bool) -> RuleTold:
    if not counted:
        rule = _named(about["codebook"]["rules"], id)
        return RuleTold(id, "codebook", rule.get("says"), rule.get("source"), rule.get("ours"))
    profile = about["profile"]
    if id in OWN_RULES:
        return RuleTold(id, "profile", OWN_RULES[id], None, "told in docs/incidents.md")
    if id == "as-stated":
        return RuleTold(id, "profile", "the bounds that the words entail", None, None)
    further = [item for item in profile.values() if isinstance(item, dict)]
    rule = _named([*profile["rules"], *further], id)
    return RuleTold(id, "profile", None, rule.get("source"), rule.get("ours"))


def _named(rules: list[dict[str, Any]], id: str) -> dict[str, Any]:
    return next((rule for rule in rules if rule.get("id") == id), {})
