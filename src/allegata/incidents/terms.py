"""Words that tell one happening from another: the terms of a text with weights that do not depend on the other texts.

A word weighs as much as it is rare in the news (``data/common_words.tsv``: the share of news texts that hold it).
Words that the table lacks are rare ones: names, streets, numbers. As the weights are fixed, a pair of accounts scores
the same in a corpus of two as of a million, and new texts change no earlier score.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
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

_PAIRED = -math.log(PAIR)
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


@lru_cache(maxsize=1)
def _of_pages() -> frozenset[str]:
    """Return the words that the page of a post bears whatever it tells."""
    text = files("allegata.incidents").joinpath("data/page_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=65_536)
def _lower(word: str) -> str:
    lower = word.lower().replace("’", "'")
    return lower[:-2] if lower.endswith("'s") else lower


def words_of(text: str) -> list[str]:
    """Return the words and numbers of ``text`` in lower case, possessives cut."""
    return list(map(_lower, _WORD.findall(text)))


@lru_cache(maxsize=65_536)
def _weighed(word: str) -> float | None:
    """Return what a lower-cased word weighs; ``None`` where it is too short, or of every text of a war or a site."""
    if (len(word) < 3 and not word.isdigit()) or of_country(word) or word in _of_pages():
        return None
    return rarity(word)


@lru_cache(maxsize=65_536)
def _name(first: str, second: str) -> tuple[str, str, str] | None:
    """Return two capitalised words as a term, with both; ``None`` where they are too common, or of a country."""
    name = f"{first} {second}".lower()
    first, _, second = name.partition(" ")
    if of_country(first) or of_country(second) or rarity(first) + rarity(second) < 8:
        return None
    return name, first, second


@lru_cache(maxsize=4_096)
def _counted(count: float, share: float, times: int) -> float:
    """Return ``count`` with ``share`` added so many times."""
    for _ in range(times):
        count += share
    return count


@lru_cache(maxsize=4_096)
def _often(count: float) -> float:
    """Return what a term weighs for how often it stands in a text."""
    return (1 + math.log1p(count)) * min(count, 1.0)


def names_of(text: str) -> list[str]:
    """Return pairs of capitalised words that stand side by side, in lower case."""
    return [f"{first} {second}".lower() for first, second in _NAME.findall(text)]


def ages_of(text: str) -> frozenset[int]:
    """Return the ages in years that ``text`` states."""
    return frozenset(
        age for match in _AGE.finditer(text) for age in (int(next(filter(None, match.groups()))),) if 0 < age < 110
    )


def weighed(
    parts: Iterable[tuple[str, float]], without: Collection[str] = (), also: Collection[str] = ()
) -> dict[str, float]:
    """Return the terms of texts, each text with its own weight; the vector has length one.

    ``without`` and ``also``: words that other comparisons use, as places and parties. Two texts are as like as the sum
    of the products of the weights of the terms they share, from 0 to 1.
    """
    weights: dict[str, float] = {}
    counts: dict[str, float] = {}
    for text, share in parts:
        for word, times in Counter(map(_lower, _WORD.findall(text))).items():
            weight = _weighed(word)
            if weight is None or word in without or word in also:
                continue
            counts[word] = _counted(counts.get(word, 0.0), share, times)
            weights[word] = weight
        for pair, times in Counter(_NAME.findall(text)).items():
            known = _name(*pair)
            if known is None:
                continue
            name, first, second = known
            if first in without or second in without or first in also or second in also:
                continue
            counts[name] = _counted(counts.get(name, 0.0), share, times)
            weights[name] = _PAIRED
    scored = sorted([(-_often(counts[term]) * weight, term) for term, weight in weights.items()])
    heaviest = scored[:MOST]
    length = math.sqrt(sum([weight * weight for weight, _ in heaviest])) or 1.0
    return {term: -weight / length for weight, term in heaviest}


def script_of(text: str) -> str:
    """Return the script of most letters of ``text``, in small letters; ``latin`` where there are none."""
    if text.isascii():
        return "latin"
    foreign = [letter for letter in text[:2_000] if not letter.isascii() and letter.isalpha()]
    latin = sum(letter.isalpha() for letter in text[:2_000]) - len(foreign) if foreign else 1
    counts: dict[str, int] = {"LATIN": latin}
    for letter in foreign:
        script = unicodedata.name(letter, "LATIN").split()[0]
        counts[script] = counts.get(script, 0) + 1
    return max(sorted(counts), key=lambda script: counts[script]).lower()


@lru_cache(maxsize=65_536)
def number_of(term: str) -> int:
    """Return a term as a number that fits 32 bits, signed."""
    return int(crc32(term.encode("utf-8"))) - 2147483648
