"""Words as the register compares them: tokens with their places in the text, and the folding key of a phrase."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?|[^\W_]+(?:['’ʼ‘`](?![sS](?![^\W_]))[^\W_]+)*")
"""A word, with inner apostrophes ("Jama'at") but without a possessive 's; or dotted letters ("U.S.")."""

_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ‘`ʿʾʻ´."))
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe"})
_PLAIN_GAPS = frozenset({" ", "-", ""})
_GAP = re.compile(r"(?!.*\n\s*\n)[\s\-‐‑‒–—/\"'“”‘’«»„`´]{0,12}", re.DOTALL)


def rows(name: str) -> list[list[str]]:
    """Return the rows of a tab-separated data file of this room, without its head, empty lines and comments (#)."""
    text = files("allegata.actors").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line.rstrip("\n").split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [[cell.strip() for cell in line] for line in lines[1:]]


_SPELLINGS = {row[0]: row[1] for row in rows("spellings.tsv")}


@lru_cache(maxsize=16384)
def key(word: str) -> str:
    """Return the folding key of one word: lower case, no accents, apostrophes or dots, one spelling."""
    low = word.lower().translate(_LETTERS).translate(_APOSTROPHES)
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return _SPELLINGS.get(low, low)


def keys(phrase: str) -> tuple[str, ...]:
    """Return the keys of a phrase's words without "the" and "so-called", which the register does not compare."""
    words = [key(word) for word in WORD.findall(phrase)]
    kept: list[str] = []
    for place, word in enumerate(words):
        skipped = (
            word == "the"
            or words[place : place + 2] == ["so", "called"]
            or words[place - 1 : place + 1] == ["so", "called"]
        )
        if not skipped:
            kept.append(word)
    return tuple(kept)


def fold(phrase: str) -> str:
    """Return the folding key of a phrase: two phrases with the same key are the same name."""
    return " ".join(keys(phrase))


class Tokens:
    """The words of one text: where each starts and ends, and its key."""

    __slots__ = ("ends", "keys", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        found = [(match.start(), match.end()) for match in WORD.finditer(text)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]
        self.keys = [key(text[start:end]) for start, end in found]

    def __len__(self) -> int:
        return len(self.keys)

    def raw(self, place: int) -> str:
        """Return the word as written."""
        return self.text[self.starts[place] : self.ends[place]]

    def gap(self, place: int) -> str:
        """Return what stands between a word and the word before it."""
        return self.text[self.ends[place - 1] if place else 0 : self.starts[place]]

    def joined(self, place: int) -> bool:
        """Tell whether a word may continue the phrase of the word before it: blanks, a dash or quotation marks only."""
        gap = self.gap(place)
        return gap in _PLAIN_GAPS or _GAP.fullmatch(gap) is not None

    def possessive(self, place: int) -> bool:
        """Tell whether the word is the s of a possessive."""
        return self.keys[place] == "s" and self.gap(place) in {"'", "’", "‘", "`", "´"}

    def in_capitals(self, place: int) -> bool:
        """Tell whether the text about a word is written in capitals, so that capitals mean nothing."""
        about = self.text[max(0, self.starts[place] - 60) : self.ends[place] + 60].replace(self.raw(place), "")
        small = sum(map(str.islower, about))
        return small * 4 < sum(map(str.isupper, about))
