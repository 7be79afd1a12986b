"""Named victims: self-written lists of people who do not exist."""

import pytest

from allegata.evaluation.airwars_person import Victim
from allegata.evaluation.airwars_victims import victims


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
    assert [s for _, _, s in sorts(text)] == ["men", "women", "women", "women"]  # a daughter may be of any age


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


def opened(text: str) -> list[str]:
    return [person.name[0] for person in victims(text) if person.open()]


def test_whose_age_is_told_as_two_sides_of_eighteen_or_not_at_all_may_be_a_child() -> None:
    text = (
        "Those killed were Doran Velk (17 or 18), Petra Velk (15 or 16), Mirko Velk (age unknown) and Ana Velk (40)."
        " Petra’s sister, Lina Velk, was injured."
    )
    assert opened(text) == ["doran", "mirko"]
    assert [sort for _, _, sort in sorts(text)] == ["unknown", "children", "unknown", "women"]


def test_brothers_and_sisters_of_a_child_without_an_age_may_be_children() -> None:
    text = "Siblings Runa Dask (12) and Brun Dask were killed. Brothers Oren Dask (30) and Ivo Dask were killed."
    assert opened(text) == ["brun"]


def test_children_of_a_couple_stay_children_when_told_as_sons_and_daughters() -> None:
    text = "Selma Korr was killed with her children – a son Brun Korr, a daughter Ana Korr – and her son Oto Korr."
    assert ("brun", None, "children") in sorts(text)
    assert ("ana", None, "children") in sorts(text)


def test_an_age_before_a_word_of_kin_is_of_the_one_who_follows() -> None:
    text = "Killed were his daughter Ana Korr, four-year-old daughter Runa Korr, and 20-year-old son Brun Korr."
    assert [(name, age) for name, age, _ in sorts(text)] == [("ana", None), ("runa", 4), ("brun", 20)]


def test_called_a_child_later_or_in_apposition() -> None:
    text = "Brun Korr, Zelmo Dask and Tivo Korr, an infant, were killed. Zelmo was a young child, a neighbour wrote."
    assert [sort for _, _, sort in sorts(text)] == ["unknown", "children", "children"]


def test_own_kin_tells_the_gender() -> None:
    text = "Among the dead was 27-year-old Karvi Dask and her three children. Zelm Korr (40) and his wife were killed."
    assert ("karvi", 27, "women") in sorts(text)
    assert ("zelm", 40, "men") in sorts(text)


def test_somebodys_father_is_no_child() -> None:
    assert ("oren", None, "children") not in sorts("Three boys were killed. The boys’ father, Oren Dask, also died.")
