"""The gold set ``catalogue``: incidents known from their English texts, to be found in a catalogue of all others.

Format: ``airwars_syria/source_documents.jsonl`` (``text``, ``title``, ``publisher``, ``publication_date``, ``url``,
``language``, ``incident_ids``), ``incidents.jsonl`` and ``catalogue.jsonl`` (both in the form that the mapping
``airwars`` reads). The records of the incidents that have an English text are put into the catalogue by the columns of
the mapping alone. The texts of one incident are read and gathered; whatever incidents they give are each matched, and
the records stand in the order of their highest probability.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from allegata.evaluation.arithmetic import share
from allegata.evaluation.json_lines import json_lines
from allegata.evaluation.linked_texts import Read, Told, airwars_texts, document_of
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.gazetteer import fold
from allegata.incidents import Candidate, Catalogue, CatalogueError, CatalogueRecord, gather, match
from allegata.incidents.catalogue_reading import read_catalogue
from allegata.incidents.catalogue_told import Told as Telling
from allegata.incidents.catalogue_told import told_of
from allegata.incidents.catalogue_weights import built_in_weights
from allegata.records import Claim, Document, Incident

TEXTS, INCIDENTS, KNOWN = (f"airwars_syria/{name}.jsonl" for name in ("source_documents", "incidents", "catalogue"))
_TOP = 50
_FIVE = 5


class Gold(msgspec.Struct, frozen=True):
    """An incident: its id, that of its record, its texts with their addresses, and the folder of the set."""

    incident: str
    record: str
    texts: tuple[Told, ...]
    folder: str


class Texts(msgspec.Struct, frozen=True):
    """The texts of an incident, read."""

    gold: Gold
    read: tuple[Read, ...]


class Found(msgspec.Struct, frozen=True):
    """Where the right record stands: its rank, ``None`` below all looked at; how likely the first is, and which."""

    rank: int | None
    probability: float
    first: float
    five: float
    leading: str | None = None


class CatalogueSet:
    """The set."""

    name = "catalogue"
    title = "Airwars in Syria: incidents known from English texts, found in the catalogue"

    def find(self, data: Path) -> Sequence[Part]:
        """Return the one part. Raises `SetMissingError`, also for lines of another form."""
        files = [data / name for name in (TEXTS, INCIDENTS, KNOWN)]
        if not all(file.is_file() for file in files):
            raise SetMissingError(f"no {TEXTS} with {INCIDENTS} and {KNOWN} in {data}")
        try:
            records = {row["incident_id"]: row["code"] for row in json_lines(files[1])}
            items = tuple(_gold(files[0], records, str(files[0].parent)))
        except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            raise SetMissingError(f"{files[0].parent}: not texts with incidents ({error})") from error
        return [Part(KNOWN, tuple(files), items)]

    def measure(self, part: str, item: Gold, tools: Tools) -> Outcome:
        """Return the texts of one incident as read."""
        read = []
        for told in item.texts:
            document = document_of(told)
            read.append(Read(told, document, tuple(tools.reader.read(document).claims)))
        return Outcome(item=item.incident, part=part, counts=Texts(item, tuple(read)))

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return how often the right record stands first, and among the first five."""
        texts: list[Texts] = [outcome.counts for outcome in outcomes]
        catalogue = _catalogue(texts)
        found = [_found(item, catalogue) for item in texts]
        many = len(found)
        first = sum(item.rank == 1 for item in found)
        five = sum(item.rank is not None and item.rank <= _FIVE for item in found)
        offered = [item for item in found if item.probability >= built_in_weights().offered]
        right = sum(item.rank == 1 for item in offered)
        told = "by the same name and date"
        base_first = share(sum(item.first for item in found), many)
        base_five = share(sum(item.five for item in found), many)
        rows = (
            _row("first", "right record first", share(first, many), base_first, told, many, f"{first} of {many}"),
            _row("first_five", "right record in the first five", share(five, many), base_five, told, many, f"{five}"),
            Row(
                key="offered_right",
                label="a record offered: the first is right",
                value=share(right, len(offered)),
                n=len(offered),
                note=f"{many - len(offered)} times no record is said to fit",
            ),
            Row(
                key="mean_probability",
                label="mean probability of the first where one is offered",
                value=share(sum(item.probability for item in offered), len(offered)),
                n=len(offered),
                note="near the line above where probabilities are true",
            ),
        )
        silent = sum(not any(item.claims for item in texts.read) for texts in texts)
        notes = (
            f"{len(catalogue):,} records; {silent} of {many} incidents have texts of which no claim is read, "
            "and are matched by the names and dates that stand there",
        )
        misses = tuple(_miss(item, where) for item, where in zip(texts, found, strict=True) if where.rank != 1)
        return Result(figures={row.key: row.value for row in rows}, rows=rows, notes=notes, misses=misses)


