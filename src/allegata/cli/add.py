"""``allegata add``: dispatches into a casebook. It can be stopped at any point and run again."""

import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from allegata.actors import RegisterError
from allegata.casebook import Casebook
from allegata.cli.books import BlobsOption, ByOption, CasebookArgument, opened, person
from allegata.cli.options import country_code, existing_files, published_dates
from allegata.cli.work import Failed, read_documents
from allegata.dataset.visible import one_line
from allegata.gazetteer import GazetteerError
from allegata.intake import Duplicate, IntakeError, Options, Problem, files_in, take_in
from allegata.reading import DEFAULT_MODEL, ModelError, Reader, Settings
from allegata.records import Document

BATCH = 64
"""Documents that are read before the next files are opened: for each process."""


class _Found(msgspec.Struct):
    """A document of a file, with the bytes of that file."""

    document: Document
    blob: tuple[str, int]
    origin: str


class _Tally(msgspec.Struct):
    new: int = 0
    captures: int = 0
    known: int = 0
    claims: int = 0
    problems: int = 0


def add(
    casebook: CasebookArgument,
    paths: Annotated[list[str], typer.Argument(help="Files or folders.", metavar="PATH…")],
    published: Annotated[
        list[str],
        typer.Option(
            "--published",
            metavar="DATE",
            help="Publication date; N=DATE dates the N-th document of a file. Repeatable.",
        ),
    ] = [],  # noqa: B006 - typer copies it
    publisher: Annotated[str | None, typer.Option(help="Publisher of documents that do not name theirs.")] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CC", help="Country that the documents speak of (ISO code, such as SY).")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes; the result is the same for any number.")] = 1,
    parties: Annotated[
        list[Path], typer.Option(metavar="FILE", help="Your own register of parties (YAML). Repeatable.")
    ] = [],  # noqa: B006
    places: Annotated[
        list[Path], typer.Option(metavar="FILE", help="A further gazetteer file (SQLite). Repeatable.")
    ] = [],  # noqa: B006
    model: Annotated[str, typer.Option(help="spaCy pipeline, by package name or folder.")] = DEFAULT_MODEL,
    tagger: Annotated[
        bool, typer.Option("--tagger", help="Name speakers with the learned tagger where the rules hear none.")
    ] = False,
    blobs: BlobsOption = None,
    by: ByOption = None,
) -> int:
    """Take dispatches into a casebook: original bytes, text, claims. What is there already is only noted again.

    Each document is stored with its claims at once. Stopped at any point, the same command goes on where it was.
    """
    errors = Console(stderr=True, highlight=False)
    settings = Settings(
        model=model,
        parties=existing_files(parties, "--parties"),
        places=existing_files(places, "--places"),
        tagger=tagger,
    )
    options = Options(
        publisher=publisher,
        country=country_code(country) if country is not None else None,
        published=published_dates(published),
    )
    if "-" in paths:
        raise typer.BadParameter("a casebook keeps files; save standard input to one first", param_hint="PATH")
    try:
        with opened(casebook, blobs) as book:
            tally = _Taking(book, options, settings, jobs, person(by).name, errors).run(paths)
            view = book.view(person(by))
            there = view.counts()
    except (IntakeError, ModelError, GazetteerError, RegisterError) as error:
        raise typer.BadParameter(one_line(str(error))) from error
    except BrokenProcessPool as error:
        raise typer.BadParameter(
            "a process died, perhaps for want of memory; use fewer", param_hint="--jobs"
        ) from error
    typer.echo(
        f"{tally.new} new documents with {tally.claims} claims; {tally.captures} more captures; "
        f"{tally.known} files were there already"
    )
    typer.echo(f"{there.documents} documents, {there.claims} claims, {there.incidents} incidents in {casebook}")
    return 1 if tally.problems else 0


