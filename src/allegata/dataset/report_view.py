"""What the report shows, prepared from the records: numbers, anchors, highlighted text, words."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allegata.dataset.blocks import Block, Excerpt, blocks, excerpts
from allegata.dataset.coded import Row, claim_rows, communication_rows
from allegata.dataset.dataset import Dataset, Skipped
from allegata.dataset.highlight import Mark, Segment, paint
from allegata.dataset.report_incident import IncidentView, incident_view
from allegata.dataset.report_locator import gazetteer_towns
from allegata.dataset.report_map import Overview, overview
from allegata.dataset.report_parts import PartsView, Records, parts_view
from allegata.dataset.report_timeline import Timeline, timeline
from allegata.dataset.visible import shortened
from allegata.dataset.wording import communication_heading, published_words, stance_words
from allegata.records import Attribution, Claim, Communication, Document, Span, quote

FEW = 40
"""Up to so many incidents, claims stand open and bars are explained beside them; on a longer page at its end."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class ExcerptView:
    """A stretch of text in segments."""

    excerpt: Excerpt
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the table of coded values; ``href`` is the anchor of its highlighted words, ``quote`` those words."""

    key: str
    row: Row
    quote: str
    href: str | None


@dataclass(frozen=True, slots=True)
class CodedView:
    """The text of a claim or a communication with its evidence highlighted, and its coded values."""

    excerpts: tuple[ExcerptView, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as a card. ``language`` is set only when it is a language tag."""

    number: int
    anchor: str
    claim: Claim
    stance: str
    chain: tuple[Attribution, ...]
    coded: CodedView
    document: "DocumentView | None"
    language: str | None


@dataclass(frozen=True, slots=True)
class CommunicationView:
    """A communication as a card."""

    anchor: str
    heading: str
    communication: Communication
    coded: CodedView
    document: "DocumentView | None"
    language: str | None
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of a document's full text."""

    anchor: str
    block: Block
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its full text. ``link`` is its address only when that is http or https."""

    number: int
    anchor: str
    document: Document
    title: str
    published: str
    link: str | None
    language: str | None
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class SkippedView:
    """A sentence that was not read."""

    document: DocumentView | None
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page, in its order."""

    dataset: Dataset
    incidents: tuple[IncidentView, ...]
    parts: dict[int, PartsView]
    overview: Overview
    timeline: Timeline
    keys: bool
    claims: dict[str, ClaimView]
    cards: dict[int, tuple[ClaimView, ...]]
    patterns: tuple[ClaimView, ...]
    apart: tuple[ClaimView, ...]
    communications: tuple[CommunicationView, ...]
    documents: tuple[DocumentView, ...]
    skipped: tuple[SkippedView, ...]
    skipped_counts: tuple[tuple[str, int], ...]


def view(dataset: Dataset) -> Page:
    """Return the page of a dataset.

    ``parts`` and ``cards`` hold each incident's parts and claims by its number; each claim is shown once.
    """
    documents = {
        document.id: _document_view(number, document, dataset.claims)
        for number, document in enumerate(dataset.documents, 1)
    }
    claims = {
        claim.id: _claim_view(number, claim, documents.get(claim.document))
        for number, claim in enumerate(dataset.claims, 1)
    }
    numbers = {name: claim.number for name, claim in claims.items()}
    speakers = {claim.id: claim.attribution[0].name for claim in dataset.claims if claim.attribution}
    records = Records(
        numbers,
        {claim.id: claim for claim in dataset.claims},
        {document.id: document for document in dataset.documents},
        {name: document.number for name, document in documents.items()},
        gazetteer_towns(),
        len(dataset.incidents) <= FEW,
    )
    numbered = list(enumerate(dataset.incidents, 1))
    incidents = tuple(incident_view(number, incident, numbers, speakers) for number, incident in numbered)
    cards: dict[int, tuple[ClaimView, ...]] = {}
    placed: set[str] = set()
    for number, incident in numbered:
        fresh = [name for name in dict.fromkeys(incident.claims) if name in claims and name not in placed]
        placed.update(fresh)
        cards[number] = tuple(claims[name] for name in fresh)
    rest = [claim for name, claim in claims.items() if name not in placed]
    return Page(
        dataset=dataset,
        incidents=incidents,
        parts={number: parts_view(number, incident, records) for number, incident in numbered},
        overview=overview(dataset.incidents, [incident.heading for incident in incidents]),
        timeline=timeline(dataset.incidents),
        keys=len(dataset.incidents) <= FEW,
        claims=claims,
        cards=cards,
        patterns=tuple(claim for claim in rest if claim.claim.kind == "pattern"),
        apart=tuple(claim for claim in rest if claim.claim.kind != "pattern"),
        communications=tuple(
            _communication_view(number, communication, documents, claims)
            for number, communication in enumerate(dataset.communications, 1)
        ),
        documents=tuple(documents.values()),
        skipped=tuple(_skipped_view(skipped, documents) for skipped in dataset.skipped),
        skipped_counts=tuple(Counter(skipped.reason for skipped in dataset.skipped).most_common()),
    )


