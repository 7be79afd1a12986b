"""Incidents against catalogues: the right record, the reasons, dates offered, and when nothing fits."""

import json
from pathlib import Path

import msgspec
import pytest

from allegata.incidents import (
    Candidate,
    Catalogue,
    CatalogueError,
    differences,
    gather,
    load_catalogue,
    mapping_names,
    match,
)
from allegata.incidents.catalogue_mapping import TOLLS, ready_mapping
from allegata.incidents.harm_in_titles import harm_in
from allegata.intake import from_text
from allegata.intake.addresses import day_of_address, words_of_address
from allegata.records import Claim, Incident, Place, Symbolic, Time
from tests.incidents.catalogues import FORMS, happenings, written
from tests.incidents.claims import accused, claim, day, harmed, place

COALITION = "us-led-coalition"
NUMBER = {"airwars": "R900", "ucdp-ged": "900", "acled": "SYR900", "allegata": "i-R900"}


def at(name: str, latitude: float | None = None, longitude: float | None = None) -> Place:
    found = place(name, "village", resolved=latitude is not None)
    return msgspec.structs.replace(found, latitude=latitude, longitude=longitude, radius_km=2.0)


def told(*claims: Claim) -> tuple[Incident, list[Claim]]:
    return gather(claims)[0], list(claims)


def on_tuesday(killed: int = 60, weekday: str = "tuesday") -> tuple[Incident, list[Claim]]:
    where = (at("Tell Marwan", 34.5, 40.9),)
    return told(
        claim(
            harmed(killed, None, kind="more than"),
            accused=(accused(COALITION),),
            places=where,
            time=day(None, weekday=weekday),
        )
    )


def best(candidates: list[Candidate]) -> Candidate:
    return candidates[0]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return load_catalogue(written(tmp_path, "airwars"))


@pytest.mark.parametrize("form", FORMS)
def test_the_record_is_found_in_every_ready_form_by_its_columns(form: str, tmp_path: Path) -> None:
    catalogue = load_catalogue(written(tmp_path, form))
    assert not catalogue.broken
    first = best(match(*on_tuesday(), catalogue))
    assert first.record.id == NUMBER[form]
    assert first.offered
    assert first.date is not None
    assert first.date.start == first.date.end == "2019-02-12"


def test_probabilities_of_all_records_and_of_none_sum_to_one(catalogue: Catalogue) -> None:
    found = match(*on_tuesday(), catalogue, top=len(catalogue))
    assert sum(one.probability for one in found) + found[0].none == pytest.approx(1)
    assert [one.rank for one in found] == list(range(1, len(catalogue) + 1))
    assert [one.probability for one in found] == sorted((one.probability for one in found), reverse=True)


def test_the_reasons_are_told_in_words_with_the_values(catalogue: Catalogue) -> None:
    words = {reason.about: reason.words for reason in best(match(*on_tuesday(), catalogue)).reasons}
    assert words["place"] == "the same place: Tell Marwan, as 1 of 61 records, less than 1 km from Tell Marwan"
    assert words["time"] == "a Tuesday lies in its dates, 11 to 12 February 2019"
    assert words["accused"] == "both name U.S.-led Coalition"
    assert words["killed"] == "60 or more killed fits its 50 to 90"


def test_nothing_of_the_catalogue_is_written_into_the_incident(catalogue: Catalogue) -> None:
    incident, claims = on_tuesday()
    before = msgspec.json.encode(incident)
    match(incident, claims, catalogue)
    assert msgspec.json.encode(incident) == before
    assert incident.date is not None
    assert incident.date.start is None


def test_another_weekday_speaks_against_and_offers_no_date(catalogue: Catalogue) -> None:
    right = best(match(*on_tuesday(), catalogue))
    other = next(one for one in match(*on_tuesday(weekday="friday"), catalogue) if one.record.id == "R900")
    assert other.probability < right.probability
    assert other.date is None


def test_the_end_date_counts_where_the_weekday_stands_in_it(tmp_path: Path) -> None:
    rows = [row | {"last": row["first"]} if row["id"] == "R900" else row for row in happenings()]
    ended = best(match(*on_tuesday(), load_catalogue(written(tmp_path, "airwars"))))
    open_ = next(
        one
        for one in match(*on_tuesday(), load_catalogue(written(tmp_path, "airwars", rows)), top=61)
        if one.record.id == "R900"
    )
    assert open_.probability < ended.probability
    assert open_.date is None


