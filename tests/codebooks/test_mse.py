"""People by lists: who is named by which independent voice, and what cannot be listed."""

import json
from pathlib import Path

from tests.codebooks.exporting import exported, losses, table
from tests.codebooks.people import with_people


def test_each_person_is_a_row_and_each_voice_a_column(tmp_path: Path) -> None:
    exported(with_people(), "mse", tmp_path / "out")
    lists = {row["column"]: row["list"] for row in table(tmp_path / "out" / "lists.csv")}
    assert sorted(lists.values()) == ["Field Observatory", "Health Ministry"]
    rows = {row["name"]: row for row in table(tmp_path / "out" / "people.csv")}
    named = {name: {lists[column] for column in lists if row[column] == "1"} for name, row in rows.items()}
    assert named == {
        "Maryam Testova": {"Health Ministry", "Field Observatory"},
        "Idris Testov": {"Field Observatory"},
    }
    assert all({row[column] for column in lists} <= {"0", "1"} for row in rows.values())
    assert rows["Maryam Testova"]["variants"] == "Mariam Testova"
    assert rows["Idris Testov"]["age"] == ""
    assert {row["age_imputed"] for row in rows.values()} == {"0"}


def test_bare_counts_are_refused_with_the_reason(tmp_path: Path) -> None:
    data = with_people()
    report = exported(data, "mse", tmp_path / "out")
    assert report.refused == len(data.incidents) - 1
    refused = [json.loads(line) for line in (tmp_path / "out" / "refused.jsonl").read_text().splitlines()]
    assert all(item["problems"][0]["rule"] == "mse-names" for item in refused)
    assert any("people are counted, and nobody is named" in item["problems"][0]["message"] for item in refused)


def test_too_few_lists_are_told(tmp_path: Path) -> None:
    report = exported(with_people(), "mse", tmp_path / "out")
    assert report.written == 1
    assert "mse-three-lists" in json.dumps(losses(tmp_path / "out"))


def test_the_table_describes_its_lists(tmp_path: Path) -> None:
    exported(with_people(), "mse", tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    people = next(item for item in package["resources"] if item["path"] == "people.csv")
    header = (tmp_path / "out" / "people.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert [field["name"] for field in people["schema"]["fields"]] == header
    assert any(item["path"] == "lists.csv" for item in package["resources"])
