"""``allegata reread``: the documents of a casebook read again by this version, judgements untouched."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from allegata.actors import RegisterError
from allegata.cli.books import BlobsOption, ByOption, CasebookArgument, opened, person
from allegata.cli.options import existing_files
from allegata.cli.work import Failed, read_documents
from allegata.dataset.visible import one_line, shortened
from allegata.gazetteer import GazetteerError
from allegata.reading import DEFAULT_MODEL, ModelError, Settings

BATCH = 64


def reread(
    casebook: CasebookArgument,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes; the result is the same for any number.")] = 1,
    parties: Annotated[
        list[Path], typer.Option(metavar="FILE", help="Your own register of parties (YAML). Repeatable.")
    ] = [],  # noqa: B006 - typer copies it
    places: Annotated[
        list[Path], typer.Option(metavar="FILE", help="A further gazetteer file (SQLite). Repeatable.")
    ] = [],  # noqa: B006
    model: Annotated[str, typer.Option(help="spaCy pipeline, by package name or folder.")] = DEFAULT_MODEL,
    tagger: Annotated[
        bool, typer.Option("--tagger", help="Name speakers with the learned tagger where the rules hear none.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="Also documents that this very reader read last.")] = False,
    blobs: BlobsOption = None,
    by: ByOption = None,
) -> int:
    """Read the documents again that another version read last. What people judged stays.

    Where the reading now differs from what a person judged, it is listed, and the person's word holds.
    """
    settings = Settings(
        model=model,
        parties=existing_files(parties, "--parties"),
        places=existing_files(places, "--places"),
        tagger=tagger,
    )
    errors = Console(stderr=True, highlight=False)
    me = person(by)
    failed = 0
    counts = dict.fromkeys(("new", "superseded", "kept", "held"), 0)
    try:
        with opened(casebook, blobs) as book:
            documents = book.outdated(settings, every=every)
            columns = (SpinnerColumn(), TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            show = len(documents) > 3 and sys.stderr.isatty()
            with Progress(*columns, console=errors, transient=True, disable=not show) as progress:
                task = progress.add_task("reading", total=len(documents))
                for at in range(0, len(documents), BATCH * jobs):
                    for result in read_documents(documents[at : at + BATCH * jobs], settings, jobs):
                        progress.advance(task)
                        if isinstance(result, Failed):
                            failed += 1
                            errors.print(f"allegata: {one_line(result.reason)}", markup=False, style="red")
                            continue
                        done = book.reread(result, settings, by=me.name)
                        for name in counts:
                            counts[name] += getattr(done, name)
            book.refresh()
            differing = book.view(me).disagreements()
    except (ModelError, GazetteerError, RegisterError) as error:
        raise typer.BadParameter(one_line(str(error))) from error
    typer.echo(
        f"{len(documents) - failed} documents read again: {counts['new']} new claims, "
        f"{counts['superseded']} superseded, {counts['kept']} kept as judged, {counts['held']} held back beside them"
    )
    for item in differing:
        now = "; ".join(f"now {claim.id} reads {shortened(one_line(claim.event.words), 40)}" for claim in item.now)
        words = shortened(one_line(item.claim.event.words), 40)
        typer.echo(f"{item.document}: {item.claim.id} ({words}) was judged; {now or 'the reader reads it no more'}")
    return 1 if failed else 0
