"""Double coding: two people judge the same document blind; a page shows only where they differ, and a third decides."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import Adjudication, Agreement, Assignment, ClaimView, Difference, DocumentView, UnknownError
from allegata.workbench.access import allow
from allegata.workbench.deciding import Why, book_of, person_of, t_of
from allegata.workbench.marked import Coded
from allegata.workbench.page import Shown, done, page
from allegata.workbench.queue_page import view_of

router = APIRouter(tags=["double coding"])

CLAIMS = 60


class CodingPage(msgspec.Struct, frozen=True):
    """The assignments, and for reviewers how far coders agree."""

    assignments: tuple[Assignment, ...]
    agreement: tuple[Agreement, ...]
    pairs: list[str]
    decided: dict[str, Adjudication]
    me: str
    reviewer: bool


@page(router, "/coding", "coding.html.j2", role="coder", summary="Assignments of double coding, and agreement")
def coding(request: Request) -> Any:
    """List one's own assignments; a reviewer sees everybody's, and Krippendorff's alpha for each field."""
    view, person = view_of(request), person_of(request)
    reviewer = request.state.viewer.may("reviewer")
    found = view.assignments()
    by_pair: dict[str, list[Assignment]] = {}
    for item in found:
        by_pair.setdefault(item.pair, []).append(item)
    open_pairs = [
        name
        for name, both in by_pair.items()
        if len(both) == 2 and all(item.done for item in both) and not any(item.adjudicated for item in both)
    ]
    return CodingPage(
        found,
        view.agreement() if reviewer else (),
        open_pairs if reviewer else [],
        {item.pair: item for item in view.adjudications()},
        person.name,
        reviewer,
    )


@router.post("/coding", summary="Give documents to two people who code them blind", response_model=None)
@allow("reviewer")
def assign(
    request: Request,
    documents: Annotated[str, Form(max_length=20_000, description="ids of documents, parted by blanks")],
    first: Annotated[str, Form(max_length=64)],
    second: Annotated[str, Form(max_length=64)],
) -> Response:
    """Assign documents."""
    names = documents.replace(",", " ").split()
    book_of(request).assign(person_of(request), names, (first.strip(), second.strip()))
    return done(request, "/coding", t_of(request)("done.assign"))


class BlindPage(msgspec.Struct, frozen=True):
    """A document that somebody codes blind, with its claims as judged by that person alone."""

    assignment: str
    done: bool
    document: DocumentView
    claims: list[ClaimView]


@page(router, "/coding/{name}", "blind.html.j2", role="coder", summary="A document to code blind")
def blind(request: Request, name: str) -> Any:
    """Show one's own assignment: nothing that others judged is applied or shown."""
    view = view_of(request)
    found = view.coding(name)
    mine = next((item for item in view.assignments() if item.id == name), None)
    claims = list(found.claims[:CLAIMS])
    model = BlindPage(name, mine is not None and mine.done is not None, found, claims)
    coded = {item.id: Coded(item.claim or item.proposed, found.document, item.id) for item in claims}
    return Shown(model, {"coded": coded})


@router.post("/coding/{name}/finish", summary="Say that one is done with an assignment", response_model=None)
@allow("coder")
def finish(request: Request, name: str) -> Response:
    """Finish: nothing in it changes afterwards."""
    book_of(request).finish(person_of(request), name)
    return done(request, "/coding", t_of(request)("done.finish"))


class AdjudicationPage(msgspec.Struct, frozen=True):
    """Where two blind coders differ."""

    pair: str
    coders: tuple[str, ...]
    differences: tuple[Difference, ...]


@page(router, "/adjudication/{name}", "adjudication.html.j2", role="reviewer", summary="Where two coders differ")
def adjudication(request: Request, name: str) -> Any:
    """Show only the values on which the two differ."""
    found = view_of(request).differences(name)
    coders = [item.coder for item in view_of(request).assignments() if item.pair == name]
    if not coders:
        raise UnknownError(f"{name}: no such pair, or one of the two is not done yet")
    return AdjudicationPage(name, tuple(coders), found)


@router.post("/adjudication/{name}", summary="Decide where two coders differ", response_model=None)
@allow("reviewer")
def adjudicate(
    request: Request,
    name: str,
    why: Why,
    keep: Annotated[list[str] | None, Form(max_length=2000, description="ids of the judgements that count")] = None,
) -> Response:
    """Let the chosen judgements count, and those in which both agree."""
    chosen = [part for item in keep or () for part in item.split()]
    number = book_of(request).adjudicate(person_of(request), name, list(dict.fromkeys(chosen)), why=why)
    return done(request, "/coding", t_of(request)("done.adjudicate", n=number))
