"""``allegata bench serve``: how long pages of the workbench take over a large casebook, beside a static file of it."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from allegata.casebook import Casebook, CasebookError, Counts, Person, View
from allegata.cli.bench_casebook import build
from allegata.dataset.visible import one_line

INCIDENTS, CLAIMS = 10_000, 100_000
CLIENTS, REQUESTS = 20, 200
STATIC = "/assets/workbench.css"
WAIT = 300.0
"""Seconds that one answer, or the start of the server, may take before the measuring is given up."""


class UnansweredError(Exception):
    """The server did not answer as it should; the message is one line."""


def addresses(view: View, requests: int) -> dict[str, list[str]]:
    """Return for each kind of page the addresses that clients ask for, no two alike where the casebook has as many."""
    lines = view.incidents(sort="need", limit=1000).items
    words = dict.fromkeys(
        word.lower()
        for line in view.documents(limit=200).items
        for word in (line.title or "").split()
        if word.isalpha() and len(word) > 3
    )
    queue = [f"page={n}" for n in range(1, 1 + max(1, view.counts().incidents // 30))]
    queue = [query for pair in zip(queue, [f"sort=killed&{query}" for query in queue], strict=True) for query in pair]
    starts = sorted({line.date_from[:7] for line in lines if line.date_from})
    months = [f"after={month}-01" for month in starts] or [""]
    kinds = {
        "queue": [f"?{query}" for query in queue],
        "incident": [line.id for line in lines],
        "search": [f"?words={word}" for word in words],
        "map": ["", *(f"?{month}" for month in months)],
    }
    roots = {"queue": "/", "incident": "/incidents/", "search": "/search", "map": "/map"}
    twins = {"queue": "/queue.json", "search": "/search.json", "map": "/map.json"}
    found = {"static file": [STATIC] * requests, "page without data": ["/help"] * requests}
    for kind, tails in kinds.items():
        chosen = [tails[n % len(tails)] for n in range(requests)]
        found[kind] = [roots[kind] + tail for tail in chosen]
        found[f"{kind}, data"] = [
            f"/incidents/{tail}.json" if kind == "incident" else twins[kind] + tail for tail in chosen
        ]
    return found


@contextmanager
def served(file: Path) -> Iterator[int]:
    """Run ``allegata serve`` over a casebook on a free port of this machine; yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "allegata", "serve", str(file), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        started = time.monotonic()
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if server.poll() is not None:
                    said = server.stderr.read().decode("utf-8", "replace") if server.stderr is not None else ""
                    raise UnansweredError(f"the server ended: {one_line(said)[:300]}") from None
                if time.monotonic() - started > WAIT:
                    raise UnansweredError("the server did not start") from None
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def load(port: int, paths: list[str], clients: int) -> tuple[list[float], int, float]:
    """Ask for ``paths``, shared by ``clients`` that each wait for an answer before they ask again.

    Returns the seconds of each answer, the bytes of all, and the seconds that it took in all.
    """
    waiting = iter(paths)
    lock = threading.Lock()

    def client(_: int) -> tuple[list[float], int]:
        spent: list[float] = []
        size = 0
        with closing(HTTPConnection("127.0.0.1", port, timeout=WAIT)) as connection:
            while True:
                with lock:
                    path = next(waiting, None)
                if path is None:
                    return spent, size
                start = time.perf_counter()
                try:
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    size += len(answer.read())
                except OSError as error:
                    raise UnansweredError(f"{path}: {error}") from error
                spent.append(time.perf_counter() - start)
                if answer.status != 200:
                    raise UnansweredError(f"{path}: answered with {answer.status}")

    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        told = list(pool.map(client, range(clients)))
    return [one for spent, _ in told for one in spent], sum(size for _, size in told), time.perf_counter() - start


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that so many of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


