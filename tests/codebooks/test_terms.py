"""Countries as codebooks name them: every one of the gazetteer, with a number or a reason for none."""

from collections import Counter
from importlib.resources import files

from allegata.codebooks.terms import countries, country_codes

TERRITORIES = """AI AN AQ AS AW AX BL BM BQ BV CC CS CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS
NC NF PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT"""
"""Of other states, and what has dissolved: in no list of independent states of today."""
UNLISTED = "CK NU VA EH PS"
"""Others that Gleditsch and Ward's list does not hold: in free association, the Vatican, Western Sahara, Palestine."""
NO_ACLED_REGION = "AF ZM ZW"
"""Whose region of ACLED no public text tells."""
UNINHABITED_OR_DISSOLVED = "AN AQ BV CC CS CX GS HM IO TF UM"


def test_every_country_of_the_gazetteer_is_there() -> None:
    text = (files("allegata.gazetteer") / "data" / "country_words.tsv").read_text(encoding="utf-8")
    known = {line.split("\t")[0] for line in text.splitlines() if not line.startswith(("#", "country\t"))}
    assert known - set(countries()) == set()


def test_every_state_has_one_number_of_gleditsch_and_ward_and_no_other_has_any() -> None:
    held = countries()
    numbers = [land.gleditsch_ward for land in held.values() if land.gleditsch_ward is not None]
    assert len(numbers) == len(set(numbers)) == 195  # the members of the United Nations, Kosovo and Taiwan
    assert {code for code, land in held.items() if land.gleditsch_ward is None} == {
        *TERRITORIES.split(),
        *UNLISTED.split(),
    }


def test_numbers_that_differ_from_those_of_the_correlates_of_war_are_gleditsch_and_wards() -> None:
    # Germany 260 (not 255), Yemen 678 (not 679), Serbia 340 (not 345), Kiribati 970 (not 946), Tuvalu 973 (not 947),
    # Tonga 972 (not 955), Nauru 971 (not 970): the two lists are easily taken for one another.
    expected = {"DE": 260, "YE": 678, "RS": 340, "KI": 970, "TV": 973, "TO": 972, "NR": 971, "XK": 347, "SS": 626}
    assert {code: countries()[code].gleditsch_ward for code in expected} == expected


def test_the_numbers_lie_in_the_ranges_of_their_continents() -> None:
    # The list numbers states by continent; UCDP's regions follow it but for Egypt, which is of the Middle East to UCDP,
    # and lies among that region's numbers.
    ranges = {
        "Americas": range(2, 166),
        "Europe": range(200, 396),
        "Africa": range(402, 627),
        "Middle East": range(630, 699),
        "Asia": range(700, 991),
    }
    for land in countries().values():
        if land.gleditsch_ward is not None:
            assert land.gleditsch_ward in ranges[str(land.ucdp_region)], land


def test_where_people_live_there_are_regions() -> None:
    for code, land in countries().items():
        empty = code in UNINHABITED_OR_DISSOLVED.split()
        assert (land.ucdp_region is None) == empty, land
        assert (land.acled_region is None) == (empty or code in NO_ACLED_REGION.split()), land


def test_no_name_of_a_codebook_means_two_countries() -> None:
    lands = countries().values()
    named = {(name, land.iso2) for land in lands for name in (land.name, land.ucdp_name, land.acled_name)}
    assert len(named) == len({name for name, _ in named}) == len(country_codes())
    for name, code in (("Palestine", "PS"), ("Myanmar (Burma)", "MM"), ("Syria", "SY"), ("DR Congo (Zaire)", "CD")):
        assert country_codes()[name] == code


def test_codes_are_used_once() -> None:
    for codes in (
        [land.iso3 for land in countries().values()],
        [land.numeric for land in countries().values() if land.numeric is not None],
        [land.name for land in countries().values()],
    ):
        assert [code for code, count in Counter(codes).items() if count > 1] == []
