"""PLOVER records: the scorer by hand, the mapping, and small records of our own in the public form."""

import json
from pathlib import Path

import pytest

from allegata.actors import Register
from allegata.evaluation.parts import SetMissingError, Tools
from allegata.evaluation.plover import SET, Answer, Record, _table, country_of, iso2, right_country, summed
from allegata.records import EVENT_TYPES


def test_a_worked_example() -> None:
    # Three attacks: one found with all right, one found with a wrong country and count, one missed; one found falsely.
    answers = [
        Answer(attack=True, found=True, gold_accused=("SD",), accused=("SD",), gold_dead=20, dead=20),
        Answer(
            attack=True,
            found=True,
            gold_accused=("GB",),
            accused=("IQ", "GB"),
            gold_target=("IQ",),
            target=("IQ",),
            gold_dead=4,
            dead=None,
        ),
        Answer(attack=True, found=False, gold_accused=("SD", "TD")),
        Answer(attack=False, found=True),
        Answer(attack=False, found=False),
    ]
    result = summed(answers)
    assert result.figures == {
        "attacks_found": 66.67,
        "attacks_false": 1,
        "accused_country": 33.33,
        "target_country": 100.0,
        "dead_exact": 50.0,
    }
    notes = {row.key: (row.note, row.constant) for row in result.rows}
    assert notes["attacks_found"] == ("2 of 3", 100.0)
    assert notes["accused_country"] == ("1 of 3", 66.67)  # "SD, always"
    assert notes["dead_exact"] == ("1 of 2", 50.0)


def test_nothing_to_score_is_no_error() -> None:
    assert summed([]).figures["attacks_found"] == 0
    assert not right_country(("SD",), ())


def test_every_event_type_is_mapped() -> None:
    assert set(_table()["types"]) == set(EVENT_TYPES)
    assert set(_table()["patterns"]) <= set(EVENT_TYPES)
    assert iso2()["SDN"] == "SD"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Colombian rebels", "CO"),
        ("the Saudi-led coalition", "SA"),
        ("South Sudanese troops", "SS"),
        ("gunmen", None),
        ("a convoy of U.N. and Ukrainian trucks", "UA"),
    ],
)
def test_country_of_words(words: str, code: str | None) -> None:
    assert country_of(words, Register.load()) == code


def test_records_in_the_public_form(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError):
        SET.find(tmp_path)
    folder = tmp_path / "plover"
    folder.mkdir()
    records = [
        {"id": "X-DOCUMENT-0001", "event": "DOCUMENT", "comment": "about the file"},
        {
            "id": "X-ASSAULT-0002",
            "event": "ASSAULT",
            "text": "Colombian rebels shelled the town of Toribío on Sunday, killing 3 people, police said.",
            "source": [{"actorText": "Colombian rebels", "code": "COL", "sector": "REB"}],
            "target": [{"actorText": "town", "code": "COL", "sector": "CVL"}],
            "dead": "3",
        },
        {
            "id": "X-AGREE-0003",
            "event": "AGREE",
            "text": "Norway and Kenya agreed on Monday to lower tariffs on fish.",
            "source": [{"actorText": "Norway", "code": "NOR"}, {"actorText": "Kenya", "code": "KEN"}],
            "target": "",
        },
    ]
    (folder / "records.jsonl").write_text("\n".join(json.dumps(r) for r in records) + "\n", encoding="utf-8")
    (part,) = SET.find(tmp_path)
    assert [item.id for item in part.items] == ["X-ASSAULT-0002", "X-AGREE-0003"]
    outcomes = [SET.measure(part.name, item, Tools()) for item in part.items]
    assert outcomes[0].counts == Answer(
        attack=True,
        found=True,
        gold_accused=("CO",),
        accused=("CO",),
        gold_target=("CO",),
        target=("CO",),
        gold_dead=3,
        dead=3,
    )
    assert outcomes[1].counts == Answer(attack=False, found=False)
    assert outcomes[0].misses == ()


def test_a_missed_attack_is_listed() -> None:
    record = Record(id="X", event="FIGHT", text="The two sides exchanged letters.", dead="2")
    outcome = SET.measure("p", record, Tools())
    assert [(miss.measure, miss.gold) for miss in outcome.misses] == [
        ("attacks", "attack (FIGHT)"),
        ("accused_country", ""),
        ("dead", "2"),
    ]
