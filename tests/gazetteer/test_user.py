from pathlib import Path

import pytest

from allegata.gazetteer import BUILT, Gazetteer, GazetteerError, add_file, user_path

DUMP = (
    "1\tAl Qaryah as Sughra\tAl Qaryah as Sughra\tQaria Sughra,القرية الصغرى\t34.5\t40.5\tP\tPPL\tSY\t\t07\t170793\t\t"
    "\t320\t\t210\tAsia/Damascus\t2020-01-01\n"
    "2\tNahr\tNahr\t\t34.5\t40.5\tH\tSTM\tSY\t\t07\t\t\t\t0\t\t210\tAsia/Damascus\t2020-01-01\n"
    "3\tshort row\n"
    "4\tBad\tBad\t\tnorth\t40.5\tP\tPPL\tSY\t\t07\t\t\t\t0\t\t210\tAsia/Damascus\t2020-01-01\n"
    "5\tMukhayyam Jadid\tMukhayyam Jadid\t\t34.6\t40.6\tS\tCMPRF\tSY\t\t07\t\t\t\t0\t\t210\tAsia/Damascus\t2020-01-01\n"
)

CSV = (
    "name,country,latitude,longitude,alternates,admin1,within,kind,source\n"
    "Wadi Hisn,YE,17.1,43.6,وادي حصن;Wadi al-Hisn,Saada Governorate,,village,own visit\n"
    "Halfway,YE,17.1,,,,,,\n"
    "Mazraat Test,YE,,,,Saada Governorate,Majz,village,interview\n"
)


def test_a_csv_is_added_and_found(user_file: Path, tmp_path: Path) -> None:
    source = tmp_path / "places.csv"
    source.write_text(CSV, encoding="utf-8")
    report = add_file(source)
    assert report.into == user_file == user_path()
    assert report.rows == 2
    assert [(bad.line, "both" in bad.reason) for bad in report.skipped] == [(3, True)]
    gazetteer = Gazetteer.open()
    for name in ("Wadi al-Hisn", "Wadi Hisn", "وادي حصن"):
        place = gazetteer.resolve(name, countries=["YE"])
        assert place is not None
        assert (place.latitude, place.longitude, place.admin1) == (17.1, 43.6, "Saada Governorate")
        assert place.source == "user: places.csv: own visit"
    pointless = gazetteer.resolve("Mazraat Test", countries=["YE"])
    assert pointless is not None
    assert pointless.latitude is None
    assert pointless.fallback is not None


def test_a_geonames_dump_is_added(user_file: Path, tmp_path: Path) -> None:
    source = tmp_path / "SY.txt"
    source.write_text(DUMP, encoding="utf-8")
    report = add_file(source)
    assert (report.rows, report.passed_over, report.skipped_count) == (2, 1, 2)
    assert [bad.line for bad in report.skipped] == [3, 4]
    place = Gazetteer.open().resolve("Qaria Sughra", countries=["SY"])
    assert place is not None
    assert (place.geonames, place.population, place.admin1) == (1, 320, "Deir ez-Zor Governorate")
    camp = Gazetteer.open().resolve("Mukhayyam Jadid", countries=["SY"])
    assert camp is not None
    assert camp.precision == "village"


def test_adding_twice_replaces(user_file: Path, tmp_path: Path) -> None:
    source = tmp_path / "places.csv"
    source.write_text(CSV, encoding="utf-8")
    add_file(source)
    add_file(source)
    found = Gazetteer.open().lookup("Wadi Hisn", countries=["YE"])
    assert len([place for place in found if place.match == "exact"]) == 1


def test_extra_files_are_read_too(tmp_path: Path) -> None:
    source = tmp_path / "places.csv"
    source.write_text(CSV, encoding="utf-8")
    own = tmp_path / "mine.sqlite"
    assert add_file(source, into=own).into == own
    assert Gazetteer([BUILT, own]).knows("Wadi al-Hisn")
    assert not Gazetteer([BUILT]).knows("Mazraat Test")


def test_what_cannot_be_read_is_refused_in_one_line(user_file: Path, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no file"):
        add_file(tmp_path / "missing.csv")
    headless = tmp_path / "headless.csv"
    headless.write_text("Wadi Hisn,YE,17.1,43.6\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="must name the columns"):
        add_file(headless)
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"name,country\n\xff\xfe\x00")
    with pytest.raises(GazetteerError, match="UTF-8"):
        add_file(binary)
    empty = tmp_path / "empty.csv"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(GazetteerError, match="must name the columns"):
        add_file(empty)


def test_a_file_of_another_make_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no gazetteer at"):
        Gazetteer.open(tmp_path / "missing.sqlite")
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"not a database at all, only text" * 40)
    with pytest.raises(GazetteerError, match="is not a gazetteer"):
        Gazetteer.open(other)
