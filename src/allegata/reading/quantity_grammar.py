"""The grammar of quantities: bound words, ranges and vague words around a number, over the tokens of a text."""

import re
from typing import NamedTuple

from allegata.reading.numbers import MULTIPLIERS, NUMBER_HEADS, PLURAL_SCALES, Number, Tokens, load_words, read_number
from allegata.records import QuantityKind

Phrases = dict[str, list[tuple[tuple[str, ...], object]]]


class Core(NamedTuple):
    """A count without its bound words. Places are tokens: ``first`` to ``number_stop`` is the number word itself."""

    kind: QuantityKind
    low: int
    high: int | None
    first: int
    number_stop: int
    stop: int
    additional: bool = False


class Reading(NamedTuple):
    """A whole quantity: its core, kind and bounds, the character where it ends and the token to go on from."""

    core: Core
    kind: QuantityKind
    low: int | None
    high: int | None
    end: int
    stop: int
    additional: bool
    bounded: bool


def alternatives(phrases: list[str]) -> str:
    """Return a pattern for any of the phrases, the longest first, with any white space between their words."""
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(phrases, key=len, reverse=True))


_WORDS = load_words("quantity_words.yaml")


def _phrases(entries: dict[str, object]) -> Phrases:
    table: Phrases = {}
    for phrase, payload in entries.items():
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append((words, payload))
    for candidates in table.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return table


def _by_kind(name: str) -> dict[str, object]:
    return {phrase: kind for kind, phrases in _WORDS[name].items() for phrase in phrases}


_BOUNDS = _phrases(_by_kind("bounds"))
_PREFIXES = _phrases(dict.fromkeys(_WORDS["additional"]["before"], True) | dict.fromkeys(_WORDS["whole"], False))
_EXACT = _phrases(_WORDS["exact"])
_VAGUE = _phrases(_WORDS["vague"])
_MULTIPLIES = frozenset(_WORDS["vague_multiplies"])
_VAGUE_HEADS = frozenset(_WORDS["vague_heads"])
_BETWEEN = frozenset(_WORDS["between_bound_and_number"])
_NOT_AFTER_NO = frozenset(_WORDS["no_is_no_count_before"])
_ADDITIONAL_AFTER = frozenset(_WORDS["additional"]["after"])
_ADDITIONAL_ADJECTIVE = frozenset(_WORDS["additional"]["adjective"])
_RANGES = {"between": ("and", "to"), "from": ("to",), "either": ("or",)}
HEADS = NUMBER_HEADS.union(_BOUNDS, _PREFIXES, _EXACT, _VAGUE, PLURAL_SCALES, _RANGES, ["no"])
"""Words that a quantity may begin with, beside digits and ordinals."""

_LONGEST_PREFIX = 12
"""Tokens that may stand before a number, so that a text of nothing but bound words is still read in linear time."""

_AFTER = re.compile(
    r"(?P<at_least>\+|-plus\b)|(?P<about>-odd\b|\s+odd\b(?=\s+\w))"
    + "".join(
        rf"|(?P<{kind.replace(' ', '_')}_{number}>,?\s+(?:{alternatives(phrases)})\b{pause})"
        for number, (name, pause) in enumerate((("bounds_after", ""), ("bounds_after_pause", r"(?=\s*(?:[.,;)]|\Z))")))
        for kind, phrases in _WORDS[name].items()
    ),
    re.IGNORECASE,
)
_POSSIBLY = re.compile(
    rf",?\s+(?:(?:and|or|but)\s+)?(?:{alternatives(_WORDS['possibly'])})\s+(?:even\s+)?(?:as\s+many\s+as\s+|up\s+to\s+)?(?=\w)",
    re.IGNORECASE,
)
_REPEATED_FIGURE = re.compile(r"\s?\((\d[\d,]*)\)")
_PLURAL_DIGITS = re.compile(r"s\b")


def read_quantity(tokens: Tokens, index: int, *, articles: bool = False, ranges: bool = True) -> Reading | None:
    """Return the longest quantity that begins at token ``index``, or ``None``.

    ``articles``: "a", "an" and "another" alone count one. ``ranges``: whether "22 to 31" is one quantity.
    """
    bound: QuantityKind | None = None
    additional, stop = False, index
    while stop < min(len(tokens.words), index + _LONGEST_PREFIX) and (stop == index or tokens.spaced(stop)):
        if (phrase := _phrase_at(tokens, stop, _BOUNDS)) is not None:
            if bound in (None, "about", "exact"):
                bound = phrase[1]  # type: ignore[assignment]
            stop = phrase[0]
        elif (phrase := _phrase_at(tokens, stop, _PREFIXES)) is not None:
            additional, stop = additional or bool(phrase[1]), phrase[0]
        elif stop > index and tokens.words[stop] in _BETWEEN:
            stop += 1
        else:
            break
    if stop > index:
        if (
            stop < len(tokens.words)
            and tokens.spaced(stop)
            and (core := _core(tokens, stop, False, ranges)) is not None
        ):
            return _finish(tokens, core, bound, additional)
        if articles and tokens.words[index] == "another":
            core = Core("exact", 1, 1, index, index + 1, index + 1, additional=True)
            return _finish(tokens, core, None, True)
    core = _core(tokens, index, articles, ranges)
    return _finish(tokens, core, None, False) if core is not None else None


