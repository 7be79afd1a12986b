"""ACLED-shaped: each coded value beside the rule of ACLED's codebook that it follows."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.codebooks import explain, sheet
from allegata.codebooks.books.acled import interaction, plain_letters
from allegata.codebooks.terms import countries
from allegata.dataset import Dataset
from allegata.incidents import profile
from allegata.reading import Reader
from allegata.records import IncidentDate
from tests.codebooks.exporting import exported, losses, table
from tests.codebooks.told import only, told
from tests.dataset.sample import sample

_NAMES = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 "
    "inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 "
    "location latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
)
ORDER = _NAMES.split()


def events(dataset: Dataset, out: Path) -> list[dict[str, str]]:
    exported(dataset, "acled", out)
    return table(out / "acled-shaped.csv")


def test_the_columns_are_those_of_the_codebook_in_its_order() -> None:
    assert [column.name for column in sheet("acled").table("events").columns] == ORDER
    assert len(ORDER) == 31


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # White phosphorus is excluded from Chemical weapon: from aircraft it is an air strike, from guns shelling.
        ("Syrian warplanes bombed Idlib with white phosphorus on Monday, killing five civilians.", "Air/drone strike"),
        (
            "Syrian artillery shelled Idlib with white phosphorus on Monday, killing five civilians.",
            "Shelling/artillery/missile attack",
        ),
        # A strike and shelling at the same time are an air strike, the higher of the two.
        ("Airstrikes and shelling killed five civilians in Idlib on Monday, residents said.", "Air/drone strike"),
        ("A suicide bomber killed five civilians in Idlib on Monday, residents said.", "Suicide bomb"),
        ("ISIS executed six civilians in Raqqa on Monday, activists said.", "Attack"),
        # Fighting between two sides is a battle, whatever else it holds.
        (
            "Armed clashes between the Syrian army and ISIS in Idlib killed 12 fighters and three civilians on Monday.",
            "Armed clash",
        ),
    ],
)
def test_the_highest_type_in_the_hierarchy(reader: Reader, tmp_path: Path, text: str, kind: str) -> None:
    row = only(events(told(reader, text), tmp_path / "out"))
    assert row["sub_event_type"] == kind
    assert row["disorder_type"] == "Political violence"


@pytest.mark.parametrize(
    ("words", "fatalities"),
    [
        ("killed 17 people", "17"),
        ("killed at least 17 people", "17"),
        ("killed dozens of people", "12"),  # dozens: 12
        ("killed several people", "3"),  # unknown numbers: 3 or 10 by scale; the lower is written
        ("killed hundreds of people", "100"),
        ("caused 12 casualties", "0"),  # casualties may be injured people
        ("injured nine people", "0"),  # nothing is said of deaths
    ],
)
def test_fatalities(reader: Reader, tmp_path: Path, words: str, fatalities: str) -> None:
    row = only(events(told(reader, f"Shelling {words} in Kharkiv on Monday, officials said."), tmp_path / "out"))
    assert row["fatalities"] == fatalities


def test_killed_or_injured_are_never_counted_as_killed(reader: Reader, tmp_path: Path) -> None:
    # Never 71, nor 70: some of more than 70 were killed and nobody says how many, so the rule for unknown numbers, and
    # the words in the notes.
    text = "More than 70 civilians were killed and injured in airstrikes on Idlib on Monday, local sources said."
    row = only(events(told(reader, text), tmp_path / "out"))
    assert row["fatalities"] == "3"
    assert "ore than 70" in row["notes"]


def test_the_lowest_figure_stands_where_sources_disagree(reader: Reader, tmp_path: Path) -> None:
    text = (
        "Shelling killed nine people in Kharkiv on Monday, the governor said. "
        "The Health Ministry said the shelling killed 14 people."
    )
    row = only(events(told(reader, text), tmp_path / "out"))
    assert row["fatalities"] == "9"
    assert '"nine"' in row["notes"]
    assert '"14"' in row["notes"]


def lasting_six_days(reader: Reader) -> Dataset:
    """Return a dataset of shelling that went on for six days and killed 14 in all."""
    # From Thursday, 7 March, to the day of the report, 12 March: six days; 14 = 4 + 2 + 2 + 2 + 2 + 2
    dataset = told(reader, "Shelling of Kharkiv on Thursday killed 14 people, the governor said.")
    (claim,), (incident,) = dataset.claims, dataset.incidents
    assert claim.time is not None
    assert claim.time.symbolic is not None
    since = msgspec.structs.replace(claim.time.symbolic, relation="since")
    time = msgspec.structs.replace(claim.time, start="2024-03-07", end="2024-03-12", precision="days", symbolic=since)
    when = IncidentDate(start=time.start, end=time.end, precision="days", symbolic=since)
    return msgspec.structs.replace(
        dataset,
        claims=(msgspec.structs.replace(claim, time=time),),
        incidents=(msgspec.structs.replace(incident, date=when),),
    )


def test_what_lasts_several_days_makes_an_event_a_day_and_the_first_takes_the_rest(
    reader: Reader, tmp_path: Path
) -> None:
    rows = events(lasting_six_days(reader), tmp_path / "out")
    assert [row["event_date"] for row in rows] == [f"2024-03-{day:02}" for day in range(7, 13)]
    assert [row["fatalities"] for row in rows] == ["4", "2", "2", "2", "2", "2"]
    assert len({row["event_id_cnty"] for row in rows}) == 6
    assert all(row["time_precision"] == "1" for row in rows)
    assert "Divided over 6 days" in rows[0]["notes"]


@pytest.mark.parametrize(
    ("name", "dead", "note"),
    [
        ("acled", ["4", "2", "2", "2", "2", "2"], "Divided over 6 days"),  # ACLED Codebook: the remainder on the first
        ("ucdp-ged", ["3", "3", "2", "2", "2", "2"], "Divided over 6 days"),  # GED 23.1: evenly, as integers
        ("airwars", ["14", "0", "0", "0", "0", "0"], "The total of 6 days stands on the first"),  # one record
        ("ibc", ["14", "0", "0", "0", "0", "0"], "The total of 6 days stands on the first"),
    ],
)
def test_the_profile_says_what_becomes_of_a_total_over_several_days(
    reader: Reader, tmp_path: Path, name: str, dead: list[str], note: str
) -> None:
    report = exported(lasting_six_days(reader), "acled", tmp_path / "out", name)
    rows = table(tmp_path / "out" / "acled-shaped.csv")
    assert report.written == 1
    assert [row["fatalities"] for row in rows] == dead
    assert note in rows[0]["notes"]
    found = explain(tmp_path / "out" / "acled-shaped.csv", "2", "fatalities")
    assert found.rule.id == profile(name).spread.id
    assert found.rule.of == "profile"


def test_a_day_within_a_week_is_the_middle_one(reader: Reader, tmp_path: Path) -> None:
    # Time precision 2: the week; its middle day (4 to 10 March: the 7th).
    text = "Shelling of Kharkiv killed five people last week, officials said."
    row = only(events(told(reader, text), tmp_path / "out"))
    assert (row["event_date"], row["time_precision"]) == ("2024-03-07", "2")


def test_actors_interaction_and_targeting(reader: Reader, tmp_path: Path) -> None:
    # A state's forces at home are State forces; in a bombing where civilians are hit they are actor2, and flagged.
    text = "Syrian warplanes bombed Idlib on Monday, killing five civilians, residents said."
    row = only(events(told(reader, text), tmp_path / "out"))
    # "Military Forces of State (Year-Year)"; no words tell the years of the regime.
    assert (row["actor1"], row["inter1"]) == ("Military Forces of Syria", "State forces")
    assert (row["actor2"], row["inter2"]) == ("Civilians (Syria)", "Civilians")
    assert (row["interaction"], row["civilian_targeting"]) == ("State forces-Civilians", "Civilians targeted")
    assert row["event_id_cnty"].startswith("SYR")
    assert (row["iso"], row["geo_precision"]) == ("760", "1")


def test_a_states_forces_abroad_are_external(reader: Reader, tmp_path: Path) -> None:
    text = "Russian warplanes bombed Idlib in Syria on Monday, killing five civilians, residents said."
    row = only(events(told(reader, text), tmp_path / "out"))
    assert (row["inter1"], row["interaction"]) == ("External/Other forces", "External/Other forces-Civilians")


def test_civilians_are_never_flagged_in_battles(reader: Reader, tmp_path: Path) -> None:
    text = "Armed clashes between the Syrian army and ISIS in Idlib killed 12 fighters and three civilians on Monday."
    row = only(events(told(reader, text), tmp_path / "out"))
    assert row["civilian_targeting"] == ""
    assert {row["actor1"], row["actor2"]} == {"Military Forces of Syria", "Islamic State"}
    assert row["interaction"] == "State forces-Rebel group"


def test_nobody_accused_is_an_unidentified_group(reader: Reader, tmp_path: Path) -> None:
    row = only(events(told(reader, "A car bomb killed five people in Kabul on Monday, police said."), tmp_path / "out"))
    assert (row["actor1"], row["inter1"]) == ("Unidentified Armed Group (Afghanistan)", "Political militia")


def test_what_is_known_of_no_day_or_of_the_country_alone_is_not_coded(reader: Reader, tmp_path: Path) -> None:
    report = exported(
        told(reader, "Shelling of Kharkiv killed five people, officials said."), "acled", tmp_path / "undated"
    )
    assert report.losses.refused == {"acled-time": 1}
    report = exported(
        told(reader, "An airstrike in Lebanon killed five people on Monday, officials said."),
        "acled",
        tmp_path / "land",
    )
    assert report.losses.refused == {"acled-place": 1}


def test_nothing_calls_it_acled_data(reader: Reader, tmp_path: Path) -> None:
    exported(told(reader, "A car bomb killed five people in Kabul on Monday, police said."), "acled", tmp_path / "out")
    package = (tmp_path / "out" / "datapackage.json").read_text()
    assert "It is not ACLED data" in package
    assert {item["field"] for item in losses(tmp_path / "out")["lost"]} >= {"grade", "claims"}


@given(st.integers(0, 10_000), st.integers(1, 31))
def test_a_divided_total_keeps_its_sum_and_the_first_day_is_the_highest(total: int, days: int) -> None:
    parts = profile("acled").spread.parts(total, days)
    assert (sum(parts), len(parts)) == (total, days)
    assert parts[0] >= parts[-1] >= 0
    assert len(set(parts[1:])) <= 1


def test_other_names_of_the_parties_change_nothing_but_names(reader: Reader, tmp_path: Path) -> None:
    text = "{} warplanes bombed Idlib in Syria on Monday, killing five civilians, residents said."
    rows = []
    for people, country in (("Russian", "Russia"), ("Turkish", "Turkey")):
        row = only(events(told(reader, text.format(people)), tmp_path / country))
        assert country in row["actor1"]
        rows.append({name: value.replace(country, "X") for name, value in row.items() if name != "event_id_cnty"})
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    ("inters", "words"),
    [
        # The codebook's list of interaction codes: 17, 37, 78, 28, 30.
        (("State forces", "Civilians"), "State forces-Civilians"),
        (("Civilians", "Political militia"), "Political militia-Civilians"),
        (("External/Other forces", "Civilians"), "External/Other forces-Civilians"),
        (("External/Other forces", "Rebel group"), "Rebel group-External/Other forces"),
        (("Political militia",), "Political militia only"),
    ],
)
def test_the_words_of_an_interaction(inters: tuple[str, ...], words: str) -> None:
    assert interaction(inters) == words


def test_the_areas_are_filled_from_the_gazetteer_under_the_names_of_acled(reader: Reader, tmp_path: Path) -> None:
    text = "Russian forces shelled Kramatorsk, Ukraine, on Monday, killing five people, the mayor said."
    row = only(events(told(reader, text), tmp_path / "out"))
    # The text names no area below the country; ACLED's names have no word of their kind.
    assert (row["country"], row["admin1"], row["location"]) == ("Ukraine", "Donetsk", "Kramatorsk")
    assert row["actor1"] == "Military Forces of Russia"


def test_names_of_forces_take_the_article_where_english_has_it(reader: Reader, tmp_path: Path) -> None:
    # "Police Forces of the Philippines (2016-)" in the codebook.
    text = "US warplanes bombed Mosul in Iraq on Monday, killing five civilians, residents said."
    assert only(events(told(reader, text), tmp_path / "out"))["actor1"] == "Military Forces of the United States"


def test_every_country_with_an_article_has_that_name_at_acled() -> None:
    assert set(sheet("acled").terms["articled"]) <= {land.acled_name for land in countries().values()}


def test_countries_have_the_names_of_acled(reader: Reader, tmp_path: Path) -> None:
    text = "Israeli forces shot dead five people in Gaza City on Monday, the Gaza health ministry said."
    row = only(events(told(reader, text), tmp_path / "out"))
    assert (row["country"], row["actor2"]) == ("Palestine", "Civilians (Palestine)")
    assert (row["admin1"], row["actor1"]) == ("Gaza Strip", "Military Forces of Israel")


def test_names_have_no_marks_on_latin_letters(tmp_path: Path) -> None:
    assert plain_letters("Kabkābīyah, Dayr al Balaḩ") == "Kabkabiyah, Dayr al Balah"
    assert plain_letters("مُحَمَّد, Йошкар") == "مُحَمَّد, Йошкар"


def test_notes_say_when_where_and_name_everybody_who_is_accused(reader: Reader, tmp_path: Path) -> None:
    text = (
        "Syrian warplanes bombed Idlib on Monday, killing five civilians, residents said. Unidentified gunmen bombed "
        "Idlib on Monday, the army said."
    )
    for row in events(told(reader, text), tmp_path / "out"):
        assert row["notes"].startswith("On 11 March 2024, ")
        assert "Held responsible: " in row["notes"]
        assert "via Example Wire" not in row["notes"]  # the publisher stands in the column of sources


def test_what_is_only_denied_is_no_event(tmp_path: Path) -> None:
    made = sample()
    chosen = made.incidents[2]
    claims = tuple(
        msgspec.structs.replace(claim, stance="denies") if claim.id in chosen.claims else claim for claim in made.claims
    )
    report = exported(msgspec.structs.replace(made, claims=claims, incidents=(chosen,)), "acled", tmp_path / "out")
    assert report.losses.refused["acled-told"] == 1
