"""Words as the attribution tagger sees them: split as in newspaper treebanks, quotes with a direction, and a shape."""

import re
from collections.abc import Iterator, Sequence

import msgspec

SHAPES = 4
"""How many shapes of a word there are: none in capitals, a first capital, all capitals, and inside quotation marks."""

LONGEST = 160
"""Words of a paragraph that are tagged together; longer ones are cut after a sentence where there is one."""

_ABBREVIATIONS = (
    "mr|mrs|ms|dr|sen|rep|gov|gen|col|lt|capt|sgt|maj|st|jr|sr|jan|feb|mar|apr|aug|sept|sep|oct|nov|dec|inc|corp|co|"
    "vs|no|prof|rev|hon|dept"
)
_WORD = re.compile(
    r"(?P<clitic>(?i:n['’]t|['’](?:s|re|ve|ll|d|m))(?!\w))"
    r"|(?:[A-Za-z]\.){2,}"
    rf"|(?i:(?:{_ABBREVIATIONS})\.)(?=\s+\S)"
    r"|\d+(?:[.,:]\d+)+"
    r"|\w+?(?=(?i:n['’]t)(?!\w))"
    r"|\w+(?:[-/&@.](?=\w)\w+)*(?:['’](?!(?i:s|re|ve|ll|d|m)(?!\w))(?=\w)\w+)*"
    r"|\.{2,}|-{2,}|``|''|\S"
)
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": "“", "''": '"'}


class Word(msgspec.Struct, frozen=True):
    """A word of a text: its characters, from ``start`` to ``end``."""

    text: str
    start: int
    end: int


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of ``text`` between two offsets: clitics apart, ``U.S.`` and ``coal-fired`` whole."""
    for found in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Word(found[0], found.start(), found.end())


def normal(tokens: Sequence[str]) -> list[str]:
    """Return the tokens with brackets and quotation marks of one form; straight ones open and close by turns.

    The names of brackets and quotes in treebanks (``-LRB-``) are turned into the marks themselves.
    """
    out: list[str] = []
    inside = False
    for token in tokens:
        mark = _BRACKETS.get(token, token)
        if mark in {'"', "“", "”", "„", "«", "»"}:
            if mark == '"':
                mark = "”" if inside else "“"
            elif mark in {"„", "«"}:
                mark = "“"
            elif mark == "»":
                mark = "”"
            inside = mark == "“"
        out.append(mark)
    return out


def shapes(tokens: Sequence[str]) -> list[int]:
    """Return the shape of each token of a `normal` sequence, as a number below `SHAPES`.

    Within double quotation marks the shape is always 3: that the words are another's outweighs their capitals.
    """
    out: list[int] = []
    inside = False
    for token in tokens:
        if token == "“":
            inside = True
        if inside:
            out.append(3)
        elif token.isupper() and len(token) > 1:
            out.append(2)
        else:
            out.append(1 if token[:1].isupper() else 0)
        if token == "”":
            inside = False
    return out


def windows(tokens: Sequence[str], longest: int = LONGEST) -> Iterator[tuple[int, int]]:
    """Yield the first and last-but-one index of each piece of at most ``longest`` tokens, cut after sentences."""
    start = 0
    while len(tokens) - start > longest:
        cut = next(
            (
                at
                for at in range(start + longest, start + longest // 3, -1)
                if tokens[at - 1] in {".", "!", "?", "”"} and tokens[at] not in {"”", "''", ",", "."}
            ),
            start + longest,
        )
        yield start, cut
        start = cut
    if start < len(tokens):
        yield start, len(tokens)
