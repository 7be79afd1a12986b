"""From a cell to the words, and to the SHA-256 of the bytes."""

from pathlib import Path

import pytest

from allegata.codebooks import ExplainError, explain
from tests.codebooks.exporting import exported, table
from tests.dataset.sample import sample


@pytest.fixture
def out(tmp_path: Path) -> Path:
    exported(sample(), "csv", tmp_path / "out", "airwars")
    return tmp_path / "out"


def test_each_counted_cell_leads_to_words_that_stand_in_the_text(out: Path) -> None:
    texts = {document.id: document for document in sample().documents}
    checked = 0
    for number, row in enumerate(table(out / "incidents.csv"), 1):
        for column in ("killed_min", "injured_min", "killed_or_injured_min", "event_types"):
            if not row[column]:
                continue
            found = explain(out / "incidents.csv", str(number), column)
            assert str(found.value) == row[column]
            assert found.rule.id
            assert found.claims
            for item in found.words:
                start, end = item["span"]
                assert texts[item["document"]].text[start:end] == item["quote"]
                assert found.documents[item["document"]]["sha256"] == texts[item["document"]].sha256
            checked += 1
    assert checked >= 5


def test_a_number_names_its_profile_and_rule(out: Path) -> None:
    found = explain(out / "incidents.csv", "2", "killed_min")
    assert found.profile == "airwars 2025-1"
    assert found.rule.of == "profile"
    assert found.rule.source or found.rule.ours


def test_rows_are_found_by_id_and_columns_by_number(out: Path) -> None:
    row = table(out / "incidents.csv")[1]
    by_id = explain(out / "incidents.csv", row["id"], "killed_min")
    number = list(row).index("killed_min") + 1
    assert explain(out / "incidents.csv", "2", str(number)) == by_id


@pytest.mark.parametrize(
    ("row", "column", "complaint"),
    [
        ("99", "killed_min", "is not there"),
        ("1", "killd", "no such column"),
        ("1", "grade", "copied as it is"),
    ],
)
def test_what_cannot_be_explained_is_told(out: Path, row: str, column: str, complaint: str) -> None:
    with pytest.raises(ExplainError, match=complaint):
        explain(out / "incidents.csv", row, column)


def test_a_file_of_another_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ExplainError, match="no file of an export"):
        explain(tmp_path / "table.csv", "1", "a")
