"""``allegata match``: incidents against a catalogue of known ones."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from allegata.cli.books import BlobsOption, dataset_of
from allegata.dataset import Dataset, DatasetError, find_incident, load_dataset, print_matches
from allegata.dataset.visible import one_line
from allegata.dataset.wording import many_words
from allegata.incidents import Candidate, Catalogue, CatalogueError, load_catalogue, mapping_names, match
from allegata.records import Incident

_LISTED = 20


def match_command(
    dataset: Annotated[
        str,
        typer.Argument(help="Folder that `allegata read … --out` wrote, or a casebook.", metavar="DATASET|CASEBOOK"),
    ],
    against: Annotated[
        Path, typer.Option(metavar="FILE", help="The catalogue: CSV, JSON Lines, or the folder of another dataset.")
    ],
    mapping: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE", help=f"Which columns hold what: {', '.join(mapping_names())}, or a YAML file."
        ),
    ] = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="So many records for each incident at most.")] = 5,
    explain: Annotated[
        str | None, typer.Option(metavar="ID", help="One incident, with every reason and its weight.")
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print the candidates as JSON Lines.")] = False,
    blobs: BlobsOption = None,
) -> int:
    """Find, for each incident, the records of a catalogue that may be the same, and say why.

    Nothing is written, neither into the dataset or casebook nor into the catalogue. Exit status 1: some records of the
    catalogue could not be read; they are listed.
    """
    told = Console(stderr=True, highlight=False)
    try:
        held = dataset_of(dataset, blobs)
        catalogue = _catalogue(against, mapping, told)
    except (DatasetError, CatalogueError) as error:
        raise typer.BadParameter(one_line(str(error))) from error
    chosen: Sequence[Incident] = held.incidents
    if explain is not None:
        found = find_incident(held.incidents, explain)
        if found is None:
            raise typer.BadParameter(
                f"{explain}: no incident of {dataset} has this id; `allegata incidents {dataset}` lists them",
                param_hint="--explain",
            )
        chosen = [found]
    _show(chosen, held, catalogue, against, top, jsonl=jsonl, full=explain is not None, told=told)
    for item in catalogue.broken[:_LISTED]:
        told.print(f"allegata: {against}: line {item.number}: {one_line(item.why)}", style="yellow", markup=False)
    if len(catalogue.broken) > _LISTED:
        told.print(f"allegata: {against}: and {len(catalogue.broken) - _LISTED} more", style="yellow", markup=False)
    return 1 if catalogue.broken else 0


def _catalogue(path: Path, mapping: str | None, told: Console) -> Catalogue:
    if path.is_dir():
        load_dataset(path)  # for what it says of a folder that is no dataset, or of another version
        path = path / "incidents.jsonl"
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=told, transient=True, disable=not told.is_terminal) as progress:
        task = progress.add_task(f"reading {one_line(path.name)}", total=None)
        return load_catalogue(path, mapping, progress=lambda done, of: progress.update(task, completed=done, total=of))


def _show(
    chosen: Sequence[Incident],
    held: Dataset,
    catalogue: Catalogue,
    against: Path,
    top: int,
    *,
    jsonl: bool,
    full: bool,
    told: Console,
) -> None:
    console = Console(highlight=False)
    claims = {claim.id: claim for claim in held.claims}
    documents = {document.id: document for document in held.documents}
    fitting = 0
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=told, transient=True, disable=not told.is_terminal) as progress:
        for incident in progress.track(chosen, description="comparing"):
            own = [claims[name] for name in incident.claims if name in claims]
            texts = [documents[name] for name in dict.fromkeys(claim.document for claim in own) if name in documents]
            candidates = match(incident, own, catalogue, documents=texts, top=top)
            fitting += any(candidate.offered for candidate in candidates)
            if jsonl:
                line = _line(incident, candidates, against)
                sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
            else:
                print_matches(incident, candidates, console, full=full)
    if not jsonl:
        title = f" ({catalogue.title})" if catalogue.title else ""
        many = many_words(len(chosen), "incident")
        console.print()
        console.print(
            f"{fitting:,} of {many} with a record that may be the same, of {len(catalogue):,} in "
            f"{one_line(against.name)}{title}. All are proposals; a person decides.",
            style="dim",
            markup=False,
        )


def _line(incident: Incident, candidates: Sequence[Candidate], against: Path) -> dict[str, Any]:
    return {
        "record": "match",
        "incident": incident.id,
        "catalogue": against.name,
        "none": round(candidates[0].none, 4) if candidates else 1.0,
        "candidates": [
            {
                "id": candidate.record.id,
                "url": candidate.record.url,
                "rank": candidate.rank,
                "probability": round(candidate.probability, 4),
                "offered": candidate.offered,
                "reasons": _dicts(candidate),
                "date": _offer(candidate),
            }
            for candidate in candidates
        ],
    }


def _dicts(candidate: Candidate) -> list[dict[str, Any]]:
    return [{"about": one.about, "weight": one.weight, "words": one.words} for one in candidate.reasons]


def _offer(candidate: Candidate) -> dict[str, str] | None:
    offer = candidate.date
    if offer is None or not candidate.offered:
        return None
    return {"start": offer.start, "end": offer.end, "why": offer.why}
