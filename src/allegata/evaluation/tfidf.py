"""The baseline of linking: texts clustered by the likeness of their words (TF-IDF, cosine, a threshold)."""

import re
from collections import Counter
from collections.abc import Mapping
from math import log

import numpy as np

_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
COMMON = 0.2
"""Words of more than this share of the texts are left out: they tell nothing."""
LEAST = 0.05
"""Pairs less alike than this are not kept."""


def cosines(texts: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Return the cosine of each pair of texts that is `LEAST` or more alike, 0 to 1."""
    counts = [Counter(word.lower() for word in _WORD.findall(text)) for text in texts.values()]
    held: Counter[str] = Counter(word for words in counts for word in words)
    most = max(2.0, COMMON * len(texts))
    columns = {word: n for n, word in enumerate(sorted(word for word, of in held.items() if 2 <= of <= most))}
    matrix = np.zeros((len(counts), len(columns)), dtype=np.float32)
    for row, words in enumerate(counts):
        for word, n in words.items():
            if word in columns:
                matrix[row, columns[word]] = (1 + log(n)) * log(len(texts) / held[word])
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    likeness = matrix @ matrix.T
    names = list(texts)
    found = np.argwhere(np.triu(likeness, 1) >= LEAST)
    return {(names[one], names[other]): float(likeness[one, other]) for one, other in found}


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
