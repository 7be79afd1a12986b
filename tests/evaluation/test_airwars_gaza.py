"""The Airwars set: its form, the view of an assessment, and the scores."""

import json
from pathlib import Path
from typing import Any

import pytest

from allegata.evaluation.airwars_gaza import SET, Gold, days, macro_recall, overlap
from allegata.evaluation.airwars_groups import by_names
from allegata.evaluation.airwars_ranges import Range
from allegata.evaluation.airwars_view import Assessed, assess, opening_end
from allegata.evaluation.parts import GoldError, Outcome, SetMissingError, Tools
from allegata.incidents import profile
from allegata.intake import from_text

TOOLS = Tools()
FOUND = (
    "On March 3rd, 2021, at least six civilians, including two children and a woman, were killed and dozens were"
    " injured in an alleged airstrike on a house in Taiz.\n\n"
    "A local radio station reported that eight civilians were killed. Medics said that five people were killed.\n\n"
    "Since January, 340 people have been killed in the province."
)


def seen(text: str) -> Assessed:
    document = from_text(text)[0]
    return assess(document, TOOLS.reader.read(document).claims, profile("airwars"))


def row(**more: Any) -> dict[str, Any]:
    return {
        "code": "X1",
        "assessment": FOUND,
        "incident_date": "March 3, 2021",
        "civilians_killed": [6, 8],
        "civilians_injured": [12, 24],
        "civilians_killed_by_category": {"children": [2, 2], "women": [1, 1]},
        "lat_lon": [13.58, 44.02],
        "summary": {"Strike type": "Airstrike"},
    } | more


def measured(tmp_path: Path, *rows: dict[str, Any]) -> list[Outcome]:
    folder = tmp_path / "airwars_gaza"
    folder.mkdir()
    (folder / "incidents.jsonl").write_text("\n".join(json.dumps(r) for r in rows) + "\n", encoding="utf-8")
    part = SET.find(tmp_path)[0]
    return [SET.measure(part.name, item, TOOLS) for item in part.items]


def test_the_opening_leads_and_accounts_open_its_open_end() -> None:
    found = seen(FOUND)
    assert (found.killed, found.injured) == ((6, 8), (12, 24))
    assert (found.groups["children"], found.groups["women"]) == ((2, 2), (1, 1))
    assert found.date == ("2021-03-03", "2021-03-03")
    assert found.strike_type == "Airstrike"


def test_a_closed_finding_stands() -> None:
    found = seen("On May 2, 2020, four civilians were killed by shelling in Hodeidah.\n\nA paper wrote of nine killed.")
    assert found.killed == (4, 4)
    assert found.injured is None
    assert found.strike_type == "Artillery"


def test_men_are_the_remainder_where_children_and_women_are_counted() -> None:
    found = seen("On May 2, 2020, seven civilians, including four children and two women, were killed in an airstrike.")
    assert found.groups["men"] == (1, 1)


def test_opening_end() -> None:
    assert opening_end(from_text("One.\n\nTwo.")[0]) == 4
    assert opening_end(from_text("One.")[0]) == 4


def test_scores(tmp_path: Path) -> None:
    outcomes = measured(tmp_path, row(), row(code="X2", civilians_killed=None, civilians_injured=[3, 3]))
    figures = SET.result(outcomes).figures
    assert figures["killed_both_exact"] == 100
    assert figures["killed_unknown"] == 0
    assert figures["injured_both_exact"] == 50
    assert figures["children_exact"] == figures["women_exact"] == figures["date"] == figures["strike_type"] == 100
    assert {miss.measure for miss in outcomes[1].misses} >= {"killed", "injured"}
    assert isinstance(figures["place_median_km"], float)


def test_days() -> None:
    assert days("October 12–13, 2023") == ("2023-10-12", "2023-10-13")
    assert days("October 31 – November 1, 2023") == ("2023-10-31", "2023-11-01")
    assert days("unknown") is None
    assert days(None) is None


def test_overlap_of_whole_numbers() -> None:
    assert overlap((4, 6), (5, 8)) == 40  # 5 and 6, of 4 to 8
    assert overlap((3, 3), (3, 3)) == 100
    assert overlap((1, 2), (5, 8)) == 0


def test_macro_recall_is_over_types_not_records() -> None:
    pairs = [("Airstrike", "Airstrike"), ("Airstrike", "Airstrike"), ("Airstrike, Drone Strike", "Airstrike")]
    assert macro_recall(pairs) == 50  # airstrike 3 of 3, drone strike 0 of 1
    assert macro_recall([]) == 0


