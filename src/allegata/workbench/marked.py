"""Text with its marks as HTML. Each run of text carries its place in the document (``data-at``, in code points), so
that words which a person marks in the browser lead back to the very characters of the text."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from allegata.dataset.blocks import Block, Excerpt, blocks, excerpts
from allegata.dataset.coded import Row, claim_rows
from allegata.dataset.highlight import Mark, Segment, paint
from allegata.records import Claim, Document, Span

# As in `allegata.dataset.visible`: what would steer the page's text rather than stand in it.
_CONTROL = re.compile("([\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

MAX_QUOTE = 1500
"""Code points of one excerpt beside a claim; the document's page has the rest."""
MAX_ROWS = 60
"""Coded values of one claim that a page shows at first."""


def marked(segments: Iterable[Segment], at: int) -> Markup:
    """Return segments as HTML; ``at`` is where the first one begins in the document's text."""
    parts: list[str] = []
    for segment in segments:
        for ink in segment.inks:
            start = " s" if ink.main and ink.first else ""
            anchor = f' id="{escape(ink.anchor)}"' if ink.anchor else ""
            rows = escape(" ".join(ink.rows))
            parts.append(f'<mark class="e-{escape(ink.element)} l{ink.lane}{start}" data-rows="{rows}"{anchor}>')
        parts.append(_run(segment.text, at))
        parts.append("</mark>" * len(segment.inks))
        at += len(segment.text)
    return Markup("".join(parts))


def _run(text: str, at: int) -> str:
    """Return a run of text in spans that hold it unchanged; a control character is named instead of written."""
    parts: list[str] = []
    for n, piece in enumerate(_CONTROL.split(text)):
        if n % 2:
            parts.append(f'<span class="ctl" data-at="{at}" data-length="1">⟨U+{ord(piece):04X}⟩</span>')
        elif piece:
            parts.append(f'<span data-at="{at}">{escape(piece)}</span>')
        at += len(piece)
    return "".join(parts)


def language_of(document: Document | None) -> str | None:
    """Return a document's language where it is a language tag."""
    code = document.language if document is not None else None
    return code if code is not None and _LANGUAGE.fullmatch(code) else None


class Coded:
    """A claim's excerpts with its words highlighted, and its coded values as rows."""

    def __init__(self, claim: Claim, document: Document | None, prefix: str):
        self.claim = claim
        self.rows: list[Row] = claim_rows(claim)
        self.more = max(0, len(self.rows) - MAX_ROWS)
        self.rows = self.rows[:MAX_ROWS]
        self.excerpts: list[tuple[Excerpt, Markup]] = []
        self.language = language_of(document)
        if document is None or not document.text:
            return
        marks = [
            Mark(span, row.element, f"{prefix}-{key}", main)
            for key, row in enumerate(self.rows, 1)
            for span, main in [(row.span, True), *((span, False) for span in row.more)]
            if span is not None
        ]
        # Who published it stands in the heading already: its words bring no excerpt of their own.
        wanted = [mark.span for mark in marks if self.rows[int(mark.row.rpartition("-")[2]) - 1].label != "Via"]
        shown = [_bounded(excerpt) for excerpt in excerpts(document, claim.evidence, wanted)[:8]]
        painted = paint(document.text, [excerpt.span for excerpt in shown], marks, prefix)
        self.excerpts = [
            (excerpt, marked(segments, excerpt.span[0]))
            for excerpt, segments in zip(shown, painted.windows, strict=True)
        ]


def _bounded(excerpt: Excerpt) -> Excerpt:
    start, end = excerpt.span
    if end - start <= MAX_QUOTE:
        return excerpt
    return Excerpt((start, start + MAX_QUOTE), excerpt.evidence, excerpt.before, True)


def slices(document: Document, size: int) -> list[list[Block]]:
    """Return the document's blocks in pages of about ``size`` code points; a longer block is cut."""
    pages: list[list[Block]] = [[]]
    room = size
    for block in blocks(document):
        start, end = block.span
        while start < end:
            if room <= 0:
                pages.append([])
                room = size
            stop = min(end, start + max(room, 1) if end - start > size else end)
            pages[-1].append(Block(block.kind, (start, stop), block.run_in))
            room -= stop - start
            start = stop
    return pages


def reading(
    document: Document, shown: Sequence[Block], marks: Iterable[Mark], prefix: str
) -> list[tuple[Block, Markup]]:
    """Return blocks of the text as HTML under those marks that reach into them."""
    if not shown:
        return []
    first, last = shown[0].span[0], shown[-1].span[1]
    here = [mark for mark in marks if mark.span[0] < last and first < mark.span[1]]
    painted = paint(document.text, [block.span for block in shown], here, prefix, lanes=len(here) < 400)
    return [(block, marked(segments, block.span[0])) for block, segments in zip(shown, painted.windows, strict=True)]


def quoted(text: str, span: Span) -> str:
    """Return the words of a span, empty where it lies outside the text."""
    return text[max(0, span[0]) : max(0, span[1])] if span[0] < span[1] else ""
