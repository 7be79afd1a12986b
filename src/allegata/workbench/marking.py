"""A claim that the reader missed, made from words that a person marked in the text."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import CasebookError, MarkedCount, marked_claim
from allegata.records import Document, EventType, Outcome, SourceKind, Span, Stance
from allegata.workbench.access import allow
from allegata.workbench.asked import DAY
from allegata.workbench.deciding import Back, Why, book_of, person_of, t_of
from allegata.workbench.document_pages import document_of
from allegata.workbench.judging import bounds_given
from allegata.workbench.page import done

router = APIRouter(tags=["judging"])

Marked = Annotated[str, Form(max_length=5000, description="words of the text")]
Place = Annotated[
    str, Form(max_length=40, description="where they stand, START-END in code points; else they are found")
]
Number = Annotated[str, Form(max_length=12)]
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


@router.post("/documents/{name}/claims", summary="Add a claim by words marked in a document", response_model=None)
@allow("coder")
def add(
    request: Request,
    name: str,
    event: Marked,
    event_type: Annotated[EventType, Form()],
    why: Why,
    stance: Annotated[Stance, Form()] = "alleges",
    speaker_kind: Annotated[SourceKind, Form()] = "other",
    event_span: Place = "",
    speaker: Marked = "",
    speaker_span: Place = "",
    accused: Marked = "",
    accused_span: Place = "",
    killed: Marked = "",
    killed_span: Place = "",
    killed_low: Number = "",
    killed_high: Number = "",
    injured: Marked = "",
    injured_span: Place = "",
    injured_low: Number = "",
    injured_high: Number = "",
    place: Marked = "",
    place_span: Place = "",
    time: Marked = "",
    time_span: Place = "",
    start: Annotated[str, Form(pattern=DAY)] = "",
    weapon: Marked = "",
    weapon_span: Place = "",
    back: Back = "",
) -> Response:
    """Add a claim. Each value is words of the text: marked, or typed and then found there near the event's words."""
    document, t = document_of(request, name), t_of(request)
    told = found_at(request, document, event, event_span, None)
    if told is None:
        raise CasebookError(t("error.event-words"))
    counts = []
    for outcome, words, span, low, high in (
        ("killed", killed, killed_span, killed_low, killed_high),
        ("injured", injured, injured_span, injured_low, injured_high),
    ):
        where = found_at(request, document, words, span, told)
        if where is not None:
            counts.append(_count(request, outcome, where, low, high))  # type: ignore[arg-type]

    def spans(words: str, span: str) -> list[Span]:
        where = found_at(request, document, words, span, told)
        return [where] if where is not None else []

    when = found_at(request, document, time, time_span, told)
    claim = marked_claim(
        document,
        told,
        event_type,
        stance=stance,
        speaker=next(iter(spans(speaker, speaker_span)), None),
        speaker_kind=speaker_kind,
        accused=spans(accused, accused_span),
        weapons=spans(weapon, weapon_span),
        places=spans(place, place_span),
        time=when,
        start=start or None if when is not None else None,
        counts=counts,
    )
    book_of(request).add_claim(person_of(request), name, claim, why=why)
    return done(request, back or f"/documents/{name}?claim={claim.id}", t("done.add"))


def _count(request: Request, outcome: Outcome, where: Span, low: str, high: str) -> MarkedCount:
    bounds: dict[str, Any] = bounds_given(request, low, high)
    return MarkedCount(span=where, outcome=outcome, kind=bounds["kind"], low=bounds["low"], high=bounds["high"])


def found_at(request: Request, document: Document, words: str, span: str, near: Span | None) -> Span | None:
    """Return where words stand: at ``span`` if it is given, else at their occurrence nearest to ``near``.

    ``None`` for no words. Raises `CasebookError` where the text does not hold them.
    """
    match = _SPAN.fullmatch(span)
    if match is not None:
        start, end = int(match[1]), int(match[2])
        if not start < end <= len(document.text):
            raise CasebookError(t_of(request)("error.span"))
        return _trimmed(document.text, start, end)
    words = words.strip()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(re.escape(part) for part in words.split()), re.IGNORECASE)
    found = [hit.span() for hit in pattern.finditer(document.text)]
    if not found:
        raise CasebookError(t_of(request)("error.words", words=words[:80]))
    return min(found, key=lambda item: (abs(item[0] - near[0]) if near is not None else 0, item[0]))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end - 1 and text[start].isspace():
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return start, end
