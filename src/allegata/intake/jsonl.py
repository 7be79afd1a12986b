"""JSON Lines: one document a line, ``text`` required, its characters kept in place."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from allegata.intake.build import Given, make_document
from allegata.intake.decode import clean
from allegata.intake.header import Laid
from allegata.intake.limits import Options, Problem
from allegata.intake.markup import heading, is_rule
from allegata.intake.wrap import Block, Kind, Line, mend, to_blocks
from allegata.records import Document, Published

_ROW = re.compile(r"[^\n\f]+")


def _rows(text: str) -> Iterator[list[Line]]:
    """Yield the lines of each stretch without empty lines, with their places."""
    rows: list[Line] = []
    last = 0
    for match in _ROW.finditer(text):
        words = match[0].strip()
        if not words or text.count("\n", last, match.start()) > 1 or "\f" in text[last : match.start()]:
            if rows:
                yield rows
            rows = []
        if words:
            indent = len(match[0]) - len(match[0].lstrip())
            start = match.start() + indent
            rows.append(Line(words, start, start + len(words), indent))
        last = match.end()
    if rows:
        yield rows


def lay_in_place(text: str) -> Laid:
    """Return ``text`` with its blocks; inside one, each line break is a space, so that every offset stays."""
    blocks: list[Block] = []
    for rows in _rows(text):
        title = heading(rows[0].text) if len(rows) == 1 else None
        if title is not None:
            start = rows[0].start + rows[0].text.index(title[1])
            blocks.append(Block("heading", (Line(title[1], start, start + len(title[1])),), title[0]))
        elif len(rows) == 1 and is_rule(rows[0].text):
            blocks.append(Block("rule", tuple(rows)))
        else:
            blocks.extend(to_blocks(rows))
    out = list(text)
    spans: list[tuple[Kind, tuple[int, int]]] = []
    for block in mend(blocks):
        start, end = block.lines[0].start, block.lines[-1].end
        for before, after in zip(block.lines, block.lines[1:], strict=False):
            out[before.end : after.start] = " " * (after.start - before.end)
        spans.append((block.kind, (start, end)))
    return Laid("".join(out), tuple(spans))


def _text_of(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(f'"{key}" must be a string')
    return " ".join(clean(value).split()) or None


def _published(value: Any) -> str | Published | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, dict):  # as a document record writes it
        try:
            published = msgspec.structs.replace(msgspec.convert(value, Published), span=None)
        except msgspec.ValidationError as error:
            raise ValueError(f'"published": {error}') from None
        return published if published.source != "address" else None  # told again by the address
    raise ValueError('"published" must be a date such as "2018-11-29"')


def _authors(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (" ".join(clean(value).split()),)
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(" ".join(clean(name).split()) for name in value if name.strip())
    raise ValueError('"authors" must be a string or a list of strings')


def document_of(row: Any, *, sha256: str, part: int, origin: str, options: Options) -> Document:
    """Return the document of one JSON object; unknown keys are ignored. Raises ``ValueError`` if it does not fit."""
    if not isinstance(row, dict):
        raise ValueError('not a JSON object with "text"')
    text = row.get("text")
    if not isinstance(text, str):
        raise ValueError('"text" is missing or is not a string')
    text = clean(text)
    notes: tuple[str, ...] = ()
    if len(text) > options.max_text:
        text, notes = text[: options.max_text], (f"text cut at {options.max_text} characters",)
    if not text.strip():
        raise ValueError('"text" is empty')
    given = Given(
        title=_text_of(row, "title"),
        publisher=_text_of(row, "publisher") if row.get("publisher_from") is None else None,
        published=_published(row.get("published")),
        authors=_authors(row.get("authors")),
        url=_text_of(row, "url"),
        language=_text_of(row, "language"),
    )
    return make_document(
        lay_in_place(text),
        sha256=sha256,
        part=part,
        origin=origin,
        extractor="jsonl@1",
        options=options,
        given=given,
        notes=notes,
    )


def read_jsonl(stream: BinaryIO, origin: str, options: Options) -> Iterator[Document | Problem]:
    """Yield a document, or a problem with its line number, for each line of ``stream`` that is not empty.

    A document's ``part`` counts such lines; its ``sha256`` is of the line without the line break.
    """
    number = part = 0
    while True:
        line = stream.readline(options.max_bytes + 2)
        if not line:
            return
        number += 1
        where = f"{origin}:{number}"
        if len(line) > options.max_bytes + 1 or (len(line) > options.max_bytes and not line.endswith(b"\n")):
            while line and not line.endswith(b"\n"):
                line = stream.readline(1_000_000)
            part += 1
            yield Problem(
                origin=where, reason=f"line of more than {options.max_bytes} bytes; split it, or raise the limit"
            )
            continue
        line = line.strip(b"\r\n")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        part += 1
        yield read_row(line, part, where, options)


def read_row(line: bytes, part: int, where: str, options: Options) -> Document | Problem:
    """Return the document of one line, or the problem with it."""
    try:
        row = msgspec.json.decode(line)
        digest = hashlib.sha256(line).hexdigest()
        return document_of(row, sha256=digest, part=part, origin=where, options=options)
    except RecursionError:
        return Problem(origin=where, reason="nested too deeply; only flat objects are read")
    except msgspec.DecodeError as error:
        return Problem(origin=where, reason=f"not JSON: {error}; one object a line is expected")
    except (ValueError, UnicodeDecodeError) as error:
        return Problem(origin=where, reason=f"{error}; see the input format in docs/intake.md")


def read_json(data: bytes, origin: str, options: Options) -> Iterator[Document | Problem]:
    """Yield the documents of one JSON object, or of a list of them, that fills a whole file."""
    try:
        whole = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        yield Problem(
            origin=origin, reason=f"not JSON: {error}; one object a line, or one list of objects, is expected"
        )
        return
    rows = whole if isinstance(whole, list) else [whole]
    for part, row in enumerate(rows, 1):
        where = f"{origin}:{part}" if len(rows) > 1 else origin
        yield read_row(msgspec.json.encode(row) if len(rows) > 1 else data, part, where, options)
