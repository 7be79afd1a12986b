"""The gold set ``airwars-syria``: English texts behind Airwars' incidents in Syria, to be gathered by incident.

Format: ``airwars_syria/source_documents.jsonl`` (``text``, ``title``, ``publisher``, ``publication_date``,
``url``, ``language``, ``incident_ids``) and ``incidents.jsonl`` (``incident_id``, ``belligerent``, ``belligerents``,
``civ_killed_min`` and ``_max``, the same for injured). Texts in English are taken;
one of several incidents counts with the first.

The belligerent. A record names parties in two places: ``belligerent``, a list of its own, and ``belligerents``, all who
are known or suspected, several where the strike is contested; the answer is right where it is one of either (and, shown
beside it, of the first alone). The answer is the party that most of the incident's texts accuse; among equals, most
claims; among these, the one accused first. A text accuses those whom its headline accuses, read as a text of its own;
where the headline accuses nobody, those whom its claims accuse; else those whom the words of its address accuse.
Airwars' form writes YPG where its list writes syrian_democratic_forces: they are one here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import mean
from typing import Any

import msgspec
import yaml

from allegata.actors import Register
from allegata.evaluation.airwars_gaza import overlap
from allegata.evaluation.arithmetic import commonest, share
from allegata.evaluation.linked_texts import (
    Read,
    Told,
    baseline,
    document_of,
    gathered,
    labelled,
    linking_rows,
    read_of,
)
from allegata.evaluation.linking_scores import score
from allegata.evaluation.parts import Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.incidents import Profile, profile
from allegata.incidents.sides import lineage
from allegata.intake.addresses import words_of_address
from allegata.records import Claim

TEXTS, INCIDENTS = "airwars_syria/source_documents.jsonl", "airwars_syria/incidents.jsonl"


_AGAIN = re.compile(r"(?s)(?<!\w)(.{12,500}?)\s+\1(?:\W|$)")


class Gold(msgspec.Struct, frozen=True):
    """A text, and the record of its first incident."""

    told: Told
    record: dict[str, Any]


class Counts(msgspec.Struct, frozen=True):
    """A text as read, its record, and whom its headline or claims hold responsible, with how many claims."""

    read: Read
    record: dict[str, Any]
    blamed: dict[str, int]


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
            records = {row["incident_id"]: row for row in _rows(incidents)}
            items = tuple(_texts(texts, records))
        except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            raise SetMissingError(f"{texts.parent}: not texts with incidents ({error})") from error
        return [Part(TEXTS, (texts, incidents), items, tuple(item.told.incidents[0] for item in items))]

    def measure(self, part: str, item: Gold, tools: Tools) -> Outcome:
        """Return one text as read."""
        document = document_of(item.told)
        claims = tuple(tools.reader.read(document).claims)
        texts = (headline(item.told, tools), claims, address(item.told, tools))
        accused = next((found for said in texts if (found := blamed(said, tools.register))), {})
        counts = Counts(Read(item.told, document, claims), item.record, accused)
        return Outcome(item=item.told.id, part=part, counts=counts)

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return how well the texts are gathered, and how the records of their incidents are met."""
        found: list[Counts] = read_of(outcomes)  # type: ignore[assignment]
        read = [item.read for item in found]
        gold = {item.told.id: item.told.incidents[0] for item in read}
        incidents = gathered(read)
        ours = score(gold, labelled(read, incidents))
        rows = linking_rows(ours, *baseline(read, gold), len(read))
        rows += [*_belligerent_rows(found), *_toll_rows(found)]
        silent = sum(not any(claim.kind == "event" for claim in item.claims) for item in read)
        notes = (
            f"{silent} of {len(read)} texts make no claim of an event and stand alone",
            f"{len(set(gold.values()))} incidents",
            "belligerent and tolls: of each incident over its own texts, whoever they were gathered with",
        )
        return Result(figures={row.key: row.value for row in rows}, rows=tuple(rows), notes=notes)


def headline(told: Told, tools: Tools) -> tuple[Claim, ...]:
    """Return the claims of a page's headline, read as a text of its own: it tells what the page is about.

    Captured from several fields of a page, it may stand several times in a row: it is read once.
    """
    if not told.title:
        return ()
    again = _AGAIN.search(told.title)
    return _read_alone(told, told.title[: again.end(1)] if again is not None else told.title, tools)


def address(told: Told, tools: Tools) -> tuple[Claim, ...]:
    """Return the claims of the words in a page's address, often its headline: all that a dead page keeps."""
    words = words_of_address(told.url)
    return _read_alone(told, words, tools) if words else ()


def _read_alone(told: Told, words: str, tools: Tools) -> tuple[Claim, ...]:
    return tuple(tools.reader.read(document_of(msgspec.structs.replace(told, text=words, title=None))).claims)


