"""One incident: claims side by side with the words they rest on, what people decided, and what may belong with it."""

from collections.abc import Iterable
from typing import Annotated, Any, cast

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse

from allegata.casebook import ENDS, ClaimView, Filter, IncidentLine, IncidentView, Move, UnknownError, View
from allegata.dataset.wording import incident_date_words, place_words, published_words
from allegata.records import Claim, Document, Incident, Judgement
from allegata.workbench.access import allow
from allegata.workbench.asked import Number
from allegata.workbench.charts import Bar, Day, day_line, place_map, range_bars
from allegata.workbench.deciding import seen_of
from allegata.workbench.marked import Coded
from allegata.workbench.page import Shown, page
from allegata.workbench.queue_page import Item, item_of, view_of
from allegata.workbench.show import amount_words, bounds, line_heading, speaker, status_of
from allegata.workbench.words import Words

router = APIRouter()

CLAIMS_PER_PAGE = 12
NEAR = 8
MAX_HISTORY = 60
NEWS = 6
GRAPHIC = ("names", "victims")


class DocumentRef(msgspec.Struct, frozen=True):
    """The document of a claim, without its text."""

    id: str
    title: str | None
    publisher: str | None
    published: str
    language: str | None
    restricted: bool


class Deed(msgspec.Struct, frozen=True):
    """What one person decided at one moment: one judgement, or several that belong together."""

    at: str
    by: str
    why: str
    kind: str
    judgements: list[Judgement]
    holds: bool
    undoing: bool
    move: Move | None = None


class IncidentPage(msgspec.Struct, frozen=True):
    """The page: the incident as judged, its claims on this page, its history, and what lies near.

    ``documents``: of the claims on this page and of the few that ranges and links name; ``document_ids``: all of them.
    ``rejected``: claims that somebody rejected, of the happenings that these tell.
    """

    title: str
    date: str
    place: str
    line: IncidentLine
    incident: Incident
    proposed: dict[str, Any]
    claims: list[ClaimView]
    claims_total: int
    rejected: list[ClaimView]
    number: int
    pages: int
    documents: list[DocumentRef]
    document_ids: tuple[str, ...]
    deeds: list[Deed]
    next: tuple[str, ...]
    near: list[Item]


