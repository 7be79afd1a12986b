"""``allegata incidents``: the incidents of a dataset, and how each was gathered."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from allegata.cli.books import BlobsOption, dataset_of
from allegata.dataset import DatasetError, find_incident, print_explanation, print_incidents
from allegata.dataset.visible import one_line
from allegata.records import encode


def incidents(
    dataset: Annotated[
        str,
        typer.Argument(help="Folder that `allegata read … --out` wrote, or a casebook.", metavar="DATASET|CASEBOOK"),
    ],
    explain: Annotated[
        str | None, typer.Option(metavar="ID", help="Tell links, independence, range and grade of one in full.")
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print the records as JSON Lines.")] = False,
    blobs: BlobsOption = None,
) -> None:
    """Show the incidents of a dataset or casebook: when, where, how many, by how many voices, and the grade.

    A casebook gives them as they were judged.
    """
    try:
        held = dataset_of(dataset, blobs)
    except DatasetError as error:
        raise typer.BadParameter(one_line(str(error))) from error
    console = Console(highlight=False)
    if explain is None:
        if jsonl:
            for incident in held.incidents:
                sys.stdout.buffer.write(encode(incident) + b"\n")
        else:
            print_incidents(held, console)
        return
    found = find_incident(held.incidents, explain)
    if found is None:
        raise typer.BadParameter(
            f"{explain}: no incident of {dataset} has this id; `allegata incidents {dataset}` lists them",
            param_hint="--explain",
        )
    if jsonl:
        sys.stdout.buffer.write(encode(found) + b"\n")
    else:
        print_explanation(found, held, console)
