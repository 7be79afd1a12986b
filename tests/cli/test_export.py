"""``allegata export`` and ``allegata explain``, as a recorder types them."""

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from tests.cli.conftest import Run, contents


@pytest.fixture
def case(allegata: Run, dispatch: Path, tmp_path: Path) -> Path:
    """A dataset of one dispatch, with one incident."""
    assert allegata("read", dispatch, "--out", tmp_path / "case").status == 0
    return tmp_path / "case"


def test_an_export_says_what_it_wrote_and_what_was_lost(allegata: Run, case: Path, tmp_path: Path) -> None:
    ran = allegata("export", case, "--codebook", "ucdp-ged", "--out", tmp_path / "ged")
    assert (ran.status, ran.err) == (0, "")
    assert "1 incident written of 1" in ran.out
    assert "What this codebook cannot hold" in ran.out
    assert set(contents(tmp_path / "ged")) == {
        "GEDEvent.csv",
        "datapackage.json",
        "losses.json",
        "provenance.jsonl",
    }


def test_a_cell_leads_to_its_words_and_to_the_bytes(allegata: Run, case: Path, tmp_path: Path, dispatch: Path) -> None:
    allegata("export", case, "--codebook", "ucdp-ged", "--out", tmp_path / "ged")
    ran = allegata("explain", tmp_path / "ged" / "GEDEvent.csv", "1", "best")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("best = 5")
    shown = " ".join(ran.out.split())
    for part in ("ucdp-ged-single-figure", "local sources, via Example Wire", "“at least five”", "Example dispatch"):
        assert part in shown
    assert hashlib.sha256(dispatch.read_bytes()).hexdigest() in ran.out


def test_a_profile_of_ones_own_counts_and_is_named(allegata: Run, case: Path, tmp_path: Path) -> None:
    text = files("allegata.incidents").joinpath("data/profiles/neutral.yaml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        text.replace("name: neutral", "name: mine").replace('version: "1"', 'version: "7"'), encoding="utf-8"
    )
    ran = allegata("export", case, "--codebook", "csv", "--profile", mine, "--out", tmp_path / "table")
    assert ran.status == 0
    assert "counted by mine 7" in " ".join(ran.out.split())


def test_what_is_refused_is_listed_with_its_rule_and_the_status_is_1(
    allegata: Run, tmp_path: Path, dispatch: Path
) -> None:
    text = dispatch.read_text(encoding="utf-8").replace("killing at least five civilians", "with 70 casualties")
    dispatch.write_text(text, encoding="utf-8")
    allegata("read", dispatch, "--out", tmp_path / "case")
    ran = allegata("export", tmp_path / "case", "--codebook", "ucdp-ged", "--out", tmp_path / "ged")
    assert ran.status == 1
    assert "is not written" in ran.err
    assert "ucdp-ged-death: An event has at least one death" in ran.err
    assert (tmp_path / "ged" / "refused.jsonl").is_file()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--codebook", "ucdp-gde"), "did you mean ucdp-ged?"),
        (("--codebook", "csv", "--profile", "airwar"), "did you mean airwars?"),
        (("--codebook", "missing.yaml"), "missing.yaml: is not there"),
        (("--codebook", "csv", "--profile", "missing.yaml"), "missing.yaml: cannot be read"),
        ((), "name a DATASET or CASEBOOK, a --codebook"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    allegata: Run, case: Path, tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    ran = allegata("export", case, *arguments, "--out", tmp_path / "out")
    assert ran.status == 2
    assert complaint in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_dataset_and_one_that_may_not_be_replaced(
    allegata: Run, case: Path, tmp_path: Path
) -> None:
    ran = allegata("export", tmp_path, "--codebook", "csv", "--out", tmp_path / "out")
    assert (ran.status, "is not a dataset" in ran.err) == (2, True)
    before = contents(case)
    ran = allegata("export", case, "--codebook", "csv", "--out", case)
    assert (ran.status, "not an export of Allegata" in ran.err) == (2, True)
    assert contents(case) == before


def test_the_list_names_books_and_profiles(allegata: Run) -> None:
    ran = allegata("export", "--list")
    assert ran.status == 0
    for name in ("ucdp-ged", "acled", "airwars", "ibc", "csv", "neutral"):
        assert name in ran.out


def test_a_cell_that_is_not_there_is_told(allegata: Run, case: Path, tmp_path: Path) -> None:
    allegata("export", case, "--codebook", "csv", "--out", tmp_path / "table")
    ran = allegata("explain", tmp_path / "table" / "incidents.csv", "7", "killed_min")
    assert (ran.status, "the table has 1 rows" in ran.err) == (2, True)
