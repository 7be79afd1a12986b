"""Numbers as written, in digits and in words, read from the tokens of a text."""

import re
from decimal import Decimal
from math import ceil, floor
from pathlib import Path
from typing import Any, NamedTuple

import yaml

LARGEST = 10**15
"""Longer figures are identifiers (telephone and account numbers), not counts."""


def load_words(name: str) -> dict[str, Any]:
    """Return a word list of ``reading/data`` as plain dictionaries and lists; ``name`` ends in ``.yaml``."""
    path = Path(__file__).with_name("data") / name
    words: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return words


_WORDS = load_words("number_words.yaml")
_UNITS: dict[str, int] = _WORDS["units"]
_TEENS: dict[str, int] = _WORDS["teens"]
_TENS: dict[str, int] = _WORDS["tens"]
_HUNDRED: dict[str, int] = _WORDS["hundred"]
_DOZEN: dict[str, int] = _WORDS["dozen"]
_SUFFIXES: dict[str, int] = _WORDS["suffixes"]
PLURAL_SCALES: dict[str, int] = _WORDS["plural_scales"]
ORDINALS: dict[str, int] = _WORDS["ordinals"]
SCALES: dict[str, int] = _WORDS["scales"]
MULTIPLIERS: dict[str, int] = _HUNDRED | SCALES | _DOZEN
_BELOW_100 = _UNITS | _TEENS | _TENS

NUMBER_HEADS = frozenset(_BELOW_100) | frozenset(MULTIPLIERS) | {"a", "an", "half"}
"""Words that a number may begin with, beside digits."""

_TOKEN = re.compile(
    r"\d{1,3}(?:[,٬\u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.٫]\d+)?"
    r"|\d{1,3}(?: \d{3})+(?!\d|[.,:/-]\d)"
    r"|\d+(?:[.٫]\d+)?"
    r"|[^\W\d_]+"
)
_SEPARATORS = re.compile(r"[^\d.٫]")


