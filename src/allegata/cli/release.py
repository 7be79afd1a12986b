"""``allegata release``: a named export that does not change any more, and what changed since the one before."""

import os
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from allegata.cli.books import BlobsOption, ByOption, is_casebook, opened, person
from allegata.cli.export import complain, progress_of
from allegata.codebooks import (
    Codebook,
    CodebookError,
    DatasetSource,
    Releasable,
    Released,
    ReleaseError,
    Sheet,
    check_name,
    find_codebook,
    find_profile,
    release,
    sha256,
)
from allegata.dataset import DatasetError, OutputError
from allegata.dataset.visible import one_line
from allegata.dataset.wording import many_words
from allegata.incidents import Profile


def release_command(
    dataset: Annotated[
        str,
        typer.Argument(help="Folder that `allegata read … --out` wrote, or a casebook.", metavar="DATASET|CASEBOOK"),
    ],
    name: Annotated[str, typer.Option(metavar="NAME", help="What it is called, such as 2026-11. Never used twice.")],
    codebook: Annotated[
        list[str], typer.Option(metavar="NAME|FILE", help="A codebook to export; again for more. csv where left out.")
    ] = ["csv"],  # noqa: B006 - typer copies it
    counting: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="NAME|FILE",
            help="Counting profile of all codebooks and of the changes; by default each codebook's own, and neutral.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the releases; DATASET.releases where left out.")
    ] = None,
    blobs: BlobsOption = None,
    by: ByOption = None,
) -> int:
    """Freeze a named export, and tell what was added, changed and withdrawn since the one before, and why.

    What a casebook marks as restricted is never released.
    """
    books = [_book(wanted, counting) for wanted in codebook]
    twice = next((sheet.name for n, (sheet, _, _) in enumerate(books) if sheet.name in _names(books[:n])), None)
    if twice is not None:
        raise typer.BadParameter(f"{twice}: is named twice; name each codebook once", param_hint="--codebook")
    try:
        profile = find_profile(counting or "neutral")
    except CodebookError as error:
        raise typer.BadParameter(one_line(str(error)), param_hint="--profile") from error
    console = Console(stderr=True, highlight=False)
    folder = out or _beside(dataset)
    try:
        check_name(folder, name)
        if is_casebook(dataset):
            me = msgspec.structs.replace(person(by), restricted=False)
            with opened(dataset, blobs) as held:
                held.refresh()
                done = _released(held.source(me), name, folder, books, profile, console)
                held.note_export(me, f"release {name}", {"SHA256SUMS": sha256(folder / name / "SHA256SUMS")})
                if held.view(me).counts().withheld:
                    console.print("allegata: what is marked restricted is withheld from this release", markup=False)
        else:
            done = _released(DatasetSource(Path(dataset)), name, folder, books, profile, console)
    except (ReleaseError, CodebookError, DatasetError, OutputError) as error:
        raise typer.BadParameter(one_line(str(error))) from error
    _show(done, folder / name)
    for sheet, _, _ in books:
        complain(done.reports[sheet.name], sheet, folder / name / sheet.name)
    return 1 if any(report.refused for report in done.reports.values()) else 0


Book = tuple[Sheet, type[Codebook], Profile]


def _book(wanted: str, counting: str | None) -> Book:
    try:
        sheet, kind = find_codebook(wanted)
    except CodebookError as error:
        raise typer.BadParameter(one_line(str(error)), param_hint="--codebook") from error
    try:
        return sheet, kind, find_profile(counting or sheet.profile)
    except CodebookError as error:
        raise typer.BadParameter(one_line(str(error)), param_hint="--profile") from error


def _names(books: list[Book]) -> list[str]:
    return [sheet.name for sheet, _, _ in books]


def _beside(dataset: str) -> Path:
    if "://" in dataset:
        raise typer.BadParameter("name the folder of the releases of a casebook on a server", param_hint="--out")
    target = Path(os.path.realpath(dataset))
    return target.with_name(f"{target.name}.releases")


def _released(
    source: DatasetSource | Releasable, name: str, out: Path, books: list[Book], profile: Profile, console: Console
) -> Released:
    with source as entered, progress_of(console) as progress:
        task = progress.add_task("incidents", total=entered.sizes().incidents * (len(books) + 1))
        return release(entered, name, out, books, profile, lambda: progress.advance(task))


def _show(done: Released, folder: Path) -> None:
    console = Console(highlight=False)
    after = f"number {done.number}, after {done.before}" if done.before is not None else "the first"
    console.print(f"[bold]Release {done.name}[/bold], {after}: {folder}", soft_wrap=True)
    many = f"{many_words(done.incidents, 'incident')} of {many_words(done.documents, 'document')}"
    console.print(f"  {many}, in {', '.join(done.reports)}")
    if done.before is not None:
        counts = done.counts
        table = Table("", "incidents", title=f"Since {done.before}", title_justify="left")
        table.columns[1].justify = "right"
        table.add_row("added", f"{counts['added']:,}")
        table.add_row("changed", f"{counts['changed']:,}")
        table.add_row("withdrawn", f"{counts['withdrawn']:,}")
        table.add_row("judged, no figure changed", f"{counts['reviewed']:,}")
        console.print(table)
    console.print(f"  Read {folder / 'CHANGES.md'}; the files cannot be written to any more", soft_wrap=True)
