"""What weekdays and calendar dates mean: kind, precision and symbolic form of each pattern."""

import re
from typing import Literal

from allegata.reading import time_patterns as patterns
from allegata.reading.quantity_units import counts_in_month, is_year
from allegata.reading.time_dates import date_of, date_range_of, month_of, numeric_of, wire_date_of, year_range_of
from allegata.reading.time_parts import NAME_GOES_ON, Meaning, plain, stated_edge, stated_part
from allegata.records import Symbolic

_MONTH_CONTEXT = re.compile(
    r"\b(?:in|during|by|throughout|between|from|to|and|through|around|for|before|after)\s+\Z", re.IGNORECASE
)
_YEAR_CONTEXT = re.compile(
    r"\b(?:in|during|of|by|throughout|year|between|from|before|after|for|the|back\s+in|spring|summer|autumn|winter)\s+\Z"
    r"|\b(?:19|20)\d\d(?:,|\s+and|\s+or|,\s+and)\s+\Z",
    re.IGNORECASE,
)
_ON_THE = re.compile(r"\b(?:on|of|until|since|by)\s+\Z", re.IGNORECASE)
_DAY_WORDS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def of_day(match: re.Match[str], text: str) -> Meaning | None:
    """Read "on Tuesday", "last Thursday night", "early today": counted from the publication day."""
    part, relation = stated_part(match), plain(match["relation"])
    if match["day"]:
        days = _DAY_WORDS[plain(match["day"])]
        if relation:
            return (
                _since(relation, Symbolic(anchor="publication", relation="since", offset_days=days))
                if relation == "since"
                else None
            )
        return "point", "day", Symbolic(anchor="publication", relation="on", offset_days=days, part_of_day=part)
    weekday = patterns.WEEKDAY_NAMES[match["weekday"].lower().rstrip(".")]
    if NAME_GOES_ON.match(text, match.end()):
        return None
    which, week = plain(match["which"]).removeprefix("the "), plain(match["week"]).removeprefix("of ")
    if relation:
        return _since(
            relation,
            Symbolic(anchor="publication", relation="since" if relation == "since" else "until", weekday=weekday),
        )
    side: Literal["on", "before", "after"] = "on"
    if which in ("last", "next", "coming", "this coming"):
        side = "before" if which == "last" else "after"
    anchor: Literal["publication", "event"] = "event" if which in ("previous", "following") else "publication"
    if anchor == "event":
        side = "before" if which == "previous" else "after"
    return "point", "day", Symbolic(anchor=anchor, relation=side, weekday=weekday, unit=week or None, part_of_day=part)


def _since(relation: str, symbolic: Symbolic) -> Meaning:
    return "period", "days", symbolic


def of_day_range(match: re.Match[str], text: str) -> Meaning | None:
    """Read "from Friday to Sunday", "the night between Sunday and Monday"."""
    first, last = (patterns.WEEKDAY_NAMES[match[name].lower().rstrip(".")] for name in ("first", "last"))
    if plain(match["joint"]) == "and" and not (match["between"] or match["night"]):
        return None
    days = (patterns.WEEKDAYS.index(last) - patterns.WEEKDAYS.index(first)) % 7 + 1
    night = "night" if days == 2 and ("night" in match[0].lower() or plain(match["joint"]) == "into") else None
    if days == 1:
        return None
    return (
        "point",
        "days",
        Symbolic(anchor="publication", relation="on", weekday=first, unit="days", count=days, part_of_day=night),
    )


def of_date(match: re.Match[str], text: str) -> Meaning | None:
    """Read "17 March", "Tuesday, March 17, 2018", "3-5 May": a day or days of one month."""
    if (
        match["month_b"]
        and not match["year_b"]
        and (not match["last_b"] or plain(match["joint_b"]) == "or")  # "in May 5 or 6 people died"
        and counts_in_month(text, match.start("first_b"), match.end("last_b" if match["last_b"] else "first_b"))
    ):
        return None
    read = date_of(match)
    if read is None:
        return None
    date, precision = read
    weekday = patterns.WEEKDAY_NAMES[match["weekday"].lower().rstrip(".")] if match["weekday"] else None
    relation = plain(match["relation"])
    if relation:
        since: Literal["since", "until"] = "since" if relation == "since" else "until"
        return "period", "longer", Symbolic(anchor="calendar", relation=since, date=date, weekday=weekday)
    if match["around"] and precision == "day" and not (match["clock2"] or match["part"]):
        return (
            "point",
            "days",
            Symbolic(
                anchor="calendar",
                relation="on",
                date=date,
                weekday=weekday,
                unit="around",
                part_of_day=stated_part(match),
            ),
        )
    return (
        "point",
        precision,
        Symbolic(anchor="calendar", relation="on", date=date, weekday=weekday, part_of_day=stated_part(match)),
    )


