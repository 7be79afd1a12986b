"""Pages and their JSON twins: a view returns one value, which a template shows and ``.json`` gives as it is."""

import base64
import json
from collections.abc import Callable, Mapping
from functools import cache, wraps
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

import allegata
from allegata.casebook import Role
from allegata.dataset.elements import ELEMENTS, LETTERS
from allegata.dataset.visible import visible
from allegata.workbench.access import COOKIE, NOTE_COOKIE, Viewer, allow, csrf_token
from allegata.workbench.charts import CHARTS
from allegata.workbench.icons import icon
from allegata.workbench.settings import Settings
from allegata.workbench.show import SHOWN
from allegata.workbench.words import LANGUAGES, Words

THEMES = ("auto", "light", "dark")


class Shown:
    """A page's value, and what only the page needs of it: drawings and highlighted text, which its twin leaves out."""

    def __init__(self, model: Any, extra: Mapping[str, Any]):
        self.model = model
        self.extra = extra


def page(
    router: APIRouter,
    path: str,
    template: str,
    *,
    role: Role = "reader",
    summary: str,
    tags: tuple[str, ...] = ("pages",),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a view under ``path`` as a page and under ``path.json`` as data; it must take ``request``."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def shown(*args: Any, **kwargs: Any) -> Response:
            request = cast(Request, kwargs["request"])
            model = view(*args, **kwargs)
            return model if isinstance(model, Response) else answer(request, template, model)

        allow(role)(shown)
        twin = "/queue.json" if path == "/" else f"{path}.json"
        router.add_api_route(twin, shown, methods=["GET"], summary=summary, tags=list(tags), response_model=None)
        router.add_api_route(path, shown, methods=["GET"], include_in_schema=False, response_model=None)
        return view

    return register


def answer(request: Request, template: str, model: Any, status: int = 200) -> Response:
    """Return a page, or its data where the address ends in ``.json`` or JSON is asked for."""
    extra: Mapping[str, Any] = {}
    if isinstance(model, Shown):
        model, extra = model.model, model.extra
    if wants_json(request):
        return Response(msgspec.json.encode(model, enc_hook=str), status, media_type="application/json")
    response = Response(render(request, template, model, extra), status, media_type="text/html; charset=utf-8")
    if request.state.fresh:
        set_token(request, response, request.state.token)
    if request.cookies.get(NOTE_COOKIE):
        response.delete_cookie(NOTE_COOKIE, path="/")
    return response


def wants_json(request: Request) -> bool:
    """Return whether the answer should be data."""
    if request.url.path.endswith(".json"):
        return True
    accepted = request.headers.get("accept", "").split(",")[0].split(";")[0].strip()
    return accepted == "application/json"


def render(request: Request, template: str, model: Any, extra: Mapping[str, Any]) -> str:
    """Return a template with the page's value, the viewer, the words and what the frame needs."""
    words: Words = request.state.words
    viewer: Viewer | None = request.state.viewer
    settings: Settings = request.app.state.settings
    return (
        environment()
        .get_template(template)
        .render(
            page=model,
            **extra,
            t=words,
            viewer=viewer,
            csrf=csrf_token(request.state.token),
            languages=LANGUAGES,
            theme=request.state.theme,
            fold=request.state.fold,
            path=request.url.path,
            here=_here(request),
            twin=_twin(request),
            note=read_note(request),
            settings=settings,
            casebook_name=request.app.state.name,
            backlog=getattr(request.state, "backlog", None),
            with_query=lambda **changes: with_query(request, changes),
        )
    )


@cache
def environment() -> Environment:
    """Return the templates' environment: everything escaped, control characters made visible, nothing undefined."""
    made = Environment(
        loader=PackageLoader("allegata.workbench", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        elements=ELEMENTS, letters=LETTERS, icon=icon, asset=asset, version=allegata.__version__, **SHOWN, **CHARTS
    )
    return made


def _finalize(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


STATIC = Path(str(files("allegata.workbench"))) / "static"
ASSETS = Path(str(files("allegata.workbench"))) / "assets"


@cache
def manifest() -> Mapping[str, Any]:
    """Return Vite's list of what it built; empty where the islands were not built."""
    path = STATIC / "manifest.json"
    return cast(Mapping[str, Any], json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def asset(name: str, kind: str = "file") -> str | None:
    """Return the address of a built island or its style; ``None`` where it was not built."""
    entry = manifest().get(f"src/{name}.ts")
    if entry is None:
        return None
    if kind == "css":
        return f"/static/{entry['css'][0]}" if entry.get("css") else None
    return f"/static/{entry['file']}"


def with_query(request: Request, changes: Mapping[str, Any]) -> str:
    """Return the page's query with some values changed, ``None`` taken out; the page number starts anew."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in changes and k != "page" and v]
    kept += [(k, str(v)) for k, v in changes.items() if v not in (None, "")]
    return f"?{urlencode(kept)}" if kept else "?"


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _twin(request: Request) -> str:
    path = "/queue" if request.url.path == "/" else request.url.path
    return f"{path}.json" + (f"?{request.url.query}" if request.url.query else "")


def set_token(request: Request, response: Response, token: str) -> None:
    """Give the browser its token: out of scripts' reach, and never sent from another site."""
    settings: Settings = request.app.state.settings
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=settings.secure, path="/")


def done(request: Request, to: str, message: str = "", tone: str = "good", undo: str = "") -> Response:
    """Answer a change: back to a page with a message, or as data where JSON is asked for.

    ``undo``: the judgement that was made, which the message offers to take back.
    """
    if wants_json(request):
        body = {"done": tone != "bad", "message": message, "at": to}
        return Response(msgspec.json.encode(body), 200 if tone != "bad" else 409, media_type="application/json")
    response = RedirectResponse(safe_path(to), status_code=303)
    if message:
        packed = base64.urlsafe_b64encode(json.dumps([tone, message[:700], undo]).encode("utf-8")).decode("ascii")
        settings: Settings = request.app.state.settings
        response.set_cookie(
            NOTE_COOKIE, packed, max_age=60, httponly=True, samesite="strict", secure=settings.secure, path="/"
        )
    return response


def safe_path(to: str) -> str:
    """Return a path of this workbench; the queue where ``to`` leads elsewhere."""
    inside = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return to if inside else "/"


def read_note(request: Request) -> tuple[str, str, str] | None:
    """Return the message that the last change left: its tone, its words, and the judgement that it can take back."""
    packed = request.cookies.get(NOTE_COOKIE)
    if not packed:
        return None
    try:
        tone, message, undo = json.loads(base64.urlsafe_b64decode(packed.encode("ascii")))
    except (ValueError, TypeError):
        return None
    return (tone if tone in ("good", "bad", "warn") else "good", str(message), str(undo))
