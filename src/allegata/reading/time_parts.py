"""What the patterns of time expressions share: kinds of meaning, parts of the day, clock times."""

import re
from typing import Literal

from allegata.reading import time_patterns as patterns
from allegata.reading.time_dates import clock_of
from allegata.records import Symbolic, TimePrecision

Kind = Literal["point", "period", "duration", "frequency", "reference"]
Meaning = tuple[Kind, TimePrecision, Symbolic]

NAME_GOES_ON = re.compile(r"\s+(?:Times|Telegraph|Mirror|Mail|Star|News|Express|Sabah|Post|Beast|Sun)\b")
_EDGES = {word: word for word in ("early", "earlier", "mid", "late", "later")} | {
    "beginning": "early",
    "start": "early",
    "middle": "mid",
    "end": "late",
}


def stated_clock(match: re.Match[str]) -> str | None:
    """Return the clock time of a match as "HH:MM", or ``None``."""
    groups = match.groupdict()
    for name in ("clock", "clock2"):
        if groups.get(name):
            return clock_of(groups[name], groups.get(name + "_part"))
    return None


def plain(words: str | None) -> str:
    """Return words in lower case with single spaces."""
    return " ".join((words or "").lower().split())


def stated_part(match: re.Match[str]) -> str | None:
    """Return the part of the day that a match states, as the records name it."""
    groups = match.groupdict()
    for name in ("part", "part2", "part3"):
        if groups.get(name):
            return patterns.PARTS[plain(groups[name])]
    return None


def stated_edge(words: str | None) -> str | None:
    """Return early, earlier, mid, late or later for words such as "the end of"."""
    for word in plain(words).split():
        if word in _EDGES:
            return _EDGES[word]
    return None