def of_date_range(match: re.Match[str], text: str) -> Meaning | None:
    """Read "30 April to 2 May"."""
    read = date_range_of(match)
    if read is None:
        return None
    return (
        "point",
        read[1],
        Symbolic(anchor="calendar", relation="on", date=read[0], part_of_day="night" if match["night"] else None),
    )


def of_new_year(match: re.Match[str], text: str) -> Meaning | None:
    """Read "New Year's Eve"."""
    date = "--12-31" if match["side"].lower() == "eve" else "--01-01"
    return "point", "day", Symbolic(anchor="calendar", relation="on", date=date)


def of_wire_date(match: re.Match[str], text: str) -> Meaning | None:
    """Read "17 MAR 90", as old wires write it."""
    date = wire_date_of(match)
    return ("point", "day", Symbolic(anchor="calendar", relation="on", date=date)) if date else None


def of_numeric(match: re.Match[str], text: str) -> Meaning | None:
    """Read "2018-03-17", "17/03/2018"; where day and month cannot be told apart it never resolves."""
    date = numeric_of(match)
    if date is None:
        return None
    return "point", "unknown" if date.startswith("[") else "day", Symbolic(anchor="calendar", relation="on", date=date)


def of_month(match: re.Match[str], text: str) -> Meaning | None:
    """Read "in March 2019", "early March", "since October"; "may" and "march" only where a month must be meant."""
    name, which, relation = match["month"].lower().rstrip("."), plain(match["which"]), plain(match["relation"])
    supported = (
        match["year"]
        or match["edge"]
        or which
        or relation
        or _MONTH_CONTEXT.search(text, max(0, match.start() - 14), match.start())
    )
    if name in patterns.AMBIGUOUS_MONTHS and not supported:
        return None
    date = month_of(name, match["year"])
    if relation:
        return (
            "period",
            "longer",
            Symbolic(anchor="calendar", relation="since" if relation == "since" else "until", date=date),
        )
    side: Literal["on", "before", "after"] = "before" if which == "last" else "after" if which == "next" else "on"
    return "point", "month", Symbolic(anchor="calendar", relation=side, date=date, unit=stated_edge(match["edge"]))


def of_year(match: re.Match[str], text: str) -> Meaning | None:
    """Read "in 2018", "early 1999", "2011-2018"; a figure that counts ("2018 people") is none."""
    first, relation = match.span("first"), plain(match["relation"])
    dated = match["edge"] or relation or _YEAR_CONTEXT.search(text, max(0, match.start() - 12), match.start())
    if not (dated or len(match["last"] or "") == 4 or "/" in match[0]) or (
        not match["last"] and not is_year(text, *first)
    ):
        return None
    if match["last"]:
        years = year_range_of(match["first"], match["last"])
        return ("period", "longer", Symbolic(anchor="calendar", relation="on", date=years)) if years else None
    if relation:
        return (
            "period",
            "longer",
            Symbolic(anchor="calendar", relation="since" if relation == "since" else "until", date=match["first"]),
        )
    return (
        "point",
        "longer",
        Symbolic(anchor="calendar", relation="on", date=match["first"], unit=stated_edge(match["edge"])),
    )


def of_day_of_month(match: re.Match[str], text: str) -> Meaning | None:
    """Read "on the 17th"."""
    if not _ON_THE.search(text, max(0, match.start() - 8), match.start()) or not 0 < int(match["day"][:-2]) < 32:
        return None
    side: Literal["on", "before"] = "before" if plain(match["which"]) == "last" else "on"
    return "point", "day", Symbolic(anchor="calendar", relation=side, date=f"---{int(match['day'][:-2]):02}")


def of_week_of(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the week of 3 June"."""
    read = date_of(match)
    return ("point", "week", Symbolic(anchor="calendar", relation="on", date=read[0], unit="week")) if read else None
