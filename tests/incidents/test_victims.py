"""Named victims: who is named by whom, with every spelling; people are never guessed together."""

from collections.abc import Sequence

import pytest

from allegata.records import Casualty, Incident, NamedVictim
from tests.incidents.claims import PUBLISHER, harmed, voice
from tests.incidents.told import document, said, together

DOCTOR, COUNCIL = voice("a doctor"), voice("the local council")


def incident(*texts: str, casualties: Sequence[Casualty] = ()) -> Incident:
    """Gather one claim on each text, by another speaker in another document."""
    documents = [document("2024-03-12", text, f"{PUBLISHER} {n}") for n, text in enumerate(texts)]
    voices = [voice(f"Speaker {chr(65 + n)}") for n in range(len(texts))]
    claims = [
        said(told, *(casualties or (harmed(3, None, kind="at least"),)), speaker=speaker)
        for told, speaker in zip(documents, voices, strict=True)
    ]
    return together(documents, *claims)


def named(*texts: str) -> list[tuple[str, int | None]]:
    return [(person.name, person.age) for person in incident(*texts).victims]


def only(*texts: str) -> NamedVictim:
    (person,) = incident(*texts).victims
    return person


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The strike killed Ahmad Darwish, 34, and his daughter Rima, 7.", [("Ahmad Darwish", 34), ("Rima", 7)]),
        ("Khaled al-Nasser (51) died in hospital.", [("Khaled al-Nasser", 51)]),
        ("A 29-year-old nurse, Mona Saleh, was killed.", [("Mona Saleh", 29)]),
        ("Gunmen killed John Mwangi, a 45-year-old farmer, on Monday.", [("John Mwangi", 45)]),
        ("Olena Petrenko, aged 41, and Ivan Bondar, 8 months old, were killed.", [("Olena Petrenko", 41)]),
        ("Eight-month-old Ivan Bondar was killed.", [("Ivan Bondar", 0)]),
        ("Police named two of the victims as Oksana Koval and Ivan Li.", [("Oksana Koval", None), ("Ivan Li", None)]),
        ("The dead were identified as Dr Sami Barakat and Huda Omar.", [("Sami Barakat", None), ("Huda Omar", None)]),
    ],
)  # fmt: skip
def test_who_is_named(text: str, people: list[tuple[str, int | None]]) -> None:
    assert named(text)[: len(people)] == people


@pytest.mark.parametrize(
    "text",
    [
        "Five people were killed in the strike, Maria Koval, 41, told reporters.",
        "Three people were killed; the suspect John Mwangi, 23, was arrested.",
        "Speaker A said the strike on Monday, 12 March, killed three people.",
        "The shelling of Deir Hafir killed three people, said Hassan Omar.",
        "Three people were killed in Kharkiv, Izium, and Lyman.",
    ],
)
def test_speakers_suspects_days_and_places_are_no_victims(text: str) -> None:
    assert named(text) == []


def test_a_person_has_age_sex_role_and_the_words_that_name_them() -> None:
    text = "The strike killed Mona Saleh, a 29-year-old nurse, and her husband Sami Barakat, 35."
    found = incident(text)
    mona, sami = found.victims
    assert (mona.age, mona.role, mona.sex) == (29, "health worker", None)
    assert (sami.age, sami.sex, sami.role) == (35, "male", None)
    assert mona.named_by == found.claims
    (mention,) = mona.mentions
    assert text[mention.span[0] : mention.span[1]] == mention.words == "Mona Saleh"


def test_what_befell_a_person_is_told_by_the_nearest_words() -> None:
    people = incident("The strike killed Ahmad Darwish, 34, and wounded Mona Saleh, 29.").victims
    assert [person.outcome for person in people] == ["killed", "injured"]


def test_one_name_in_two_texts_is_one_person_named_by_both() -> None:
    person = only("The strike killed Ahmad Darwish, 34.", "Ahmad Darwish, 34, a teacher, was killed.")
    assert (person.role, len(person.named_by), person.variants) == ("teacher", 2, ())


def test_spellings_of_one_name_are_one_person_where_the_age_is_the_same() -> None:
    person = only("The strike killed Mohammed Youssef, 34.", "The dead included Muhammad Yousef, 34.")
    assert {person.name, *person.variants} == {"Mohammed Youssef", "Muhammad Yousef"}
    assert "the same age, 34" in person.why[0]


@pytest.mark.parametrize(
    "texts",
    [
        ("The strike killed Ahmad Darwish, 34.", "The strike killed Ahmad Darwish, 61."),
        ("The strike killed Mohammed Youssef, 34.", "The dead were identified as Muhammad Yousef and Sami Omar."),
        ("The strike killed Rima, 7.", "The dead were identified as Rima Darwish and Sami Omar."),
        ("The strike killed Ahmad Darwish, 34, and Ahmad Darwish, 34.",),
    ],
    ids=["other ages", "another spelling without an age", "a single name without an age", "two in one list"],
)
def test_people_are_not_guessed_together(texts: tuple[str, ...]) -> None:
    found = named(*texts)
    assert len(found) >= 2
    assert not any(person.variants for person in incident(*texts).victims)


def test_a_single_name_is_one_with_the_full_name_of_the_same_age() -> None:
    person = only("The strike killed his daughter Rima, 7.", "Rima Darwish, 7, was killed.")
    assert (person.name, person.variants, person.age, person.sex) == ("Rima Darwish", ("Rima",), 7, "female")


def test_where_two_fit_none_is_chosen() -> None:
    texts = ("The strike killed Rima Darwish, 7, and Rima Nasser, 7.", "Rima, 7, was killed.")
    assert [name for name, _ in named(*texts)] == ["Rima Darwish", "Rima Nasser", "Rima"]


def test_without_the_documents_nobody_is_known() -> None:
    one = document("2024-03-12", "The strike killed Ahmad Darwish, 34.")
    assert together([], said(one, harmed(1, 1))).victims == ()


BEHIND = (
    "The strike on Izium killed three people. The dead were identified by police as Olena Petrenko, 41, and Ivan Li, 9."
)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (BEHIND, [("Olena Petrenko", 41), ("Ivan Li", 9)]),
        ("The strike killed three. Police named the dead as Omar Saleh and Huda Saleh. They mourned Sami Omar, 4.",
         [("Omar Saleh", None), ("Huda Saleh", None)]),
        ("The strike killed three. The mayor, Sami Omar, 54, went there.", []),
        ("The strike killed three.\n\nIn another town the dead were identified as Omar Saleh and Huda Saleh.", []),
    ],
)  # fmt: skip
def test_a_list_of_names_right_behind_the_claim(text: str, people: list[tuple[str, int | None]]) -> None:
    told = document("2024-03-12", text)
    made = said(told, harmed(3, 3), speaker=DOCTOR, evidence=((0, text.index(".") + 1),))
    found = together([told], made).victims
    assert [(person.name, person.age) for person in found] == people
    assert all(text[slice(*mention.span)] == person.name for person in found for mention in person.mentions)
    assert all("behind the claim" in person.why[0] for person in found)
