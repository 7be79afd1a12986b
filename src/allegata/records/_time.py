"""Times as told: words, what they say symbolically, and a resolved interval only where the words allow one."""

from typing import Literal

import msgspec

from allegata.records._literals import TimePrecision
from allegata.records._span import Span

Anchor = Literal["publication", "event", "calendar"]
Relation = Literal["on", "before", "after", "since", "until", "during"]


class Symbolic(msgspec.Struct, frozen=True, kw_only=True):
    """What a time expression says before any calendar date is known.

    ``anchor``: what it counts from: the publication day, the date of an earlier event, or the calendar itself.
    ``weekday``: lower-case English name. ``offset_days``: days from the anchor (-1 "yesterday", 0 "today"), ``None``
    when the words give no number. ``unit`` and ``count`` keep spans such as "past several months" (count ``None``).
    ``part_of_day``: dawn, morning, noon, afternoon, evening, night, midnight.
    """

    anchor: Anchor
    relation: Relation
    weekday: str | None = None
    offset_days: int | None = None
    unit: str | None = None
    count: int | None = None
    part_of_day: str | None = None
    date: str | None = None


class Time(msgspec.Struct, frozen=True, kw_only=True):
    """When something happened, as stated. ``start`` and ``end`` are ISO days, both ``None`` while unresolved.

    ``derived_from`` holds the spans of other words that the resolution used ("A day before" uses "Wednesday");
    ``rule`` names the rule. ``clock`` is a stated clock time ("16:30").
    """

    words: str
    span: Span
    start: str | None
    end: str | None
    precision: TimePrecision
    symbolic: Symbolic | None
    clock: str | None = None
    derived_from: tuple[Span, ...] = ()
    rule: str | None = None
