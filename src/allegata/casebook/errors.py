"""What goes wrong with a casebook, each with one line that says what to do."""


class CasebookError(ValueError):
    """A casebook that cannot be used as asked: none, of a newer version, locked, full. The message says what to do."""


class UnknownError(CasebookError):
    """Something that the casebook does not hold, or that the viewer may not see: the two are not told apart."""


class StaleError(CasebookError):
    """A judgement on a value that somebody else changed meanwhile."""


class RightError(CasebookError):
    """Something that this person's role does not allow."""


class SlowedError(CasebookError):
    """Too many failed logins: the next ones wait."""
