"""The application: its routes, who may use each, and what is answered when something goes wrong."""

import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

import allegata
from allegata.casebook import Casebook, CasebookError, RightError, StaleError, UnknownError
from allegata.casebook.memo import Memo
from allegata.dataset.visible import one_line
from allegata.incidents import JudgementError
from allegata.workbench import (
    account_pages,
    api_page,
    atlas,
    coding,
    custody_log,
    custody_pages,
    document_pages,
    exporting,
    incident_pages,
    judging,
    linking_pages,
    marking,
    number_pages,
    place_pages,
    queue_page,
    search_page,
    work_lists,
)
from allegata.workbench.access import (
    COOKIE,
    SAFE_METHODS,
    ForbiddenError,
    SignInError,
    Viewer,
    allow,
    allowed_of,
    csrf_given,
    new_token,
)
from allegata.workbench.headers import Guarded
from allegata.workbench.page import ASSETS, STATIC, THEMES, answer, done, safe_path, wants_json
from allegata.workbench.settings import Settings
from allegata.workbench.signing_in import viewer_of
from allegata.workbench.stale import ask
from allegata.workbench.words import LANGUAGES, preferred, words

PAGES = (
    queue_page,
    incident_pages,
    judging,
    place_pages,
    work_lists,
    linking_pages,
    document_pages,
    marking,
    search_page,
    atlas,
    number_pages,
    coding,
    exporting,
    custody_log,
    custody_pages,
    account_pages,
    api_page,
)


_PROBLEM = {
    "type": "object",
    "properties": {"status": {"type": "integer"}, "message": {"type": "string"}},
    "required": ["status", "message"],
}
DRAWINGS = 8
"""Maps that are kept until the casebook changes: one of ten thousand incidents takes about 6 MB."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": what, "content": {"application/json": {"schema": _PROBLEM}}}
    for status, what in {
        401: "Nobody is signed in, or the password is wrong",
        403: "The role does not allow it, or the token is missing",
        404: "There is no such thing, or none that may be seen",
        409: "What was asked does not fit what the casebook holds; the message says why",
        413: "More than one form may hold",
        422: "A value is missing or is of another form; the message says which",
    }.items()
}
"""How every address may refuse, in the OpenAPI description: a status and a message of one line."""
_MOVED = {"description": "A page answers by leading on; with ``Accept: application/json`` the answer is data"}


def create_app(book: Casebook, settings: Settings) -> FastAPI:
    """Return the workbench over an open casebook. Every route is guarded: one without a role is never answered."""
    app = FastAPI(
        title="Allegata workbench",
        version=allegata.__version__,
        summary="Every page of a casebook as data, at the page's address with .json behind it.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(_guard)],
        responses=PROBLEMS,
    )
    app.state.book = book
    app.state.settings = settings
    app.state.drawings = Memo(DRAWINGS)
    app.state.name = Path(book.place.name).name
    for module in PAGES:
        app.include_router(module.router)
    app.add_api_route("/preferences", _preferences, methods=["POST"], include_in_schema=False)
    app.add_api_route("/static/{path:path}", _static, methods=["GET"], include_in_schema=False)
    app.add_api_route("/assets/{path:path}", _assets, methods=["GET"], include_in_schema=False)
    for kind in (CasebookError, JudgementError, SignInError, ForbiddenError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _told)
    app.add_exception_handler(Exception, _told)
    app.add_middleware(Guarded, settings=settings)
    return app


async def _guard(request: Request) -> None:
    """Find out who asks, and refuse what that person may not do. Stands before every route."""
    _prepare(request)
    endpoint = request.scope.get("endpoint")
    needed = allowed_of(endpoint)
    if needed is None:
        raise ForbiddenError("no-role")
    if request.method not in SAFE_METHODS and not await csrf_given(request):
        raise ForbiddenError("token")
    if needed == "files":
        return
    viewer = await _viewer(request)
    request.state.viewer = viewer
    if needed == "anyone":
        return
    if viewer is None:
        raise SignInError
    if not viewer.may(needed):  # type: ignore[arg-type]
        raise ForbiddenError("role")


async def _viewer(request: Request) -> Viewer | None:
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(viewer_of, request)


def _prepare(request: Request) -> None:
    """Set what every page needs: language, theme, whether quoted words are folded, and the browser's token."""
    token = request.cookies.get(COOKIE)
    request.state.fresh = not token
    request.state.token = token or new_token()
    language = request.cookies.get("allegata-language", "")
    request.state.words = words(
        language if language in LANGUAGES else preferred(request.headers.get("accept-language", ""))
    )
    theme = request.cookies.get("allegata-theme", "auto")
    request.state.theme = theme if theme in THEMES else "auto"
    request.state.fold = request.cookies.get("allegata-fold") == "yes"
    request.state.viewer = None