class Tokens:
    """The words (in lower case) and figures of a text with their places; punctuation stays in the gaps."""

    __slots__ = ("ends", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            self.words.append(match[0].lower())
            self.starts.append(start)
            self.ends.append(end)

    def spaced(self, index: int) -> bool:
        """Tell whether only white space stands between the token before ``index`` and the one at it."""
        gap = self.text[self.ends[index - 1] : self.starts[index]]
        return gap == " " or (gap.isspace() and len(gap) < 4)

    def linked(self, index: int) -> bool:
        """Tell whether a hyphen or white space alone joins the token at ``index`` to the one before."""
        return self.text[self.ends[index - 1] : self.starts[index]] in "-‐‑" or self.spaced(index)

    def word(self, index: int) -> str:
        """Return the word at ``index``, or nothing behind the last one."""
        return self.words[index] if index < len(self.words) else ""


class Number(NamedTuple):
    """A number: bounds (different only for a broken figure such as 3.5), the token behind it, its last multiplier."""

    low: int
    high: int
    stop: int
    multiplier: int = 1


def read_number(tokens: Tokens, index: int, *, join_with_and: bool = True) -> Number | None:
    """Return the longest number that begins at token ``index``, or ``None``.

    ``join_with_and``: whether "and" may stand in it ("a hundred and five", but not in "between a hundred and ...").
    """
    word = tokens.words[index]
    if word[0].isdecimal():
        return _digits(tokens, index)
    if word == "half":
        return _half(tokens, index)
    if word in ("a", "an"):
        follows = tokens.word(index + 1)
        if follows == "half" and tokens.spaced(index + 1):
            return _half(tokens, index + 1)
        if follows in MULTIPLIERS and tokens.spaced(index + 1):
            return _spelled(tokens, index + 1, join_with_and)
        return None
    return _spelled(tokens, index, join_with_and)


def read_ordinal(tokens: Tokens, index: int) -> Number | None:
    """Return the ordinal ("third", "21st", "twenty-first") that begins at token ``index``, or ``None``."""
    word, follows = tokens.words[index], tokens.word(index + 1)
    if word in ORDINALS:
        return Number(ORDINALS[word], ORDINALS[word], index + 1)
    if follows in ("st", "nd", "rd", "th") and word.isdecimal() and tokens.ends[index] == tokens.starts[index + 1]:
        return Number(int(word), int(word), index + 2) if len(word) < 16 else None
    if word in _TENS and 0 < ORDINALS.get(follows, 0) < 10 and tokens.linked(index + 1):
        value = _TENS[word] + ORDINALS[follows]
        return Number(value, value, index + 2)
    return None


def _digits(tokens: Tokens, index: int) -> Number | None:
    plain = _SEPARATORS.sub("", tokens.words[index]).replace("٫", ".")
    if len(plain) > 20:
        return None
    value, multiplier, stop = Decimal(plain), 1, index + 1
    if tokens.word(stop) in _SUFFIXES and tokens.starts[stop] == tokens.ends[index]:
        multiplier, stop = _SUFFIXES[tokens.words[stop]], stop + 1
    else:
        while tokens.word(stop) in MULTIPLIERS and tokens.linked(stop) and multiplier < 10**9:
            multiplier, stop = multiplier * MULTIPLIERS[tokens.words[stop]], stop + 1
    value *= multiplier
    if value > LARGEST:
        return None
    return Number(floor(value), ceil(value), stop, multiplier)


def _half(tokens: Tokens, index: int) -> Number | None:
    stop = index + 1
    if tokens.word(stop) in ("a", "an") and tokens.spaced(stop):
        stop += 1
    scale = MULTIPLIERS.get(tokens.word(stop))
    if scale is None or not tokens.linked(stop):
        return None
    return Number(scale // 2, scale // 2, stop + 1, scale)


def _spelled(tokens: Tokens, index: int, join_with_and: bool) -> Number | None:
    total, group, last, multiplier, largest = 0, 0, "", 1, LARGEST
    stop = index
    while (word := tokens.word(stop)) and (stop == index or tokens.linked(stop)):
        if word in _UNITS:
            if last in ("unit", "teen") or (last == "ten" and word == "zero") or (last and word == "zero"):
                break
            group, last = group + _UNITS[word], "unit"
        elif word in _TEENS or word in _TENS:
            if last in ("unit", "teen", "ten"):
                break
            group, last = group + _BELOW_100[word], "teen" if word in _TEENS else "ten"
        elif word in _HUNDRED:
            if last in ("hundred", "scale") or group > 99 or (last and not group):
                break
            group, last, multiplier = (group or 1) * 100, "hundred", 100
        elif word in SCALES or word in _DOZEN:
            scale = MULTIPLIERS[word]
            if scale >= largest or last == "scale" or (last and not group) or (word in _DOZEN and total):
                break
            total, group, last, largest, multiplier = total + (group or 1) * scale, 0, "scale", scale, scale
            if word in _DOZEN:
                stop += 1
                break
        elif word == "and" and join_with_and and _and_continues(tokens, stop, last):
            if tokens.words[stop + 1] in ("a", "an"):  # "two and a half million"
                scale = MULTIPLIERS[tokens.words[stop + 3]]
                value = group * scale + scale // 2
                return Number(value, value, stop + 4, scale)
        else:
            break
        stop += 1
    if stop == index:
        return None
    value = total + group
    return Number(value, value, stop, multiplier) if value <= LARGEST else None


def _and_continues(tokens: Tokens, index: int, last: str) -> bool:
    """Tell whether the "and" at ``index`` joins parts of one number, and not two numbers."""
    after = index + 1
    if not tokens.word(after) or not tokens.spaced(after):
        return False
    if last in ("unit", "teen", "ten"):
        half = tokens.words[after : after + 2] in (["a", "half"], ["an", "half"])
        return half and tokens.word(after + 2) in MULTIPLIERS
    if last not in ("hundred", "scale") or tokens.words[after] not in _BELOW_100 or tokens.words[after] == "zero":
        return False
    behind = after + 1
    if tokens.words[after] in _TENS and tokens.word(behind) in _UNITS and tokens.linked(behind):
        behind += 1
    follows = tokens.word(behind)
    return not (follows in MULTIPLIERS and tokens.linked(behind)) or (last == "hundred" and follows in SCALES)
