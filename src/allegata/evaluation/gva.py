"""The gold set ``gva``: articles on shootings to be gathered by incident (Gun Violence Archive)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from allegata.evaluation.json_lines import json_lines
from allegata.evaluation.linked_texts import (
    Read,
    Told,
    baseline,
    document_of,
    gathered,
    labelled,
    linking_misses,
    linking_rows,
    read_of,
)
from allegata.evaluation.linking_scores import score
from allegata.evaluation.parts import Outcome, Part, Result, SetMissingError, Tools


class GvaSet:
    """The set. An article that stands under two incidents counts with the first."""

    name = "gva"
    title = "articles on shootings, gathered by incident"

    def find(self, data: Path) -> Sequence[Part]:
        """Return the one part. Raises `SetMissingError`, also for lines of another form."""
        file = data / "gva" / "documents.jsonl"
        if not file.is_file():
            raise SetMissingError(f"no gva/documents.jsonl in {data}")
        try:
            items = tuple(_articles(file))
        except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            raise SetMissingError(f"{file}: not articles with incidents ({error})") from error
        return [Part("gva/documents.jsonl", (file,), items, tuple(item.incidents[0] for item in items))]

    def measure(self, part: str, item: Told, tools: Tools) -> Outcome:
        """Return one article as read."""
        document = document_of(item)
        return Outcome(item=item.id, part=part, counts=Read(item, document, tuple(tools.reader.read(document).claims)))

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return how well the articles are gathered."""
        read = read_of(outcomes)
        gold = {item.told.id: item.told.incidents[0] for item in read}
        labels = labelled(read, gathered(read))
        rows = linking_rows(score(gold, labels), *baseline(read, gold), len(read))
        silent = sum(not item.claims for item in read)
        note = (
            f"{silent:,} of {len(read):,} articles make no claim and stand alone; {len(set(gold.values())):,} incidents"
        )
        misses = tuple(linking_misses(read, gold, labels))
        return Result(figures={row.key: row.value for row in rows}, rows=tuple(rows), notes=(note,), misses=misses)


def _articles(file: Path) -> Iterator[Told]:
    seen: set[str] = set()
    for row in json_lines(file):
        if row["doc_id"] in seen:
            continue
        seen.add(row["doc_id"])
        yield Told(
            id=row["doc_id"],
            text=row.get("text") or row.get("title") or "",
            title=row.get("title") or None,
            published=row.get("dct") or None,
            publisher=None,
            incidents=(str(row["incident_id"]),),
            url=row.get("uri") or None,
        )


SET = GvaSet()
