"""Documents: one publication taken in."""

from typing import Literal

import msgspec

from allegata.records._span import Span


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A publication date as ISO days, with where it was found. ``span`` where it stands in the text.

    *address*: told by the document's address, by its path or by the number of a post. Such a number tells a moment,
    ``at`` (ISO, UTC), and the days are then those in UTC: where it was written the day may be one earlier or later.
    """

    start: str
    end: str
    precision: Literal["day", "month", "year"]
    source: Literal["user", "metadata", "text", "address"] = msgspec.field(name="from")
    span: Span | None = None
    at: str | None = None


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the text and what it is. Reading parses *paragraph* (and *title* as a last resort)."""

    kind: Literal["title", "byline", "source", "date", "dateline", "paragraph", "other"]
    span: Span


class Document(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="document"):
    """One publication. ``sha256``: of the original bytes; ``text_sha256``: of ``text`` in UTF-8. Immutable.

    ``part``: 1-based position of this document in its file. ``credited``: a news agency that the text or byline
    credits beside the publisher. ``dateline``: its words, whose place and agency stand in ``dateline_place`` and
    ``dateline_agency``. ``publisher_from``: *address* where nobody names the publisher, which is then the site or
    the account of the address ("syriahr.com", "@example"). ``country``: ISO 3166 alpha-2 that a user stated for the
    document. ``notes``: what intake or reading found worth telling (a contradicted date, text cut at a limit).
    """

    id: str
    sha256: str
    part: int
    text_sha256: str
    extractor: str
    origin: str
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    credited: str | None
    published: Published | None
    language: str | None
    url: str | None
    text: str
    dateline: str | None = None
    dateline_place: str | None = None
    dateline_agency: str | None = None
    country: str | None = None
    publisher_from: Literal["address"] | None = None
    publisher_span: Span | None = None
    credited_span: Span | None = None
    zones: tuple[Zone, ...] = ()
    notes: tuple[str, ...] = ()
