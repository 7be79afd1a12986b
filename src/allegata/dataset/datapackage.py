"""``datapackage.json``: what the files of a dataset are (Frictionless Data Package, version 2)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import msgspec

import allegata
from allegata.dataset.csv_table import COLUMNS
from allegata.dataset.dataset import Dataset
from allegata.records import SCHEMA_VERSION

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"

_ABOUT = {
    "documents.jsonl": ("documents", "jsonl", "application/jsonl", "Documents with their text, one record a line."),
    "claims.jsonl": ("claims", "jsonl", "application/jsonl", "What each source says, every value with its span."),
    "communications.jsonl": ("communications", "jsonl", "application/jsonl", "Letters, statements and appeals."),
    "incidents.jsonl": ("incidents", "jsonl", "application/jsonl", "Claims that speak of the same happening."),
    "incidents.csv": ("incidents-table", "csv", "text/csv", "One row an incident, for spreadsheets."),
    "incidents.geojson": ("incidents-map", "geojson", "application/geo+json", "Incidents for maps."),
    "report.html": ("report", "html", "text/html", "All of it on one page, with the evidence highlighted."),
}


def describe(dataset: Dataset, files: Mapping[str, bytes]) -> bytes:
    """Return the descriptor of ``files`` (name to content) as UTF-8 JSON.

    It holds size and SHA-256 of each file, the columns of the table, the versions of tool and record contract, the
    notes and what was skipped; no date of the run, so that the same input gives the same bytes.
    """
    descriptor = {
        "$schema": PROFILE,
        "name": "allegata-dataset",
        "title": "Alleged attacks on civilians, as read from documents",
        "description": "Claims as their sources make them, and incidents gathered from them. All records are "
        "proposals of a machine reading: nothing here is a finding of fact.",
        "sources": [
            {
                "title": "GeoNames (CC BY 4.0): names, coordinates and countries of places",
                "path": "https://www.geonames.org/",
            }
        ],
        "resources": [_resource(name, content) for name, content in files.items()],
        "allegata": {
            "tool": "allegata",
            "version": allegata.__version__,
            "schema": SCHEMA_VERSION,
            "records": {
                "documents": len(dataset.documents),
                "claims": len(dataset.claims),
                "communications": len(dataset.communications),
                "incidents": len(dataset.incidents),
            },
            "notes": list(dataset.notes),
            "skipped": [
                {"document": skipped.document, "span": list(skipped.span), "reason": skipped.reason}
                for skipped in dataset.skipped
            ],
            **({"standing": msgspec.to_builtins(dataset.standing)} if dataset.standing is not None else {}),
        },
    }
    return (json.dumps(descriptor, ensure_ascii=True, indent=1) + "\n").encode("utf-8")


def files_of_ours(descriptor: bytes) -> frozenset[str] | None:
    """Return the names of the files that a ``datapackage.json`` of ours lists; ``None`` when it is not one of ours."""
    content = _ours(descriptor)
    if content is None:
        return None
    resources = content.get("resources")
    paths = (item.get("path") for item in resources if isinstance(item, dict)) if isinstance(resources, list) else ()
    return frozenset(path for path in paths if isinstance(path, str)) | {DESCRIPTOR}


def kind_of_ours(descriptor: bytes) -> str | None:
    """Return what a ``datapackage.json`` of ours describes: ``dataset`` or ``export``; ``None`` for another's."""
    content = _ours(descriptor)
    return None if content is None else str(content["allegata"].get("kind", "dataset"))


def _ours(descriptor: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(descriptor)
    except ValueError:
        return None
    ours = content.get("allegata") if isinstance(content, dict) else None
    return content if isinstance(ours, dict) and ours.get("tool") == "allegata" else None


def _resource(name: str, content: bytes) -> dict[str, Any]:
    title, form, media_type, description = _ABOUT[name]
    resource: dict[str, Any] = {
        "name": title,
        "path": name,
        "format": form,
        "mediatype": media_type,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "description": description,
    }
    if form == "csv":
        resource["type"] = "table"
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}
        resource["schema"] = {
            "$schema": TABLE_PROFILE,
            "fields": [
                {"name": column.name, "type": column.type, "description": column.description} for column in COLUMNS
            ],
            "missingValues": [""],
            "primaryKey": ["id"],
        }
    return resource
