"""One attribution: a voice, its reporting word, and the tokens that are said."""

import msgspec

from allegata.reading.voices import Voice
from allegata.records import Span


class Said(msgspec.Struct, kw_only=True):
    """One attribution in one sentence. ``content``: indexes of the tokens that are said."""

    voice: Voice
    cue: str | None
    cue_span: Span | None
    stance: str
    content: set[int]
    verb: int
    accused: list[int] = []
    inner: list[tuple[Voice, str, Span]] = []
    outer: list[Voice] = []
    report: set[int] = set()
    loose: bool = False
    bare: bool = False


def chain(index: int, said: list[Said]) -> list[Said]:
    """Return the attributions whose content holds token ``index``, innermost (the ultimate speaker) first."""
    inside = [item for item in said if index in item.content]
    return sorted(inside, key=lambda item: (len(item.content), -item.verb))
