"""The command ``evaluate``: halves that are kept back, missing sets, figures as JSON, misses, floors, --jobs."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.evaluation.test_airwars_gaza import row
from tests.evaluation.test_geoparsing import TAGGED
from tests.evaluation.test_isaf import GOLD
from tests.evaluation.test_muc4 import KEY, TEXTS
from tests.evaluation.test_own_incident import tag_file
from tests.evaluation.test_polnear import ANNOTATIONS, LABELS, SENTENCE, TEXT
from tests.evaluation.test_roles import RAMS, WIKI

TIMEML = """<?xml version="1.0" ?><TimeML><DOCID>x</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2016-06-09" functionInDocument="CREATION_TIME">June 9, 2016</TIMEX3></DCT>
<TEXT>

The ferry sank <TIMEX3 tid="t1" type="DATE" value="2016-W22">last week</TIMEX3>.
</TEXT></TimeML>"""
GTT = {
    "docid": "TST3-MUC4-0901",
    "doctext": "a car bomb exploded outside the national bank.",
    "templates": [{"incident_type": "bombing", "PerpInd": [], "PerpOrg": [], "Target": [], "Victim": [], "Weapon": []}],
}


LEADING = (
    "isaf.mean",
    "muc4.all_templates_f",
    "muc4.ceaf_ree_f1",
    "muc4.ceaf_rme_phi3_f1",
    "polnear.source_exact_f1",
    "polnear.cue_exact_f1",
    "polnear.content_exact_f1",
    "shootings.killed_exact",
    "shootings.injured_exact",
    "geoparsing.tr-news.given_spans_within_161km",
    "geoparsing.geowebnews.end_to_end_f1",
    "dates.value",
    "dates.strict_f1",
    "roles.f1",
)
"""Keys that outside tools read, whichever half is there."""


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def kept_back(data: Path) -> dict[str, list[str]]:
    """Write self-made files where the published test halves lie; return the parts by set that must be named."""
    release = {"text": "KABUL, Afghanistan (March 3, 2014)\nA patrol detained a leader in Logar.", "gold": GOLD}
    write(data / "isaf" / "test.jsonl", json.dumps(release) + "\n")
    corpora = data / "muc4" / "muc34" / "TASK" / "CORPORA"
    for half in ("tst3", "tst4"):
        write(corpora / half / f"{half}-muc4", TEXTS.replace("TST1-MUC3", f"{half.upper()}-MUC4"))
        write(corpora / half / f"key-{half}.v1", KEY.replace("TST1-MUC3", f"{half.upper()}-MUC4"))
    write(data / "muc4" / "gtt_processed" / "test.json", json.dumps(GTT) + "\n")
    write(data / "polnear" / "data" / "test" / "text" / "a.txt", TEXT)
    write(data / "polnear" / "data" / "test" / "attributions" / "a_1.ann", ANNOTATIONS)
    sentence = json.dumps({"tokens": SENTENCE, "labels": LABELS, "id": "a"})
    write(data / "polnear" / "cofenet_sentences" / "test.txt", sentence + "\n")
    write(data / "geoparsing" / "data" / "Corpora" / "TR-News.xml", TAGGED)
    news = data / "geoparsing" / "data" / "GeoWebNews"
    write(news / "0.txt", "TITLE: Rain\nRain fell in Quito.")
    write(news / "0.ann", "T1\tLiteral 25 30\tQuito\n#1\tAnnotatorNotes T1\t-0.22985, -78.52495\n")
    write(data / "tempeval3" / "Evaluation" / "te3-platinum" / "x.tml", TIMEML)
    tag_file(data / "shootings_rl_ie", "test", [("Ann,2,0,Oakdale,Two dead", "Two people were shot dead in Oakdale .")])
    write(data / "wikievents_rams" / "data" / "rams" / "test.jsonlines", json.dumps(RAMS) + "\n")
    write(data / "wikievents_rams" / "data" / "wikievents" / "test.jsonl", json.dumps(WIKI) + "\n")
    return {
        "isaf": ["isaf/test.jsonl"],
        "muc4": ["CORPORA/tst3", "CORPORA/tst4"],
        "polnear": ["cofenet_sentences/test.txt", "polnear/data/test"],
        "geoparsing": ["TR-News.xml", "GeoWebNews"],
        "dates": ["tempeval3"],
        "shootings": ["shootings_rl_ie/test.tag"],
        "roles": ["wikievents/test.jsonl", "rams/test.jsonlines"],
    }


def test_halves_that_are_kept_back_are_found_and_named(tmp_path: Path, allegata: Run) -> None:
    data = tmp_path / "gold"
    data.mkdir()
    (tmp_path / "gold" / "shootings_rl_ie").mkdir()
    parts = kept_back(data)
    figures = tmp_path / "figures.json"
    ran = allegata("evaluate", *parts, "--data", data, "--json", figures)
    assert ran.status == 0, ran.err
    assert [name for names in parts.values() for name in names if name not in ran.out] == []
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert set(found) == set(parts)
    assert found["shootings"]["killed_exact"] == found["shootings"]["test"]["killed_exact"] == 100
    assert found["roles"]["f1"] > 0
    assert {"tr-news", "geowebnews"} <= set(found["geoparsing"])
    assert found["dates"]["value"] == found["dates"]["tempeval-3"]["value"] == 100
    for key in LEADING:
        value = found
        for name in key.split("."):
            value = value[name]
        assert isinstance(value, int | float), key


def airwars(data: Path) -> None:
    lines = [json.dumps(row()), json.dumps(row(code="X2", civilians_killed=[9, 9]))]
    write(data / "airwars_gaza" / "incidents.jsonl", "\n".join(lines) + "\n")


def test_a_missing_set_is_said_and_the_others_are_scored(tmp_path: Path, allegata: Run) -> None:
    airwars(tmp_path)
    ran = allegata("evaluate", "airwars-gaza", "isaf", "--data", tmp_path)
    assert ran.status == 0
    assert "isaf: not there" in ran.err
    assert "children killed" in ran.out


def test_misses_are_listed_and_figures_are_the_same_for_any_jobs(tmp_path: Path, allegata: Run) -> None:
    airwars(tmp_path)
    written = []
    for jobs in ("1", "2"):
        errors, figures = tmp_path / f"errors-{jobs}.jsonl", tmp_path / f"figures-{jobs}.json"
        command = (
            "evaluate",
            "airwars-gaza",
            "--data",
            tmp_path,
            "--jobs",
            jobs,
            "--errors",
            errors,
            "--json",
            figures,
        )
        ran = allegata(*command)
        assert ran.status == 0, ran.err
        written.append((ran.out, errors.read_bytes(), figures.read_bytes()))
    assert written[0] == written[1]
    misses = [json.loads(line) for line in written[0][1].splitlines()]
    assert {"set": "airwars-gaza", "item": "X2", "measure": "killed", "gold": "(9, 9)"}.items() <= misses[
        -1
    ].items() or [miss for miss in misses if miss["item"] == "X2" and miss["measure"] == "killed"]
    assert json.loads(written[0][2])["airwars-gaza"]["killed_both_exact"] == 50


def test_a_figure_below_its_floor_fails_and_floors_are_only_raised(tmp_path: Path, allegata: Run) -> None:
    airwars(tmp_path)
    floors = tmp_path / "floors.json"
    raising = ("evaluate", "airwars-gaza", "--data", tmp_path, "--floors", floors)
    assert allegata(*raising, "--raise-floors").status == 0
    reached = json.loads(floors.read_text(encoding="utf-8"))
    assert reached["whole"]["airwars-gaza"]["figures"]["airwars-gaza.killed_both_exact"] == 50
    assert allegata(*raising).status == 0
    reached["whole"]["airwars-gaza"]["figures"]["airwars-gaza.killed_both_exact"] = 90
    floors.write_text(json.dumps(reached), encoding="utf-8")
    ran = allegata(*raising)
    assert ran.status == 1
    assert "killed_both_exact" in ran.err
    assert allegata(*raising, "--raise-floors").status == 0
    kept = json.loads(floors.read_text(encoding="utf-8"))["whole"]["airwars-gaza"]["figures"]
    assert kept["airwars-gaza.killed_both_exact"] == 90


def test_predictions_of_another_system(tmp_path: Path, allegata: Run) -> None:
    kept_back(tmp_path)
    output = tmp_path / "out.json"
    output.write_text(json.dumps({"TST3-MUC4-0901": {"pred_templates": [{"incident_type": "bombing"}]}}))
    ran = allegata("evaluate", "muc4", "--data", tmp_path, "--predictions", output)
    assert ran.status == 0, ran.err
    assert "CEAF-REE" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nothing-of-that-name",), "is no set"),
        (("isaf", "--data", "no/such/folder"), "give the folder of the gold sets"),
        (("isaf", "--raise-floors"), "say which file"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], words: str, tmp_path: Path, allegata: Run) -> None:
    data = () if "--data" in arguments else ("--data", tmp_path)
    ran = allegata("evaluate", *arguments, *data)
    assert ran.status == 2
    assert words in ran.err
