"""What a number counts when it clearly does not count people: an age, a date, money, a distance, a name (F-16)."""

import re
from collections.abc import Iterable
from typing import Literal

from allegata.reading.numbers import load_words

Unit = Literal["age", "time", "money", "percent", "distance", "ordinal", "year", "clock", "identifier", "measure"]

_UNITS = load_words("quantity_words.yaml")["units"]
_TIME = load_words("time_words.yaml")


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first; a space in them stands for any white space or hyphen."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in ordered) + ")"


_MONTH = rf"(?:{_any(name.title() for name in _TIME['months'])}|{_any(name.upper() for name in _TIME['months'])}" + (
    rf"|{_any(name.title() for name in _TIME['month_abbreviations'])}\b\.?"
    rf"|{_any(name.upper() for name in _TIME['month_abbreviations'])}\b\.?)"
)

_AFTER = re.compile(
    rf"""(?P<age>(?i:[\s-]+(?:years?|months?|weeks?|days?)[\s-]+olds?\b|[\s-]years?\s+of\s+age\b))
    |(?P<percent>(?i:\s*%(?![0-9a-f]{{2}})|[\s-]+{_any(_UNITS["percent"])}\b))
    |(?P<money>(?i:\s?[€£$]|[\s-]+(?:US\s+)?{_any(_UNITS["money"])}\b))
    |(?P<clock>(?i:\s*(?:[ap]\.m\b\.?|[ap]m\b|o['’]clock)|\s?(?:hours\s+|hrs\s+)?(?:GMT|UTC|local\s+time)\b))
    |(?P<time>(?i:[\s-]+(?:{_any(_UNITS["time_adjectives"])}\s+)?{_any(_UNITS["time"])}\b)
       |(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}(?![\w-])
       |(?:st|nd|rd|th)?\s*(?:,|\band\b|\bto\b|\bor\b|-|–)\s*\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?![\w-]))
    |(?P<distance>(?i:[\s-]*{_any(_UNITS["distance"])}\b)|\s?m\b(?!\.))
    |(?P<measure>(?i:[\s-]*{_any(_UNITS["measure"])}\b)
       |[-‐‑](?!{_any(_UNITS["people_after_hyphen"])}\b)[a-z])
    |(?P<identifier>[^\W\d_]|_|[.:/]\d)""",
    re.VERBOSE,
)
_SHAPES = re.compile(
    rf"""(?P<time>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:T[\d:.]+Z?)?(?![\d/-])|\d{{1,2}}([-/.])\d{{1,2}}\2\d{{2,4}}(?![\d/-]))
    |(?P<year>(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d(?![\d/:-])|(?:1[5-9]|20)\d0s\b)
    |(?P<clock>\d{{1,2}}[:.]\d{{2}}(?=\s*[ap]\.?m\b)|\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d))
    |(?P<money>\d[\d.,]*\s?(?:-|–|to)\s?\d[\d.,]*(?:\s(?:thousand|million|billion))?\s(?:{_any(_UNITS["money"])})\b)
    |(?P<identifier>\d+(?:\.\d+){{2,}}|\d+(?:[-/]\d+){{2,}}|\d+/\d+|\d+(?=[^\W\d_]+\d)[\w-]*)""",
    re.VERBOSE,
)
_BEFORE = re.compile(
    rf"""(?:(?P<age>\b(?i:{_any(_UNITS["age_before"])}\s+(?:between\s+|from\s+|just\s+|only\s+)?)
       |\b(?i:{_any(_UNITS["aged_people"])})\s+(?:(?i:aged\s+)?(?i:{_any(_UNITS["age_bounds"])})\s+(?:the\s+age\s+of\s+)?))
    |(?P<money>(?:US|A|C)?[$€£¥₪₹]\s?|\b(?:USD|EUR|GBP|Rs\.?)\s?)
    |(?P<time>\b{_MONTH}\s*(?:the\s+)?(?:\d{{1,2}}(?:\s*(?:,|and|to|-|–)\s*))?)
    |(?P<identifier>\b(?i:{_any(_UNITS["identifier_any_case"])})\.?\s|\b(?:No|NO|Nos|NOS)\b\.?\s?
       |[^\W\d_][-‐‑]?|[/_@&=%]|[#№+]\s?|\d[.,:/-])
    |(?P<named>\b{_any(word.title() for word in _UNITS["identifier_capitalised"])}s?\s))\Z""",
    re.VERBOSE,
)
_YEARS = re.compile(r"(?:19|20)\d\d\s(?:and|to|or)\s(?:19|20)\d\d")
_LAST_BEFORE = {
    word.split()[-1]
    for words in (
        *(_UNITS[name] for name in ("age_before", "age_bounds", "identifier_any_case", "identifier_capitalised")),
        [word + "s" for word in _UNITS["identifier_capitalised"]],
        _TIME["months"],
        _TIME["month_abbreviations"],
        ("just", "only", "age", "and", "to", "no", "nos", "usd", "eur", "gbp", "rs"),
    )
    for word in words
}
_JOINTS = ("and", "to", "or")
_FIRST_AFTER = {
    word.split()[0]
    for words in (
        *(_UNITS[name] for name in ("time", "time_adjectives", "money", "percent", "distance", "measure")),
        _TIME["months"],
        _TIME["month_abbreviations"],
        ("us", "am", "pm", "local", "gmt", "utc", "hrs", "of", "m", "per"),
    )
    for word in words
}
_HYPHENS = ("-", "‐", "‑")
_MID_YEAR = re.compile(r"\b(?:mid|pre|post|early|late)[-‐‑]\Z", re.IGNORECASE)
_COUNTED_IN_MONTH = re.compile(rf"\b(?:[Ii]n|[Dd]uring|[Ss]ince|[Tt]his|[Ll]ast)\s+{_MONTH}\s+\Z")
_LOWER_WORD = re.compile(r"\s+([a-z]+)\b")
_PEOPLE_NEXT = re.compile(rf"\s+(?:{_any(_UNITS['people'])}|[a-z]+s)\b")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W{1,3}\Z")
_LIST_NUMBER = re.compile(r"\d{1,3}[.)](?:\s|\Z)")
_CAPITALISED_BEFORE_COMMA = re.compile(r"\b[A-Z][\w'’-]+,\s\Z")
_AGE_ASIDE_ENDS = re.compile(
    r"\s*,\s(?!(?:including|mostly|most|many|all|some|among|of\s+(?:whom|them|which|those)|and\s+\d|three|two)\b)"
)
_NOT_PLURAL = frozenset(_UNITS["not_plural"])
_YEAR_BEFORE = frozenset(_UNITS["year_before"])


