"""Translated copies: documents in two languages that one publisher brought out with the same figures and names.

Nothing is translated. Figures are compared as numbers, names by the gazetteer's folding key without its vowels, which
Arabic script leaves out and romanisations scatter. All of it must agree; each alone is chance.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import msgspec

from allegata.gazetteer.fold import fold
from allegata.records import Document

FIGURES: Final = 2
"""So many figures must be the same in both, and most of all that either gives."""
NAMES: Final = 3
"""So many names of the one must stand in the other, and most of those that it gives."""
_MOST: Final = 0.5
_DAYS: Final = 3
"""A translation comes out within so many days."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FIGURE = re.compile(r"\d+(?:[.,٬]\d{3})*")
_VOWELS = str.maketrans("", "", "aeiouy")
_PREFIXES = ("ual", "bal", "al", "ul", "bl", "ll", "u", "b", "l", "f", "k")


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """Two documents, by id, of which one seems to be a translation of the other, and the evidence in words."""

    first: str
    second: str
    why: str


def find_translations(documents: Mapping[str, Document]) -> list[Translation]:
    """Return the pairs of ``documents`` of one publisher, or one credited agency, that tell the same in two languages.

    A document whose language or publisher is unknown is compared with none.
    """
    by_origin: dict[str, list[Document]] = {}
    for _, document in sorted(documents.items()):
        name = document.credited or document.dateline_agency or document.publisher
        key = _bones(name) if name else ""
        if key and document.language is not None:
            by_origin.setdefault(key, []).append(document)
    found = []
    for group in by_origin.values():
        for n, one in enumerate(group):
            for other in group[n + 1 :]:
                why = _agree(one, other) if one.language != other.language else None
                if why is not None:
                    found.append(Translation(first=one.id, second=other.id, why=why))
    return found


def _agree(one: Document, other: Document) -> str | None:
    if _apart(one, other):
        return None
    mine, theirs = figures(one.text), figures(other.text)
    same = mine & theirs
    if len(same) < FIGURES or len(same) < _MOST * len(mine | theirs):
        return None
    # Names are known by their capitals: in a script without them, any word may be one.
    latin, foreign = sorted((one, other), key=lambda item: not _latin(item.text))
    named, there = names(latin.text), _words(foreign.text)
    shared = [name for name in sorted(named) if named[name] & there]
    if len(shared) < NAMES or len(shared) < _MOST * len(named):
        return None
    publisher = one.credited or one.dateline_agency or one.publisher
    numbers = ", ".join(f"{figure:,}" for figure in sorted(same)[:6])
    return (
        f"seems a translation ({one.language}, {other.language}): both by {publisher}, "
        f"with the figures {numbers} and the names {', '.join(shared[:6])}"
    )


def figures(text: str) -> set[int]:
    """Return the numbers that a text writes in digits of any script."""
    found = set()
    for match in _FIGURE.finditer(text):
        digits = [unicodedata.digit(character, None) for character in match.group()]
        found.add(int("".join(str(digit) for digit in digits if digit is not None)))
    return found


def names(text: str) -> dict[str, set[str]]:
    """Return the capitalised words that do not open a sentence, with what they may be written as in another script."""
    found: dict[str, set[str]] = {}
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip(" \"'“‘(")[-1:]
        word = match.group()
        if word[:1].isupper() and before not in ("", ".", "!", "?", ":", "\n"):
            bones = _bones(word)
            if len(bones) >= 2:
                found[word] = {bones}
    return found


def _words(text: str) -> set[str]:
    found = set()
    for match in _WORD.finditer(text):
        key = fold(match.group())
        found.add(key.translate(_VOWELS))
        # Arabic writes "and", "in", "the" into the word.
        found.update(key[len(prefix) :].translate(_VOWELS) for prefix in _PREFIXES if key.startswith(prefix))
    return {bones for bones in found if len(bones) >= 2}


@lru_cache(maxsize=50_000)
def _bones(name: str) -> str:
    return fold(name).translate(_VOWELS)


def _latin(text: str) -> bool:
    letters = [character for character in text[:2000] if character.isalpha()]
    return 2 * sum(character < "\u0250" for character in letters) > len(letters)


def _apart(one: Document, other: Document) -> bool:
    if one.published is None or other.published is None:
        return False
    days = date.fromisoformat(one.published.start) - date.fromisoformat(other.published.start)
    return abs(days.days) > _DAYS
