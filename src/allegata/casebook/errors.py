"""What goes wrong with a casebook, each with one line that says what to do."""

from collections.abc import Sequence
from typing import Any


class CasebookError(ValueError):
    """A casebook that cannot be used as asked: none, of a newer version, locked, full. The message says what to do."""


class UnknownError(CasebookError):
    """Something that the casebook does not hold, or that the viewer may not see: the two are not told apart."""


class StaleError(CasebookError):
    """A judgement on what somebody else changed meanwhile.

    ``since``: what others decided, oldest first; ``seen``: the newest step there is, for whoever judges all the same.
    """

    def __init__(self, message: str, since: Sequence[Any] = (), seen: str = "") -> None:
        super().__init__(message)
        self.since = tuple(since)
        self.seen = seen


class RightError(CasebookError):
    """Something that this person's role does not allow."""


class SlowedError(CasebookError):
    """Too many failed logins: the next ones wait."""
