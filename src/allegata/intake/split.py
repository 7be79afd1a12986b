"""One file, several articles: where a new one begins."""

from collections.abc import Sequence

from allegata.intake.cues import ends_sentence, title_like
from allegata.intake.dateline import dateline
from allegata.intake.wrap import Block

_HEAD = 6
"""Blocks from the start within which an article's head must show itself."""


def _titled(block: Block) -> bool:
    return block.kind == "heading" or (block.kind == "text" and title_like(block.text))


def _paragraph(block: Block) -> bool:
    return block.kind in ("text", "item") and (ends_sentence(block.text) or len(block.text) > 220)


def _has_body(blocks: Sequence[Block]) -> bool:
    return any(_paragraph(block) or (block.kind == "text" and dateline(block.text) is not None) for block in blocks)


def _head(blocks: Sequence[Block]) -> tuple[bool, bool, bool]:
    """Return whether a title, a cue line and a dateline stand before the first whole paragraph."""
    title = cue = False
    for block in blocks[:_HEAD]:
        if block.kind in ("rule", "break"):
            break
        if block.kind == "cue":
            cue = True
        elif block.kind == "text" and (found := dateline(block.text)) is not None:
            return title, cue, found.agency is not None or found.date is not None or title
        elif _titled(block):
            title = True
        else:
            break
    return title, cue, False


def _mark(blocks: Sequence[Block]) -> tuple[str, int] | None:
    """Return how a part's first title is marked, to compare two parts with."""
    for block in blocks[:_HEAD]:
        if block.kind == "heading":
            return "heading", block.level
        if block.kind == "text":
            return ("plain", 0) if title_like(block.text) and len(block.text.split()) >= 4 else None
    return None


def _begins(blocks: Sequence[Block], before: Sequence[Block], ruled: bool) -> bool:
    """Tell whether a new article begins with ``blocks``. A rule alone is a break within an article."""
    title, cue, dated = _head(blocks)
    if title and (cue or dated):
        return True
    if not ruled:
        return False
    if dated or (cue and blocks[0].kind == "cue" and _head(before)[1]):
        return True
    mark = _mark(blocks)
    return mark is not None and mark == _mark(before) and (mark[0] == "plain" or mark[1] <= 2) and _has_body(blocks)


def split(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the articles among ``blocks``, in order; rules and form feeds are dropped.

    A new article begins after a rule or form feed where a head follows (title with byline, source, date or dateline,
    or a dateline with agency or date), or where both sides have titles marked alike; and, without a rule, at a title
    with such lines once the article before has a paragraph. What stands before all paragraphs goes with the first.
    """
    articles: list[list[Block]] = []
    current: list[Block] = []
    ruled = body = False
    for number, block in enumerate(blocks):
        if block.kind in ("rule", "break"):
            ruled = True
            continue
        fresh = ruled or _titled(block)
        if body and fresh and _begins(blocks[number : number + 2 * _HEAD], current, ruled):
            articles.append(current)
            current, body = [], False
        elif ruled and current:
            block = Block(block.kind, block.lines, block.level)
        current.append(block)
        body = body or _has_body([block])
        ruled = False
    if current:
        if articles and not body and all(block.kind == "cue" for block in current):
            articles[-1].extend(current)
        else:
            articles.append(current)
    return articles
