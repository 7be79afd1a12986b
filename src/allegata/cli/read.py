"""``allegata read``: dispatches into documents, claims, communications and incidents."""

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from allegata.actors import Register, RegisterError
from allegata.cli.options import country_code, existing_files, published_dates
from allegata.cli.work import Failed, read_documents
from allegata.dataset import (
    Dataset,
    DatasetError,
    OutputError,
    check_replaceable,
    load_judgements,
    print_dataset,
    write_dataset,
    write_jsonl,
)
from allegata.dataset import Skipped as Unread
from allegata.dataset.visible import one_line, shortened
from allegata.gazetteer import GazetteerError
from allegata.incidents import Standing, StandingError, gather, load_standing
from allegata.intake import Duplicate, IntakeError, Options, Passed, Problem, take_in
from allegata.reading import DEFAULT_MODEL, ModelError, Reader, Reading, Settings
from allegata.records import Claim, Communication, Document, Judgement

FEW = 3
"""From more documents than this on, progress is shown."""

WRONG = (IntakeError, OutputError, DatasetError, ModelError, GazetteerError, RegisterError, StandingError)
"""What the rooms raise on wrong use; anything else is a fault of the program, not of the user."""


class Format(StrEnum):
    """How the result is printed."""

    TABLE = "table"
    JSONL = "jsonl"


def read(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", metavar="PATH…")],
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
    format_: Annotated[
        Format | None, typer.Option("--format", help="table (the default on a terminal) or jsonl (on a pipe).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the dataset and report.html into this folder.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes; the output is the same for any number.")] = 1,
    parties: Annotated[
        list[Path], typer.Option(metavar="FILE", help="Your own register of parties (YAML). Repeatable.")
    ] = [],  # noqa: B006
    places: Annotated[
        list[Path], typer.Option(metavar="FILE", help="A further gazetteer file (SQLite). Repeatable.")
    ] = [],  # noqa: B006
    standing: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own table of which sources are credible (YAML).")
    ] = None,
    model: Annotated[str, typer.Option(help="spaCy pipeline, by package name or folder.")] = DEFAULT_MODEL,
    tagger: Annotated[
        bool, typer.Option("--tagger", help="Name speakers with the learned tagger where the rules hear none.")
    ] = False,
    skipped: Annotated[
        bool, typer.Option("--skipped", help="List the sentences with event words that made no claim.")
    ] = False,
) -> int:
    """Read dispatches into attributed claims, communications and incidents.

    Text, Markdown, HTML, PDF, JSON Lines, WARC and WACZ are read. What cannot be read is listed on standard error with
    its reason; the rest is read, and the exit status is 1.
    """
    errors = Console(stderr=True, highlight=False)
    settings = Settings(
        model=model,
        parties=existing_files(parties, "--parties"),
        places=existing_files(places, "--places"),
        tagger=tagger,
    )
    try:
        options = Options(
            publisher=publisher,
            country=country_code(country) if country is not None else None,
            published=published_dates(published),
        )
        if out is not None:
            check_replaceable(out)
        judgements = load_judgements(out) if out is not None else ()
        table = load_standing(standing) if standing is not None else None
        dataset, status = _run(take_in(paths, options), settings, jobs, errors, judgements, table)
        if out is not None:
            write_dataset(dataset, out)
    except WRONG as error:
        raise typer.BadParameter(one_line(str(error))) from error
    except BrokenProcessPool as error:
        raise typer.BadParameter(
            "a process died, perhaps for want of memory; use fewer", param_hint="--jobs"
        ) from error
    shape = format_ or (Format.TABLE if sys.stdout.isatty() or out is not None else Format.JSONL)
    if shape is Format.JSONL:
        write_jsonl(dataset, sys.stdout.buffer)
    else:
        print_dataset(dataset, Console(highlight=False))
    if skipped:
        _list_skipped(dataset, errors)
    if out is not None:
        errors.print(f"Written to {out}: report.html and the dataset", style="green", markup=False)
    return status


