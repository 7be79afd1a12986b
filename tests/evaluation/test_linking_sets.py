"""The sets of linking on self-written texts in the public forms."""

import json
from pathlib import Path

import pytest

from allegata.evaluation.parts import SetMissingError
from allegata.evaluation.run import evaluate, gold_set

TEXTS = [
    ("d1", "1", "Three people were killed when a shell hit a bakery in Donetsk on 3 March 2022, doctors said."),
    ("d2", "1", "A shell struck a bakery in Donetsk on 3 March 2022 and killed three people, residents said."),
    ("d3", "2", "Two soldiers were wounded in a drone strike near Raqqa on 9 May 2021, the army said."),
]


def test_articles_are_gathered_and_scored(tmp_path: Path) -> None:
    folder = tmp_path / "gva"
    folder.mkdir()
    rows = [
        {"doc_id": name, "incident_id": of, "title": "", "text": text, "dct": "2022-03-04"} for name, of, text in TEXTS
    ]
    (folder / "documents.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = evaluate("gva", tmp_path)
    assert found.items == 3
    assert found.result.figures["lea"] == 100
    assert {row.key for row in found.result.rows} >= {"lea", "conll", "tfidf_lea"}


def test_english_texts_and_the_records_of_their_incidents(tmp_path: Path) -> None:
    folder = tmp_path / "airwars_syria"
    folder.mkdir()
    text = "Russian warplanes bombed Ariha on 4 May 2022, killing two civilians, activists said."
    texts = [
        {"source_id": "s1", "incident_ids": ["i1"], "language": "en", "text": text, "publication_date": ""},
        {"source_id": "s2", "incident_ids": ["i2"], "language": "ar", "text": "…"},
    ]
    record = {"incident_id": "i1", "belligerent": "Russian Military", "civ_killed_min": 2, "civ_killed_max": 2}
    (folder / "source_documents.jsonl").write_text("\n".join(json.dumps(row) for row in texts), encoding="utf-8")
    (folder / "incidents.jsonl").write_text(json.dumps(record), encoding="utf-8")
    figures = evaluate("airwars-syria", tmp_path).result.figures
    assert (figures["belligerent"], figures["killed_overlap"]) == (100, 100)


def test_the_belligerent_is_anyone_whom_the_record_names_and_the_headline_counts_before_the_text(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "airwars_syria"
    folder.mkdir()
    text = "In other news, Turkish forces shelled Manbij on Monday, wounding a farmer."
    title = "Syrian regime shelling kills two in Ariha Syrian regime shelling kills two in Ariha"
    rows = [
        {"source_id": "s1", "incident_ids": ["i1"], "language": "en", "text": text, "title": title},
        {"source_id": "s2", "incident_ids": ["i2"], "language": "en", "text": "SDF rockets hit Afrin, killing a man."},
        {"source_id": "s3", "incident_ids": ["i3"], "language": "en", "text": "A page without a word."},
    ]
    listed = [{"belligerent": "syrian_regime"}, {"belligerent": "unknown"}]
    records = [
        {"incident_id": "i1", "belligerent": "Russian Military", "belligerents": listed},
        {"incident_id": "i2", "belligerent": "YPG"},
        {"incident_id": "i3", "belligerent": "Russian Military", "belligerents": [{"belligerent": "unknown"}]},
    ]
    (folder / "source_documents.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "incidents.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    figures = evaluate("airwars-syria", tmp_path).result.figures
    assert (figures["belligerent"], figures["belligerent_said"]) == (66.67, 100)
    assert figures["belligerent_first"] == 33.33


@pytest.mark.parametrize("name", ["gva", "airwars-syria"])
def test_a_missing_set_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(SetMissingError):
        gold_set(name).find(tmp_path)
