"""Help with keys and words, and the documentation of the API."""

from typing import Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from allegata.workbench.access import allow, csrf_token
from allegata.workbench.page import page

router = APIRouter()

KEYS = (
    ("j", "k-next"),
    ("k", "k-previous"),
    ("Enter", "k-open"),
    ("a", "k-accept"),
    ("c", "k-correct"),
    ("r", "k-reject"),
    ("u", "k-undo"),
    ("q", "k-following"),
    ("x", "k-choose"),
    ("s", "k-split"),
    ("m", "k-merge"),
    ("e", "k-values"),
    ("g", "k-move"),
    ("n", "k-add"),
    ("f", "k-filter"),
    ("/", "k-search"),
    ("?", "k-help"),
)


class Help(msgspec.Struct, frozen=True):
    """The keys, each with what it does."""

    keys: dict[str, str]


@page(router, "/help", "help.html.j2", summary="Keys and words")
def help_page(request: Request) -> Any:
    """Explain the keys, the grades and what ranges mean."""
    t = request.state.words
    return Help({key: t(words) for key, words in KEYS})


class Route(msgspec.Struct, frozen=True):
    """One address of the API."""

    method: str
    path: str
    summary: str
    parameters: list[str]


class Api(msgspec.Struct, frozen=True):
    """The documented addresses."""

    routes: list[Route]


@page(router, "/api", "api.html.j2", summary="The documented addresses")
def api(request: Request) -> Any:
    """List every address of the API with its parameters."""
    schema = request.app.openapi()
    routes = []
    for path, methods in sorted(schema["paths"].items()):
        for method, about in methods.items():
            names = [item["name"] for item in about.get("parameters", ())]
            body = about.get("requestBody", {}).get("content", {})
            for content in body.values():
                reference = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
                names += list(schema["components"]["schemas"].get(reference, {}).get("properties", ()))
            routes.append(Route(method.upper(), path, about.get("summary", ""), names))
    return Api(routes)


@router.get("/api/openapi.json", include_in_schema=False, response_model=None)
@allow("reader")
def openapi(request: Request) -> Response:
    """Return the OpenAPI description."""
    return Response(msgspec.json.encode(request.app.openapi()), media_type="application/json")


class Session(msgspec.Struct, frozen=True):
    """Who is signed in, and what a program must send as ``X-CSRF-Token`` with each change."""

    name: str
    role: str
    csrf: str


@router.get("/session.json", summary="Who is signed in, and the token that changes need", response_model=None)
@allow("reader")
def session(request: Request) -> Response:
    """Return the viewer and the token."""
    viewer = request.state.viewer
    body = Session(viewer.name, viewer.role, csrf_token(request.state.token))
    from allegata.workbench.page import set_token

    response = Response(msgspec.json.encode(body), media_type="application/json")
    if request.state.fresh:
        set_token(request, response, request.state.token)
    return response
