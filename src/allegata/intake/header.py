"""The head and foot of an article in its final text: what each block is, who wrote, who published, when and where."""

import re
from datetime import date

import msgspec

from allegata.intake.byline import byline
from allegata.intake.cues import credit, date_line, ends_sentence, source, title_like
from allegata.intake.dateline import dateline
from allegata.intake.dates import FoundDate, to_published
from allegata.intake.furniture import is_link, is_menu, opens_links, pointer_within, points_elsewhere
from allegata.intake.wrap import Kind
from allegata.records import Published, Span, Zone

_FOOT = 3
"""Blocks at the end among which a source line or credit may stand."""


class Laid(msgspec.Struct, frozen=True):
    """A final text and its blocks: kind and span."""

    text: str
    blocks: tuple[tuple[Kind, Span], ...]


class Header(msgspec.Struct):
    """What the article says of itself, with the zones that cover its text."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    publisher_span: Span | None = None
    credits: list[tuple[str, Span]] = []
    published: Published | None = None
    dateline: str | None = None
    dateline_place: str | None = None
    dateline_agency: str | None = None
    zones: list[Zone] = []
    notes: list[str] = []
    doubted: bool = False


def read_header(laid: Laid, today: date | None = None, title: str | None = None) -> Header:
    """Return the header of ``laid``. ``title``: one known from metadata, so that no other block is taken for it.

    Headlines of other pages that stand in the page are zones of the kind *other* (``furniture``).
    Publication dates come from date lines and from datelines that give a year; one that cannot be used is noted.
    """
    header = Header()
    text, blocks = laid.text, laid.blocks
    place = _title_block(laid, title)
    if place is not None:
        start, end = blocks[place][1]
        header.title = text[start:end]
    body, listing = False, False
    for number, (kind, (start, end)) in enumerate(blocks):
        words = text[start:end]
        foot = number >= len(blocks) - _FOOT and number > 0
        if number == place:
            header.zones.append(Zone(kind="title", span=(start, end)))
        elif kind != "rule" and is_menu(words):
            header.zones.append(Zone(kind="other", span=(start, end)))
        elif kind == "cue" and (not body or foot) and _cue(header, words, start, today):
            continue
        elif kind in ("heading", "rule") or (
            kind == "text"
            and not body
            and title_like(words)
            and dateline(words, today) is None
            and number < len(blocks) - 1
        ):
            header.zones.append(Zone(kind="other", span=(start, end)))
        elif _of_other_pages(blocks, number, words, body=body, listing=listing):
            listing = True
            header.zones.append(Zone(kind="other", span=(start, end)))
        elif body and points_elsewhere(words):
            header.zones.append(Zone(kind="other", span=(start, end)))
        else:
            listing = False
            offset = 0 if body else _dateline(header, words, start, today)
            body = True
            if offset:
                header.zones.append(Zone(kind="dateline", span=(start, start + offset)))
            rest = words[offset:]
            if rest.strip():
                begin = start + offset + len(rest) - len(rest.lstrip())
                kind_of = "other" if number == len(blocks) - 1 and number > 0 and _signature(words) else "paragraph"
                cut = pointer_within(words)
                stop = end if cut is None or start + cut <= begin else start + len(words[:cut].rstrip())
                header.zones.append(Zone(kind=kind_of, span=(begin, stop)))  # type: ignore[arg-type]
                if cut is not None and stop < end:
                    header.zones.append(Zone(kind="other", span=(start + cut, end)))
    return header


def _of_other_pages(
    blocks: tuple[tuple[Kind, Span], ...], number: int, words: str, *, body: bool, listing: bool
) -> bool:
    """Tell whether a block opens a list of other pages or goes on with it; before the article, a list of items."""
    if opens_links(words):
        return body or (number + 1 < len(blocks) and blocks[number + 1][0] == "item")
    return listing and is_link(words) and (body or blocks[number][0] == "item")


def _title_block(laid: Laid, title: str | None) -> int | None:
    """Return the number of the title's block: the title given, a marked heading, else a first block like a title."""
    blocks = laid.blocks
    if title is not None:
        wanted = " ".join(title.split())
        for number, (_, (start, end)) in enumerate(blocks[:6]):
            if " ".join(laid.text[start:end].split()) == wanted:
                return number
        return None
    for number, (kind, (start, end)) in enumerate(blocks[:6]):
        words = laid.text[start:end]
        if is_menu(words):
            continue
        if kind == "heading":
            return number
        if kind == "cue":
            continue
        if kind == "text" and number < len(blocks) - 1 and title_like(words) and dateline(words) is None:
            later = blocks[number + 1 : number + 4]
            marked = next((n for n, (k, _) in enumerate(later, number + 1) if k == "heading"), None)
            return number if marked is None else marked
        break
    return None


