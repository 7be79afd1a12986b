"""``allegata gazetteer``: looking names up, and adding places of one's own."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

CSV = "name,country,latitude,longitude,source\nTel Marwan,SY,35.5,38.5,a map\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own places are kept, empty at first."""
    monkeypatch.setenv("ALLEGATA_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_lookup_shows_the_place_with_its_country_and_coordinates(allegata: Run) -> None:
    ran = allegata("gazetteer", "lookup", "Markada", "--country", "SY")
    assert (ran.status, ran.err) == (0, "")
    assert "Markada" in ran.out
    assert "SY" in ran.out


def test_lookup_in_another_script_and_spelling_finds_the_same(allegata: Run) -> None:
    found = [allegata("gazetteer", "lookup", name).out for name in ("al-Baghouz", "الباغوز")]
    assert all("Baghuz" in out and "SY" in out for out in found)


def test_a_name_in_another_country_comes_first_with_its_country(allegata: Run) -> None:
    here, there = (allegata("gazetteer", "lookup", "Tripoli", "--country", code).out for code in ("LB", "LY"))
    assert here.index("LB") < here.index("LY")
    assert there.index("LY") < there.index("LB")


def test_a_name_that_is_not_there_is_told_with_what_to_do(allegata: Run) -> None:
    ran = allegata("gazetteer", "lookup", "Xyzzyqqua")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "Xyzzyqqua: not in the gazetteer; add it with `allegata gazetteer add FILE`\n"


def test_a_wrong_country_is_refused(allegata: Run) -> None:
    ran = allegata("gazetteer", "lookup", "Homs", "--country", "QQ")
    assert (ran.status, ran.out) == (2, "")
    assert "ISO 3166" in ran.err


def test_an_added_place_is_found_by_lookup_and_by_read(allegata: Run, data: Path, tmp_path: Path) -> None:
    places = tmp_path / "mine.csv"
    places.write_text(CSV, encoding="utf-8")
    assert allegata("gazetteer", "lookup", "Tel Marwan").out.find("35.5000") == -1
    ran = allegata("gazetteer", "add", places)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"1 places added to {data / 'gazetteer-user.sqlite'}\n"
    found = allegata("gazetteer", "lookup", "Tel Marwan")
    assert found.status == 0
    assert "35.5000, 38.5000" in found.out
    dispatch = tmp_path / "dispatch.txt"
    dispatch.write_text("Warplanes bombed Tel Marwan in Syria, killing two people, residents said.\n", encoding="utf-8")
    assert '"latitude":35.5' in allegata("read", dispatch, "--format", "jsonl").out


def test_bad_rows_are_listed_and_the_others_are_kept(allegata: Run, data: Path, tmp_path: Path) -> None:
    places = tmp_path / "mine.csv"
    places.write_text(CSV + "Nowhere,SY,95,38.5,a map\n,SY,35,38,a map\n", encoding="utf-8")
    ran = allegata("gazetteer", "add", places)
    assert ran.status == 1
    assert ran.out.startswith("1 places added")
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == ["line 3", "line 4"]


@pytest.mark.parametrize("content", [None, b"not,the,columns\n1,2,3\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_gazetteer_is_refused_in_a_line(
    allegata: Run, data: Path, tmp_path: Path, content: bytes | None
) -> None:
    places = tmp_path / "mine.csv"
    if content is not None:
        places.write_bytes(content)
    ran = allegata("gazetteer", "add", places)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert str(places) in ran.err


def test_a_data_folder_that_cannot_be_made_is_told(
    allegata: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = tmp_path / "mine.csv"
    places.write_text(CSV, encoding="utf-8")
    monkeypatch.setenv("ALLEGATA_DATA", str(places / "data"))
    ran = allegata("gazetteer", "add", places)
    assert (ran.status, ran.out) == (2, "")
    assert "ALLEGATA_DATA" in ran.err
