"""Splitting and merging: first what would change and why, with a warning where it goes against an earlier judgement."""

from collections.abc import Sequence
from itertools import product
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import CasebookError, ClaimView, IncidentView
from allegata.incidents import standing
from allegata.incidents.linking import link
from allegata.incidents.sides import built_in_register
from allegata.records import Claim, Judgement, Link
from allegata.workbench.access import allow
from allegata.workbench.deciding import Back, Why, book_of, person_of, t_of
from allegata.workbench.incident_pages import near
from allegata.workbench.page import done, page
from allegata.workbench.queue_page import Item, item_of, view_of
from allegata.workbench.show import line_heading
from allegata.workbench.steps import Step, judge_all
from allegata.workbench.words import Words

router = APIRouter(tags=["judging"])

Claims = Annotated[list[str] | None, Query(max_length=500)]
MAX_PAIRS = 120
"""Judgements of one step: a split of large incidents names the nearest pairs only."""
_HYPOTHESIS = "proposed by this page"


class PartPage(msgspec.Struct, frozen=True):
    """A split before it is made: what leaves, what stays, and what held them together."""

    incident: str
    title: str
    leaving: list[ClaimView]
    staying: int
    links: list[Link]
    against: list[Judgement]


class JoinPage(msgspec.Struct, frozen=True):
    """A merge before it is made: with which incident, for which reasons, and against which earlier judgements."""

    incident: str
    title: str
    other: str
    other_title: str
    moving: list[ClaimView]
    links: list[Link]
    against: list[Judgement]
    near: list[Item]


@page(router, "/incidents/{name}/part", "part.html.j2", role="coder", summary="A split before it is made")
def part_page(request: Request, name: str, claims: Claims = None) -> Any:
    """Show what a split would part, why it was together, and which judgements said so."""
    found = view_of(request).incident(name)
    leaving, staying = _parted(found, claims or [])
    ids = {view.id for view in leaving}
    links = [item for item in found.incident.links if (item.first in ids) != (item.second in ids)]
    return PartPage(
        incident=found.line.id,
        title=line_heading(t_of(request), found.line),
        leaving=leaving,
        staying=len(staying),
        links=links[:20],
        against=_between(found.judgements, "same", ids, {view.id for view in staying} | {found.line.id}),
    )


@router.post("/incidents/{name}/part", summary="Split claims off an incident", response_model=None)
@allow("coder")
def part(
    request: Request,
    name: str,
    claims: Annotated[list[str], Form(max_length=500)],
    why: Why,
    override: Annotated[list[str] | None, Form(max_length=100)] = None,
    back: Back = "",
) -> Response:
    """Judge that ``claims`` tell of another happening; ``override``: earlier judgements that are taken back first."""
    t = t_of(request)
    found = view_of(request).incident(name)
    leaving, staying = _parted(found, claims)
    if not leaving or not staying:
        raise CasebookError(t("error.part"))
    ids = {view.id for view in leaving}
    _confirmed(t, _between(found.judgements, "same", ids, {view.id for view in staying} | {found.line.id}), override)
    steps = _apart(leaving, staying)
    # What leaves and what stays was weighed as two wholes: neither may fall apart for want of the other.
    for heads in (_heads(leaving), _heads(staying)):
        if len(heads) > 1:
            steps.append(("same", tuple(view.id for view in heads)))
    judge_all(book_of(request), person_of(request), steps, why=why, undo=override or ())
    return done(request, f"/incidents/{name}", t("done.part"))


@page(router, "/incidents/{name}/join", "join.html.j2", role="coder", summary="A merge before it is made")
def join_page(
    request: Request, name: str, other: Annotated[str, Query(max_length=64)] = "", claims: Claims = None
) -> Any:
    """Show why two incidents, or some claims and another incident, may be one; without ``other``, what lies near."""
    view, t = view_of(request), t_of(request)
    found = view.incident(name)
    chosen = set(claims or [])
    moving = [item for item in found.claims if item.id in chosen]
    title = line_heading(t, found.line)
    if not other:
        return JoinPage(found.line.id, title, "", "", moving, [], [], near(view, t, found.line))
    target = view.incident(other)
    own = moving or list(found.claims)
    mine, theirs = {item.id for item in own} | {found.line.id}, {item.id for item in target.claims} | {target.line.id}
    return JoinPage(
        incident=found.line.id,
        title=title,
        other=target.line.id,
        other_title=line_heading(t, target.line),
        moving=moving,
        links=explained(own, found, list(target.claims), target),
        against=_between((*found.judgements, *target.judgements), "different", mine, theirs),
        near=[item_of(t, target.line)],
    )


