"""Judgements: what a person decided about claims and incidents. Appended, never overwritten."""

from typing import Any, Literal

import msgspec

JudgementKind = Literal["accept", "correct", "reject", "same", "different", "unsure", "place", "date", "grade", "add"]


class Judgement(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="judgement"):
    """One decision. ``about``: claim or incident ids; ``at``: ISO date and time with zone.

    ``field``, ``old`` and ``new``: what was changed, for corrections. ``undoes``: the id of an earlier judgement that
    no longer holds.
    """

    id: str
    about: tuple[str, ...]
    kind: JudgementKind
    by: str
    at: str
    why: str
    field: str | None = None
    old: Any = None
    new: Any = None
    undoes: str | None = None