def _phrase_at(tokens: Tokens, index: int, table: Phrases) -> tuple[int, object] | None:
    for words, payload in table.get(tokens.words[index], ()):
        stop = index + len(words)
        if tuple(tokens.words[index:stop]) == words and all(tokens.linked(place) for place in range(index + 1, stop)):
            return stop, payload
    return None


def _core(tokens: Tokens, index: int, articles: bool, ranges: bool) -> Core | None:
    word = tokens.words[index]
    if word in _RANGES:
        if not ranges:
            return None
        return _worded_range(tokens, index, _RANGES[word])
    if (phrase := _phrase_at(tokens, index, _EXACT)) is not None:
        value: int = phrase[1]  # type: ignore[assignment]
        return Core("exact", value, value, index, phrase[0], phrase[0])
    if word == "no":
        return _no(tokens, index)
    if (phrase := _phrase_at(tokens, index, _VAGUE)) is not None:
        return _vague(tokens, index, phrase[0], phrase[1])  # type: ignore[arg-type]
    if word in PLURAL_SCALES:
        return _plural_scale(tokens, index, 1, index)
    number = read_number(tokens, index)
    if number is not None:
        if word == "one" and tokens.word(number.stop) in ("another", "by"):
            return None
        return _range_or_number(tokens, index, number, ranges)
    if articles and word in ("a", "an"):
        return Core("exact", 1, 1, index, index + 1, index + 1)
    return None


def _no(tokens: Tokens, index: int) -> Core | None:
    """Return zero for "no" as a determiner: only white space and a word in lower case (or all in capitals) follow."""
    follows = tokens.word(index + 1)
    if not follows or not follows[0].isalpha() or follows in _NOT_AFTER_NO or not tokens.spaced(index + 1):
        return None
    return Core("exact", 0, 0, index, index + 1, index + 1)


def _vague(tokens: Tokens, index: int, stop: int, low: int) -> Core:
    """Return a vague word, multiplied by a scale behind it ("several hundred", "a couple of dozen")."""
    phrase = " ".join(tokens.words[index:stop])
    after = stop
    if tokens.word(stop) == "of" and phrase == "a couple" and tokens.spaced(stop):
        after += 1
    scale = tokens.word(after)
    if after < len(tokens.words) and tokens.linked(after):
        if phrase in _MULTIPLIES and scale in MULTIPLIERS:
            return _plural_scale(tokens, after, low, index, MULTIPLIERS[scale])
        if phrase in _MULTIPLIES and scale in PLURAL_SCALES:
            return _plural_scale(tokens, after, low, index)
        if phrase == "some" and scale in PLURAL_SCALES:
            return _plural_scale(tokens, after, 1, index)
    heads = [place for place in range(index, stop) if tokens.words[place] in _VAGUE_HEADS]
    first = heads[-1] if heads else stop - 1
    return Core("vague", low, None, first, first + 1, stop, additional=tokens.words[stop - 1] == "others")


def _plural_scale(tokens: Tokens, index: int, low: int, first: int, scale: int | None = None) -> Core:
    low *= scale or PLURAL_SCALES[tokens.words[index]]
    stop = index + 1
    while low < 10**12 and tokens.word(stop) in MULTIPLIERS and tokens.linked(stop):  # "several hundred thousand"
        low, stop = low * MULTIPLIERS[tokens.words[stop]], stop + 1
    while (
        low < 10**12
        and tokens.word(stop) == "of"
        and tokens.word(stop + 1) in PLURAL_SCALES
        and tokens.spaced(stop)
        and tokens.spaced(stop + 1)
    ):
        low, stop = low * PLURAL_SCALES[tokens.words[stop + 1]], stop + 2
    return Core("vague", low, None, first, stop, stop)


def _worded_range(tokens: Tokens, index: int, joints: tuple[str, ...]) -> Core | None:
    """Return "between n and m", "from n to m" or "either n or m" whose first word stands at ``index``."""
    if index + 1 >= len(tokens.words) or not tokens.spaced(index + 1):
        return None
    for join_with_and in (False, True):
        low = read_number(tokens, index + 1, join_with_and=join_with_and)
        if low is None or tokens.word(low.stop) not in joints or not tokens.spaced(low.stop):
            continue
        bound = _phrase_at(tokens, low.stop + 1, _BOUNDS) if low.stop + 1 < len(tokens.words) else None
        ends = _range(tokens, low, bound[0] if bound is not None else low.stop + 1)
        if ends is not None and bound is not None and bound[1] in ("more than", "at least"):
            return Core("at least", ends[0], None, index + 1, ends[2], ends[2])  # "between eight and more than 30"
        if ends is not None:
            return Core("between", ends[0], ends[1], index + 1, ends[2], ends[2])
    return None


