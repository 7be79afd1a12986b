"""Dates of a document's claims: what the text itself says of the publication day, and every claim's time resolved.

The publication date is never written into an event: it only anchors words such as "Tuesday". A publication date that
the text contradicts (the document calls its own day a Tuesday, the date is a Thursday) is reported and not used.
"""

from datetime import date, datetime, timedelta

import msgspec

from allegata.reading.drafts import DraftClaim
from allegata.reading.happenings import Happening
from allegata.reading.times import Anchor, TimeMatch, resolve
from allegata.records import Document, Published, Span, Time

_EAST, _WEST = timedelta(hours=9), timedelta(hours=-8)
"""Time zones between which nearly everybody lives: the moment of a post has its local day in one of them."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DayOfPublication(msgspec.Struct, frozen=True):
    """The weekday of publication by the text's own words, with the words that say so."""

    weekday: str
    today: Span
    named: Span


def publication_weekday(happenings: list[Happening]) -> DayOfPublication | None:
    """Return the weekday of publication when one happening is told as of "today" and of a weekday by name.

    Yesterday and other offsets count as well: "yesterday" and "Monday" of one happening make the day a Tuesday.
    ``None`` when nothing says so, or when different happenings say different weekdays.
    """
    found: list[DayOfPublication] = []
    for happening in happenings:
        offsets: list[tuple[int, Span]] = []
        named: list[tuple[str, Span]] = []
        for draft in happening.drafts:
            symbolic = draft.time.symbolic if draft.time is not None and draft.time.kind == "point" else None
            if symbolic is None or draft.time is None or symbolic.anchor != "publication":
                continue
            if symbolic.weekday is not None and symbolic.relation == "on":
                named.append((symbolic.weekday, draft.time.span))
            elif symbolic.offset_days is not None and symbolic.unit in (None, "day"):
                offsets.append((symbolic.offset_days, draft.time.span))
        for offset, today in offsets:
            for weekday, span in named:
                found.append(DayOfPublication(WEEKDAYS[(WEEKDAYS.index(weekday) - offset) % 7], today, span))
    if not found or any(item.weekday != found[0].weekday for item in found):
        return None
    return found[0]


def check_published(
    document: Document, said: DayOfPublication | None
) -> tuple[Document, tuple[date, date] | None, str | None]:
    """Return the document, the publication interval to use, and a note when the text contradicts the date."""
    published = document.published
    if published is None:
        return document, None, None
    start, end = _possible_days(published)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    if said is not None and (published.at is not None or start == end):
        days = [day for day in days if WEEKDAYS[day.weekday()] == said.weekday]
    if said is not None and not days:
        where = f"“{document.text[said.named[0] : said.named[1]]}” and “{document.text[said.today[0] : said.today[1]]}”"
        weekday = WEEKDAYS[date.fromisoformat(published.start).weekday()].capitalize()
        note = (
            f"the publication date {published.start} was a {weekday}, but the text says "
            f"that it was published on a {said.weekday.capitalize()} ({where}): the date is not used"
        )
        return msgspec.structs.replace(document, published=None, notes=(*document.notes, note)), None, note
    return document, (days[0], days[-1]), None


def _possible_days(published: Published) -> tuple[date, date]:
    """Return the first and the last day that may have been that of publication where it was written.

    The number of a post tells a moment. Its day is that of the time zone where it was written, which nobody tells.
    """
    if published.at is None:
        return date.fromisoformat(published.start), date.fromisoformat(published.end)
    moment = datetime.fromisoformat(published.at)
    return (moment + _WEST).date(), (moment + _EAST).date()


def date_claims(
    drafts: list[DraftClaim],
    published: tuple[date, date] | None,
    said: DayOfPublication | None,
) -> dict[int, Time]:
    """Return the resolved (or still symbolic) time of each draft, by its position in ``drafts``."""
    times: dict[int, Time] = {}
    last: Time | None = None
    for n, draft in enumerate(drafts):
        if draft.time is None:
            continue
        anchor = Anchor(
            published=published,
            published_weekday=said.weekday if said else None,
            event=_interval(last),
            event_span=last.span if last else None,
        )
        time = resolve(draft.time, anchor)
        time = _with_weekday(time, draft.time, said)
        if time.symbolic is not None and time.symbolic.anchor == "event" and last is not None and time.start is None:
            time = msgspec.structs.replace(
                time, derived_from=(last.span,), rule="counted from an earlier event, itself undated"
            )
        times[n] = time
        if draft.kind == "event" and draft.time.kind == "point":
            last = time
    return times


def _interval(time: Time | None) -> tuple[date, date] | None:
    if time is None or time.start is None or time.end is None:
        return None
    return date.fromisoformat(time.start), date.fromisoformat(time.end)


def _with_weekday(time: Time, match: TimeMatch, said: DayOfPublication | None) -> Time:
    """Add to "today" the weekday that the text gives it, and to that weekday that it is the publication day."""
    symbolic = time.symbolic
    if said is None or symbolic is None or symbolic.anchor != "publication" or match.kind != "point":
        return time
    rule = "the text calls one happening both “today” and by its weekday"
    if symbolic.offset_days is not None and symbolic.weekday is None and symbolic.unit in (None, "day"):
        weekday = WEEKDAYS[(WEEKDAYS.index(said.weekday) + symbolic.offset_days) % 7]
        changed = msgspec.structs.replace(symbolic, weekday=weekday)
        derived: Span = said.named
    elif symbolic.weekday == said.weekday and symbolic.relation == "on" and symbolic.offset_days is None:
        changed = msgspec.structs.replace(symbolic, offset_days=0)
        derived = said.today
    else:
        return time
    spans = time.derived_from if derived in time.derived_from or derived == time.span else (*time.derived_from, derived)
    return msgspec.structs.replace(time, symbolic=changed, derived_from=spans, rule=time.rule or rule)


def weekday_of(published: tuple[date, date] | None, offset: int) -> str | None:
    """Return the weekday of the publication day plus ``offset`` days, where the day is known."""
    if published is None or published[0] != published[1]:
        return None
    return WEEKDAYS[(published[0] + timedelta(days=offset)).weekday()]