def shape_at(text: str, start: int) -> tuple[Unit, int] | None:
    """Unit and end of a figure whose form alone tells that it is no count (a date, a clock time), else ``None``."""
    match = _SHAPES.match(text, start)
    if match is None or match.lastgroup is None:
        return None
    unit: Unit = match.lastgroup  # type: ignore[assignment]
    return unit, match.end()


def unit_of(text: str, start: int, number: tuple[int, int], value: int, *, digits: bool, bounded: bool) -> Unit | None:
    """Return what a number counts when it clearly is not people, else ``None``.

    ``start``: where the whole expression begins ("more than 5 km" before "more"); ``number``: span of its number.
    ``bounded``: whether a bound word stands before it, which a year never has.
    """
    first, end = number
    after = _words_after(text, end)
    found = after.lastgroup if after else None
    if found is not None and found != "identifier":
        return found if _plausible(found, value, text, end) else None  # type: ignore[return-value]
    before = _words_before(text, start)
    if before is None and start != first:
        before = _words_before(text, first)
    if digits:
        if text[first - 1 : first] in _HYPHENS and _MID_YEAR.search(text, max(0, first - 8), first):
            return "year"
        if found is not None or _starts_list(text, first):
            return "identifier"
        if not bounded and text[first:end].count(" ") == 2 and _YEARS.fullmatch(text, first, end):
            return "year"
        if not bounded and 1900 <= value <= 2099 and end - first == 4 and is_year(text, first, end):
            return "year"
    if before is not None and (unit := before.lastgroup) is not None:
        return _unit_before(unit, text, first, end, value, digits)
    if digits and value <= 120 and text[max(0, first - 2) : first] == ", " and _AGE_ASIDE_ENDS.match(text, end):
        return "age" if _CAPITALISED_BEFORE_COMMA.search(text, max(0, first - 30), first) else None
    return None


