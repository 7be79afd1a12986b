"""MUC-4 from files to figures, on self-written dispatches in capitals."""

from pathlib import Path

import pytest

from allegata.evaluation.muc4 import SET
from allegata.evaluation.muc4_names import calling, fullest, is_name
from allegata.evaluation.muc4_words import human_type, physical_type, split_person, weapon_type
from allegata.evaluation.parts import SetMissingError
from allegata.evaluation.run import evaluate

TEXTS = """TST1-MUC3-0901

   QUITO, 3 MAY 90 (OWN WIRE) -- [TEXT] A CAR BOMB EXPLODED YESTERDAY OUTSIDE
THE NATIONAL BANK IN QUITO, KILLING A WATCHMAN. POLICE BLAMED THE SHINING PATH.


TST1-MUC3-0902

   QUITO, 3 MAY 90 (OWN WIRE) -- [TEXT] THE CHOIR OF THE CATHEDRAL SANG YESTERDAY.
"""
KEY = """0.  MESSAGE: ID                     TST1-MUC3-0901
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  02 MAY 90
3.  INCIDENT: LOCATION              ECUADOR: QUITO (CITY)
4.  INCIDENT: TYPE                  BOMBING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
6.  INCIDENT: INSTRUMENT ID         "CAR BOMB"
7.  INCIDENT: INSTRUMENT TYPE       VEHICLE BOMB: "CAR BOMB"
12. PHYS TGT: ID                    "NATIONAL BANK" / "BANK"
19. HUM TGT: DESCRIPTION            "WATCHMAN"
20. HUM TGT: TYPE                   SECURITY GUARD: "WATCHMAN"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "WATCHMAN"

0.  MESSAGE: ID                     TST1-MUC3-0902
1.  MESSAGE: TEMPLATE               *
"""


def test_files_become_figures(tmp_path: Path) -> None:
    folder = tmp_path / "muc4" / "muc34" / "TASK" / "CORPORA" / "tst1"
    folder.mkdir(parents=True)
    (folder / "tst1-muc3").write_text(TEXTS)
    (folder / "key-tst1.v7").write_text(KEY)
    found = evaluate("muc4", tmp_path)
    figures = found.result.figures
    assert found.parts == {"muc4/muc34/TASK/CORPORA/tst1": 2}
    assert figures["all_templates_f"] >= 60
    assert figures["slots"]["incident_date"]["f"] == 100.0
    assert figures["slots"]["incident_location"]["f"] == 100.0
    assert figures["tst1"]["all_templates_f"] == figures["all_templates_f"]


def test_missing_set_is_said(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError):
        SET.find(tmp_path)


def test_words_of_the_table() -> None:
    assert physical_type("CAR DEALERSHIP") == "COMMERCIAL"
    assert physical_type("POWER PYLONS") == "ENERGY"
    assert physical_type("EMBASSY OFFICES") == "DIPLOMAT OFFICE OR RESIDENCE"
    assert physical_type("SILENCE") is None
    assert human_type("TOWN MAYOR") == "GOVERNMENT OFFICIAL"
    assert human_type("WEAVERS") == "CIVILIAN"
    assert weapon_type("bomb", "STICKS OF DYNAMITE") == "DYNAMITE"
    assert split_person("MAYOR JOHN SMITH") == ("MAYOR", "JOHN SMITH")


def test_fullest_name_and_calling() -> None:
    shadow = "The mayor, Ana Lucia Paz, slept. Paz, a weaver and judge, rose when Judge Omar Haddad sang."
    assert fullest("PAZ", shadow) == "ANA LUCIA PAZ"
    assert fullest("HADDAD", shadow) == "OMAR HADDAD"
    assert calling("OMAR HADDAD", shadow) == "JUDGE"
    assert calling("PAZ", shadow) == "WEAVER AND JUDGE"
    assert calling("NOBODY", shadow) == ""
    assert is_name("OMAR HADDAD")
    assert not is_name("TWO WEAVERS OF MATS")
