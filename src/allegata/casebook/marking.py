"""A claim made by a person from words marked in a document."""

from collections.abc import Sequence
from typing import Any

import msgspec

from allegata import __version__
from allegata.incidents import JudgementError
from allegata.records import (
    Attribution,
    Casualty,
    Claim,
    Document,
    Event,
    EventType,
    Outcome,
    PartyMention,
    Place,
    Quantity,
    QuantityKind,
    ReaderStamp,
    SourceKind,
    Span,
    Stance,
    Target,
    Time,
    Weapon,
    Whom,
    WhomStatus,
    quote,
    short_hash,
)


class MarkedCount(msgspec.Struct, frozen=True, kw_only=True):
    """A count whose words were marked: ``span``, and what they say; ``low`` and ``high`` ``None`` where open."""

    span: Span
    outcome: Outcome
    kind: QuantityKind = "exact"
    low: int | None = None
    high: int | None = None
    status: WhomStatus = "not stated"
    whom: Span | None = None
    group: Any = None


def marked_claim(
    document: Document,
    event: Span,
    event_type: EventType,
    *,
    stance: Stance = "alleges",
    evidence: Sequence[Span] = (),
    speaker: Span | None = None,
    speaker_kind: SourceKind = "other",
    accused: Sequence[Span] = (),
    targets: Sequence[Span] = (),
    weapons: Sequence[Span] = (),
    places: Sequence[Span] = (),
    time: Span | None = None,
    start: str | None = None,
    end: str | None = None,
    counts: Sequence[MarkedCount] = (),
    happening: int | None = None,
) -> Claim:
    """Return a claim of kind *event* whose values are the marked words of ``document``.

    ``event``: the words that tell what happened; ``evidence``: the sentences, by default the paragraph around them.
    ``start``, ``end``: ISO days that the words at ``time`` mean, where the person says so. ``happening``: the number
    of the happening in its document that it belongs to; ``None`` makes one of its own. Raises `JudgementError` where a
    span does not lie in the text.
    """

    def words(span: Span) -> str:
        try:
            return quote(document.text, span)
        except ValueError as error:
            raise JudgementError(str(error)) from error

    def party(span: Span) -> PartyMention:
        return PartyMention(words=words(span), span=span, party=None, name=words(span))

    voices = []
    if speaker is not None:
        voices.append(
            Attribution(
                words=words(speaker),
                span=speaker,
                name=words(speaker),
                kind=speaker_kind,
                anonymous=False,
                cue=None,
                cue_span=None,
            )
        )
    publisher = document.publisher
    if publisher is not None or not voices:
        name = publisher or "the document"
        voices.append(
            Attribution(words=name, span=None, name=name, kind="media", anonymous=False, cue=None, cue_span=None)
        )
    told = tuple(evidence) or (_paragraph(document, event),)
    made = {
        "kind": "event",
        "stance": stance,
        "event": Event(type=event_type, words=words(event), span=event),
        "attribution": tuple(voices),
        "accused": tuple(map(party, accused)),
        "targets": tuple(Target(words=words(span), span=span) for span in targets),
        "weapons": tuple(Weapon(type=words(span).lower(), words=words(span), span=span) for span in weapons),
        "places": tuple(_place(words(span), span) for span in places),
        "time": _time(words(time), time, start, end) if time is not None else None,
        "casualties": tuple(_count(n, count, words) for n, count in enumerate(counts, 1)),
        "characterisations": (),
        "evidence": told,
    }
    for span in told:
        words(span)
    id = short_hash("c", ["by hand", document.id, {name: msgspec.to_builtins(value) for name, value in made.items()}])
    number = happening if happening is not None else 1_000_000 + event[0]
    return Claim(
        id=id,
        document=document.id,
        status="proposed",
        reader=ReaderStamp(name="a person", version=__version__, model="none"),
        happening=number,
        happening_why=None if happening is not None else "marked by a person as a happening of its own",
        **made,  # type: ignore[arg-type]
    )


def _paragraph(document: Document, event: Span) -> Span:
    for zone in document.zones:
        if zone.span[0] <= event[0] and event[1] <= zone.span[1]:
            return zone.span
    return event


def _place(name: str, span: Span) -> Place:
    return Place(
        role="event",
        words=name,
        span=span,
        name=name,
        within=None,
        country=None,
        latitude=None,
        longitude=None,
        radius_km=None,
        precision="unknown",
        resolved=False,
    )


def _time(words: str, span: Span, start: str | None, end: str | None) -> Time:
    until = end or start
    precision = "unknown" if start is None else "day" if until == start else "days"
    return Time(words=words, span=span, start=start, end=until, precision=precision, symbolic=None)  # type: ignore[arg-type]


def _count(number: int, count: MarkedCount, words: Any) -> Casualty:
    return Casualty(
        id=f"k{number}",
        outcome=count.outcome,
        quantity=Quantity(words=words(count.span), kind=count.kind, low=count.low, high=count.high, span=count.span),
        whom=Whom(
            status=count.status,
            words=words(count.whom) if count.whom is not None else None,
            span=count.whom,
            group=count.group,
        ),
    )