@router.post("/incidents/{name}/join", summary="Merge incidents, or move claims to another", response_model=None)
@allow("coder")
def join(
    request: Request,
    name: str,
    other: Annotated[str, Form(max_length=64)],
    why: Why,
    claims: Annotated[list[str] | None, Form(max_length=500)] = None,
    override: Annotated[list[str] | None, Form(max_length=100)] = None,
    back: Back = "",
) -> Response:
    """Judge that two incidents are one; with ``claims``, that these of the first belong to the other."""
    view, t = view_of(request), t_of(request)
    found, target = view.incident(name), view.incident(other)
    leaving, staying = _parted(found, claims or [])
    mine = {item.id for item in leaving or found.claims} | {found.line.id}
    theirs = {item.id for item in target.claims} | {target.line.id}
    _confirmed(t, _between((*found.judgements, *target.judgements), "different", mine, theirs), override)
    steps: list[Step] = []
    if leaving and staying:
        steps = _apart(leaving, staying)
        steps.append(("same", (target.claims[0].id, *(item.id for item in _heads(leaving)))))
    else:
        steps.append(("same", (found.claims[0].id, target.claims[0].id)))
    judge_all(book_of(request), person_of(request), list(dict.fromkeys(steps)), why=why, undo=override or ())
    to = found.line.id if not staying or not leaving else target.line.id
    return done(request, f"/incidents/{to}", t("done.join"))


def explained(
    mine: Sequence[ClaimView], found: IncidentView, theirs: Sequence[ClaimView], target: IncidentView
) -> list[Link]:
    """Return the reasons for which the claims of two incidents may be of one happening, the likest pair first."""
    own = [item.claim for item in mine if item.claim is not None][:40]
    others = [item.claim for item in theirs if item.claim is not None][:40]
    if not own or not others:
        return []
    documents = {document.id: document for document in (*found.documents, *target.documents)}
    asked = Judgement(
        id="j-proposed", about=(own[0].id, others[0].id), kind="same", by=_HYPOTHESIS, at="9999", why=_HYPOTHESIS
    )
    sides: dict[str, str] = {claim.id: "mine" for claim in own} | {claim.id: "theirs" for claim in others}
    links = [
        Link(first=one.id, second=two.id, probability=None, why=two.happening_why or "one document tells both as one")
        for one, two in product(own, others)
        if _account(one) == _account(two)
    ][:6]
    for group in link([*own, *others], documents, built_in_register(), [asked]):
        for item in group.links:
            if sides.get(item.first) != sides.get(item.second):
                why = item.why.removeprefix(f"judged the same by {_HYPOTHESIS}: {_HYPOTHESIS}; ")
                links.append(msgspec.structs.replace(item, why=why, judgement=None))
    return sorted(links, key=lambda item: -(item.probability or 0))[:12]


def _parted(found: IncidentView, chosen: Sequence[str]) -> tuple[list[ClaimView], list[ClaimView]]:
    wanted = set(chosen)
    counted = [view for view in found.claims if view.claim is not None]
    return [view for view in counted if view.id in wanted], [view for view in counted if view.id not in wanted]


def _apart(leaving: Sequence[ClaimView], staying: Sequence[ClaimView]) -> list[Step]:
    """Return the judgements that part the claims: those told as one happening by name, then each pair of accounts."""
    steps: list[Step] = [("different", (one, view.id)) for view in leaving if (one := _same_account(view, staying))]
    pairs = product(_heads(staying), _heads(leaving))
    steps += [("different", (stays.id, leaves.id)) for stays, leaves in pairs][:MAX_PAIRS]
    return list(dict.fromkeys(steps))


def _account(claim: Claim) -> tuple[str, int | None]:
    return claim.document, claim.happening


def _heads(views: Sequence[ClaimView]) -> list[ClaimView]:
    """Return the first claim of each account: what one document tells as one happening."""
    first: dict[tuple[str, int | None], ClaimView] = {}
    for view in views:
        first.setdefault(_account(view.claim or view.proposed), view)
    return list(first.values())


def _same_account(view: ClaimView, others: Sequence[ClaimView]) -> str:
    """Return a claim that one document tells as the same happening: such claims are parted by name."""
    own = _account(view.claim or view.proposed)
    return next((other.id for other in others if _account(other.claim or other.proposed) == own), "")


def _confirmed(t: Words, against: Sequence[Judgement], override: Sequence[str] | None) -> None:
    """Raise `CasebookError` where a step goes against earlier judgements that the person was not told of."""
    left = [item.id for item in against if item.id not in (override or ())]
    if left:
        raise CasebookError(t("error.against", names=", ".join(left[:5])))


def _between(judgements: Sequence[Judgement], kind: str, one: set[str], other: set[str]) -> list[Judgement]:
    """Return the judgements of ``kind`` that hold and name something of both sides."""
    found = {item.id: item for item in standing(judgements) if item.kind == kind}
    return [item for item in found.values() if one.intersection(item.about) and other.intersection(item.about)]
