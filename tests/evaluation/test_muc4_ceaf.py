"""CEAF-REE and CEAF-RME, by worked examples, and the released form of predictions."""

import json
from pathlib import Path

import pytest

from allegata.evaluation.arithmetic import Tally
from allegata.evaluation.muc4 import score_predictions
from allegata.evaluation.muc4_ceaf import ceaf_ree, ceaf_rme, f1, normal, simple
from allegata.evaluation.muc4_gtt import read_predictions
from allegata.evaluation.parts import SetMissingError

GOLD = [
    simple("attack / bombing", {"PerpInd": [["two men", "men"]], "Target": [["the mill", "old mill"], ["barn"]]}),
    simple("arson", {"Weapon": [["torch"]]}),
]
OURS = [
    simple("bombing", {"PerpInd": [["men"]], "Target": [["mill", "shed"]]}),
    simple("arson", {"Weapon": [["torch"]], "PerpOrg": [["league"]]}),
    simple("attack", {}),
]


def test_ree_by_hand() -> None:
    found = ceaf_ree(OURS, GOLD)
    assert found.by_role["type"] == Tally(2, 3, 2)
    assert found.by_role["PerpInd"] == Tally(1, 1, 1)
    assert found.by_role["Target"] == Tally(0, 1, 2)  # "shed" is no mention of the mill
    assert found.by_role["Weapon"] == Tally(1, 1, 1)
    assert found.total == Tally(4, 7, 6)


def test_rme_by_hand() -> None:
    precise, recalled = ceaf_rme(OURS, GOLD)
    assert (precise.right, precise.predicted) == (3, 5)  # men, mill, torch of five mentions
    assert (recalled.right, recalled.gold) == (3, 6)
    precise, recalled = ceaf_rme(OURS, GOLD, subset=True)
    assert (precise.right, precise.predicted) == (3, 4)
    assert (recalled.right, recalled.gold) == (3, 4)
    assert f1(precise, recalled) == 75.0


def test_nothing() -> None:
    assert ceaf_ree([], []).total.f1 == 0.0
    assert f1(*ceaf_rme([], GOLD)) == 0.0
    assert normal('The "Old" Mill, a ruin') == "old mill ruin"


def test_predictions_of_others_are_scored(tmp_path: Path) -> None:
    gold = {
        "docid": "TST9-MUC4-0001",
        "doctext": "…",
        "templates": [
            {
                "incident_type": "attack",
                "PerpInd": [[["men", 3]]],
                "PerpOrg": [],
                "Target": [],
                "Victim": [],
                "Weapon": [],
            }
        ],
    }
    folder = tmp_path / "muc4" / "gtt_processed"
    folder.mkdir(parents=True)
    (folder / "test.json").write_text(json.dumps(gold) + "\n")
    output = tmp_path / "out.json"
    output.write_text(
        json.dumps({"TST9-MUC4-1": {"pred_templates": [{"incident_type": "attack", "PerpInd": [["men"]]}]}})
    )
    result = score_predictions(output, tmp_path)
    assert result.figures["ceaf_ree_f1"] == 100.0
    assert result.figures["ceaf_rme_phi3_f1"] == 100.0
    with pytest.raises(SetMissingError):
        score_predictions(output, tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="no templates"):
        read_predictions('{"a": 3}')
