from datetime import date

import pytest

from allegata.intake.byline import byline
from allegata.intake.cues import credit, source
from allegata.intake.dateline import dateline


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("DAMASCUS, (ST)- Syria has renewed its call", "DAMASCUS", "ST"),
        ("Damascus, SANA – The army said", "Damascus", "SANA"),
        ("PORT-AU-PRINCE, Haiti (AP) — Gangs attacked", "PORT-AU-PRINCE", "AP"),
        ("Rafah, Gaza Strip (AFP) - Israeli planes", "Rafah", "AFP"),
        ("KYIV. April 3. INTERFAX – Russian forces", "KYIV", "INTERFAX"),
        ("MOSCOW, April 3 /TASS/. The Russian ministry", "MOSCOW", "TASS"),
        ("SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- [TEXT] THE ARMY", "SAN SALVADOR", "ACAN-EFE"),
        ("ROME (ITALY), 11 JAN 90 (ANSA) -- [TEXT] THE POLICE", "ROME", "ANSA"),
        ("Haifa (Israel) - Two rockets fell", "Haifa", None),
        ("(Reuters) - At least ten people", None, "Reuters"),
        ("KABUL, Afghanistan (Jan. 25, 2013)", "KABUL", None),
        ("ST. PETERSBURG, Russia, May 4 (Reuters) - A blast", "ST. PETERSBURG", "Reuters"),
        ("MEXICO CITY — Gunmen opened fire", "MEXICO CITY", None),
        ("Aden – Houthi forces shelled a camp", "Aden", None),
    ],
)
def test_datelines(line: str, place: str | None, agency: str | None) -> None:
    found = dateline(line)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    assert line.startswith(line[found.span[0] : found.span[1]])
    if found.agency_span is not None:
        assert line[found.agency_span[0] : found.agency_span[1]] == agency


@pytest.mark.parametrize(
    "line",
    [
        "Damascus – the capital – was hit on Monday",
        "The army -- backed by jets -- said",
        "Hundreds — mostly women — fled",
        "President Assad (left) said on Monday",
        "In Aleppo (Syria) - the clashes went on",
        "Five people were killed on Monday.",
        "Tuesday, 5 March 2019",
        "A resident: they came at night",
        "",
    ],
)
def test_no_datelines(line: str) -> None:
    assert dateline(line) is None


def test_a_two_figure_year_is_the_latest_that_is_past() -> None:
    found = dateline("LIMA, 9 JAN 90 -- THE POLICE SAID", date(2026, 1, 1))
    assert found is not None
    assert found.date is not None
    assert (found.date.year, found.date.month, found.date.day) == (1990, 1, 9)


@pytest.mark.parametrize(
    ("line", "authors", "agency"),
    [
        ("By Hamda Mustafa", ("Hamda Mustafa",), None),
        ("By H. Said", ("H. Said",), None),
        ("BY H. SAID", ("H. SAID",), None),
        ("By Ali Hassan and Sara J. Cole in Gaza", ("Ali Hassan", "Sara J. Cole"), None),
        ("By John Smith, AFP", ("John Smith",), "AFP"),
        ("By Maria Lopez | Reuters", ("Maria Lopez",), "Reuters"),
        ("By Our Correspondent", (), None),
        ("Written by: Ali al-Khalil", ("Ali al-Khalil",), None),
        ("by Jo Doe – 12 March 2019", ("Jo Doe",), None),
        ("H. Said reports", ("H. Said",), None),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...], agency: str | None) -> None:
    found = byline(line)
    assert found is not None
    assert (found.authors, found.agency) == (authors, agency)


@pytest.mark.parametrize(
    "line",
    [
        "By Saturday evening the army had left.",
        "By contrast, Syria said nothing.",
        "By the River",
        "BY WITNESSES ARE ARRESTED",
        "BY CABINET MINISTERS. THE POLICE PLACED",
        "Security Council reports",
    ],
)
def test_no_bylines(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Source: SANA", "SANA"),
        ("Source: SANA, 3 March 2019", "SANA"),
        ("Source: www.agency.example", "www.agency.example"),
        ("(Source: Reuters)", "Reuters"),
        ("المصدر: سانا", "سانا"),
        ("Sources: Israeli strike kills 12 people in Gaza", None),
        ("Source: residents of the town said so", None),
    ],
)
def test_source_lines(line: str, publisher: str | None) -> None:
    span = source(line)
    assert (line[span[0] : span[1]] if span else None) == publisher


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("With AFP", "AFP"),
        ("(Agencies)", "Agencies"),
        ("With inputs from Reuters and AP", "Reuters and AP"),
        ("With a heavy heart", None),
    ],
)
def test_credit_lines(line: str, agency: str | None) -> None:
    span = credit(line)
    assert (line[span[0] : span[1]] if span else None) == agency
