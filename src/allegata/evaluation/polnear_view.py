"""The view of a reading as PolNeAR's spans: what the rules hear, over the gold's own tokens.

PolNeAR marks as *source* the whole phrase of who speaks, as *cue* the reporting verb with its auxiliaries, negation and
particle, and as *content* what is said with its "that", without the comma or full stop beside it. Each stretch of a
content that something interrupts is a span of its own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from allegata.evaluation.attribution_scores import Marked
from allegata.evaluation.polnear_files import Article, Paragraph
from allegata.intake import from_text
from allegata.reading import Reader, Said, Sentence
from allegata.reading.tagger_words import normal
from allegata.records import Document, Zone

_NO_SPACE_BEFORE = frozenset(".,;:!?%)]}”’") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "’s", "n’t", "..."}
_NO_SPACE_AFTER = frozenset("([{$“‘")
_EDGE = frozenset(".,;:!?—–-") | {"--", "...", "…"}
_BEFORE_CUE = frozenset({"aux", "auxpass", "neg"})


def text_of(paragraph: Paragraph) -> tuple[str, list[int]]:
    """Return a paragraph as running text, and where each token starts in it."""
    tokens = normal(paragraph.tokens)
    text, starts = "", []
    for n, token in enumerate(tokens):
        if paragraph.spaced is not None:
            gap = paragraph.spaced[n]
        else:
            gap = bool(n) and token not in _NO_SPACE_BEFORE and tokens[n - 1] not in _NO_SPACE_AFTER
        text += " " if gap and n else ""
        starts.append(len(text))
        text += token
    return text, starts


def document_of(texts: Sequence[str]) -> Document:
    """Return the paragraphs as a document whose text holds them as they are, one after the other."""
    whole = "\n\n".join(texts)
    zones, at = [], 0
    for text in texts:
        zones.append(Zone(kind="paragraph", span=(at, at + len(text))))
        at += len(text) + 2
    return msgspec.structs.replace(from_text("Text.")[0], text=whole, zones=tuple(zones))


def heard(article: Article, reader: Reader) -> list[list[Marked]]:
    """Return the spans that the rules hear in each paragraph of an article."""
    pairs = [text_of(paragraph) for paragraph in article.paragraphs]
    found: list[list[Marked]] = [[] for _ in pairs]
    offsets, at = [], 0
    for text, _ in pairs:
        offsets.append(at)
        at += len(text) + 2
    for sent, said in reader.hear(document_of([text for text, _ in pairs])):
        starts = [offsets[sent.paragraph] + start for start in pairs[sent.paragraph][1]]
        for kind, first, last in spans_of_said(sent, said):
            start, end = bisect_right(starts, first) - 1, bisect_left(starts, last)
            if 0 <= start < end:
                found[sent.paragraph].append((kind, start, end))
    return [_apart(spans) for spans in found]


def spans_of_said(sent: Sentence, said: Sequence[Said]) -> Iterator[tuple[str, int, int]]:
    """Yield kind, start and end in characters of what is heard in a sentence."""
    for item in said:
        if item.voice.span is not None and sent.span[0] <= item.voice.span[0] < sent.span[1] and item.cue:
            yield "source", *item.voice.span
        if item.cue_span is not None:
            yield "cue", *_cue(sent, item)
        for first, last in _stretches(sent, item.content):
            yield "content", *sent.between(first, last)


def _cue(sent: Sentence, item: Said) -> tuple[int, int]:
    """Return the cue with the auxiliaries and the negation that stand right before its verb."""
    assert item.cue_span is not None
    first = next((k for k in range(sent.n) if sent.start[k] >= item.cue_span[0]), item.verb)
    while first > 0 and sent.head[first - 1] == item.verb and sent.dep[first - 1] in _BEFORE_CUE:
        first -= 1
    return sent.start[first], item.cue_span[1]


def _stretches(sent: Sentence, content: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the unbroken stretches of tokens, without marks at their ends."""
    order = sorted(content)
    runs: list[list[int]] = []
    for k in order:
        if runs and k == runs[-1][-1] + 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    for run in runs:
        while run and sent.words[run[0]] in _EDGE:
            run.pop(0)
        while run and sent.words[run[-1]] in _EDGE:
            run.pop()
        if run and (len(run) > 1 or sent.pos[run[0]] != "PUNCT"):
            yield run[0], run[-1]


def _apart(spans: list[Marked]) -> list[Marked]:
    """Return spans that do not overlap, as in the gold: longer contents first, then sources and cues in the gaps."""
    order = {"content": 0, "source": 1, "cue": 2}
    kept: list[Marked] = []
    for span in sorted(set(spans), key=lambda s: (order[s[0]], s[1] - s[2], s[1])):
        if not any(span[1] < other[2] and other[1] < span[2] for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s[1])
