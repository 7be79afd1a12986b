"""The lexical gate: nothing violent is held back, and plainly peaceful prose is."""

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from allegata.reading.gate import speaks_of_violence
from allegata.reading.lexicon import lexicon, load_yaml
from tests.reading.cases import Case, load_cases

VIOLENT = [case for _, case in load_cases() if case.claims or case.incidents or case.killed not in (None, "none")]

PEACEFUL = {
    "harvest": (
        "Olive growers in northern Tunisia expect a fair harvest this autumn after two dry years. Presses open in "
        "October, and the cooperative has already signed contracts with buyers in Spain and Italy."
    ),
    "timetable": (
        "The ferry between Mersin and Taşucu will sail twice daily from June. Tickets go on sale at the harbour "
        "office and on the operator's website, with reduced fares for students and pensioners."
    ),
    "library": (
        "A new public library opened in Lviv on Saturday with reading rooms for schoolchildren, a small café and "
        "a collection of 40,000 books, many of them given by residents."
    ),
    "central-bank": (
        "Sudan's neighbours agreed to harmonise customs forms by the end of next year. Officials said the step "
        "would shorten waiting times for lorries at the two main crossings."
    ),
    "concert": (
        "The orchestra from Yerevan played Brahms and Komitas before a full hall in Geneva. The conductor, on her "
        "first European tour, returned for two encores."
    ),
    "election-office": (
        "Election clerks in Niger State finished updating the voters' roll on Thursday. Copies are on display in "
        "every ward until the end of the month, and corrections can be made free of charge."
    ),
    "vaccination": (
        "Health workers in Goma have vaccinated 12,000 children against measles since Monday, the ministry said. "
        "Teams go from door to door and will visit the islands next week."
    ),
    "chess": (
        "The seventeen-year-old from Tashkent won the chess tournament in Medellín with a round to spare, taking "
        "eight points from nine games and a place in the candidates' event."
    ),
    "water": (
        "Engineers reconnected three wells near Taiz to the town network, which now supplies about 30,000 people. "
        "The regional water board paid for pumps and pipes."
    ),
    "university": (
        "Students at Kabul Polytechnic presented a low-cost weather station built from recycled phones. The "
        "faculty plans to install twenty of them along the river this spring."
    ),
    "market-prices": (
        "Prices of rice and lentils rose slightly in Yangon last week, traders said, because of higher transport "
        "costs. Cooking oil was unchanged."
    ),
    "architecture": (
        "The restored caravanserai at Shusha will house a museum of carpets. Craftsmen from four countries took "
        "part in the work, which lasted five years."
    ),
    "astronomy": (
        "Astronomers in Chile measured the temperature of a distant planet and found traces of water vapour. "
        "Their paper appeared on Wednesday."
    ),
    "trade-talks": (
        "Delegates from Beirut and Damascus met in Amman to discuss fees for electricity lines. A second round is "
        "due in March, the Jordanian host said."
    ),
}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.id,
        )
        for case in VIOLENT
    ],
)
def test_no_case_with_a_claim_is_held_back(case: Case) -> None:
    assert speaks_of_violence(case.text)


@pytest.mark.parametrize("text", PEACEFUL.values(), ids=PEACEFUL.keys())
def test_peaceful_prose_is_held_back(text: str) -> None:
    assert not speaks_of_violence(text)


GATE = load_yaml("gate.yaml")
TRIGGERS = {
    word: trigger.weak for word, trigger in (*lexicon().verbs.items(), *lexicon().nouns.items()) if not trigger.never
}
PLAIN = sorted({word for word, weak in TRIGGERS.items() if not weak} - set(GATE["everyday"]) - set(GATE["not_plain"]))
EVERYDAY = sorted((set(TRIGGERS) - set(PLAIN) - set(GATE["not_plain"])) | set(GATE["everyday"]))
FORMS = [
    *(
        "shot",
        "struck",
        "hit",
        "slain",
        "slew",
        "hanged",
        "burned",
        "burnt",
        "died",
        "dying",
        "stabbed",
        "robbed",
        "gassed",
    ),
    *(
        "dropped",
        "kidnapped",
        "raided",
        "torched",
        "besieged",
        "besieging",
        "killings",
        "bombers",
        "shelled",
        "shelling",
    ),
    *("casualties", "injuries", "fatalities", "levelled", "executing", "massacred", "striking", "looted", "ambushed"),
]


@pytest.mark.parametrize("word", PLAIN)
def test_a_plain_event_word_opens_the_gate_by_itself(word: str) -> None:
    assert speaks_of_violence(f"Reports speak of {word} in the area.")


@pytest.mark.parametrize("word", EVERYDAY)
def test_an_everyday_event_word_opens_the_gate_beside_soldiers(word: str) -> None:
    assert speaks_of_violence(f"Reports speak of {word} and of soldiers in the area.")


@pytest.mark.parametrize("form", FORMS)
def test_inflected_event_words_open_the_gate_beside_soldiers(form: str) -> None:
    assert speaks_of_violence(f"The soldiers {form} in the valley.")


def test_gate_words_are_written_once() -> None:
    for name, words in GATE.items():
        assert [word for word, times in Counter(words).items() if times > 1] == [], name
    assert set(GATE["plain"]) & (set(GATE["everyday"]) | set(GATE["not_plain"])) == set()
    assert set(GATE["company"]) & set(GATE["no_company"]) == set()


@given(st.sampled_from(VIOLENT), st.sampled_from(sorted(PEACEFUL)), st.booleans())
def test_a_peaceful_neighbour_closes_nothing(case: Case, name: str, before: bool) -> None:
    assume(speaks_of_violence(case.text))
    parts = [PEACEFUL[name], case.text] if before else [case.text, PEACEFUL[name]]
    assert speaks_of_violence("\n\n".join(parts))


@given(st.sampled_from(VIOLENT))
def test_capitals_and_line_breaks_hide_nothing(case: Case) -> None:
    assume(speaks_of_violence(case.text))
    assert speaks_of_violence(case.text.upper())
    assert speaks_of_violence(case.text.replace(" ", "\n"))
