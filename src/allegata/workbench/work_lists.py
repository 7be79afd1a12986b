"""Work lists beside the queue: judgements that wait, and where a new reading differs from what a person decided."""

from typing import Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request

from allegata.casebook import Disagreement
from allegata.records import Judgement
from allegata.workbench.page import page
from allegata.workbench.queue_page import view_of

router = APIRouter()

MOST = 200
"""Rows of each list; they are worked off from the top."""


class WorkLists(msgspec.Struct, frozen=True):
    """What waits for somebody, and how much of each there is in all."""

    waiting: list[Judgement]
    waiting_total: int
    disagreements: list[Disagreement]
    disagreements_total: int


@page(router, "/waiting", "waiting.html.j2", summary="Judgements that wait, and readings that differ from judgements")
def waiting(request: Request) -> Any:
    """List judgements whose object is gone, and claims that the reader reads otherwise than a person decided."""
    view = view_of(request)
    held, differ = view.waiting(), view.disagreements()
    return WorkLists(list(held[:MOST]), len(held), list(differ[:MOST]), len(differ))
