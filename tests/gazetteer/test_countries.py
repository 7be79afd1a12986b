import pytest

from allegata.gazetteer.countries import countries_named, country_names, country_of


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Syria", "SY"),
        ("Syrian", "SY"),
        ("Syrians", "SY"),
        ("the Syrian Arab Republic", "SY"),
        ("SYRIA", "SY"),
        ("Gaza", "PS"),
        ("the West Bank", "PS"),
        ("Palestinians", "PS"),
        ("Crimea", "UA"),
        ("the Golan Heights", "SY"),
        ("Western Sahara", "EH"),
        ("Nagorno-Karabakh", "AZ"),
        ("Russia's", "RU"),
        ("Burmese", "MM"),
        ("South Sudan", "SS"),
        ("Sudanese", "SD"),
        ("Nigerien", "NE"),
        ("Nigerian", "NG"),
        ("US", "US"),
        ("U.S.", "US"),
        ("British", "GB"),
        ("us", None),
        ("Damascus", None),
        ("coalition", None),
        ("", None),
    ],
)
def test_country_words(words: str, country: str | None) -> None:
    assert country_of(words) == country


def test_a_region_stands_for_its_country_only_when_asked() -> None:
    assert country_of("Darfur") == "SD"
    assert country_of("Darfur", regions=False) is None


def test_mentions_are_counted_longest_first() -> None:
    text = (
        "DAMASCUS - Syrian troops and Russia's air force struck Syria's north, the U.S. and South Sudan said. "
        "The Democratic Republic of the Congo condemned it; the Israelis' envoy told us nothing, nor did SUDAN."
    )
    assert countries_named(text) == {"SY": 3, "CD": 1, "IL": 1, "RU": 1, "SD": 1, "SS": 1, "US": 1}


def test_common_words_are_no_countries() -> None:
    assert countries_named("they ate turkey and told us of a chad, a polish and a jordan almond") == {}


def test_the_table_has_every_country_once() -> None:
    names = country_names()
    assert len(names) > 230
    assert len(set(names.values())) == len(names)
    assert all(len(code) == 2 and code.isupper() for code in names)


def test_the_names_of_people_are_no_countries() -> None:
    assert countries_named("Jordan Miller was shot. Jordan's mother thanked Dr. Israel and Ms. Paris Green.") == {}
    assert countries_named("Jordan Miller reports from Amman: Jordan bombed a factory in Syria.") == {"JO": 2, "SY": 1}
    assert countries_named("Israel Katz said Israel had struck; the Israel Defense Forces agreed.") == {"IL": 2}


def test_adjectives_can_be_left_out() -> None:
    assert countries_named("US and Israeli warplanes struck Syria", peoples=False) == {"SY": 1}
