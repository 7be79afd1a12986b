from collections import Counter

import pytest

from allegata.gazetteer import Gazetteer, fold
from allegata.gazetteer.supplement import read_rows, read_supplement

POINTLESS = ("YE", "SD", "ET", "MM")


def test_enough_places_that_cities500_lacks() -> None:
    own = [row for row in read_supplement() if row.geonames is None]
    assert len(own) >= 300
    counts = Counter(row.country for row in own)
    assert all(counts[country] >= 15 for country in POINTLESS)


def test_every_row_names_its_source_and_no_point_is_invented() -> None:
    for row in read_supplement():
        assert row.source, row.name
        assert (row.latitude is None) == (row.longitude is None), row.name
        if row.latitude is not None:
            assert row.source.startswith("Airwars, "), row.name
            assert row.country in ("SY", "PS"), row.name
        elif row.geonames is None:
            assert row.source.startswith("general reference; district only"), row.name
            assert row.within, row.name
            assert row.admin1, row.name


def test_no_point_where_none_could_be_sourced() -> None:
    assert all(row.latitude is None for row in read_supplement() if row.country in POINTLESS)


def test_points_lie_in_their_country() -> None:
    boxes = {"SY": (32.2, 37.4, 35.5, 42.5), "PS": (31.2, 32.6, 34.2, 35.6)}
    for row in read_supplement():
        if row.latitude is not None and row.longitude is not None:
            south, north, west, east = boxes[row.country]
            assert south <= row.latitude <= north, row.name
            assert west <= row.longitude <= east, row.name


def test_rows_are_told_apart() -> None:
    rows = Counter((row.name, row.country, row.admin1, row.latitude, row.geonames) for row in read_supplement())
    assert max(rows.values()) == 1
    assert all(fold(row.name) for row in read_supplement())
    assert not any(fold(name) == fold("al-Sout") for row in read_supplement() for name in (row.name, *row.alternates))


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("al-Baghuz Fawqani", "SY"),
        ("al-Shaafah", "SY"),
        ("Saqba", "SY"),
        ("Sukkari", "SY"),
        ("Jabalia refugee camp", "PS"),
        ("Nuseirat camp", "PS"),
        ("Bureij camp", "PS"),
        ("Maghazi", "PS"),
        ("Shati camp", "PS"),
        ("Deir al-Balah camp", "PS"),
        ("Khan Younis camp", "PS"),
        ("Rafah camp", "PS"),
        ("Shuja'iyya", "PS"),
        ("Shejaiya", "PS"),
        ("Zeitoun", "PS"),
        ("Tel al-Hawa", "PS"),
        ("Rimal", "PS"),
        ("Tuffah", "PS"),
        ("Daraj", "PS"),
        ("Sabra", "PS"),
        ("Sheikh Radwan", "PS"),
        ("Beit Lahia Project", "PS"),
        ("Wad al-Noura", "SD"),
        ("Kalma camp", "SD"),
        ("Mai Kadra", "ET"),
        ("Let Yet Kone", "MM"),
        ("Faj Attan", "YE"),
    ],
)
def test_places_of_the_news_are_there(gazetteer: Gazetteer, name: str, country: str) -> None:
    place = gazetteer.resolve(name, countries=[country])
    assert place is not None
    assert place.source.startswith("supplement: ")


def test_bad_rows_are_named_and_the_others_kept() -> None:
    lines = [
        "name,country,latitude,longitude,kind",
        "Here,SY,34.5,40.9,village",
        ",SY,34.5,40.9,",
        "There,Syria,34.5,40.9,",
        "Half,SY,34.5,,",
        "Far,SY,134.5,40.9,",
        "Odd,SY,north,40.9,",
        "What,SY,34.5,40.9,metropolis",
        "Nowhere,SY,,,",
    ]
    found = list(read_rows(lines))
    assert [number for number, _ in found] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert not isinstance(found[0][1], str)
    reasons = [row for _, row in found[1:]]
    for reason, part in zip(
        reasons, ["no name", "two-letter", "both", "outside", "not a number", "none of", "neither"], strict=True
    ):
        assert isinstance(reason, str)
        assert part in reason


def test_a_header_is_needed() -> None:
    with pytest.raises(ValueError, match="missing: country"):
        list(read_rows(["name,latitude,longitude", "Here,1,2"]))