def _signature(words: str) -> bool:
    """Tell whether a last block is only a name or initials."""
    return len(words.split()) <= 4 and len(words) <= 40 and not ends_sentence(words) and words[:1].isupper()


def _use_date(
    header: Header, found: FoundDate, words: str, start: int, today: date | None, in_dateline: bool = False
) -> None:
    """Take the date for that of publication. Two date lines that differ date nothing; a dateline may be older."""
    try:
        published = to_published(found, words, today, "text", start)
    except ValueError as error:
        header.notes.append(f"publication date not used: {error}")
        return
    other = header.published
    if other is None:
        if not header.doubted:
            header.published = published
    elif (other.start, other.end) != (published.start, published.end) and not in_dateline:
        header.published, header.doubted = None, True
        header.notes.append(f"publication date not used: the text gives both {other.start} and {published.start}")


def _cue(header: Header, words: str, start: int, today: date | None) -> bool:
    """Read one cue line into ``header``; tell whether it was one here."""
    end = start + len(words)
    dated = date_line(words, today)
    if dated is not None:
        found, published = dated
        if found is not None and published:
            _use_date(header, found, words, start, today)
        header.zones.append(Zone(kind="date", span=(start, end)))
        return True
    publisher = source(words)
    if publisher is not None:
        if header.publisher is None:
            header.publisher = words[publisher[0] : publisher[1]]
            header.publisher_span = (start + publisher[0], start + publisher[1])
        header.zones.append(Zone(kind="source", span=(start, end)))
        return True
    written = byline(words)
    if written is not None:
        header.authors = header.authors or written.authors
        if written.agency_span is not None:
            _credit(header, words, written.agency_span, start)
        header.zones.append(Zone(kind="byline", span=(start, end)))
        return True
    credited = credit(words)
    if credited is not None:
        _credit(header, words, credited, start)
        header.zones.append(Zone(kind="source", span=(start, end)))
        return True
    return False


def _credit(header: Header, words: str, span: Span, start: int) -> None:
    header.credits.append((words[span[0] : span[1]], (start + span[0], start + span[1])))


def _dateline(header: Header, words: str, start: int, today: date | None) -> int:
    """Read the dateline of the first paragraph into ``header`` and return its length, 0 without one."""
    found = dateline(words, today)
    if found is None:
        return 0
    end = found.span[1]
    header.dateline = words[found.span[0] : end]
    header.dateline_place, header.dateline_agency = found.place, found.agency
    if found.agency_span is not None:
        _credit(header, words, found.agency_span, start)
    if found.date is not None and found.date.year is not None:
        _use_date(header, found.date, words, start, today, in_dateline=True)
    return end


def same_publisher(one: str, other: str) -> bool:
    """Tell whether two names may stand for one publisher: equal, or one the initials of the other (ST, SyriaTimes)."""
    plain, short = one.casefold(), other.casefold()
    if plain == short:
        return True
    for name, initials in ((one, other), (other, one)):
        letters = re.findall(r"[A-Z](?=[^\W\d_]*[a-z])", name)
        if len(letters) > 1 and "".join(letters).casefold() == initials.casefold():
            return True
    return False
