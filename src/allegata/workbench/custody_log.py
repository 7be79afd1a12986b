"""The log: what people did in this casebook, newest first, and the head of the chain that keeps it."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request

from allegata.casebook import Counts, Deed
from allegata.workbench.asked import Number, Numbered, Text, numbered, offset
from allegata.workbench.page import page
from allegata.workbench.queue_page import view_of

router = APIRouter()

PER_PAGE = 60


class Log(msgspec.Struct, frozen=True):
    """The page: deeds, and how much the casebook holds."""

    page: Numbered[Deed]
    by: str
    counts: Counts


@page(router, "/log", "log.html.j2", summary="What people did, newest first")
def log(request: Request, by: Text = "", number: Annotated[Number, Query(alias="page")] = 1) -> Any:
    """List judgements and steps of incidents, undone ones too; on what is withheld, nothing is listed."""
    view = view_of(request)
    found = view.history(by=by or None, offset=offset(number, PER_PAGE), limit=PER_PAGE)
    return Log(numbered(found, list(found.items), number, PER_PAGE), by, view.counts())
