"""What the forms of judgements have in common: the reason, the way back, blind coding, and what the page had shown.

A form carries the newest judgement that its page showed (``seen``). Where somebody else judged the same thing since,
nothing is changed: the person is told who decided what, and asked.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Any, cast

import msgspec
from fastapi import Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import Casebook, IncidentView, Person, UnknownError
from allegata.casebook.meanwhile import newest
from allegata.records import JudgementKind
from allegata.workbench.access import Viewer
from allegata.workbench.asked import DAY, days
from allegata.workbench.page import done
from allegata.workbench.queue_page import view_of
from allegata.workbench.words import Words

Why = Annotated[str, Form(max_length=1000, description="the reason, for those who come after")]
Back = Annotated[str, Form(max_length=2000, description="the page to go back to")]
Blind = Annotated[str, Form(max_length=64, description="an assignment of double coding, if it is judged blind")]
Seen = Annotated[
    str | None,
    Form(max_length=64, description="the newest judgement on it that was shown, or `none`; left out: no matter"),
]


class Deciding(msgspec.Struct, frozen=True):
    """What every form of a judgement carries."""

    why: str
    back: str
    seen: str | None
    assignment: str | None


def deciding(why: Why = "", back: Back = "", seen: Seen = None, assignment: Blind = "") -> Deciding:
    """Take from a form what every judgement carries: a dependency."""
    return Deciding(why, back, "" if seen == "none" else seen, assignment or None)


Given = Annotated[Deciding, Depends(deciding)]


def days_given(
    request: Request, start: Annotated[str, Form(pattern=DAY)], end: Annotated[str, Form(pattern=DAY)] = ""
) -> dict[str, str]:
    """Take the days from a form, one day where ``end`` is left out: a dependency. Raises `CasebookError`."""
    return days(t_of(request), start, end)


Days = Annotated[dict[str, str], Depends(days_given)]


def book_of(request: Request) -> Casebook:
    """Return the casebook for writing; everything is read through `view_of`."""
    return cast(Casebook, request.app.state.book)


def person_of(request: Request) -> Person:
    """Return who judges."""
    return cast(Viewer, request.state.viewer).person


def t_of(request: Request) -> Words:
    """Return the interface's words in the viewer's language."""
    return cast(Words, request.state.words)


def home_of(request: Request) -> str:
    """Return the address of the claim or incident that a form is about: the path without its last part."""
    return request.url.path.rpartition("/")[0]


_STAYING = ("accept", "grade")
"""Kinds of judgement after which every incident has the claims that it had."""


def decide(request: Request, kind: JudgementKind, name: str, given: Deciding, **more: Any) -> Response:
    """Judge ``name`` and go back with a word that it is done. Raises as `Casebook.judge` does."""
    back = given.back or home_of(request)
    claims = () if kind in _STAYING else claims_at(request, back)
    made = book_of(request).judge(
        person_of(request), kind, [name], why=given.why, seen=given.seen, assignment=given.assignment, **more
    )
    return done(request, still_there(request, back, claims), t_of(request)(f"done.{kind}"), undo=made.id)


_INCIDENT = re.compile(r"/incidents/(i-[0-9a-z]+)(?=$|[?#])")


def claims_at(request: Request, back: str) -> tuple[str, ...]:
    """Return the claims of the incident whose page ``back`` is, before something is judged; none for another page."""
    found = _INCIDENT.match(back)
    try:
        return view_of(request).incident(found[1], limit=1).incident.claims if found else ()
    except UnknownError:
        return ()


def still_there(request: Request, back: str, claims: Sequence[str]) -> str:
    """Return ``back``, or where its claims are now, if they were of an incident that a judgement gave another id.

    An incident is known by its first claim: where that one is rejected or parted, the others are an incident of
    another id.
    """
    found = _INCIDENT.match(back)
    if not found or not claims:
        return back
    view = view_of(request)
    try:
        view.incident(found[1], limit=1)
    except UnknownError:
        left = {item.id: item.incident for item in view.claims(claims[:100])}
        now = next((incident for name in claims if (incident := left.get(name))), None)
        return f"/incidents/{now}" if now is not None else f"/claims/{claims[0]}"
    return back


def seen_of(found: IncidentView) -> dict[str, str]:
    """Return the newest judgement on an incident of each kind, and its newest step (``move``), as its forms carry."""
    names = {found.line.id, *found.incident.also}
    on_it = [item for item in found.judgements if names.intersection(item.about)]
    moved = [item.id for item in found.moves if item.incident == found.line.id]
    return {kind: newest(on_it, (kind,)) for kind in ("date", "place", "grade")} | {"move": moved[-1] if moved else ""}
