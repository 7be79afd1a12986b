"""Custody: the chain of the log, its verification, what is restricted, erasing a document, and a manifest."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import CasebookError, Chain, DocumentLine, LogEntry, Restriction, Verified
from allegata.casebook import Page as Found
from allegata.casebook.custody import may_see
from allegata.workbench.access import allow
from allegata.workbench.asked import Number, Numbered, Text, numbered, offset
from allegata.workbench.deciding import book_of, person_of, t_of
from allegata.workbench.exporting import zipped
from allegata.workbench.page import answer, done, page
from allegata.workbench.queue_page import view_of

router = APIRouter(tags=["custody"])

PER_PAGE = 50
KINDS = ("login", "logout", "export", "restriction", "erasure", "account", "judgement", "move", "document")
"""The kinds of entries by which the log is looked through first."""
Reason = Annotated[str, Form(max_length=1000, description="the reason, for those who come after")]


class ChainPage(msgspec.Struct, frozen=True):
    """The log as it stands: entries with their hashes, the head, how many there are of each kind."""

    page: Numbered[LogEntry]
    kind: str
    by: str
    chain: Chain
    shortcuts: list[str]


@page(router, "/log/chain", "chain.html.j2", role="reviewer", summary="The log as a chain of hashes")
def chain(request: Request, kind: Text = "", by: Text = "", number: Annotated[Number, Query(alias="page")] = 1) -> Any:
    """List the log's entries, newest first: number, time, kind, who, its hash and that of the one before."""
    found = view_of(request).chain(kind=kind or None, by=by or None, offset=offset(number, PER_PAGE), limit=PER_PAGE)
    listed = Found(items=found.items, total=found.total, offset=offset(number, PER_PAGE), withheld=False)
    shortcuts = [name for name in KINDS if name in found.kinds]
    shortcuts += [name for name in found.kinds if name not in shortcuts]
    return ChainPage(
        numbered(listed, list(found.items), number, PER_PAGE),
        kind,
        by,
        msgspec.structs.replace(found, items=()),
        shortcuts,
    )


@router.post("/log/verify", summary="Verify the casebook", response_model=None)
@allow("reviewer")
def verify(request: Request) -> Response:
    """Check every byte, span, judgement and the chain; show the first thing that does not hold. Changes nothing."""
    may_see(person_of(request))
    found: Verified = book_of(request).verify()
    return answer(request, "verified.html.j2", found)


class CustodyPage(msgspec.Struct, frozen=True):
    """What is restricted now."""

    restrictions: tuple[Restriction, ...]


@page(router, "/custody", "custody.html.j2", role="reviewer", summary="What is restricted; manifests")
def custody_page(request: Request) -> Any:
    """Show what is restricted now, and the forms to restrict, to lift, and to make a manifest."""
    return CustodyPage(view_of(request).restrictions())


class DocumentCustody(msgspec.Struct, frozen=True):
    """One document: whether it is restricted and by what, how much erasing it would take away, and its incidents, of
    which what was said stays."""

    line: DocumentLine
    restrictions: tuple[Restriction, ...]
    judgements: int
    incidents: list[str]


@page(
    router,
    "/documents/{name}/custody",
    "document_custody.html.j2",
    role="reviewer",
    summary="Restricting or erasing a document",
)
def document_custody(request: Request, name: str) -> Any:
    """Show the forms to restrict a document, to lift that, and to erase it, with what would be lost."""
    view = view_of(request)
    mine = tuple(item for item in view.restrictions() if item.kind == "document" and item.name == name)
    found = view.document(name)
    judged = {item.id for claim in found.claims for item in claim.judgements}
    homes = sorted({claim.incident for claim in found.claims if claim.incident is not None})
    return DocumentCustody(found.line, mine, len(judged), homes)


@router.post("/restrict", summary="Restrict a document or a source, or lift that", response_model=None)
@allow("reviewer")
def restrict(
    request: Request,
    kind: Annotated[Literal["document", "source"], Form()],
    name: Annotated[str, Form(min_length=1, max_length=500, description="a document's id, or a source's name")],
    why: Reason,
    lift: Annotated[str, Form(max_length=3)] = "",
    confirm: Annotated[str, Form(max_length=3, description="yes, to confirm")] = "",
    back: Annotated[str, Form(max_length=2000)] = "/custody",
) -> Response:
    """Withhold it from everybody without the right, everywhere; or let everybody see it again."""
    t = t_of(request)
    if confirm != "yes":
        raise CasebookError(t("error.confirm"))
    changed = book_of(request).restrict(person_of(request), kind, name, why=why, lift=lift == "yes")
    return done(request, back, t("done.lift" if lift == "yes" else "done.restrict", n=changed))


@router.post("/documents/{name}/erase", summary="Erase a document", response_model=None)
@allow("admin")
def erase(
    request: Request,
    name: str,
    why: Reason,
    confirm: Annotated[str, Form(max_length=64, description="the document's id, typed again")] = "",
) -> Response:
    """Take the document, its bytes, its claims and the words of judgements on it away; a marked gap stays."""
    t = t_of(request)
    if confirm.strip() != name:
        raise CasebookError(t("error.confirm-id", id=name))
    book_of(request).erase(person_of(request), name, why=why)
    return done(request, f"/documents/{name}", t("done.erase"))


@router.post("/manifest", summary="A manifest as a zip file", response_model=None)
@allow("reviewer")
def manifest(request: Request) -> Response:
    """Return the hashes of all originals and records and the head of the log, not signed; the log keeps that."""
    person = person_of(request)
    may_see(person)
    with tempfile.TemporaryDirectory(prefix="allegata-manifest-") as scratch:
        out = Path(scratch) / "manifest"
        made = book_of(request).manifest(person, out)
        body = zipped(out)
    return Response(
        body,
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="manifest-{made.head.n}.zip"'},
    )
