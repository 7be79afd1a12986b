"""Sentences that Allegata composes itself (dates, reasons of links, clusters and grades) in the interface's language.

They are kept in English, as they belong to the records. In another language they are shown by a list of patterns,
``data/said.LANGUAGE.yaml``; what no pattern fits stays as it is, so that nothing is ever left out.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from allegata.dataset.wording_time import MONTHS
from allegata.workbench.words import Words

_BLANK = re.compile(r"\{(\w+)\}")
_MONTH = f"(?:{'|'.join(MONTHS)})"
_DATE = re.compile(rf"\b(?:(\d{{1,2}}) )?({_MONTH})(?: (\d{{4}}))?\b")
_TO = re.compile(rf"(?<=\d) to (?=\d)|(?<={'|'.join(sorted({month[-3:] for month in MONTHS}))}) to (?=\d|{_MONTH})")
_APART = re.compile(r", (?![^(]*\))")
_LATIN = re.compile(r"[A-Za-z]")
_MARK = "\u200e"
"""Left-to-right mark: keeps quotation marks and brackets beside Latin words where they belong."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of a language, each with what it becomes, in order."""
    source = files("allegata.workbench").joinpath(f"data/said.{language}.yaml")
    given: Mapping[str, str] = yaml.safe_load(source.read_text(encoding="utf-8"))
    found = []
    for pattern, becomes in given.items():
        parts = _BLANK.split(pattern)
        shape = "".join(re.escape(part) if n % 2 == 0 else f"(?P<{part}>.+?)" for n, part in enumerate(parts))
        found.append((re.compile(shape, re.DOTALL), becomes))
    return tuple(found)


def said(t: Words, sentence: str) -> str:
    """Return a composed sentence in the interface's language, part by part; in English as it is."""
    if t.language == "en" or not sentence:
        return sentence
    return t("list-semicolon").join(_part(t, part) for part in sentence.split("; "))


def _part(t: Words, part: str) -> str:
    if part.startswith("but "):  # several objections after one "but"
        each = [_fitted(t, f"but {piece}") for piece in _APART.split(part.removeprefix("but "))]
        if None not in each:
            return t("list-comma").join(filter(None, each))
    return _fitted(t, part) or days_said(t, part)


def _fitted(t: Words, part: str) -> str | None:
    """Return what the first pattern makes of a part; ``None`` where none fits."""
    for pattern, becomes in _patterns(t.language):
        if match := pattern.fullmatch(part):
            blanks = {name: _blank(t, name[0], words) for name, words in match.groupdict().items()}
            if None not in blanks.values():
                return becomes.format(**blanks)
    return None


def _blank(t: Words, kind: str, words: str) -> str | None:
    """Return what stands in a blank; ``None`` where these words cannot."""
    if kind == "d":
        return days_said(t, words) if re.search(r"\d", words) else None
    if kind == "w":
        return days_said(t, words) if words in _WEEKDAYS else None
    if kind == "t":
        return t.of("type", words)
    if kind == "s":
        return _part(t, words)
    return f"{_MARK}{words}{_MARK}" if t.direction == "rtl" and _LATIN.search(words) else words


def days_said(t: Words, words: str) -> str:
    """Return words with the English names of months and weekdays in them said in the interface's language."""
    if t.language == "en":
        return words
    told = _TO.sub(" – ", words)
    told = _DATE.sub(lambda found: _day(t, found), told)
    return re.sub(rf"\b({'|'.join(_WEEKDAYS)})\b", lambda found: t(f"weekday.{found[0].lower()}"), told)


def _day(t: Words, found: re.Match[str]) -> str:
    day, month, year = found.groups()
    if day is None and year is None:
        return found[0]  # a name, such as May
    return " ".join(part for part in (day, t(f"month.{MONTHS.index(month) + 1}"), year) if part)