def test_a_narrow_toll_that_fits_comes_before_a_wide_one(tmp_path: Path) -> None:
    right = happenings()[-1]
    wide = right | {"id": "R901", "first": "2019-03-18", "last": "2019-03-19", "killed": (4, 300)}
    catalogue = load_catalogue(written(tmp_path, "airwars", [*happenings(), wide]))
    found = match(*on_tuesday(), catalogue)
    assert [one.record.id for one in found[:2]] == ["R900", "R901"]
    assert [one.date.start for one in found[:2] if one.date] == ["2019-02-12", "2019-03-19"]
    assert "dates: R900 11 to 12 February 2019; R901 18 to 19 March 2019" in differences(
        [one.record for one in found[:2]]
    )
    assert "killed: R900 50 to 90; R901 4 to 300" in differences([one.record for one in found[:2]])


def test_no_record_is_forced_on_a_place_that_none_has(catalogue: Catalogue) -> None:
    incident, claims = told(
        claim(
            harmed(2, None, kind="vague"),
            accused=(accused(COALITION),),
            places=(at("Qasr Nahla"),),
            time=day(None, weekday="wednesday"),
        )
    )
    found = match(incident, claims, catalogue)
    assert not any(one.offered for one in found)
    assert found[0].none > 0.5


def test_a_far_place_of_the_same_name_is_another_place(catalogue: Catalogue) -> None:
    where = (at("Tell Marwan", 36.8, 36.9),)
    incident, claims = told(
        claim(harmed(60, 60), accused=(accused(COALITION),), places=where, time=day(None, weekday="tuesday"))
    )
    found = next(one for one in match(incident, claims, catalogue, top=61) if one.record.id == "R900")
    assert found.reasons[0].weight < 0
    assert found.reasons[0].words.startswith("elsewhere: Tell Marwan")


def test_a_record_without_point_or_date_or_toll_is_compared_by_what_it_has(tmp_path: Path) -> None:
    line = {
        "code": "R950",
        "airwars_id": "9",
        "civilian_harm_grading": "Weak",
        "location_en": "village of Bir Nasra",
        "belligerent": "Turkish Military",
    }
    path = written(tmp_path, "airwars")
    path.write_text(path.read_text(encoding="utf-8") + json.dumps(line) + "\n", encoding="utf-8")
    catalogue = load_catalogue(path)
    incident, claims = told(
        claim(
            harmed(3, 3),
            accused=(accused("turkish-armed-forces"),),
            places=(at("Bir Nasra", 36.0, 37.0),),
            time=day("2019-05-01"),
        )
    )
    first = best(match(incident, claims, catalogue))
    assert first.record.id == "R950"
    assert {reason.about for reason in first.reasons} == {"place", "accused"}
    assert first.date is None


def test_killed_or_injured_is_set_against_the_two_together(catalogue: Catalogue) -> None:
    incident, claims = told(
        claim(
            harmed(71, None, "killed_or_injured", "more than"),
            accused=(accused(COALITION),),
            places=(at("Tell Marwan", 34.5, 40.9),),
        )
    )
    first = best(match(incident, claims, catalogue))
    assert "71 or more killed or injured fits its 55 to 99" in [reason.words for reason in first.reasons]


def test_a_day_before_a_weekday_counts_back(catalogue: Catalogue) -> None:
    text = "On Wednesday warplanes struck a bridge. A day before, they struck Tell Marwan."
    document = from_text(text)[0]
    start = document.text.index("Wednesday")
    when = Time(
        words="A day before",
        span=(start, start + 9),
        start=None,
        end=None,
        precision="day",
        symbolic=Symbolic(anchor="event", relation="before", offset_days=-1),
        derived_from=((start, start + 9),),
    )
    incident, claims = told(claim(document=document.id, places=(at("Tell Marwan", 34.5, 40.9),), time=when))
    first = best(match(incident, claims, catalogue, documents=[document]))
    assert first.record.id == "R900"
    assert "a Tuesday lies in its dates, 11 to 12 February 2019" in [reason.words for reason in first.reasons]


def test_swapping_the_names_of_parties_swaps_nothing_else(tmp_path: Path) -> None:
    def swapped(words: str) -> str:
        return words.replace("Russian", "#").replace("Turkish", "Russian").replace("#", "Turkish")

    one = load_catalogue(written(tmp_path, "airwars"))
    (tmp_path / "swapped").mkdir()
    path = written(tmp_path / "swapped", "airwars")
    path.write_text(swapped(path.read_text(encoding="utf-8")), encoding="utf-8")
    other = load_catalogue(path)
    results = []
    for catalogue, party in ((one, "russian-armed-forces"), (other, "turkish-armed-forces")):
        incident, claims = told(claim(harmed(3, 3), accused=(accused(party),), places=(at("Um Zaytun 5"),)))
        results.append([(item.record.id, round(item.probability, 9)) for item in match(incident, claims, catalogue)])
    assert results[0] == results[1]


