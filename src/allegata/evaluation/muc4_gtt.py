"""The reduced form of MUC-4: JSON Lines with five roles, as released with GTT, gold and predictions."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from allegata.evaluation.muc4_ceaf import ROLES, Simple, simple


def document_id(name: str) -> str:
    """Return ``TST1-MUC3-0001`` for every way the releases write it."""
    match = re.search(r"(DEV|TST\d)-MUC(\d)-(\d+)", name.upper())
    return f"{match[1]}-MUC{match[2]}-{int(match[3]):04d}" if match else name


def read_gold(text: str) -> dict[str, list[Simple]]:
    """Return the templates of a gold file (one JSON object a line) by document id."""
    found = {}
    for line in text.splitlines():
        if line.strip():
            row = json.loads(line)
            found[document_id(row["docid"])] = distinct([_template(t) for t in row["templates"]])
    return found


def read_predictions(text: str) -> dict[str, list[Simple]]:
    """Return the templates of a system's output by document id.

    Forms: an object of documents with ``pred_templates`` (GTT, IterX), or lines or a list of documents with ``docid``
    and ``templates`` or ``pred_templates``. Raises ``ValueError`` for anything else.
    """
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        whole = [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(whole, dict) and "docid" in whole:
        whole = [whole]
    rows: list[tuple[str, Any]] = []
    if isinstance(whole, dict):
        rows = [(name, row) for name, row in whole.items()]
    elif isinstance(whole, list):
        rows = [(str(row["docid"]), row) for row in whole if isinstance(row, dict) and "docid" in row]
    found = {}
    for name, row in rows:
        made = row.get("pred_templates", row.get("templates")) if isinstance(row, dict) else None
        if not isinstance(made, list):
            raise ValueError(f"no templates for document {name}")
        found[document_id(name)] = distinct([_template(t) for t in made])
    if not found:
        raise ValueError("no documents with templates in the GTT form")
    return found


def _template(row: dict[str, Any]) -> Simple:
    roles = {role: [[_words(m) for m in entity] for entity in row.get(role) or ()] for role in ROLES}
    return simple(str(row.get("incident_type", "")), roles)


def _words(mention: Any) -> str:
    return str(mention[0]) if isinstance(mention, list | tuple) and mention else str(mention)


def distinct(templates: Sequence[Simple]) -> list[Simple]:
    """Return the templates without repeats of the very same one."""
    found: list[Simple] = []
    for template in templates:
        if template not in found:
            found.append(template)
    return found


def gold_files(data: Path) -> list[Path]:
    """Return the files of the reduced form below the data folder."""
    return sorted((data / "muc4" / "gtt_processed").glob("*.json"))
