"""Phrases around a count: whence people were, asides between dashes, others with an outcome of their own."""

import pytest

from allegata.intake import from_text
from allegata.reading import Reader

READER = Reader()


def totals(text: str) -> dict[str, list[tuple[int | None, int | None]]]:
    found: dict[str, list[tuple[int | None, int | None]]] = {}
    for claim in READER.read(from_text(text)[0]).claims:
        for item in claim.casualties:
            if item.part_of is None:
                found.setdefault(item.outcome, []).append((item.quantity.low, item.quantity.high))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Eight civilians belonging to two different families, including six children and one woman, were killed in "
            "an airstrike on Hodeidah.",
            {"killed": [(8, 8)]},
        ),
        (
            "Four members of the Kovac family – a married couple with their two small children – were killed by "
            "shelling of their home.",
            {"killed": [(4, 4)]},
        ),
        (
            "Between four and nine members of the Haddad family – including a journalist and at least two women – were "
            "killed and others were wounded in an airstrike.",
            {"killed": [(4, 9)], "injured": [(2, None)]},
        ),
        (
            "A drone strike killed a company commander together with his wife and their five children in their home.",
            {"killed": [(7, 7)]},
        ),
        (
            "The shelling led to the deaths of at least 19 identified civilians, including two women and at least six "
            "children, with up to 100 other civilians injured or missing.",
            {"killed": [(19, None)], "injured": [(None, 100)]},
        ),
        (
            "Two brothers, 39-year-old Marko Babic and 33-year-old Ivo Babic, were killed when a shell hit "
            "their farm near Vukovar.",
            {"killed": [(2, 2)]},
        ),
        (
            "Two men – Karim Haddad and Samir Obaid – were reportedly killed in a drone strike on homes in Sirte.",
            {"killed": [(2, 2)]},
        ),
        (
            "Two 10-year-old girls were killed and a number of civilians were injured in an airstrike on a "
            "house in Saada.",
            {"killed": [(2, 2)], "injured": [(2, None)]},
        ),
        (
            "The building collapsed after the airstrikes, killing between eight and more than 30 people.",
            {"killed": [(8, None)]},
        ),
        (
            "An airstrike hit several houses in Homs, killing between 55 and 63 civilians, including up to "
            "24 children, and injuring at least six others, including a child.",
            {"killed": [(55, 63)], "injured": [(6, None)]},
        ),
        (
            "At least nineteen identified civilians, as well as two militants, were killed by an airstrike in Marib.",
            {"killed": [(21, None)]},
        ),
        (
            "Police said a bus driver and his three passengers, a nurse and two students, were shot dead in Cali.",
            {"killed": [(4, 4)]},
        ),
        (
            "Two women, a man and three children were killed by shelling in Donetsk.",
            {"killed": [(6, 6)]},
        ),
        (
            "An airstrike killed the father, mother and sister of a reporter in their home in Taiz.",
            {"killed": [(3, 3)]},
        ),
        ("The shelling killed a teacher, his wife and son.", {"killed": [(3, 3)]}),
        ("Gunmen killed the mayor and founder of the party in Tumaco.", {"killed": [(1, 1)]}),
        ("His nephew Ibrahim Qasim was killed in an airstrike on Marib.", {"killed": [(1, 1)]}),
    ],
)
def test_totals(text: str, expected: dict[str, list[tuple[int | None, int | None]]]) -> None:
    assert totals(text) == expected
