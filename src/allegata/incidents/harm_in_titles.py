"""Counts of those harmed that stand in a headline, English or Arabic, where the reader took no count from the text.

"Two civilians killed", "kills 3 people", "إصابة طفل" (the injury of a child). A number or one person beside the word
for what befell them; a bare plural tells no count. For comparison with a catalogue only: nothing is coded from it.
"""

import re
from functools import cache
from importlib.resources import files

import msgspec
import yaml

_WORD = re.compile(r"(?<!\d)\d{1,3}(?!\d)|[^\W\d_]+|[,;:.|،؛]")
_MOST = 200
"""A larger number beside such a word is mostly a year or a sum over a war."""


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    killed: frozenset[str]
    injured: frozenset[str]
    one: dict[str, frozenset[str]]
    more: dict[str, frozenset[str]]
    numbers: dict[str, int]
    beside: frozenset[str]


@cache
def _words() -> _Words:
    data = files("allegata.incidents").joinpath("data/harm_in_titles.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), _Words)


def harm_in(title: str) -> dict[str, int]:
    """Return the counts in a headline by outcome ("killed", "injured children"), the first of each."""
    words = _words()
    tokens = [_bare(token) for token in _WORD.findall(title.lower())]
    found: dict[str, int] = {}
    for at, token in enumerate(tokens):
        for outcome, names in (("killed", words.killed), ("injured", words.injured)):
            if token not in names:
                continue
            behind, ahead = tokens[at + 1 : at + 4], tokens[max(at - 6, 0) : at]
            told = _before(ahead) or _after(behind) if token.isascii() else _after(behind) or _before(ahead)
            if told is None:
                continue
            count, group = told
            found.setdefault(outcome, count)
            if group != "people":
                found.setdefault(f"{outcome} {group}", count)
    return found


def _bare(token: str) -> str:
    """Return a word without the Arabic "and" before it, where it is one of ours only so."""
    known = _known()
    return token[1:] if token not in known and token[:1] == "و" and token[1:] in known else token


@cache
def _known() -> frozenset[str]:
    words = _words()
    nouns = [noun for held in (words.one, words.more) for names in held.values() for noun in names]
    return frozenset([*words.killed, *words.injured, *nouns, *words.numbers])


def _number(token: str) -> int | None:
    if token.isdecimal():
        count = int(token)
        return count if 0 < count <= _MOST else None
    return _words().numbers.get(token)


def _group(token: str, of: dict[str, frozenset[str]]) -> str | None:
    return next((group for group, names in of.items() if token in names), None)


def _after(tokens: list[str]) -> tuple[int, str] | None:
    words = _words()
    for at, token in enumerate(tokens):
        if (count := _number(token)) is not None:
            behind = tokens[at + 1] if at + 1 < len(tokens) else ""
            return count, _group(behind, words.more) or "people"
        if (group := _group(token, words.one)) is not None:
            return 1, group
        if token not in words.beside:
            break
    return None


def _before(tokens: list[str]) -> tuple[int, str] | None:
    """Look back over people and words that may stand between; English only, as Arabic has the harm first."""
    words = _words()
    group = None
    for token in reversed(tokens):
        if (count := _number(token)) is not None:
            return count, group or "people"
        if group is None and (one := _group(token, words.one)) is not None and token.isascii():
            return 1, one
        if group is None and (more := _group(token, words.more)) is not None and token.isascii():
            group = more
        elif token not in words.beside:
            break
    return None
