"""Full-text search over the documents, in any script, with the passages that hold the words."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request

from allegata.casebook import DocumentLine
from allegata.dataset.highlight import Mark, paint
from allegata.workbench.asked import PER_PAGE, Number, Numbered, numbered, offset
from allegata.workbench.marked import marked
from allegata.workbench.page import Shown, page
from allegata.workbench.queue_page import view_of

router = APIRouter()


class Search(msgspec.Struct, frozen=True):
    """What was looked for and found."""

    words: str
    page: Numbered[DocumentLine] | None


@page(router, "/search", "search.html.j2", summary="Documents that hold words, with the passages")
def search(
    request: Request,
    words: Annotated[str, Query(max_length=500, description='words, beginnings of words, or "several in a row"')] = "",
    number: Annotated[Number, Query(alias="page")] = 1,
) -> Any:
    """Find documents that hold all the words, in any script; restricted ones only for those who may see them."""
    words = words.strip()
    if not words:
        return Shown(Search("", None), {"passages": {}})
    found = view_of(request).search(words, offset=offset(number), limit=PER_PAGE)
    passages = {}
    for line in found.items:
        if line.passage is not None and line.snippet is not None:
            start = line.snippet.start
            marks = [
                Mark((a - start, b - start), "place", str(n), main=False) for n, (a, b) in enumerate(line.snippet.marks)
            ]
            painted = paint(line.passage, [(0, len(line.passage))], marks, f"p-{line.id}", lanes=False)
            passages[line.id] = marked(painted.windows[0], start)
    return Shown(Search(words, numbered(found, list(found.items), number)), {"passages": passages})
