"""Export: a codebook's tables made from the casebook as judged, as one file to take along."""

import hashlib
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import CasebookError, UnknownError
from allegata.codebooks import (
    CodebookError,
    codebook_names,
    export,
    find_codebook,
    find_profile,
    sheet,
)
from allegata.dataset import OutputError
from allegata.incidents import profile, profile_names
from allegata.workbench.access import allow
from allegata.workbench.deciding import book_of, person_of, t_of
from allegata.workbench.page import page
from allegata.workbench.queue_page import view_of

router = APIRouter()


class Book(msgspec.Struct, frozen=True):
    """A codebook that can be exported: its name, its version, its own counting profile, and what it cannot hold.

    ``loses``: of what is never held, the reason; ``partly``: of what is held in part; ``rest``: of all else.
    """

    name: str
    title: str
    version: str
    profile: str
    loses: dict[str, str]
    partly: dict[str, str]
    rest: str | None


class Profile(msgspec.Struct, frozen=True):
    """A counting profile: how vague counts become numbers."""

    name: str
    title: str
    version: str


class ExportPage(msgspec.Struct, frozen=True):
    """What can be exported, and whether something is withheld from this person and so from the export."""

    books: list[Book]
    profiles: list[Profile]
    incidents: int
    withheld: bool


@page(router, "/export", "export.html.j2", role="coder", summary="The codebooks that can be exported")
def export_page(request: Request) -> Any:
    """List codebooks and counting profiles."""
    counts = view_of(request).counts()
    books = [sheet(name) for name in codebook_names()]
    profiles = [profile(name) for name in profile_names()]
    return ExportPage(
        [Book(i.name, i.title, i.version, i.profile, i.loses, i.partly, i.rest) for i in books],
        [Profile(item.name, item.title, item.version) for item in profiles],
        counts.incidents,
        counts.withheld,
    )


@router.post("/export", summary="Export a codebook's folder as a zip file", response_model=None, tags=["export"])
@allow("coder")
def download(
    request: Request,
    codebook: Annotated[str, Form(max_length=60)],
    counting: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Return the codebook's tables with what was lost, as the viewer may see them, in one zip file."""
    if codebook not in codebook_names() or (counting and counting not in profile_names()):
        raise UnknownError(t_of(request)("error.codebook"))
    try:
        found, book = find_codebook(codebook)
        counts = find_profile(counting or found.profile)
        with tempfile.TemporaryDirectory(prefix="allegata-export-") as scratch:
            out = Path(scratch) / codebook
            with book_of(request).source(person_of(request)) as source:
                export(source, found, book, counts, out)
            body = zipped(out)
    except (CodebookError, OutputError) as error:
        raise CasebookError(str(error)) from error
    book_of(request).note_export(
        person_of(request), codebook, {"profile": counts.name, "sha256": hashlib.sha256(body).hexdigest()}
    )
    name = f"{Path(request.app.state.name).stem}-{codebook}.zip"
    ascii_name = name.encode("ascii", "ignore").decode().replace('"', "") or "export.zip"
    return Response(
        body,
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{ascii_name}"'},
    )


def zipped(folder: Path) -> bytes:
    """Return a folder as a zip file: its files in order, under the folder's name, with one date for all."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return out.getvalue()
