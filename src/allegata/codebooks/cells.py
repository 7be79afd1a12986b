"""Rows and cells of a table, where a coded cell comes from, and text made safe for spreadsheets.

A cell that a spreadsheet could run as a formula gets a leading apostrophe. So that this can be undone without a doubt,
text that already begins with apostrophes and then such a character gets one more: ``unescape`` always takes one away.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from allegata.dataset.visible import visible
from allegata.records import Span

Value = Any
"""A cell's value: text, a number, a truth value, ``None`` for unknown; lists and objects where a format has them."""

_ACTING = re.compile(r"'*[ ]*[=+\-@\t\r\n＝＋－＠]")
_ESCAPED = re.compile(r"''*[ ]*[=+\-@\t\r\n＝＋－＠]")


class Words(msgspec.Struct, frozen=True):
    """Words behind a cell: a span in the document of a claim (of a communication, where ``claim`` is its id)."""

    claim: str
    document: str
    span: Span


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """A cell with the way to it: the id of the rule (of the profile or the codebook), the claims and the words.

    ``why``: in words what the rule did here. ``counted``: the rule is one of the counting profile.
    """

    value: Value
    rule: str
    claims: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()
    why: str | None = None
    counted: bool = False


class Row(msgspec.Struct, frozen=True):
    """A row for one table of a codebook. A column that ``cells`` does not name is unknown."""

    table: str
    cells: Mapping[str, Value | Coded]

    def value(self, column: str) -> Value:
        """Return the bare value of a cell; ``None`` where it is unknown."""
        return bare(self.cells.get(column))


def bare(cell: Value | Coded) -> Value:
    """Return the value of a cell, coded or not."""
    return cell.value if isinstance(cell, Coded) else cell


def escape(text: str) -> str:
    """Return text that no spreadsheet runs as a formula; control characters become visible.

    Text that begins with ``= + - @``, their full-width forms, a tab or a line break, after any apostrophes and spaces,
    gets an apostrophe in front.
    """
    shown = visible(text)  # first, as it turns some control characters into line breaks
    return f"'{shown}" if _ACTING.match(shown) else shown


def unescape(text: str) -> str:
    """Return what ``escape`` was given, but for control characters, which stay as their code points."""
    return text[1:] if _ESCAPED.match(text) else text