def _words_after(text: str, end: int) -> re.Match[str] | None:
    """Return the words behind ``end`` that tell a unit; looks only at a word that can begin such words, for speed."""
    if text[end : end + 1] == " " and (stop := text.find(" ", end + 1, end + 24)) > 0:
        word = text[end + 1 : stop].rstrip(".,;:)").lower()
        if word in _JOINTS:
            if not text[stop + 1 : stop + 2].isdecimal():
                return None
        elif word.isdecimal() or (word.isalpha() and word not in _FIRST_AFTER):
            return None
    return _AFTER.match(text, end)


def _words_before(text: str, start: int) -> re.Match[str] | None:
    """Return the words before ``start`` that tell a unit; looks only at a word that can end such words, for speed."""
    if text[start - 1 : start] == " ":
        space = text.rfind(" ", max(0, start - 20), start - 1)
        word = text[space + 1 : start - 1].lower()
        if space > 0 and word.isdecimal():
            return None
        if space > 0 and word.isalpha():
            known = text[space - 1].isdecimal() if word in _JOINTS else word in _LAST_BEFORE
            if not known:
                return None
    return _BEFORE.search(text, max(0, start - 40), start)


def _plausible(unit: str, value: int, text: str, end: int) -> bool:
    """Tell whether the unit behind a number can be meant: before the name of a month only up to 31."""
    if unit == "time" and text[end : end + 1] in " -" and text[end + 1 : end + 2].isupper():
        return value <= 31
    return True


def _unit_before(unit: str, text: str, first: int, end: int, value: int, digits: bool) -> Unit | None:
    if unit == "time":
        if not digits or value > 31:
            return None
        return None if counts_in_month(text, first, end) else "time"
    if unit == "named":  # "Camp 5", but not "in Jabalia Camp 5 civilians"
        if digits and _PEOPLE_NEXT.match(text, end) and not _not_plural_next(text, end):
            return None
        return "identifier" if digits or text[first : first + 1].isupper() else None
    if unit == "identifier":
        glued = not text[first - 1].isspace()
        return "identifier" if digits or (not glued and text[first : first + 1].isupper()) else None
    if unit == "age":
        aside = _LOWER_WORD.match(text, end)
        return (
            None if aside and aside[1] not in ("and", "or", "to", "were", "was", "who", "in", "at", "from") else "age"
        )
    return unit  # type: ignore[return-value]


def counts_in_month(text: str, first: int, end: int) -> bool:
    """Tell whether a number behind the name of a month counts people: "in March 12 civilians were killed"."""
    return bool(_COUNTED_IN_MONTH.search(text, max(0, first - 24), first) and _PEOPLE_NEXT.match(text, end))


def _not_plural_next(text: str, end: int) -> bool:
    follows = _LOWER_WORD.match(text, end)
    return follows is not None and follows[1] in _NOT_PLURAL


def _starts_list(text: str, first: int) -> bool:
    line = max(text.rfind("\n", max(0, first - 12), first) + 1, first - 12, 0)
    started = line == 0 or text[line - 1] == "\n"
    return started and text[line:first].strip(" *-#>") == "" and _LIST_NUMBER.match(text, first) is not None


def is_year(text: str, first: int, end: int) -> bool:
    """Tell whether the bare four figures at ``first`` to ``end`` are a year and not a count ("2015 people")."""
    word = _LAST_WORD.search(text, max(0, first - 20), first)
    follows = _LOWER_WORD.match(text, end)
    if follows is None:
        return True
    counted = _PEOPLE_NEXT.match(text, end) is not None and not _not_plural_next(text, end)
    return not counted or (word is not None and word[1].lower() in _YEAR_BEFORE)
