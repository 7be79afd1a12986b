"""``allegata gazetteer``: look a name up, add places of your own."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from allegata.gazetteer import Gazetteer, GazetteerError, add_file

app = typer.Typer(help="Look place names up, and add your own.", no_args_is_help=True)
_SHOWN = 20


@app.command("lookup")
def lookup(
    name: Annotated[str, typer.Argument(help="A place name in any script.")],
    country: Annotated[list[str], typer.Option(metavar="CC", help="A likely country (ISO code). Repeatable.")] = [],  # noqa: B006
    within: Annotated[str | None, typer.Option(help="The area that contains it.")] = None,
) -> int:
    """Show the places that a name may mean, best first, with their scores."""
    found = Gazetteer.open().lookup(name, countries=[code.upper() for code in country], within=within)
    if not found:
        typer.echo(f"{name}: no such place in the gazetteer; add it with `allegata gazetteer add FILE`")
        return 1
    table = Table("place", "admin", "country", "precision", "latitude", "longitude", "match", "score", "source")
    for item in found:
        point = [f"{value:.4f}" if value is not None else "-" for value in (item.latitude, item.longitude)]
        table.add_row(
            item.name,
            item.admin1 or item.within or "-",
            item.country or "-",
            item.precision,
            *point,
            item.match,
            f"{item.score:.2f}",
            item.source,
        )
    Console().print(table)
    return 0


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
        raise typer.BadParameter(" ".join(str(error).split())) from error
    typer.echo(f"{report.rows} places added to {report.into}")
    for item in report.skipped[:_SHOWN]:
        typer.echo(f"{path}: line {item.line}: {item.reason}", err=True)
    if report.skipped_count > _SHOWN:
        typer.echo(f"{path}: … and {report.skipped_count - _SHOWN} further lines", err=True)
    if report.passed_over:
        typer.echo(f"{report.passed_over} rows that are no settlements or camps were passed over")
    return 1 if report.skipped_count else 0
