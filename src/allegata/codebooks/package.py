"""``datapackage.json`` of an export (Frictionless Data Package, version 2): what was made, by which rules, of what."""

import csv
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

import allegata
from allegata.codebooks.sheets import Column, Sheet, Table
from allegata.codebooks.writers import FORMATS
from allegata.dataset.datapackage import PROFILE, TABLE_PROFILE
from allegata.incidents import Profile
from allegata.records import SCHEMA_VERSION

GEONAMES = {
    "title": "GeoNames (CC BY 4.0): names, coordinates and countries of places",
    "path": "https://www.geonames.org/",
}
_SIDE_FILES = {
    "lists.csv": ("lists", "csv", "text/csv", "The name of the list behind each column in_1, in_2 and so on."),
    "losses.json": (
        "losses",
        "json",
        "application/json",
        "What the codebook cannot hold, counted by field and reason.",
    ),
    "refused.jsonl": ("refused", "jsonl", "application/jsonl", "Incidents that were not written, with the rules."),
    "provenance.jsonl": (
        "provenance",
        "jsonl",
        "application/jsonl",
        "For each coded cell its rule, its claims and its words; `allegata explain` reads it.",
    ),
}
_ESCAPED = (
    "Text that begins with = + - @, a tab or a line break (after any apostrophes and spaces) has one more apostrophe "
    "in front, so that no spreadsheet runs it; take one away to get the text back."
)


def describe_export(folder: Path, sheet: Sheet, profile: Profile, rows: Mapping[str, int]) -> bytes:
    """Return the descriptor of the export in ``folder`` as UTF-8 JSON; ``rows``: how many each table has.

    It holds size and SHA-256 of each file, the tables' schemas, codebook and profile with versions and rules, and
    licence notes; no date of the run, so that the same input gives the same bytes.
    """
    resources = [_table(folder, table, rows.get(table.name, 0)) for table in sheet.tables]
    resources += [
        {"name": name, "format": form, "mediatype": kind, "description": says, **_file(folder / path)}
        for path, (name, form, kind, says) in _SIDE_FILES.items()
        if (folder / path).is_file()
    ]
    descriptor = {
        "$schema": PROFILE,
        "name": f"allegata-{sheet.name}",
        "title": sheet.title,
        "description": f"{sheet.about} All of it are proposals of a machine reading and the judgements of those who "
        "reviewed them: nothing here is a finding of fact.",
        "sources": [GEONAMES],
        "resources": resources,
        "allegata": {
            "tool": "allegata",
            "version": allegata.__version__,
            "schema": SCHEMA_VERSION,
            "kind": "export",
            "codebook": {
                "name": sheet.name,
                "version": sheet.version,
                "source": sheet.source,
                "rules": msgspec.to_builtins(sheet.rules),
            },
            "profile": msgspec.to_builtins(profile),
            "licence": list(sheet.licence),
        },
    }
    return (json.dumps(descriptor, ensure_ascii=True, indent=1) + "\n").encode("utf-8")


def _table(folder: Path, table: Table, rows: int) -> dict[str, Any]:
    form = FORMATS[table.format]
    resource: dict[str, Any] = {
        "name": table.name,
        "format": form.name,
        "mediatype": form.media_type,
        "description": table.description + (f" {_ESCAPED}" if form.dialect is not None else ""),
        "rows": rows,
        **_file(folder / table.file),
    }
    if form.tabular:
        resource["type"] = "table"
    if form.dialect is not None:
        resource["dialect"] = dict(form.dialect)
    resource["schema"] = {
        "$schema": TABLE_PROFILE,
        "fields": [*map(_field, table.columns), *(_lists(folder / table.file) if table.format == "lists" else ())],
        "missingValues": [""],
    }
    if table.key:
        resource["schema"]["primaryKey"] = list(table.key)
    return resource


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    limits: dict[str, Any] = {
        "required": column.required or None,
        "minimum": _number(column.least),
        "maximum": _number(column.most),
        "enum": list(column.one_of) or None,
    }
    constraints = {name: value for name, value in limits.items() if value is not None}
    if constraints:
        field["constraints"] = constraints
    for name in ("rule", "source"):
        if getattr(column, name) is not None:
            field[name] = getattr(column, name)
    return field


def _lists(path: Path) -> list[dict[str, Any]]:
    """Return the columns of the lists, which only the finished table knows."""
    with path.open(encoding="utf-8", newline="") as file:
        names = [name for name in next(csv.reader(file)) if re.fullmatch(r"in_\d+", name)]
    says = "1 where this list names the person, else 0; lists.csv says which list it is."
    return [{"name": name, "type": "integer", "description": says, "constraints": {"enum": [0, 1]}} for name in names]


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _file(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": path.name, "encoding": "utf-8", "bytes": path.stat().st_size, "hash": f"sha256:{digest}"}
