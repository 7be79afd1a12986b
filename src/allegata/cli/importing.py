"""``allegata import``: tables and datasets as documents to read and catalogues to match against."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from allegata.codebooks import Imported, ImportingError, UnknownFormError, import_files
from allegata.dataset import OutputError
from allegata.dataset.visible import one_line
from allegata.incidents import CatalogueError

_LISTED = 20


def import_command(
    files: Annotated[list[Path], typer.Argument(help="Tables, or folders of Allegata.", metavar="FILE…")],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder to write; what an earlier import put there is kept.")
    ],
) -> int:
    """Import datasets, tables and sheets as documents for `allegata read` and catalogues for `allegata match`.

    Importing the same again changes nothing. A row that cannot be taken is listed and the rest taken (status 1).
    """
    console = Console(stderr=True, highlight=False)
    try:
        with _progress(console) as progress:
            task = progress.add_task("rows", total=None)
            done = import_files(files, out, lambda: progress.advance(task))
    except (UnknownFormError, ImportingError, CatalogueError, OutputError) as error:
        raise typer.BadParameter(one_line(str(error))) from error
    _show(done, out)
    for item in done.broken[:_LISTED]:
        print(f"allegata: {item.path}: line {item.line}: {one_line(item.why)}", file=sys.stderr)
    if len(done.broken) > _LISTED:
        print(f"allegata: and {len(done.broken) - _LISTED:,} more rows that were not taken", file=sys.stderr)
    return 1 if done.broken else 0


def _progress(console: Console) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} rows"))
    return Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty())


def _show(done: Imported, out: Path) -> None:
    console = Console(highlight=False)
    for found in done.forms:
        form = f"export in the codebook {found.book}" if found.book is not None else found.form
        console.print(f"{found.path}: {form}", markup=False, soft_wrap=True)
    table = Table(one_line(str(out)), "records", "new", "replaced", "known")
    for column in table.columns[1:]:
        column.justify = "right"
    for file, count in done.held.items():
        counts = (count, done.new.get(file, 0), done.replaced.get(file, 0), done.known.get(file, 0))
        table.add_row(file, *(f"{number:,}" for number in counts))
    console.print(table)
    if done.silent:
        what = "1 capture has" if done.silent == 1 else f"{done.silent:,} captures have"
        console.print(f"{what} no words to read; they stand in captures.jsonl alone")
    for file in done.held:
        if file == "documents.jsonl":
            console.print(f"Next: allegata read {out / file} --out CASE", markup=False, soft_wrap=True)
        elif file.startswith("catalogue"):
            console.print(f"Next: allegata match CASE --against {out / file}", markup=False, soft_wrap=True)
