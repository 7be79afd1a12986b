"""Words that tell one happening from another: the terms of a text with weights that do not depend on the other texts.

A word weighs as much as it is rare in the news (``data/common_words.tsv``: the share of news texts that hold it).
Words that the table lacks are rare ones: names, streets, numbers. As the weights are fixed, a pair of accounts scores
the same in a corpus of two as of a million, and new texts change no earlier score.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from zlib import crc32

from allegata.gazetteer.countries import country_of

MOST = 72
"""Terms that an account keeps: its heaviest."""
RARE = 0.0004
"""The share of texts that a word is taken to stand in where the table does not hold it."""
PAIR = 0.0001
"""The same of two capitalised words side by side, mostly a name."""

_WORD = re.compile(r"[^\W\d_](?:[\w'’]*[^\W_])?|\d[\d,.]*\d|\d")
_NAME = re.compile(r"(?<![\w.])([^\W\d_a-z]\w+)[ \-]([^\W\d_a-z]\w+)")
_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]olds?\b|\baged? (?:of )?(\d{1,3})\b|, (\d{1,2}),")


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    text = files("allegata.incidents").joinpath("data/common_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: float(share) for word, share in rows}


def common_words() -> dict[str, float]:
    """Return the words of the table, lower-cased, each with the share of news texts that hold it, commonest first."""
    return dict(_shares())


@lru_cache(maxsize=65_536)
def rarity(word: str) -> float:
    """Return the weight of a lower-cased word: the natural logarithm of one over the share of texts that hold it."""
    return -math.log(max(_shares().get(word, RARE), RARE))


@lru_cache(maxsize=65_536)
def of_country(word: str) -> bool:
    """Tell whether a lower-cased word is a country or its people: every text of one conflict holds it."""
    return country_of(word, regions=False) is not None


def words_of(text: str) -> list[str]:
    """Return the words and numbers of ``text`` in lower case, possessives cut."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        found.append(word[:-2] if word.endswith("'s") else word)
    return found


def names_of(text: str) -> list[str]:
    """Return pairs of capitalised words that stand side by side, in lower case."""
    return [f"{first} {second}".lower() for first, second in _NAME.findall(text)]


def ages_of(text: str) -> frozenset[int]:
    """Return the ages in years that ``text`` states."""
    return frozenset(
        age for match in _AGE.finditer(text) for age in (int(next(filter(None, match.groups()))),) if 0 < age < 110
    )


def weighed(parts: Iterable[tuple[str, float]], without: Iterable[str] = ()) -> dict[str, float]:
    """Return the terms of texts, each text with its own weight; the vector has length one.

    ``without``: words that other comparisons use, as places and parties. Two texts are as like as the sum of the
    products of the weights of the terms they share, from 0 to 1.
    """
    left_out = set(without)
    weights: dict[str, float] = {}
    counts: dict[str, float] = {}
    for text, share in parts:
        for word in words_of(text):
            if word in left_out or (len(word) < 3 and not word.isdigit()) or of_country(word):
                continue
            counts[word] = counts.get(word, 0.0) + share
            weights.setdefault(word, rarity(word))
        for name in names_of(text):
            first, _, second = name.partition(" ")
            if first in left_out or second in left_out or of_country(first) or of_country(second):
                continue
            if rarity(first) + rarity(second) < 8:
                continue
            counts[name] = counts.get(name, 0.0) + share
            weights.setdefault(name, -math.log(PAIR))
    scored = {
        term: (1 + math.log1p(counts[term])) * min(counts[term], 1.0) * weight for term, weight in weights.items()
    }
    heaviest = sorted(scored.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    length = math.sqrt(sum(weight * weight for _, weight in heaviest)) or 1.0
    return {term: weight / length for term, weight in heaviest}


def script_of(text: str) -> str:
    """Return the script of most letters of ``text``, in small letters; ``latin`` where there are none."""
    foreign = [letter for letter in text[:2_000] if not letter.isascii() and letter.isalpha()]
    latin = sum(letter.isalpha() for letter in text[:2_000]) - len(foreign) if foreign else 1
    counts: dict[str, int] = {"LATIN": latin}
    for letter in foreign:
        script = unicodedata.name(letter, "LATIN").split()[0]
        counts[script] = counts.get(script, 0) + 1
    return max(sorted(counts), key=lambda script: counts[script]).lower()


def number_of(term: str) -> int:
    """Return a term as a number that fits 32 bits, signed."""
    return int(crc32(term.encode("utf-8"))) - 2147483648