def _range(tokens: Tokens, low: Number, index: int) -> tuple[int, int, int] | None:
    """Return low, high and the token behind a range, its upper number at ``index``; "2 to 3 million" is in millions."""
    if index >= len(tokens.words):
        return None
    high = read_number(tokens, index)
    if high is None:
        return None
    least = low.low
    if high.multiplier > low.multiplier and low.multiplier == 1 and least * high.multiplier < high.high:
        least *= high.multiplier
    return (least, high.high, high.stop) if least < high.high else None


def _range_or_number(tokens: Tokens, index: int, number: Number, ranges: bool) -> Core:
    stop = number.stop
    text, end = tokens.text, tokens.ends[number.stop - 1]
    if ranges and stop < len(tokens.words):
        gap = text[end : tokens.starts[stop]]
        ends = None
        if (
            tokens.words[stop] in ("to", "or")
            and tokens.spaced(stop)
            and tokens.word(stop + 1)
            and tokens.linked(stop + 1)
        ):
            ends = _range(tokens, number, stop + 1)
        elif gap.strip() in ("-", "–", "‑", "—") and (len(gap) == 1 or gap.strip() == "–"):
            ends = _range(tokens, number, stop)
        if ends is not None:
            return Core("between", ends[0], ends[1], index, ends[2], ends[2])
    if _PLURAL_DIGITS.match(text, end) and number.low in (10, 100, 1000, 10000) and tokens.words[index].isdecimal():
        return Core("vague", number.low, None, index, stop + 1, stop + 1)
    return Core("exact", number.low, number.high, index, stop, stop)


def _finish(tokens: Tokens, core: Core, bound: QuantityKind | None, additional: bool) -> Reading:
    """Add what stands behind a count ("or more", "more", "others") and work out the bounds."""
    text, stop, end = tokens.text, core.stop, tokens.ends[core.stop - 1]
    additional = additional or core.additional
    figure = core.kind in ("exact", "between")
    if (
        figure
        and (repeated := _REPEATED_FIGURE.match(text, end))
        and int(repeated[1].replace(",", "")[:15]) == core.low
    ):
        end = repeated.end()
    behind: QuantityKind | None = None
    second: Number | None = None
    if figure and (after := _AFTER.match(text, end)) and after.lastgroup:
        behind = after.lastgroup.rstrip("_01").replace("_", " ")  # type: ignore[assignment]
        end = after.end()
    stop = _token_from(tokens, stop, end)
    if tokens.word(stop) in _ADDITIONAL_AFTER and tokens.spaced(stop) and not core.additional:
        if tokens.word(stop + 1) != "than":
            additional, end, stop = True, tokens.ends[stop], stop + 1
    elif tokens.word(stop) in _ADDITIONAL_ADJECTIVE and tokens.spaced(stop):
        additional = True
    additional = additional or (tokens.word(stop) == "of" and tokens.word(stop + 1) in ("others", "other"))
    if figure and behind is None and (possibly := _POSSIBLY.match(text, end)):
        place = _token_from(tokens, stop, possibly.end())
        second = read_number(tokens, place) if place < len(tokens.words) else None
        if second is not None and second.low > core.low:
            end, stop = tokens.ends[second.stop - 1], second.stop
        else:
            second = None
    kind, low, high = _bounds(core, bound if bound not in (None, "exact", "about") else behind or bound)
    if second is not None and kind in ("exact", "about"):
        kind, high = "between", second.high
    return Reading(core, kind, low, high, end, stop, additional, bound is not None or behind is not None)


def _token_from(tokens: Tokens, index: int, end: int) -> int:
    """Return the first token at or behind ``index`` that does not begin before the character ``end``."""
    while index < len(tokens.words) and tokens.starts[index] < end:
        index += 1
    return index


def _bounds(core: Core, bound: QuantityKind | None) -> tuple[QuantityKind, int | None, int | None]:
    """Return kind, low and high of a count under a bound word, by the table of bounds that words entail."""
    low, high = core.low, core.high
    if core.kind == "vague":
        if bound in ("up to", "less than"):
            return bound, None, None
        return "vague", low + 1 if bound == "more than" else low, None
    match bound:
        case "at least":
            return "at least", low, None
        case "more than":
            return "more than", low + 1, None
        case "up to":
            return "up to", None, high
        case "less than":
            return "less than", None, max((high or 0) - 1, 0)
        case "about" if core.kind == "exact":
            return "about", low, high
        case _ if core.kind == "exact" and low != high:
            return "between", low, high
        case _:
            return core.kind, low, high