def safe_link(url: str | None) -> str | None:
    """Return an address that may be a link: http or https without blanks or controls; ``None`` otherwise."""
    return url if url is not None and re.fullmatch(r"https?://[^\s\x00-\x20\x7f<>\"]+", url, re.IGNORECASE) else None


def _claim_view(number: int, claim: Claim, document: DocumentView | None) -> ClaimView:
    anchor = f"claim-{number}"
    return ClaimView(
        number=number,
        anchor=anchor,
        claim=claim,
        stance=stance_words(claim),
        chain=claim.attribution,
        coded=_coded(document, claim.evidence, claim_rows(claim), anchor),
        document=document,
        language=document.language if document else None,
    )


def _communication_view(
    number: int, communication: Communication, documents: dict[str, DocumentView], claims: dict[str, ClaimView]
) -> CommunicationView:
    anchor = f"communication-{number}"
    document = documents.get(communication.document)
    return CommunicationView(
        anchor=anchor,
        heading=communication_heading(communication),
        communication=communication,
        coded=_coded(document, communication.evidence, communication_rows(communication), anchor),
        document=document,
        language=document.language if document else None,
        claims=tuple(claims[name] for name in communication.claims if name in claims),
    )


def _coded(document: DocumentView | None, evidence: Iterable[Span], rows: Sequence[Row], anchor: str) -> CodedView:
    if document is None:
        return CodedView((), tuple(_row_view(str(key), row, None, {}) for key, row in enumerate(rows, 1)))
    text = document.document.text
    marks = [
        Mark(span, row.element, str(key), main)
        for key, row in enumerate(rows, 1)
        for span, main in [(row.span, True), *((span, False) for span in row.more)]
        if span is not None
    ]
    shown = excerpts(document.document, evidence, [mark.span for mark in marks])
    painted = paint(text, [excerpt.span for excerpt in shown], marks, anchor)
    return CodedView(
        tuple(ExcerptView(excerpt, segments) for excerpt, segments in zip(shown, painted.windows, strict=True)),
        tuple(_row_view(str(key), row, text, painted.anchors) for key, row in enumerate(rows, 1)),
    )


def _row_view(key: str, row: Row, text: str | None, anchors: dict[str, str]) -> RowView:
    words = _words(text, row.span) or row.words or ""
    return RowView(key, row, shortened(words, 140), anchors.get(key) if row.span is not None else None)


def _document_view(number: int, document: Document, claims: Iterable[Claim]) -> DocumentView:
    anchor = f"document-{number}"
    marks = [
        Mark(span, "source", str(claim_number))
        for claim_number, claim in enumerate(claims, 1)
        if claim.document == document.id
        for span in claim.evidence
    ]
    found = blocks(document)
    painted = paint(document.text, [block.span for block in found], marks, anchor, lanes=False)
    named = document.language is not None and _LANGUAGE.fullmatch(document.language)
    return DocumentView(
        number=number,
        anchor=anchor,
        document=document,
        title=document.title or "Untitled document",
        published=published_words(document.published),
        link=safe_link(document.url),
        language=document.language if named else None,
        blocks=tuple(
            BlockView(f"{anchor}-b{order}", block, segments)
            for order, (block, segments) in enumerate(zip(found, painted.windows, strict=True), 1)
        ),
    )


def _skipped_view(skipped: Skipped, documents: dict[str, DocumentView]) -> SkippedView:
    document = documents.get(skipped.document)
    words = _words(document.document.text if document else None, skipped.span) or ""
    return SkippedView(document, shortened(words, 300), skipped.reason)


def _words(text: str | None, span: Span | None) -> str | None:
    if text is None or span is None:
        return None
    try:
        return quote(text, span)
    except ValueError:
        return None
