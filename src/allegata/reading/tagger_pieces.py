"""Word pieces: the vocabulary of BERT's uncased models, cut greedily from the left. Plain Python, no network."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

LONGEST_WORD = 100
"""Characters of the longest word that is cut; a longer one is unknown."""

_ASCII_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Pieces:
    """Cuts words into numbered pieces."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown = self._ids["[UNK]"]
        self.first = self._ids["[CLS]"]
        self.last = self._ids["[SEP]"]
        self.of_word = lru_cache(maxsize=20_000)(self._of_word)

    def encode(self, words: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
        """Return the pieces of the words between the two marks of a text, the word of each, and each word's first.

        The word of a mark is -1; the first piece of a word without pieces (white space) is 0, the opening mark.
        """
        ids, owner, first = [self.first], [-1], []
        for number, word in enumerate(words):
            pieces = self.of_word(word)
            first.append(len(ids) if pieces else 0)
            ids += pieces
            owner += [number] * len(pieces)
        return [*ids, self.last], [*owner, -1], first

    def _of_word(self, word: str) -> tuple[int, ...]:
        return tuple(number for part in _parts(word) for number in self._cut(part))

    def _cut(self, part: str) -> list[int]:
        if len(part) > LONGEST_WORD:
            return [self.unknown]
        found: list[int] = []
        at = 0
        while at < len(part):
            for end in range(len(part), at, -1):
                number = self._ids.get(part[at:end] if at == 0 else f"##{part[at:end]}")
                if number is not None:
                    found.append(number)
                    at = end
                    break
            else:
                return [self.unknown]
        return found


def _parts(word: str) -> list[str]:
    """Return a word in small letters without accents, cut at white space, each punctuation mark and each Han sign."""
    parts: list[str] = []
    fresh = True
    for char in unicodedata.normalize("NFD", _clean(word)).lower():
        if unicodedata.category(char) == "Mn":
            continue
        if char.isspace():
            fresh = True
        elif char in _ASCII_MARKS or unicodedata.category(char).startswith("P") or "\u4e00" <= char <= "\u9fff":
            parts.append(char)
            fresh = True
        elif fresh:
            parts.append(char)
            fresh = False
        else:
            parts[-1] += char
    return parts


def _clean(word: str) -> str:
    return "".join(c for c in word if c.isspace() or (c != "\ufffd" and not unicodedata.category(c).startswith("C")))
