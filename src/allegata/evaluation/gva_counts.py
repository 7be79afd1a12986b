"""The gold set ``gva-counts``: news articles with the Gun Violence Archive's record of their incident."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from allegata.evaluation.json_lines import json_lines
from allegata.evaluation.own_incident_set import Told, measure, result_of
from allegata.evaluation.parts import Outcome, Part, Result, SetMissingError, Tools


class GvaCountsSet:
    """The set. Each row of ``gva/documents.jsonl`` whose incident has a record in ``gva/incidents.jsonl`` is an item.

    Rows without a record have no gold and are left out, so that there are fewer items than rows. An article that
    stands under two incidents counts once with each.
    """

    name = "gva-counts"
    title = "articles on shootings: killed and injured in the archive's record of the incident"

    def find(self, data: Path) -> Sequence[Part]:
        """Return the one part. Raises `SetMissingError`, also for lines of another form."""
        documents, incidents = data / "gva" / "documents.jsonl", data / "gva" / "incidents.jsonl"
        if not documents.is_file() or not incidents.is_file():
            raise SetMissingError(f"no gva/documents.jsonl with gva/incidents.jsonl in {data}")
        try:
            items = tuple(_articles(documents, incidents))
        except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            raise SetMissingError(f"{documents.parent}: not articles with incidents ({error})") from error
        return [Part("gva/documents.jsonl", (documents, incidents), items)]

    def measure(self, part: str, item: Told, tools: Tools) -> Outcome:
        """Return ours and the gold's counts of one article."""
        return measure(part, item, tools)

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the share of exact counts."""
        note = "the record is of the incident: an article may predate the final toll, or hold no text but a notice"
        return result_of(outcomes, (note,))


def _articles(documents: Path, incidents: Path) -> Iterator[Told]:
    records = {str(row["incident_id"]): row for row in json_lines(incidents)}
    for number, row in enumerate(json_lines(documents), 1):
        record = records.get(str(row["incident_id"]))
        if record is None:
            continue
        yield Told(
            id=f"{number}:{row['doc_id']}",
            title=row.get("title") or "",
            text=row.get("text") or "",
            published=row.get("dct") or None,
            killed=record["num_killed"],
            injured=record["num_injured"],
        )


SET = GvaCountsSet()
