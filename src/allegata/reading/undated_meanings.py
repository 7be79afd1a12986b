"""What expressions mean that date nothing by themselves: bare lengths, "now", "the future", "the day"."""

import re

from allegata.reading import time_patterns as patterns
from allegata.reading.time_parts import Meaning, plain, stated_part
from allegata.records import Symbolic

_LENGTH_CONTEXT = re.compile(
    r"\b(?:in|for|within|after|over|just|lasted|lasting|took|takes|last|of|spent|during|by|past)\s+\Z", re.IGNORECASE
)


_IN_THE = re.compile(r"\b(?:in|for|during|of|over|throughout|on|end|ended|finish)\s+\Z", re.IGNORECASE)


def of_length(match: re.Match[str], text: str) -> Meaning | None:
    """Read "six months off", "three years after it began", "decades": how long."""
    if not (match["number"] or match["vague"]):
        if not match["many"] or not (
            match["long"]
            or patterns.LENGTH_GOES_ON.match(text, match.end())
            or _LENGTH_CONTEXT.search(text, max(0, match.start() - 10), match.start())
        ):
            return None
    if match["unit"] == "second" and not (match["many"] and match["number"]):
        return None
    if match["unit"] == "quarter" and not match["many"]:
        return None
    return "duration", "unknown", Symbolic(anchor="event", relation="during", unit=plain(match[0]))


def of_reference(match: re.Match[str], text: str) -> Meaning | None:
    """Read "currently", "the near future", "recent": now, before or ahead."""
    words = plain(match[0])
    if words.split()[-1] in ("past", "recent") and patterns.UNIT_AHEAD.match(text, match.end()):
        return None  # "the past nine days", "recent weeks": read with their unit
    side = patterns.REFERENCES[words]
    relation = "on" if side == "now" else "before" if side == "past" else "after"
    return "reference", "unknown", Symbolic(anchor="publication", relation=relation, unit=words)  # type: ignore[arg-type]


def of_later(match: re.Match[str], text: str) -> Meaning | None:
    """Read "a later date"."""
    relation = "after" if "later" in match[0].lower() else "before"
    return "reference", "unknown", Symbolic(anchor="event", relation=relation, unit=plain(match["some"]))  # type: ignore[arg-type]


def of_same_day(match: re.Match[str], text: str) -> Meaning | None:
    """Read "later in the day", "ended the day": the day told of last."""
    return "point", "day", Symbolic(anchor="event", relation="on", offset_days=0)


def of_same_unit(match: re.Match[str], text: str) -> Meaning | None:
    """Read "for the year", "in the quarter": the one told of, or that of publication."""
    if not _IN_THE.search(text, max(0, match.start() - 12), match.start()):
        return None
    return "point", "unknown", Symbolic(anchor="event", relation="on", unit="same " + plain(match["what"]))


def of_fiscal_year(match: re.Match[str], text: str) -> Meaning | None:
    """Read "fiscal 2009", "fiscal year 2009"; read as a calendar year."""
    unit = None if plain(match[0]).startswith("model") else "fiscal year"
    return "point", "longer", Symbolic(anchor="calendar", relation="on", date=match["year"], unit=unit)


def of_century(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the 19th century"."""
    number = int(match["number"])
    return "period", "longer", Symbolic(anchor="calendar", relation="on", date=f"{number - 1:02}00/{number - 1:02}99")


def of_year_ago(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the year-ago quarter", "a year-earlier period"."""
    what = plain(match["what"]) if match["what"] else "period"
    return "point", "unknown", Symbolic(anchor="event", relation="before", unit=f"same {what} year", count=1)


def of_morning(match: re.Match[str], text: str) -> Meaning | None:
    """Read "in morning trading", "through the night"."""
    return "point", "unknown", Symbolic(anchor="event", relation="on", part_of_day=stated_part(match))


def of_same_period(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the same month a year earlier", "the same period last year"."""
    what = plain(match["what"])
    if match["year"]:
        return "point", "unknown", Symbolic(anchor="event", relation="on", unit=f"same {what}", date=match["year"])
    unit = match["unit"].lower() if match["unit"] else "year"
    count = patterns.SMALL_NUMBERS[plain(match["number"])] if match["number"] else 1
    return "point", "unknown", Symbolic(anchor="event", relation="before", unit=f"same {what} {unit}", count=count)


def of_year_end(match: re.Match[str], text: str) -> Meaning | None:
    """Read "by year-end"."""
    return "point", "unknown", Symbolic(anchor="event", relation="on", unit="same year")


def of_often_adjective(match: re.Match[str], text: str) -> Meaning | None:
    """Read "an annual meeting", "quarterly losses": how often."""
    return "frequency", "unknown", Symbolic(anchor="calendar", relation="during", unit=plain(match[0]))
