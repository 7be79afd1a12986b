"""Iraq Body Count's forms: minimum and maximum of civilians, provisional entries."""

from pathlib import Path

import pytest

from allegata.dataset import Dataset
from allegata.reading import Reader
from tests.codebooks.exporting import exported, table
from tests.codebooks.told import HERALD, only, told


def entry(dataset: Dataset, out: Path) -> dict[str, str]:
    exported(dataset, "ibc", out)
    return only(table(out / "incidents.csv"))


def test_one_source_is_provisional(reader: Reader, tmp_path: Path) -> None:
    # At least two independent data sources, otherwise the entry is provisional (methods 1).
    row = entry(told(reader, "A car bomb killed nine people in Baghdad on Monday, police said."), tmp_path / "out")
    assert (row["deaths_min"], row["deaths_max"], row["provisional"]) == ("9", "9", "true")
    assert row["primary_witnesses"] == "police"


def test_two_independent_sources_are_not_and_give_the_range(reader: Reader, tmp_path: Path) -> None:
    dataset = told(
        reader,
        "A car bomb in the Karrada market in Baghdad killed nine people on Monday, police said.",
        HERALD + "A car bomb in the Karrada market in Baghdad killed 11 people on Monday, the Red Crescent said.",
    )
    row = entry(dataset, tmp_path / "out")
    assert (row["deaths_min"], row["deaths_max"], row["provisional"]) == ("9", "11", "false")
    assert row["media_sources"] == "Example Wire; Example Herald"


def test_combatants_are_taken_off(reader: Reader, tmp_path: Path) -> None:
    text = "Airstrikes in Mosul killed 12 fighters and three civilians on Monday, residents said."
    row = entry(told(reader, text), tmp_path / "out")
    assert (row["deaths_min"], row["deaths_max"]) == ("3", "3")


def test_a_family_counts_three(reader: Reader, tmp_path: Path) -> None:
    row = entry(
        told(reader, "A family was killed in an airstrike on Mosul on Monday, residents said."), tmp_path / "out"
    )
    assert (row["deaths_min"], row["deaths_max"]) == ("3", "3")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "More than 70 civilians were killed and injured in airstrikes on Mosul on Monday, residents said.",
            "ibc-death",
        ),
        ("Airstrikes in Mosul killed 12 fighters on Monday, residents said.", "ibc-civilian"),
    ],
)
def test_what_counts_no_civilians_is_no_entry(reader: Reader, tmp_path: Path, text: str, rule: str) -> None:
    report = exported(told(reader, text), "ibc", tmp_path / "out")
    assert report.losses.refused == {rule: 1}
    assert table(tmp_path / "out" / "incidents.csv") == []


def test_a_kind_of_event_that_tells_no_means_is_no_weapon_and_a_target_stands_once(
    reader: Reader, tmp_path: Path
) -> None:
    text = (
        "Attackers stormed a hospital in Baghdad on Monday, killing nine civilians, police said. The attackers stormed "
        "the hospital at noon, residents said."
    )
    row = entry(told(reader, text), tmp_path / "out")
    assert row["weapons"] == ""
    assert row["target"] == "a hospital"


def test_both_sides_of_a_clash_are_its_killers(reader: Reader, tmp_path: Path) -> None:
    text = "Clashes between the Sudanese army and the Rapid Support Forces in El Fasher killed six civilians on Monday."
    row = entry(told(reader, text), tmp_path / "out")
    assert row["killers"] == "Armed Forces of Sudan; Rapid Support Forces"
