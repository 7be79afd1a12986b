"""Finds time expressions in plain text and says what each means before any calendar date is known."""

import re

import msgspec

from allegata.reading import time_patterns as patterns
from allegata.reading.time_meanings import RULES, WIDE_RULES, Rule
from allegata.reading.time_parts import Kind, Meaning, stated_clock
from allegata.records import Span, Symbolic, TimePrecision


class TimeMatch(msgspec.Struct, frozen=True):
    """A time expression. ``words`` leave out a leading "on", "at" or "in".

    ``kind``: *point* may date an event; *period* ("for the past several months", "since October") holds many;
    *duration* ("for three hours"), *frequency* ("daily") and *reference* ("now", "the future") never date one.
    ``clock``: "HH:MM" of 24 hours.
    ``precision`` "unknown": the words alone can never give a day.
    """

    words: str
    span: Span
    precision: TimePrecision
    symbolic: Symbolic
    clock: str | None
    kind: Kind


_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_ODD_LETTERS = str.maketrans("\u0130\u0131\u017f\u212a", "IisK")
"""Letters that a pattern without regard to case takes for plain ones, though their lower case is another."""
_REACH_BACK, _REACH_ON = 50, 80


def find_times(text: str, offset: int = 0, *, every: bool = False) -> list[TimeMatch]:
    """Return the time expressions of ``text`` in order, none inside another; ``offset`` is added to all spans.

    ``every``: also bare lengths ("six months off"), "now", "the future" and "the day" of what was told before: they
    date no event by themselves, and the reading of claims leaves them out.
    """
    rules = WIDE_RULES if every else RULES
    found: list[TimeMatch] = []
    done = 0
    original, text = text, text if text.isascii() else text.translate(_ODD_LETTERS)
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word[0].isdecimal():
            group = "figure" if patterns.DIGIT_TRIGGER.match(text, token.start()) else None
        else:
            group = patterns.TRIGGERS.get(word.lower())
            if group is None and every:
                group = patterns.WIDE_TRIGGERS.get(word.lower())
        if group is None or token.start() < done:
            continue
        match = _longest(text, token.span(), done, rules[group])
        if match is not None:
            (start, end), clock, (kind, precision, symbolic) = match
            done = end
            if kind == "point" and clock is not None and precision == "day":
                precision = "hour"
            found.append(
                TimeMatch(original[start:end], (start + offset, end + offset), precision, symbolic, clock, kind)
            )
    return found


def _longest(text: str, trigger: Span, done: int, rules: list[Rule]) -> tuple[Span, str | None, Meaning] | None:
    begin = max(done, trigger[0] - _REACH_BACK)
    while begin > done and text[begin - 1].isalnum():  # never begin inside a word
        begin += 1
        if begin >= trigger[0]:
            begin = trigger[0]
            break
    stop = min(len(text), trigger[1] + _REACH_ON)
    while stop < len(text) and text[stop].isalnum() and stop < trigger[1] + 2 * _REACH_ON:
        stop += 1
    if patterns.NOT_TIMES.search(text, begin, stop) and any(
        name.start() <= trigger[0] < name.end() for name in patterns.NOT_TIMES.finditer(text, begin, stop)
    ):
        return None
    best: tuple[Span, str | None, Meaning] | None = None
    for rule, meaning_of in rules:
        for match in rule.finditer(text, begin, stop):
            if match.start() > trigger[0]:
                break
            if match.end() < trigger[1] or (
                best is not None and match.end() - match.start() <= best[0][1] - best[0][0]
            ):
                continue
            meaning = meaning_of(match, text)
            if meaning is not None:
                best = (match.span(), stated_clock(match), meaning)
    return best