def test_documents_alone_are_matched_by_the_names_that_stand_there(catalogue: Catalogue) -> None:
    document = from_text(
        "Video: the moment after the strike in Tell Marwan.", url="https://example.org/2019/02/13/video"
    )[0]
    first = best(match(None, [], catalogue, documents=[document]))
    assert first.record.id == "R900"
    assert first.date is None


def test_the_same_input_gives_the_same_candidates(catalogue: Catalogue) -> None:
    incident, claims = on_tuesday()
    again = Catalogue(list(reversed(catalogue.records)))
    first, second = (match(incident, claims, held, top=10) for held in (catalogue, again))
    assert [one.record.id for one in first] == [one.record.id for one in second]
    assert [one.probability for one in first] == pytest.approx([one.probability for one in second])


@pytest.mark.parametrize("name", mapping_names())
def test_every_ready_mapping_says_what_tells_it(name: str) -> None:
    mapping = ready_mapping(name)
    assert mapping.told_by
    assert set(mapping.tolls) <= set(TOLLS)
    assert mapping.title
    assert mapping.source


@pytest.mark.parametrize(
    ("address", "day_told"),
    [
        ("https://twitter.com/example/status/1075000000000000000", "2018-12-18"),
        ("https://x.com/example/status/20", None),
        ("https://example.org/news/2021/10/20/shelling-in-the-south", "2021-10-20"),
        ("https://example.org/news/2021/13/45/", None),
        ("https://example.org/?day=/2021/10/20/", None),
        (None, None),
    ],
)
def test_the_day_that_an_address_tells(address: str | None, day_told: str | None) -> None:
    assert day_of_address(address) == day_told


def mapping_file(folder: Path, words: str) -> str:
    path = folder / "mine.yaml"
    path.write_text(words, encoding="utf-8")
    return str(path)


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Nr;Day;Town;Dead\n7;2019-02-12;Tell Marwan;60\n8;2019-05;Um Zaytun;\n", encoding="utf-8")
    mapping = mapping_file(
        tmp_path, "{title: Mine, id: Nr, days: {first: Day}, names: [Town], tolls: {killed: [Dead]}}"
    )
    catalogue = load_catalogue(path, mapping)
    assert [record.tolls for record in catalogue.records] == [{"killed": (60, 60)}, {}]
    assert best(match(*on_tuesday(), catalogue)).record.id == "7"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("title: x", "not a mapping"),
        ("{title: x, id: a, days: {first: b}, names: [c], tolls: {wounded: [d]}}", "'wounded' is no outcome"),
        ("{title: x, id: a, days: {first: b}, names: [c], kinds: {means: {x: [boom]}}}", "'boom' is no event type"),
        ("{title: x, id: a, days: {first: b}, names: [c], colour: red}", "colour"),
    ],
)
def test_a_mapping_that_is_none_says_what_is_wrong(words: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=said):
        load_catalogue(written(tmp_path, "airwars"), mapping_file(tmp_path, words))


def test_a_bad_value_names_line_column_and_remedy_and_the_rest_is_kept(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in FORMS["airwars"](happenings() * 20).splitlines()]
    for n, row in enumerate(rows):
        row["code"] = f"A{n}"
    rows[4]["date"], rows[9]["civ_killed_min"], rows[11]["lat"] = "soon", "many", 136
    path = tmp_path / "catalogue.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "not json\n", encoding="utf-8")
    catalogue = load_catalogue(path)
    assert len(catalogue) == len(rows) - 3
    assert [(item.number, item.why.split(":")[0].split(";")[0]) for item in catalogue.broken] == [
        (5, "date"),
        (10, "civ_killed_min"),
        (12, "lat"),
        (len(rows) + 1, "is no JSON object"),
    ]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://example.org/en/2021/10/shelling-in-tell-marwan-77", "Shelling In Tell Marwan"),
        ("https://example.org/%D8%AA%D9%84-%D9%85%D8%B1%D9%88%D8%A7%D9%86", "تل مروان"),
        ("https://example.org/post/123456", ""),
        ("http://[bad", ""),
        (None, ""),
    ],
)
def test_the_words_that_an_address_tells(address: str | None, words: str) -> None:
    assert words_of_address(address) == words


