"""The set ``catalogue`` on self-written texts and records in the public forms."""

import json
from pathlib import Path

import pytest

from allegata.evaluation.parts import SetMissingError
from allegata.evaluation.run import evaluate, gold_set
from tests.incidents.catalogues import airwars, happenings

FOUND = (
    "More than 60 civilians were killed in airstrikes conducted on Tuesday by the US-led coalition against Tell Marwan "
    "village in Deir Ezzor, according to local sources."
)


def laid(folder: Path) -> Path:
    """Return a folder with the set: the right record stands among the incidents and not in the catalogue."""
    below = folder / "airwars_syria"
    below.mkdir()
    rows = happenings()
    (below / "catalogue.jsonl").write_text(airwars(rows[:-1]), encoding="utf-8")
    own = json.loads(airwars(rows[-1:])) | {"incident_id": "i1", "text": "not to be compared"}
    (below / "incidents.jsonl").write_text(json.dumps(own) + "\n", encoding="utf-8")
    texts = [
        {"source_id": "s1", "incident_ids": ["i1"], "language": "en", "text": FOUND, "url": None},
        {"source_id": "s2", "incident_ids": ["i2"], "language": "ar", "text": "…", "url": None},
    ]
    (below / "source_documents.jsonl").write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    return folder


def test_the_right_record_is_ranked_among_all_others(tmp_path: Path) -> None:
    found = evaluate("catalogue", laid(tmp_path))
    assert found.items == 1
    assert found.result.figures["first"] == 100
    assert found.result.figures["first_five"] == 100
    assert "61 records" in found.result.notes[0]
    (first,) = (row for row in found.result.rows if row.key == "first")
    assert first.constant is not None
    assert 0 < first.constant <= 100


def test_a_folder_without_the_set_is_said(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError, match="source_documents"):
        gold_set("catalogue").find(tmp_path)
