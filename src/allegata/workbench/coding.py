"""Double coding: two people judge the same document blind; a page shows only where they differ, and a third decides."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import Adjudication, Agreement, Assignment, ClaimView, Difference, DocumentView, UnknownError
from allegata.workbench.access import allow
from allegata.workbench.deciding import Why, book_of, person_of, t_of
from allegata.workbench.marked import Coded
from allegata.workbench.page import Shown, done, page
from allegata.workbench.queue_page import view_of
from allegata.workbench.show import speaker

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
    titles: dict[str, str | None]


@page(router, "/coding", "coding.html.j2", role="coder", summary="Assignments of double coding, and agreement")
def coding(
    request: Request,
    documents: Annotated[str, Query(max_length=2000, description="ids that the form is filled with")] = "",
) -> Any:
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
    coders = [item.name for item in book_of(request).accounts() if item.active and item.role != "reader"]
    model = CodingPage(
        found,
        view.agreement() if reviewer else (),
        open_pairs if reviewer else [],
        {item.pair: item for item in view.adjudications()},
        person.name,
        reviewer,
        view.titles(dict.fromkeys(item.document for item in found)),
    )
    return Shown(model, {"given": documents, "coders": coders if reviewer else []})


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


class Choice(msgspec.Struct, frozen=True):
    """One thing to decide: a field of a claim, or both ends of a count, as each of the two left it, and why."""

    field: str
    values: tuple[list[tuple[str, Any]], list[tuple[str, Any]]]
    keep: tuple[str, str]
    reasons: tuple[tuple[str, ...], tuple[str, ...]]


class Differing(msgspec.Struct, frozen=True):
    """A claim on which the two differ: its words, and what is to be decided on it."""

    id: str
    speaker: str
    coded: Any
    words: list[str]
    choices: list[Choice]


@page(router, "/adjudication/{name}", "adjudication.html.j2", role="reviewer", summary="Where two coders differ")
def adjudication(request: Request, name: str) -> Any:
    """Show only the values on which the two differ, with the words that they judged and their reasons."""
    view = view_of(request)
    found = view.differences(name)
    both = [item for item in view.assignments() if item.pair == name]
    if not both:
        raise UnknownError(f"{name}: no such pair, or one of the two is not done yet")
    document = view.document(both[0].document, lambda document, places: {item.claim for item in found})
    model = AdjudicationPage(name, tuple(item.coder for item in both), found)
    return Shown(model, {"line": document.line, "claims": differing(found, document)})


def differing(found: tuple[Difference, ...], document: DocumentView) -> list[Differing]:
    """Return differences claim by claim; the two ends of one count are one choice."""
    by_claim: dict[str, list[Difference]] = {}
    for item in found:
        by_claim.setdefault(item.claim, []).append(item)
    known = {item.id: item for item in document.claims}
    text = document.document.text if document.document is not None else ""
    told = []
    for name, items in by_claim.items():
        by_field: dict[str, list[Difference]] = {}
        for item in items:
            by_field.setdefault(item.field.partition(",")[0], []).append(item)
        claim = known[name].proposed if name in known else None
        told.append(
            Differing(
                id=name,
                speaker=speaker(claim) if claim is not None else "",
                coded=Coded(claim, document.document, name) if claim is not None else None,
                words=[text[start:end] for start, end in items[0].evidence],
                choices=[_choice(field, ends) for field, ends in by_field.items()],
            )
        )
    return told


def _choice(field: str, ends: list[Difference]) -> Choice:
    first = ends[0]
    return Choice(
        field,
        ([(item.field, item.values[0]) for item in ends], [(item.field, item.values[1]) for item in ends]),
        (" ".join(first.judgements[0]), " ".join(first.judgements[1])),
        first.reasons,
    )


async def kept(
    request: Request,
    keep: Annotated[list[str] | None, Form(max_length=2000, description="ids of the judgements that count")] = None,
) -> list[str]:
    """Take the judgements that were chosen from a form: under ``keep``, or one choice each under ``keep-1`` and on."""
    chosen = list(keep or ())
    for name, value in (await request.form()).multi_items():
        if name.startswith("keep-") and isinstance(value, str):
            chosen.append(value)
    return list(dict.fromkeys(part for item in chosen for part in item.split()))


@router.post("/adjudication/{name}", summary="Decide where two coders differ", response_model=None)
@allow("reviewer")
def adjudicate(request: Request, name: str, why: Why, keep: Annotated[list[str], Depends(kept)]) -> Response:
    """Let the chosen judgements count, and those in which both agree."""
    number = book_of(request).adjudicate(person_of(request), name, keep, why=why)
    return done(request, "/coding", t_of(request)("done.adjudicate", n=number))
