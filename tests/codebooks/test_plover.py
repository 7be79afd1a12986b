"""PLOVER records: valid against the schema, and who does what to whom in letters, denials and attacks."""

import copy
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from allegata.codebooks import explain, import_files, sheet
from allegata.codebooks.json_form import complaints
from allegata.codebooks.plover_actors import Actors
from allegata.codebooks.plover_records import schema
from allegata.dataset import Dataset
from allegata.incidents.sides import built_in_register
from allegata.reading import Reader
from tests.codebooks.exporting import exported, losses
from tests.codebooks.many import write_many
from tests.codebooks.people import with_people
from tests.codebooks.told import HERALD, told
from tests.dataset.sample import sample

LETTER = (
    "The Foreign Ministry of Syria said on Tuesday in two letters to the UN Secretary-General and the President of the "
    "UN Security Council that US-led coalition warplanes had struck the town of al-Shaddadi on Monday, killing twelve "
    "civilians. The ministry said that the attack was a war crime and called on the Security Council to take immediate "
    "action to stop the attacks."
)
ATTACK = (
    "BEIRUT - A Syrian army helicopter dropped barrel bombs on Maarrat al-Numan on Monday, killing seven civilians and "
    "wounding at least nine, the Syrian Observatory for Human Rights said. The Syrian army denied that it had carried "
    "out the attack."
)
UNDATED = "Source: Example Wire\n\nUnidentified gunmen shot dead three farmers near Kidal, residents said."


def records(out: Path) -> list[dict[str, Any]]:
    """Return the records of an export."""
    return [json.loads(line) for line in (out / "plover.jsonl").read_text(encoding="utf-8").splitlines()]


def of(found: list[dict[str, Any]], event: str) -> list[dict[str, Any]]:
    """Return the records of a category."""
    return [record for record in found if record["event"] == [event]]


def texts(entities: list[dict[str, Any]]) -> list[str]:
    """Return what entities are called in the register."""
    return [entity.get("identifier_text", entity.get("entity_text", "")) for entity in entities]


