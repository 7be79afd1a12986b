"""``allegata incidents`` and ``allegata judge``: what is shown, what is recorded, and what is refused."""

import json
from pathlib import Path

import pytest

from allegata.records import Incident, decode
from tests.cli.conftest import Run

STRIKE = "Two people were killed when a shell hit a market in Idlib on 11 March 2024, the Civil Defence said."
OTHER = "Seven people were killed in an airstrike on a school in Maarat Misrin on 2 February 2023, doctors said."


@pytest.fixture
def dataset(allegata: Run, tmp_path: Path) -> Path:
    for name, text in (("a.txt", STRIKE), ("b.txt", OTHER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "case"
    assert allegata("read", tmp_path / "a.txt", tmp_path / "b.txt", "--out", out).status == 0
    return out


def held(dataset: Path) -> list[Incident]:
    lines = (dataset / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    return [item for item in map(decode, lines) if isinstance(item, Incident)]


def test_the_table_names_each_incident(allegata: Run, dataset: Path) -> None:
    ran = allegata("incidents", dataset)
    assert ran.status == 0
    for words in (held(dataset)[0].id, held(dataset)[1].id, "Idlib", "weak"):
        assert words in ran.out


def test_an_explanation_tells_claims_range_and_grade(allegata: Run, dataset: Path) -> None:
    ran = allegata("incidents", dataset, "--explain", held(dataset)[0].id)
    assert ran.status == 0
    for words in ("Two people were killed", "Civil Defence", "killed: 2", "weak: a single source"):
        assert words in ran.out


def test_json_lines_are_the_records(allegata: Run, dataset: Path) -> None:
    ran = allegata("incidents", dataset, "--jsonl")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == [incident.id for incident in held(dataset)]


def test_a_judgement_is_recorded_beside_the_dataset_and_kept_when_it_is_read_anew(
    allegata: Run, dataset: Path, tmp_path: Path
) -> None:
    first, second = (incident.id for incident in held(dataset))
    ran = allegata("judge", dataset, "different", first, second, "--why", "other towns", "--by", "A. Recorder")
    assert ran.status == 0
    file = tmp_path / "case.judgements.jsonl"
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) | {"id": "", "at": ""} == {
        "record": "judgement",
        "id": "",
        "about": [first, second],
        "kind": "different",
        "by": "A. Recorder",
        "at": "",
        "why": "other towns",
        "field": None,
        "old": None,
        "new": None,
        "undoes": None,
    }
    allegata("read", tmp_path / "a.txt", "--out", dataset)
    assert file.read_text(encoding="utf-8").splitlines() == [line]


def test_a_judgement_against_another_is_refused_and_nothing_written(allegata: Run, dataset: Path) -> None:
    first, second = (incident.id for incident in held(dataset))
    allegata("judge", dataset, "different", first, second, "--why", "other towns")
    file = dataset.with_name("case.judgements.jsonl")
    before = file.read_bytes()
    claims = [incident.claims[0] for incident in held(dataset)]
    assert allegata("judge", dataset, "same", *claims, "--why", "one war").status == 0  # a change of mind on the pair
    assert file.read_bytes().startswith(before)
    ran = allegata("judge", dataset, "same", first, "i-0000000000000000", "--why", "x")
    assert ran.status == 2
    assert "no claim or incident of this dataset" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert len(file.read_bytes().splitlines()) == 2


def test_an_undone_judgement_no_longer_holds(allegata: Run, dataset: Path) -> None:
    first, second = (incident.id for incident in held(dataset))
    claims = [incident.claims[0] for incident in held(dataset)]
    allegata("judge", dataset, "same", *claims, "--why", "one strike")
    ran = allegata("judge", dataset, "same", *claims, "--why", "misread", "--undo")
    assert ran.status == 0
    assert {incident.id for incident in held(dataset)} == {first, second}
    again = allegata("judge", dataset, "unsure", *claims, "--why", "x", "--undo")
    assert again.status == 2
    assert "nothing to undo" in again.err


@pytest.mark.parametrize("command", [("incidents",), ("judge", "same", "a", "b", "--why", "x")])
def test_what_is_no_dataset_is_said_in_one_line(allegata: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    ran = allegata(name, tmp_path / "nowhere", *rest)
    assert ran.status == 2
    assert "is not a dataset" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_dataset_of_another_version_is_refused(allegata: Run, dataset: Path) -> None:
    path = dataset / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["allegata"]["schema"] = "9.0"
    path.write_text(json.dumps(content), encoding="utf-8")
    ran = allegata("incidents", dataset)
    assert ran.status == 2
    assert "version 9.0" in ran.err
    assert "read the documents again" in ran.err


def test_an_unknown_incident_to_explain_is_said(allegata: Run, dataset: Path) -> None:
    ran = allegata("incidents", dataset, "--explain", "i-none")
    assert ran.status == 2
    assert "no incident" in ran.err
