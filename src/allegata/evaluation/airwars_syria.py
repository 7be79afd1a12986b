"""The gold set ``airwars-syria``: English texts behind Airwars' incidents in Syria, to be gathered by incident.

Format: ``airwars_syria/source_documents.jsonl`` (``text``, ``title``, ``publisher``, ``publication_date``,
``url``, ``language``, ``incident_ids``) and ``incidents.jsonl`` (``incident_id``, ``belligerent``, ``belligerents``,
``civ_killed_min`` and ``_max``, the same for injured). Texts in English are taken;

Who is accused: ``airwars_belligerent``. Belligerent and tolls are of an incident over all texts that are of it,
those of several incidents among them; gathered by our linking, a text counts with its first incident.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import msgspec

from allegata.evaluation.airwars_belligerent import Blame, belligerent_misses, belligerent_rows, blame
from allegata.evaluation.airwars_gaza import overlap
from allegata.evaluation.arithmetic import commonest
from allegata.evaluation.json_lines import json_lines
from allegata.evaluation.linked_texts import (
    Read,
    Told,
    airwars_texts,
    baseline,
    document_of,
    gathered,
    labelled,
    linking_misses,
    linking_rows,
    read_of,
)
from allegata.evaluation.linking_scores import score
from allegata.evaluation.parts import Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.incidents import Profile, profile
from allegata.records import Claim

TEXTS, INCIDENTS = "airwars_syria/source_documents.jsonl", "airwars_syria/incidents.jsonl"


class Gold(msgspec.Struct, frozen=True):
    """A text, and the records of its incidents, by id."""

    told: Told
    records: dict[str, dict[str, Any]]


class Counts(msgspec.Struct, frozen=True):
    """A text as read, the records of its incidents, and whom it holds responsible."""

    read: Read
    records: dict[str, dict[str, Any]]
    blame: Blame


class AirwarsSyriaSet:
    """The set."""

    name = "airwars-syria"
    title = "Airwars in Syria: English texts gathered by incident, and the incidents' records"

    def find(self, data: Path) -> Sequence[Part]:
        """Return the one part. Raises `SetMissingError`, also for lines of another form."""
        texts, incidents = data / TEXTS, data / INCIDENTS
        if not texts.is_file() or not incidents.is_file():
            raise SetMissingError(f"no {TEXTS} with {INCIDENTS} in {data}")
        try:
            records = {row["incident_id"]: row for row in json_lines(incidents)}
            items = tuple(_texts(texts, records))
        except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            raise SetMissingError(f"{texts.parent}: not texts with incidents ({error})") from error
        return [Part(TEXTS, (texts, incidents), items, tuple(item.told.incidents[0] for item in items))]

    def measure(self, part: str, item: Gold, tools: Tools) -> Outcome:
        """Return one text as read."""
        document = document_of(item.told)
        claims = tuple(tools.reader.read(document).claims)
        counts = Counts(Read(item.told, document, claims), item.records, blame(item.told, claims, tools))
        return Outcome(item=item.told.id, part=part, counts=counts)

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return how well the texts are gathered, and how the records of their incidents are met."""
        found: list[Counts] = read_of(outcomes)  # type: ignore[assignment]
        read = [item.read for item in found]
        gold = {item.told.id: item.told.incidents[0] for item in read}
        labels = labelled(read, gathered(read))
        rows = linking_rows(score(gold, labels), *baseline(read, gold), len(read))
        blames: dict[str, list[Blame]] = {}
        for item in found:
            for name in item.records:
                blames.setdefault(name, []).append(item.blame)
        records = {name: record for item in found for name, record in item.records.items()}
        rows += [*belligerent_rows(blames, records), *_toll_rows(found)]
        silent = sum(not any(claim.kind == "event" for claim in item.claims) for item in read)
        notes = (
            f"{silent} of {len(read)} texts make no claim of an event and stand alone",
            f"{len(set(gold.values()))} incidents; {len(records)} with those that only texts of another are of as well",
            "belligerent and tolls: of each incident over its own texts, whoever they were gathered with",
        )
        misses = (*linking_misses(read, gold, labels), *belligerent_misses(blames, records))
        return Result(figures={row.key: row.value for row in rows}, rows=tuple(rows), notes=notes, misses=misses)


def _toll_rows(found: Sequence[Counts]) -> list[Row]:
    counting = profile("airwars")
    rows = []
    for outcome in ("killed", "injured"):
        given: dict[str, list[tuple[int, int]]] = {}
        wanted: dict[str, tuple[int, int]] = {}
        for item in found:
            for name, record in item.records.items():
                low, high = record.get(f"civ_{outcome}_min"), record.get(f"civ_{outcome}_max")
                if low is None or high is None:
                    continue
                wanted[name] = (int(low), int(high))
                ends = given.setdefault(name, [])
                ends += _ends(item.read.claims, outcome, counting)
        value = [_overlap(ends, wanted[name]) for name, ends in given.items()]
        mode, _ = commonest(wanted.values())
        same = [overlap(mode, ends) for ends in wanted.values()] if wanted else []  # type: ignore[arg-type]
        rows.append(
            Row(
                key=f"{outcome}_overlap",
                label=f"{outcome}, overlap of the ranges",
                value=round(mean(value), 2) if value else 0.0,
                constant=round(mean(same), 2) if same else None,
                constant_answer=str(mode),
                n=len(value),
            )
        )
    return rows


def _ends(claims: Sequence[Claim], outcome: str, counting: Profile) -> list[tuple[int, int]]:
    found = []
    for item in (item for claim in claims for item in claim.casualties):
        if item.outcome == outcome and item.part_of is None and not item.cumulative and not item.partial:
            least, most = counting.bounds(item.quantity)
            found.append((least if least is not None else most or 0, most if most is not None else least or 0))
    return found


def _overlap(ends: Sequence[tuple[int, int]], wanted: tuple[int, int]) -> float:
    if not ends:
        return 0.0
    return overlap((min(low for low, _ in ends), max(high for _, high in ends)), wanted)


def _texts(file: Path, records: Mapping[str, dict[str, Any]]) -> Iterator[Gold]:
    for told in airwars_texts(file):
        yield Gold(told, {name: records.get(name, {}) for name in told.incidents})


SET = AirwarsSyriaSet()