def test_no_records() -> None:
    assert SET.result([]).figures["killed_both_exact"] == 0


def test_missing_and_broken_files(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError):
        SET.find(tmp_path)
    with pytest.raises(GoldError, match="line 1"):
        measured(tmp_path, {"code": "X1"})


def test_gold_without_optional_fields(tmp_path: Path) -> None:
    bare = row(lat_lon=None, civilians_killed_by_category={}, summary={})
    outcome = measured(tmp_path, bare)[0]
    assert isinstance(SET.find(tmp_path)[0].items[0], Gold)
    assert outcome.counts.distance is None
    assert outcome.counts.strike_type[0] is None


def test_a_group_left_out_is_none_only_where_the_others_are_all(tmp_path: Path) -> None:
    whole = row(civilians_killed=[2, 2], civilians_killed_by_category={"men": [2, 2]})
    part = row(civilians_killed=[5, 5], civilians_killed_by_category={"men": [2, 2]})
    measured(tmp_path, whole, part)
    items = SET.find(tmp_path)[0].items
    assert items[0].ranges["children"] == (0, 0)
    assert items[1].ranges["children"] is None


def test_a_single_person_is_told_by_pronoun_or_age() -> None:
    found = seen("On May 2, 2020, a teacher was killed in an airstrike while she was at home in Sanaa.")
    assert found.groups == {"children": (0, 0), "women": (1, 1), "men": (0, 0)}


def test_groups_that_nobody_tells_are_none_where_the_others_make_up_the_least_killed() -> None:
    groups: dict[str, Range | None] = {"children": None, "women": (1, 1), "men": None}
    assert by_names("", (1, 2), dict(groups)) == {"children": (0, 0), "women": (1, 1), "men": (0, 0)}
    found = by_names("", (2, 3), dict(groups))
    assert found == {"children": (0, 0), "women": (1, 1), "men": None}  # adults are told, and nobody speaks of a child
    assert by_names("", (2, 3), dict(groups), children_spoken_of=True) == groups
    nobody: dict[str, Range | None] = {"children": None, "women": None, "men": None}
    assert by_names("", None, dict(nobody)) == nobody


def test_a_son_without_an_age_is_no_child() -> None:
    text = "Oren Dask and his son Brun Dask were killed."
    assert by_names(text, (2, 2), {"children": None, "women": None, "men": None})["children"] != (1, 1)


NAMED = " The dead were Ana Korr (40), her husband Oren Korr, their sons Brun Korr (9) and Ivo Korr, and Mila Korr (4)."


@pytest.mark.parametrize(
    ("finding", "children"),
    [
        ("at least five civilians, including at least two children, were killed", (2, 3)),
        ("at least five civilians, including at least one woman and two children, were killed", (2, 3)),
        ("five civilians, including two children, were killed", (2, 2)),
        ("five civilians were killed", (2, 3)),
        ("five civilians, including at least three children, were killed", (3, 3)),
    ],
)
def test_sons_without_an_age_open_a_range_that_the_finding_leaves_open(finding: str, children: Range) -> None:
    found = seen(f"On May 2, 2020, {finding} in an airstrike on a house in Sanaa.\n\nPosts named them.{NAMED}")
    assert found.groups["children"] == children


def test_men_are_the_remainder_of_a_range() -> None:
    groups: dict[str, Range | None] = {"children": (1, 2), "women": (1, 1), "men": None}
    assert by_names("", (6, 6), groups)["men"] == (3, 4)


def test_a_finding_may_stand_behind_the_opening() -> None:
    text = (
        "On May 2, 2020, an airstrike hit a school in Sanaa.\n\nAt least seven people, including four children and a"
        " woman, were killed.\n\nA radio station said that three children were among five dead."
    )
    found = seen(text)
    assert found.killed == (7, 7)
    assert found.groups["children"] == (4, 4)


def test_children_of_the_account_whose_toll_the_finding_holds() -> None:
    text = (
        "On May 2, 2020, between four and five civilians were killed in an airstrike in Sanaa.\n\nA hospital said that"
        " five people were killed, including three children. A paper wrote that 40 people, including nine children,"
        " were killed."
    )
    assert seen(text).groups["children"] == (3, 3)


def test_a_single_person_named_behind_the_opening() -> None:
    text = "On May 2, 2020, one person was killed by shelling in Sanaa.\n\nAna Korr (40) was killed at home."
    assert seen(text).groups == {"children": (0, 0), "women": (1, 1), "men": (0, 0)}