class _Taking:
    """One run of the command."""

    def __init__(
        self, book: Casebook, options: Options, settings: Settings, jobs: int, by: str, errors: Console
    ) -> None:
        self.book = book
        self.options = options
        self.settings = settings
        self.jobs = jobs
        self.by = by
        self.errors = errors
        self.tally = _Tally()
        self._pending: dict[tuple[str, str], int] = {}
        self._parts: dict[tuple[str, str], int] = {}

    def run(self, paths: list[str]) -> _Tally:
        """Take everything in; return what was done."""
        self.book.blobs.tidy()
        files = list(files_in(paths, self.options))
        for notice in Reader(self.settings).notices:
            self._tell(notice, "yellow")
        columns = (SpinnerColumn(), TextColumn("adding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        show = len(files) > 3 and sys.stderr.isatty()
        with Progress(*columns, console=self.errors, transient=True, disable=not show) as progress:
            task = progress.add_task("adding", total=len(files))
            waiting: list[_Found] = []
            for file in files:
                if isinstance(file, Path):
                    waiting.extend(self._open(file))
                elif isinstance(file, Problem):
                    self._problem(file)
                if len(waiting) >= BATCH * self.jobs:
                    self._store(waiting)
                    waiting = []
                progress.advance(task)
            self._store(waiting)
        self.book.refresh()
        return self.tally

    def _open(self, file: Path) -> Iterator[_Found]:
        """Yield the documents of a file that must be read; keep its bytes first."""
        origin = str(file).encode("utf-8", "backslashreplace").decode("utf-8")
        if not file.is_file():
            self._problem(Problem(origin=origin, reason="not a regular file; give a file or folder"))
            return
        try:
            with file.open("rb") as content:
                blob = self.book.keep(content)
        except OSError as error:
            if error.filename is not None and str(error.filename) != str(file):
                raise  # it is the casebook's disk that fails
            self._problem(Problem(origin=origin, reason=f"cannot be read ({error.strerror})"))
            return
        key = (blob[0], origin)
        if self.book.taken_whole(*key):
            self.tally.known += 1
            return
        found, unread = [], False
        for item in take_in([file], self.options):
            if isinstance(item, Document):
                name = item.origin.encode("utf-8", "backslashreplace").decode("utf-8")
                found.append(_Found(msgspec.structs.replace(item, origin=name), blob, origin))
            elif isinstance(item, Problem):
                unread = True
                self._problem(item)
            elif isinstance(item, Duplicate):
                self._tell(f"{item.origin}: the same document as {item.of}", "dim")
        self._parts[key] = len(found)
        self._pending[key] = -1 if unread else 0  # a file that was not read whole is tried again next time
        new = []
        for one in found:
            if self.book.known(one.document) is not None:
                self.tally.captures += self.book.capture(one.document, blob, by=self.by, origin=one.document.origin)
            else:
                new.append(one)
        if self._pending[key] == 0:
            self._pending[key] = len(new)
            if not new:
                self._done(key)
        yield from new

    def _store(self, waiting: list[_Found]) -> None:
        documents = [one.document for one in waiting]
        for one, result in zip(waiting, read_documents(documents, self.settings, self.jobs), strict=True):
            key = (one.blob[0], one.origin)
            if isinstance(result, Failed):
                self._problem(Problem(origin=one.document.origin, reason=result.reason))
                self._pending[key] = -1
                continue
            for note in result.notes:
                self._tell(f"{result.document.title or result.document.origin}: {note}", "yellow")
            if self.book.take(result, one.blob, by=self.by, settings=self.settings):
                self.tally.new += 1
                self.tally.claims += len(result.claims)
            else:
                self.tally.captures += 1
            if self._pending[key] > 0:
                self._pending[key] -= 1
                if self._pending[key] == 0:
                    self._done(key)

    def _done(self, key: tuple[str, str]) -> None:
        self.book.note_taken(*key, self._parts[key], by=self.by)

    def _problem(self, problem: Problem) -> None:
        self.tally.problems += 1
        self._tell(f"{problem.origin}: {problem.reason}", "red")

    def _tell(self, message: str, style: str) -> None:
        self.errors.print(f"allegata: {one_line(message)}", style=style, markup=False, soft_wrap=True)
