import csv
import errno
import hashlib
import io
import json
import os
from pathlib import Path

import msgspec
import pytest

from allegata.dataset import Dataset, OutputError, write_dataset, write_jsonl
from allegata.dataset.csv_table import COLUMNS, safe_cell
from allegata.records import SCHEMA_VERSION, decode, read_lines
from tests.dataset.hostile import hostile
from tests.dataset.sample import sample

NAMES = {
    "documents.jsonl",
    "claims.jsonl",
    "communications.jsonl",
    "incidents.jsonl",
    "incidents.csv",
    "incidents.geojson",
    "datapackage.json",
    "report.html",
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_dataset_is_written_whole_and_reads_back(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    paths = write_dataset(sample(), out)
    assert {path.name for path in paths} == set(contents(out)) == NAMES
    assert tuple(read_lines(out / "documents.jsonl")) == sample().documents
    assert tuple(read_lines(out / "claims.jsonl")) == sample().claims
    assert tuple(read_lines(out / "communications.jsonl")) == sample().communications
    assert tuple(read_lines(out / "incidents.jsonl")) == sample().incidents
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_the_same_dataset_gives_the_same_bytes(tmp_path: Path) -> None:
    write_dataset(sample(), tmp_path / "a")
    write_dataset(sample(), tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_an_empty_dataset_can_be_written(tmp_path: Path) -> None:
    write_dataset(Dataset(), tmp_path / "out")
    assert "No incident is alleged" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_an_older_dataset_is_replaced_as_a_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    write_dataset(sample(), out)
    write_dataset(msgspec.structs.replace(sample(), incidents=()), out)
    assert (out / "incidents.jsonl").read_bytes() == b""
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_files_of_others_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(OutputError, match="not a dataset of Allegata; name a new or empty folder"):
        write_dataset(sample(), tmp_path)
    (tmp_path / "datapackage.json").write_text('{"name": "another package"}', encoding="utf-8")
    with pytest.raises(OutputError, match="not a dataset of Allegata"):
        write_dataset(sample(), tmp_path)
    with pytest.raises(OutputError, match="is not a folder"):
        write_dataset(sample(), tmp_path / "thesis.txt")
    assert {path.name for path in tmp_path.iterdir()} == {"thesis.txt", "datapackage.json"}


def test_a_file_laid_beside_our_dataset_stops_the_replacement(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_dataset(sample(), out)
    (out / "my notes.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(OutputError, match=r"did not write \(my notes\.txt\); move them"):
        write_dataset(sample(), out)
    assert (out / "my notes.txt").read_text(encoding="utf-8") == "keep me"


@pytest.mark.parametrize("failing", ["fsync", "rename"])
def test_a_failure_leaves_the_old_dataset_and_nothing_else(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write_dataset(sample(), out)
    before = contents(out)
    real = Path.rename

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def refused(path: Path, target: Path) -> Path:
        if ".part-" in path.name:
            raise OSError(errno.EACCES, "Permission denied")
        return real(path, target)

    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(OutputError, match="cannot be written"):
        write_dataset(msgspec.structs.replace(sample(), incidents=()), out)
    monkeypatch.undo()
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_json_lines_hold_each_document_with_its_records() -> None:
    stream = io.BytesIO()
    write_jsonl(sample(), stream)
    kinds = [type(decode(line)).__name__ for line in stream.getvalue().splitlines()]
    assert kinds == ["Document", *["Claim"] * 3, "Communication", "Document", *["Claim"] * 3, *["Incident"] * 3]


def test_claims_of_absent_documents_are_written_too() -> None:
    stream = io.BytesIO()
    write_jsonl(msgspec.structs.replace(sample(), documents=()), stream)
    assert len(stream.getvalue().splitlines()) == 6 + 1 + 3


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_the_table_has_one_row_an_incident_and_empty_cells_for_unknown(tmp_path: Path) -> None:
    write_dataset(sample(), tmp_path / "out")
    data = (tmp_path / "out" / "incidents.csv").read_bytes()
    assert data.count(b"\r\n") == 4
    first, second, third = rows(data)
    assert list(first) == [column.name for column in COLUMNS]
    assert first["date_start"] == ""
    assert first["date_words"] == "today"
    assert (first["killed_min"], first["killed_or_injured_min"], first["killed_or_injured_max"]) == ("", "41", "")
    assert (first["latitude"], first["longitude"]) == ("", "")
    assert second["grade"] == "contested"
    assert second["accused"] == "Northern Coalition"
    assert (third["latitude"], third["longitude"]) == ("30.25", "-20.5")
    assert (third["women_killed_min"], third["women_killed_max"], third["children_killed_min"]) == ("2", "2", "")
    assert third["claims"] == sample().claims[5].id


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_of_text_is_a_formula(text: str) -> None:
    assert str(safe_cell(text)).startswith("'")


def test_numbers_stay_numbers() -> None:
    assert safe_cell(-20.5) == -20.5
    assert safe_cell(None) is None
    assert safe_cell("8 - 9") == "8 - 9"


def test_a_map_has_no_dot_for_a_place_without_coordinates(tmp_path: Path) -> None:
    write_dataset(sample(), tmp_path / "out")
    collection = json.loads((tmp_path / "out" / "incidents.geojson").read_bytes())
    assert collection["type"] == "FeatureCollection"
    geometries = [feature["geometry"] for feature in collection["features"]]
    assert geometries == [None, None, {"type": "Point", "coordinates": [-20.5, 30.25]}]
    first = collection["features"][0]["properties"]
    assert first["place_fallback"]["name"] == "Harran Province"
    assert first["title"] == "Airstrike alleged, Tel Marwan (within Harran)"
    assert first["date_told"] == "Tuesday, the day of publication (unresolved)"
    assert first["killed_or_injured_words"] == "41 or more"


def test_the_descriptor_describes_the_files_as_they_are(tmp_path: Path) -> None:
    write_dataset(sample(), tmp_path / "out")
    files = contents(tmp_path / "out")
    descriptor = json.loads(files.pop("datapackage.json"))
    assert {resource["path"] for resource in descriptor["resources"]} == set(files)
    for resource in descriptor["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    table = next(resource for resource in descriptor["resources"] if resource["path"] == "incidents.csv")
    header = files["incidents.csv"].decode().splitlines()[0].split(",")
    assert [field["name"] for field in table["schema"]["fields"]] == header
    assert descriptor["allegata"]["schema"] == SCHEMA_VERSION
    assert descriptor["allegata"]["notes"] == list(sample().notes)
    assert len(descriptor["allegata"]["skipped"]) == 1
    assert "CC BY 4.0" in descriptor["sources"][0]["title"]


def test_hostile_records_are_written_and_read_back(tmp_path: Path) -> None:
    dataset = hostile()
    write_dataset(dataset, tmp_path / "out")
    assert tuple(read_lines(tmp_path / "out" / "claims.jsonl")) == dataset.claims
    table = (tmp_path / "out" / "incidents.csv").read_text(encoding="utf-8")
    assert "\x1b" not in table
    assert "\u202e" not in table


def test_text_that_utf8_cannot_hold_is_refused_before_anything_changes(tmp_path: Path) -> None:
    document = msgspec.structs.replace(sample().documents[0], text="lone \ud800 surrogate")
    with pytest.raises(OutputError, match="UTF-8"):
        write_dataset(Dataset(documents=(document,)), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
