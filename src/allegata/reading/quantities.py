"""Quantities: the words of a count and the bounds that they entail, found in plain text without a parser."""

import re

import msgspec

from allegata.reading.numbers import ORDINALS, Number, Tokens, load_words, read_number, read_ordinal
from allegata.reading.quantity_grammar import HEADS, Core, Reading, alternatives, read_quantity
from allegata.reading.quantity_units import Unit, shape_at, unit_of
from allegata.records import Quantity, Span

BARE_PLURAL: tuple[int, None] = (2, None)
"""Bounds of a plural that is given without a number ("civilians were killed")."""


class QuantityMatch(msgspec.Struct, frozen=True):
    """A quantity found in a text.

    ``number_span``: the number word itself, in the offsets of ``quantity.span``. ``unit``: what it counts when that
    clearly is not people. ``additional``: it stands beside another count ("another five"). ``superseded``: the sentence
    replaces it by another figure ("rose to 31 from 22"). ``definite``: "the", "these" or "those" stands before it.
    """

    quantity: Quantity
    ordinal: bool
    number_span: Span
    unit: Unit | None
    additional: bool = False
    superseded: bool = False
    definite: bool = False


_WORDS = load_words("quantity_words.yaml")
_HEADS = HEADS | frozenset(ORDINALS)
_REPLACED = re.compile(rf"\b(?:{alternatives(_WORDS['superseded_before'])})\s+\Z", re.IGNORECASE)
_LAST_REPLACED = {phrase.split()[-1] for phrase in _WORDS["superseded_before"]}
_CHANGE = re.compile(rf"\b(?:{alternatives(_WORDS['change_words'])})\b", re.IGNORECASE)
_FROM_BEHIND = re.compile(
    r"(?:\s+[^\W\d_]+){0,3},?\s+(?:up\s+|down\s+)?from\s+(?:(?:the|an?)\s+)?(?:[^\W\d_]+\s+){0,4}\Z"
)
_TO_BEHIND = re.compile(r"(?:\s+[^\W\d_]+){0,3},?\s+to\s+\Z")
_AGES_GO_ON = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_AGES_END = re.compile(r"\s*(?:[.,;)]|\Z)|\s+(?:and|were|was|when|who|respectively)\b")
_DEFINITE = ("the", "these", "those")


def vague(words: str, span: Span) -> Quantity:
    """Return the quantity of words that count without a figure, such as a bare plural: two or more, open above."""
    return Quantity(words=words, kind="vague", low=BARE_PLURAL[0], high=BARE_PLURAL[1], span=span)


def parse_quantity(words: str) -> Quantity | None:
    """Return the quantity that the whole string states, or ``None`` when it states none or holds anything else.

    "a", "an" and "another" alone count one; a leading "the" is passed over. The span is that of the string.
    """
    tokens = Tokens(words)
    if not tokens.words or words[: tokens.starts[0]].strip():
        return None
    begin = 1 if tokens.words[0] in _DEFINITE and len(tokens.words) > 1 and tokens.spaced(1) else 0
    found = read_quantity(tokens, begin, articles=True)
    if found is None or words[found.end :].strip() or _broken(found.core):
        return None
    return Quantity(words=words, kind=found.kind, low=found.low, high=found.high, span=(0, len(words)))


def find_quantities(text: str, offset: int = 0, *, articles: bool = False) -> list[QuantityMatch]:
    """Return every quantity of ``text`` in order, the longest at each place and none inside another.

    ``offset`` is added to all spans. ``articles``: "a", "an" and "another" alone are returned too, as exactly one.
    Numbers that clearly do not count people are returned with their ``unit``.
    """
    tokens = Tokens(text)
    matches: list[QuantityMatch] = []
    words, count, index = tokens.words, len(tokens.words), 0
    while index < count:
        word = words[index]
        if word in _HEADS or word[0].isdecimal():
            match, index = _match_at(tokens, index, offset, articles, matches)
            if match is not None:
                matches.append(match)
        else:
            index += 1
    return matches


