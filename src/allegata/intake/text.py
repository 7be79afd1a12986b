"""Plain text and Markdown: characters to blocks, articles and documents."""

import hashlib
import re
from collections.abc import Iterator, Sequence

from allegata.intake.build import Given, make_document
from allegata.intake.decode import clean
from allegata.intake.header import Laid
from allegata.intake.limits import Clock, Options
from allegata.intake.markup import heading, is_rule, strip_inline, underline_level
from allegata.intake.split import split
from allegata.intake.wrap import Block, Kind, Line, join_lines, mend, to_blocks, vocabulary
from allegata.records import Document

_GAP = re.compile(r"\n[ ]*(?:\n[ ]*)+")
_LONGEST = 1_000_000
"""Characters of one block in which marks are looked for; a longer one is no prose."""
_MANY = 2000
"""Lines without an empty one among them that are looked at together."""


def _line(text: str) -> Line:
    return Line(" ".join(text.split()), 0, 0, len(text) - len(text.lstrip()))


def _marked(raw: str) -> Iterator[Block]:
    """Yield the blocks of one stretch without empty lines."""
    rows = (strip_inline(raw) if len(raw) <= _LONGEST else raw).split("\n")
    if all(row.lstrip().startswith(">") for row in rows):
        rows = [row.lstrip()[1:] for row in rows]
    waiting: list[Line] = []
    first = True

    def flush() -> Iterator[Block]:
        nonlocal first
        for block in to_blocks(waiting, tight=not first):
            first = False
            yield block
        waiting.clear()

    for row in rows:
        if not row.strip():
            continue
        level = underline_level(row)
        title = heading(row)
        if level is not None and len(waiting) == 1 and len(waiting[0].text) <= 200:
            yield Block("heading", (waiting.pop(),), level)
        elif is_rule(row):
            yield from flush()
            yield Block("rule", (_line(row),))
        elif title is not None:
            yield from flush()
            yield Block("heading", (_line(title[1]),), title[0])
        else:
            waiting.append(_line(row))
    yield from flush()


def _stretches(raw: str) -> Iterator[str]:
    """Yield ``raw`` in parts of not too many lines, so that the time can be checked between them."""
    rows = raw.split("\n")
    for start in range(0, len(rows), _MANY):
        stretch = "\n".join(rows[start : start + _MANY])
        if stretch.strip():
            yield stretch


def blocks_of(text: str, clock: Clock | None = None) -> list[Block]:
    """Return the blocks of a cleaned plain or Markdown text, rules and form feeds among them."""
    blocks: list[Block] = []
    for number, page in enumerate(text.split("\f")):
        if number:
            blocks.append(Block("break", ()))
        for raw in _GAP.split(page.strip("\n")):
            for stretch in _stretches(raw):
                if clock is not None:
                    clock.check()
                blocks.extend(_marked(stretch))
    return blocks


def lay(blocks: Sequence[Block], most: int) -> tuple[Laid, str | None]:
    """Return the final text of one article with its blocks, cut after ``most`` characters, and a note if it was cut."""
    known = vocabulary(blocks)
    parts: list[str] = []
    spans: list[tuple[Kind, tuple[int, int]]] = []
    length = 0
    note = None
    for block in blocks:
        words = clean(join_lines(block.lines, known)).replace("\n", " ").replace("\f", " ").strip()
        if not words:
            continue
        gap = "" if not parts else "\n" if block.tight and block.kind == "item" else "\n\n"
        room = most - length - len(gap)
        if len(words) > room:
            note = f"text cut at {most} characters"
            words = words[: max(0, room)].rstrip()
            if not words:
                break
        parts += [gap, words]
        spans.append((block.kind, (length + len(gap), length + len(gap) + len(words))))
        length += len(gap) + len(words)
        if note:
            break
    return Laid("".join(parts), tuple(spans)), note


_FRONT = re.compile(r"\A---[ ]*\n((?:[A-Za-z][\w -]{0,30}:[^\n]{0,500}\n){1,30})---[ ]*(?:\n|\Z)")


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the ``key: value`` lines that open a Markdown file between two rules, and the text after them.

    They must give a title and be followed by a text; else they are text themselves.
    """
    match = _FRONT.match(text)
    if match is None or not text[match.end() :].strip() or not re.search(r"(?im)^title:", match[1]):
        return {}, text
    pairs = (line.split(":", 1) for line in match[1].splitlines())
    return {key.strip().casefold(): value.strip().strip("\"'") for key, value in pairs}, text[match.end() :]


def documents_of(
    text: str,
    *,
    sha256: str,
    origin: str,
    extractor: str,
    options: Options,
    given: Given,
    clock: Clock | None = None,
    notes: Sequence[str] = (),
) -> Iterator[Document]:
    """Yield the documents of a text whose articles may be several. ``given``: what is known of it from elsewhere."""
    text = clean(text)
    front, text = _front_matter(text)
    if front:
        given = given.filled(
            title=front.get("title"),
            published=front.get("date") or front.get("published"),
            publisher=front.get("publisher") or front.get("source"),
            authors=tuple(filter(None, [front.get("author") or front.get("by")])),
            url=front.get("url") or front.get("link"),
        )
    articles = split(blocks_of(text, clock))
    for part, article in enumerate(articles, 1):
        if clock is not None:
            clock.check()
        laid, note = lay(mend(article), options.max_text)
        if not laid.blocks:
            continue
        own = given if len(articles) == 1 else given.for_part()
        yield make_document(
            laid,
            sha256=sha256,
            part=part,
            origin=origin,
            extractor=extractor,
            options=options,
            given=own,
            notes=[*notes, note] if note else notes,
        )


def from_text(
    text: str,
    *,
    origin: str = "text",
    title: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    authors: Sequence[str] = (),
    url: str | None = None,
    language: str | None = None,
    country: str | None = None,
) -> list[Document]:
    """Return the documents that a plain or Markdown text holds; the keywords give what it does not say.

    An empty text gives an empty list. Raises ``ValueError`` when ``published`` is not a date.
    """
    given = Given(
        title=title,
        publisher=publisher,
        published=published,
        authors=tuple(authors),
        url=url,
        language=language,
        strict=True,
    )
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    options = Options(country=country)
    options.check()
    return list(documents_of(text, sha256=digest, origin=origin, extractor="text@1", options=options, given=given))
