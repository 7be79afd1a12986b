"""The worked example of the page on codebooks, taken from the page and run."""

import re
from pathlib import Path

import pytest

from allegata.codebooks import CodebookError, explain, find_codebook, sheet
from allegata.codebooks.inventory import APART, FIELDS
from tests.codebooks.exporting import exported, losses, table
from tests.conftest import ROOT
from tests.dataset.sample import sample

PAGE = (ROOT / "docs" / "codebooks.md").read_text(encoding="utf-8")


@pytest.fixture
def toll(tmp_path: Path) -> Path:
    """The codebook of the page, as two files."""
    for language, name in (("yaml", "toll.yaml"), ("python", "toll.py")):
        (block,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
        (tmp_path / name).write_text(block, encoding="utf-8")
    return tmp_path / "toll.yaml"


def test_the_example_of_the_page_exports_and_explains(toll: Path, tmp_path: Path) -> None:
    report = exported(sample(), str(toll), tmp_path / "out")
    killed = [incident for incident in sample().incidents if incident.killed.min is not None]
    dated = [incident for incident in killed if incident.date is not None and incident.date.start is not None]
    assert len(table(tmp_path / "out" / "tolls.csv")) == len(dated) == report.written
    assert report.refused == len(sample().incidents) - len(dated)
    assert set(report.losses.refused) <= {"toll-killed", "column-day"}
    assert {item["reason"] for item in losses(tmp_path / "out")["lost"]} == {"the list has three columns"}
    found = explain(tmp_path / "out" / "tolls.csv", "1", "killed")
    assert found.words


def test_what_is_wrong_with_ones_own_codebook_is_told(toll: Path) -> None:
    code = toll.with_suffix(".py")
    code.write_text("1 +", encoding="utf-8")
    with pytest.raises(CodebookError, match="cannot be loaded"):
        find_codebook(str(toll))
    code.write_text("Book = 3", encoding="utf-8")
    with pytest.raises(CodebookError, match="no class Book"):
        find_codebook(str(toll))
    code.unlink()
    with pytest.raises(CodebookError, match="is not there"):
        find_codebook(str(toll))


@pytest.mark.parametrize("name", ["csv", "ucdp-ged", "acled", "airwars", "ibc"])
def test_each_book_stands_on_the_page_and_names_each_field(name: str) -> None:
    assert f"`{name}`" in PAGE
    found = sheet(name)
    assert {*found.holds, *found.partly, *found.loses} == {*FIELDS, *APART}
