"""Rows of a workbook (Office Open XML), read part by part: the values of its cells, never a formula.

A workbook is hostile until it was read: it is bounded in size, and entities and types of documents are refused.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import IO, Any
from xml.parsers import expat

MOST_BYTES = 4 * 1024**3
"""The most that one part of a workbook may unpack to."""
_CHUNK = 1 << 16
_STRINGS = 64 * 1024**2
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
_BY_NUMBER = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATES = frozenset((*range(14, 18), 22))
_DAY_SIGNS = re.compile(r"yy|d+[/ .-]m|m[/ .-]d", re.IGNORECASE)
_EPOCH = date(1899, 12, 30)


class WorkbookError(ValueError):
    """A file that is no workbook, or one that cannot be read; the message says why."""


def workbook_rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """Yield the number and the cells of each row, sheet after sheet; text, numbers, truth values, days as text.

    Raises ``WorkbookError``. An empty cell is ``None``.
    """
    try:
        with zipfile.ZipFile(path) as book:
            names = _sheets(book)
            texts = _texts(book) if "xl/sharedStrings.xml" in book.namelist() else []
            days = _day_styles(book) if "xl/styles.xml" in book.namelist() else frozenset()
            for name in names:
                yield from _rows(book, name, texts, days)
    except (zipfile.BadZipFile, KeyError, expat.ExpatError, IndexError, OverflowError, NotImplementedError) as error:
        raise WorkbookError(f"{path}: is no workbook that can be read ({error}); save it again as .xlsx") from error


def _sheets(book: zipfile.ZipFile) -> list[str]:
    """Return the parts of the sheets in their order."""
    order: list[str] = []
    parts: dict[str, str] = {}

    def sheet(name: str, given: dict[str, str]) -> None:
        if _local(name) == "sheet":
            order.append(next(value for key, value in given.items() if _local(key) == "id"))

    def relation(name: str, given: dict[str, str]) -> None:
        if _local(name) == "Relationship" and "://" not in given["Target"]:
            target = given["Target"]
            parts[given["Id"]] = (
                target.removeprefix("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            )

    _parse(book, "xl/workbook.xml", start=sheet)
    _parse(book, "xl/_rels/workbook.xml.rels", start=relation)
    return [parts[id] for id in order]


def _texts(book: zipfile.ZipFile) -> list[str]:
    """Return the shared texts; too much of them is refused, as they are held in memory."""
    found: list[str] = []
    held: list[str] = []
    within = [False, False]  # in a text, in a phonetic reading
    size = [0]

    def start(name: str, _: dict[str, str]) -> None:
        if _local(name) == "rPh":
            within[1] = True
        within[0] = _local(name) == "t" and not within[1]

    def end(name: str) -> None:
        within[0] = False
        if _local(name) == "rPh":
            within[1] = False
        if _local(name) == "si":
            found.append("".join(held))
            held.clear()

    def text(words: str) -> None:
        if within[0]:
            size[0] += len(words)
            if size[0] > _STRINGS:
                raise WorkbookError("holds too much text for a workbook; save it as CSV")
            held.append(words)

    _parse(book, "xl/sharedStrings.xml", start=start, end=end, text=text)
    return found


def _day_styles(book: zipfile.ZipFile) -> frozenset[int]:
    """Return the numbers of the styles that show a number as a day."""
    custom: dict[int, str] = {}
    styles: list[int] = []
    within = [False]

    def start(name: str, given: dict[str, str]) -> None:
        if _local(name) == "numFmt":
            custom[int(given["numFmtId"])] = given.get("formatCode", "")
        elif _local(name) == "cellXfs":
            within[0] = True
        elif _local(name) == "xf" and within[0]:
            styles.append(int(given.get("numFmtId", "0")))

    def end(name: str) -> None:
        if _local(name) == "cellXfs":
            within[0] = False

    _parse(book, "xl/styles.xml", start=start, end=end)
    return frozenset(
        number for number, form in enumerate(styles) if form in _DATES or _DAY_SIGNS.search(custom.get(form, ""))
    )


def _rows(book: zipfile.ZipFile, name: str, texts: list[str], days: frozenset[int]) -> Iterator[tuple[int, list[Any]]]:
    done: list[tuple[int, list[Any]]] = []
    cells: list[Any] = []
    given: dict[str, str] = {}
    held: list[str] = []
    state = {"row": 0, "reading": False, "phonetic": False}

    def start(tag: str, attributes: dict[str, str]) -> None:
        part = _local(tag)
        if part == "row":
            state["row"] = int(attributes.get("r", state["row"] + 1))
            cells.clear()
        elif part == "c":
            given.clear()
            given.update(attributes)
            held.clear()
        elif part == "rPh":
            state["phonetic"] = True
        state["reading"] = part in ("v", "t") and not state["phonetic"]

    def end(tag: str) -> None:
        part = _local(tag)
        state["reading"] = False
        if part == "rPh":
            state["phonetic"] = False
        elif part == "c":
            at = _column(given["r"]) if "r" in given else len(cells)
            cells.extend([None] * (at - len(cells)))
            cells.append(_value(given, "".join(held), texts, days))
        elif part == "row":
            done.append((int(state["row"]), list(cells)))

    def text(words: str) -> None:
        if state["reading"]:
            held.append(words)

    parser = _parser(start, end, text)
    with book.open(name) as file:
        for chunk in _chunks(file):
            parser.Parse(chunk, not chunk)
            yield from done
            done.clear()


def _value(given: dict[str, str], words: str, texts: list[str], days: frozenset[int]) -> Any:
    kind = given.get("t", "n")
    if kind == "s":
        return _text(texts[int(words)]) if words else None
    if kind in ("str", "inlineStr", "d"):
        return _text(words)
    if not words or kind == "e":
        return None
    if kind == "b":
        return words == "1"
    number = float(words)
    if int(given.get("s", "0")) in days:
        return (_EPOCH + timedelta(days=int(number))).isoformat()
    return int(number) if number.is_integer() else number


def _text(words: str) -> str | None:
    """Return text with the characters that a workbook writes by their number."""
    return _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), words) or None


def _column(reference: str) -> int:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise WorkbookError(f"has a cell called {reference[:20]!r}; save the file again as .xlsx")
    at = 0
    for letter in found[1]:
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1


def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2].rpartition(":")[2]


def _parse(book: zipfile.ZipFile, name: str, **handlers: Any) -> None:
    parser = _parser(**handlers)
    with book.open(name) as file:
        for chunk in _chunks(file):
            parser.Parse(chunk, not chunk)


def _parser(start: Any, end: Any = None, text: Any = None) -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise WorkbookError("declares a type of document, as no workbook does; save it again as .xlsx")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a part, and an empty end. Raises ``WorkbookError`` for one that unpacks to too much."""
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise WorkbookError("unpacks to too much; save it as CSV")
        yield chunk
    yield b""
