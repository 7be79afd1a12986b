"""What the sets with one pair of counts an article have in common: measuring an article, and the figures of all."""

from collections.abc import Sequence
from typing import Any

import msgspec

from allegata.evaluation.arithmetic import commonest, share
from allegata.evaluation.own_incident import read_toll
from allegata.evaluation.parts import Miss, Outcome, Result, Row, Tools


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One article with the counts of its incident; ``None`` where the gold has no count. ``published``: ISO day."""

    id: str
    title: str
    text: str
    published: str | None
    killed: int | None
    injured: int | None


class Pair(msgspec.Struct, frozen=True):
    """Killed, injured and both of one article: ours and the gold's."""

    ours: tuple[int, int]
    gold: tuple[int | None, int | None]


def measure(part: str, item: Told, tools: Tools) -> Outcome:
    """Return ours and the gold's counts of one article."""
    ours = read_toll(item.title, item.text, item.published, tools.reader)
    misses = tuple(
        Miss(item=item.id, measure=name, gold=str(gold), ours=str(own), words=ours.words)
        for name, gold, own in (("killed", item.killed, ours.killed), ("injured", item.injured, ours.injured))
        if gold is not None and gold != own
    )
    pair = Pair((ours.killed, ours.injured), (item.killed, item.injured))
    return Outcome(item=item.id, part=part, counts=pair, misses=misses)


def figures_of(outcomes: Sequence[Outcome], prefix: str = "", of: str = "") -> tuple[dict[str, Any], list[Row]]:
    """Return the exact shares with their rows; keys begin with ``prefix``, labels end with ``of``."""
    pairs: list[Pair] = [outcome.counts for outcome in outcomes]
    figures: dict[str, Any] = {}
    rows = []
    for at, name in enumerate(("killed", "injured")):
        scored = [(pair.ours[at], pair.gold[at]) for pair in pairs if pair.gold[at] is not None]
        right = sum(own == gold for own, gold in scored)
        answer, constant = commonest(gold for _, gold in scored)
        key = f"{name}_exact"
        figures[key] = share(right, len(scored))
        rows.append(
            Row(
                key=prefix + key,
                label=f"{name}, exact{of}",
                value=figures[key],
                constant=constant,
                constant_answer=f"always {answer}",
                n=len(scored),
                note=f"{right} of {len(scored)}" if len(scored) < 100 else "",
            )
        )
    scored_both = [pair for pair in pairs if None not in pair.gold]
    figures["both_exact"] = share(sum(pair.ours == pair.gold for pair in scored_both), len(scored_both))
    answer, constant = commonest(pair.gold for pair in scored_both)
    rows.append(
        Row(
            key=f"{prefix}both_exact",
            label=f"both, exact{of}",
            value=figures["both_exact"],
            constant=constant,
            constant_answer=f"always {answer}",
            n=len(scored_both),
        )
    )
    return figures, rows


def result_of(outcomes: Sequence[Outcome], notes: tuple[str, ...]) -> Result:
    """Return the figures of one part without subdivisions."""
    figures, rows = figures_of(outcomes)
    return Result(figures=figures, rows=tuple(rows), notes=notes)
