"""Lines to blocks: hard wraps and paragraphs broken in mid-sentence are joined, everything else stays apart."""

import re
from collections.abc import Container, Iterable, Sequence
from typing import Literal

import msgspec

from allegata.intake.byline import byline
from allegata.intake.cues import credit, date_line, ends_sentence, source, words_of
from allegata.intake.dateline import dateline
from allegata.intake.markup import is_item
from allegata.intake.names import demonyms

Kind = Literal["heading", "item", "text", "cue", "rule", "break"]
_HYPHEN = re.compile(r"([^\W\d_]+)-$")
_LETTERS = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\s\"“”'‘’(\[]+$")
_FIRST_WORD = re.compile(r"[^\W_][\w'’-]*")
_PAIR = re.compile(r"(?<!\w)([^\W\d_a-z][\w'’-]*) (?=([^\W\d_a-z][\w'’-]*))")
_RUNNING = 60
"""Characters from which a block is a running sentence rather than a title."""
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

WRAP_WIDTH = 140
"""Lines longer than this were not wrapped by hand or by a wire's printer."""


class Line(msgspec.Struct, frozen=True):
    """One line: its words, and where they stand in the text they came from."""

    text: str
    start: int
    end: int
    indent: int = 0


class Block(msgspec.Struct, frozen=True):
    """Lines that belong together. ``level``: of a heading. ``tight``: no empty line sets it off from the block before.

    *cue*: a byline, source, date or credit line. *rule*: a rule between parts. *break*: a form feed.
    """

    kind: Kind
    lines: tuple[Line, ...]
    level: int = 0
    tight: bool = False

    @property
    def text(self) -> str:
        """The lines joined by spaces, hyphens at line ends left as they are."""
        return " ".join(line.text for line in self.lines)


def is_cue(line: str) -> bool:
    """Tell whether a line by itself is a byline, source, date or credit line."""
    return len(line) <= 160 and (byline(line) or source(line) or credit(line) or date_line(line)) is not None


def _surely_cue(line: str, before: str) -> bool:
    """Tell whether a byline or source line stands even after an unfinished line: no sentence goes on with "By"."""
    if before.isupper() or not line[:1].isupper():
        return False
    return byline(line) is not None or source(line) is not None


def _wrapped(before: Line, after: Line, width: int, opening: bool) -> bool:
    """Tell whether ``after`` continues ``before`` within a block."""
    if after.indent >= before.indent + 2 and ends_sentence(before.text):
        return False
    if max(len(before.text), len(after.text)) > WRAP_WIDTH and len(before.text) > width // 2:
        return unfinished(before.text, after.text)
    first = re.match(r"\S+", after.text)
    fits = len(before.text) + 1 + len(first[0] if first else "") <= width - 2
    if not fits or after.text[:1].islower():
        return True
    if opening and (dateline(after.text) is not None or len(before.text) * 3 < width * 2):
        return False
    return not ends_sentence(before.text)


def to_blocks(lines: Iterable[Line], tight: bool = False) -> list[Block]:
    """Return the blocks of consecutive lines (no empty line among them): items and cue lines stand by themselves."""
    rows = list(lines)
    width = max((len(line.text) for line in rows), default=0)
    # Three or more lines that all begin anew (title, office, number, release note) are no wrapped prose.
    listed = len(rows) > 2 and not any(line.text[:1].islower() for line in rows) and not rows[0].text.isupper()
    blocks: list[Block] = []
    current: list[Line] = []
    kind: Kind = "text"

    def close() -> None:
        if current:
            blocks.append(Block(kind, tuple(current), tight=tight or bool(blocks)))
            current.clear()

    for number, line in enumerate(rows):
        before = rows[number - 1].text if number else ""
        flowing = bool(current) and kind == "text" and not ends_sentence(before) and 3 * len(before) > 2 * width > 60
        if is_item(line.text) and not flowing:
            close()
            kind = "item"
        elif is_cue(line.text) and (not flowing or _surely_cue(line.text, before)):
            close()
            blocks.append(Block("cue", (line,), tight=tight or bool(blocks)))
            kind = "text"
            continue
        elif (
            not current
            or listed
            or not _wrapped(current[-1], line, width, opening=kind == "text" and len(current) == 1)
        ):
            close()
            kind = "text"
        current.append(line)
    close()
    return blocks


