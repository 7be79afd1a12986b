"""``allegata bench``: what reading costs beside the bare parser, measured in one run."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from allegata.cli.bench_texts import peaceful, violent
from allegata.intake import from_text, readable
from allegata.reading import Reader, Settings, speaks_of_violence
from allegata.reading.pipeline import load_pipeline
from allegata.records import Document

ROUNDS = 5
"""Each thing is measured so often, turn by turn; the best time of each counts, as it is the least disturbed."""


def _documents(texts: list[str]) -> list[Document]:
    return [document for number, text in enumerate(texts) for document in from_text(text, origin=f"text {number}")]


def _words(documents: list[Document]) -> int:
    return sum(len(document.text.split()) for document in documents)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _paragraphs(documents: list[Document]) -> list[str]:
    return [
        document.text[a:b]
        for document in documents
        for a, b in (z.span for z in document.zones if z.kind == "paragraph")
    ]


def measure(texts: list[str] | None = None) -> dict[str, Any]:
    """Return the figures of a run: words per second, ratios to the bare parser, peak memory in MB.

    The bare parser is the very pipeline that the reader uses, with the same components, batched in the same way, over the
    same paragraphs. ``gate.ratio``: cost of a word of a document without violence over cost of a word of the bare parser.
    """
    nlp = load_pipeline()
    reader = Reader(Settings())
    reader.warm()
    documents = _documents(texts if texts is not None else violent())
    quiet = _documents(peaceful())
    held = [document for document in quiet if not speaks_of_violence(document.text)]
    paragraphs = _paragraphs(documents)
    quiet_words = _words(held)

    def bare() -> None:
        for _ in nlp.pipe(paragraphs, batch_size=64):
            pass

    def whole() -> None:
        for _ in reader.read_many(documents):
            pass

    def gate() -> None:
        for _ in range(20):
            for _ in reader.read_many(held):
                pass

    for work in (bare, whole, gate):
        work()
    best = {"bare": float("inf"), "whole": float("inf"), "gate": float("inf")}
    for _ in range(ROUNDS):
        best["bare"] = min(best["bare"], _timed(bare))
        best["whole"] = min(best["whole"], _timed(whole))
        best["gate"] = min(best["gate"], _timed(gate) / 20)
    words = _words(documents)
    bare_word, gate_word = best["bare"] / words, best["gate"] / quiet_words
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return {
        "parser": {"words_per_second": round(words / best["bare"]), "components": list(nlp.pipe_names)},
        "reading": {
            "words_per_second": round(words / best["whole"]),
            "ratio": round(best["bare"] / best["whole"], 3),
            "peak_mb": round(peak, 1),
            "documents": len(documents),
            "words": words,
        },
        "gate": {
            "words_per_second": round(1 / gate_word),
            "ratio": round(gate_word / bare_word, 4),
            "documents": len(quiet),
            "held_back": len(held),
            "words": quiet_words,
        },
    }


def bench(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH…]", help="Text files to measure on instead of the built-in dispatches."),
    ] = None,
    json_: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON.")] = None,
) -> int:
    """Measure reading against the bare parser, in one run on this machine."""
    for path in paths or []:
        if not path.is_file():
            raise typer.BadParameter(f"{path}: no such file; check the path", param_hint="PATH")
    texts = [readable(path.read_text(encoding="utf-8")) for path in paths] if paths else None
    figures = measure(texts)
    table = Table("measured in one run", "words/s", "beside the bare parser", title="allegata bench")
    parser, reading, gate = figures["parser"], figures["reading"], figures["gate"]
    table.add_row(f"bare parser ({', '.join(parser['components'])})", f"{parser['words_per_second']:,}", "1")
    table.add_row(
        f"whole reading of {reading['documents']} dispatches, {reading['words']:,} words",
        f"{reading['words_per_second']:,}",
        f"reading.ratio {reading['ratio']} of its speed (at least 0.75)",
    )
    table.add_row(
        f"{gate['held_back']} of {gate['documents']} documents without violence, {gate['words']:,} words",
        f"{gate['words_per_second']:,}",
        f"gate.ratio {gate['ratio']} of its cost a word (at most 0.1)",
    )
    Console(width=max(100, Console().width)).print(table)
    typer.echo(f"reading.peak_mb {reading['peak_mb']} (one process, under 700)")
    if json_ is not None:
        json_.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0
