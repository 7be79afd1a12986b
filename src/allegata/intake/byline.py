"""Bylines: who wrote, in the words of the line itself."""

import re
from functools import cache

import msgspec

from allegata.intake.cues import WORD, ends_sentence, find_day, is_agency, name_like, one_of, words_of
from allegata.intake.names import common_words
from allegata.records import Span

_LONGEST = 160
_REPORTS = re.compile(r"^(?P<rest>[^\W\d_][^:;!?\n]{3,60}?)\s+(?:reports|reporting)\.?\s*$", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|•·/]\s*|\s+[-–—]\s+")
_BETWEEN = re.compile(r"\s*(?:,|،|;|&|\band\b|\bet\b|(?-i:\by\b))\s*", re.IGNORECASE)
_IN_PLACE = re.compile(r"(?:^|\s+)(?:in|from|at|for)\s+(?-i:(?=[^\W\d_a-z])).*$", re.IGNORECASE)
_NO_NAMES = re.compile(r"\b(?:and|in|from|at|for|with|our|staff|correspondents?|writers?|reporters?)\b", re.IGNORECASE)


class Byline(msgspec.Struct, frozen=True):
    """Whom a byline names: people, and an agency (with its place in the line) when it names one."""

    authors: tuple[str, ...]
    agency: str | None = None
    agency_span: Span | None = None


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(rf"^\W{{0,3}}(?:{one_of('byline cues')}(?:\s*:|\s)\s*)(?P<rest>\S.*?)\s*$", re.IGNORECASE)


def byline(line: str) -> Byline | None:
    """Return whom ``line`` names as its writers ("By X and Y in Kabul", "X reports"), ``None`` if it is no byline."""
    if len(line) > _LONGEST:
        return None
    match = _cue().match(line)
    if match is None:
        match = _REPORTS.match(line)
        tokens = [] if match is None else WORD.findall(match["rest"])
        if match is None or len(tokens) < 2 or _everyday(tokens):
            return None
    rest = match["rest"]
    if ends_sentence(rest) and not re.search(r"(?:^|[\s.])\w\.$", rest) and len(rest.split()) > 4:
        return None
    parts = _PARTS.split(rest)
    people = parts[0]
    if not _people(people):
        return None
    authors: list[str] = []
    agency: str | None = None
    for piece in [*_BETWEEN.split(people), *parts[1:]]:
        name = _IN_PLACE.sub("", piece).strip(" ,:()")
        name = name if re.search(r"(?:^|[\s.])\w\.$", name) else name.rstrip(".")
        if (
            not name
            or name.casefold() in words_of("no author")
            or name.casefold().startswith("special")
            or find_day(name)
        ):
            continue
        if is_agency(name):
            agency = agency or name
        elif piece not in parts[1:] and len(name) > 1:
            authors.append(name)
    if agency is None:
        return Byline(tuple(authors))
    start = line.index(agency, match.start("rest"))
    return Byline(tuple(authors), agency, (start, start + len(agency)))


def _people(words: str) -> bool:
    """Tell whether ``words`` can be names of people; in capitals, none may be an everyday word."""
    bare = _NO_NAMES.sub(" ", words)
    tokens = WORD.findall(bare)
    if not tokens:
        return WORD.search(words) is not None
    if len(tokens) > 14 or tokens[0].casefold() in words_of("no name") or not name_like(bare):
        return False
    return not (words.isupper() and _everyday(tokens))


def _everyday(tokens: list[str]) -> bool:
    """Tell whether an everyday word is among ``tokens``, one after an initial ("H. SAID") left aside."""
    return any(
        token.casefold() in common_words() and not (number and len(tokens[number - 1].rstrip(".")) == 1)
        for number, token in enumerate(tokens)
        if len(token.rstrip(".")) > 1
    )
