"""HURIDOCS' formats: ids that match, one act a victim and a violation, answers in its terms; the sheet for Uwazi."""

import re
from pathlib import Path

import msgspec
import pytest

from allegata.codebooks import explain
from allegata.dataset import Dataset
from allegata.reading import Reader
from tests.codebooks.exporting import exported, losses, table
from tests.codebooks.people import with_people
from tests.codebooks.told import only, told
from tests.dataset.sample import sample

ATTACK = (
    "BEIRUT - A Syrian army helicopter dropped barrel bombs on Maarrat al-Numan on Monday, killing seven civilians and "
    "wounding at least nine, the Syrian Observatory for Human Rights said. The Syrian army denied that it had carried "
    "out the attack."
)
GROUP = (
    "KHARTOUM - The Rapid Support Forces shelled a market in El Fasher on Monday, killing at least four people, "
    "witnesses said. The Rapid Support Forces denied that they had shelled the market."
)
LETTER = (
    "The Foreign Ministry of Syria said on Tuesday in two letters to the UN Secretary-General that US-led coalition "
    "warplanes had struck the town of al-Shaddadi on Monday, killing or injuring more than 70 civilians. The ministry "
    "called on the United Nations to open an investigation."
)


def ids(rows: list[dict[str, str]], column: str) -> set[str]:
    """Return the values of a column."""
    return {row[column] for row in rows}


