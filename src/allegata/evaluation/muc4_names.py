"""The fullest name and the calling of a person in a dispatch, as MUC-4 asks for them (task document, 7.20, part 2)."""

import re

from allegata.evaluation.muc4_words import table
from allegata.reading.lexicon import lexicon

_WORD = r"[^\W\d_][\w'’-]*"


def is_name(words: str) -> bool:
    """Tell whether a phrase in capitals of two words or more holds no word for people, things or callings."""
    parts = words.split()
    if not 2 <= len(parts) <= 5:
        return False
    people = lexicon().people
    for part in parts:
        low = part.lower().strip(".,'’")
        if part in table().titles or low in people or low.removesuffix("s") in people or low in ("of", "the", "and"):
            return False
    return True


def fullest(name: str, shadow: str) -> str:
    """Return the longest form of ``name`` in ``shadow``, the text in small letters but for names."""
    best = name
    pattern = re.compile(r"\b" + r"\s+".join(map(re.escape, name.split())) + r"\b", re.IGNORECASE)
    for match in pattern.finditer(shadow):
        start, end = match.span()
        while before := re.search(rf"(?<![\w.])({_WORD})[ \n]$", shadow[max(0, start - 30) : start]):
            word = before[1]
            if not word[:1].isupper() or word.isupper() or word.upper() in table().titles | _NOT_NAMES:
                break
            start -= len(before[0])
        while after := re.match(rf"[ \n]({_WORD})", shadow[end : end + 30]):
            word = after[1].removesuffix("'s")
            if not word[:1].isupper() or word.isupper() or word.upper() in table().titles | _NOT_NAMES:
                break
            end += len(after[0])
        found = " ".join(shadow[start:end].upper().removesuffix("'S").split())
        if len(found.split()) <= 5:
            best = max(best, found, key=len)
    return best


_NOT_NAMES = frozenset(("THE", "A", "IN", "ON", "AT", "OF", "AND", "FORMER", "EX", "HE", "SHE", "THIS", "THAT", "BUT"))
_CLAUSE = re.compile(r"\b(?:WAS|WERE|WHO|HAD|SAID)\b")
_BESIDE = re.compile(r",\s+(?:\d\d,\s+)?(?:the |an? )?([^,.;:\[\]()]{3,70}?)\s*[,.]")


def calling(name: str, shadow: str) -> str:
    """Return the calling that stands beside a name: "JUDGE X", "X, MAYOR OF Y,"; empty where none does."""
    pattern = re.compile(r"\b" + r"\s+".join(map(re.escape, name.split())) + r"\b", re.IGNORECASE)
    for match in pattern.finditer(shadow):
        words = shadow[max(0, match.start() - 60) : match.start()].upper().split()
        taken: list[str] = []
        for word in reversed(words):
            if word.strip(".") not in table().titles:
                break
            taken.insert(0, word.strip("."))
        if taken:
            return " ".join(taken)
        after = _BESIDE.match(shadow[match.end() : match.end() + 100])
        if after is not None:
            told = " ".join(after[1].upper().split())
            if any(word in table().titles for word in told.split()[:5]) and not _CLAUSE.search(told):
                return told
    return ""
