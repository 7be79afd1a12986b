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


def test_texts_without_a_claim_stand_with_the_incident_they_seem_to_speak_of(allegata: Run, tmp_path: Path) -> None:
    told = "Shells hit the market of Kafr Takharim in Idlib on 12 March 2024 and killed two civilians, doctors said."
    silent = "صور من سوق مدينة كفر تخاريم بعد ظهر اليوم"
    rows = [
        {"text": told, "title": "Shelling of a market", "publisher": "Example Wire", "published": "2024-03-12"},
        {"text": silent, "title": "كفر تخاريم", "url": "https://x.com/example/status/1767560000000000000"},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert allegata("read", tmp_path / "in.jsonl", "--out", tmp_path / "case").status == 0
    ran = allegata("incidents", tmp_path / "case")
    assert "1 text +1 §" in ran.out
    assert "§ texts without a claim that seem to speak of it: no sources." in ran.out
    [incident] = held(tmp_path / "case")
    assert incident.documents == 1
    explained = " ".join(allegata("incidents", tmp_path / "case", "--explain", incident.id).out.split())
    assert "Texts without a claim that seem to speak of it, and are no sources" in explained
    assert "كفر تخاريم, @example; 12 March 2024 (UTC, from the number of the post)" in explained
    assert "same town: Kafr" in explained


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


DAYS = (
    """Source: Example Wire

Published: 12 March 2024

Russian warplanes bombed a market in Tell Marwan, in Syria's Idlib province, on Monday, killing 22 civilians, \
including three women, the Civil Defence said.
""",
    """Source: Second Wire

Published: 13 March 2024

The Civil Defence said on Tuesday that 31 civilians were killed when Russian warplanes bombed a market in Tell Marwan, \
in Syria's Idlib province, on Monday 11 March. The dead were identified as Omar Darwish, 34, and Huda Barakat, 61. \
Russia's defence ministry denied that its aircraft had bombed the market in Tell Marwan.
""",
    """Source: Third Wire

Published: 14 March 2024

At least 25 people were killed when Russian warplanes bombed the market in Tell Marwan, in Syria's Idlib province, on \
Monday 11 March, the Syrian Observatory for Human Rights said.
""",
)


@pytest.fixture
def told(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"day-{n}.txt" for n in range(len(DAYS))]
    for path, text in zip(paths, DAYS, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_an_explanation_tells_all_of_an_incident_over_three_days(
    allegata: Run, told: list[Path], tmp_path: Path
) -> None:
    case = tmp_path / "days"
    assert allegata("read", *told, "--out", case).status == 0
    (incident,) = held(case)
    assert (incident.killed.min, incident.killed.max, incident.killed.highest) == (25, None, 31)
    ran = allegata("incidents", case, "--explain", incident.id)
    assert ran.status == 0
    out = " ".join(ran.out.split())
    for words in (
        "2 independent voices",
        "killed: 25 or more (highest figure given: 31)",
        "both ends: [4] Syrian Observatory for Human Rights “At least 25”",
        "Replaced figures, not counted [1] 22 civilians killed: Civil Defence later gives 31 (2024-03-13)",
        "killed women 3",
        "airwars-civilian-assumed: Airwars, Patterns of civilian harm",
        "2024-03-12 Civil Defence accuses Armed Forces of Russia [1]",
        "2024-03-13 Defence Ministry of Russia (by Russia's defence ministry) denies [3]",
        "Omar Darwish: killed, aged 34; named by Civil Defence [2]",
        "Proposed grade: fair",
        "two or more credible sources, and likely or confirmed action",
    ):
        assert words in out


def test_a_table_of_standing_is_used_and_kept_for_later_judgements(
    allegata: Run, told: list[Path], tmp_path: Path
) -> None:
    case, table = tmp_path / "days", tmp_path / "standing.yaml"
    table.write_text("kinds: {NGO: false}\n", encoding="utf-8")
    assert allegata("read", *told, "--out", case, "--standing", table).status == 0
    (incident,) = held(case)
    assert incident.grade.value == "weak"
    assert "NGO: not credible in the table of standing" in incident.grade.why
    claims = incident.claims
    assert allegata("judge", case, "same", claims[0], claims[1], "--why", "one market").status == 0
    assert held(case)[0].grade == incident.grade


@pytest.mark.parametrize(
    ("content", "complaint"), [("kinds: {goverment: true}", "no kind of source"), (None, "check the path")]
)
def test_a_bad_table_of_standing_is_refused_in_one_line_and_nothing_written(
    allegata: Run, told: list[Path], tmp_path: Path, content: str | None, complaint: str
) -> None:
    case, table = tmp_path / "days", tmp_path / "standing.yaml"
    if content is not None:
        table.write_text(content, encoding="utf-8")
    ran = allegata("read", *told, "--out", case, "--standing", table)
    assert ran.status == 2
    assert complaint in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not case.exists()


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("command", [("incidents",), ("judge", "same", "i-one", "i-two", "--why", "x")])
def test_another_version_is_told_with_the_remedy_and_nothing_is_written(
    allegata: Run, dataset: Path, command: tuple[str, ...]
) -> None:
    path = dataset / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["allegata"]["schema"] = "9.0"
    path.write_text(json.dumps(content), encoding="utf-8")
    before = everything(dataset.parent)
    name, *rest = command
    ran = allegata(name, dataset, *rest)
    assert ran.status == 2
    assert "version 9.0" in ran.err
    assert "read the documents again" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert everything(dataset.parent) == before


def test_a_judgement_on_an_unknown_id_names_it_and_writes_nothing(allegata: Run, dataset: Path) -> None:
    before = everything(dataset.parent)
    ran = allegata("judge", dataset, "different", held(dataset)[0].id, "c-0123456789abcdef", "--why", "x")
    assert ran.status == 2
    assert "c-0123456789abcdef: no claim or incident of this dataset has this id" in ran.err
    assert "allegata incidents" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert everything(dataset.parent) == before
