"""``allegata match``: what is shown, what is left alone, and what is refused."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import ROOT
from tests.incidents.catalogues import FORMS, happenings, written

TEXT = (
    "Strikes on a village\n\nMore than 60 civilians were killed in airstrikes conducted on Tuesday by the US-led "
    "coalition against Tell Marwan village in Deir Ezzor, according to local sources.\n"
)


@pytest.fixture
def dataset(allegata: Run, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "case"
    assert allegata("read", tmp_path / "a.txt", "--out", out).status == 0
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.mark.parametrize("form", FORMS)
def test_the_record_is_shown_with_its_reasons_and_nothing_is_written(
    form: str, allegata: Run, dataset: Path, tmp_path: Path
) -> None:
    catalogue = written(tmp_path, form)
    before = contents(dataset), contents(tmp_path)
    ran = allegata("match", dataset, "--against", catalogue)
    assert (ran.status, ran.err) == (0, "")
    shown = " ".join(ran.out.split())
    for words in (
        "900",
        "Tell Marwan",
        "offers a date: Tuesday 12 February 2019",
        "a proposal, not written",
    ):
        assert words in shown
    assert (contents(dataset), contents(tmp_path)) == before


def test_json_lines_hold_ids_probabilities_and_reasons(allegata: Run, dataset: Path, tmp_path: Path) -> None:
    ran = allegata("match", dataset, "--against", written(tmp_path, "airwars"), "--jsonl", "--top", "2")
    (line,) = (json.loads(line) for line in ran.out.splitlines())
    assert line["record"] == "match"
    assert [one["rank"] for one in line["candidates"]] == [1, 2]
    first = line["candidates"][0]
    assert (first["id"], first["offered"], first["date"]["start"]) == ("R900", True, "2019-02-12")
    assert {"place", "time", "accused"} <= {reason["about"] for reason in first["reasons"]}
    assert 0 < line["none"] < 1


def test_one_incident_is_explained_with_weights(allegata: Run, dataset: Path, tmp_path: Path) -> None:
    lines = (dataset / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    name = json.loads(lines[0])["id"]
    ran = allegata("match", dataset, "--against", written(tmp_path, "airwars"), "--explain", name[:8])
    assert ran.status == 0
    assert "[+" in ran.out
    refused = allegata("match", dataset, "--against", written(tmp_path, "airwars"), "--explain", "i-none")
    assert refused.status == 2
    assert "no incident" in refused.err


def test_where_no_record_fits_it_says_so(allegata: Run, dataset: Path, tmp_path: Path) -> None:
    ran = allegata("match", dataset, "--against", written(tmp_path, "airwars", happenings()[:-1]))
    assert ran.status == 0
    assert "No record fits" in ran.out
    assert "offers a date" not in ran.out


def test_a_broken_row_among_many_is_listed_and_the_rest_is_matched(
    allegata: Run, dataset: Path, tmp_path: Path
) -> None:
    rows = [row | {"id": f"R{n:04}"} for n, row in enumerate(happenings()[:-1] * 4)] + happenings()[-1:]
    catalogue = written(tmp_path, "airwars", rows)
    with catalogue.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"code": "R999", "airwars_id": "1", "date": "someday"}) + "\n")
    ran = allegata("match", dataset, "--against", catalogue)
    assert ran.status == 1
    assert "line 242: date: 'someday' is no date" in " ".join(ran.err.split())
    assert "R900" in ran.out


def bad_catalogues() -> Iterator[tuple[str, str, str]]:
    yield "empty.csv", "", "is empty"
    yield "other.csv", "a,b\n1,2\n", "no ready mapping fits its columns"
    yield "list.json", "[{}]", "one object a line"
    yield "broken.jsonl", FORMS["airwars"](happenings()) + "{\n" * 3, "line 62: is no JSON object"
    yield "twice.csv", "id,id\n1,2\n", "has the column 'id' twice"
    yield "short.csv", FORMS["acled"](happenings()).replace("fatalities", "deaths"), "lacks the column fatalities"


@pytest.mark.parametrize(("name", "content", "said"), bad_catalogues())
def test_a_catalogue_that_cannot_be_used_is_refused_in_one_line(
    name: str, content: str, said: str, allegata: Run, dataset: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    ran = allegata("match", dataset, "--against", path)
    assert ran.status == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert said in ran.err
    assert name in ran.err


def test_missing_files_unknown_mappings_and_other_versions_are_refused(
    allegata: Run, dataset: Path, tmp_path: Path
) -> None:
    catalogue = written(tmp_path, "airwars")
    for arguments, said in (
        ((dataset, "--against", tmp_path / "none.csv"), "no such file"),
        ((dataset, "--against", catalogue, "--mapping", "nobody"), "no such mapping; give one of acled, airwars"),
        ((tmp_path, "--against", catalogue), "is not a dataset"),
    ):
        ran = allegata("match", *arguments)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert said in ran.err
    package = dataset / "datapackage.json"
    held = json.loads(package.read_text(encoding="utf-8"))
    held["allegata"]["schema"] = "99.0"
    package.write_text(json.dumps(held), encoding="utf-8")
    for arguments in ((dataset, "--against", catalogue), (dataset, "--against", dataset)):
        ran = allegata("match", *arguments)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert "version 99.0" in ran.err


def test_a_dataset_is_a_catalogue_too(allegata: Run, dataset: Path) -> None:
    ran = allegata("match", dataset, "--against", dataset, "--jsonl")
    (line,) = (json.loads(line) for line in ran.out.splitlines())
    assert line["candidates"][0]["id"] == line["incident"]


SHARED = ROOT.parent / "shared"
KNOWN = SHARED / "gold" / "airwars_syria" / "catalogue.jsonl"


@pytest.mark.skipif(
    not KNOWN.is_file() or not (SHARED / "dispatches").is_dir(), reason="../shared holds no dispatches and catalogue"
)
def test_the_real_dispatches_find_their_records_or_none(allegata: Run, tmp_path: Path) -> None:
    out = tmp_path / "case"
    assert allegata("read", SHARED / "dispatches", "--out", out).status == 0
    ran = allegata("match", out, "--against", KNOWN, "--jsonl")
    assert ran.status == 1, "two records of this catalogue are broken"
    places = {
        incident["id"]: incident["place"]["name"]
        for incident in map(json.loads, (out / "incidents.jsonl").read_text(encoding="utf-8").splitlines())
    }
    found = {places[line["incident"]]: line for line in map(json.loads, ran.out.splitlines())}
    baghouz = [one for one in found["al-Baghouz"]["candidates"] if one["offered"]]
    assert [one["id"] for one in baghouz] == ["CS1900", "CS1912"]
    assert [one["date"]["start"] for one in baghouz] == ["2019-02-12", "2019-03-19"]
    assert all("Tuesday" in one["date"]["why"] for one in baghouz)
    for place in ("al-Sout", "Markada"):
        assert not any(one["offered"] for one in found[place]["candidates"])
        assert found[place]["none"] > 0.5
    assert all(json.loads(line)["date"]["start"] is None for line in (out / "incidents.jsonl").read_text().splitlines())
