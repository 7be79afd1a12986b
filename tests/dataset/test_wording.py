import msgspec
import pytest

from allegata.dataset.countries import countries, country_name
from allegata.dataset.wording import (
    casualty_words,
    chain_words,
    communication_heading,
    count_words,
    incident_date_words,
    incident_heading,
    place_words,
    quantity_words,
    symbolic_words,
    time_words,
)
from allegata.records import (
    Count,
    Incident,
    IncidentPlace,
    Quantity,
    Symbolic,
    Time,
)
from tests.dataset.sample import sample


def quantity(words: str, kind: str, low: int | None, high: int | None) -> Quantity:
    return Quantity(words=words, kind=kind, low=low, high=high, span=(0, len(words)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "kind", "low", "high", "said"),
    [
        ("17", "exact", 17, 17, "17"),
        ("none", "exact", 0, 0, "0"),
        ("more than 70", "more than", 71, None, "71 or more"),
        ("up to 20", "up to", None, 20, "up to 20"),
        ("fewer than 20", "less than", None, 19, "up to 19"),
        ("some 30", "about", 30, 30, "about 30"),
        ("20 to 30", "between", 20, 30, "20 to 30"),
        ("a number of", "vague", 2, None, "2 or more (“a number of”)"),
        ("thousands", "vague", 1000, None, "1,000 or more (“thousands”)"),
    ],
)
def test_quantities_keep_their_bounds(words: str, kind: str, low: int | None, high: int | None, said: str) -> None:
    assert quantity_words(quantity(words, kind, low, high)) == said


@pytest.mark.parametrize(
    ("least", "most", "highest", "said"),
    [
        (None, None, None, "unknown"),
        (0, 0, 0, "0"),
        (8, 8, 8, "8"),
        (8, None, 8, "8 or more"),
        (8, None, 12, "8 or more (highest figure given: 12)"),
        (2, None, None, "2 or more (no figure given)"),
        (None, 20, 20, "up to 20"),
        (8, 12, 12, "8 to 12"),
    ],
)
def test_counts_say_open_and_unknown(least: int | None, most: int | None, highest: int | None, said: str) -> None:
    assert count_words(Count(min=least, max=most, highest=highest)) == said


def test_a_joint_count_is_never_split_in_words() -> None:
    joint = sample().claims[0].casualties[0]
    assert casualty_words(joint) == (
        "41 or more civilians killed or injured (split unknown), most of them women and children"
    )


def test_groups_and_vague_counts_in_words() -> None:
    claims = sample().claims
    assert [casualty_words(part) for part in claims[3].casualties] == [
        "2 or more civilians killed (“a number of”)",
        "2 or more injured (“others”)",
    ]
    assert casualty_words(claims[5].casualties[0]) == "2 women killed"


def time(words: str, start: str | None, end: str | None, precision: str, **symbolic: object) -> Time:
    return Time(
        words=words,
        span=(0, len(words)),
        start=start,
        end=end,
        precision=precision,  # type: ignore[arg-type]
        symbolic=Symbolic(**symbolic) if symbolic else None,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            time("today", None, None, "day", anchor="publication", relation="on", weekday="tuesday", offset_days=0),
            "Tuesday, the day of publication (unresolved)",
        ),
        (
            time("yesterday", None, None, "day", anchor="publication", relation="on", offset_days=-1),
            "the day before publication (unresolved)",
        ),
        (time("Wednesday", "2018-11-28", "2018-11-28", "day"), "28 November 2018 (from “Wednesday”)"),
        (time("on 28 November 2018", "2018-11-28", "2018-11-28", "day"), "28 November 2018"),
        (time("last month", "2018-11-01", "2018-11-30", "month"), "November 2018 (from “last month”)"),
        (time("in 2018", "2018-01-01", "2018-12-31", "longer"), "2018"),
        (
            time("this weekend", "2018-12-01", "2018-12-02", "days"),
            "between 1 and 2 December 2018 (from “this weekend”)",
        ),
        (
            time("at dawn", "2018-12-01", "2018-12-01", "day", anchor="publication", relation="on", part_of_day="dawn"),
            "1 December 2018, dawn (from “at dawn”)",
        ),
        (time("recently", None, None, "unknown"), "“recently” (unresolved)"),
        (
            time("for months", None, None, "longer", anchor="publication", relation="during", unit="month"),
            "over an unstated number of months up to publication (unresolved)",
        ),
    ],
)
def test_times_say_what_is_resolved_and_from_which_words(told: Time, said: str) -> None:
    assert time_words(told) == said


def test_absent_times_are_not_invented() -> None:
    assert time_words(None) == "time not stated"
    assert incident_date_words(None) == "date not stated"
    assert symbolic_words(Symbolic(anchor="event", relation="before", offset_days=-1)) == (
        "the day before another event told"
    )


def test_places_say_containment_country_and_whether_they_were_found() -> None:
    unresolved = IncidentPlace(
        name="al-Sout", latitude=None, longitude=None, precision="village", within="Deir Ezzor", country="SY"
    )
    assert place_words(unresolved) == "al-Sout (within Deir Ezzor), Syria, village, known by name only"
    found = IncidentPlace(
        name="Suran", latitude=30.0, longitude=-20.0, precision="town", within="Suran", country="XX", resolved=True
    )
    assert place_words(found) == "Suran, XX, town"
    assert place_words(None) == "place not stated"
    relation = sample().claims[5].places[1]
    assert place_words(relation).startswith("south of Suran")


def test_countries_come_from_geonames() -> None:
    assert len(countries()) > 240
    assert country_name("SY") == "Syria"
    assert country_name("ZZ") == "ZZ"
    assert country_name(None) is None


def test_headings_allege_and_never_assert() -> None:
    incident = sample().incidents[0]
    place = IncidentPlace(name="al-Baghouz", latitude=None, longitude=None, precision="town", within="Deir Ezzor")
    assert incident_heading(replaced(incident, place=place)) == "Airstrike alleged, al-Baghouz (within Deir Ezzor)"
    unknown = replaced(incident, place=None, event_types=("killing", "shelling"))
    assert incident_heading(unknown) == "Killing (means not stated), shelling alleged, place not stated"


def replaced(incident: Incident, **fields: object) -> Incident:
    return msgspec.structs.replace(incident, **fields)


def test_chains_run_from_the_speaker_outward() -> None:
    assert chain_words(sample().claims[0].attribution) == "local sources, via Levant Courier"
    assert chain_words(()) == "source not stated"


def test_communications_say_number_sender_and_addressee() -> None:
    assert communication_heading(sample().communications[0]) == "2 letters: Foreign Ministry → UN Security Council"
