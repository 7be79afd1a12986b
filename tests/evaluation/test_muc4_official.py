"""The official MUC-4 scorer, by worked examples."""

import pytest

from allegata.evaluation.assignment import assign
from allegata.evaluation.muc4_fills import judge, judge_date, judge_location, judge_number, judge_string
from allegata.evaluation.muc4_keys import Template, read_fill, read_keys, response
from allegata.evaluation.muc4_official import Score, score, score_slot

KEY = """0.  MESSAGE: ID                     TST9-MUC4-0001
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  25 AUG 89 - 26 AUG 89
3.  INCIDENT: LOCATION              PERU: LIMA (CITY)
4.  INCIDENT: TYPE                  BOMBING
12. PHYS TGT: ID                    "OLD MILL" / "MILL"
13. PHYS TGT: TYPE                  COMMERCIAL: "OLD MILL" / "MILL"
19. HUM TGT: DESCRIPTION            "MILLER"
20. HUM TGT: TYPE                   CIVILIAN: "MILLER"
0.  MESSAGE: ID                     TST9-MUC4-0001
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
4.  INCIDENT: TYPE                  ARSON
12. PHYS TGT: ID                    "BARN"
"""


def _keys() -> list[Template]:
    return read_keys(KEY)["TST9-MUC4-0001"]


@pytest.mark.parametrize(
    ("mine", "key", "verdict"),
    [
        ("26 AUG 89", "25 AUG 89 - 26 AUG 89", 0.5),
        ("25 AUG 89", "- 26 AUG 89", 0.5),
        ("- 26 AUG 89", "- 26 AUG 89", 1.0),
        ("- 26 AUG 89", "26 AUG 89", 0.5),
        ("- 26 AUG 89", "24 AUG 89 - 25 AUG 89", 0.0),
        ("27 AUG 89", "26 AUG 89", 0.0),
        ("", "26 AUG 89", 0.0),
    ],
)
def test_dates(mine: str, key: str, verdict: float) -> None:
    assert judge_date(mine, key) == verdict


@pytest.mark.parametrize(
    ("mine", "key", "verdict"),
    [
        ("PERU", "PERU: LIMA (CITY)", 0.5),
        ("PERU: LIMA (TOWN)", "PERU: LIMA (CITY)", 1.0),
        ("PERU: LIMA (CITY)", "PERU", 0.0),
        ("CHILE: LIMA (CITY)", "PERU: LIMA (CITY)", 0.5),
        ("PERU: LIMA (CITY)", "PERU: LIMA (CITY) - ICA (CITY)", 0.5),
        ("PERU: ICA (DEPARTMENT)", "PERU: ICA (DEPARTMENT): NAZCA (CITY)", 0.5),
        ("PERU: CUSCO (CITY)", "PERU: LIMA (CITY)", 0.0),
    ],
)
def test_places(mine: str, key: str, verdict: float) -> None:
    assert judge_location(mine, key) == verdict


@pytest.mark.parametrize(
    ("mine", "key", "verdict"),
    [("7", "5 - 7", 0.5), ("7", "~7", 0.5), ("7", "7", 1.0), ("6 -", "6-", 1.0), ("3", "PLURAL", 0)],
)
def test_numbers(mine: str, key: str, verdict: float) -> None:
    assert judge_number(mine, key) == verdict


def test_strings() -> None:
    assert judge_string("THE 3 MILLERS", "MILLERS", 19) == 1.0
    assert judge_string("MILLERS WHO SANG", "MILLERS", 19) == 0.5
    assert judge_string("SMITH", "JO SMITH", 18) == 0.5
    assert judge_string("PIPELINE", "OIL PIPELINE", 12) == 0.5
    assert judge_string("OIL", "OIL PIPELINE", 12) == 0.0


def test_set_fills_with_tags_and_wider_values() -> None:
    key = read_fill('MACHINE GUN: "AK-47"', 7)
    assert key is not None
    ours = response("d", 1, {7: [("GUN", "AK-47"), ("MACHINE GUN", "RIFLE"), ("BOMB", "AK-47")]}).of(7)
    assert [judge(fill, key, 7) for fill in ours] == [0.5, 0.5, 0.0]
    attack = response("d", 1, {4: [("ATTACK", None)]}).of(4)[0]
    bombing = read_fill("BOMBING", 4)
    assert bombing is not None
    assert judge(attack, bombing, 4) == 0.5


def test_one_document_by_hand() -> None:
    ours = [
        response(
            "d",
            1,
            {
                2: [("26 AUG 89", None)],  # partial
                3: [("PERU", None)],  # partial
                4: [("BOMBING", None)],  # correct
                12: [("MILL", None), ("SHED", None)],  # correct, spurious
                13: [("OTHER", "MILL")],  # incorrect
            },
        ),  # descriptions and types of people: missing
        response("d", 2, {4: [("ROBBERY", None)], 12: [("MILL", None)]}),  # may not map: spurious
    ]
    found = score(ours, _keys())
    total = sum(
        (number for part in (found.matched, found.missing, found.spurious) for number in part.values()), Score()
    )
    assert total == Score(cor=2, par=2, inc=1, spu=3, mis=2)
    assert total.recall == round(100 * 3 / 7, 2)
    assert total.precision == round(100 * 3 / 8, 2)
    assert found.missing == {}  # the optional template is not asked for


def test_optional_fill_counts_only_when_met() -> None:
    key = read_fill('? "MEN"', 9)
    assert key is not None
    wrong = response("d", 1, {9: [("WOMEN", None)]}).of(9)
    assert score_slot(wrong, [key], 9)[0] == Score(spu=1)
    assert score_slot([], [key], 9)[0] == Score()


def test_nothing_of_either_side() -> None:
    assert score([], []).matched == {}
    assert assign([]) == []
    assert assign([[1.0, 2.0], [2.0, 4.0]]) == [(0, 0), (1, 1)]
    assert assign([[0.0, 3.0, 1.0]]) == [(0, 1)]
