"""The set ``certainty``: how firmly MEANTIME's event mentions are told, and whether they are negated.

Every mention that the annotators gave a certainty is asked for, at its own words: the reader's standing of the event
(`allegata.reading.standing`) against certain, probable and possible. Mentions marked UNDERSPECIFIED (aims, conditions)
are scored apart, with them as a fourth class; those left blank by the annotators are not counted. Nearly all mentions
are certain, so the constant answer is high: look at the recall of the other classes.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import yaml

from allegata.evaluation.arithmetic import Tally, commonest, share
from allegata.evaluation.dates import MEANTIME, meantime_files
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.evaluation.timed_texts import GoldEvent, TimedText, read_cat
from allegata.reading.sentence import Sentence
from allegata.reading.standing import Standing, standing_at

CLASSES = ("CERTAIN", "PROBABLE", "POSSIBLE")
UNDERSPECIFIED = "UNDERSPECIFIED"


class Judged(msgspec.Struct, frozen=True):
    """A mention: gold and our class, gold and our negation."""

    gold: str
    ours: str
    negative: bool
    negated: bool


@cache
def classes() -> dict[str, str]:
    """Return MEANTIME's class of each of our standings, ``data/certainty.yaml``."""
    text = (files("allegata.evaluation") / "data" / "certainty.yaml").read_text(encoding="utf-8")
    table: dict[str, str] = yaml.safe_load(text)
    return table


def standing_of(sentences: Sequence[Sentence], event: GoldEvent) -> Standing:
    """Return how the reader says that a marked mention is told; certain where no sentence holds it."""
    for sent in sentences:
        inside = [k for k in range(sent.n) if sent.start[k] < event.span[1] and event.span[0] < sent.end[k]]
        if inside:
            head = next((k for k in inside if sent.head[k] not in inside or sent.head[k] == k), inside[0])
            return standing_at(sent, head)
    return Standing("certain", False)


def judged(text: TimedText, tools: Tools) -> list[tuple[GoldEvent, Judged]]:
    """Return every mention of a text that the annotators gave a certainty, with our answer."""
    sentences = [s for line in tools.reader.sentences(text.text, text.lines) for s in line]
    found: list[tuple[GoldEvent, Judged]] = []
    for event in text.events:
        if event.certainty not in (*CLASSES, UNDERSPECIFIED):
            continue
        standing = standing_of(sentences, event)
        ours = classes()[standing.certainty]
        found.append((event, Judged(event.certainty, ours, event.polarity == "NEG", standing.negated)))
    return found


class CertaintySet:
    """The gold set of certainty and negation."""

    name = "certainty"
    title = "How firmly events are told, and what is negated (MEANTIME)"

    def find(self, data: Path) -> Sequence[Part]:
        """Return MEANTIME's articles. Raises `SetMissingError`."""
        found = meantime_files(data)
        if not found:
            raise SetMissingError(f"no {MEANTIME}/**/intra-doc_annotation/*/*.xml below {data}")
        return [Part(MEANTIME, found, found)]

    def measure(self, part: str, item: Any, tools: Tools) -> Outcome:
        """Return the judged mentions of one article."""
        text = read_cat(item)
        found = judged(text, tools)
        misses: list[Miss] = []
        for event, one in found:
            near = text.text[max(0, event.span[0] - 70) : event.span[1] + 40].replace("\n", " | ")
            words = f"{text.text[event.span[0] : event.span[1]]}: {near}"
            if one.gold != one.ours:
                misses.append(Miss(item=text.name, measure="certainty", gold=one.gold, ours=one.ours, words=words))
            if one.negative != one.negated:
                gold, ours = ("NEG" if flag else "POS" for flag in (one.negative, one.negated))
                misses.append(Miss(item=text.name, measure="negation", gold=gold, ours=ours, words=words))
        return Outcome(item=text.name, part=part, counts=tuple(one for _, one in found), misses=tuple(misses))

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return accuracy, recall of each class and negation, in per cent."""
        every: list[Judged] = [one for outcome in outcomes for one in outcome.counts]
        told = [one for one in every if one.gold in CLASSES]
        figures: dict[str, Any] = {}
        rows: list[Row] = []

        def add(key: str, label: str, value: float, n: int, right: int, constant: tuple[Any, float] | None) -> None:
            target = figures
            *outer, last = key.split(".")
            for name in outer:
                target = target.setdefault(name, {})
            target[last] = value
            answer, best = constant or ("", None)
            rows.append(
                Row(
                    key=key,
                    label=label,
                    value=value,
                    constant=best,
                    constant_answer=str(answer),
                    n=n,
                    note=f"{right} of {n}",
                )
            )

        right = sum(_class_of(one) == one.gold for one in told)
        constant = commonest(one.gold for one in told)
        add("accuracy", "certain, probable or possible", share(right, len(told)), len(told), right, constant)
        recalls = []
        for name in CLASSES:
            of = [one for one in told if one.gold == name]
            hits = sum(_class_of(one) == name for one in of)
            recalls.append(share(hits, len(of)))
            flat = (constant[0], 100.0 if name == constant[0] else 0.0)
            add(f"recall.{name.lower()}", f"{name.lower()}: recall", recalls[-1], len(of), hits, flat)
        mean = round(sum(recalls) / len(recalls), 2)
        add("macro_recall", "mean recall of the three", mean, len(told), right, (constant[0], 33.33))
        four = sum(one.ours == one.gold for one in every)
        add(
            "accuracy_with_underspecified",
            "the same with aims and conditions as a class of their own",
            share(four, len(every)),
            len(every),
            four,
            commonest(one.gold for one in every),
        )
        negation = Tally(
            sum(one.negated and one.negative for one in every),
            sum(one.negated for one in every),
            sum(one.negative for one in every),
        )
        for name, value, of_n in (
            ("precision", negation.precision, negation.predicted),
            ("recall", negation.recall, negation.gold),
            ("f1", negation.f1, negation.gold),
        ):
            add(f"negation.{name}", f"negated: {name}", value, int(of_n), int(negation.right), None)
        counts = Counter((one.gold, one.ours) for one in every)
        note = ", ".join(f"{gold} read as {ours}: {n}" for (gold, ours), n in sorted(counts.items()) if gold != ours)
        return Result(figures=figures, rows=tuple(rows), notes=(note,) if note else ())


def _class_of(one: Judged) -> str:
    """Return our class among the three; what is open (an aim, a condition) is no more than possible."""
    return "POSSIBLE" if one.ours == UNDERSPECIFIED else one.ours


SET = CertaintySet()
