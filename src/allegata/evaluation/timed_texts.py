"""Texts with marked time expressions and event mentions: MEANTIME's CAT files and TimeML files.

MEANTIME (CAT XML) holds tokens with sentence numbers and stand-off marks; the text is put together again from the
tokens. No article of the release has times or certainty marked beyond its first six sentences (title and date line
among them), so only these are kept. TimeML holds marks within the text.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import msgspec

from allegata.records import Span

MARKED_SENTENCES = 6
"""The title, the date line and what follows, as far as MEANTIME marks it."""
_NO_SPACE_BEFORE = frozenset([".", ",", ";", ":", "!", "?", ")", "]", "%", "''", "”", "’", "…"])
_NO_SPACE_AFTER = frozenset(["(", "[", "$", "£", "€", "#", "``", "“", "‘", "`"])
_PRINTED = {"``": "“", "''": "”", "`": "‘"}
_CLITIC = re.compile(r"(?:'|’)(?:s|re|ve|ll|d|m)\Z|n['’]t\Z", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


class GoldTime(msgspec.Struct, frozen=True):
    """A marked time expression: its span, ``type`` (DATE, TIME, DURATION, SET) and normal ``value``."""

    span: Span
    type: str
    value: str


class GoldEvent(msgspec.Struct, frozen=True):
    """A marked event mention. Attributes as in the file; empty where the annotators gave none."""

    span: Span
    certainty: str
    polarity: str
    time: str


class TimedText(msgspec.Struct, frozen=True):
    """A text with its marks.

    ``lines``: the spans of its sentences or paragraphs; ``published``: the day of its creation time, ``None`` where
    none is marked; ``creation``: where that is marked within the text (never scored).
    """

    name: str
    text: str
    lines: tuple[Span, ...]
    published: date | None
    creation: tuple[Span, ...]
    times: tuple[GoldTime, ...]
    events: tuple[GoldEvent, ...] = ()


def day_of(value: str) -> date | None:
    """Return the day that a creation time's value states ("2013-03-22T10:00"), or ``None``."""
    match = _DAY.match(value)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def joined(sentences: list[list[str]]) -> tuple[str, list[list[Span]], list[Span]]:
    """Return a text of tokenised sentences, one a line, with the span of every token and of every line.

    Marks stand against their neighbours as in print; a straight quotation mark opens and closes in turn, and the
    treebank's marks ("``" and two apostrophes) are printed ones again.
    """
    text = ""
    spans: list[list[Span]] = []
    lines: list[Span] = []
    for words in sentences:
        begin = len(text)
        spans.append([])
        open_quote, glued = False, True
        for word in (_PRINTED.get(word, word) for word in words):
            closes = word in _NO_SPACE_BEFORE or bool(_CLITIC.search(word)) or (word == '"' and open_quote)
            if not (glued or closes):
                text += " "
            spans[-1].append((len(text), len(text) + len(word)))
            text += word
            opens = word in _NO_SPACE_AFTER or word.endswith("$")
            if word == '"':
                open_quote = not open_quote
                opens = open_quote
            glued = opens
        lines.append((begin, len(text)))
        text += "\n"
    return text, spans, lines


def read_cat(file: Path) -> TimedText:
    """Return a MEANTIME article. Raises ``ElementTree.ParseError`` where the file is no XML."""
    root = ElementTree.parse(file).getroot()
    sentences: list[list[str]] = []
    place: dict[str, tuple[int, int]] = {}
    numbers: dict[int, int] = {}
    for token in root.iter("token"):
        number = int(token.get("sentence", "0"))
        if number >= MARKED_SENTENCES:
            continue
        line = numbers.setdefault(number, len(sentences))
        if line == len(sentences):
            sentences.append([])
        place[token.get("t_id", "")] = (line, len(sentences[line]))
        sentences[line].append(token.text or "")
    text, spans, lines = joined(sentences)

    def span_of(mark: ElementTree.Element) -> Span | None:
        where = [place.get(anchor.get("t_id", "")) for anchor in mark.iter("token_anchor")]
        found = [spans[at[0]][at[1]] for at in where if at is not None]
        return (min(found)[0], max(found)[1]) if found else None

    times: list[GoldTime] = []
    creation: list[Span] = []
    published: date | None = None
    for mark in root.iter("TIMEX3"):
        span = span_of(mark)
        if mark.get("functionInDocument") == "CREATION_TIME":
            published = published or day_of(mark.get("value", ""))
            creation += [span] if span else []
        elif span is not None:  # marks without words stand for times that are only implied
            times.append(GoldTime(span, mark.get("type", ""), mark.get("value", "")))
    events = [
        GoldEvent(span, mark.get("certainty", ""), mark.get("polarity", ""), mark.get("time", ""))
        for mark in root.iter("EVENT_MENTION")
        if (span := span_of(mark)) is not None
    ]
    return TimedText(
        file.stem, text, tuple(lines), published, tuple(creation), tuple(sorted(times, key=_by_span)), tuple(events)
    )


def _by_span(mark: GoldTime) -> Span:
    return mark.span


def read_timeml(file: Path) -> TimedText:
    """Return the text of a TimeML file with its expressions. Raises ``ElementTree.ParseError``."""
    root = ElementTree.parse(file).getroot()
    made = root.find("DCT/TIMEX3")
    body = root.find("TEXT")
    pieces: list[str] = []
    times: list[GoldTime] = []
    creation: list[Span] = []

    def walk(node: ElementTree.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(node.text or "")
        for child in node:
            walk(child)
            pieces.append(child.tail or "")
        if node.tag == "TIMEX3":
            span = (start, sum(map(len, pieces)))
            if node.get("functionInDocument") == "CREATION_TIME":
                creation.append(span)
            else:
                times.append(GoldTime(span, node.get("type", ""), node.get("value", "")))

    if body is not None:
        walk(body)
    text = "".join(pieces)
    return TimedText(
        file.stem,
        text,
        tuple(_paragraphs(text)),
        day_of(made.get("value", "")) if made is not None else None,
        tuple(creation),
        tuple(sorted(times, key=_by_span)),
    )


def _paragraphs(text: str) -> Iterator[Span]:
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        yield match.span()
