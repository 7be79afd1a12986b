"""FollowTheMoney entities, each validated by the library."""

import json
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model

from allegata.codebooks import import_files
from allegata.codebooks.back_ftm import ftm_back
from allegata.codebooks.reading_back import BadRowError
from allegata.dataset import Dataset
from tests.codebooks.exporting import exported
from tests.codebooks.people import with_people
from tests.dataset.sample import sample


def entities(out: Path) -> list[dict[str, Any]]:
    """Return the entities of an export."""
    return [json.loads(line) for line in (out / "entities.ftm.json").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("data", [sample(), with_people()], ids=["sample", "people"])
def test_every_entity_is_valid_and_loses_no_value_to_cleaning(data: Dataset, tmp_path: Path) -> None:
    exported(data, "ftm", tmp_path / "out")
    found = entities(tmp_path / "out")
    assert {entity["schema"] for entity in found} >= {"Event", "Note", "Article", "UnknownLink", "Organization"}
    for entity in found:
        schema = model.get(entity["schema"])
        assert schema is not None
        schema.validate(entity)
        proxy = model.get_proxy(entity)
        for name, values in entity["properties"].items():
            prop = schema.properties[name]
            assert [value for value in values if prop.type.clean(value) is None] == [], (entity["schema"], name)
        assert proxy.caption


def test_each_reference_leads_to_an_entity(tmp_path: Path) -> None:
    exported(with_people(), "ftm", tmp_path / "out")
    found = entities(tmp_path / "out")
    ids = {entity["id"] for entity in found}
    for entity in found:
        schema = model.get(entity["schema"])
        assert schema is not None
        for name, values in entity["properties"].items():
            if schema.properties[name].type.name == "entity":
                assert set(values) <= ids, (entity["schema"], name)


def test_who_is_accused_is_told_by_a_role_and_victims_by_name(tmp_path: Path) -> None:
    exported(with_people(), "ftm", tmp_path / "out")
    found = entities(tmp_path / "out")
    roles = {role for entity in found for role in entity["properties"].get("role", ())}
    assert "accused" in roles
    assert "named as killed" in roles
    people = [entity for entity in found if entity["schema"] == "Person"]
    assert [entity["properties"]["name"] for entity in people] == [["Maryam Testova"], ["Idris Testov"]]
    assert people[0]["properties"]["gender"] == ["female"]


def test_parties_and_people_come_back_with_the_incident_that_they_are_of(tmp_path: Path) -> None:
    made = with_people()
    exported(made, "ftm", tmp_path / "out")
    import_files([tmp_path / "out"], tmp_path / "in")
    lines = (tmp_path / "in" / "incidents-ftm.jsonl").read_bytes().splitlines()
    back = {record["id"]: record for record in map(json.loads, lines)}
    assert set(back) == {incident.id for incident in made.incidents}
    for incident in made.incidents:
        told = [(party.name, party.party) for party in incident.accused if party.by]
        assert [(party["name"], party["party"]) for party in back[incident.id]["accused"]] == told
        assert [victim["name"] for victim in back[incident.id]["victims"]] == [one.name for one in incident.victims]


@pytest.mark.parametrize(
    "entity",
    [
        {"id": "i-1", "schema": "Event", "properties": {"proof": 7}},
        {"id": "l-1", "schema": "UnknownLink", "properties": {"role": ["named as killed"]}},
        {"id": "i-1", "schema": "Event"},
    ],
)
def test_an_entity_of_another_form_is_told(entity: dict[str, Any]) -> None:
    with pytest.raises(BadRowError, match="no entity of ours"):
        ftm_back([("entities", entity)])
