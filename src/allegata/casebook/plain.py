"""What columns hold, in a form that every database takes: PostgreSQL has no character NUL, and bounds numbers."""

from typing import Final, overload

LARGEST: Final = 2**63 - 1
"""The largest whole number of a column. No figure of people comes near; the record keeps what was said."""


@overload
def plain(words: str, longest: int | None = None) -> str: ...


@overload
def plain(words: str | None, longest: int | None = None) -> str | None: ...


def plain(words: str | None, longest: int | None = None) -> str | None:
    """Return words without the character NUL, which every screen hides, and no longer than ``longest``."""
    if words is None:
        return None
    return words.replace("\0", "\ufffd")[:longest]


def bounded(number: int | None) -> int | None:
    """Return a number that a column can hold."""
    return None if number is None else max(-LARGEST, min(number, LARGEST))
