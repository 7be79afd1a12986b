"""The last step of every format: a laid text and what is known of it become a ``Document``."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from allegata.intake.addresses import published_by_address, publisher_by_address
from allegata.intake.dates import read_date
from allegata.intake.header import Header, Laid, read_header, same_publisher
from allegata.intake.language import language_of
from allegata.intake.limits import Options
from allegata.records import Document, Published, short_hash


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a document beside its text. ``strict``: a wrong date is an error, not a note."""

    title: str | None = None
    publisher: str | None = None
    published: str | Published | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    strict: bool = False

    def filled(self, **values: Any) -> "Given":
        """Return a copy in which the fields that are empty here hold ``values``."""
        return msgspec.structs.replace(self, **{k: v for k, v in values.items() if v and not getattr(self, k)})

    def for_part(self) -> "Given":
        """Return what holds for each of several articles of one file: all but title and authors."""
        return msgspec.structs.replace(self, title=None, authors=())


def _from_metadata(given: Given, today: date | None, notes: list[str]) -> Published | None:
    if given.published is None or isinstance(given.published, Published):
        return given.published
    try:
        return read_date(given.published, today, "metadata")
    except ValueError as error:
        if given.strict:
            raise
        notes.append(f"publication date not used: {error}")
        return None


def _days(published: Published) -> tuple[date, date]:
    return date.fromisoformat(published.start), date.fromisoformat(published.end)


def _publication(header: Header, given: Given, options: Options, part: int, notes: list[str]) -> Published | None:
    """Return the publication date: the user's, else the metadata's, else the text's, else the address's.

    The user's date is not used against the text's own: a date line must agree, a dateline may be a week older.
    """
    user = options.published.get(part) or options.published.get(0)
    known = _from_metadata(given, options.today, notes)
    stated = header.published
    if user is None:
        return known or stated or _by_address(header, given, options.today, notes)
    if stated is not None:
        slack = timedelta(days=7 if header.dateline and stated.span and _within_dateline(header) else 0)
        (first, last), (start, end) = _days(stated), _days(user)
        if end < first or start > last + slack:
            notes.append(f"publication date {_words(user)} not used: the text gives {_words(stated)}")
            return stated
    if known is not None and (known.start, known.end) != (user.start, user.end):
        notes.append(f"publication date {_words(user)} used; the metadata give {_words(known)}")
    return user


def _by_address(header: Header, given: Given, today: date | None, notes: list[str]) -> Published | None:
    """Return the day that the address tells, with a note; none where the text gives two, or where it has not come."""
    told = published_by_address(given.url)
    if told is None or header.doubted or told.start > (today or date.today()).isoformat():
        return None
    if told.at is not None:
        notes.append(
            f"publication day by the number of the post ({told.at[:10]} {told.at[11:16]} UTC); "
            "where it was written, the day may be another"
        )
    else:
        notes.append(f"publication {told.precision} by the path of the address")
    return told


def _within_dateline(header: Header) -> bool:
    span = header.published.span if header.published else None
    return span is not None and any(
        zone.kind == "dateline" and zone.span[0] <= span[0] and span[1] <= zone.span[1] for zone in header.zones
    )


def _words(published: Published) -> str:
    return published.start if published.start == published.end else f"{published.start}/{published.end}"


def make_document(
    laid: Laid,
    *,
    sha256: str,
    part: int,
    origin: str,
    extractor: str,
    options: Options,
    given: Given,
    notes: Sequence[str] = (),
) -> Document:
    """Return the document of one article. ``sha256``: of the bytes it came from.

    What is given beside the text wins over what the text says of itself; a source line that names another publisher
    is then the one credited. The user's publisher fills a gap, then the address. For the date see ``_publication``.
    """
    header = read_header(laid, options.today, given.title)
    remarks = [*notes, *header.notes]
    publisher, publisher_span = header.publisher, header.publisher_span
    credits = list(header.credits)
    if given.publisher and not (publisher and same_publisher(publisher, given.publisher)):
        if publisher is not None and publisher_span is not None:
            credits.insert(0, (publisher, publisher_span))
        publisher, publisher_span = given.publisher, _find(laid, header, given.publisher)
    if publisher is None and options.publisher:
        publisher, publisher_span = options.publisher, _find(laid, header, options.publisher)
    by_address = None
    if publisher is None and (by_address := publisher_by_address(given.url)) is not None:
        publisher = by_address
        remarks.append(f"publisher by the address: {by_address}")
    others = (credit for credit in credits if publisher is None or not same_publisher(publisher, credit[0]))
    credited, credited_span = next(others, (None, None))
    return Document(
        id=short_hash("d", [laid.text, given.url or publisher or ""]),
        sha256=sha256,
        part=part,
        text_sha256=hashlib.sha256(laid.text.encode()).hexdigest(),
        extractor=extractor,
        origin=origin,
        title=given.title or header.title,
        publisher=publisher,
        authors=given.authors or header.authors,
        credited=credited,
        published=_publication(header, given, options, part, remarks),
        language=given.language or language_of(laid.text),
        url=given.url,
        text=laid.text,
        dateline=header.dateline,
        dateline_place=header.dateline_place,
        dateline_agency=header.dateline_agency,
        country=options.country.upper() if options.country else None,
        publisher_from="address" if by_address is not None else None,
        publisher_span=publisher_span,
        credited_span=credited_span,
        zones=tuple(header.zones),
        notes=tuple(remarks),
    )


def _find(laid: Laid, header: Header, name: str) -> tuple[int, int] | None:
    """Return where a publisher known from elsewhere stands in the article's head or foot lines."""
    for zone in header.zones:
        if zone.kind not in ("title", "paragraph"):
            start, end = zone.span
            match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", laid.text[start:end])
            if match is not None:
                return start + match.start(), start + match.end()
    return None
