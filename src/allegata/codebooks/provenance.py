"""``provenance.jsonl``: for each row of an export, the way from its coded cells to the words and to the bytes.

One line a row that has coded cells: table, number of the row (from 1), the incident, and for each cell its value, the
rule, why, the claims and the words; then the claims with who speaks, and the documents with their SHA-256.
"""

from collections.abc import Mapping
from typing import Any, BinaryIO

import msgspec

from allegata.codebooks.cells import Coded, Row
from allegata.records import Claim, Communication, Document, Judgement, Span

PROVENANCE = "provenance.jsonl"

_encoder = msgspec.json.Encoder()


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """What the rows at hand were made from."""

    about: str
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    communications: Mapping[str, Communication] = {}
    judgements: tuple[Judgement, ...] = ()


def write_provenance(file: BinaryIO, row: Row, number: int, key: list[Any], behind: Behind) -> None:
    """Write the line of a row; nothing where no cell of it is coded."""
    coded = {name: cell for name, cell in row.cells.items() if isinstance(cell, Coded) and cell.value is not None}
    if not coded:
        return
    claims: dict[str, Any] = {}
    documents: dict[str, Any] = {}
    cells = {name: _cell(cell, behind, claims, documents) for name, cell in coded.items()}
    line: dict[str, Any] = {
        "table": row.table,
        "row": number,
        "key": key,
        "about": behind.about,
        "cells": cells,
        "claims": claims,
        "documents": documents,
    }
    decided = [
        item for item in behind.judgements if behind.about in item.about or not claims.keys().isdisjoint(item.about)
    ]
    if decided:
        line["judgements"] = decided
    file.write(_encoder.encode(line) + b"\n")


def voices(claim: Claim) -> str:
    """Return who speaks, from the ultimate speaker outward to the publisher."""
    names = list(dict.fromkeys(voice.name for voice in claim.attribution))
    return names[0] + "".join(f", via {name}" for name in names[1:]) if names else "nobody named"


def _cell(cell: Coded, behind: Behind, claims: dict[str, Any], documents: dict[str, Any]) -> dict[str, Any]:
    words = []
    for item in cell.words:
        _add(item.claim, item.document, behind, claims, documents)
        words.append(
            {
                "claim": item.claim,
                "document": item.document,
                "span": list(item.span),
                "quote": _quote(behind, item.document, item.span),
            }
        )
    for name in cell.claims:
        claim = behind.claims.get(name)
        _add(name, claim.document if claim is not None else None, behind, claims, documents)
    return {
        "value": cell.value,
        "rule": cell.rule,
        "counted": cell.counted,
        "why": cell.why,
        "claims": list(cell.claims),
        "words": words,
    }


def _quote(behind: Behind, document: str, span: Span) -> str | None:
    found = behind.documents.get(document)
    return found.text[span[0] : span[1]] if found is not None else None


def _add(name: str, document: str | None, behind: Behind, claims: dict[str, Any], documents: dict[str, Any]) -> None:
    claim = behind.claims.get(name)
    if claim is not None:
        claims[name] = {"stance": claim.stance, "voices": voices(claim), "document": claim.document}
    elif (message := behind.communications.get(name)) is not None:
        sender = message.sender.name if message.sender is not None else "nobody named"
        claims[name] = {"stance": message.act, "voices": sender, "document": message.document}
    found = behind.documents.get(document) if document is not None else None
    if found is not None:
        documents[found.id] = {
            "title": found.title,
            "publisher": found.publisher,
            "published": found.published.start if found.published is not None else None,
            "url": found.url,
            "sha256": found.sha256,
            "part": found.part,
            "text_sha256": found.text_sha256,
        }