@page(router, "/incidents/{name}", "incident.html.j2", summary="One incident with its claims and its history")
def incident(request: Request, name: str, number: Annotated[Number, Query(alias="page")] = 1) -> Any:
    """Show an incident by its id, or by an id that it had before."""
    view, t = view_of(request), cast(Words, request.state.words)
    first = (number - 1) * CLAIMS_PER_PAGE
    found = view.incident(name, offset=first, limit=CLAIMS_PER_PAGE)
    if found.line.id != name and not request.url.path.endswith(".json"):
        return RedirectResponse(f"/incidents/{found.line.id}", status_code=307)
    claims = list(found.claims)
    model = IncidentPage(
        title=line_heading(t, found.line),
        date=incident_date_words(found.incident.date),
        place=place_words(found.incident.place),
        line=found.line,
        incident=found.incident,
        proposed=found.proposed,
        claims=claims,
        claims_total=found.claims_total,
        rejected=list(found.rejected),
        number=number,
        pages=max(1, -(-found.claims_total // CLAIMS_PER_PAGE)),
        documents=[reference(document, document.id in found.restricted) for document in found.documents],
        document_ids=found.document_ids,
        deeds=deeds(found.judgements, found.holding, found.moves)[:MAX_HISTORY],
        next=found.next,
        near=near(view, t, found.line),
    )
    documents = {document.id: document for document in found.documents}
    return Shown(
        model,
        {
            "coded": {
                claim.id: Coded(claim.claim or claim.proposed, documents.get(claim.document), claim.id)
                for claim in (*claims, *found.rejected)
            },
            "refs": {item.id: item for item in model.documents},
            "all_claims": {claim.id: claim for claim in (*found.claims, *found.beside)},
            "bars": killed_bars(t, found),
            "map": place_map(found.incident.place, t("map.small")),
            "days": day_line(days_of(t, found), t("timeline")),
            "seen": seen_of(found),
        },
    )


class News(msgspec.Struct, frozen=True):
    """What others decided on an incident since a page of it was opened, oldest first."""

    incident: str
    steps: list[Judgement | Move]


@page(router, "/incidents/{name}/meanwhile", "news.html.j2", summary="What others decided on it since a time")
def meanwhile(
    request: Request,
    name: str,
    after: Annotated[str, Query(max_length=40, description="ISO time, UTC")] = "",
    claims: Annotated[list[str] | None, Query(max_length=10, description="of it, if it is not there any more")] = None,
) -> Any:
    """List what others did after a time: the incident's page asks for it again and again while it is looked at.

    Where the incident is not there any more, as it is known by a claim that was rejected, what was done to ``claims``.
    """
    view = view_of(request)
    steps: list[Judgement | Move] = []
    try:
        found = view.incident(name, limit=1)
        now, steps = found.line.id, [*found.judgements, *found.moves]
    except UnknownError:
        known = view.claims(claims or [])
        now = next((item.incident for item in known if item.incident), "")
        if not now:
            raise
        steps = list({made.id: made for item in known for made in item.judgements}.values())
    me = request.state.viewer.name
    newer = sorted((item for item in steps if item.at > after and item.by != me), key=lambda item: (item.at, item.id))
    return News(now, newer[-NEWS:])


def reference(document: Document, restricted: bool = False) -> DocumentRef:
    """Return what a page says of a claim's document."""
    return DocumentRef(
        document.id,
        document.title,
        document.publisher,
        published_words(document.published),
        document.language,
        restricted,
    )


def near(view: View, t: Words, line: IncidentLine) -> list[Item]:
    """Return incidents close by in place and time, which may be the same happening."""
    chosen: Filter | None = None
    if line.latitude is not None and line.longitude is not None:
        west, east = max(-180.0, line.longitude - 0.9), min(180.0, line.longitude + 0.9)
        box = (west, max(-90.0, line.latitude - 0.7), east, min(90.0, line.latitude + 0.7))
        chosen = Filter(box=box)
    elif line.place:
        chosen = Filter(place=line.place)
    elif line.date_from:
        chosen = Filter(date_from=line.date_from, date_to=line.date_to)
    if chosen is None:
        return []
    found = {item.id: item for item in view.incidents(chosen, sort="date", limit=60).items}
    if line.date_from:  # the same days, wherever: places are often told differently
        days = Filter(date_from=line.date_from, date_to=line.date_to)
        found |= {item.id: item for item in view.incidents(days, sort="date", limit=60).items}
    others = [item for item in found.values() if item.id != line.id]
    others.sort(key=lambda item: (_apart(item.date_from, line.date_from), item.id))
    return [item_of(t, item) for item in others[:NEAR]]


def _apart(one: str | None, other: str | None) -> int:
    from datetime import date

    if one is None or other is None:
        return 10_000
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def deeds(judgements: tuple[Judgement, ...], holding: tuple[str, ...], moves: tuple[Move, ...]) -> list[Deed]:
    """Return what was decided, newest first; judgements made in one step stand together."""
    groups: dict[tuple[str, str, str, bool], list[Judgement]] = {}
    for judgement in judgements:
        key = (judgement.at, judgement.by, judgement.kind, judgement.undoes is not None)
        groups.setdefault(key, []).append(judgement)
    held = set(holding)
    made = [
        Deed(at, by, items[0].why, kind, items, any(item.id in held for item in items), undoing)
        for (at, by, kind, undoing), items in groups.items()
    ]
    made += [Deed(move.at, move.by, move.why, "move", [], True, False, move) for move in moves]
    return sorted(made, key=lambda deed: deed.at, reverse=True)


BARS = 24
"""Claims that have a bar of their own."""


class Ranges(msgspec.Struct, frozen=True):
    """The bars of an outcome: of the whole incident, and of claims. ``counted``: how many claims count it; where they
    are more than have a bar, ``shown`` says how many have."""

    outcome: str
    bars: Any
    shown: int
    counted: int


def killed_bars(t: Words, found: IncidentView) -> Ranges | None:
    """Return the range bars by source of the outcome that most claims count; ``None`` where none does.

    Of the whole incident, whatever page of its claims is looked at; of many claims those that set its ends come first.
    """
    counts = {name: getattr(found.incident, name) for name in ("killed", "killed_or_injured", "injured")}
    order = {name: at for at, name in enumerate(found.incident.claims)}
    known = {view.id: view for view in (*found.claims, *found.beside)}
    every = len(known) >= found.claims_total
    counting = {name: _counting(known.values(), name) if every else count.claims for name, count in counts.items()}
    outcome = max(counts, key=lambda name: len(counting[name]))
    total, names = counts[outcome], counting[outcome]
    ends = [name for name in (*total.min_from[:ENDS], *total.max_from[:ENDS]) if name in names]
    few = sorted(dict.fromkeys([*ends, *names]), key=lambda name: (name not in ends, order.get(name, len(order))))
    shown = sorted((name for name in few if name in known), key=few.index)[:BARS]
    bars: list[Bar] = []
    for name in sorted(shown, key=lambda name: order.get(name, len(order))):
        view = known[name]
        claim = view.claim or view.proposed
        count = _count(claim, outcome)
        if count is not None:
            bars.append(
                Bar(
                    label=speaker(claim),
                    low=count.quantity.low,
                    high=count.quantity.high,
                    value=amount_words(t, count.quantity),
                    href=f"#{name}" if name in {view.id for view in found.claims} else f"/claims/{name}",
                    rejected=status_of(view) == "rejected",
                )
            )
    if not bars:
        return None
    whole = Bar(
        label=t("all-sources"), low=total.min, high=total.max, value=bounds(t, total.min, total.max), strong=True
    )
    drawn = range_bars([whole, *bars], t("range.by-source"))
    return Ranges(t.of("outcome", outcome), drawn, len(bars), len(names))


def _counting(views: Iterable[ClaimView], outcome: str) -> tuple[str, ...]:
    """Return the claims that count an outcome, whoever denies left out."""
    return tuple(
        view.id
        for view in views
        for claim in (view.claim or view.proposed,)
        if _count(claim, outcome) is not None and claim.stance not in ("denies", "disputes")
    )


def told_of(found: IncidentView) -> list[ClaimView]:
    """Return the claims at hand in the incident's order: those of this page, and the few beside them."""
    order = {name: at for at, name in enumerate(found.incident.claims)}
    return sorted((*found.claims, *found.beside), key=lambda view: order.get(view.id, len(order)))


def _count(claim: Claim, outcome: str) -> Any:
    whole = [item for item in claim.casualties if item.outcome == outcome and item.part_of is None]
    own = [item for item in whole if not item.cumulative and not item.partial]
    return next(iter(own or whole), None)


def days_of(t: Words, found: IncidentView) -> list[Day]:
    """Return the days that claims tell, and the days on which they were published."""
    rows: list[Day] = []
    date = found.incident.date
    if date is not None and date.start is not None:
        rows.append(Day(label=t("incident"), start=date.start, end=date.end or date.start, kind="incident"))
    documents = {document.id: document for document in found.documents}
    shown: set[str] = set()
    for view in told_of(found)[:10]:
        claim, document = view.claim or view.proposed, documents.get(view.document)
        if claim.time is not None and claim.time.start is not None:
            told = Day(label=speaker(claim), start=claim.time.start, end=claim.time.end or claim.time.start)
            rows.append(msgspec.structs.replace(told, href=f"#{view.id}"))
        if document is not None and document.published is not None and document.id not in shown:
            shown.add(document.id)
            label = t("published-by", name=document.publisher or t("unknown"))
            rows.append(Day(label=label, start=document.published.start, end=document.published.end, kind="published"))
    return rows


@router.get("/claims/{name}", include_in_schema=False, response_model=None)
@allow("reader")
def claim(request: Request, name: str) -> Any:
    """Lead from a claim's stable address to where it is shown: its incident, or its document."""
    found = view_of(request).claims([name])
    if not found:
        raise UnknownError(f"{name}: no claim of this casebook has this id")
    one = found[0]
    page_of = ""
    if one.incident:
        at = view_of(request).incident(one.incident, limit=1).incident.claims.index(name)
        page_of = f"?page={at // CLAIMS_PER_PAGE + 1}" if at >= CLAIMS_PER_PAGE else ""
    to = f"/incidents/{one.incident}{page_of}#{name}" if one.incident else f"/documents/{one.document}?claim={name}"
    return RedirectResponse(to, status_code=307)
