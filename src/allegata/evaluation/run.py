"""Running a set: find its parts, measure every item in one process or several, and reckon the figures."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from allegata.evaluation.parts import GoldSet, Miss, Outcome, Part, Result, Tools
from allegata.reading import Settings

SETS = (
    "isaf",
    "muc4",
    "polnear",
    "airwars-gaza",
    "plover",
    "gva-counts",
    "shootings",
    "geoparsing",
    "dates",
    "roles",
    "certainty",
    "airwars-syria",
    "gva",
    "catalogue",
    "independence",
)
"""The names of the sets, in the order of the tables. Each is a module of this room, with its `GoldSet` as ``SET``."""

CHUNK = 4
"""Items that one worker takes at a time."""


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What was obtained on one set. ``sums``: SHA-256 of every file read, by its address below the data folder."""

    name: str
    title: str
    parts: dict[str, int]
    items: int
    sampled: bool
    sums: dict[str, str]
    result: Result
    misses: tuple[Miss, ...]


def gold_set(name: str) -> GoldSet:
    """Return the set called ``name``. Raises ``KeyError`` where there is none."""
    if name not in SETS:
        raise KeyError(name)
    found: GoldSet = import_module(f"allegata.evaluation.{name.replace('-', '_')}").SET
    return found


def thinned(parts: Sequence[Part], most: int | None) -> list[Part]:
    """Return the parts with at most ``most`` items each, evenly spaced and always the same ones.

    Of items that belong together, all or none are taken, so that about ``most`` are.
    """
    if most is None:
        return list(parts)
    return [msgspec.structs.replace(part, items=_sample(part, most), together=()) for part in parts]


def _sample(part: Part, most: int) -> tuple[Any, ...]:
    if not part.together:
        return tuple(part.items[n] for n in _spaced(len(part.items), most))
    names = list(dict.fromkeys(part.together))
    wanted = max(1, round(most * len(names) / len(part.items)))
    taken = {names[n] for n in _spaced(len(names), wanted)}
    return tuple(item for item, name in zip(part.items, part.together, strict=True) if name in taken)


def _spaced(size: int, most: int) -> list[int]:
    if size <= most:
        return list(range(size))
    return [n * size // most for n in range(most)]


def evaluate(
    name: str,
    data: Path,
    *,
    settings: Settings | None = None,
    jobs: int = 1,
    sample: int | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Evaluation:
    """Return what the reader reaches on the set called ``name``, as far as its files lie below ``data``.

    ``sample``: at most so many items of each part; ``progress`` is called with the number of items done and their
    total. Raises `SetMissingError` where nothing of the set is there, and ``KeyError`` where no set has that name.
    """
    chosen = gold_set(name)
    found = chosen.find(data)
    parts = thinned(found, sample)
    work = [(name, part.name, item) for part in parts for item in part.items]
    outcomes: list[Outcome] = []
    progress(0, len(work))
    for outcome in _measured(work, settings or Settings(), jobs):
        outcomes.append(outcome)
        progress(len(outcomes), len(work))
    result = chosen.result(outcomes)
    return Evaluation(
        name=name,
        title=chosen.title,
        parts={part.name: len(part.items) for part in parts},
        items=len(work),
        sampled=any(len(a.items) < len(b.items) for a, b in zip(parts, found, strict=True)),
        sums={f.relative_to(data).as_posix(): _sum(f) for part in found for f in part.files},
        result=msgspec.structs.replace(result, misses=()),
        misses=(*(miss for outcome in outcomes for miss in outcome.misses), *result.misses),
    )


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


_tools = Tools()


def _start(settings: Settings) -> None:
    global _tools
    _tools = Tools(settings)


def _one(job: tuple[str, str, object]) -> Outcome:
    return _outcome(job, _tools)


def _outcome(job: tuple[str, str, object], tools: Tools) -> Outcome:
    name, part, item = job
    outcome = gold_set(name).measure(part, item, tools)
    faults = tuple(
        Miss(item=outcome.item, measure="the reader failed", gold="", ours=fault) for fault in tools.faults()
    )
    return msgspec.structs.replace(outcome, misses=outcome.misses + faults) if faults else outcome


def _measured(work: Sequence[tuple[str, str, object]], settings: Settings, jobs: int) -> Iterator[Outcome]:
    if jobs == 1 or len(work) < 2 * CHUNK:
        tools = Tools(settings)
        for job in work:
            yield _outcome(job, tools)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_start, initargs=(settings,)) as pool:
        yield from pool.map(_one, work, chunksize=CHUNK)
