import pickle

import pytest

from allegata.gazetteer import BUILT, RESOLVED, Gazetteer
from allegata.gazetteer.store import Store

NAMED = [
    ("Hajin", "SY", 174506),
    ("As Susah", "SY", 172415),
    ("al-Sousa", "SY", 172415),
    ("Markada", "SY", 167208),
    ("al-Hasakah", "SY", 173811),
    ("Hasaka", "SY", 173811),
    ("Deir ez-Zor", "SY", 170794),
    ("Deir Ezzor", "SY", 170794),
    ("دير الزور", "SY", 170794),
    ("Maarat al-Numan", "SY", 167611),
    ("Ma'arrat an Nu'man", "SY", 167611),
    ("Mosul", "IQ", 99072),
    ("الموصل", "IQ", 99072),
    ("Bucha", "UA", None),
    ("Izium", "UA", None),
    ("Ізюм", "UA", None),
    ("Бородянка", "UA", None),
    ("Poltava", "UA", 696643),
    ("Kharkov", "UA", 706483),
    ("Jabalia", "PS", None),
    ("Khan Younes", "PS", None),
    ("Хан-Юнис", "PS", None),
    ("Rafah", "PS", None),
    ("Saada", "YE", None),
    ("al-Hodeidah", "YE", 79415),
    ("El Fasher", "SD", None),
    ("Gwoza", "NG", None),
    ("Axum", "ET", None),
    ("Stepanakert", "AZ", None),
]


@pytest.mark.parametrize(("name", "country", "geonames"), NAMED)
def test_names_of_the_news_resolve_in_their_country(
    gazetteer: Gazetteer, name: str, country: str, geonames: int | None
) -> None:
    place = gazetteer.resolve(name, countries=[country])
    assert place is not None
    assert place.country == country
    assert place.latitude is not None
    assert place.geonames == (geonames or place.geonames)


