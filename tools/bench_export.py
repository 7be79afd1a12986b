"""Measures what an export costs for many incidents: time, and the most memory that the process held.

    python tools/bench_export.py --incidents 1000000 --codebook csv

Writes a dataset of made-up incidents into a temporary folder (about 5 KB an incident), exports it in a process of its
own, and prints one line of figures. Memory does not grow with the number of incidents; run it at two sizes to see.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from allegata.dataset import write_dataset
from allegata.dataset.dataset import Dataset
from allegata.records import Claim, Document, Incident, decode, encode

TEXT = (
    "Warplanes bombed the market of Tel Marwan number {n} on Monday, killing at least {dead} civilians and wounding "
    "dozens of others, the Health Ministry said. =1+1 is no formula here, and \u0645\u0631\u062d\u0628\u0627 stays."
)


def write_many(folder: Path, incidents: int) -> None:
    """Write a dataset of ``incidents`` made-up incidents, one document and one claim each, without holding them."""
    write_dataset(Dataset(), folder)
    with (
        (folder / "documents.jsonl").open("wb") as documents,
        (folder / "claims.jsonl").open("wb") as claims,
        (folder / "incidents.jsonl").open("wb") as happenings,
    ):
        for n in range(incidents):
            document, claim, incident = _one(n)
            documents.write(encode(document) + b"\n")
            claims.write(encode(claim) + b"\n")
            happenings.write(encode(incident) + b"\n")


def _one(n: int) -> tuple[Document, Claim, Incident]:
    dead = str(2 + n % 40)
    text = TEXT.format(n=n, dead=dead)

    def span(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    name = f"{n:016x}"
    voice = {"words": "the Health Ministry", "span": span("the Health Ministry"), "name": "Health Ministry"}
    whom = {"status": "civilian", "words": "civilians", "span": span("civilians")}
    least = {"words": f"at least {dead}", "kind": "at least", "low": int(dead), "high": None}
    vague = {"words": "dozens", "kind": "vague", "low": 12, "high": None, "span": span("dozens")}
    place = {"name": f"Tel Marwan {n}", "latitude": 35.5, "longitude": 36.5, "precision": "town", "country": "SY"}
    count = {"min": int(dead), "max": None, "highest": int(dead), "from": [f"c-{name}"]}
    nothing: dict[str, object] = {"min": None, "max": None, "highest": None, "from": []}
    document = {
        "record": "document", "id": f"d-{name}", "sha256": "0" * 64, "part": 1, "text_sha256": "0" * 64,
        "extractor": "text@1", "origin": "made up", "title": f"Number {n}", "publisher": "Example Wire", "authors": [],
        "credited": None, "published": None, "language": "en", "url": None, "text": text,
    }  # fmt: skip
    claim = {
        "record": "claim", "id": f"c-{name}", "document": f"d-{name}", "kind": "event", "stance": "alleges",
        "event": {"type": "airstrike", "words": "bombed", "span": span("bombed")},
        "attribution": [{**voice, "kind": "health", "anonymous": False, "cue": "said", "cue_span": span("said")}],
        "accused": [{"words": "Warplanes", "span": span("Warplanes"), "party": None, "name": "warplanes"}],
        "targets": [], "weapons": [], "characterisations": [], "evidence": [[0, len(text)]], "status": "proposed",
        "places": [{**place, "role": "event", "words": "Tel Marwan", "span": span("Tel Marwan"), "within": None,
                    "radius_km": None, "resolved": True}],
        "time": {"words": "Monday", "span": span("Monday"), "start": "2024-03-11", "end": "2024-03-11",
                 "precision": "day", "symbolic": None},
        "casualties": [
            {"id": "k1", "outcome": "killed", "quantity": {**least, "span": span(f"at least {dead}")}, "whom": whom},
            {"id": "k2", "outcome": "injured", "quantity": vague, "whom": whom},
        ],
        "reader": {"name": "rules", "version": "0", "model": "none"}, "happening": 1,
    }  # fmt: skip
    incident = {
        "record": "incident", "id": f"i-{name}", "claims": [f"c-{name}"], "documents": 1, "independent_sources": 1,
        "date": {"start": "2024-03-11", "end": "2024-03-11", "precision": "day", "words": "Monday"},
        "place": {**place, "resolved": True}, "event_types": ["airstrike"],
        "accused": [{"party": None, "name": "warplanes", "by": [f"c-{name}"]}],
        "killed": count, "injured": {**nothing, "min": 12}, "killed_or_injured": nothing, "killed_by_group": {},
        "killed_by_status": {"civilian": count}, "injured_by_group": {},
        "grade": {"value": "weak", "why": "a single source: Health Ministry"}, "sources": ["Health Ministry"],
    }  # fmt: skip
    made = [decode(msgspec.json.encode(record)) for record in (document, claim, incident)]
    assert isinstance(made[0], Document)
    assert isinstance(made[1], Claim)
    assert isinstance(made[2], Incident)
    return made[0], made[1], made[2]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure an export of many incidents.")
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--codebook", default="csv")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="allegata-bench-") as scratch:
        folder, out = Path(scratch) / "dataset", Path(scratch) / "export"
        write_many(folder, given.incidents)
        start = time.perf_counter()
        command = [sys.executable, "-m", "allegata", "export", str(folder)]
        command += ["--codebook", given.codebook, "--out", str(out)]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if not (out / "losses.json").is_file():
            sys.exit(done.stderr.decode()[-2000:])
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        losses = json.loads((out / "losses.json").read_bytes())
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    print(
        f"{given.codebook}: {losses['incidents']['written']:,} of {given.incidents:,} incidents in {seconds:.0f} s "
        f"({given.incidents / seconds:,.0f} a second), peak {peak / unit:,.0f} MB, exit status {done.returncode}"
    )


if __name__ == "__main__":
    main()
