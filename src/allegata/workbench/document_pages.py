"""Documents: the list, and one document to read, with its claims, what was not understood, and words to mark."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, cast
from urllib.parse import urlsplit

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request

from allegata.casebook import Capture, ClaimPlace, ClaimView, DocumentLine, DocumentView
from allegata.dataset.coded import claim_rows
from allegata.dataset.highlight import Mark
from allegata.dataset.report_view import safe_link
from allegata.dataset.visible import shortened
from allegata.dataset.wording import published_words
from allegata.records import EVENT_TYPES, Communication, Document, Published, Span
from allegata.workbench.asked import PER_PAGE, Day, Number, Numbered, Text, numbered, offset
from allegata.workbench.marked import Coded, language_of, quoted, reading, slices
from allegata.workbench.page import Shown, page
from allegata.workbench.queue_page import view_of
from allegata.workbench.words import Words

router = APIRouter()

SLICE = 30_000
"""Code points of one page of a long document."""
CLAIMS = 60
SKIPPED = 100


class Documents(msgspec.Struct, frozen=True):
    """The list of documents."""

    page: Numbered[DocumentLine]
    words: str
    language: str
    publisher: str
    languages: dict[str, int]


@page(router, "/documents", "documents.html.j2", summary="The documents of the casebook")
def documents(
    request: Request,
    publisher: Text = "",
    language: Annotated[str, Query(max_length=16)] = "",
    after: Day = "",
    before: Day = "",
    number: Annotated[Number, Query(alias="page")] = 1,
) -> Any:
    """List documents, newest first; those that were erased leave a marked gap."""
    view = view_of(request)
    found = view.documents(
        publisher=publisher or None,
        language=language or None,
        published_from=after or None,
        published_to=before or None,
        offset=offset(number),
        limit=PER_PAGE,
    )
    return Documents(numbered(found, list(found.items), number), "", language, publisher, view.counts().languages)


class Said(msgspec.Struct, frozen=True):
    """A claim of the document, and on which page of a long text its first words stand."""

    view: ClaimView
    page: int
    at: int


class Unread(msgspec.Struct, frozen=True):
    """A sentence with event words that made no claim, and why."""

    span: Span
    reason: str
    words: str
    page: int


class DocumentPage(msgspec.Struct, frozen=True):
    """The page: what is known of the document, its text on this page, its claims, and what was not read."""

    line: DocumentLine
    published: Published | None
    authors: tuple[str, ...]
    credited: str | None
    url: str | None
    sha256: str
    text: str
    number: int
    pages: int
    claims: list[Said]
    claims_total: int
    claim: str | None
    communications: tuple[Communication, ...]
    captures: tuple[Capture, ...]
    skipped: list[Unread]
    skipped_total: int
    notes: tuple[str, ...]
    reader: str | None


@page(router, "/documents/{name}", "document.html.j2", summary="One document: its text, its claims, what was not read")
def document(
    request: Request,
    name: str,
    claim: Annotated[str, Query(max_length=64, description="show the words of this claim")] = "",
    number: Annotated[int, Query(alias="page", ge=0, le=1_000_000)] = 0,
) -> Any:
    """Show a document. A long text comes in pages; without a page, the one that holds ``claim``."""
    shape: dict[str, Any] = {}

    def choose(held: Document, places: Sequence[ClaimPlace]) -> list[str]:
        parts = slices(held, SLICE)
        starts = [part[0].span[0] if part else 0 for part in parts]
        mine = next((item for item in places if item.id == claim), None)
        wanted = min(max(number, 1), len(parts)) if number else _page_of(starts, mine.at if mine is not None else 0)
        shape.update(parts=parts, starts=starts, number=wanted)
        here = sorted((item for item in places if _page_of(starts, item.at) == wanted), key=lambda item: item.at)
        return [*([mine.id] if mine is not None else []), *(item.id for item in here[:CLAIMS])]

    found = view_of(request).document(name, choose)
    held = found.document
    if held is None:
        return Shown(
            _erased(found), {"text": [], "shown": None, "link": None, "media": False, "language": None, "published": ""}
        )
    parts, starts, number = shape["parts"], shape["starts"], shape["number"]
    chosen = next((view for view in found.claims if view.id == claim), None)
    said = [Said(view, _page_of(starts, _first(view)), _first(view)) for view in found.claims]
    said.sort(key=lambda item: item.at)
    if chosen is not None:
        said.sort(key=lambda item: item.view.id != chosen.id)
    first, last = starts[number - 1], parts[number - 1][-1].span[1] if parts[number - 1] else 0
    shown = [item for item in said if item.view is chosen or item.page == number][:CLAIMS]
    model = DocumentPage(
        line=found.line,
        published=held.published,
        authors=held.authors,
        credited=held.credited,
        url=held.url,
        sha256=held.sha256,
        text=held.text[first:last],
        number=number,
        pages=len(parts),
        claims=shown,
        claims_total=len(found.places),
        claim=chosen.id if chosen is not None else None,
        communications=found.communications[:20],
        captures=found.captures[:50],
        skipped=[
            Unread(item.span, item.reason, shortened(quoted(held.text, item.span), 300), _page_of(starts, item.span[0]))
            for item in found.skipped[:SKIPPED]
        ],
        skipped_total=len(found.skipped),
        notes=found.notes[:50],
        reader=found.reader,
    )
    marks = marks_of(found, chosen)
    t = cast(Words, request.state.words)
    return Shown(
        model,
        {
            "text": reading(held, parts[number - 1], marks, "w"),
            "shown": chosen,
            "coded": Coded(chosen.claim or chosen.proposed, None, "r") if chosen is not None else None,
            "link": safe_link(held.url),
            "media": is_media(held.url),
            "language": language_of(held),
            "published": published_words(held.published),
            "event_types": EVENT_TYPES,
            "fields": MARKED,
            "t_of": t.of,
        },
    )


MARKED = (
    ("event", "E", True),
    ("speaker", "S", False),
    ("accused", "A", False),
    ("killed", "N", False),
    ("injured", "I", False),
    ("place", "P", False),
    ("time", "D", False),
    ("weapon", "W", False),
)
"""The fields of a claim that is added: name, key while words are marked, whether it must be given."""


def marks_of(found: DocumentView, chosen: ClaimView | None) -> list[Mark]:
    """Return what to highlight: the elements of the chosen claim, or the evidence of all and what was not read."""
    if chosen is not None:
        claim = chosen.claim or chosen.proposed
        rows = claim_rows(claim)
        marks = [
            Mark(span, row.element, f"r-{key}", main)
            for key, row in enumerate(rows, 1)
            for span, main in [(row.span, True), *((span, False) for span in row.more)]
            if span is not None
        ]
        return marks or [Mark(span, "source", chosen.id) for span in claim.evidence]
    marks = []
    for place in found.places:
        kind = "added" if place.standing == "added" else "source"
        marks += [Mark(span, kind, place.id) for span in place.evidence]
    marks += [Mark(item.span, "skipped", f"s{n}") for n, item in enumerate(found.skipped)]
    return marks


_MEDIA = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|bmp|svg|mp4|m4v|mov|webm|mkv|avi|3gp|m3u8|mp3|wav|ogg)$")


def is_media(url: str | None) -> bool:
    """Tell whether an address names an image, a film or a recording: then it is told, and not made a link."""
    return url is not None and _MEDIA.search(_path(url)) is not None


def _path(url: str) -> str:
    """Return the path of an address in lower case; empty where it is no address."""
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def _first(view: ClaimView) -> int:
    claim = view.claim or view.proposed
    return min((span[0] for span in claim.evidence), default=claim.event.span[0])


def _page_of(starts: list[int], at: int) -> int:
    from bisect import bisect_right

    return max(1, bisect_right(starts, at))


def _erased(found: DocumentView) -> DocumentPage:
    return DocumentPage(
        line=found.line,
        published=None,
        authors=(),
        credited=None,
        url=None,
        sha256="",
        text="",
        number=1,
        pages=1,
        claims=[],
        claims_total=0,
        claim=None,
        communications=(),
        captures=found.captures,
        skipped=[],
        skipped_total=0,
        notes=(),
        reader=None,
    )


def document_of(request: Request, name: str) -> Document:
    """Return a document that the viewer may see and that is not erased. Raises `UnknownError`."""
    from allegata.casebook import UnknownError

    found = view_of(request).document(name, lambda _document, _places: ())
    if found.document is None:
        raise UnknownError(f"{name}: was erased")
    return found.document
