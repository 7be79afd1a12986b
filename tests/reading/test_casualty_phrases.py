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
        (
            "On Friday, 16-year-old Amani Rahal, 33-year-old Nizam Qadir, and his one-month-old nephew Ibrahim Qadir "
            "were killed and eight others were injured by an airstrike.",
            {"killed": [(3, 3)], "injured": [(8, 8)]},
        ),
        (
            "Dr. Omar Saleh, his wife Amal Saleh, his children and grandchildren were all reported killed in a strike.",
            {"killed": [(6, None)]},
        ),
        (
            "The shelling killed Olena Koval, 34, her husband Andriy Koval, 36, and their two daughters.",
            {"killed": [(4, 4)]},
        ),
        (
            "An airstrike killed a nurse, 29-year-old Olena Koval, and her two sons.",
            {"killed": [(3, 3)]},
        ),
        ("Two sisters, 6 and 11, died when a grenade exploded in their yard in Argelia.", {"killed": [(2, 2)]}),
        ("Shelling killed three men, 4 women and 2 children in Kherson.", {"killed": [(9, 9)]}),
        (
            "The number of people killed in the strike on the old covered market in Aleppo rose to 40, medics said.",
            {"killed": [(40, 40)]},
        ),
        (
            "Olena Koval (30) and her children, Hanna Koval (10) and Anton Koval (3), were killed by shelling.",
            {"killed": [(3, None)]},
        ),
        ("Shelling killed Anton Koval (3) in Kherson.", {"killed": [(1, 1)]}),
        (
            "Police said he shot dead his wife, Christine, his daughter Zoila and his 15-year-old nephew.",
            {"killed": [(3, 3)]},
        ),
        ("Soldiers burned four villagers alive in Kanbalu.", {"killed": [(4, 4)]}),
        (
            "An airstrike hit a cellar in Homs. Nine people suffocated to death in the smoke.",
            {"killed": [(9, 9)]},
        ),
        ("“Five martyrs were recovered from the rubble of the strike in Sanaa,” she wrote.", {"killed": [(5, 5)]}),
        ("The airport of the Martyrs was closed after shelling in Tripoli.", {}),
        ("His nephew Ibrahim Qasim was killed in an airstrike on Marib.", {"killed": [(1, 1)]}),
    ],
)
def test_totals(text: str, expected: dict[str, list[tuple[int | None, int | None]]]) -> None:
    assert totals(text) == expected


def groups(text: str) -> dict[str, list[tuple[int | None, int | None]]]:
    found: dict[str, list[tuple[int | None, int | None]]] = {}
    for claim in READER.read(from_text(text)[0]).claims:
        for item in claim.casualties:
            if item.whom.group is not None:
                found.setdefault(item.whom.group, []).append((item.quantity.low, item.quantity.high))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells hit a school in Kherson. Two of the dead were children.", {"children": [(2, 2)]}),
        ("Shells hit a school in Kherson. One of those killed was a girl, a nurse said.", {"children": [(1, 1)]}),
        ("Of the 12 people killed in the strike on Homs, seven were women.", {"women": [(7, 7)]}),
        ("Five people were killed in shelling of Kherson, of whom three were children.", {"children": [(3, 3)]}),
        ("Shells hit a bus in Kherson. Those killed included a nurse and her three children.", {"children": [(3, 3)]}),
        ("An airstrike hit a bus in Homs. The victims included four women.", {"women": [(4, 4)]}),
        (
            "After the strike on Homs, medics put the death toll at five, including two children.",
            {"children": [(2, 2)]},
        ),
        ("Shells hit a bus in Kherson. Most of the dead were from Mykolaiv.", {}),
        ("Shelling killed a 35-year-old woman and her 16-year-old sister.", {"women": [(1, 1)], "children": [(1, 1)]}),
        ("Shelling killed a farmer and his 31-year-old son.", {"men": [(1, 1)]}),
        ("Shelling killed Ivan Koval, 9, in his garden.", {"children": [(1, 1)]}),
        ("Shelling killed two brothers, 24 and 31, in their garden.", {"men": [(2, 2)]}),
        ("Shelling killed two sisters, 6 and 11, in their garden.", {"children": [(2, 2)]}),
        ("Shelling killed two sisters, 16 and 19, in their garden.", {}),
    ],
)
def test_groups(text: str, expected: dict[str, list[tuple[int | None, int | None]]]) -> None:
    assert groups(text) == expected


def test_some_of_the_dead_are_no_toll() -> None:
    text = "Shells hit a school in Kherson. Two of the dead were children."
    claims = READER.read(from_text(text)[0]).claims
    assert [item.partial for claim in claims for item in claim.casualties] == [True]


def test_the_toll_is_of_everybody() -> None:
    text = "Rescuers pulled the body of a woman from the rubble in Dnipro, bringing the toll from the strike to six."
    items = [item for claim in READER.read(from_text(text)[0]).claims for item in claim.casualties]
    assert [(item.quantity.low, item.partial) for item in items] == [(1, True), (6, False)]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Hezbollah claimed to have fired rockets at Haifa on Monday.", "admits"),
        ("A shell hit a market in Kharkiv, killing two people. Moscow denied using cluster bombs.", "denies"),
        ("Russian drones struck a bus in Nikopol, Ana Koval, the mayor, said on Sunday.", "alleges"),
        ("Ukrainian drones struck a bus in Horlivka, Ana Koval, the mayor, said on Sunday.", "alleges"),
    ],
)
def test_stance(text: str, stance: str) -> None:
    assert READER.read(from_text(text)[0]).claims[-1].stance == stance


@pytest.mark.parametrize("accused", ["Azerbaijan", "Armenia", "Ethiopia", "Eritrea"])
def test_a_country_before_its_verb_is_its_subject(accused: str) -> None:
    claims = READER.read(
        from_text(f"{accused} used cluster bombs against the town on Sunday, residents said.")[0]
    ).claims
    assert [mention.words for claim in claims for mention in claim.accused] == [accused]
