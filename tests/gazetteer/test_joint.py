import pytest

from allegata.gazetteer import Gazetteer, Guess, countries_of_address, distance_km
from allegata.gazetteer.build_further import area_points, features, middle


def _guesses(gazetteer: Gazetteer, text: str, *names: str, countries: tuple[str, ...] = ()) -> dict[str, Guess]:
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    found = gazetteer.resolve_all(text, spans, countries=countries)
    return {name: guess for name, guess in zip(names, found, strict=True) if guess is not None}


def _near(guess: Guess, north: float, east: float, km: float = 30) -> bool:
    return distance_km((guess.latitude, guess.longitude), (north, east)) < km


def test_the_words_beside_a_name_place_it(gazetteer: Gazetteer) -> None:
    found = _guesses(gazetteer, "He was arrested in Alexandria, Louisiana, on Friday.", "Alexandria", "Louisiana")
    assert _near(found["Alexandria"], 31.31, -92.45)
    assert found["Alexandria"].confidence > 0.9
    assert found["Louisiana"].kind == "admin1"


def test_a_short_form_after_a_name_places_it(gazetteer: Gazetteer) -> None:
    assert _near(_guesses(gazetteer, "ATHENS, Ala. -- The mayor spoke.", "ATHENS")["ATHENS"], 34.80, -86.97)


def test_without_context_the_large_place_is_meant(gazetteer: Gazetteer) -> None:
    assert _guesses(gazetteer, "She flew to Paris.", "Paris")["Paris"].country == "FR"


def test_neighbours_decide_between_places_of_one_name(gazetteer: Gazetteer) -> None:
    text = "The roads from Tripoli to Sidon and Tyre were cut."
    assert _guesses(gazetteer, text, "Tripoli", "Sidon", "Tyre")["Tripoli"].country == "LB"
    text = "The roads from Tripoli to Misrata and Zawiya were cut."
    assert _guesses(gazetteer, text, "Tripoli", "Misrata", "Zawiya")["Tripoli"].country == "LY"


def test_a_likely_country_counts(gazetteer: Gazetteer) -> None:
    found = _guesses(gazetteer, "A bus burnt in Lancaster.", "Lancaster", countries=("GB",))
    assert found["Lancaster"].country == "GB"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Troops left Georgia for Armenia and Azerbaijan.", "Georgia", "country"),
        ("Storms hit Georgia, Alabama and Tennessee.", "Georgia", "admin1"),
        ("Migrants crossed the Mediterranean to Europe.", "Mediterranean", "sea"),
        ("Migrants crossed the Mediterranean to Europe.", "Europe", "continent"),
        ("U.S. officials declined.", "U.S.", "country"),
        ("The NSW government said so.", "NSW", "admin1"),
    ],
)
def test_countries_regions_and_short_forms(gazetteer: Gazetteer, text: str, name: str, kind: str) -> None:
    others = [word for word in ("Armenia", "Azerbaijan", "Alabama", "Tennessee") if word in text]
    assert _guesses(gazetteer, text, name, *others)[name].kind == kind


def test_a_county_is_the_one_of_its_state(gazetteer: Gazetteer) -> None:
    text = "Deputies of Madison County searched the woods near Huntsville, Alabama."
    found = _guesses(gazetteer, text, "Madison County", "Huntsville", "Alabama")
    assert found["Madison County"].kind == "admin2"
    assert _near(found["Madison County"], 34.76, -86.55)


def test_an_unknown_name_is_none_and_no_names_are_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve_all("He lives in Qwxyzzit.", [(12, 20)]) == [None]
    assert gazetteer.resolve_all("", []) == []


def test_one_name_is_one_place_and_the_order_of_spans_is_kept(gazetteer: Gazetteer) -> None:
    text = "Homs was shelled. Damascus denied it. In Homs, ten died."
    spans = [(41, 45), (0, 4), (18, 26)]
    found = [guess.name if guess else None for guess in gazetteer.resolve_all(text, spans)]
    assert found[0] == found[1] != found[2]
    assert gazetteer.resolve_all(text, spans) == gazetteer.resolve_all(text, spans)


def test_a_single_lookup_does_not_see_post_offices_and_regions(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("the Sahel") == [] or all(c.source != "post office" for c in gazetteer.lookup("the Sahel"))


def test_addresses_name_countries() -> None:
    assert countries_of_address("https://www.example.co.uk/news/1") == ("GB",)
    assert countries_of_address("http://example.ie") == ("IE",)
    assert countries_of_address("https://example.com/a.uk") == ()
    assert countries_of_address("https://example.tv/") == ()
    assert countries_of_address(None) == ()


def test_middles() -> None:
    assert middle([(0, 0), (0, 2), (2, 0), (2, 2), (1, 1)]) == pytest.approx((1, 1))
    assert middle([(1, 1)]) == (1, 1)
    assert middle([(0, 0), (2, 4)]) == (1, 2)
    square = [(0.0, 0.0), (0.0, 2.0), (2.0, 0.0), (2.0, 2.0), (1.0, 1.0)]
    assert middle([*square, (40.0, 90.0)]) == pytest.approx((1, 1))  # a town filed under the wrong area


def test_the_curated_tables_are_whole(gazetteer: Gazetteer) -> None:
    rows = area_points()
    assert len({row.code for row in rows}) == len(rows) > 290
    assert all(-90 <= row.latitude <= 90 and -180 <= row.longitude <= 180 for row in rows)
    named = [(row.name, row.country) for row in features()]
    assert len(set(named)) == len(named) > 250
    assert all(row.radius_km > 0 for row in features())


@pytest.mark.parametrize(
    ("words", "name"), [("Ohioans", "Ohio"), ("Texans", "Texas"), ("Czechs", "Czech Republic"), ("Londoners", "London")]
)
def test_a_people_is_read_as_its_place(gazetteer: Gazetteer, words: str, name: str) -> None:
    (guess,) = gazetteer.resolve_all(f"{words} voted.", [(0, len(words))])
    assert guess is not None
    assert guess.name == name


def test_demonyms_and_known_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.is_demonym("Georgians")
    assert gazetteer.is_demonym("European")
    assert not gazetteer.is_demonym("Georgia")
    assert not gazetteer.is_demonym("US")
    city, village = gazetteer.known_as_place("Nairobi"), gazetteer.known_as_place("Qwxyzzit")
    assert village is None
    assert city is not None
    assert city > 5


def test_a_geonames_id_has_its_point(gazetteer: Gazetteer) -> None:
    point = gazetteer.point_of(170063)
    assert point is not None
    assert distance_km(point, (36.2, 37.16)) < 10  # Aleppo
    assert gazetteer.point_of(1) is None
