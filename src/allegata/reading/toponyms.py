"""Toponyms of a text: which words name places, whatever is said of them there.

Wider than ``places``, which serves claims: a byline, a dateline, a birthplace and a demonym's country are toponyms too.
By the parser's names of places, corrected by what the gazetteer knows; no word list of any corpus.
"""

import re
from typing import Any

from allegata.gazetteer import Gazetteer
from allegata.records import Span

_PLACE = frozenset(("GPE", "LOC", "FAC"))
_LEAD = re.compile(r"^(?:the|The|a|an|nearby|near|northern|southern|eastern|western)\s+")
_TAIL = re.compile(r"(?:['’]s?|[,;:.\"”“)\-–—]+|\s+)$")


def toponyms(nlp: Any, text: str, gazetteer: Gazetteer) -> list[Span]:
    """Return the spans of the toponyms of ``text``, in order, none overlapping. ``nlp``: a spaCy pipeline."""
    doc = nlp(text)
    found: set[Span] = set()
    for ent in doc.ents:
        if ent.label_ in _PLACE:
            found.update(_parts(text, ent.start_char, ent.end_char))
    return _apart(found)


def _parts(text: str, start: int, end: int) -> list[Span]:
    """Return the names in an entity: parted at commas, without articles, possessives and stops."""
    spans = []
    at = start
    for piece in text[start:end].split(","):
        a, b = at, at + len(piece)
        at = b + 1
        while a < b and text[a].isspace():
            a += 1
        while match := _LEAD.match(text[a:b]):
            a += match.end()
        while match := _TAIL.search(text[a:b]):
            if text[a:b].endswith(".") and (text[a:b].count(".") > 1 or len(text[a:b]) <= 6):
                break
            b = a + match.start()
        if b - a > 1 and text[a].isupper():
            spans.append((a, b))
    return spans


def _apart(found: set[Span]) -> list[Span]:
    """Return spans in order, the longer of two that overlap."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s[0] - s[1], s)):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)
