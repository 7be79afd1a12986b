"""A document's text as blocks to show, by its zones, with nothing left out; and the excerpts that a claim needs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allegata.records import Document, Span

_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n")
_SENTENCE_END = re.compile(r"[.!?؟。][”\"')\]]*\s+")
CONTEXT = 160


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the text and the zone it is. ``run_in``: a dateline that opens the paragraph."""

    kind: str
    span: Span
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of the text to show with a claim. ``before``/``after``: the block goes on there."""

    span: Span
    evidence: bool
    before: bool = False
    after: bool = False


def blocks(document: Document) -> list[Block]:
    """Return the document's blocks in order. What lies in no zone becomes paragraphs; blank text is dropped."""
    text = document.text
    found: list[Block] = []
    at = 0
    for zone in sorted(document.zones, key=lambda zone: zone.span):
        start, end = max(zone.span[0], at), min(zone.span[1], len(text))
        if start >= end:
            continue
        found.extend(_paragraphs(text, (at, start)))
        previous = found[-1] if found else None
        run_on = previous is not None and previous.kind == "dateline" and "\n" not in text[previous.span[1] : start]
        if run_on and previous is not None and zone.kind == "paragraph":
            found[-1] = Block("paragraph", (previous.span[0], end), run_in=True)
        else:
            found.append(Block(zone.kind, (start, end)))
        at = end
    found.extend(_paragraphs(text, (at, len(text))))
    return found


def excerpts(document: Document, evidence: Iterable[Span], words: Iterable[Span]) -> list[Excerpt]:
    """Return what to show for a claim: its evidence, then the surroundings of words that lie elsewhere."""
    size = len(document.text)
    shown = _merged(document.text, [span for span in evidence if 0 <= span[0] < span[1] <= size])
    outside: list[Span] = []
    for span in words:
        if not 0 <= span[0] < span[1] <= size:
            continue
        near = [window for window in shown if window[0] < span[1] and span[0] < window[1]]
        if not near:
            outside.append(span)
        elif not any(window[0] <= span[0] and span[1] <= window[1] for window in near):
            shown = _merged(document.text, [*shown, span])
    outside = [span for span in outside if not any(window[0] <= span[0] and span[1] <= window[1] for window in shown)]
    around = blocks(document) if outside else []
    contexts = _merged(document.text, [_context(document.text, around, shown, span) for span in outside])
    return [Excerpt(span, evidence=True) for span in shown] + [
        Excerpt(span, evidence=False, before=_goes_on(around, span[0]), after=_goes_on(around, span[1]))
        for span in contexts
    ]


def _paragraphs(text: str, window: Span) -> list[Block]:
    found, at = [], window[0]
    for gap in [*_PARAGRAPH_BREAK.finditer(text, *window), None]:
        end = window[1] if gap is None else gap.start()
        piece = text[at:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            found.append(Block("other", (at + lead, at + len(piece.rstrip()))))
        at = end if gap is None else gap.end()
    return found


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """Join spans that overlap or have only blanks of one paragraph between them."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        gap = text[joined[-1][1] : start] if joined else ""
        if joined and (start <= joined[-1][1] or (not gap.strip() and "\n" not in gap)):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _context(text: str, around: Sequence[Block], shown: Sequence[Span], span: Span) -> Span:
    """Return the sentence around ``span``, at most ``CONTEXT`` characters to each side, within its block."""
    start, end = next((block.span for block in around if block.span[0] <= span[0] and span[1] <= block.span[1]), span)
    for left, right in shown:  # evidence that shares the block is shown already
        if right <= span[0]:
            start = max(start, right)
        else:
            end = min(end, left)
    floor = max(start, span[0] - CONTEXT)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, floor, span[0])]
    if ends:
        left = ends[-1]
    elif floor == start:
        left = start
    else:
        blank = text.find(" ", floor, span[0])
        left = blank + 1 if blank >= 0 else floor
    ceiling = min(end, span[1] + CONTEXT)
    stop = _SENTENCE_END.search(text, span[1], ceiling)
    if stop is not None:
        right = len(text[: stop.end()].rstrip())
    elif ceiling == end:
        right = end
    else:
        blank = text.rfind(" ", span[1], ceiling)
        right = blank if blank >= 0 else ceiling
    while left < span[0] and text[left].isspace():
        left += 1
    return left, max(right, span[1])


def _goes_on(around: Sequence[Block], at: int) -> bool:
    return any(block.span[0] < at < block.span[1] for block in around)
