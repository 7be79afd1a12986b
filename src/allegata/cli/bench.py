"""``allegata bench``: what reading costs beside the bare parser, measured in one run."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup

from allegata.cli.bench_link import link
from allegata.cli.bench_memory import peak_mb
from allegata.cli.bench_serve import serve
from allegata.cli.bench_texts import peaceful, violent
from allegata.intake import IntakeError, from_text, take_in
from allegata.reading import MISSING_TAGGER, Reader, Settings, speaks_of_violence
from allegata.reading.pipeline import load_pipeline
from allegata.records import Document


class _ReadingUnlessNamed(TyperGroup):
    """``allegata bench`` measures reading, with or without paths; another part is measured where it is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args[:1] != ["--help"] and args[:1] not in [[name] for name in self.commands]:
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


_DEFAULT = "reading"
app = typer.Typer(cls=_ReadingUnlessNamed, help="Measure speed and memory on this machine: reading, or another part.")

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


def measure(documents: list[Document]) -> dict[str, Any]:
    """Return the figures of a run over ``documents``: words per second, ratios to the bare parser, peak memory in MB.

    The bare parser is the very pipeline that the reader uses, with the same components, batched in the same way, over
    the same paragraphs. ``gate.ratio``: cost of a word of a document without violence over cost of a word of the bare
    parser; it is measured on texts of its own. ``tagger``: the reading with the attribution tagger, beside the same
    bare parser; ``None`` where the tagger was left out.
    """
    nlp = load_pipeline()
    reader = Reader(Settings())
    reader.warm()
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

    def tagged() -> None:
        for _ in helped.read_many(documents):
            pass

    def gate() -> None:
        for _ in range(20):
            for _ in reader.read_many(held):
                pass

    for work in (bare, whole, gate):
        work()
    best = dict.fromkeys(("bare", "whole", "gate", "tagged"), float("inf"))
    for _ in range(ROUNDS):
        best["bare"] = min(best["bare"], _timed(bare))
        best["whole"] = min(best["whole"], _timed(whole))
        best["gate"] = min(best["gate"], _timed(gate) / 20)
    peak = peak_mb()  # of the rules alone: the tagger is measured last
    helped = Reader(Settings(tagger=True))
    there = not helped.notices
    if there:
        tagged()
        best["tagged"] = min(_timed(tagged) for _ in range(ROUNDS))
    words = _words(documents)
    bare_word, gate_word = best["bare"] / words, best["gate"] / quiet_words
    return {
        "parser": {"words_per_second": round(words / best["bare"]), "components": list(nlp.pipe_names)},
        "reading": {
            "words_per_second": round(words / best["whole"]),
            "ratio": round(best["bare"] / best["whole"], 3),
            "peak_mb": peak,
            "documents": len(documents),
            "words": words,
        },
        "tagger": {
            "words_per_second": round(words / best["tagged"]),
            "ratio": round(best["bare"] / best["tagged"], 3),
            "peak_mb": peak_mb(),
        }
        if there
        else None,
        "gate": {
            "words_per_second": round(1 / gate_word),
            "ratio": round(gate_word / bare_word, 4),
            "documents": len(quiet),
            "held_back": len(held),
            "words": quiet_words,
        },
    }


def _given(paths: list[Path]) -> list[Document]:
    """Return the documents of ``paths``. Raises ``BadParameter`` where there is nothing to measure on."""
    try:
        documents = [item for item in take_in(paths) if isinstance(item, Document)]
    except IntakeError as error:
        raise typer.BadParameter(str(error), param_hint="PATH") from error
    if not _paragraphs(documents):
        raise typer.BadParameter("no text to measure on; give dispatches, or no PATH", param_hint="PATH")
    return documents


@app.command(_DEFAULT)
def bench(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH…]", help="Dispatches to measure on instead of the built-in ones."),
    ] = None,
    json_: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON.")] = None,
) -> int:
    """Measure reading against the bare parser, in one run on this machine."""
    if json_ is not None and (json_.is_dir() or not json_.absolute().parent.is_dir()):
        raise typer.BadParameter(f"{json_}: name a file in a folder that is there", param_hint="--json")
    figures = measure(_given(paths) if paths else _documents(violent()))
    _show(figures)
    if json_ is not None:
        json_.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _show(figures: dict[str, Any]) -> None:
    table = Table("measured in one run", "words/s", "beside the bare parser", title="allegata bench")
    parser, reading, gate, tagger = (figures[part] for part in ("parser", "reading", "gate", "tagger"))
    table.add_row(f"bare parser ({', '.join(parser['components'])})", f"{parser['words_per_second']:,}", "1")
    table.add_row(
        f"whole reading of {reading['documents']} dispatches, {reading['words']:,} words",
        f"{reading['words_per_second']:,}",
        f"reading.ratio {reading['ratio']} of its speed (at least 0.75)",
    )
    if tagger is not None:
        table.add_row(
            "the same with the attribution tagger",
            f"{tagger['words_per_second']:,}",
            f"tagger.ratio {tagger['ratio']} of its speed",
        )
    table.add_row(
        f"{gate['held_back']} of {gate['documents']} documents without violence, {gate['words']:,} words",
        f"{gate['words_per_second']:,}",
        f"gate.ratio {gate['ratio']} of its cost a word (at most 0.1)",
    )
    Console(width=max(100, Console().width)).print(table)
    typer.echo(f"reading.peak_mb {reading['peak_mb']} (one process, under 700)")
    typer.echo(f"tagger.peak_mb {tagger['peak_mb']}" if tagger is not None else MISSING_TAGGER)


app.command("link")(link)
app.command("serve")(serve)
