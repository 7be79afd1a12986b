"""The set of copies and independent reports, made of texts written for this test."""

import json
from pathlib import Path

import pytest

from allegata.evaluation.independence import KINDS, SET, site_of
from allegata.evaluation.parts import SetMissingError, Tools

PLACES = ("Tell Marwan", "Ain Zahra", "Kafr Dukhan")


def text(place: str, teller: int) -> str:
    """Return a report of some length in words of its own."""
    return " ".join(
        f"Witness {teller * 40 + n} of {place} told of street {n * 7 + teller} and of house {n + teller * 13}."
        for n in range(12)
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [
        {"doc_id": f"{place}-{n}", "incident_id": place, "text": text(place, n + 5 * at), "uri": f"https://p{n}.test/a"}
        for at, place in enumerate(PLACES)
        for n in range(3)
    ]
    (tmp_path / "gva").mkdir()
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "gva" / "documents.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_copies_are_found_and_reports_in_other_words_are_not(data: Path) -> None:
    (part,) = SET.find(data)
    outcomes = [SET.measure(part.name, item, Tools()) for item in part.items]
    assert outcomes == [SET.measure(part.name, item, Tools()) for item in part.items]
    result = SET.result(outcomes)
    assert result.figures["f1"] > 95
    rows = {row.key: row for row in result.rows}
    assert rows["f1"].constant is not None
    assert rows["by_kind.quoted"].constant == 0
    assert rows["by_kind.independent"].n == 2 * 9
    assert {row.n for key, row in rows.items() if key.split(".")[-1].replace("_", "-") in KINDS} == {9}


def test_a_folder_without_the_texts_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError, match=r"gva/documents\.jsonl"):
        SET.find(tmp_path)


def test_the_site_of_an_archived_page_is_the_one_it_was_taken_from(data: Path) -> None:
    assert site_of("http://web.archive.org/web/20150330185038id_/http://www.herald.test:80/a") == "herald.test"
    assert site_of("https://m.herald.test/a") == "herald.test"
    assert site_of("web.archive.org") == ""
    file = data / "gva" / "documents.jsonl"
    archived = file.read_text(encoding="utf-8").replace("https://p", "http://web.archive.org/web/2015/https://p")
    file.write_text(archived, encoding="utf-8")
    (part,) = SET.find(data)
    assert [len(case.rivals) for case in part.items] == [2] * 9
