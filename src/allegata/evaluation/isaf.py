"""The gold set ``isaf``: NATO/ISAF press releases on operations in Afghanistan, coded by an expert into 13 fields."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from allegata.evaluation.arithmetic import commonest
from allegata.evaluation.isaf_reading import code_text
from allegata.evaluation.isaf_scores import FIELDS, score, shares
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools

_LABELS = {
    "start_date": "date of the operation",
    "province": "province",
    "target_group": "target group",
    "event_type": "event type",
    "min_killed": "killed, at least",
    "min_captured": "captured, at least",
    "killq": "anybody killed",
    "captureq": "anybody captured",
    "killcaptureraid": "kill-or-capture raid",
    "airstrike": "airstrike",
    "noshotsfired": "no shots fired",
    "min_leaders_killed": "leaders killed, at least",
    "min_leaders_captured": "leaders captured, at least",
}


class Release(msgspec.Struct, frozen=True):
    """One release with its gold: ``id`` within the file, ``text``, and the 13 fields."""

    id: str
    text: str
    gold: dict[str, Any]


class Measured(msgspec.Struct, frozen=True):
    """Scores of one release, and its gold values (lists as sorted texts) for the best constant answers."""

    scores: dict[str, float]
    gold: dict[str, str]


class IsafSet:
    """The set. Every ``isaf/*.jsonl`` is a part of it."""

    name = "isaf"
    title = "NATO/ISAF press releases on operations in Afghanistan, 13 fields coded by an expert"

    def find(self, data: Path) -> Sequence[Part]:
        """Return one part for each ``isaf/*.jsonl``. Raises `SetMissingError`, also for lines of another form."""
        files = sorted((data / "isaf").glob("*.jsonl"))
        if not files:
            raise SetMissingError(f"no isaf/*.jsonl in {data}")
        return [Part(f"isaf/{file.name}", (file,), tuple(_releases(file))) for file in files]

    def measure(self, part: str, item: Release, tools: Tools) -> Outcome:
        """Return the scores of one release."""
        coded = code_text(item.text, tools)
        ours = msgspec.to_builtins(coded.fields)
        scores = score(ours, item.gold)
        misses = tuple(
            Miss(
                item=item.id,
                measure=field,
                gold=_shown(item.gold.get(field)),
                ours=_shown(ours[field]),
                words=coded.words(field),
            )
            for field in FIELDS
            if scores[field] < 1
        )
        gold = {field: _shown(item.gold.get(field)) for field in FIELDS}
        return Outcome(item=item.id, part=part, counts=Measured(scores, gold), misses=misses)

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the share of right values of each field, and the mean of the 13 shares."""
        measured: list[Measured] = [outcome.counts for outcome in outcomes]
        figures = shares([item.scores for item in measured])
        best = {field: commonest([item.gold[field] for item in measured]) for field in FIELDS}
        mean = round(sum(value for _, value in best.values()) / len(FIELDS), 2)
        n = len(measured)
        rows = [Row(key="mean", label="mean of the 13 fields", value=figures["mean"], constant=mean, n=n)]
        rows += [
            Row(
                key=field,
                label=_LABELS[field],
                value=figures[field],
                constant=best[field][1],
                constant_answer=f"always {best[field][0] or 'none'}",
                n=n,
            )
            for field in FIELDS
        ]
        return Result(figures=figures, rows=tuple(rows))


def _releases(file: Path) -> list[Release]:
    """Read the releases of a file; empty lines are passed over. Raises `SetMissingError` for a line of another form."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line)
            found.append(Release(f"{file.stem}:{row.get('id', number)}", row["text"], dict(row["gold"])))
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise SetMissingError(f"{file}, line {number}: not a release with its gold ({error})") from error
    return found


def _shown(value: Any) -> str:
    return ", ".join(sorted(value)) if isinstance(value, list | tuple) else str(value)


SET = IsafSet()
