"""The set `polnear`: who says what in news, as spans of source, cue and content.

Both readers are scored: the learned tagger, whose figures stand at the leading keys (``source_exact_f1`` …), and the
rules alone (``rules.source_exact_f1`` …). The leading keys are of the sentence form, which published results are on;
the brat form stands below ``brat`` (``brat.source_exact_f1`` …, ``brat.rules.source_exact_f1`` …), and at the leading
keys only where the sentence form is not there. Without the tagger's weights the rules' figures stand at both.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from allegata.evaluation.attribution_scores import KINDS, Marked, Scored, scored
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.evaluation.polnear_files import Article, Paragraph, brat_articles, from_sentences
from allegata.evaluation.polnear_view import heard
from allegata.reading import MISSING_TAGGER, shared_tagger

SENTENCES = ("valid", "test")
BRAT = ("dev", "test")
MEASURES = {"exact_f1": "exact F1", "begin_f1": "begin F1", "jaccard": "overlap (Jaccard)"}

_WORDS = 24
"""Tokens of a paragraph that are shown with a miss, about its span."""


class Both(msgspec.Struct, frozen=True):
    """The scores of an article by kind: of the tagger (``None`` where it was left out) and of the rules alone."""

    tagger: dict[str, Scored] | None
    rules: dict[str, Scored]


class PolnearSet:
    """The gold set; see the module."""

    name = "polnear"
    title = "PolNeAR: source, cue and content of the attributions in US election news"

    def find(self, data: Path) -> Sequence[Part]:
        """Return the development and test halves that are there, in either form. Raises `SetMissingError`."""
        home = data / "polnear"
        parts = [
            Part(f"polnear/cofenet_sentences/{file.name}", (file,), from_sentences(file))
            for half in SENTENCES
            if (file := home / "cofenet_sentences" / f"{half}.txt").is_file()
        ]
        for half in BRAT:
            articles, read = brat_articles(home / "data" / half)
            if articles:
                parts.append(Part(f"polnear/data/{half}", read, articles))
        if not parts:
            raise SetMissingError(f"neither cofenet_sentences/*.txt nor data/*/attributions in {home}")
        return parts

    def measure(self, part: str, item: Article, tools: Tools) -> Outcome:
        """Return the scores of one article by both readers; the misses are the tagger's, or the rules' without it."""
        rules = heard(item, tools.reader)
        tagger = shared_tagger()
        tagged: list[list[Marked]] | None = None
        if tagger is not None:
            rows = tagger.tag([paragraph.tokens for paragraph in item.paragraphs])
            tagged = [[(span.kind, span.start, span.end) for span in row] for row in rows]
        gold = [list(paragraph.gold) for paragraph in item.paragraphs]
        shown = rules if tagged is None else tagged
        misses = tuple(
            miss
            for paragraph, ours in zip(item.paragraphs, shown, strict=True)
            for miss in _misses(item.id, paragraph, ours)
        )
        both = Both(None if tagged is None else _summed(tagged, gold), _summed(rules, gold))
        return Outcome(item=item.id, part=part, counts=both, misses=misses)

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return exact and begin F1 and mean overlap of each kind, for both readers and both forms."""
        forms: dict[bool, list[Both]] = {True: [], False: []}
        for outcome in outcomes:
            forms["/data/" in outcome.part].append(outcome.counts)
        lead = forms[False] or forms[True]
        figures, rows = _figures(lead)
        if forms[False] and forms[True]:
            figures["brat"], more = _figures(forms[True])
            rows += [
                msgspec.structs.replace(row, key=f"brat.{row.key}", label=f"brat form: {row.label}")
                for row in more
                if row.key.endswith("exact_f1")
            ]
        notes = () if lead and lead[0].tagger is not None else (MISSING_TAGGER,)
        return Result(figures=figures, rows=tuple(rows), notes=notes)


def _summed(ours: Sequence[Sequence[Marked]], gold: Sequence[Sequence[Marked]]) -> dict[str, Scored]:
    total = {kind: Scored() for kind in KINDS}
    for mine, theirs in zip(ours, gold, strict=True):
        found = scored(mine, theirs)
        total = {kind: total[kind] + found[kind] for kind in KINDS}
    return total


def _figures(counts: Sequence[Both]) -> tuple[dict[str, Any], list[Row]]:
    rules = _added([both.rules for both in counts])
    tagger = _added([both.tagger or both.rules for both in counts])
    figures: dict[str, Any] = {**_of(tagger), "rules": _of(rules)}
    rows = _rows(tagger, "", "") + _rows(rules, "rules.", "rules alone: ")
    return figures, rows


def _added(counts: Sequence[Mapping[str, Scored]]) -> dict[str, Scored]:
    total = {kind: Scored() for kind in KINDS}
    for count in counts:
        total = {kind: total[kind] + count[kind] for kind in KINDS}
    return total


def _of(total: Mapping[str, Scored]) -> dict[str, float]:
    return {
        f"{kind}_{measure}": value
        for kind in KINDS
        for measure, value in (
            ("exact_precision", total[kind].exact.precision),
            ("exact_recall", total[kind].exact.recall),
            ("exact_f1", total[kind].exact.f1),
            ("begin_f1", total[kind].begin.f1),
            ("jaccard", total[kind].jaccard),
        )
    }


def _rows(total: Mapping[str, Scored], prefix: str, label: str) -> list[Row]:
    values = _of(total)
    return [
        Row(
            key=f"{prefix}{kind}_{measure}",
            label=f"{label}{kind}, {name}",
            value=values[f"{kind}_{measure}"],
            constant=0.0,
            constant_answer="none",
            n=int(total[kind].exact.gold),
        )
        for measure, name in MEASURES.items()
        for kind in KINDS
    ]


def _misses(item: str, paragraph: Paragraph, ours: Sequence[Marked]) -> list[Miss]:
    """Return each gold span not marked exactly, with ours beside it, and each of ours that touches no gold one."""
    found = []
    for kind, start, end in sorted(set(paragraph.gold) - set(ours), key=lambda s: s[1]):
        near = [s for s in ours if s[0] == kind and s[1] < end and start < s[2]]
        found.append(
            Miss(
                item=item,
                measure=kind,
                gold=_words(paragraph, start, end),
                ours=" … ".join(_words(paragraph, a, b) for _, a, b in near),
                words=_words(paragraph, start - _WORDS, end + _WORDS),
            )
        )
    for kind, start, end in sorted(set(ours) - set(paragraph.gold), key=lambda s: s[1]):
        if not any(k == kind and a < end and start < b for k, a, b in paragraph.gold):
            around = _words(paragraph, start - _WORDS, end + _WORDS)
            found.append(Miss(item=item, measure=kind, gold="", ours=_words(paragraph, start, end), words=around))
    return found


def _words(paragraph: Paragraph, start: int, end: int) -> str:
    return " ".join(paragraph.tokens[max(0, start) : end])


SET = PolnearSet()
