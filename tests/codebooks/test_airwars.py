"""Airwars' form: ranges, grades and belligerents beside what Airwars publishes of them."""

from pathlib import Path

import msgspec
import pytest

from allegata.codebooks import Tally
from allegata.codebooks.books.airwars import civilians
from allegata.dataset import Dataset
from allegata.reading import Reader
from tests.codebooks.exporting import exported, losses, table
from tests.codebooks.tallies import tally_of
from tests.codebooks.told import HERALD, only, told


def form(dataset: Dataset, out: Path) -> dict[str, str]:
    exported(dataset, "airwars", out)
    return only(table(out / "incidents.csv"))


def ends(row: dict[str, str], what: str) -> tuple[str, str]:
    return row[f"{what}_min"], row[f"{what}_max"]


def test_all_who_are_not_called_combatants_are_taken_for_civilians(reader: Reader, tmp_path: Path) -> None:
    # Civilian status is assumed unless evidence says otherwise (annex 1 of Patterns of civilian harm).
    text = "An airstrike killed nine people and injured several others in Idlib on Monday, residents said."
    row = form(told(reader, text), tmp_path / "out")
    assert ends(row, "civilian_non_combatants_killed") == ("9", "9")
    assert ends(row, "civilian_non_combatants_injured") == ("2", "2")
    assert ends(row, "children_killed") == ("", "")


def test_combatants_are_told_apart_from_civilians(reader: Reader, tmp_path: Path) -> None:
    text = "Airstrikes in Idlib killed 12 fighters and three civilians on Monday, residents said."
    row = form(told(reader, text), tmp_path / "out")
    assert ends(row, "civilian_non_combatants_killed") == ("3", "3")
    assert ends(row, "belligerents_killed") == ("12", "12")


def test_where_status_is_contested_both_minimums_are_zero(reader: Reader, tmp_path: Path) -> None:
    # Some say civilians, others (not the accused) say combatants: minimum 0 for civilians and for belligerents.
    text = (
        "An airstrike killed nine civilians in Idlib on Monday, residents said. "
        "Local police said the airstrike killed nine militants."
    )
    row = form(told(reader, text), tmp_path / "out")
    assert ends(row, "civilian_non_combatants_killed") == ("0", "9")
    assert ends(row, "belligerents_killed") == ("0", "9")


def test_what_only_the_accused_says_of_militants_is_context(reader: Reader, tmp_path: Path) -> None:
    text = (
        "A Syrian army airstrike killed nine civilians in Idlib on Monday, residents said. "
        "The Syrian army said the airstrike killed nine terrorists."
    )
    row = form(told(reader, text), tmp_path / "out")
    assert ends(row, "civilian_non_combatants_killed") == ("9", "9")
    assert ends(row, "belligerents_killed") == ("", "")


def test_people_killed_or_injured_are_left_for_review(reader: Reader, tmp_path: Path) -> None:
    # No column for people of whom it is not told which; unknown stays blank, which is not 0.
    text = "More than 70 civilians were killed and injured in airstrikes on Idlib on Monday, local sources said."
    row = form(told(reader, text), tmp_path / "out")
    assert ends(row, "civilian_non_combatants_killed") == ("", "")
    assert ends(row, "civilian_non_combatants_injured") == ("", "")
    assert row["civilian_harm_reported"] == "1"
    assert {item["field"] for item in losses(tmp_path / "out")["lost"]} >= {"killed or injured"}
    assert [item["field"] for item in losses(tmp_path / "out")["left_open"]] == ["killed, injured"]


def test_the_lowest_and_the_highest_over_the_sources(reader: Reader, tmp_path: Path) -> None:
    dataset = told(
        reader,
        "An airstrike on the market of Kabkabiya killed 20 people on Monday, residents said.",
        HERALD + "An airstrike on the market of Kabkabiya killed 25 people on Monday, the Health Ministry said.",
    )
    row = form(dataset, tmp_path / "out")
    assert ends(row, "civilian_non_combatants_killed") == ("20", "25")
    assert (row["civilian_harm_status_name"], row["strike_status_name"]) == ("Fair", "Likely strike")
    assert [item["name"] for item in table(tmp_path / "out" / "sources.csv")] == ["Example Wire", "Example Herald"]


def test_who_admits_is_known_and_what_it_concedes_is_written(reader: Reader, tmp_path: Path) -> None:
    text = (
        "An airstrike killed nine civilians in Idlib on Monday, residents said. "
        "The Syrian army admitted that its airstrike in Idlib killed four civilians."
    )
    exported(told(reader, text), "airwars", tmp_path / "out")
    party = only(table(tmp_path / "out" / "belligerents.csv"))
    assert (party["type"], party["belligerent_slug"]) == ("Known", "syrian-armed-forces")
    assert ends(party, "deaths_conceded") == ("4", "4")
    row = only(table(tmp_path / "out" / "incidents.csv"))
    assert (row["civilian_harm_status_name"], row["strike_status_name"]) == ("Confirmed", "Declared strike")
    said = only(table(tmp_path / "out" / "statements.csv"))
    assert said["stance"] == "admits"
    assert said["statement"] in " ".join(text.split())


def test_a_bare_denial_is_a_statement_and_makes_no_rival(reader: Reader, tmp_path: Path) -> None:
    text = (
        "A Syrian army airstrike killed nine civilians in Idlib on Monday, residents said. "
        "The Syrian army denied that it carried out the airstrike."
    )
    row = form(told(reader, text), tmp_path / "out")
    assert row["strike_status_name"] == "Single source claim"
    party = only(table(tmp_path / "out" / "belligerents.csv"))
    assert (party["type"], party["denies"]) == ("Suspected", "1")


@pytest.mark.parametrize(("stated", "total", "expected"), [(None, (9, 12), (9, 12)), ((3, 3), (9, 12), (3, 12))])
def test_a_stated_number_of_civilians_is_the_least(
    stated: tuple[int, int] | None, total: tuple[int, int], expected: tuple[int, int]
) -> None:
    none = Tally(profile=tally_of(1, 1).profile)
    found = civilians(tally_of(*total), none if stated is None else tally_of(*stated), none, contested=False)
    assert found[:2] == expected


def test_a_grade_without_its_reason_is_refused(reader: Reader, tmp_path: Path) -> None:
    dataset = told(reader, "An airstrike killed nine people in Idlib on Monday, residents said.")
    (incident,) = dataset.incidents
    grade = msgspec.structs.replace(incident.grade, value="confirmed")
    report = exported(
        msgspec.structs.replace(dataset, incidents=(msgspec.structs.replace(incident, grade=grade),)),
        "airwars",
        tmp_path / "out",
    )
    assert report.losses.refused == {"airwars-grade": 1}


def test_the_region_is_the_area_and_never_the_country(reader: Reader, tmp_path: Path) -> None:
    text = "Shelling of Kramatorsk, Ukraine, killed five people on Monday, the mayor said."
    row = form(told(reader, text), tmp_path / "out")
    assert (row["country_name"], row["region"]) == ("Ukraine", "Donetsk Oblast")
