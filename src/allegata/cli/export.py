"""``allegata export``: a dataset in the tables of a codebook, with what was lost."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from allegata.cli.books import BlobsOption, ByOption, hashes, is_casebook, opened, person
from allegata.codebooks import (
    Codebook,
    CodebookError,
    DatasetSource,
    Report,
    Sheet,
    Source,
    codebook_names,
    export,
    find_codebook,
    find_profile,
    sheet,
)
from allegata.dataset import DatasetError, OutputError
from allegata.dataset.visible import one_line
from allegata.dataset.wording import many_words
from allegata.incidents import Profile, profile, profile_names

_NAMED = 10
"""Of columns that stay empty, so many are named; all stand in ``losses.json``."""


def export_command(
    dataset: Annotated[
        str | None,
        typer.Argument(help="Folder that `allegata read … --out` wrote, or a casebook.", metavar="DATASET|CASEBOOK"),
    ] = None,
    codebook: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="The codebook; --list shows them. FILE: a YAML of your own.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write; an older export is replaced.")
    ] = None,
    counting: Annotated[
        str | None,
        typer.Option("--profile", metavar="NAME|FILE", help="Counting profile; by default the codebook's own."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List codebooks and counting profiles, and stop.")] = False,
    without: Annotated[
        bool, typer.Option("--without-restricted", help="Of a casebook: leave out all that is marked restricted.")
    ] = False,
    blobs: BlobsOption = None,
    by: ByOption = None,
) -> int:
    """Write a dataset or casebook in the tables of a codebook, with what was lost and the way from number to words.

    A casebook gives claims and incidents as they were judged.
    """
    if list_:
        _show_books()
        return 0
    if dataset is None or codebook is None or out is None:
        raise typer.BadParameter(
            "name a DATASET or CASEBOOK, a --codebook and a folder with --out; --list shows the codebooks"
        )
    try:
        found, book = find_codebook(codebook)
    except CodebookError as error:
        raise typer.BadParameter(one_line(str(error)), param_hint="--codebook") from error
    try:
        counts = find_profile(counting or found.profile)
    except CodebookError as error:
        raise typer.BadParameter(one_line(str(error)), param_hint="--profile") from error
    console = Console(stderr=True, highlight=False)
    try:
        if is_casebook(dataset):
            me = msgspec.structs.replace(person(by), restricted=not without)
            with opened(dataset, blobs) as held:
                held.refresh()
                report = _written(held.source(me), found, book, counts, out, console)
                held.note_export(me, f"codebook {found.name}", hashes(out))
                if held.view(me).counts().withheld:
                    console.print("allegata: what is marked restricted is withheld from this export", markup=False)
        else:
            report = _written(DatasetSource(Path(dataset)), found, book, counts, out, console)
    except (CodebookError, DatasetError, OutputError) as error:
        raise typer.BadParameter(one_line(str(error))) from error
    _show(report, found, counts, out)
    complain(report, found, out)
    return 1 if report.refusals else 0


def _written(
    source: Source, found: Sheet, book: type[Codebook], counts: Profile, out: Path, console: Console
) -> Report:
    with source, progress_of(console) as progress:
        task = progress.add_task("incidents", total=source.sizes().incidents)
        return export(source, found, book, counts, out, lambda: progress.advance(task))


def progress_of(console: Console) -> Progress:
    """Return a bar of incidents on standard error; none where that is no terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def _show_books() -> None:
    console = Console(highlight=False)
    table = Table("codebook", "version", "counts by", "what", title="Codebooks", title_justify="left")
    for name in codebook_names():
        about = sheet(name)
        table.add_row(name, about.version, about.profile, about.title)
    console.print(table)
    table = Table("profile", "version", "what", title="Counting profiles", title_justify="left")
    for name in profile_names():
        counts = profile(name)
        table.add_row(name, counts.version, counts.title)
    console.print(table)


def _show(report: Report, found: Sheet, counts: Profile, out: Path) -> None:
    """Print what was written and what was lost, to standard output."""
    console = Console(highlight=False)
    console.print(
        f"[bold]{found.title}[/bold] · codebook {found.name} {found.version}"
        f" · counted by {counts.name} {counts.version}"
    )
    for table in found.tables:
        console.print(f"  {out / table.file}  {many_words(report.rows[table.name], 'row')}", soft_wrap=True)
    console.print(f"  {many_words(report.written, 'incident')} written of {report.incidents:,}")
    if report.losses.lost:
        lost = Table("lost", "values", "why", title="What this codebook cannot hold", title_justify="left")
        lost.columns[1].justify = "right"
        for field, reason, count in report.losses.lost:
            of = report.losses.of(field)
            lost.add_row(field, f"{count:,}" if of in (count, None) else f"{count:,} of {of:,}", reason)
        console.print(lost)
    if not report.reads_back:
        console.print("These tables do not lead back to incidents: `allegata import` does not take them.", style="dim")
    if report.losses.left_open:
        asked = Table(
            "left to a coder", "incidents", "why", title="What it asks for, and no words tell", title_justify="left"
        )
        asked.columns[1].justify = "right"
        for field, reason, count in report.losses.left_open:
            asked.add_row(field, f"{count:,}", reason)
        console.print(asked)
    empty = [name for name, count in sorted(report.unfilled.items()) if count == report.rows[name.partition(".")[0]]]
    if empty:
        more = f" and {len(empty) - _NAMED:,} more, in losses.json" if len(empty) > _NAMED else ""
        console.print(f"Columns that stay empty: {', '.join(empty[:_NAMED])}{more}", style="dim")


def complain(report: Report, found: Sheet, out: Path) -> None:
    """List what was refused on standard error, one line each."""
    for refusal in report.refusals:
        for problem in refusal.problems:
            print(
                f"allegata: {refusal.about} is not written: {one_line(problem.message)} ({problem.rule})",
                file=sys.stderr,
            )
    more = sum(report.losses.refused.values()) and report.refused - len(report.refusals)
    if more > 0:
        print(f"allegata: and {more:,} more, in {out / 'refused.jsonl'}", file=sys.stderr)
    for rule_id in report.losses.refused:
        rule = found.rule(rule_id)
        if rule is not None:
            print(f"allegata: {rule.id}: {rule.says}", file=sys.stderr)