@cache
def _tables() -> dict[str, dict[str, str]]:
    data = files("allegata.evaluation").joinpath("data/airwars_parties.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), dict[str, dict[str, str]])


def airwars_name(party: str, register: Register) -> str | None:
    """Return what Airwars calls a party: by the nearest party above it that the table holds."""
    names = _tables()["register"]
    if party in names:
        return names[party]
    known = sorted(names[above] for above in lineage(party, register) if above in names)
    return known[0] if known else None


def blamed(claims: Sequence[Claim], register: Register) -> dict[str, int]:
    """Return how many claims hold whom responsible, by Airwars' names, in the order of the text."""
    counts: Counter[str] = Counter()
    for claim in claims:
        if claim.stance == "denies":
            continue
        names = [airwars_name(mention.party, register) for mention in claim.accused if mention.party is not None]
        counts.update(name for name in dict.fromkeys(names) if name is not None)
    return dict(counts)


def _belligerent_rows(found: Sequence[Counts]) -> list[Row]:
    texts: dict[str, Counter[str]] = {}
    claims: dict[str, Counter[str]] = {}
    records: dict[str, dict[str, Any]] = {}
    for item in found:
        name = item.read.told.incidents[0]
        records[name] = item.record
        texts.setdefault(name, Counter()).update(item.blamed.keys())
        claims.setdefault(name, Counter()).update(item.blamed)
    ours = {
        name: max(said, key=lambda one: (said[one], claims[name][one]), default=None)  # the first of equals
        for name, said in texts.items()
    }
    gold = {name: belligerents(record) for name, record in records.items()}
    first = {name: _headed(record) for name, record in records.items()}
    of = len(gold)
    right = sum(ours[name] in wanted for name, wanted in gold.items())
    usual = max(sorted({one for wanted in gold.values() for one in wanted}), key=lambda one: _share_of(one, gold))
    unknown = sum(one is None for one in ours.values())
    rows = [
        Row(
            key="belligerent",
            label="belligerent of the incident",
            value=share(right, of),
            constant=_share_of(usual, gold),
            constant_answer=usual,
            n=of,
            note=f"{right} of {of}; unknown in {unknown}",
        ),
        Row(
            key="belligerent_said",
            label="the same, where a party is read",
            value=share(right, of - unknown),
            constant=None,
            n=of - unknown,
        ),
        Row(
            key="belligerent_first",
            label="the same, by the record's first field alone",
            value=share(sum(ours[name] in wanted for name, wanted in first.items()), of),
            constant=_share_of(usual, first),
            constant_answer=usual,
            n=of,
        ),
    ]
    for party in sorted({wanted[0] for wanted in first.values()}):
        names = [name for name, wanted in first.items() if wanted[0] == party]
        met = sum(ours[name] in gold[name] for name in names)
        key = party.lower().replace(" ", "_").replace(".", "").replace("-", "_")
        label = f"belligerent where it is {party}"
        rows.append(Row(key=f"belligerent_by.{key}", label=label, value=share(met, len(names)), n=len(names)))
    return rows


def _share_of(party: str, gold: Mapping[str, Sequence[str]]) -> float:
    return share(sum(party in wanted for wanted in gold.values()), len(gold))


def _headed(record: Mapping[str, Any]) -> list[str]:
    return [_written(name.strip()) for name in str(record.get("belligerent") or "Unknown").split(",")]


def belligerents(record: Mapping[str, Any]) -> list[str]:
    """Return the parties that a record names, those of its first field first; "unknown" in its list names none."""
    listed = [_written(str(row.get("belligerent"))) for row in record.get("belligerents") or ()]
    return list(dict.fromkeys([*_headed(record), *(name for name in listed if name != "unknown")]))


def _written(name: str) -> str:
    return _tables()["record"].get(name, name)


def _toll_rows(found: Sequence[Counts]) -> list[Row]:
    counting = profile("airwars")
    rows = []
    for outcome in ("killed", "injured"):
        given: dict[str, list[tuple[int, int]]] = {}
        wanted: dict[str, tuple[int, int]] = {}
        for item in found:
            low, high = item.record.get(f"civ_{outcome}_min"), item.record.get(f"civ_{outcome}_max")
            if low is None or high is None:
                continue
            name = item.read.told.incidents[0]
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


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield msgspec.json.decode(line)


def _texts(file: Path, records: Mapping[str, dict[str, Any]]) -> Iterator[Gold]:
    for row in _rows(file):
        if row["language"] != "en":
            continue
        told = Told(
            id=row["source_id"],
            text=row["text"],
            title=row.get("title") or None,
            published=(row.get("publication_date") or "")[:10] or None,
            publisher=row.get("publisher") or None,
            incidents=tuple(row["incident_ids"]),
            url=row.get("url") or None,
        )
        yield Gold(told, records.get(row["incident_ids"][0], {}))


SET = AirwarsSyriaSet()
