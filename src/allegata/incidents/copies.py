"""Copied text: which documents hold words of another, whole or a passage of them.

Texts are compared by runs of words (shingles). MinHash finds texts that are nearly the same; a sample of the shingles,
chosen by their hash, finds passages inside longer texts; for the pairs found, the share of the shorter text's shingles
that stand in the longer one is counted exactly. No pair of texts that shares nothing is ever compared.

What websites put beside every text (``data/set_phrases.txt``) is no copy, and neither is what both quote: two reporters
who heard one man hold the same words of his.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import Final

import msgspec
from rensa import RMinHash, RMinHashLSH

from allegata.records import Document, Span

WORDS: Final = 5
"""Words of a shingle: long enough that two writers seldom hit on the same."""
PASSAGE: Final = 18
"""So many words in a row make a passage: shorter ones may be a quotation or a stock phrase."""
WHOLE: Final = 0.5
"""From this share of the shorter text on, it is a copy."""
_PERMUTATIONS, _SEED, _BANDS, _ALIKE = 64, 1815, 16, 0.5
_SAMPLE: Final = 4
"""One shingle in so many is looked up."""
_COMMON: Final = 50
"""A shingle of more texts than this is boilerplate."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SPOKEN = re.compile(r"[“«„][^“”«»„]*[”»“]|(?<!\w)\"[^\"\n]*\"")
"""Direct speech: what stands between two quotation marks; plain ones open behind a space and close on their line."""


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """Two documents that share text. ``share``: of the shorter one's shingles that stand in the longer, 0 to 1, without
    what both quote.

    ``longest``: words of the longest passage that both hold.
    """

    first: str
    second: str
    share: float
    longest: int

    def why(self) -> str:
        """Return the evidence in words."""
        if self.share >= WHOLE:
            return f"{round(100 * self.share)} % of the shorter text stands in the other word for word"
        return f"both hold a passage of {self.longest} words"


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: small letters, no punctuation, no set phrases of websites."""
    words = " ".join(match.group().casefold().replace("’", "'") for match in _WORD.finditer(text))
    for literal, pattern in _set_phrases():
        if literal in words:
            words = pattern.sub("", words)
    return words.split()


@lru_cache(maxsize=1)
def _set_phrases() -> list[tuple[str, re.Pattern[str]]]:
    """Return the set phrases, each with its longest stretch without a number, which is looked for first."""
    text = files("allegata.incidents").joinpath("data/set_phrases.txt").read_text(encoding="utf-8")
    found = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            parts = [re.escape(part.strip()) for part in line.split("N")]
            between = r"(?:\d\S* ){0,2}"  # "1.4K" is two words
            pattern = re.compile(rf"\b{f' {between}'.join(filter(None, parts))}\b")
            if line.startswith("N"):
                pattern = re.compile(rf"\b{between}{pattern.pattern[2:]}")
            found.append((max(line.split("N"), key=len).strip(), pattern))
    return found


@lru_cache(maxsize=200_000)
def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode("utf-8"), digest_size=8).digest(), "big")


def shingles(words: list[str]) -> list[int]:
    """Return the hashes of all runs of `WORDS` words, in order; of the whole text where it is shorter."""
    if len(words) < WORDS:
        return [_hash(" ".join(words))] if words else []
    return [_hash(" ".join(words[n : n + WORDS])) for n in range(len(words) - WORDS + 1)]


def find_copies(texts: Mapping[str, str]) -> list[Copy]:
    """Return the pairs of texts (by id) that share more than a quotation, in the order of their ids."""
    held = {name: shingles(words_of(text)) for name, text in sorted(texts.items())}
    found = []
    for first, second in sorted(_nearly_same(held) | _sharing(held)):
        pair = compare(held[first], held[second], _spoken(texts[first]) & _spoken(texts[second]))
        if pair is not None:
            found.append(Copy(first=first, second=second, share=pair[0], longest=pair[1]))
    return found


def compare(one: list[int], other: list[int], spoken: Collection[int] = frozenset()) -> tuple[float, int] | None:
    """Return the share of the shorter text and the longest common passage; ``None`` where neither makes a copy.

    ``spoken``: shingles that are direct speech in both, which do not count unless there is nothing else.
    """
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if not short:
        return None
    there = set(long)
    own = [shingle for shingle in short if shingle not in spoken] or short
    share = sum(shingle in there for shingle in own) / len(own)
    longest = run = 0
    for shingle in short:
        run = run + 1 if shingle in there and shingle not in spoken else 0
        longest = max(longest, run)
    passage = longest + WORDS - 1 if longest else 0
    return (share, passage) if share >= WHOLE or passage >= PASSAGE else None


def _spoken(text: str) -> frozenset[int]:
    """Return the shingles of direct speech."""
    return frozenset(shingle for match in _SPOKEN.finditer(text) for shingle in shingles(words_of(match.group())))


def _nearly_same(held: Mapping[str, list[int]]) -> set[tuple[str, str]]:
    index = RMinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    names = [name for name, hashes in held.items() if hashes]
    signs = {}
    for number, name in enumerate(names):
        sign = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sign.update([str(shingle) for shingle in sorted(set(held[name]))])
        signs[name] = sign
        index.insert(number, sign)
    pairs: set[tuple[str, str]] = set()
    for number, name in enumerate(names):
        pairs.update((name, names[other]) for other in index.query(signs[name]) if other > number)
    return pairs


def _sharing(held: Mapping[str, list[int]]) -> set[tuple[str, str]]:
    where: dict[int, list[str]] = defaultdict(list)
    for name, hashes in held.items():
        for shingle in sorted(set(hashes)):
            if shingle % _SAMPLE == 0:
                where[shingle].append(name)
    common: Counter[tuple[str, str]] = Counter()
    for names in where.values():
        if 1 < len(names) <= _COMMON:
            common.update((one, other) for n, one in enumerate(names) for other in names[n + 1 :])
    return {pair for pair, count in common.items() if count > 1}


def holds(document: Document, spans: Iterable[Span], other: str) -> float:
    """Return the share of the shingles of a document's ``spans`` that stand in the text ``other``."""
    there = set(shingles(words_of(other)))
    mine = [shingle for start, end in spans for shingle in shingles(words_of(document.text[start:end]))]
    return sum(shingle in there for shingle in mine) / len(mine) if mine else 0.0