def _match_at(
    tokens: Tokens, index: int, offset: int, articles: bool, matches: list[QuantityMatch]
) -> tuple[QuantityMatch | None, int]:
    """Return the match at a token with the token to go on from; marks an earlier match that this one replaces."""
    text, start = tokens.text, tokens.starts[index]
    if tokens.words[index][0].isdecimal() and (shape := shape_at(text, start)):
        return _plain(tokens, index, shape[1], shape[0], offset)
    ordinal = read_ordinal(tokens, index)
    if ordinal is not None:
        return _plain(tokens, index, tokens.ends[ordinal.stop - 1], "ordinal", offset, ordinal)
    moved = "from" in (tokens.words[index], tokens.words[index - 1] if index else "")
    changed = moved and _CHANGE.search(text, max(0, start - 40), start) is not None  # "rose from 22 to 31": two figures
    found = read_quantity(tokens, index, articles=articles, ranges=not changed)
    if found is None:
        return None, index + 1
    core = found.core
    number = (tokens.starts[core.first], tokens.ends[core.number_stop - 1])
    unit = _unit(tokens, start, number, found, matches, offset)
    if unit == "identifier" and index != core.first:
        return None, index + 1  # "about Road 60"
    end = found.end
    superseded = False
    if unit is None and core.kind == "exact":
        superseded = _supersedes(text, start, end, offset, matches)
    quantity = Quantity(
        words=text[start:end], kind=found.kind, low=found.low, high=found.high, span=(start + offset, end + offset)
    )
    match = QuantityMatch(
        quantity=quantity,
        ordinal=False,
        number_span=(number[0] + offset, number[1] + offset),
        unit=unit,
        additional=found.additional,
        superseded=superseded,
        definite=index > 0 and tokens.words[index - 1] in _DEFINITE and tokens.spaced(index),
    )
    return match, found.stop


def _unit(
    tokens: Tokens, start: int, number: Span, found: Reading, matches: list[QuantityMatch], offset: int
) -> Unit | None:
    """Return what the quantity counts when that is clearly not people, else ``None``."""
    core, text = found.core, tokens.text
    digits = tokens.words[core.first][0].isdecimal()
    unit = unit_of(text, start, (number[0], found.end), core.low, digits=digits, bounded=found.bounded)
    if unit is None and _broken(core):
        return "measure"
    if unit is None and matches and matches[-1].unit == "age":
        gap = text[matches[-1].quantity.span[1] - offset : start]
        if _AGES_GO_ON.fullmatch(gap) and _AGES_END.match(text, found.end):
            return "age"
    return unit


def _broken(core: Core) -> bool:
    """Tell whether the figure is broken (3.5), which no count of people is."""
    return core.kind == "exact" and core.low != core.high


def _supersedes(text: str, start: int, end: int, offset: int, matches: list[QuantityMatch]) -> bool:
    """Tell whether the sentence replaces the figure at ``start``; marks the last match when this one replaces it."""
    before = text[max(0, start - 12) : start].split()[-1:]
    if before and before[0].lower() in _LAST_REPLACED and _REPLACED.search(text, max(0, start - 40), start):
        return True
    if not matches or matches[-1].unit is not None:
        return False
    last_start, last_end = matches[-1].quantity.span[0] - offset, matches[-1].quantity.span[1] - offset
    before_last = text[max(0, last_start - 8) : last_start].split()[-1:]
    if start - last_end > 60 or before_last not in (["to"], ["from"]):
        return False
    between, changed = text[last_end:start], _CHANGE.search(text, max(0, last_start - 60), last_start)
    if changed and before_last == ["to"] and _FROM_BEHIND.match(between):
        return True
    if changed and before_last == ["from"] and _TO_BEHIND.match(between):
        matches[-1] = msgspec.structs.replace(matches[-1], superseded=True)
    return False


def _plain(
    tokens: Tokens, index: int, end: int, unit: Unit, offset: int, ordinal: Number | None = None
) -> tuple[QuantityMatch | None, int]:
    """Return a figure that is no count, such as a date or an ordinal."""
    stop = index + 1
    while stop < len(tokens.words) and tokens.starts[stop] < end:
        stop += 1
    number = ordinal or read_number(tokens, index)
    if number is None:
        return None, stop
    start = tokens.starts[index]
    span = (start + offset, end + offset)
    quantity = Quantity(words=tokens.text[start:end], kind="exact", low=number.low, high=number.low, span=span)
    return QuantityMatch(quantity=quantity, ordinal=ordinal is not None, number_span=span, unit=unit), stop