def _run(
    items: Iterable[Document | Problem | Duplicate | Passed],
    settings: Settings,
    jobs: int,
    errors: Console,
    judgements: Sequence[Judgement] = (),
    standing: Standing | None = None,
) -> tuple[Dataset, int]:
    documents: list[Document] = []
    notes: list[str] = []
    problems: list[Problem] = []
    for item in items:
        if isinstance(item, Document):
            documents.append(_named(item))
        elif isinstance(item, Problem):
            problems.append(item)
            _tell(errors, f"{item.origin}: {item.reason}", "red")
        elif isinstance(item, Duplicate):
            notes.append(f"{item.origin}: the same document as {item.of}, read once")
        else:
            notes.append(f"{item.origin}: passed over: {item.reason}")
    notices = list(Reader(settings).notices)
    for notice in notices:
        _tell(errors, notice, "yellow")
    readings: list[Reading] = []
    for result in _with_progress(documents, settings, jobs, errors):
        if isinstance(result, Failed):
            problems.append(Problem(origin=result.document.origin, reason=result.reason))
            _tell(errors, f"{result.document.origin}: {result.reason}", "red")
            continue
        readings.append(result)
        for note in result.notes:
            _tell(errors, f"{result.document.title or result.document.origin}: {note}", "yellow")
    unread = [f"not read: {problem.origin}: {problem.reason}" for problem in problems]
    return assemble(readings, [*notices, *unread, *notes], settings, judgements, standing), 1 if problems else 0


def _named(document: Document) -> Document:
    """Return the document with an origin that UTF-8 can hold: file names may be any bytes."""
    return msgspec.structs.replace(document, origin=document.origin.encode("utf-8", "backslashreplace").decode("utf-8"))


def _tell(errors: Console, message: str, style: str) -> None:
    errors.print(f"allegata: {one_line(message)}", style=style, markup=False, soft_wrap=True)


def _with_progress(documents: list[Document], settings: Settings, jobs: int, errors: Console) -> list[Reading | Failed]:
    show = len(documents) > FEW and errors.is_terminal
    columns = (SpinnerColumn(), TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not show) as progress:
        task = progress.add_task("reading", total=len(documents))
        results: list[Reading | Failed] = []
        for result in read_documents(documents, settings, jobs):
            results.append(result)
            progress.advance(task)
    return results


def assemble(
    readings: list[Reading],
    notes: list[str],
    settings: Settings,
    judgements: Sequence[Judgement] = (),
    standing: Standing | None = None,
) -> Dataset:
    """Return the dataset of some readings: their records in order, incidents gathered, and what must be told."""
    documents = tuple(reading.document for reading in readings)
    register = Register.load(settings.parties) if settings.parties else None
    claims: list[Claim] = [claim for reading in readings for claim in reading.claims]
    communications: list[Communication] = [item for reading in readings for item in reading.communications]
    told = list(notes)
    for reading in readings:
        told += [f"{reading.document.title or reading.document.origin}: {note}" for note in reading.notes]
    gated = sum(reading.gated for reading in readings)
    if gated:
        told.append(f"{gated} of {len(readings)} documents hold no word of violence and were not parsed")
    skipped = tuple(
        Unread(document=item.document, span=item.span, reason=item.reason)
        for reading in readings
        for item in reading.skipped
    )
    return Dataset(
        documents=documents,
        claims=tuple(claims),
        communications=tuple(communications),
        incidents=tuple(gather(claims, register, documents=documents, judgements=judgements, standing=standing)),
        notes=tuple(told),
        skipped=skipped,
        standing=standing,
    )


def _list_skipped(dataset: Dataset, errors: Console) -> None:
    texts = {document.id: document for document in dataset.documents}
    for item in dataset.skipped:
        document = texts[item.document]
        words = shortened(document.text[item.span[0] : item.span[1]], 120)
        errors.print(f"skipped: {one_line(document.origin)}: {item.reason}: {words}", markup=False, soft_wrap=True)