def unfinished(before: str, after: str, pairs: Container[tuple[str, str]] = ()) -> bool:
    """Tell whether a paragraph that ends as ``before`` goes on in ``after``, though a gap stands between them.

    It never does after the end of a sentence. Otherwise it does when ``after`` begins in lower case, when ``before``
    ends in a comma or a word that cannot end a sentence, in a capitalised modifier ("Security", "Syrian") before
    another capital, or when the two words at the gap stand side by side elsewhere in the text (``pairs``).
    """
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or ends_sentence(before[-20:]) or is_item(after[:20]):
        return False
    if before.endswith((",", "،")) or after[0].islower():
        return True
    last = _LAST_WORD.search(before[-60:])
    first = _FIRST_WORD.match(after[:60])
    if last is None or first is None:
        return False
    word = last[0]
    if word.casefold() in words_of("open words") or word == "al-":
        return True
    if not (word[0].isupper() and first[0][0].isupper()) or before.isupper() or len(before) < _RUNNING:
        return False
    if dateline(after) is not None:
        return False
    return word.casefold() in words_of("open names") or word.casefold() in demonyms() or (word, first[0]) in pairs


def mend(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks``, paragraphs joined that an empty line broke in mid-sentence. Titles, items and cues stay."""
    pairs = {(pair[1], pair[2]) for block in blocks for line in block.lines for pair in _PAIR.finditer(line.text)}
    titled = any(block.kind == "heading" for block in blocks)
    mended: list[Block] = []
    lines: list[Line] = []  # of the last block of ``mended``, which is text, as long as more may join it
    texts = 0
    for block in blocks:
        if lines and block.kind == "text":
            before, after = " ".join(line.text for line in lines[-3:])[-400:], block.lines[0].text
            title = texts == 1 and not titled and not after[:1].islower()
            if ((len(before) >= _RUNNING and not title) or before.endswith(",")) and unfinished(before, after, pairs):
                lines += block.lines
                continue
        if lines:
            mended[-1] = Block("text", tuple(lines), tight=mended[-1].tight)
        mended.append(block)
        lines = list(block.lines) if block.kind == "text" else []
        texts += block.kind == "text"
    if lines:
        mended[-1] = Block("text", tuple(lines), tight=mended[-1].tight)
    return mended


def vocabulary(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the words of ``blocks`` in lower case, hyphenated ones whole, without those that a line's end divides."""
    return frozenset(
        word.casefold() for block in blocks for line in block.lines for word in _WORDS.findall(line.text.rstrip("-"))
    )


def join_lines(lines: Sequence[Line], known: frozenset[str]) -> str:
    """Return ``lines`` as one, joined by spaces; a word divided at a line's end is put together.

    The hyphen stays where the text (``known``, its vocabulary) has the word with it elsewhere, beside a capital
    ("al-/Baghouz", "US-/led"), and between two words of the text ("internationally-/banned").
    """
    joined = [lines[0].text] if lines else []
    for line in lines[1:]:
        match = _HYPHEN.search(joined[-1])
        rest = _LETTERS.match(line.text)
        if match is None or rest is None:
            joined.append(" ")
        elif not _keeps_hyphen(match[1], rest[0], known):
            joined[-1] = joined[-1][:-1]
        joined.append(line.text)
    return "".join(joined)


def _keeps_hyphen(left: str, right: str, known: frozenset[str]) -> bool:
    whole, divided = (left + right).casefold(), f"{left}-{right}".casefold()
    if whole in known:
        return False
    if divided in known or left.endswith("ly") or left.casefold() in words_of("hyphen prefixes"):
        return True
    if not (left.isupper() and right.isupper() and len(left) > 1) and (left[0].isupper() or right[0].isupper()):
        return right[0].isupper() or left.isupper()
    return len(left) > 2 and left.casefold() in known and right.casefold() in known