@pytest.fixture(scope="module")
def attack(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("attack") / "out"
    exported(told(reader, ATTACK), "huridocs", out)
    return out


@pytest.fixture(scope="module")
def letter(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("letter") / "out"
    exported(told(reader, LETTER), "huridocs", out)
    return out


@pytest.mark.parametrize("data", [sample(), with_people()], ids=["sample", "people"])
def test_ids_match_across_the_files(data: Dataset, tmp_path: Path) -> None:
    exported(data, "huridocs", tmp_path / "out")
    files = {path.stem: table(path) for path in (tmp_path / "out").glob("*.csv")}
    events, persons = ids(files["events"], "event_record_number"), ids(files["persons"], "person_record_number")
    acts = ids(files["acts"], "act_record_number")
    assert events == {incident.id for incident in data.incidents}
    assert len(persons) == len(files["persons"])
    assert len(acts) == len(files["acts"])
    for name in ("acts", "information", "interventions"):
        assert ids(files[name], "event") <= events, name
    assert ids(files["acts"], "victim") <= persons
    assert ids(files["involvement"], "act") <= acts
    assert ids(files["involvement"], "perpetrator") <= persons
    assert ids(files["information"], "source") <= persons
    assert ids(files["interventions"], "intervening_party") <= persons
    assert ids(files["information"], "information_record_number") <= {claim.id for claim in data.claims}
    assert ids(files["uwazi"], "Allegata id") == events
    assert files["acts"]
    assert files["involvement"]


def test_one_act_joins_one_victim_and_one_violation(attack: Path) -> None:
    acts = table(attack / "acts.csv")
    assert [(row["type_of_act"], row["status_at_end_of_act"]) for row in acts] == [
        ("Killings in the context of conflict", "Dead"),
        ("Direct violations against personal integrity", ""),
    ]
    assert len(ids(acts, "victim")) == 2
    people = {row["person_record_number"]: row for row in table(attack / "persons.csv")}
    killed, injured = (people[row["victim"]] for row in acts)
    assert (killed["number_in_group"], killed["number_at_most"], killed["deceased"]) == ("7", "7", "true")
    assert (injured["number_in_group"], injured["number_at_most"], injured["deceased"]) == ("9", "", "")
    assert killed["counting_unit"] == "Group or organisation"
    assert [row["method_of_violence"] for row in acts] == ["Bombing as a method for killing", ""]


def test_a_state_denies_as_officials_and_a_group_as_non_state_actors(
    attack: Path, reader: Reader, tmp_path: Path
) -> None:
    assert ids(table(attack / "acts.csv"), "attribution") == {"Officials deny act"}
    denial = only([row for row in table(attack / "information.csv") if row["stance"] == "denies"])
    assert denial["attribution"] == "Officials deny act"
    assert explain(attack / "acts.csv", "1", "attribution").rule.id == "huridocs-attribution"
    exported(told(reader, GROUP), "huridocs", tmp_path / "out")
    assert ids(table(tmp_path / "out" / "acts.csv"), "attribution") == {"Non-state actors deny act"}


def test_the_accused_is_suspected_whatever_is_said(attack: Path) -> None:
    involved = table(attack / "involvement.csv")
    assert ids(involved, "degree_of_involvement") == {"Suspected of involvement in the act"}
    assert ids(involved, "type_of_perpetrator") == {"Armed forces"}
    assert only(table(attack / "events.csv"))["violation_status"] == "Possible"


def test_killed_or_injured_is_one_group_and_no_violation_is_made_up(letter: Path) -> None:
    act = only(table(letter / "acts.csv"))
    assert (act["type_of_act"], act["status_at_end_of_act"], act["method_of_violence"]) == ("", "", "")
    assert "killed or injured" in act["remarks"]
    victims = only([row for row in table(letter / "persons.csv") if row["person_record_number"] == act["victim"]])
    assert (victims["number_in_group"], victims["number_at_most"], victims["deceased"]) == ("71", "", "")


def test_a_letter_is_an_intervention_and_a_press_release_of_a_government(letter: Path) -> None:
    asked = only(table(letter / "interventions.csv"))
    assert asked["type_of_intervention"] == "Demand for investigation"
    assert asked["parties_requested"] == "UN Secretary-General"
    assert "Press release of government" in ids(table(letter / "information.csv"), "type_of_source_material")


def test_people_who_are_named_are_victims_of_their_own_and_told_in_the_group(tmp_path: Path) -> None:
    exported(with_people(), "huridocs", tmp_path / "out")
    people = table(tmp_path / "out" / "persons.csv")
    named = {row["person_name"]: row for row in people if row["person_record_number"].startswith("v-")}
    assert set(named) == {"Maryam Testova", "Idris Testov"}
    assert named["Maryam Testova"]["sex"] == "Female"
    assert named["Idris Testov"]["occupation"] == "medic"
    group = only([row for row in people if row["includes"]])
    assert set(group["includes"].split("; ")) == {row["person_record_number"] for row in named.values()}
    acts = [row for row in table(tmp_path / "out" / "acts.csv") if row["victim"].startswith("v-")]
    assert sorted(row["age_at_victimisation"] for row in acts) == ["", "34"]


def test_uwazi_gets_ranges_as_two_numbers_dates_from_to_and_places_as_pairs(attack: Path) -> None:
    row = only(table(attack / "uwazi.csv"))
    assert row["Date"] == "2024-03-11:2024-03-11"
    assert re.fullmatch(r"35\.\d+\|36\.\d+", row["Geolocation"])
    assert (row["Killed at least"], row["Killed at most"]) == ("7", "7")
    assert (row["Injured at least"], row["Injured at most"]) == ("9", "")
    assert row["Responses"] == "Syrian Armed Forces: Officials deny act"
    assert (attack / "uwazi.csv").read_text(encoding="utf-8").startswith("Title,Allegata id,Date,")


def test_uwazi_reads_negative_coordinates_and_no_value_is_parted_by_accident(tmp_path: Path) -> None:
    data = sample()
    first = next(incident for incident in data.incidents if incident.place is not None and incident.accused)
    assert first.place is not None
    place = msgspec.structs.replace(first.place, latitude=-1.68, longitude=-29.22, resolved=True)
    accused = tuple(msgspec.structs.replace(party, name=f"-{n}| a party") for n, party in enumerate(first.accused))
    changed = msgspec.structs.replace(first, place=place, accused=accused)
    incidents = tuple(changed if incident.id == first.id else incident for incident in data.incidents)
    exported(msgspec.structs.replace(data, incidents=incidents), "huridocs", tmp_path / "out")
    row = only([row for row in table(tmp_path / "out" / "uwazi.csv") if row["Allegata id"] == first.id])
    assert row["Geolocation"] == "-1.68|-29.22"
    assert row["Accused"].startswith("'-0/ a party")


def test_what_rests_on_no_event_is_told(reader: Reader, tmp_path: Path) -> None:
    data = told(reader, LETTER)
    loose = tuple(msgspec.structs.replace(item, claims=()) for item in data.communications)
    exported(msgspec.structs.replace(data, communications=loose), "huridocs", tmp_path / "out")
    assert table(tmp_path / "out" / "interventions.csv") == []
    lost = {item["field"]: item["count"] for item in losses(tmp_path / "out")["lost"]}
    assert lost["communications"] == len(loose) == 1


def test_a_part_of_a_group_is_described_with_its_number(reader: Reader, tmp_path: Path) -> None:
    text = "Shelling killed 27 people, including two women, in Donetsk, Ukraine, on Monday, officials said."
    exported(told(reader, text), "huridocs", tmp_path / "out")
    group = only([row for row in table(tmp_path / "out" / "persons.csv") if row["number_in_group"]])
    assert (group["number_in_group"], group["group_description"]) == ("27", "people; 2 women")
