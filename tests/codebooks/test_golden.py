"""Exports of the example dispatches beside the golden ones, each cell of which was read against the published rules.

``python tools/golden_exports.py`` writes them anew, from the examples; look at what changed before it is committed.
"""

from pathlib import Path

import pytest

from tests.codebooks.exporting import contents, exported, losses, table
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "codebooks" / "golden"
BOOKS = sorted(path.name for path in GOLDEN.iterdir() if path.name != "dataset")
SIDE_FILES = ("datapackage.json", "provenance.jsonl")


@pytest.mark.parametrize("book", BOOKS)
def test_the_examples_export_as_they_were_reviewed(book: str, tmp_path: Path) -> None:
    exported(GOLDEN / "dataset", book, tmp_path / "out")
    made = {name: content for name, content in contents(tmp_path / "out").items() if name not in SIDE_FILES}
    golden = contents(GOLDEN / book)
    assert set(made) == set(golden)
    for name in golden:
        assert made[name].decode() == golden[name].decode(), name


def test_the_four_books_differ_where_their_rules_do() -> None:
    # Pazigyi: "as many as 100" is 100 to ACLED; in the plain table at least the two children among them.
    (plain,) = [row for row in table(GOLDEN / "csv" / "incidents.csv") if row["place"] == "Pazigyi"]
    assert (plain["killed_min"], plain["killed_max"]) == ("2", "100")
    (event,) = [row for row in table(GOLDEN / "acled" / "acled-shaped.csv") if "Pazigyi" in row["notes"]]
    assert event["fatalities"] == "100"
    # al-Baghouz: people killed or injured, and no date: no event of GED, no entry of Iraq Body Count.
    assert losses(GOLDEN / "ucdp-ged")["refused"]["ucdp-ged-death"] >= 1
    assert losses(GOLDEN / "ibc")["refused"]["ibc-death"] >= 1
    # Dahyan: denied and then admitted: both stand in Airwars' statements, and the grade is Confirmed.
    said = {row["stance"] for row in table(GOLDEN / "airwars" / "statements.csv")}
    assert said == {"admits", "denies"}
    dahyan = next(row for row in table(GOLDEN / "airwars" / "incidents.csv") if row["location_name"] == "Dahyan")
    assert dahyan["civilian_harm_status_name"] == "Confirmed"
