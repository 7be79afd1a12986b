"""``allegata casebook``: making casebooks and looking after them."""

import typer

from allegata.casebook import Casebook
from allegata.cli.books import BlobsOption, ByOption, CasebookArgument, person, refusals

app = typer.Typer(help="Make casebooks and look after them.", no_args_is_help=True)


@app.command("create")
def create(casebook: CasebookArgument, blobs: BlobsOption = None, by: ByOption = None) -> None:
    """Make an empty casebook: a file with a folder of original bytes, or tables in a database of PostgreSQL."""
    with refusals(), Casebook.create(casebook, blobs=blobs, by=person(by).name) as made:
        typer.echo(f"Made {made.place.name}; the original bytes go to {made.place.blobs}")
        typer.echo(f"Next: allegata add {casebook} PATH…")