def test_a_title_and_an_address_tell_places_and_days_where_the_text_was_not_kept(catalogue: Catalogue) -> None:
    titled = from_text("Not found.", title="Strike on Um Zaytun 5 on 26 June")[0]
    addressed = from_text("Not found.", url="https://example.org/news/strike-in-tell-marwan")[0]
    first = best(match(None, [], catalogue, documents=[titled]))
    assert first.record.id == "R005"
    assert {reason.about for reason in first.reasons} == {"place", "time"}
    assert best(match(None, [], catalogue, documents=[addressed])).record.id == "R900"


def test_names_of_parties_and_everyday_words_lead_to_no_place(tmp_path: Path) -> None:
    row = happenings()[0]
    named = [row | {"id": f"N{n}", "name": name} for n, name in enumerate(("Home of the Abadi family", "Hamas"))]
    path = written(tmp_path, "airwars", [*happenings(), *named])
    document = from_text("Home News. A statement by Hamas told of a strike in Tell Marwan.")[0]
    found = match(None, [], load_catalogue(path), documents=[document], top=63)
    rank = {one.record.id: one.rank for one in found}
    reason = {one.record.id: one.reasons[0].weight for one in found if one.reasons}
    assert rank["R900"] == 1
    assert reason["R900"] > 0 > max(reason["N0"], reason["N1"])


def test_of_the_records_that_a_name_leads_to_those_of_the_place_come_before_those_beside_it(tmp_path: Path) -> None:
    right = happenings()[-1]
    beside = right | {
        "id": "R901",
        "name": "an orchard near Tell Marwan, Deir Ezzor",
        "latitude": None,
        "longitude": None,
    }
    many = [right | {"id": f"R91{n}"} for n in range(5)]
    catalogue = load_catalogue(written(tmp_path, "airwars", [*happenings(), beside, *many]))
    found = match(*on_tuesday(), catalogue, top=7)
    assert found[-1].record.id == "R901"
    assert "names Tell Marwan" in " ".join(reason.words for reason in found[-1].reasons)


def test_a_weekday_and_a_day_in_the_text_tell_the_year(tmp_path: Path) -> None:
    base = happenings()[-1]
    rows = [base | {"id": f"Y{year}", "first": f"{year}-01-18", "last": f"{year}-01-18"} for year in (2018, 2021, 2023)]
    catalogue = load_catalogue(written(tmp_path, "airwars", [*happenings()[:-1], *rows]))
    document = from_text("The raid near Tell Marwan took place on January 18, the army said. On Wednesday it left.")[0]
    assert best(match(None, [], catalogue, documents=[document])).record.id == "Y2023"


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ("Two civilians killed in strike on a market", {"killed": 2}),
        ("Strike kills 3 people, wounds a child", {"killed": 3, "injured": 1, "injured children": 1}),
        ("Five people martyred, 15 wounded in an attack", {"killed": 5, "injured": 15}),
        ("Man killed, another injured", {"killed": 1, "killed men": 1, "injured": 1}),
        ("Three women were wounded as shells fell", {"injured": 3, "injured women": 3}),
        ("مقتل 3 مدنيين وإصابة طفل بقصف", {"killed": 3, "injured": 1, "injured children": 1}),
        ("Civilians killed in strikes of 2019", {}),
        ("Killed in 2019", {}),
        ("", {}),
    ],
)
def test_counts_in_headlines(title: str, counts: dict[str, int]) -> None:
    assert harm_in(title) == counts


def test_a_headline_gives_the_toll_only_where_none_was_read(tmp_path: Path) -> None:
    right = happenings()[-1]
    other = right | {"id": "R901", "killed": (2, 3)}
    catalogue = load_catalogue(written(tmp_path, "airwars", [*happenings(), other]))
    document = from_text("A village after the strike.", title="Two people killed in a strike on Tell Marwan")[0]
    where = (at("Tell Marwan", 34.5, 40.9),)
    without = gather([claim(document=document.id, places=where, accused=(accused(COALITION),))])
    counted = claim(harmed(60, 60), document=document.id, places=where, accused=(accused(COALITION),))
    assert best(match(without[0], [], catalogue, documents=[document])).record.id == "R901"
    assert best(match(gather([counted])[0], [counted], catalogue, documents=[document])).record.id == "R900"
