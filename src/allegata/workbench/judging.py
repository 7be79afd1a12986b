"""What a person decides on one claim or one incident: accept, correct, reject, date, place, grade, state, undo.

Each is a form that goes back to the page it came from; with ``Accept: application/json`` the answer is data.
"""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import CasebookError, ClaimView, UnknownError
from allegata.casebook.states import SAME
from allegata.records import EVENT_TYPES, Casualty
from allegata.workbench.access import allow
from allegata.workbench.deciding import (
    Back,
    Days,
    Given,
    Why,
    book_of,
    claims_at,
    decide,
    home_of,
    person_of,
    still_there,
    t_of,
)
from allegata.workbench.marked import Coded
from allegata.workbench.page import Shown, done, page
from allegata.workbench.queue_page import view_of
from allegata.workbench.show import count_words, speaker
from allegata.workbench.steps import undo_all
from allegata.workbench.words import Words

router = APIRouter(tags=["judging"])

STANCES = ("alleges", "reports", "confirms", "admits", "denies", "disputes")


@router.post("/claims/{name}/accept", summary="Accept a claim as read", response_model=None)
@allow("coder")
def accept(request: Request, name: str, given: Given) -> Response:
    """Judge that the claim says what its words say."""
    return decide(request, "accept", name, given)


@router.post("/claims/{name}/reject", summary="Reject a claim", response_model=None)
@allow("coder")
def reject(request: Request, name: str, given: Given, because: Annotated[str, Form(max_length=300)] = "") -> Response:
    """Judge that the claim is none; it stays visible and counts nowhere. ``because``: a reason that was chosen."""
    return decide(request, "reject", name, msgspec.structs.replace(given, why=given.why or because))


class Correction(msgspec.Struct, frozen=True):
    """A count that can be corrected: its path in the claim, what it says now, and its words."""

    field: str
    label: str
    low: int | None
    high: int | None
    words: str


class CorrectPage(msgspec.Struct, frozen=True):
    """What of a claim can be corrected."""

    view: ClaimView
    speaker: str
    counts: list[Correction]
    event_types: tuple[str, ...]
    stances: tuple[str, ...]
    back: str
    assignment: str


@page(router, "/claims/{name}/correct", "correct.html.j2", role="coder", summary="What of a claim can be corrected")
def correct_page(
    request: Request, name: str, assignment: Annotated[str, Query(max_length=64, description="judged blind")] = ""
) -> Any:
    """Show the forms by which a claim is corrected."""
    view = blind_claim(request, name, assignment) if assignment else claim_of(request, name)
    claim = view.claim or view.proposed
    document = view_of(request).document(view.document, lambda document, places: ()).document
    model = CorrectPage(
        view=view,
        speaker=speaker(claim),
        counts=[_correction(t_of(request), item) for item in claim.casualties[:40]],
        event_types=EVENT_TYPES,
        stances=STANCES,
        back=f"/coding/{assignment}"
        if assignment
        else f"/incidents/{view.incident}"
        if view.incident
        else f"/documents/{view.document}",
        assignment=assignment,
    )
    return Shown(model, {"coded": Coded(claim, document, view.id) if document is not None else None})


def blind_claim(request: Request, name: str, assignment: str) -> ClaimView:
    """Return a claim as one's own blind coding left it. Raises `UnknownError`."""
    found = next((item for item in view_of(request).coding(assignment).claims if item.id == name), None)
    if found is None:
        raise UnknownError(f"{name}: no claim of this assignment has this id")
    return found


def _correction(t: Words, item: Casualty) -> Correction:
    quantity = item.quantity
    return Correction(
        f"casualties.{item.id}.quantity", count_words(t, item), quantity.low, quantity.high, quantity.words
    )


def claim_of(request: Request, name: str) -> ClaimView:
    """Return a claim that the viewer may see. Raises `UnknownError`."""
    found = view_of(request).claims([name])
    if not found:
        raise UnknownError(f"{name}: no claim of this casebook has this id")
    return found[0]


