"""What relative expressions mean ("two days ago", "last week", "daily"): kind, precision and symbolic form."""

import re
from typing import Literal

from allegata.reading import time_patterns as patterns
from allegata.reading.time_parts import NAME_GOES_ON, Kind, Meaning, plain, stated_clock, stated_edge, stated_part
from allegata.records import Symbolic, TimePrecision

_RATE_CONTEXT = re.compile(
    r"(?:\b(?:times|once|twice|\d+|hours|people|dead|killed|civilians|strikes|attacks|cases|average))\s+\Z",
    re.IGNORECASE,
)
_FOR = re.compile(r"\bfor\s+\Z", re.IGNORECASE)


def of_night(match: re.Match[str], text: str) -> Meaning | None:
    """Read "last night", "this morning", "overnight"."""
    if match["alone"]:
        days = -1 if match["alone"].lower() == "overnight" else 0
        return "point", "day", Symbolic(anchor="publication", relation="on", offset_days=days, part_of_day="night")
    days = -1 if match["which"].lower() == "last" else 0
    return (
        "point",
        "day",
        Symbolic(anchor="publication", relation="on", offset_days=days, part_of_day=stated_part(match)),
    )


def of_yesterdays(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the day before yesterday"."""
    before = "before" in match["side"].lower()
    return (
        "point",
        "day",
        Symbolic(anchor="publication", relation="before" if before else "after", offset_days=-2 if before else 2),
    )


_COUNTED_PRECISION: dict[str, TimePrecision] = {
    "minute": "day",
    "hour": "days",
    "day": "day",
    "night": "day",
    "week": "week",
    "fortnight": "month",
    "month": "month",
    "year": "longer",
    "decade": "longer",
}


def _count(words: str | None) -> int | None:
    if not words:
        return None
    return int(words) if words.isdecimal() else patterns.SMALL_NUMBERS.get(plain(words))


def of_counted(match: re.Match[str], text: str) -> Meaning | None:
    """Read "two days ago" (from the publication day), "a day before", "hours later" (from an earlier event)."""
    unit, side, rough = match["unit"].lower(), match["side"].lower(), plain(match["rough"])
    count = 1 if match["the"] else 2 if plain(match["vague"]) == "a couple of" else _count(match["number"])
    if match["the"] and side not in ("before", "after"):
        return None
    if match["half"]:
        if unit != "hour":
            return None
        unit, count = "minute", 30
    if count is None and not match["vague"] and not match[0].lower().startswith(unit + "s"):
        return None
    relation: Literal["before", "after"] = "after" if side in ("later", "after", "afterwards") else "before"
    anchor: Literal["publication", "event"] = "publication" if side == "ago" else "event"
    part = "night" if unit == "night" else None
    precision = _COUNTED_PRECISION[unit]
    unit = "day" if unit == "night" else unit
    if rough in ("more than", "over", "less than", "at least"):
        return "point", "unknown", Symbolic(anchor=anchor, relation=relation, unit=unit, count=count, part_of_day=part)
    if unit in ("day", "minute") and count is not None and rough in ("", "just", "only"):
        days = count if unit == "day" else 0
        return (
            "point",
            precision,
            Symbolic(
                anchor=anchor, relation=relation, offset_days=days if relation == "after" else -days, part_of_day=part
            ),
        )
    if unit == "minute":
        return "point", "day", Symbolic(anchor=anchor, relation=relation, offset_days=0, unit=unit)
    if count is None:
        precision = {"day": "days", "hour": "days", "week": "month"}.get(unit, "longer")  # type: ignore[assignment]
    return (
        "point",
        "days" if unit == "day" else precision,
        Symbolic(anchor=anchor, relation=relation, unit=unit, count=count, part_of_day=part),
    )


def of_neighbour(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the previous day", "that night", "the same time": from an earlier event."""
    which, unit = plain(match["which"]), plain(match["unit"])
    days = -1 if which.endswith(("previous", "preceding")) else 1 if which.endswith(("next", "following")) else 0
    relation: Literal["before", "after", "on"] = "before" if days < 0 else "after" if days > 0 else "on"
    if unit == "time":
        return (
            ("point", "day", Symbolic(anchor="event", relation="on", offset_days=0)) if which.endswith("same") else None
        )
    if unit in ("week", "month", "year", "weekend"):
        precision: TimePrecision = {"week": "week", "month": "month", "year": "longer", "weekend": "days"}[unit]  # type: ignore[assignment]
        return (
            "point",
            precision,
            Symbolic(anchor="event", relation=relation, unit=("last ", "this ", "next ")[days + 1] + unit),
        )
    part = patterns.PARTS.get(unit)
    return "point", "day", Symbolic(anchor="event", relation=relation, offset_days=days, part_of_day=part)


def of_past(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the past 24 hours", "the last few months", "recent weeks"."""
    which, unit = match["which"].lower(), match["unit"].lower()
    many = bool(match["number"] or match["vague"]) or match[0].lower().endswith("s")
    if not many and not (which == "past" or (which == "last" and match["the"] and unit != "day")):
        return None
    if which == "previous" and not many:
        return None
    count = _count(match["number"]) if match["number"] else None if many else 1
    if which in ("coming", "next"):
        return "period", "unknown", Symbolic(anchor="publication", relation="after", unit=unit, count=count)
    precision: TimePrecision = {"hour": "days", "day": "days", "week": "week", "fortnight": "month"}.get(unit, "longer")  # type: ignore[assignment]
    if unit == "week" and count != 1:
        precision = "month"
    if unit == "day" and count == 1:
        precision = "day"
    near = unit in ("hour", "day") or (unit in ("week", "fortnight") and count == 1)
    kind: Kind = (
        "period"
        if which == "recent" or not near or _FOR.search(text, max(0, match.start() - 6), match.start())
        else "point"
    )
    return kind, precision, Symbolic(anchor="publication", relation="during", unit=unit, count=count)


def of_current(match: re.Match[str], text: str) -> Meaning | None:
    """Read "last week", "earlier this month", "since the start of the year", "the weekend"."""
    which, unit, edge = plain(match["which"]).split()[-1], match["unit"].lower(), stated_edge(match["edge"])
    if match["since"]:
        if which == "the" and not match["edge"]:
            return None
        return (
            "period",
            "days" if unit == "week" else "month" if unit == "month" else "longer",
            Symbolic(anchor="publication", relation="since", unit=("last " if which == "last" else "this ") + unit),
        )
    if which in ("the", "current") and unit != "weekend" and not edge:
        return None
    which = {"the": "this", "current": "this", "past": "last"}.get(which, which)
    precision: TimePrecision = {"week": "week", "weekend": "days", "month": "month", "year": "longer"}[unit]  # type: ignore[assignment]
    if unit == "week" and (which == "this" or edge):
        precision = "days"
    return (
        "point",
        precision,
        Symbolic(anchor="publication", relation="during", unit=f"{edge} {which} {unit}" if edge else f"{which} {unit}"),
    )


def of_recent(match: re.Match[str], text: str) -> Meaning | None:
    """Read "recently", "the other day"."""
    if match["other"]:
        part = "night" if match["other"].lower().endswith("night") else None
        return "point", "day", Symbolic(anchor="publication", relation="before", unit="other day", part_of_day=part)
    return "point", "days", Symbolic(anchor="publication", relation="before", unit="recently")


def of_several(match: re.Match[str], text: str) -> Meaning | None:
    """Read "for three hours", "three-day": how long, never when."""
    return (
        "duration",
        "unknown",
        Symbolic(anchor="event", relation="during", unit=plain(match[0]).removeprefix("for ")),
    )


def of_often(match: re.Match[str], text: str) -> Meaning | None:
    """Read "daily", "every Friday", "a day" behind a count: how often, never when."""
    if match["per"] and not _RATE_CONTEXT.search(text, max(0, match.start() - 14), match.start()):
        return None
    if match["adverb"] and NAME_GOES_ON.match(text, match.end()):
        return None
    return "frequency", "unknown", Symbolic(anchor="calendar", relation="during", unit=plain(match[0]))


def of_clock_alone(match: re.Match[str], text: str) -> Meaning | None:
    """Read "16:30 local time" without a day."""
    return ("point", "unknown", Symbolic(anchor="event", relation="on")) if stated_clock(match) else None


def of_part_alone(match: re.Match[str], text: str) -> Meaning | None:
    """Read "at dawn" without a day."""
    return "point", "unknown", Symbolic(anchor="event", relation="on", part_of_day=stated_part(match))
