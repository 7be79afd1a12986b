"""``allegata evaluate``: how exactly the reader reads, on public gold sets, beside the published results of others."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from allegata.evaluation.floors import Fall, Floor, Floors, checksum, falls, leading, raised
from allegata.evaluation.parts import GoldError, Miss, Result, SetMissingError
from allegata.evaluation.quality import quality_page
from allegata.evaluation.run import SETS, Evaluation, evaluate
from allegata.evaluation.tables import show
from allegata.reading import ModelError, Reader, Settings


def evaluate_command(
    sets: Annotated[
        list[str], typer.Argument(metavar="SET…", help=f"all, or of: {', '.join(SETS)}", show_default=False)
    ],
    data: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the gold sets, each in its public layout.")],
    json_: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON.")] = None,
    errors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="List each miss with its words. The file can hold names.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes; the figures are the same for any number.")] = 1,
    sample: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only a fixed sample of N items of each part.")
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="muc4 only: score another system's output, in the form of the GTT release."),
    ] = None,
    floors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Fail where a figure lies below its floor in this file.")
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Raise the floors to what was reached; never lowers one.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the figures as a page (Markdown), and FILE.json.")
    ] = None,
    tagger: Annotated[
        bool, typer.Option("--tagger", help="Read with the learned tagger of attributions too (polnear always does).")
    ] = False,
) -> int:
    """Score the reader on public gold sets, with the published results of others beside it.

    A set that is not in DIR is said, and the others are scored. Exit status 1: a set could not be read, or a figure
    lies below its floor.
    """
    chosen = _chosen(sets)
    _writable((json_, "--json"), (errors, "--errors"), (page, "--page"))
    if not data.is_dir():
        raise typer.BadParameter(f"{data}: no such folder; give the folder of the gold sets", param_hint="--data")
    if raise_floors and floors is None:
        raise typer.BadParameter("say which file: --floors FILE", param_hint="--raise-floors")
    known = _floors(floors, may_be_new=raise_floors)
    out, told = Console(highlight=False), Console(stderr=True, highlight=False)
    if predictions is not None:
        return _score_predictions(chosen, predictions, data, out)
    settings = Settings(tagger=tagger)
    for notice in Reader(settings).notices:
        _say(told, notice, "yellow")
    status, evaluations = _run(chosen, data, settings, jobs, sample, told)
    if not evaluations:
        return status
    show(evaluations, Console(highlight=False, width=max(120, out.width)))
    if json_ is not None:
        json_.write_text(json.dumps(_figures(evaluations), indent=1) + "\n", encoding="utf-8")
    if errors is not None:
        _list(errors, evaluations)
    if page is not None:
        _write_page(page, evaluations)
    if floors is not None and known is not None:
        if raise_floors:
            _write_floors(floors, _raised(known, evaluations, sampled=sample is not None))
        elif _tell_falls(known, evaluations, told, sampled=sample is not None):
            status = 1
    return status


def _chosen(sets: Sequence[str]) -> list[str]:
    if "all" in sets:
        return list(SETS)
    for name in sets:
        if name not in SETS:
            raise typer.BadParameter(f"{name!r} is no set; give all, or of: {', '.join(SETS)}", param_hint="SET")
    return [name for name in SETS if name in sets]


def _writable(*targets: tuple[Path | None, str]) -> None:
    for path, option in targets:
        if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
            raise typer.BadParameter(f"{path}: name a file in a folder that is there", param_hint=option)


def _run(
    names: Sequence[str], data: Path, settings: Settings, jobs: int, sample: int | None, told: Console
) -> tuple[int, list[Evaluation]]:
    status = 0
    done: list[Evaluation] = []
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=told, transient=True, disable=not told.is_terminal) as progress:
        for name in names:
            task = progress.add_task(name, total=None)

            def advance(count: int, of: int, task: Any = task) -> None:
                progress.update(task, completed=count, total=of)

            try:
                done.append(evaluate(name, data, settings=settings, jobs=jobs, sample=sample, progress=advance))
            except SetMissingError as missing:
                _say(told, f"{name}: not there: {missing}", "yellow")
            except GoldError as error:
                _say(told, f"{name}: {error}", "red")
                status = 1
            except ModelError as error:
                raise typer.BadParameter(str(error)) from error
            except BrokenProcessPool as error:
                raise typer.BadParameter(
                    "a process died, perhaps for want of memory; use fewer", param_hint="--jobs"
                ) from error
            progress.remove_task(task)
    if not done:
        _say(told, f"no set was found in {data}; the layout is in docs/evaluation.md", "red")
        status = 1
    return status, done


def _say(console: Console, message: str, style: str) -> None:
    console.print(f"allegata: {' '.join(message.split())}", style=style, markup=False, soft_wrap=True)


def _figures(evaluations: Sequence[Evaluation]) -> dict[str, Any]:
    return {evaluation.name: evaluation.result.figures for evaluation in evaluations}


def _list(file: Path, evaluations: Sequence[Evaluation]) -> None:
    with file.open("w", encoding="utf-8") as out:
        for evaluation in evaluations:
            for miss in evaluation.misses:
                out.write(json.dumps({"set": evaluation.name, **_plain(miss)}, ensure_ascii=False) + "\n")


def _plain(miss: Miss) -> dict[str, str]:
    plain: dict[str, str] = msgspec.to_builtins(miss)
    return plain


def _write_page(page: Path, evaluations: Sequence[Evaluation]) -> None:
    kept = [msgspec.structs.replace(evaluation, misses=()) for evaluation in evaluations]
    text = msgspec.json.format(msgspec.json.encode(kept), indent=1).decode()
    page.with_name(page.name + ".json").write_text(text + "\n", encoding="utf-8")
    page.write_text(quality_page(kept), encoding="utf-8")


def _floors(file: Path | None, *, may_be_new: bool) -> Floors | None:
    if file is None:
        return None
    if not file.exists() and may_be_new:
        return Floors()
    try:
        return msgspec.json.decode(file.read_bytes(), type=Floors)
    except (OSError, msgspec.MsgspecError) as error:
        raise typer.BadParameter(f"{file}: not a file of floors ({error})", param_hint="--floors") from error


def _write_floors(file: Path, floors: Floors) -> None:
    file.write_bytes(msgspec.json.format(msgspec.json.encode(floors), indent=1) + b"\n")


def _raised(floors: Floors, evaluations: Sequence[Evaluation], *, sampled: bool) -> Floors:
    kind = "sample" if sampled else "whole"
    kept: dict[str, Floor] = dict(getattr(floors, kind))
    figures = _figures(evaluations)
    for evaluation in evaluations:
        reached = Floor(data=checksum(evaluation.sums), figures=leading(evaluation.name, figures))
        if reached.figures:
            kept[evaluation.name] = raised(kept.get(evaluation.name), reached)
    return msgspec.structs.replace(floors, **{kind: {name: kept[name] for name in SETS if name in kept}})


def _fallen(floors: Floors, evaluations: Sequence[Evaluation], *, sampled: bool) -> Iterator[Fall | str]:
    kind, tolerance = ("sample", floors.sample_tolerance) if sampled else ("whole", floors.tolerance)
    figures = _figures(evaluations)
    for evaluation in evaluations:
        floor: Floor | None = getattr(floors, kind).get(evaluation.name)
        if floor is None:
            yield f"{evaluation.name}: has no floor yet"
        elif floor.data != checksum(evaluation.sums):
            yield f"{evaluation.name}: other files than its floor was reached on; not compared"
        else:
            yield from falls(floor, figures, tolerance)


def _tell_falls(floors: Floors, evaluations: Sequence[Evaluation], told: Console, *, sampled: bool) -> bool:
    fallen = False
    for item in _fallen(floors, evaluations, sampled=sampled):
        if isinstance(item, str):
            _say(told, item, "yellow")
            continue
        fallen = True
        reached = "not measured" if item.reached is None else f"{item.reached:.2f}"
        _say(told, f"{item.key}: {reached}, below its floor of {item.floor:.2f}", "red")
    if not fallen:
        _say(told, "no figure lies below its floor", "green")
    return fallen


def _score_predictions(chosen: Sequence[str], predictions: Path, data: Path, out: Console) -> int:
    if list(chosen) != ["muc4"]:
        raise typer.BadParameter("other systems' output is scored on muc4 alone", param_hint="--predictions")
    try:
        result: Result = import_module("allegata.evaluation.muc4").score_predictions(predictions, data)
    except (GoldError, SetMissingError, OSError) as error:
        raise typer.BadParameter(str(error), param_hint="--predictions") from error
    evaluation = Evaluation(
        name="muc4",
        title=f"the predictions in {predictions.name}",
        parts={predictions.name: 1},
        items=1,
        sampled=False,
        sums={},
        result=result,
        misses=(),
    )
    show([evaluation], out)
    return 0
