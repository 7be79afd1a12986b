"""Asking before a judgement that somebody else made meanwhile is overridden: who decided what, and what one wanted."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import Move, StaleError
from allegata.dataset.visible import one_line
from allegata.records import Judgement
from allegata.workbench.page import answer, safe_path

KEPT = ("name", "field", "low", "high", "value", "start", "end", "state", "assignee", "why", "because")
"""Fields of a form that a person filled in."""


class Meanwhile(msgspec.Struct, frozen=True):
    """What others decided since the form was shown, and the form as it was sent, to be sent again or left."""

    status: int
    message: str
    since: tuple[Judgement | Move, ...]
    action: str
    kind: str
    own: list[str]
    fields: list[tuple[str, str]]
    seen: str
    back: str


async def ask(request: Request, error: StaleError) -> Response:
    """Answer a judgement that came too late with a page that asks; nothing was changed."""
    form = await request.form()
    sent: list[tuple[str, str]] = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    given: dict[str, Any] = dict(sent)
    kind = request.url.path.rpartition("/")[2]
    model = Meanwhile(
        status=409,
        message=one_line(str(error)),
        since=error.since,
        action=request.url.path,
        kind=kind,
        own=[given[name] for name in KEPT if given.get(name)],
        fields=[(name, value) for name, value in sent if name not in ("csrf", "seen")],
        seen=error.seen,
        back=safe_path(given.get("back") or request.url.path.rpartition("/")[0]),
    )
    return answer(request, "meanwhile.html.j2", model, 409)
