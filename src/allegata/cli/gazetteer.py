"""``allegata gazetteer``: look a name up, add places of your own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from allegata.cli.options import country_code
from allegata.dataset.visible import one_line
from allegata.gazetteer import Candidate, Gazetteer, GazetteerError, add_file, user_path

app = typer.Typer(help="Look place names up, and add your own.", no_args_is_help=True)
_SHOWN = 20


@app.command("lookup")
def lookup(
    name: Annotated[str, typer.Argument(help="A place name in any script.")],
    country: Annotated[list[str], typer.Option(metavar="CC", help="A likely country (ISO code). Repeatable.")] = [],  # noqa: B006
    within: Annotated[str | None, typer.Option(help="The area that contains it.")] = None,
) -> int:
    """Show the places that a name may mean, best first, with their scores."""
    countries = [country_code(code) for code in country]
    try:
        found = Gazetteer.open().lookup(name, countries=countries, within=within)
    except GazetteerError as error:
        raise typer.BadParameter(one_line(str(error))) from error
    if not found:
        typer.echo(f"{one_line(name)}: not in the gazetteer; add it with `allegata gazetteer add FILE`", err=True)
        return 1
    _show(found)
    return 0


def _show(found: Sequence[Candidate]) -> None:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for column in ("place", "area", "country", "precision", "latitude, longitude", "match", "source"):
        table.add_column(column, overflow="fold")
    for item in found:
        known = item.latitude is not None and item.longitude is not None
        table.add_row(
            Text(one_line(item.name)),
            Text(one_line(item.admin1 or item.within or "-")),
            item.country or "-",
            item.precision,
            f"{item.latitude:.4f}, {item.longitude:.4f}" if known else "not known",
            f"{item.match} {item.score:.2f}",
            Text(one_line(item.source)),
        )
    console = Console()
    console = console if console.is_terminal else Console(width=140)
    console.print(table)


@app.command("add")
def add(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A GeoNames dump, or CSV: name,country,latitude,longitude[,…].")
    ],
) -> int:
    """Add places of your own: a GeoNames dump (XX.txt) or a simple CSV. Bad rows are listed, the others kept."""
    try:
        report = add_file(path)
    except GazetteerError as error:
        raise typer.BadParameter(one_line(str(error))) from error
    except OSError as error:
        where = error.filename or user_path()
        raise typer.BadParameter(
            f"{where}: {error.strerror or error}; check FILE, or set ALLEGATA_DATA to a folder of yours"
        ) from error
    typer.echo(f"{report.rows} places added to {report.into}")
    for item in report.skipped[:_SHOWN]:
        typer.echo(one_line(f"{path}: line {item.line}: {item.reason}"), err=True)
    if report.skipped_count > _SHOWN:
        typer.echo(f"{path}: … and {report.skipped_count - _SHOWN} further lines", err=True)
    if report.passed_over:
        typer.echo(f"{report.passed_over} rows that are no settlements or camps were passed over")
    return 1 if report.skipped_count else 0
