"""UCDP GED: each coded value beside the rule of the codebook (23.1) that it follows."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.codebooks import Problem, explain, import_files, sheet
from allegata.codebooks.books.ucdp_ged import check_row, priogrid
from allegata.dataset import Dataset
from allegata.reading import Reader
from tests.codebooks.exporting import exported, losses, table
from tests.codebooks.told import HERALD, only, told

_NAMES = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best "
    "high low gwnoa gwnob"
)
ORDER = _NAMES.split()


def ged(dataset: Dataset, out: Path) -> list[dict[str, str]]:
    exported(dataset, "ucdp-ged", out)
    return table(out / "GEDEvent.csv")


def test_the_columns_are_those_of_the_release_in_its_order() -> None:
    assert [column.name for column in sheet("ucdp-ged").table("ged").columns] == ORDER
    assert len(ORDER) == 49


@pytest.mark.parametrize(
    ("text", "where", "when"),
    [
        # where_prec 1: the town itself; date_prec 1: a day
        ("Shelling of Kharkiv killed five people on Monday, officials said.", ("1", "Kharkiv town"), "1"),
        # where_prec 2: "near" a town
        ("Shelling near Kharkiv killed five people on Monday, officials said.", ("2", "Kharkiv town"), "1"),
        # where_prec 6: no more than the country; date_prec 2: two days
        ("An airstrike in Lebanon killed five people over the weekend, officials said.", ("6", "Lebanon"), "2"),
        # date_prec 3: the week
        ("Shelling of Kharkiv killed five people last week, officials said.", ("1", "Kharkiv town"), "3"),
        # date_prec 4: the month
        ("Shelling of Kharkiv killed five people in February 2024, officials said.", ("1", "Kharkiv town"), "4"),
    ],
)
def test_precision_of_place_and_date(
    reader: Reader, tmp_path: Path, text: str, where: tuple[str, str], when: str
) -> None:
    row = only(ged(told(reader, text), tmp_path / "out"))
    assert (row["where_prec"], row["where_coordinates"]) == where
    assert row["date_prec"] == when


def test_the_cell_of_the_grid_is_that_of_the_coordinates(reader: Reader, tmp_path: Path) -> None:
    text = "Shelling of Kharkiv killed five people on Monday, officials said."
    row = only(ged(told(reader, text), tmp_path / "out"))
    assert int(row["priogrid_gid"]) == priogrid(float(row["latitude"]), float(row["longitude"]))
    assert row["geom_wkt"] == f"POINT ({row['longitude']} {row['latitude']})"
    assert (row["country"], row["country_id"], row["region"]) == ("Ukraine", "369", "Europe")


@pytest.mark.parametrize(
    ("spot", "cell"),
    [((-90.0, -180.0), 1), ((89.9, 179.9), 259200), ((90.0, 180.0), 259200), ((0.0, 0.0), 180 * 720 + 361)],
)
def test_the_grid_has_its_first_and_last_cell(spot: tuple[float, float], cell: int) -> None:
    assert priogrid(*spot) == cell


def test_people_killed_or_injured_are_no_number_of_dead(reader: Reader, tmp_path: Path) -> None:
    # "At least one direct death in any of low, best, high": more than 70 killed or injured give none, and never 71.
    text = "More than 70 civilians were killed and injured in airstrikes on Idlib on Monday, local sources said."
    report = exported(told(reader, text), "ucdp-ged", tmp_path / "out")
    assert (report.written, report.refused) == (0, 1)
    assert losses(tmp_path / "out")["refused"] == {"ucdp-ged-death": 1}
    assert "71" not in (tmp_path / "out" / "GEDEvent.csv").read_text()


def test_without_a_date_there_is_no_event(reader: Reader, tmp_path: Path) -> None:
    # The publication date never stands in for the date of the event.
    report = exported(
        told(reader, "Shelling of Kharkiv killed five people, officials said."), "ucdp-ged", tmp_path / "o"
    )
    assert report.losses.refused == {"ucdp-ged-date": 1}


def test_a_clash_of_a_state_and_a_group_is_state_based(reader: Reader, tmp_path: Path) -> None:
    # Type 1 where a government and a group fight; side A is always the government. Nobody says whose fighters died, so
    # they are in deaths_unknown, not in deaths_a or deaths_b; civilians are collateral.
    text = "Armed clashes between the Syrian army and ISIS in Idlib killed 12 fighters and three civilians on Monday."
    row = only(ged(told(reader, text), tmp_path / "out"))
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("1", "Government of Syria", "Islamic State")
    assert row["dyad_name"] == "Government of Syria - Islamic State"
    assert (row["gwnoa"], row["gwnob"]) == ("652", "")
    assert [row[name] for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best")] == [
        "0",
        "0",
        "3",
        "12",
        "15",
    ]
    assert {item["field"] for item in losses(tmp_path / "out")["left_open"]} >= {"side of combatants killed"}


def test_who_is_named_first_changes_no_side(reader: Reader, tmp_path: Path) -> None:
    text = "Armed clashes between ISIS and the Syrian army in Idlib killed 12 fighters and three civilians on Monday."
    row = only(ged(told(reader, text), tmp_path / "out"))
    assert (row["side_a"], row["side_b"]) == ("Government of Syria", "Islamic State")


def test_civilians_executed_by_one_side_are_one_sided_violence(reader: Reader, tmp_path: Path) -> None:
    # Type 3: the perpetrator is side A, side B is Civilians, deaths_a and deaths_b are 0.
    text = "ISIS executed six civilians in Raqqa on Monday, activists said."
    row = only(ged(told(reader, text), tmp_path / "out"))
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("3", "Islamic State", "Civilians")
    assert (row["deaths_a"], row["deaths_b"], row["deaths_civilians"]) == ("0", "0", "6")


def test_an_airstrike_that_kills_civilians_has_no_type(reader: Reader, tmp_path: Path) -> None:
    # Imprecise strikes within a conflict are state-based with civilian deaths; whether there is one, a coder knows.
    text = "Syrian warplanes bombed Idlib on Monday, killing five civilians, residents said."
    row = only(ged(told(reader, text), tmp_path / "out"))
    assert row["type_of_violence"] == ""
    assert (row["side_a"], row["side_b"]) == ("Government of Syria", "")
    assert {item["field"] for item in losses(tmp_path / "out")["left_open"]} >= {"type of violence"}


def test_low_best_and_high_where_sources_disagree(reader: Reader, tmp_path: Path) -> None:
    # low the most conservative, best the most reliable (here health workers before residents), high the highest
    dataset = told(
        reader,
        "An airstrike on the market of Kabkabiya killed 20 people on Monday, residents said.",
        HERALD + "An airstrike on the market of Kabkabiya killed 25 people on Monday, the Health Ministry said. "
        "The rebel group's spokesman said 40 people were killed in the airstrike on the market.",
    )
    row = only(ged(dataset, tmp_path / "out"))
    assert (row["low"], row["best"], row["high"]) == ("20", "25", "40")
    assert row["number_of_sources"] == "2"
    assert row["source_office"] == "Example Wire;Example Herald"
    assert row["source_date"] == "2024-03-12;2024-03-12"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"best": 8}, "ucdp-ged-sum"),
        ({"low": 6, "event_clarity": 1}, "ucdp-ged-order"),
        ({"low": 6, "event_clarity": 2}, "ucdp-ged-order-aggregate"),
        ({"best": 0, "low": 0, "high": 0, "deaths_civilians": 0}, "ucdp-ged-death"),
        ({"type_of_violence": 3, "deaths_a": 5, "deaths_civilians": 0}, "ucdp-ged-one-sided"),
        ({"type_of_violence": 3, "side_b": "Islamic State"}, "ucdp-ged-one-sided"),
        ({"priogrid_gid": 1}, "ucdp-ged-priogrid"),
        ({"date_end": "2024-03-10"}, "ucdp-ged-dates"),
        ({"year": 2023}, "ucdp-ged-dates"),
        ({"latitude": None}, "ucdp-ged-coordinates"),
    ],
)
def test_each_published_rule_is_checked(change: dict[str, object], rule: str) -> None:
    good: dict[str, object] = {
        "type_of_violence": 1,
        "side_b": "Civilians",
        "deaths_a": 0,
        "deaths_b": 0,
        "deaths_civilians": 5,
        "deaths_unknown": 0,
        "low": 5,
        "best": 5,
        "high": 5,
        "event_clarity": 1,
        "latitude": 50.0,
        "longitude": 36.25,
        "priogrid_gid": priogrid(50.0, 36.25),
        "date_start": "2024-03-11",
        "date_end": "2024-03-11",
        "year": 2024,
    }
    assert list(check_row(good)) == []
    assert rule in [problem.rule for problem in check_row(good | change)]
    assert sheet("ucdp-ged").rule(rule) is not None


@given(st.floats(-90, 89.999), st.floats(-180, 179.999))
def test_every_point_lies_in_a_cell_of_the_grid(latitude: float, longitude: float) -> None:
    assert 1 <= priogrid(latitude, longitude) <= 259200


def test_a_problem_is_told_in_words() -> None:
    (problem,) = [item for item in check_row({"low": 3, "best": 2, "high": 5}) if item.rule == "ucdp-ged-order"]
    assert problem == Problem("ucdp-ged-order", "low 3, best 2, high 5 do not rise")


def test_gaza_stands_under_israel_with_its_area_and_comes_back_as_it_was(reader: Reader, tmp_path: Path) -> None:
    # GED's countries are states of Gleditsch and Ward's list: events in Gaza and the West Bank are in Israel, 666.
    text = "An airstrike killed five people in Gaza City on Monday, the Gaza health ministry said."
    row = only(ged(told(reader, text), tmp_path / "out"))
    assert (row["country"], row["country_id"], row["adm_1"]) == ("Israel", "666", "Gaza Strip")
    import_files([tmp_path / "out"], tmp_path / "in")
    [back] = [json.loads(line) for line in (tmp_path / "in" / "incidents-ucdp-ged.jsonl").read_bytes().splitlines()]
    assert back["place"]["country"] == "PS"


def test_countries_have_the_names_of_ged_and_areas_those_of_the_gazetteer(reader: Reader, tmp_path: Path) -> None:
    text = "A car bomb killed five people in Aden, Yemen, on Monday, police said."
    row = only(ged(told(reader, text), tmp_path / "out"))
    assert (row["country"], row["country_id"], row["adm_1"]) == ("Yemen (North Yemen)", "678", "Aden Governorate")
    found = explain(tmp_path / "out" / "GEDEvent.csv", "1", "adm_1")
    assert (found.rule.id, [item["quote"] for item in found.words]) == ("ucdp-ged-adm", ["Aden"])
