import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.gazetteer import Gazetteer
from allegata.gazetteer.area_names import bare_area


@pytest.mark.parametrize(
    ("words", "countries", "name", "precision"),
    [
        ("Deir Ezzor", ["SY"], "Deir ez-Zor Governorate", "admin1"),
        ("Deir Ezzor countryside", [], "Deir ez-Zor Governorate", "admin1"),
        ("the eastern countryside of Deir Ezzor", ["SY"], "Deir ez-Zor Governorate", "admin1"),
        ("محافظة دير الزور", ["SY"], "Deir ez-Zor Governorate", "admin1"),
        ("Hasakah", ["SY"], "Al-Hasakah Governorate", "admin1"),
        ("Idlib province", ["SY"], "Idlib Governorate", "admin1"),
        ("Damascus countryside", ["SY"], "Rif Dimashq Governorate", "admin1"),
        ("Damascus", ["SY"], "Damascus Governorate", "admin1"),
        ("Kharkiv Oblast", [], "Kharkiv Oblast", "admin1"),
        ("the Kharkiv region", [], "Kharkiv Oblast", "admin1"),
        ("Харківська область", ["UA"], "Kharkiv Oblast", "admin1"),
        ("Crimea", [], "Crimea", "admin1"),
        ("Borno state", ["NG"], "Borno State", "admin1"),
        ("state of Borno", ["NG"], "Borno State", "admin1"),
        ("Saada governorate", ["YE"], "Saada Governorate", "admin1"),
        ("North Darfur", ["SD"], "North Darfur State", "admin1"),
        ("Tigray", ["ET"], "Tigray Region", "admin1"),
        ("Rakhine", [], "Rakhine State", "admin1"),
        ("Abu Kamal district", ["SY"], "Abu Kamal District", "admin2"),
        ("North Gaza", ["PS"], "North Gaza Governorate", "admin2"),
        ("Gaza Strip", [], "Gaza Strip", "admin1"),
        ("Syria", [], "Syria", "country"),
        ("the Syrian Arab Republic", ["SY"], "Syria", "country"),
    ],
)
def test_areas_by_name(gazetteer: Gazetteer, words: str, countries: list[str], name: str, precision: str) -> None:
    area = gazetteer.area(words, countries=countries)
    assert area is not None
    assert (area.name, area.precision) == (name, precision)
    assert area.geonames
    assert area.latitude is not None
    assert area.radius_km is not None
    assert area.radius_km >= 5


@pytest.mark.parametrize(("words", "countries"), [("Qxzvwk", []), ("Taiz", ["SY"]), ("Darfur", []), ("", [])])
def test_no_area_of_that_name(gazetteer: Gazetteer, words: str, countries: list[str]) -> None:
    assert gazetteer.area(words, countries=countries) is None
    assert gazetteer.fallback(words, countries=countries) is None


@pytest.mark.parametrize(
    ("words", "bare", "level"),
    [
        ("Deir Ezzor countryside", "Deir Ezzor", None),
        ("Kharkiv Oblast", "Kharkiv", 1),
        ("the state of Borno", "Borno", 1),
        ("Abu Kamal district", "Abu Kamal", 2),
        ("Idlib", "Idlib", None),
        ("district", "district", None),
    ],
)
def test_bare_area(words: str, bare: str, level: int | None) -> None:
    assert bare_area(words)[:2] == (bare, level)


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(max_size=25),
    countries=st.sets(st.sampled_from(["SY", "PS", "UA", "YE", "SD", "US"]), max_size=3),
    within=st.one_of(st.none(), st.text(max_size=15), st.just("Aleppo")),
)
def test_any_text_can_be_looked_up(gazetteer: Gazetteer, name: str, countries: set[str], within: str | None) -> None:
    found = gazetteer.lookup(name, countries=countries, within=within)
    assert [place.score for place in found] == sorted((place.score for place in found), reverse=True)
    assert all(0 <= place.score <= 1 for place in found)
    assert all((place.latitude is None) == (place.longitude is None) for place in found)
    gazetteer.area(name, countries=countries)
    gazetteer.country(name)
    gazetteer.knows(name)
