"""JSON Lines in and out, the JSON Schema, and content hashes."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from allegata.records._claim import Claim
from allegata.records._communication import Communication
from allegata.records._document import Document
from allegata.records._incident import Incident
from allegata.records._judgement import Judgement

SCHEMA_VERSION = "1.1"
"""Version of the record contract, written into ``datapackage.json``."""

Record = Document | Claim | Communication | Incident | Judgement

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


def encode(record: Record) -> bytes:
    """Return one record as a line of UTF-8 JSON without the line break; keys in a fixed order."""
    return _encoder.encode(record)


def decode(line: bytes | str) -> Record:
    """Return the record that a JSON line holds. Raises ``ValueError`` naming the field that does not fit."""
    try:
        return _decoder.decode(line)
    except msgspec.DecodeError as error:
        raise ValueError(f"not a record of schema {SCHEMA_VERSION}: {error}") from error


def read_lines(path: Path) -> Iterator[Record]:
    """Yield the records of a JSON Lines file. Raises ``ValueError`` naming file and line of the first bad one."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield decode(line)
                except ValueError as error:
                    raise ValueError(f"{path}:{number}: {error}") from error


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of all record types."""
    (schemas, components) = msgspec.json.schema_components(
        [Document, Claim, Communication, Incident, Judgement], ref_template="#/$defs/{name}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Allegata records {SCHEMA_VERSION}",
        "oneOf": list(schemas),
        "$defs": components,
    }


def short_hash(prefix: str, parts: Iterable[object]) -> str:
    """Return ``prefix-`` and 16 hex digits of the SHA-256 of ``parts`` as canonical JSON."""
    digest = hashlib.sha256(msgspec.json.encode(list(parts), order="sorted")).hexdigest()
    return f"{prefix}-{digest[:16]}"
