"""Named victims: self-written lists of people who do not exist."""

import pytest

from allegata.evaluation.airwars_victims import Victim, victims


def sorts(text: str) -> list[tuple[str, int | None, str]]:
    return [(person.name[0], person.age, person.sort()) for person in victims(text)]


def test_ages_before_and_behind() -> None:
    text = "The dead were named as 34-year-old Tomas Brel, Ana Brel (31), Ivo Brel, 6 years old, and baby Mila Brel."
    assert sorts(text) == [
        ("tomas", 34, "unknown"),
        ("ana", 31, "women"),
        ("ivo", 6, "children"),
        ("mila", None, "children"),
    ]


def test_kin_tells_what_names_do_not() -> None:
    text = "Korvo Belan, 52, was killed along with his wife Zelmi Belan and their daughters Runa Belan and Tiva Belan."
    assert [s for _, _, s in sorts(text)] == ["unknown", "women", "women", "women"]  # a daughter may be of any age


def test_a_parent_is_no_child() -> None:
    found = sorts("Oren Dask and his son Brun Dask were killed. Brun’s wife Sela Dask was also killed.")
    assert ("brun", None, "children") not in found


def test_who_speaks_is_no_victim() -> None:
    assert sorts("Darko Venn, a cousin, wrote that the family was mourned.") == []
    assert sorts("A post by Darko Venn said that many were killed.") == []


def test_the_injured_are_left_out() -> None:
    assert sorts("Among the wounded was Petra Lund (40).") == []


def test_told_twice_is_one() -> None:
    assert len(victims("Petra Lund (40) was killed. Friends mourned the death of Petra Lund.")) == 1


@pytest.mark.parametrize(("age", "sort"), [(17, "children"), (18, "women"), (None, "women")])
def test_age_leads(age: int | None, sort: str) -> None:
    assert Victim(name=("maria", "x"), age=age, words=frozenset()).sort() == sort
