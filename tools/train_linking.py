"""Train the weights of linking: on the development halves, or on a user's own judgements.

    python tools/train_linking.py GOLD_FOLDER [--out FILE]
    python tools/train_linking.py --dataset DATASET [--out FILE]

GOLD_FOLDER holds ``gva/documents.jsonl`` and ``airwars_syria/source_documents.jsonl``. Only incidents whose id has an
even CRC-32 are used, so that the others show what the weights are worth. A DATASET is a folder that ``allegata read
--out`` wrote, with the judgements that ``allegata judge`` put beside it: pairs judged the same or different.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from allegata.incidents.accounts import Account, accounts
from allegata.incidents.decisions import decide
from allegata.incidents.linkage import Linkage
from allegata.incidents.linking_model import built_in_model
from allegata.incidents.linking_training import LabelledPair, fit, neutral
from allegata.incidents.sides import built_in_register
from allegata.incidents.untold import untold
from allegata.intake import Options
from allegata.intake.jsonl import document_of
from allegata.reading import Reader
from allegata.records import Claim, Document, Judgement, read_lines

OUT = Path(__file__).resolve().parent.parent / "src/allegata/incidents/data/linking.json"
SETS = (
    ("gva/documents.jsonl", {"published": "dct", "url": "uri"}, 1.0),
    (
        "airwars_syria/source_documents.jsonl",
        {"published": "publication_date", "publisher": "publisher", "url": "url"},
        20.0,
    ),
)
"""Files, the names of their fields, and what a pair of each counts as: the second set is small, and of war. So weighed,
it counts about half as much as the first; more would learn its few pairs by heart. The fields are those that the
evaluation reads: an address tells the publisher, and dates a post."""


def documents_of(file: Path, fields: dict[str, str]) -> Iterator[tuple[str, Document]]:
    """Yield the English documents of a gold file with the incident of each; one without text is left out."""
    for line in file.read_bytes().splitlines():
        row: dict[str, Any] = msgspec.json.decode(line)
        incident = str(row["incident_id"] if "incident_id" in row else row["incident_ids"][0])
        if row.get("language", "en") != "en" or not (row.get("text") or "").strip() or crc32(incident.encode()) % 2:
            continue
        known = {"text": row["text"], "title": row.get("title"), "language": "en"}
        known |= {name: row.get(of) for name, of in fields.items()}
        given = {name: value for name, value in known.items() if value}
        yield incident, document_of(given, sha256="", part=1, origin=file.name, options=Options())


def main_accounts(told: Iterable[Account]) -> dict[str, int]:
    """Return the number of the account of each document that counts most harm, or else tells most."""
    found: dict[str, tuple[tuple[int, int], int]] = {}
    for at, account in enumerate(told):
        rank = (len(account.tolls), len(account.claims))
        if account.document not in found or rank > found[account.document][0]:
            found[account.document] = (rank, at)
    return {document: at for document, (_, at) in found.items()}


def from_gold(folder: Path) -> list[LabelledPair]:
    """Return the pairs of main accounts of the gold sets that share a key."""
    pairs: list[LabelledPair] = []
    for name, fields, weight in SETS:
        incident_of: dict[str, str] = {}
        documents: dict[str, Document] = {}
        for incident, document in documents_of(folder / name, fields):
            incident_of.setdefault(document.id, incident)
            documents[document.id] = document
        readings = list(Reader().read_many(documents.values()))
        claims = list(chain.from_iterable(reading.claims for reading in readings))
        told = [account for account, _ in accounts(claims, documents, built_in_register())]
        told += untold(claims, documents, built_in_register())
        linkage = Linkage(neutral())
        linkage.add(told)
        main = set(main_accounts(told).values())
        wanted = [pair for pair in linkage.candidates() if pair[0] in main and pair[1] in main]
        for (first, second), (_, levels) in linkage.levels(wanted).items():
            same = incident_of[told[first].document] == incident_of[told[second].document]
            pairs.append(LabelledPair(levels, same, weight))
    return pairs


def from_judgements(folder: Path) -> list[LabelledPair]:
    """Return the pairs that people judged the same or different."""
    records = [
        record
        for name in ("documents.jsonl", "claims.jsonl", "judgements.jsonl")
        for record in (read_lines(folder / name) if (folder / name).is_file() else ())
    ]
    documents = {record.id: record for record in records if isinstance(record, Document)}
    claims = [record for record in records if isinstance(record, Claim)]
    judgements = [record for record in records if isinstance(record, Judgement)]
    told = [account for account, _ in accounts(claims, documents, built_in_register(), judgements)]
    numbers = {id: at for at, account in enumerate(told) for id in (account.id, *account.claims)}
    decided = decide(judgements, numbers)
    linkage = Linkage(neutral())
    linkage.add(told)
    different = [pair for pair, judgement in decided.apart.items() if judgement.kind == "different"]
    levels = linkage.levels([*decided.same, *different])
    return [LabelledPair(found, pair in decided.same) for pair, (_, found) in levels.items()]


def main() -> None:
    """Train and write the weights; say on how many pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", help="folder of the gold sets")
    parser.add_argument("--dataset", type=Path, help="a dataset with judgements")
    parser.add_argument("--out", type=Path, default=OUT, help="where the weights are written")
    given = parser.parse_args()
    if (given.gold is None) == (given.dataset is None):
        parser.error("name the folder of the gold sets, or a --dataset with judgements")
    pairs = from_gold(given.gold) if given.gold is not None else from_judgements(given.dataset)
    same = sum(pair.same for pair in pairs)
    where = "the development halves of gva and airwars_syria (incidents with an even CRC-32 of their id)"
    how = f"{len(pairs)} pairs of accounts that share a key, {same} of one happening, from "
    how += where if given.gold is not None else "a user's judgements"
    try:
        model = fit(pairs, f"{how}; logistic regression", built_in_model() if given.dataset is not None else None)
    except ValueError as error:
        sys.exit(f"train_linking: {error}")
    given.out.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
    print(f"{given.out}: {how}")


if __name__ == "__main__":
    main()
