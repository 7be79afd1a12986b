"""Datelines: the place, agency and date that open a dispatch."""

import re
from datetime import date

import msgspec

from allegata.intake.cues import WORD, find_day, is_agency, name_like, words_of
from allegata.intake.dates import FoundDate, find_dates
from allegata.intake.names import common_words, is_place
from allegata.records import Span

_LONGEST = 200
_PLACE = r"[^\W\d_][\w'’ʿʾ‘`.-]*"
_AGENCY = r"(?:\((?P<paren>[^()\n]{2,40})\)|/\s?(?P<slash>[^/\n]{2,40})\s?/|\[(?P<square>[A-Z][^\[\]\n]{1,30})\])"
_DASH = r"(?:--+|[—–―]|-(?=\s|[A-Z\"“']|$)|:(?=\s))"
_DATELINE = re.compile(
    rf"^\s*(?P<head>{_PLACE}(?:[ /-]{_PLACE}){{0,4}}?(?:\s*[,،.]\s*[\w.'’][\w.'’ -]{{0,30}}?){{0,4}}?)?"
    rf"\s*[,،.]?\s*(?P<agency>{_AGENCY})?(?P<more>(?:\s*\([^()\n]{{2,60}}\)){{0,2}})"
    r"\s*(?:[,،]\s*(?P<after>(?=[^()\n\d]{0,12}\d)[\w., ]{3,25}?)(?:\s*\((?P<last>[^()\n]{2,60})\))?)?"
    rf"\s*(?P<dash>\.?\s*{_DASH}|(?<=/)\.(?=\s)|$)\s*"
)


class Dateline(msgspec.Struct, frozen=True):
    """A dateline at the start of a paragraph: its own span, its place, agency and date, spans within the paragraph."""

    span: Span
    place: str | None
    agency: str | None
    agency_span: Span | None
    date: FoundDate | None


def dateline(text: str, today: date | None = None) -> Dateline | None:
    """Return the dateline that opens a paragraph: "DAMASCUS, (ST)- ", "GAZA, 5 March 2019 (Xinhua) -- ", or ``None``.

    An agency or a date makes it one; without either, a place in capitals before a dash, or a place before a long dash
    that is the only one of its sentence.
    """
    match = _DATELINE.match(text[:_LONGEST])
    if match is None or not match[0].strip() or (match.end() == _LONGEST and len(text) > _LONGEST):
        return None
    found = next(iter(find_dates(match[0], today)), None)
    agency, agency_span = _agency(match, found)
    if (
        agency is None
        and match["agency"]
        and not (_holds(match.span("agency"), found) or is_place(match["agency"].strip("()/[] ")))
    ):
        return None
    head = match["head"] or ""
    if found is not None and match["head"]:
        before, after = found.span[0] - match.start("head"), found.span[1] - match.start("head")
        head = head[: max(0, before)] + "," + head[max(0, after) :]
    pieces = [piece for piece in (part.strip(" .") for part in re.split(r"[,،]|(?<=\w{3})\.\s", head)) if piece]
    if agency is None and len(pieces) > 1 and is_agency(pieces[-1]):
        agency = pieces.pop()
        start = text.rindex(agency, 0, match.end("head"))
        agency_span = (start, start + len(agency))
    place = pieces[0] if pieces else None
    if not _allowed(match, text[match.end() :], place, pieces, agency, found):
        return None
    return Dateline((match.start() + _lead(text), len(match[0].rstrip())), place, agency, agency_span, found)


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())


def _holds(span: Span, found: FoundDate | None) -> bool:
    return found is not None and span[0] <= found.span[0] and found.span[1] <= span[1]


def _agency(match: re.Match[str], found: FoundDate | None) -> tuple[str | None, Span | None]:
    """Return the bracketed agency and its span; brackets may hold the date instead."""
    found_in = [name for name in ("last", "paren", "slash", "square") if match[name]]
    name = next((n for n in found_in if not _holds(match.span(n), found) and not is_place(match[n].strip(" ,."))), None)
    if name is None:
        return None, None
    words = match[name].strip(" ,.")
    dated = found is not None and match["dash"].strip().startswith("--")  # a wire's head: any name of a station will do
    # A script without capitals does not show names: there, only a listed agency is one.
    plain = any(map(str.isupper, words)) and not any(map(str.isdigit, words)) and len(words.split()) <= 3
    if not (dated or is_agency(words) or (plain and name_like(words))):
        return None, None
    start = match.string.index(words, match.start(name))
    return words, (start, start + len(words))


def _allowed(
    match: re.Match[str], after: str, place: str | None, pieces: list[str], agency: str | None, found: FoundDate | None
) -> bool:
    """Tell whether the parts make a dateline rather than the start of a sentence with a dash."""
    bracketed, dash = match["agency"] is not None, match["dash"].strip(" .")
    in_country = bracketed and is_place(match["agency"].strip("()/[] "))
    if place is None:
        return bracketed and agency is not None and is_agency(agency) and dash not in ("", ":")
    tokens = WORD.findall(place)
    if not 1 <= len(tokens) <= 5 or tokens[0].casefold() in words_of("no name") or not name_like(place):
        return False
    if any(map(str.isdigit, place)) or (match["after"] and not find_day(match["after"])):
        return False
    if after[:1].islower() and not re.match(r"(?:al|ar|as|ash|at|an|ad|el)-", after):
        return False
    if dash == "":
        # "KABUL, Afghanistan (Jan. 25, 2013)" on its own line; "MOSCOW, April 3 /TASS/. The"
        return (not after and found is not None and bracketed) or (match["slash"] is not None and agency is not None)
    if agency is not None or found is not None or in_country:
        return True
    if place.isupper() and tokens[0].casefold() in common_words():
        return False
    if {token.casefold() for token in tokens} & words_of("no place"):
        return False
    if dash == ":" or len(match[0]) > 60 or re.search(r"\s[—–-]\s|--", after[:120]):
        return False
    if not re.match(r"[\"“'‘«(\[]?[^\W\d_a-z]|\d", after):
        return False
    return (pieces[0].isupper() and len(pieces[0]) > 2 and not (after[:60].isupper() and dash == "-")) or dash != "-"
