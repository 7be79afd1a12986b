"""Figures as tables: one of ours a set, beside the best constant answer, and one of others, each with its source."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from allegata.evaluation.floors import figure, targets
from allegata.evaluation.parts import Row
from allegata.evaluation.published import Peer, published
from allegata.evaluation.run import Evaluation

COLUMNS = 4
"""So many measures of other systems fit beside one another in a terminal."""
PEERS = 5
"""So many other systems are shown in a terminal, the best at each measure; the page of quality has all."""


def number(value: float | None, unit: str = "%") -> str:
    """Return a figure as it is printed: one decimal, whole where it is a count, a dash where there is none."""
    if value is None:
        return "–"
    if not unit and value == int(value):
        return f"{int(value):,}"
    return f"{value:.2f}" if unit not in ("%", "km") and abs(value) < 1 else f"{value:,.1f}"


def with_unit(row: Row) -> str:
    """Return a row's figure with its unit."""
    return f"{number(row.value, row.unit)} {row.unit}".strip() if row.value is not None else "–"


def must_of(name: str, row: Row) -> float | None:
    """Return what has to be reached at this row of the set called ``name``; ``None`` where nothing is asked."""
    return next((t.must for t in targets() if t.key == f"{name}.{row.key}"), None)


def compared(name: str, rows: Sequence[Row]) -> list[str]:
    """Return the keys that others' figures are set beside: the leading ones, then those that most systems have."""
    entries = published(name).entries
    held = {key: sum(key in peer.figures for peer in entries) for peer in entries for key in peer.figures}
    lead = [t.key.removeprefix(f"{name}.") for t in targets() if t.set_name == name]
    order = [key for key in lead if key in held]
    ours = {row.key for row in rows}
    rest = sorted((k for k in held if k not in order), key=lambda k: (k not in ours, -held[k], list(held).index(k)))
    return order + rest


def render(evaluation: Evaluation) -> RenderableType:
    """Return the tables of one set for a terminal."""
    name, rows = evaluation.name, evaluation.result.rows
    found = ", ".join(f"{part} ({count:,})" for part, count in evaluation.parts.items())
    head = Text.assemble((f"{name}", "bold"), f"  {evaluation.title}\n", (f"scored on {found}", "dim"))
    if evaluation.sampled:
        head.append("\na fixed sample of the set", "yellow")
    ours = Table(show_edge=False, pad_edge=False, header_style="bold")
    ours.add_column("measure")
    ours.add_column("Allegata", justify="right")
    ours.add_column("must reach", justify="right", style="dim")
    ours.add_column("best constant answer", justify="right")
    ours.add_column("of", justify="right")
    ours.add_column("")
    for row in rows:
        must = must_of(name, row)
        style = "" if must is None or row.value is None else ("green" if row.value >= must else "red")
        constant = number(row.constant, row.unit) if row.constant is not None else ""
        if constant and row.constant_answer:
            constant += f" ({row.constant_answer})"
        ours.add_row(
            row.label,
            Text(with_unit(row), style=style),
            number(must) if must is not None else "",
            constant,
            f"{row.n:,}" if row.n is not None else "",
            row.note,
        )
    pieces: list[RenderableType] = [head, ours]
    peers = _peers(evaluation)
    if peers is not None:
        pieces += ["", peers]
    pieces += [Text(note, style="dim") for note in (*evaluation.result.notes, *_caution(name))]
    return Group(*pieces, "")


def _caution(name: str) -> list[str]:
    caution = published(name).caution
    return [" ".join(caution.split())] if caution else []


def _peers(evaluation: Evaluation) -> RenderableType | None:
    name = evaluation.name
    entries = published(name).entries
    keys = compared(name, evaluation.result.rows)[:COLUMNS]
    if not entries or not keys:
        return None
    labels = headings(evaluation.result.rows, keys)
    table = Table(show_edge=False, pad_edge=False, header_style="bold", title="beside others", title_justify="left")
    table.add_column("system", min_width=26)
    for key in keys:
        table.add_column(labels[key], justify="right", min_width=8)
    table.add_column("source", justify="right", style="dim")
    cells = [number(figure(evaluation.result.figures, key)) for key in keys]
    table.add_row(Text("Allegata", style="bold"), *(Text(c, style="bold") for c in cells), "")
    holders = ordered(entries, keys)
    best = [peer for key in keys for peer in ordered(entries, [key])[:PEERS]]
    shown = [peer for peer in holders if peer in best]
    more = len(holders) - len(shown)
    sources = list(dict.fromkeys(cited(peer) for peer in shown))
    for peer in shown:
        told = f"[{sources.index(cited(peer)) + 1}]"
        table.add_row(called(peer), *(number(peer.figures.get(key)) for key in keys), Text(told))
    lines = [f"and {more} more: see docs/quality.md"] if more else []
    lines += [f"[{n}] {source}" for n, source in enumerate(sources, 1)]
    listed = Text("\n".join(lines), style="dim")
    return Group(table, listed)


def headings(rows: Sequence[Row], keys: Sequence[str]) -> dict[str, str]:
    """Return what stands above each measure: our label, else the key in words, ``tempeval-3: strict f1``."""
    labels = {row.key: row.label for row in rows}
    return {key: labels.get(key) or key.replace(".", ": ").replace("_", " ") for key in keys}


def cited(peer: Peer) -> str:
    """Return where a peer's figures stand, and what they are on."""
    return f"{peer.source}{f' (on {peer.on})' if peer.on else ''}"


def ordered(entries: Sequence[Peer], keys: Sequence[str]) -> list[Peer]:
    """Return the peers that have a figure at one of ``keys``, the best first."""
    holders = [peer for peer in entries if any(key in peer.figures for key in keys)]
    return sorted(holders, key=lambda peer: [-peer.figures.get(key, -1.0) for key in keys])


def called(peer: Peer) -> str:
    """Return a system's name; ``(trained)`` where it was trained on the very set."""
    return f"{peer.system} (trained)" if peer.trained else peer.system


def show(evaluations: Sequence[Evaluation], console: Console) -> None:
    """Print the tables of some sets."""
    for evaluation in evaluations:
        console.print(render(evaluation))
