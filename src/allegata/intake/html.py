"""HTML pages: the article by trafilatura, the date only where the page states a day. Nothing is fetched."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import trafilatura

from allegata.intake.build import Given, make_document
from allegata.intake.dates import read_date
from allegata.intake.decode import clean, decode
from allegata.intake.limits import Clock, Options, UnreadableError
from allegata.intake.text import lay
from allegata.intake.wrap import Block, Line, mend, to_blocks
from allegata.records import Document

EXTRACTOR = f"html@1+trafilatura-{trafilatura.__version__}"
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_DAY = re.compile(r"^\s*(\d{4}-\d{2}-\d{2})(?!\d)")
_MOST = 5_000_000
"""Characters of one page. Its tree takes some twenty times as much memory."""

# What a page says of its publication, the most explicit first (schema.org, Open Graph, Dublin Core, then custom).
_DATE_XPATHS = (
    "//meta[@property='article:published_time' or @name='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='dcterms.issued' or @name='DC.date.issued' or @name='dc.date.issued' or @name='DC.date']/@content",
    "//meta[@name='pubdate' or @name='publishdate' or @name='publish-date' or @name='date']/@content",
    "//time[@pubdate]/@datetime",
    "//article//header//time/@datetime",
)


def declared_charset(data: bytes) -> str | None:
    """Return the charset that a page declares in its first bytes."""
    match = _XML_CHARSET.search(data[:1024]) or _CHARSET.search(data[:4096])
    return match[1].decode("ascii", "ignore") if match else None


def _in_json(node: Any, depth: int = 0) -> Iterator[str]:
    if depth > 8:
        return
    if isinstance(node, dict):
        if isinstance(node.get("datePublished"), str):
            yield node["datePublished"]
        for value in node.values():
            yield from _in_json(value, depth + 1)
    elif isinstance(node, list):
        for value in node[:200]:
            yield from _in_json(value, depth + 1)


def _stated_dates(tree: Any) -> Iterator[str]:
    for path in _DATE_XPATHS[:3]:
        yield from map(str, tree.xpath(path))
    for script in tree.xpath("//script[@type='application/ld+json']/text()")[:20]:
        try:
            yield from _in_json(json.loads(str(script)))
        except (ValueError, RecursionError):
            continue
    for path in _DATE_XPATHS[3:]:
        yield from map(str, tree.xpath(path))


def publication_day(tree: Any) -> str | None:
    """Return the day of publication that a page's metadata state, else ``None``; the address comes after the text.

    The day as the page writes it, in its own time zone; a time of modification is no date of publication.
    """
    for value in _stated_dates(tree):
        match = _DAY.match(value)
        words = match[1] if match else value.strip()
        try:
            published = read_date(words, date.max)
        except ValueError:
            continue
        if published.precision == "day":
            return published.start
    return None


def _author(names: str | None, page: str) -> tuple[str, ...]:
    """Return the authors; trafilatura drops the dot of initials, the page has it."""
    authors = []
    for name in (names or "").split(";"):
        words = " ".join(name.split())
        if words:
            dotted = re.sub(r"\\ ", r"\\s+", re.sub(r"(?<!\w)(\w)(?!\w)", r"\1\\.?", re.escape(words)))
            match = re.search(rf"(?<!\w){dotted}", page)
            authors.append(" ".join(match[0].split()) if match else words)
    return tuple(authors)


def _site_name(name: str | None, url: str | None) -> str | None:
    """Return the name of the site; none where trafilatura gives its host for want of one."""
    words = " ".join(clean(name or "").split())
    host = re.sub(r"^https?://(?:www\.|w\d+\.)?", "", url or "").partition("/")[0]
    return words if words and words.casefold() != host.casefold() else None


def read_html(
    data: bytes,
    *,
    sha256: str,
    origin: str,
    options: Options,
    clock: Clock,
    url: str | None = None,
    charset: str | None = None,
    part: int = 1,
) -> Document:
    """Return the article of a page. ``charset``: one that the server gave.

    Raises ``UnreadableError`` when it is too large, in no readable encoding, or holds no text.
    """
    page = decode(data, charset or declared_charset(data))
    if len(page) > _MOST:
        raise UnreadableError(f"an HTML page of more than {_MOST} characters; save the article alone")
    page = page.replace("\0", "")
    try:
        tree: Any = trafilatura.load_html(page)
        if tree is None:
            raise UnreadableError("no HTML in it; save the article as plain text")
        found: Any = trafilatura.bare_extraction(
            page,
            url=url,
            fast=True,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
        )
    except UnreadableError:
        raise
    except Exception as error:  # a hostile page can make the parser fail in any way
        raise UnreadableError(f"broken HTML ({type(error).__name__}); open it in a browser and save its text") from None
    clock.check()
    text = clean(found.text or "") if found is not None else ""
    if not text.strip():
        raise UnreadableError("no article found in the page; save its text as plain text")
    title = " ".join(clean(found.title or "").split()) or None
    blocks: list[Block] = []
    for row in text.split("\n"):
        words = " ".join(row.split())
        if title is not None and words == title and len(blocks) < 3:
            blocks = [block for block in blocks if block.kind != "heading"]
            blocks.append(Block("heading", (Line(words, 0, 0),), 1))
        elif words:
            blocks.extend(to_blocks([Line(words, 0, 0)]))
    if title is not None and not any(block.kind == "heading" for block in blocks):
        blocks.insert(0, Block("heading", (Line(title, 0, 0),), 1))
    laid, note = lay(mend(blocks), options.max_text)
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    given = Given(
        title=title,
        publisher=_site_name(found.sitename, url or found.url),
        published=publication_day(tree),
        authors=_author(found.author, page),
        url=url or found.url,
        language=language[:2].lower() if re.match(r"[A-Za-z]{2}(?:-|$)", language) else None,
    )
    return make_document(
        laid,
        sha256=sha256,
        part=part,
        origin=origin,
        extractor=EXTRACTOR,
        options=options,
        given=given,
        notes=(note,) if note else (),
    )
