"""``allegata judge``: a person's decision whether claims or incidents are of one happening."""

import getpass
import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from allegata.dataset import (
    Dataset,
    DatasetError,
    OutputError,
    check_replaceable,
    judgements_file,
    load_dataset,
    load_judgements,
    write_dataset,
)
from allegata.dataset.visible import one_line
from allegata.incidents import JudgementError, check, gather, judgement_id
from allegata.records import Incident, Judgement, encode


class Kind(StrEnum):
    """What can be decided."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


def judge(
    dataset: Annotated[Path, typer.Argument(help="Folder that `allegata read … --out` wrote.", metavar="DATASET")],
    kind: Annotated[Kind, typer.Argument(help="same, different or unsure.", metavar="same|different|unsure")],
    first: Annotated[str, typer.Argument(help="A claim or an incident, by its id.", metavar="ID")],
    second: Annotated[str, typer.Argument(help="Another one.", metavar="ID")],
    why: Annotated[str, typer.Option(help="The reason, for those who come after you.", metavar="TEXT")],
    by: Annotated[str | None, typer.Option(help="Who decides; your user name where left out.", metavar="NAME")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last judgement of this kind on the two.")] = False,
) -> None:
    """Record that two claims or incidents are, or are not, of the same happening.

    The judgement is appended to a file beside the dataset, outranks every score, and the incidents are gathered anew.
    """
    console = Console(highlight=False)
    if not why.strip():
        raise typer.BadParameter("say why, for those who come after you", param_hint="--why")
    try:
        held = load_dataset(dataset)
        earlier = load_judgements(dataset)
        judgement = _judgement(earlier, kind, (first, second), by or _user(), why.strip(), undo)
        check(judgement, earlier, held.claims, held.incidents)
        check_replaceable(dataset)
        with judgements_file(dataset).open("ab") as file:  # first: from it, all else can be made again
            file.write(encode(judgement) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        after = regathered(held, (*earlier, judgement))
        write_dataset(after, dataset)
    except (DatasetError, JudgementError, OutputError) as error:
        raise typer.BadParameter(one_line(str(error))) from error
    console.print(f"{judgement.id}: {kind.value}: {first} and {second}", markup=False)
    for line in changes(held.incidents, after.incidents):
        console.print(line, markup=False)


def regathered(dataset: Dataset, judgements: tuple[Judgement, ...]) -> Dataset:
    """Return the dataset with its incidents gathered anew under ``judgements``."""
    found = gather(dataset.claims, documents=dataset.documents, judgements=judgements, standing=dataset.standing)
    return msgspec.structs.replace(dataset, incidents=tuple(found))


def changes(before: tuple[Incident, ...], after: tuple[Incident, ...]) -> list[str]:
    """Return in words how the incidents changed: which joined, which parted; that nothing changed, if so."""
    old = {claim: incident.id for incident in before for claim in incident.claims}
    new = {claim: incident.id for incident in after for claim in incident.claims}
    lines = []
    for incident in after:
        parts = sorted({old[claim] for claim in incident.claims if claim in old})
        if len(parts) > 1:
            lines.append(f"{' and '.join(parts)} are now one incident, {incident.id}")
    for incident in before:
        parts = sorted({new[claim] for claim in incident.claims if claim in new})
        if len(parts) > 1:
            lines.append(f"{incident.id} is now {len(parts)} incidents: {', '.join(parts)}")
    return lines or ["The incidents stay as they were."]


def _judgement(
    earlier: tuple[Judgement, ...], kind: Kind, about: tuple[str, str], by: str, why: str, undo: bool
) -> Judgement:
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    undoes = None
    if undo:
        alike = [item for item in earlier if item.kind == kind.value and set(item.about) == set(about)]
        if not alike:
            raise JudgementError(f"nobody judged {about[0]} and {about[1]} {kind.value}; there is nothing to undo")
        undoes = alike[-1].id
    return Judgement(
        id=judgement_id([*about, undoes or ""], kind.value, by, at, why),
        about=about,
        kind=kind.value,
        by=by,
        at=at,
        why=why,
        undoes=undoes,
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
