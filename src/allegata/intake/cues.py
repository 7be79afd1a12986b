"""What a line of an article's head says: source line, credit, date line, or something like a title."""

import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from allegata.intake.dates import FoundDate, find_dates
from allegata.records import Span


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("allegata.intake").joinpath("data/header.yaml").read_text("utf-8"))
    return data


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the word list ``name`` of ``data/header.yaml``, lower case."""
    return frozenset(str(word).casefold() for word in _data()[name])


def one_of(name: str) -> str:
    """Return a pattern that matches any entry of the word list ``name``."""
    words = sorted(_data()[name], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(str(word)).replace(r"\ ", r"\s+") for word in words) + ")"


WORD = re.compile(r"[^\W\d_][\w.'’‑-]*")
_ARTICLE = re.compile(r"(?:a[lrsdtnz]|ash|el|d|l)[-'’][^\W\d_a-z]")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")


def ends_sentence(text: str) -> bool:
    """Tell whether ``text`` ends as a sentence or an introduction to a list or quotation does."""
    return _ENDS.search(text) is not None


def name_like(words: str) -> bool:
    """Tell whether every word is capitalised (or a particle of names), as in the names of people and publishers."""
    tokens = WORD.findall(words)
    particles = words_of("name particles")
    return bool(tokens) and all(
        not token[0].islower() or token.casefold() in particles or _ARTICLE.match(token) for token in tokens
    )


def is_agency(name: str) -> bool:
    """Tell whether ``name`` is a news agency by name (data/header.yaml) or form (AFP, ACAN-EFE)."""
    known = words_of("agencies")
    if name.casefold() in known:
        return True
    parts = re.split(r"[-/]", name)
    return all(part.casefold() in known or re.fullmatch(r"[A-Z]{2,8}", part) is not None for part in parts)


def find_day(words: str) -> bool:
    """Tell whether ``words`` hold a date with a day or a month and year."""
    return any(True for _ in find_dates(words, date.max))


@cache
def _source_pattern() -> re.Pattern[str]:
    return re.compile(rf"^\W{{0,3}}{one_of('source cues')}\s*[:：]\s*(?P<rest>\S.*?)[\s.)]*$", re.IGNORECASE)


@cache
def _credit_pattern() -> re.Pattern[str]:
    return re.compile(rf"^\(?(?:{one_of('credit cues')}\s+)(?P<rest>\S.*?)[\s.)]*$", re.IGNORECASE)


def source(line: str) -> Span | None:
    """Return where ``line`` ("Source: SANA") names its publisher, or ``None`` if it is no source line."""
    match = _source_pattern().match(line) if len(line) <= 160 else None
    if match is None:
        return None
    rest = re.split(r"\s*(?:[|•]|\s[-–—]\s)\s*", match["rest"])[0].rstrip(" .,;")
    found = next(iter(find_dates(rest, date.max)), None)
    if found is not None:
        rest = rest[: found.span[0]].rstrip(" .,;(")
    address = re.fullmatch(r"(?:https?://|www\.)?[\w.-]+\.[a-z]{2,}(?:/\S*)?", rest, re.IGNORECASE)
    cue = line[: match.start("rest")].casefold()
    most = 4 if "sources" in cue else 8
    if not rest or not (address or (len(rest.split()) <= most and name_like(rest))):
        return None
    return match.start("rest"), match.start("rest") + len(rest)


def credit(line: str) -> Span | None:
    """Return where ``line`` ("With AFP", "Agencies") credits other agencies, or ``None``."""
    if len(line) > 100:
        return None
    bare = line.strip(" ().")
    if bare.casefold() in words_of("credit lines"):
        start = line.index(bare)
        return start, start + len(bare)
    match = _credit_pattern().match(line)
    if match is None or not all(is_agency(n.strip()) for n in re.split(r",|\band\b|/|&", match["rest"]) if n.strip()):
        return None
    return match.start("rest"), match.end("rest")


_TIME = re.compile(
    r"\bT?\d{1,2}[:.]\d{2}(?::\d{2})?(?:Z\b)?\s*(?:[ap]\.?m\.?)?|\b\d{1,2}\s*[ap]\.?m\.?\b|\b\d{4}\s*(?=GMT|UTC)",
    re.IGNORECASE,
)


@cache
def _date_rest() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{one_of('date cues')}\b|\b(?:GMT|UTC|EST|EDT|CET|CEST|EET|EEST|BST|MSK|local time|at|on)\b|[^\w]+)*",
        re.IGNORECASE,
    )


def date_line(line: str, today: date | None = None) -> tuple[FoundDate | None, bool] | None:
    """Return the date of a line that holds a date and nothing else, and whether it is one of publication.

    ``(None, False)`` for a line on the last update. ``None`` when the line says more than a date.
    """
    if len(line) > 120 or not any(map(str.isdigit, line)):
        return None
    if re.match(
        r"^\W*(?:last\s+)?(?:updated|modified|retrieved|accessed|archived)\b", line, re.IGNORECASE
    ) and find_day(line):
        return None, False
    found = next(iter(find_dates(line, today)), None)
    if found is None:
        return None
    start, end = found.span
    rest = _TIME.sub(" ", line[:start] + " " + line[end:])
    rest = re.sub(r"\bby\s+\w+(?:\s\w+){0,2}\s*$", " ", rest)
    return (found, True) if _date_rest().fullmatch(rest) else None


def title_like(text: str) -> bool:
    """Tell whether a block of text reads as a title: short, begun by a capital or figure, not ended as a sentence."""
    if not 3 <= len(text) <= 220 or len(text.split()) > 32 or "\n" in text:
        return False
    first = re.search(r"\w", text)
    if first is None or first[0].islower() or re.search(r"[.:;,]$|\.[\"”’']$|[-–—]$", text.rstrip()):
        return False
    return re.search(r"(?:[^\W\d_A-Z]{3}|[^\W\d_a-z]{4})[.?!]\s+[\[(\"“]?[A-Z]", text) is None