@router.post("/claims/{name}/correct", summary="Correct a value of a claim", response_model=None)
@allow("coder")
def correct(
    request: Request,
    name: str,
    field: Annotated[str, Form(max_length=200, description="path, such as casualties.k1.quantity or event.type")],
    given: Given,
    low: Annotated[str, Form(max_length=12)] = "",
    high: Annotated[str, Form(max_length=12)] = "",
    value: Annotated[str, Form(max_length=300)] = "",
    was: Annotated[str, Form(max_length=40_000, description="the value that was shown, as JSON")] = "",
) -> Response:
    """Set a figure (``low``, ``high``; empty is open), a kind, a stance or the accused. The words stay as they are."""
    new: Any = value or None
    if field.endswith(".quantity"):
        new = bounds_given(request, low, high)
    elif field.startswith("accused."):
        new = {"name": value, "party": None} if value else None
    try:
        old: dict[str, Any] = {"old": msgspec.json.decode(was)} if was and was.isprintable() else {}
    except msgspec.DecodeError as error:
        raise CasebookError(f"was: {t_of(request)('error.input')}") from error
    return decide(request, "correct", name, given, field=field, new=new, **old)


def bounds_given(request: Request, low: str, high: str) -> dict[str, Any]:
    """Return bounds that a person typed as the new value of a quantity. Raises `CasebookError` where they are none."""
    t = t_of(request)
    numbers = []
    for text in (low, high):
        text = text.strip().replace(",", "")
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise CasebookError(t("error.number"))
        numbers.append(int(text) if text else None)
    first, last = numbers
    if first is None and last is None:
        raise CasebookError(t("error.number"))
    if first is not None and last is not None and first > last:
        raise CasebookError(t("error.bounds"))
    kind = "up to" if first is None else "at least" if last is None else "exact" if first == last else "between"
    return {"kind": kind, "low": first, "high": last}


@router.post("/undo", summary="Take judgements back", response_model=None)
@allow("coder")
def undo(
    request: Request,
    judgement: Annotated[list[str], Form(max_length=100, description="ids of judgements, the newest undone first")],
    why: Why = "",
    back: Back = "",
) -> Response:
    """Undo one judgement, or several that were made in one step. An undoing is a judgement too, and can be undone."""
    t = t_of(request)
    claims = claims_at(request, back)
    undo_all(book_of(request), person_of(request), judgement, why=why or t("undone"))
    return done(request, still_there(request, back or "/", claims), t("done.undo"))


@router.post("/incidents/{name}/grade", summary="Grade an incident", response_model=None)
@allow("coder")
def grade(request: Request, name: str, value: Annotated[str, Form(max_length=20)], given: Given) -> Response:
    """Set the grade: confirmed, fair, weak, contested or discounted."""
    return decide(request, "grade", name, given, new=value)


@router.post("/incidents/{name}/date", summary="Set the date of an incident", response_model=None)
@router.post("/claims/{name}/date", summary="Set the date of a claim", response_model=None)
@allow("coder")
def date(request: Request, name: str, new: Days, given: Given) -> Response:
    """Set the days between which it happened, or which the claim's words mean; one day where ``end`` is left out."""
    return decide(request, "date", name, given, new=new)


@router.post("/incidents/{name}/move", summary="Give an incident another state or assignee", response_model=None)
@allow("coder")
def move(
    request: Request,
    name: str,
    given: Given,
    state: Annotated[str, Form(max_length=40)] = "",
    assignee: Annotated[str | None, Form(max_length=200)] = None,
    mine: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Move along the one state machine: monitored, in research, ready for review, published, withdrawn."""
    person = person_of(request)
    whose: Any = SAME if assignee is None else assignee.strip() or None
    if mine:
        whose = person.name
    book_of(request).move(person, name, state=state or None, assignee=whose, why=given.why, seen=given.seen)
    return done(request, given.back or home_of(request), t_of(request)("done.move"))
