"""A casebook exported: as judged, with the judgement behind a corrected figure, and without what is restricted."""

import json
from pathlib import Path

import pytest

from allegata.casebook import Casebook, Person
from tests.cli.conftest import Run
from tests.codebooks.exporting import table

ME = Person(name="amal")
STRIKES = (
    "Strike on Idlib market\n\nSource: Example Wire\n\nPublished: 12 March 2024\n\n"
    "Government warplanes bombed a market in Idlib on Monday, killing 5 civilians, local sources said.\n",
    "Shelling in Taiz\n\nSource: Gulf Monitor\n\nPublished: 2 May 2024\n\n"
    "Shelling by Houthi fighters killed 3 children in Taiz on Wednesday, local residents said.\n",
)


@pytest.fixture
def book(allegata: Run, tmp_path: Path) -> Path:
    """A casebook of two dispatches with one incident each."""
    for number, text in enumerate(STRIKES):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    assert allegata("casebook", "create", tmp_path / "cases.db").status == 0
    assert allegata("add", tmp_path / "cases.db", *(tmp_path / f"{number}.txt" for number in (0, 1))).status == 0
    return tmp_path / "cases.db"


def correct(book: Path, figure: int) -> str:
    """Correct the toll in Idlib, and return the incident's id."""
    with Casebook.open(book) as casebook:
        view = casebook.view(ME)
        for line in view.incidents(sort="id", limit=10).items:
            incident = view.incident(line.id)
            claim = incident.claims[0].claim
            assert claim is not None
            if incident.incident.place is not None and incident.incident.place.name == "Idlib":
                casebook.judge(
                    ME,
                    "correct",
                    [claim.id],
                    field=f"casualties.{claim.casualties[0].id}.quantity",
                    new={"low": figure, "high": figure},
                    why="The hospital's list names more",
                )
                casebook.refresh()
                return line.id
    raise AssertionError("no incident in Idlib")


def restrict(book: Path, title: str) -> None:
    with Casebook.open(book) as casebook:
        documents = casebook.view(ME).documents(limit=10).items
        name = next(line.id for line in documents if line.title == title)
        casebook.restrict(ME, "document", name, why="A source asked for it")


def test_a_correction_counts_in_every_book_and_is_told_with_who_and_why(
    allegata: Run, book: Path, tmp_path: Path
) -> None:
    name = correct(book, 7)
    for codebook, file, column in (("csv", "incidents.csv", "killed_min"), ("ucdp-ged", "GEDEvent.csv", "best")):
        ran = allegata("export", book, "--codebook", codebook, "--out", tmp_path / codebook)
        assert (ran.status, ran.err) == (0, "")
        told = allegata("explain", tmp_path / codebook / file, name, column)
        assert told.out.startswith(f"{column} = 7")
        shown = " ".join(told.out.split())
        for part in ("“5”", "casualties.k1.quantity", "to low 7", "by amal", "The hospital's list names more"):
            assert part in shown
    assert allegata("verify", book).status == 0


def test_what_is_restricted_is_left_out_where_it_is_asked_for(allegata: Run, book: Path, tmp_path: Path) -> None:
    restrict(book, "Shelling in Taiz")
    ran = allegata("export", book, "--codebook", "csv", "--out", tmp_path / "public", "--without-restricted")
    assert ran.status == 0
    assert "restricted is withheld" in ran.err
    assert [row["place"] for row in table(tmp_path / "public" / "incidents.csv")] == ["Idlib"]
    allegata("export", book, "--codebook", "csv", "--out", tmp_path / "all")
    assert sorted(row["place"] for row in table(tmp_path / "all" / "incidents.csv")) == ["Idlib", "Taiz"]


def test_the_same_casebook_gives_the_same_bytes(allegata: Run, book: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        allegata("export", book, "--codebook", "airwars", "--out", tmp_path / name)
    one, two = ((tmp_path / name / "datapackage.json").read_bytes() for name in ("a", "b"))
    assert one == two
    assert len(json.loads(one)["resources"]) > 3


def test_what_is_neither_dataset_nor_casebook_is_told_in_one_line(allegata: Run, book: Path, tmp_path: Path) -> None:
    for name, said in ((tmp_path / "none", "is not a dataset"), (tmp_path / "0.txt", "is no casebook")):
        ran = allegata("export", name, "--codebook", "csv", "--out", tmp_path / "out")
        assert ran.status == 2
        assert said in ran.err
        assert ran.err.count("\n") == 1
        assert not (tmp_path / "out").exists()
