"""Times: expressions of date and time in plain text, what each says symbolically, and the interval it resolves to."""

from allegata.reading.resolve_times import Anchor, contradicts, resolve
from allegata.reading.time_expressions import TimeMatch, find_times

__all__ = ["Anchor", "TimeMatch", "contradicts", "find_times", "resolve"]