@allow("anyone")
async def _preferences(request: Request) -> Response:
    form = await request.form()
    response = done(request, safe_path(str(form.get("back") or "/")))
    settings: Settings = request.app.state.settings
    for name, values in (("theme", THEMES), ("language", tuple(LANGUAGES)), ("fold", ("yes", "no"))):
        value = form.get(name)
        if value in values:
            response.set_cookie(
                f"allegata-{name}", str(value), max_age=31_536_000, httponly=True, samesite="strict",
                secure=settings.secure, path="/",
            )  # fmt: skip
    return response


def _file(request: Request, root: Path, path: str, age: int) -> Response:
    """Return a file of the package; only such answers may be kept by a browser, and asked for with conditions."""
    wanted = (root / path).resolve()
    if not wanted.is_relative_to(root.resolve()) or not wanted.is_file():
        raise HTTPException(404)
    kind = mimetypes.guess_type(wanted.name)[0] or "application/octet-stream"
    headers = {"cache-control": f"max-age={age}, immutable"}
    found = FileResponse(wanted, media_type=kind, headers=headers, stat_result=wanted.stat())
    if request.headers.get("if-none-match", "").removeprefix("W/") == found.headers["etag"]:
        return Response(status_code=304, headers=headers | {"etag": found.headers["etag"]})
    return found


def _files(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    endpoint.allowed = "files"  # type: ignore[attr-defined]
    return endpoint


@_files
def _static(request: Request, path: str) -> Response:
    return _file(request, STATIC, path, 31_536_000)


@_files
def _assets(request: Request, path: str) -> Response:
    return _file(request, ASSETS, path, 600)


class Problem(msgspec.Struct, frozen=True):
    """What went wrong, in one line, and the status of the answer."""

    status: int
    message: str


async def _told(request: Request, error: Exception) -> Response:
    """Answer an error with a page that says what to do and tells nothing of the inside."""
    if not hasattr(request.state, "words"):
        _prepare(request)
    t = request.state.words
    if isinstance(error, SignInError):
        if wants_json(request):
            return _problem(request, Problem(401, t("error.sign-in")))
        back = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?back={back}", status_code=303)
    if isinstance(error, ForbiddenError):
        key = "error.token" if error.args == ("token",) else "error.role"
        return _problem(request, Problem(403, t(key)))
    if isinstance(error, UnknownError):
        return _problem(request, Problem(404, str(error)))
    if isinstance(error, RightError):
        return _problem(request, Problem(403, str(error)))
    if isinstance(error, StaleError) and error.since and request.method == "POST" and not wants_json(request):
        return await ask(request, error)
    if isinstance(error, (CasebookError, JudgementError)):
        back = request.headers.get("x-back") or _referring(request)
        if request.method == "POST" and not wants_json(request) and back:
            return done(request, back, one_line(str(error)), "bad")
        return _problem(request, Problem(409, str(error)))
    if isinstance(error, RequestValidationError):
        return _problem(request, Problem(422, t("error.input") + " " + _first_fault(request, error)))
    if isinstance(error, HTTPException):
        key = "error.not-found" if error.status_code == 404 else "error.method" if error.status_code == 405 else ""
        return _problem(request, Problem(error.status_code, t(key) if key else str(error.detail)))
    return _problem(request, Problem(500, t("error.inside")))


def _first_fault(request: Request, error: RequestValidationError) -> str:
    """Return which value is meant; for programs, and where it is missing or too long, also why it does not fit."""
    first = error.errors()[0] if error.errors() else {}
    name = ".".join(str(part) for part in first.get("loc", ())[1:])
    if first.get("type") == "string_pattern_mismatch" and not wants_json(request):
        return f"{name}: {str(first.get('input', ''))[:80]}"
    return f"{name}: {first.get('msg', '')}"


def _referring(request: Request) -> str:
    back = request.headers.get("hx-current-url", "")
    path = "/" + back.split("://", 1)[-1].partition("/")[2] if back else ""
    return safe_path(path) if path else ""


def _problem(request: Request, problem: Problem) -> Response:
    told = Problem(problem.status, one_line(problem.message))  # it may name what was sent, whatever that was
    return answer(request, "error.html.j2", told, told.status)


Handler = Callable[[Request, Exception], Awaitable[Response]]