def measure(file: Path, counts: Counts, asked: dict[str, list[str]], clients: int) -> dict[str, Any]:
    """Return the figures of one run: the percentiles of each kind of page, beside those of the static file."""
    rows: list[dict[str, Any]] = []
    with served(file) as port:
        for paths in asked.values():
            load(port, paths[:2], 1)  # the first answers load templates and fill the database's cache
        alone = {name: load(port, list(islice(paths, 10)), 1)[0] for name, paths in asked.items()}
        for name, paths in asked.items():
            seconds, size, whole = load(port, paths, clients)
            rows.append(
                {
                    "page": name,
                    "requests": len(seconds),
                    "p50_ms": round(1000 * percentile(seconds, 0.5), 1),
                    "p95_ms": round(1000 * percentile(seconds, 0.95), 1),
                    "alone_ms": round(1000 * percentile(alone[name], 0.5), 1),
                    "per_second": round(len(seconds) / whole, 1),
                    "kb": round(size / len(seconds) / 1024, 1),
                }
            )
    base = rows[0]["p95_ms"]
    for row in rows:
        row["ratio"] = round(row["p95_ms"] / base, 1) if base else None
    return {
        "incidents": counts.incidents,
        "claims": counts.claims,
        "documents": counts.documents,
        "clients": clients,
        "pages": rows,
    }


def serve(
    incidents: Annotated[
        int, typer.Option("--incidents", min=1, metavar="N", help="How many are made up.")
    ] = INCIDENTS,
    claims: Annotated[int, typer.Option("--claims", min=1, metavar="N", help="How many claims on them.")] = CLAIMS,
    clients: Annotated[int, typer.Option("--clients", min=1, max=200, metavar="N", help="At a time.")] = CLIENTS,
    requests: Annotated[
        int, typer.Option("--requests", min=1, metavar="N", help="Of each kind of page, by all clients.")
    ] = REQUESTS,
    casebook: Annotated[
        Path | None, typer.Option("--casebook", metavar="FILE", help="Measure on this casebook, and make none.")
    ] = None,
    json_: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON.")] = None,
) -> int:
    """Measure the workbench's pages over a large casebook of made-up claims, beside a static file of the server."""
    if json_ is not None and (json_.is_dir() or not json_.absolute().parent.is_dir()):
        raise typer.BadParameter(f"{json_}: name a file in a folder that is there", param_hint="--json")
    if claims < incidents:
        raise typer.BadParameter("there is at least one claim for each incident", param_hint="--claims")
    with TemporaryDirectory(prefix="allegata-bench-") as folder:
        try:
            if casebook is not None:
                book = Casebook.open(casebook)
            else:
                book = build(Path(folder) / "cases.db", incidents, claims, lambda words: typer.echo(words, err=True))
            with closing(book):
                view = book.view(Person(name="bench", role="reader", restricted=True))
                counts, asked = view.counts(), addresses(view, requests)
                file = casebook or Path(folder) / "cases.db"
            figures = measure(file, counts, asked, clients)
        except CasebookError as error:
            raise typer.BadParameter(one_line(str(error)), param_hint="--casebook") from error
        except UnansweredError as error:
            typer.echo(f"allegata: {error}", err=True)
            return 1
    _show(figures)
    if json_ is not None:
        json_.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _show(figures: dict[str, Any]) -> None:
    table = Table(title="allegata bench serve")
    table.add_column("page")
    for head in ("requests", "p50 ms", "p95 ms", "ratio", "alone ms", "a second", "KB"):
        table.add_column(head, justify="right")
    for row in figures["pages"]:
        cells = (f"{row[name]:,.1f}" for name in ("p50_ms", "p95_ms", "ratio", "alone_ms", "per_second", "kb"))
        table.add_row(row["page"], f"{row['requests']:,}", *cells)
    Console(width=max(100, Console().width)).print(table)
    typer.echo(
        f"{figures['claims']:,} claims of {figures['documents']:,} documents in {figures['incidents']:,} incidents, "
        f"{figures['clients']} clients; ratio: p95 beside that of the static file in this run"
    )
