"""The queue: incidents by what needs a person most, with the backlog of each state."""

from typing import Annotated, Any, cast, get_args

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from allegata.casebook import STATES, Casebook, Facet, Filter, IncidentLine, View
from allegata.casebook.filters import Sort
from allegata.records import Count
from allegata.workbench.asked import PER_PAGE, Asked, Number, Numbered, asked, numbered, offset
from allegata.workbench.page import page
from allegata.workbench.show import interval, line_heading
from allegata.workbench.words import Words

router = APIRouter()

HIGH = 10
"""From so many killed by the highest figure an incident is marked for it."""
SORTS: tuple[str, ...] = get_args(Sort)


class Item(msgspec.Struct, frozen=True):
    """An incident in the queue; ``reasons``: why it needs a person."""

    id: str
    title: str
    date: str
    grade: str
    state: str
    assignee: str | None
    killed: Count
    injured: Count
    killed_or_injured: Count
    claims: int
    documents: int
    sources: int
    judgements: int
    withheld: int
    reasons: list[str]
    line: IncidentLine


class Queue(msgspec.Struct, frozen=True):
    """The page: its incidents, the backlog of each state, and what they can be filtered by."""

    page: Numbered[Item]
    filters: Asked
    sort: str
    filtered: bool
    all: int
    backlog: dict[str, int]
    parties: tuple[Facet, ...]
    types: tuple[Facet, ...]
    sorts: tuple[str, ...]
    stale: bool


def view_of(request: Request) -> View:
    """Return the casebook as the viewer may see it: the only way by which a page reads it."""
    book = cast(Casebook, request.app.state.book)
    return book.view(request.state.viewer.person)


def item_of(t: Words, line: IncidentLine) -> Item:
    """Return an incident of a list with its words."""
    return Item(
        id=line.id,
        title=line_heading(t, line),
        date=interval(t, line.date_from, line.date_to),
        grade=line.grade,
        state=line.state,
        assignee=line.assignee,
        killed=Count(min=line.killed_min, max=line.killed_max, highest=line.killed_highest),
        injured=Count(min=line.injured_min, max=line.injured_max, highest=None),
        killed_or_injured=Count(
            min=line.killed_or_injured_min, max=line.killed_or_injured_max, highest=line.killed_or_injured_highest
        ),
        claims=line.claims,
        documents=line.documents,
        sources=line.sources,
        judgements=line.judgements,
        withheld=line.withheld,
        reasons=reasons(line),
        line=line,
    )


def reasons(line: IncidentLine) -> list[str]:
    """Return why an incident needs a person, in the order of their weight."""
    checks = {
        "disputed": line.disputed,
        "high": _highest(line) >= HIGH,
        "unsure": line.unsure,
        "one-source": line.sources < 2,
        "not-judged": line.judgements == 0,
    }
    return [name for name, holds in checks.items() if holds]


def _highest(line: IncidentLine) -> int:
    """Return the highest figure of those killed; of those killed or injured, where nobody tells them apart."""
    figures = (line.killed_highest, line.killed_min, line.killed_or_injured_highest, line.killed_or_injured_min)
    return next((figure for figure in figures if figure), 0)


class Backlog(msgspec.Struct, frozen=True):
    """How many incidents there are in each state under the queue's filters."""

    filters: Asked
    all: int
    backlog: dict[str, int]


@page(router, "/queue/counts", "backlog.html.j2", summary="How many incidents are in each state")
def backlog(request: Request, filters: Annotated[Asked, Depends(asked)]) -> Any:
    """Count by one query: the queue asks for this again and again while it is looked at."""
    states = view_of(request).backlog(filters.filter(state=None))
    return Backlog(filters, sum(states.values()), {state: states.get(state, 0) for state in STATES})


@page(router, "/", "queue.html.j2", summary="The queue: incidents by what needs a person most")
def queue(
    request: Request,
    filters: Annotated[Asked, Depends(asked)],
    sort: Annotated[str, Query(pattern=f"^({'|'.join(SORTS)})$")] = "need",
    number: Annotated[Number, Query(alias="page")] = 1,
) -> Any:
    """List incidents; the states count what the other filters leave."""
    view, t = view_of(request), cast(Words, request.state.words)
    found = view.incidents(filters.filter(), sort=cast(Sort, sort), offset=offset(number), limit=PER_PAGE)
    states = view.backlog(filters.filter(state=None))
    return Queue(
        page=numbered(found, [item_of(t, line) for line in found.items], number),
        filters=filters,
        sort=sort,
        filtered=filters.any or sort != "need",
        all=sum(states.values()),
        backlog={state: states.get(state, 0) for state in STATES},
        parties=view.facets("party", Filter(), 60),
        types=view.facets("type", Filter(), 60),
        sorts=SORTS,
        stale=view.stale(),
    )
