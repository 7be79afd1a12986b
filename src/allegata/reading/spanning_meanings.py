"""What quarters, halves, seasons and decades mean: stretches of the calendar longer than a month."""

import re
from typing import Literal

from allegata.reading import time_patterns as patterns
from allegata.reading.time_parts import Meaning, plain
from allegata.records import Symbolic

_SPAN_CONTEXT = re.compile(
    r"\b(?:in|during|by|throughout|between|from|to|and|through|for|before|after|since|until|of|its|their|the|'s)\s+\Z",
    re.IGNORECASE,
)
_WHICH = {"this past": "last", "this coming": "next", "previous": "last", "current": "this", "same": "this"}


def of_quarter(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the third quarter of 2012", "Q3 2012", "last quarter", "the first half of this year".

    A quarter of no stated year is the latest one by the day of publication; business years are read as calendar years.
    """
    what = match["what"] or "quarter"
    if match["which"]:
        if what == "half" or match["year"] or match["whose"]:
            return None
        which = plain(match["which"])
        return (
            "period",
            "longer",
            Symbolic(anchor="publication", relation="during", unit=f"{_WHICH.get(which, which)} quarter"),
        )
    words = plain(match["number"])
    number = int(match["figure"] or 0) or patterns.ORDINALS.get(words) or int(words[0])
    length = 3 if what == "quarter" else 6
    if number > 12 // length or (words == "final" and what == "half"):
        return None
    first, last = (number - 1) * length + 1, number * length
    if match["whose"] and plain(match["whose"]) != "same":
        which = _WHICH.get(plain(match["whose"]), plain(match["whose"]))
        unit = f"{'Q' if length == 3 else 'H'}{number} {which} year"
        return "period", "longer", Symbolic(anchor="publication", relation="during", unit=unit)
    if what == "half" and not match["year"]:
        return None
    if not match["year"] and not match["number"]:
        return None
    year = match["year"] or "-"
    return (
        "period",
        "longer",
        Symbolic(anchor="calendar", relation="on", date=f"{year}-{first:02}/{year}-{last:02}"),
    )


def of_first_months(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the first nine months of 2017", "the last three months of last year"."""
    words = plain(match["number"])
    count = int(words) if words.isdecimal() else patterns.SMALL_NUMBERS.get(words, 0)
    if not 1 < count < 12:
        return None
    first, last = (1, count) if plain(match["side"]) == "first" else (13 - count, 12)
    if match["whose"]:
        if count not in (3, 6):
            return None
        number = 1 if first == 1 else 12 // count
        unit = f"{'Q' if count == 3 else 'H'}{number} {plain(match['whose'])} year"
        return "period", "longer", Symbolic(anchor="publication", relation="during", unit=unit)
    year = match["year"]
    return "period", "longer", Symbolic(anchor="calendar", relation="on", date=f"{year}-{first:02}/{year}-{last:02}")


def of_season(match: re.Match[str], text: str) -> Meaning | None:
    """Read "last summer", "the winter of 2011", "in the spring": no days, as seasons differ between the hemispheres.

    Only the year resolves, where the words state one.
    """
    if match["which"]:
        which = plain(match["which"])
        season = plain(match["season"])
        return (
            "point",
            "unknown",
            Symbolic(anchor="publication", relation="during", unit=f"{_WHICH.get(which, which)} {season}"),
        )
    if match["year"]:
        return (
            "point",
            "longer",
            Symbolic(anchor="calendar", relation="on", date=match["year"], unit=plain(match["season_b"])),
        )
    season = plain(match["season_c"])
    if match["whose"]:
        year = plain(match["whose"]) + " year"
        return "point", "unknown", Symbolic(anchor="publication", relation="during", unit=f"{season} {year}")
    if not _in_the(text, match.start()) or (season == "fall" and not match["the"] and match[0].islower()):
        return None
    return "point", "unknown", Symbolic(anchor="publication", relation="during", unit=f"this {season}")


def _in_the(text: str, start: int) -> bool:
    return bool(re.search(r"\b(?:in|during|over|since|until|by)\s+\Z", text[max(0, start - 10) : start], re.IGNORECASE))


def of_decade(match: re.Match[str], text: str) -> Meaning | None:
    """Read "the 1980s", "the early eighties", "the 80s". Two figures are of the twentieth century, but "the 2020s"."""
    if match["figure"]:
        first = int(match["figure"][:4])
    elif match["short"] or match["name"]:
        if match["short"] and match["short"][0].isdecimal() and (match["edge"] or int(match["short"][:2]) < 50):
            return None  # "in the mid-30s": an age, a share, a temperature
        if text[match.start() - 1 : match.start()] == "-":
            return None
        near = text[max(0, match.start() - 14) : match.end()].lower()
        if not re.search(r"\bthe\s|\band\s|\bto\s", near) or re.search(r"\b(?:his|her|their)\b", near):
            return None  # "in his forties": an age
        first = 1900 + (
            int(match["short"].lstrip("'’")[:2]) if match["short"] else patterns.DECADES[plain(match["name"])]
        )
    else:
        return None
    relation: Literal["on"] = "on"
    return "period", "longer", Symbolic(anchor="calendar", relation=relation, date=f"{first}/{first + 9}")