@pytest.fixture(scope="module")
def letter(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("letter") / "out"
    exported(told(reader, LETTER), "plover", out)
    return out


@pytest.fixture(scope="module")
def attack(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("attack") / "out"
    exported(told(reader, ATTACK), "plover", out)
    return out


def test_every_record_is_valid(letter: Path, attack: Path) -> None:
    validator = Draft202012Validator(schema())
    found = records(letter) + records(attack)
    assert len(found) >= 5
    for record in found:
        validator.validate(record)
    ids = [record["id"] for record in found]
    assert len(ids) == len(set(ids))


def test_the_schema_has_the_columns_of_the_table() -> None:
    Draft202012Validator.check_schema(schema())
    columns = sheet("plover").table("events").columns
    assert [column.name for column in columns] == list(schema()["properties"])
    assert [column.name for column in columns if column.required] == schema()["required"]


def test_a_letter_accuses_and_the_council_is_only_addressed(letter: Path) -> None:
    (accusing,) = [record for record in of(records(letter), "ACCUSE") if record["mode"] == ["allege"]]
    assert texts(accusing["actor"]) == ["Foreign Ministry of Syria"]
    assert texts(accusing["recipient"]) == ["US-led Coalition"]
    assert "UN Security Council" in texts(accusing["addressee"])
    # Complain officially, and accuse of war crimes (CAMEO2PLOVER: military; legal).
    assert accusing["cameo"] == ["114", "1124"]
    assert accusing["context"] == ["diplomatic", "military", "legal"]
    assert (accusing["quad_code"], accusing["event_scale"]) == (3, -3.5)
    assert accusing["date"] == "2024-03-12"


def test_what_a_letter_accuses_is_told_once_and_the_attack_beside_it(letter: Path) -> None:
    found = records(letter)
    (struck,) = of(found, "ASSAULT")
    assert (struck["date"], struck["mode"], struck["cameo"]) == ("2024-03-11", ["aerial"], ["195"])
    assert texts(struck["actor"]) == ["US-led Coalition"]
    assert struck["recipient"] == [{"sector": "CVL", "entity_text": "civilians"}]
    assert struck["size"] == {"dead": 12}
    assert len([record for record in of(found, "ACCUSE") if "allege" in record["mode"]]) == 1


def test_a_demand_is_a_request_of_those_who_are_asked(letter: Path) -> None:
    (asked,) = of(records(letter), "REQUEST")
    assert texts(asked["recipient"]) == ["UN Security Council"]
    # "To take action to stop the attacks" asks the Council for action, and not to yield: others are to stop.
    assert ("mode" in asked, asked["cameo"], asked["event_scale"]) == (False, ["100"], 0)


def test_a_demand_that_its_recipient_withdraws_is_one_to_yield(reader: Reader, tmp_path: Path) -> None:
    text = (
        "The Syrian Foreign Ministry said in a letter to the UN Security Council that US-led coalition warplanes had "
        "struck al-Shaddadi on Monday, killing twelve civilians. The ministry called on the US-led coalition to "
        "withdraw from Syria."
    )
    exported(told(reader, text), "plover", tmp_path / "out")
    (asked,) = of(records(tmp_path / "out"), "REQUEST")
    assert texts(asked["recipient"]) == ["US-led Coalition"]
    assert (asked["mode"], asked["cameo"]) == (["yield"], ["1056"])


def test_a_party_is_named_once_whatever_it_is_called(reader: Reader, tmp_path: Path) -> None:
    text = (
        LETTER
        + " It said that warplanes of the US-led international coalition had also struck Markada, killing three people."
    )
    exported(told(reader, text), "plover", tmp_path / "out")
    for record in records(tmp_path / "out"):
        names = texts(record.get("recipient", []))
        assert len(names) == len(set(names))


def test_denials_accusations_and_unequal_counts(attack: Path) -> None:
    found = records(attack)
    (denied,) = of(found, "REJECT")
    assert (texts(denied["actor"]), denied["cameo"]) == (["Syrian Armed Forces"], ["016"])
    assert denied["date_basis"] == "published"
    (accusing,) = of(found, "ACCUSE")
    assert texts(accusing["actor"]) == ["Syrian Observatory for Human Rights"]
    assert accusing["cameo"] == ["112"]
    (struck,) = of(found, "ASSAULT")
    assert struck["size"] == {"dead": 7, "injured": "9 or more"}
    assert struck["event_loc"]["country_code"] == "SY"
    assert struck["date_basis"] == "told"


def test_an_attack_without_a_day_is_refused_and_not_given_that_of_publication(reader: Reader, tmp_path: Path) -> None:
    report = exported(told(reader, UNDATED), "plover", tmp_path / "out")
    assert records(tmp_path / "out") == []
    assert losses(tmp_path / "out")["refused"] == {"plover-date": 1}
    assert report.refusals[0].problems[0].rule == "plover-date"


def test_each_coded_field_leads_to_its_words(attack: Path) -> None:
    found = records(attack)
    (number,) = [n for n, record in enumerate(found, 1) if record["event"] == ["REJECT"]]
    told_by = explain(attack / "plover.jsonl", str(number), "event")
    assert told_by.rule.id == "plover-denial"
    assert "denied" in told_by.words[0]["quote"]


def test_where_nobody_is_named_the_actor_is_an_unidentified_force(reader: Reader, tmp_path: Path) -> None:
    exported(
        told(reader, "Four shells hit the market in Sloviansk on Monday, killing three people."),
        "plover",
        tmp_path / "o",
    )
    (struck,) = of(records(tmp_path / "o"), "ASSAULT")
    assert struck["actor"] == [{"sector": "UAF"}]
    assert of(records(tmp_path / "o"), "ACCUSE") == []


_RECORD: dict[str, Any] = {
    "id": "i-1:event",
    "date": "2024-03-12",
    "actor": [{"code": "SYR", "sector": "MIL"}],
    "event": ["ASSAULT"],
    "mode": ["aerial"],
    "quad_code": 4,
    "event_loc": {"name": "Idlib", "latitude": 35.9, "resolution": 4},
    "size": {"dead": 7},
}
_words = st.sampled_from(["ASSAULT", "ACCUSE", "aerial", "SYR"])
_names = st.sampled_from(["code", "sector", "name", "dead", "latitude"])
_simple = st.none() | st.booleans() | st.integers(-20, 200) | st.floats(-200, 200) | st.text(max_size=8)
_values = _simple | st.lists(_words, max_size=3) | st.dictionaries(_names, _simple, max_size=2)


@given(name=st.sampled_from([*schema()["properties"], "extra1"]), value=_values)
def test_the_export_complains_of_what_a_validator_complains_of(name: str, value: Any) -> None:
    record = copy.deepcopy(_RECORD) | {name: value}
    assert (not list(complaints(record, schema()))) == Draft202012Validator(schema()).is_valid(record)


def test_a_schema_with_what_is_not_checked_is_refused() -> None:
    with pytest.raises(ValueError, match="oneOf"):
        list(complaints({}, {"oneOf": []}))


@pytest.mark.parametrize("data", [sample(), with_people()], ids=["sample", "people"])
def test_the_sample_is_valid(data: Dataset, tmp_path: Path) -> None:
    exported(data, "plover", tmp_path / "out")
    found = records(tmp_path / "out")
    assert found
    for record in found:
        Draft202012Validator(schema()).validate(record)


def test_many_records_have_ids_of_their_own(tmp_path: Path) -> None:
    write_many(tmp_path / "many", 200)
    exported(tmp_path / "many", "plover", tmp_path / "out")
    ids = [record["id"] for record in records(tmp_path / "out")]
    assert len(ids) == len(set(ids)) == 200


def test_what_is_only_denied_has_no_record_of_a_happening(tmp_path: Path) -> None:
    made = sample()
    chosen = made.incidents[2]
    claims = tuple(
        msgspec.structs.replace(claim, stance="denies") if claim.id in chosen.claims else claim for claim in made.claims
    )
    report = exported(msgspec.structs.replace(made, claims=claims, incidents=(chosen,)), "plover", tmp_path / "out")
    assert "only denied" in report.refusals[0].problems[0].message


def test_rivals_are_actors_of_records_of_their_own_and_the_size_stands_once(reader: Reader, tmp_path: Path) -> None:
    texts = (
        "Russian forces fired a missile at the station in Kramatorsk, Ukraine, on Monday, killing 50 people, the "
        "regional governor said.",
        HERALD
        + "Ukrainian forces fired a missile at the station in Kramatorsk, Ukraine, on Monday, killing 50 people, "
        "the Russian Defence Ministry said.",
    )
    exported(told(reader, *texts), "plover", tmp_path / "out")
    attacks = of(records(tmp_path / "out"), "ASSAULT")
    assert [[entity["code"] for entity in record["actor"]] for record in attacks] == [["RUS"], ["UKR"]]
    assert [record.get("size") for record in attacks] == [{"dead": 50}, None]
    assert {record["comment"].split(":")[0] for record in attacks} == {"One of 2 records"}
    import_files([tmp_path / "out"], tmp_path / "in")
    [back] = [json.loads(line) for line in (tmp_path / "in" / "incidents-plover.jsonl").read_bytes().splitlines()]
    assert [party["name"] for party in back["accused"]] == ["Armed Forces of Russia", "Armed Forces of Ukraine"]


def test_a_pronoun_names_nobody() -> None:
    actors = Actors(sheet("plover").terms, built_in_register())
    for words, text in (("it", "Ethiopian Armed Forces"), ("the army", "the army")):
        assert actors.of_party("ethiopian-armed-forces", "Ethiopian Armed Forces", words)["entity_text"] == text


def test_gunmen_whom_somebody_accuses_are_an_unidentified_force(reader: Reader, tmp_path: Path) -> None:
    text = "Unidentified gunmen shot dead three farmers near Kidal, in Mali, on Monday, residents said."
    exported(told(reader, text), "plover", tmp_path / "out")
    found = records(tmp_path / "out")
    [said], [done] = of(found, "ACCUSE"), of(found, "ASSAULT")
    assert [entity["sector"] for entity in said["recipient"]] == ["UAF"]
    assert said["recipient"] == done["actor"]
