"""``allegata bench link``: what linking costs at growing sizes, and joining some new claims to all that is there."""

import json
import time
from collections.abc import Iterator
from math import log
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from allegata.cli.bench_claims import made_up
from allegata.cli.bench_memory import peak_mb

SIZES = (10_000, 100_000, 1_000_000)
NEW = 1_000
"""Claims that are joined to those there."""
_BATCH = 2_000
MEMORY = "1500MB"
"""What the tables may take; the rest of the process takes about 1 KB for each claim."""
LEAST_MB, MOST_SHARE = 4096, 2.0


def measure(size: int, new: int, memory: str, threads: int) -> dict[str, Any]:
    """Return what it costs to link ``size`` claims, and to join ``new`` ones: seconds, CPU seconds, peak memory in MB.

    Runs in a process of its own, so that the peak is of this size alone. Making up the claims is not counted.
    """
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(there, size, new, memory, threads))
    process.start()
    there.close()
    try:
        figures: dict[str, Any] = here.recv()
    except EOFError:
        process.join()
        figures = {"failed": f"the process ended early (exit status {process.exitcode}); try less, or --memory"}
    process.join()
    return figures


class _Clock:
    """Seconds and CPU seconds, those spent on making up claims left out."""

    def __init__(self) -> None:
        self.apart = [0.0, 0.0]
        self.start = (time.perf_counter(), time.process_time())

    def spent(self) -> tuple[float, float]:
        wall, cpu = time.perf_counter() - self.start[0], time.process_time() - self.start[1]
        return wall - self.apart[0], cpu - self.apart[1]


def _measured(answer: Connection, size: int, new: int, memory: str, threads: int) -> None:
    from allegata.incidents.linkage import Linkage

    with TemporaryDirectory(prefix="allegata-bench-") as folder:
        linkage = Linkage(path=Path(folder) / "linkage.duckdb", memory=memory, threads=threads)
        told = made_up(size + new)
        clock = _Clock()
        linkage.add(_accounts(told, size, clock))
        whole = clock.spent()
        accounts, pairs, happenings = len(linkage), linkage.pairs(), len(linkage.clusters())
        clock = _Clock()
        linkage.add(_accounts(told, new, clock))
        joining = clock.spent()
        answer.send(
            {
                "claims": size,
                "accounts": accounts,
                "pairs": pairs,
                "incidents": happenings,
                "seconds": round(whole[0], 2),
                "cpu_seconds": round(whole[1], 2),
                "joined": new,
                "joining_seconds": round(joining[0], 3),
                "joining_cpu_seconds": round(joining[1], 3),
                "joining_share": round(100 * joining[1] / whole[1], 3),
                "peak_mb": peak_mb(),
            }
        )


def _accounts(told: Iterator[Any], claims: int, clock: _Clock) -> Iterator[Any]:
    """Yield the accounts of the next so many claims, a batch of documents at a time."""
    from allegata.incidents.accounts import accounts
    from allegata.incidents.sides import built_in_register

    register = built_in_register()
    left = claims
    while left > 0:
        before = (time.perf_counter(), time.process_time())
        documents, batch = {}, []
        for document, its in told:
            documents[document.id] = document
            batch += its
            left -= len(its)
            if left <= 0 or len(batch) >= _BATCH:
                break
        else:
            left = 0
        clock.apart[0] += time.perf_counter() - before[0]
        clock.apart[1] += time.process_time() - before[1]
        yield from (account for account, _ in accounts(batch, documents, register))


def growth(rows: list[dict[str, Any]]) -> float | None:
    """Return the cost of the last size over that of the one before, as a share of what n log n would be."""
    if len(rows) < 2:
        return None
    last, before = rows[-1], rows[-2]
    allowed: float = (last["claims"] * log(last["claims"])) / (before["claims"] * log(before["claims"]))
    grown: float = last["cpu_seconds"] / before["cpu_seconds"] / allowed
    return round(grown, 3)


def link(
    sizes: Annotated[
        list[int] | None, typer.Option("--size", min=100, metavar="CLAIMS", help="How many; may be repeated.")
    ] = None,
    new: Annotated[int, typer.Option("--new", min=1, metavar="CLAIMS", help="How many are joined.")] = NEW,
    memory: Annotated[str, typer.Option("--memory", metavar="SIZE", help="What the tables may take, as 2GB.")] = MEMORY,
    threads: Annotated[int, typer.Option("--threads", min=1, metavar="N", help="Threads of the tables.")] = 2,
    json_: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON.")] = None,
) -> int:
    """Measure linking of made-up claims at growing sizes, and joining new ones to all of them."""
    if json_ is not None and (json_.is_dir() or not json_.absolute().parent.is_dir()):
        raise typer.BadParameter(f"{json_}: name a file in a folder that is there", param_hint="--json")
    rows = []
    for size in sorted(set(sizes or SIZES)):
        row = measure(size, new, memory, threads)
        if "failed" in row:
            typer.echo(f"allegata: {size:,} claims: {row['failed']}", err=True)
            return 1
        rows.append(row)
        if len(set(sizes or SIZES)) > 1:
            typer.echo(f"{size:,} claims: {row['seconds']:,.0f} s, {row['peak_mb']:,.0f} MB", err=True)
    grown = growth(rows)
    figures = {"sizes": rows, "growth": grown}
    _show(rows, grown)
    if json_ is not None:
        json_.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _show(rows: list[dict[str, Any]], grown: float | None) -> None:
    heads = ("claims", "accounts", "pairs scored", "incidents", "seconds", "CPU s", "peak MB", "joining", "share")
    table = Table(title="allegata bench link")
    for head in heads:
        table.add_column(head, justify="right")
    for row in rows:
        table.add_row(
            *(f"{row[name]:,}" for name in ("claims", "accounts", "pairs", "incidents")),
            f"{row['seconds']:,.1f}",
            f"{row['cpu_seconds']:,.1f}",
            f"{row['peak_mb']:,.0f}",
            f"{row['joined']:,} in {row['joining_seconds']:,.1f} s",
            f"{row['joining_share']} %",
        )
    Console(width=max(120, Console().width)).print(table)
    if grown is not None:
        typer.echo(f"growth {grown} of n log n between the last two sizes (at most 1)")
    typer.echo(
        f"peak_mb {rows[-1]['peak_mb']} (a million claims: under {LEAST_MB}); "
        f"joining_share {rows[-1]['joining_share']} % of linking all (a million claims: at most {MOST_SHARE} %)"
    )