@pytest.mark.parametrize("name", ["Mosul", "Poltava", "Deir ez-Zor", "Khan Yunis", "Stepanakert", "Aleppo", "London"])
def test_well_known_places_need_no_context(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.resolve(name) is not None


def test_baghouz_is_in_syria_and_nowhere_else(gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve("al-Baghouz", countries=["SY"], within="Deir Ezzor countryside")
    assert place is not None
    assert (place.country, place.admin1) == ("SY", "Deir ez-Zor Governorate")
    assert place.source.startswith("supplement: Airwars")
    assert gazetteer.resolve("al-Baghouz", countries=["DZ"]) is None
    assert gazetteer.resolve("al-Baghouz", countries=["IQ"]) is None


def test_a_place_in_no_source_stays_a_name_with_its_area(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("al-Sout", countries=["SY"], within="Deir Ezzor countryside") is None
    assert gazetteer.resolve("al-Sout") is None
    area = gazetteer.fallback("the countryside of Deir Ezzor", countries=["SY"])
    assert area is not None
    assert (area.name, area.geonames, area.precision) == ("Deir ez-Zor Governorate", 170792, "admin1")
    assert area.radius_km is not None
    assert area.radius_km > 50


def test_containment_decides(gazetteer: Gazetteer) -> None:
    inside = gazetteer.lookup("Markada", countries=["SY"], within="Hasakah")
    outside = gazetteer.lookup("Markada", countries=["SY"], within="Idlib")
    assert inside[0].score > 0.9
    assert outside
    assert all(candidate.score < RESOLVED for candidate in outside)
    aleppo = gazetteer.resolve("Al Fardous", countries=["SY"], within="Aleppo")
    raqqa = gazetteer.resolve("Fardous", countries=["SY"], within="Raqqa")
    assert aleppo is not None
    assert raqqa is not None
    assert (aleppo.admin1, raqqa.admin1) == ("Aleppo Governorate", "Raqqa Governorate")
    assert gazetteer.resolve("Fardous", countries=["SY"]) is None


def test_the_wrong_country_gives_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("al-Shaafah", countries=["PS"]) is None
    assert gazetteer.resolve("Hajin", countries=["DE"]) is None
    assert gazetteer.resolve("Markada", countries=["UA"]) is None
    assert all(candidate.match in ("exact", "alternate") for candidate in gazetteer.lookup("Hajin", countries=["DE"]))


def test_other_places_of_the_document_raise_a_score(gazetteer: Gazetteer) -> None:
    alone = gazetteer.lookup("Hajin", countries=["SY"])[0]
    beside = gazetteer.lookup("Hajin", countries=["SY"], near=[(34.46, 40.95)])[0]
    assert beside.geonames == alone.geonames
    assert beside.score > alone.score


def test_homonyms_without_context_stay_open(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("Tripoli") is None
    lebanon = gazetteer.resolve("Tripoli", countries=["LB"])
    assert lebanon is not None
    assert lebanon.country == "LB"


@pytest.mark.parametrize("word", ["Reading", "Hope", "Union", "March", "May", "Said", "of", "Ali", "Africa", "SANA"])
def test_common_words_are_no_places(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.lookup(word) == []
    assert not gazetteer.knows(word)


def test_a_common_word_may_be_a_place_where_it_lies(gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve("Reading", countries=["GB"])
    assert place is not None
    assert place.country == "GB"
    assert gazetteer.resolve("Said", countries=["SY"]) is None


def test_a_letter_off_needs_the_containing_area(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("Mankbij", countries=["SY"]) is None
    found = gazetteer.resolve("Mankbij", countries=["SY"], within="Aleppo")
    assert found is not None
    assert (found.name, found.match) == ("Manbij", "fuzzy")
    assert gazetteer.lookup("Mankbij", countries=["SY"], within="Aleppo", fuzzy=False) == []


def test_states_win_over_their_namesakes(gazetteer: Gazetteer) -> None:
    for name, country in [("Ontario", "CA"), ("Nebraska", "US"), ("Borno", "NG"), ("North Darfur", "SD")]:
        place = gazetteer.resolve(name)
        assert place is not None
        assert (place.country, place.precision) == (country, "admin1")
    city = gazetteer.resolve("Idlib", countries=["SY"])
    assert city is not None
    assert city.precision == "city"


def test_precision_follows_population(gazetteer: Gazetteer) -> None:
    found = {
        name: gazetteer.resolve(name, countries=[country])
        for name, country in [("Mosul", "IQ"), ("Hajin", "SY"), ("Jabalia camp", "PS"), ("Markada", "SY")]
    }
    assert [(place.precision, place.radius_km) for place in found.values() if place] == [
        ("city", 20.0),
        ("town", 4.0),
        ("village", 2.0),
        ("village", 2.0),
    ]


@pytest.mark.parametrize(
    ("name", "country", "within"),
    [
        ("Abu Shouk camp", "SD", "Al Fasher"),
        ("Zamzam", "SD", "Al Fasher"),
        ("Dahyan", "YE", "Majz"),
        ("Pazigyi", "MM", "Kanbalu"),
        ("Togoga", "ET", "Tigray Region"),
        ("Shati camp", "PS", "Gaza Governorate"),
    ],
)
def test_a_place_without_a_point_leads_to_its_district(
    gazetteer: Gazetteer, name: str, country: str, within: str
) -> None:
    place = gazetteer.resolve(name, countries=[country])
    assert place is not None
    assert place.latitude is None
    assert place.longitude is None
    assert place.radius_km is None
    assert place.fallback is not None
    assert place.fallback.name == within
    assert place.fallback.latitude is not None


def test_two_camps_of_one_name_are_told_apart_by_their_town(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("Al Salam camp", countries=["SD"]) is None
    nyala = gazetteer.resolve("Al Salam camp", countries=["SD"], within="Nyala")
    assert nyala is not None
    assert nyala.admin1 == "South Darfur State"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Simferopol", "UA"),
        ("Sevastopol", "UA"),
        ("Donetsk", "UA"),
        ("Majdal Shams", "SY"),
        ("Laayoune", "EH"),
        ("Hebron", "PS"),
        ("Pristina", "XK"),
    ],
)
def test_the_country_of_a_disputed_place_follows_geonames(gazetteer: Gazetteer, name: str, country: str) -> None:
    found = [place for place in gazetteer.lookup(name) if place.match in ("exact", "alternate")]
    assert found[0].country == country


def test_knows(gazetteer: Gazetteer) -> None:
    assert gazetteer.knows("al-Baghouz")
    assert gazetteer.knows("Kharkiv Oblast")
    assert not gazetteer.knows("Qxzvwk")
    assert not gazetteer.knows("!?")
    assert gazetteer.lookup("") == []


def test_it_is_pickled_by_path(gazetteer: Gazetteer) -> None:
    again = pickle.loads(pickle.dumps(gazetteer))
    assert again.lookup("Hajin", countries=["SY"]) == gazetteer.lookup("Hajin", countries=["SY"])


def test_lookups_are_the_same_every_time(gazetteer: Gazetteer) -> None:
    fresh = Gazetteer([BUILT])
    for name in ("Hajin", "San Jose", "Tripoli", "الباغوز"):
        assert fresh.lookup(name) == gazetteer.lookup(name)


def test_the_built_file_is_small_and_complete() -> None:
    assert BUILT.stat().st_size <= 40_000_000
    store = Store(BUILT)
    assert store.query("SELECT count(*) FROM place WHERE source IS NULL", ())[0][0] > 230_000
    assert store.query("SELECT count(*) FROM area", ())[0][0] > 50_000
