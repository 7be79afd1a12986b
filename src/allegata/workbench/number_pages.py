"""Numbers: tables and columns by month, place, party and more, each cell leading to its incidents."""

from calendar import monthrange
from typing import Annotated, Any, cast
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from allegata.casebook.tallies import BY, By, Counted, Tally, tally, tally_groups
from allegata.workbench.asked import Asked, asked
from allegata.workbench.charts import Column, columns, rows
from allegata.workbench.page import Shown, page
from allegata.workbench.queue_page import view_of
from allegata.workbench.show import country_said
from allegata.workbench.words import Words

router = APIRouter()

MONTHS = 60
"""Columns of the plot: the last months that have incidents; the table has all."""
ROWS_DRAWN = 24
"""Bars of the plot by anything else: those with the most incidents that have a number."""
ROWS = 500


class Line(msgspec.Struct, frozen=True):
    """A row of the table: its name, its numbers, and the queue filtered to its incidents."""

    name: str
    tally: Tally
    href: str | None


class Numbers(msgspec.Struct, frozen=True):
    """The page: numbers of one outcome by one thing, and by group."""

    by: str
    outcome: str
    filters: Asked
    lines: list[Line]
    groups: list[Line]
    incidents: int
    low: int
    high: int
    open: int
    unknown: int
    choices: tuple[str, ...]
    withheld: bool


@page(router, "/numbers", "numbers.html.j2", summary="Numbers by month, place, party, kind, grade or state")
def numbers(
    request: Request,
    filters: Annotated[Asked, Depends(asked)],
    by: Annotated[By, Query()] = "month",
    outcome: Annotated[Counted, Query()] = "killed",
) -> Any:
    """Add up the least and the most of each incident's range. Unknown is never zero: it is counted apart."""
    view, t = view_of(request), cast(Words, request.state.words)
    chosen = filters.filter()
    lines = [
        Line(name_of(t, by, item), item, href_of(filters, by, item)) for item in tally(view, by, outcome, chosen, ROWS)
    ]
    whole = tally(view, "grade", outcome, chosen)
    groups = [Line(t.of("group", item.key), item, None) for item in tally_groups(view, outcome, chosen)]
    model = Numbers(
        by=by,
        outcome=outcome,
        filters=filters,
        lines=lines,
        groups=groups,
        incidents=sum(item.incidents for item in whole),
        low=sum(item.low for item in whole),
        high=sum(item.high for item in whole),
        open=sum(item.open for item in whole),
        unknown=sum(item.unknown for item in whole),
        choices=BY,
        withheld=view.withheld(),
    )
    known = [line for line in lines if line.tally.unknown < line.tally.incidents]
    drawn = [line for line in lines if line.tally.key][-MONTHS:] if by == "month" else known[:ROWS_DRAWN]
    draw = columns if by == "month" else rows
    plot = draw(
        [
            Column(
                label=line.name,
                low=line.tally.low,
                high=line.tally.high,
                open=line.tally.open > 0,
                href=line.href or "/",
            )
            for line in drawn
        ],
        t("nav.numbers"),
    )
    return Shown(model, {"plot": plot})


def name_of(t: Words, by: str, item: Tally) -> str:
    """Return the words of a row's value; that it is unknown where it has none."""
    if not item.key:
        return t("date.unknown") if by == "month" else t("place.unstated") if by in ("place", "country") else "–"
    if by == "country":
        return country_said(t, item.key) or item.key
    return t.of(by, item.name) if by in ("type", "grade", "state") else item.name


def href_of(filters: Asked, by: str, item: Tally) -> str | None:
    """Return the queue filtered to the incidents of a row; ``None`` where no filter tells them apart."""
    given = {name: getattr(filters, name) for name in filters.__struct_fields__ if getattr(filters, name)}
    if not item.key and by == "month":
        given["dated"] = "no"
    elif not item.key:
        return None
    elif by == "month":
        year, month = int(item.key[:4]), int(item.key[5:7])
        given |= {"after": f"{item.key}-01", "before": f"{item.key}-{monthrange(year, month)[1]:02d}"}
    elif by == "place":
        given["place"] = item.name
    else:
        given[by] = item.key
    return f"/?{urlencode(given)}"
