"""The set ``dates``: time expressions of MEANTIME and of TimeML files, their words and their calendar values.

Scored after TempEval-3: expressions strict (same span) and relaxed (any overlap, each gold one matched once), micro
precision, recall and F1; *value* is the share of relaxed matches whose value equals the gold value as a string, and
*value F1* is relaxed F1 times that share. Creation times are not scored. Only what MEANTIME marks with words counts;
the title and the first five sentences are looked at, as only these are marked.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from allegata.evaluation.arithmetic import Tally, share
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.evaluation.timed_texts import GoldTime, TimedText, day_of, read_cat, read_timeml
from allegata.evaluation.timex import Timex, Writer
from allegata.reading.sentence import Sentence
from allegata.reading.tense import Side, side_of
from allegata.reading.times import Anchor, find_times, resolve
from allegata.records import Span

MEANTIME = "meantime_en"
TEMPEVAL = "tempeval3"
_KEYS = {MEANTIME: "meantime", TEMPEVAL: "tempeval-3"}


class Counts(msgspec.Struct, frozen=True):
    """What one text gave. ``matched``: relaxed matches; ``valued``: those of the same value; ``told_day``: those whose
    gold value is the day of publication (the constant answer)."""

    strict: Tally
    relaxed: Tally
    matched: int
    valued: int
    told_day: int


def meantime_files(data: Path) -> tuple[Path, ...]:
    """Return the MEANTIME articles below ``data``: those marked document by document, or else across documents."""
    for folder in ("intra-doc_annotation", "intra_cross-doc_annotation"):
        found = tuple(sorted(data.glob(f"{MEANTIME}/**/{folder}/*/*.xml")))
        if found:
            return found
    return ()


def publication_day(text: TimedText) -> date | None:
    """Return the day of creation: as marked, or else as a line that is nothing but a date states it."""
    if text.published is not None:
        return text.published
    for span in (*text.creation, *text.lines):
        words = text.text[span[0] : span[1]]
        found = find_times(words)
        if len(found) == 1 and len(found[0].words) == len(words.strip()):
            start = resolve(found[0], Anchor()).start
            if start is not None and found[0].precision == "day":
                return day_of(start)
    return None


def expressions(text: TimedText, tools: Tools) -> list[Timex]:
    """Return the time expressions that the reader finds in a text, as TIMEX3 elements, in order."""
    writer = Writer(text.text, publication_day(text))
    found: list[Timex] = []
    for span, sentences in zip(text.lines, tools.reader.sentences(text.text, text.lines), strict=True):
        for match in find_times(text.text[span[0] : span[1]], span[0], every=True):
            found.extend(writer.write(match, _side(sentences, match.span)))
    return found


def _side(sentences: list[Sentence], span: Span) -> Side:
    for sent in sentences:
        if sent.span[0] <= span[0] < sent.span[1]:
            inside = [k for k in range(sent.n) if sent.start[k] < span[1] and span[0] < sent.end[k]]
            head = next((k for k in inside if sent.head[k] not in inside or sent.head[k] == k), None)
            return side_of(sent, head) if head is not None else "open"
    return "open"


def paired(ours: Sequence[Timex], gold: Sequence[GoldTime]) -> list[tuple[Timex, GoldTime]]:
    """Return the relaxed matches: same spans first, then overlaps in the order of the text, each one matched once."""
    pairs = [(a, b) for a in ours for b in gold if a.span == b.span]
    pairs += [(a, b) for a in ours for b in gold if a.span[0] < b.span[1] and b.span[0] < a.span[1]]
    taken: list[tuple[Timex, GoldTime]] = []
    for a, b in pairs:
        if not any(a is c or b is d for c, d in taken):
            taken.append((a, b))
    return taken


def score(ours: Sequence[Timex], gold: Sequence[GoldTime], published: date | None) -> Counts:
    """Return the counts of one text."""
    pairs = paired(ours, gold)
    strict = sum(a.span == b.span for a, b in pairs)
    return Counts(
        strict=Tally(strict, len(ours), len(gold)),
        relaxed=Tally(len(pairs), len(ours), len(gold)),
        matched=len(pairs),
        valued=sum(a.value == b.value for a, b in pairs),
        told_day=sum(published is not None and b.value == published.isoformat() for _, b in pairs),
    )


def figures_of(counts: Sequence[Counts]) -> dict[str, float]:
    """Return the figures of several texts, in per cent."""
    strict = sum((c.strict for c in counts), Tally())
    relaxed = sum((c.relaxed for c in counts), Tally())
    value = share(sum(c.valued for c in counts), sum(c.matched for c in counts))
    return {
        "value": value,
        "value_f1": round(relaxed.f1 * value / 100, 2),
        "strict_f1": strict.f1,
        "strict_precision": strict.precision,
        "strict_recall": strict.recall,
        "relaxed_f1": relaxed.f1,
        "relaxed_precision": relaxed.precision,
        "relaxed_recall": relaxed.recall,
    }


_LABELS = {
    "value": "value of those found",
    "value_f1": "value, F1 (relaxed F1 × value)",
    "strict_f1": "same span, F1",
    "strict_precision": "same span, precision",
    "strict_recall": "same span, recall",
    "relaxed_f1": "overlapping span, F1",
    "relaxed_precision": "overlapping span, precision",
    "relaxed_recall": "overlapping span, recall",
}


class Dates:
    """The gold set of time expressions."""

    name = "dates"
    title = "Time expressions and their values in news (MEANTIME, TempEval-3)"

    def find(self, data: Path) -> Sequence[Part]:
        """Return MEANTIME and TempEval-3's test files, as far as they are there. Raises `SetMissingError`."""
        found = [
            (MEANTIME, meantime_files(data)),
            (TEMPEVAL, tuple(sorted(data.glob(f"{TEMPEVAL}/**/te3-platinum/*.tml")))),
        ]
        parts = [Part(name, files, files) for name, files in found if files]
        if not parts:
            raise SetMissingError(
                f"neither {MEANTIME}/**/intra-doc_annotation/*/*.xml nor {TEMPEVAL}/**/te3-platinum/*.tml below {data}"
            )
        return parts

    def measure(self, part: str, item: Any, tools: Tools) -> Outcome:
        """Return the counts of one text."""
        text = read_cat(item) if part == MEANTIME else read_timeml(item)
        ours = [
            timex
            for timex in expressions(text, tools)
            if not any(timex.span[0] < end and start < timex.span[1] for start, end in text.creation)
        ]
        counts = score(ours, text.times, publication_day(text))
        return Outcome(item=text.name, part=part, counts=counts, misses=tuple(_misses(text, ours)))

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the figures of each part; those without a part's name are MEANTIME's, or else TempEval-3's."""
        figures: dict[str, Any] = {}
        rows: list[Row] = []
        for part, name in _KEYS.items():
            counts: list[Counts] = [outcome.counts for outcome in outcomes if outcome.part == part]
            if not counts:
                continue
            own = figures_of(counts)
            lead = not figures
            figures |= own if lead else {}
            figures[name] = own
            matched, gold = sum(c.matched for c in counts), int(sum(c.relaxed.gold for c in counts))
            for key, label in _LABELS.items():
                value_row = key == "value"
                rows.append(
                    Row(
                        key=key if lead else f"{name}.{key}",
                        label=f"{name}: {label}",
                        value=own[key],
                        constant=share(sum(c.told_day for c in counts), matched) if value_row else None,
                        constant_answer="the day of publication" if value_row else "",
                        n=matched if value_row else gold,
                        note=f"{sum(c.valued for c in counts)} of {matched}" if value_row else "",
                    )
                )
        return Result(figures=figures, rows=tuple(rows))


def _misses(text: TimedText, ours: Sequence[Timex]) -> list[Miss]:
    pairs = paired(ours, text.times)
    misses: list[Miss] = []

    def words(span: Span) -> str:
        return text.text[span[0] : span[1]]

    for a, b in pairs:
        if a.value != b.value:
            misses.append(_miss(text, "value", b.value, a.value, b.span))
        if a.span != b.span:
            misses.append(_miss(text, "span", words(b.span), words(a.span), b.span))
    for b in text.times:
        if not any(b is d for _, d in pairs):
            misses.append(_miss(text, "not found", f"{words(b.span)} {b.value}", "", b.span))
    for a in ours:
        if not any(a is c for c, _ in pairs):
            misses.append(_miss(text, "not in the gold", "", f"{words(a.span)} {a.value}", a.span))
    return misses


def _miss(text: TimedText, measure: str, gold: str, ours: str, span: Span) -> Miss:
    near = text.text[max(0, span[0] - 60) : span[1] + 40].replace("\n", " | ")
    return Miss(item=text.name, measure=measure, gold=gold, ours=ours, words=near)


SET = Dates()