def _miss(item: Texts, where: Found) -> Miss:
    rank = "not among those looked at" if where.rank is None else f"rank {where.rank}"
    words = " / ".join(told.heading for told in item.gold.texts)
    ours = f"{rank}; first is {where.leading}" if where.leading else rank
    return Miss(item=item.gold.incident, measure="right record first", gold=item.gold.record, ours=ours, words=words)


def _row(key: str, label: str, value: float, base: float, told: str, many: int, note: str) -> Row:
    return Row(key=key, label=label, value=value, constant=base, constant_answer=told, n=many, note=note)


def _catalogue(texts: Sequence[Texts]) -> Catalogue:
    """Return the catalogue with the records of the incidents, in the order of their ids."""
    records: list[CatalogueRecord] = []
    if texts:
        folder = Path(texts[0].gold.folder)
        wanted = {item.gold.record for item in texts}
        records += read_catalogue(folder / Path(KNOWN).name, "airwars").records
        try:
            own = read_catalogue(folder / Path(INCIDENTS).name, "airwars").records
        except CatalogueError:
            own = ()
        records += [record for record in own if record.id in wanted]
    return Catalogue(sorted(records, key=lambda record: record.id))


def _found(texts: Texts, catalogue: Catalogue) -> Found:
    documents = [item.document for item in texts.read]
    claims = [claim for item in texts.read for claim in item.claims]
    incidents: list[Incident | None] = list(gather(claims, documents=documents)) or [None]
    best: dict[str, float] = {}
    for incident in incidents:
        for candidate in _matched(incident, claims, documents, catalogue):
            best[candidate.record.id] = max(best.get(candidate.record.id, 0.0), candidate.probability)
    order = sorted(best, key=lambda name: (-best[name], name))
    rank = order.index(texts.gold.record) + 1 if texts.gold.record in best else None
    tellings = [_telling(incident, claims, documents, catalogue) for incident in incidents]
    first, five = _baseline(tellings, texts.gold.record, catalogue)
    return Found(rank, best[order[0]] if order else 0.0, first, five, order[0] if order else None)


def _matched(
    incident: Incident | None, claims: Sequence[Claim], documents: Sequence[Document], catalogue: Catalogue
) -> list[Candidate]:
    return match(incident, claims, catalogue, documents=documents, top=_TOP)


def _telling(
    incident: Incident | None, claims: Sequence[Claim], documents: Sequence[Document], catalogue: Catalogue
) -> Telling:
    own = set(incident.claims) if incident is not None else set()
    known = {document.id: document for document in documents}
    return told_of(incident, [claim for claim in claims if claim.id in own], known, catalogue.register)


def _baseline(tellings: Sequence[Telling], right: str, catalogue: Catalogue) -> tuple[float, float]:
    """Return the chances that a search by name and date puts the right record first, and among the first five.

    A record scores 1 for a name that is told or stands in the text, 1 for a date that is told, or on which or up to
    two days before which a text was published. Records of one score stand in any order.
    """
    keys = {key for told in tellings for place in told.places for key in place.keys}
    keys |= {key for told in tellings for key in told.in_text}
    days = {days for told in tellings for days in told.days}
    days |= {(begin - 2, end) for told in tellings for begin, end in told.published}
    scores: dict[str, int] = {}
    for record in catalogue.records:
        named = any(fold(name) in keys for name in record.names)
        dated = record.first is not None and any(
            record.first <= end and begin <= (record.last or record.first) for begin, end in days
        )
        scores[record.id] = int(named) + int(dated)
    own = scores.get(right, 0)
    better = sum(score > own for score in scores.values())
    equal = max(sum(score == own for score in scores.values()), 1)
    return float(better == 0) / equal, max(0.0, min(1.0, (_FIVE - better) / equal))


def _gold(file: Path, records: Mapping[str, str], folder: str) -> Iterator[Gold]:
    texts: dict[str, list[Told]] = defaultdict(list)
    for told in airwars_texts(file):
        for name in told.incidents:
            texts[name].append(told)
    for name, held in texts.items():
        if name in records:
            yield Gold(name, records[name], tuple(held), folder)


SET = CatalogueSet()
