"""Writes the golden exports of the example dispatches anew: read, gathered and exported in each codebook.

    python tools/golden_exports.py            reads the examples, then exports them
    python tools/golden_exports.py --export   exports the dataset that is there (after a change of a codebook alone)

The tests compare exports of the dataset in ``tests/codebooks/golden/dataset`` with the tables beside it. Look at the
difference before you commit it: each changed cell must be right by the codebook's published rules.
"""

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from allegata.codebooks import DatasetSource, export, find_codebook, find_profile
from allegata.dataset import Dataset, load_dataset, write_dataset
from allegata.incidents import gather
from allegata.intake import take_in
from allegata.reading import Reader
from allegata.records import Document

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "codebooks" / "golden"
EXAMPLES = (
    "01-dahyan-health-ministry.md",
    "02-dahyan-red-cross.md",
    "03-dahyan-coalition-denies.txt",
    "04-dahyan-coalition-admits.md",
    "07-donetsk-market.md",
    "08-pazigyi-air-strike.pdf",
    "15-al-baghouz-letters.md",
    "16-al-sout-markada.md",
)
"""Those that show most: a denial and an admission, a village that no gazetteer knows, letters without a date."""
BOOKS = ("ucdp-ged", "acled", "airwars", "ibc", "csv", "plover", "isaf", "huridocs")
KEPT = ("documents.jsonl", "claims.jsonl", "communications.jsonl", "incidents.jsonl", "datapackage.json")
"""Of a dataset, what exports read."""


def read_examples() -> None:
    """Read the examples into the golden dataset."""
    os.chdir(ROOT)  # a document names its file by the path it was given
    paths = [Path("examples") / "dispatches" / name for name in EXAMPLES]
    documents = [item for item in take_in(paths) if isinstance(item, Document)]
    readings = list(Reader().read_many(documents))
    claims = [claim for reading in readings for claim in reading.claims]
    dataset = Dataset(
        documents=tuple(documents),
        claims=tuple(claims),
        communications=tuple(item for reading in readings for item in reading.communications),
        incidents=tuple(gather(claims, documents=documents)),
    )
    with tempfile.TemporaryDirectory() as scratch:
        write_dataset(dataset, Path(scratch) / "dataset")
        shutil.rmtree(GOLDEN / "dataset", ignore_errors=True)
        (GOLDEN / "dataset").mkdir(parents=True)
        for name in KEPT:
            shutil.copyfile(Path(scratch) / "dataset" / name, GOLDEN / "dataset" / name)


def export_all() -> None:
    """Export the golden dataset in each codebook, and keep tables, losses and what was refused."""
    for name in BOOKS:
        sheet, book = find_codebook(name)
        with tempfile.TemporaryDirectory() as scratch:
            out = Path(scratch) / name
            with DatasetSource(GOLDEN / "dataset") as source:
                export(source, sheet, book, find_profile(sheet.profile), out)
            shutil.rmtree(GOLDEN / name, ignore_errors=True)
            (GOLDEN / name).mkdir()
            for path in sorted(out.iterdir()):
                if path.name not in ("datapackage.json", "provenance.jsonl"):
                    shutil.copyfile(path, GOLDEN / name / path.name)


def main() -> None:
    """Write them."""
    parser = argparse.ArgumentParser(description="Write the golden exports of the examples anew.")
    parser.add_argument("--export", action="store_true", help="do not read the examples again")
    if not parser.parse_args().export:
        read_examples()
    print(f"{len(load_dataset(GOLDEN / 'dataset').incidents)} incidents")
    export_all()


if __name__ == "__main__":
    main()
