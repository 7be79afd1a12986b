"""The baseline of linking: texts clustered by the likeness of their words (TF-IDF, cosine, a threshold)."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from math import log, sqrt

_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
COMMON = 0.2
"""Words of more than this share of the texts are left out: they tell nothing, and cost most of the time."""


def cosines(texts: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Return the cosine, from 0 to 1, of each pair of texts that shares a word that is not common."""
    counts = {name: Counter(word.lower() for word in _WORD.findall(text)) for name, text in texts.items()}
    held: Counter[str] = Counter(word for words in counts.values() for word in words)
    most = max(2.0, COMMON * len(texts))
    idf = {word: log(len(texts) / n) for word, n in held.items() if n <= most}
    where: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for name, words in counts.items():
        weights = {word: (1 + log(n)) * idf[word] for word, n in words.items() if word in idf}
        norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for word, weight in weights.items():
            where[word].append((name, weight / norm))
    dots: defaultdict[tuple[str, str], float] = defaultdict(float)
    for entries in where.values():
        for n, (one, mine) in enumerate(entries):
            for other, theirs in entries[n + 1 :]:
                dots[one, other] += mine * theirs
    return dict(dots)


def linked(texts: Mapping[str, str], pairs: Mapping[tuple[str, str], float], threshold: float) -> dict[str, str]:
    """Return the cluster of each text, called by a member: texts joined by a cosine of ``threshold`` or more."""
    top = {name: name for name in texts}

    def find(name: str) -> str:
        while top[name] != name:
            top[name] = top[top[name]]
            name = top[name]
        return name

    for (one, other), likeness in pairs.items():
        if likeness >= threshold:
            top[find(other)] = find(one)
    return {name: find(name) for name in texts}
