"""The codebook ``isaf``: an export gives the fields that the evaluation of that name scores, with their words."""

from pathlib import Path

import msgspec
import pytest

from allegata.codebooks import explain
from allegata.dataset import Dataset, judgements_file, write_dataset
from allegata.evaluation.isaf_reading import code_text
from allegata.evaluation.parts import Tools
from allegata.incidents import gather
from allegata.intake import from_text
from allegata.records import Judgement, encode
from tests.codebooks.exporting import exported, losses, table
from tests.codebooks.told import only

HEAD = "2014-03-S-007\n\nKABUL, Afghanistan (March 3, 2014)\n"
RELEASES = (
    "An Afghan and coalition security force captured a Haqqani network leader during an operation in Sabari district, "
    "Khost province, yesterday. The force searched the compound and detained two additional suspected insurgents. No "
    "shots were fired.",
    "A coalition airstrike killed four insurgents in Nangarhar province today.",
    "A patrol detained an al-Qaeda associated Taliban leader in Kunar province today.",
    "Officials met elders in Herat province today to open a school.",
)


@pytest.fixture(scope="module")
def tools() -> Tools:
    """One reader for all tests of the module."""
    return Tools()


def read(tools: Tools, *texts: str) -> Dataset:
    """Return the dataset of releases, each with a head of its own."""
    documents = [
        each for n, text in enumerate(texts) for each in from_text(HEAD + text, origin=f"{n}.txt", country="AF")
    ]
    readings = [tools.reader.read(document) for document in documents]
    claims = [claim for reading in readings for claim in reading.claims]
    return Dataset(
        documents=tuple(documents),
        claims=tuple(claims),
        communications=tuple(said for reading in readings for said in reading.communications),
        incidents=tuple(gather(claims, documents=documents)),
    )


def as_told(value: object) -> str:
    """Return a field as CSV holds it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def test_an_export_has_the_fields_that_the_evaluation_scores(tools: Tools, tmp_path: Path) -> None:
    exported(read(tools, *RELEASES), "isaf", tmp_path / "out")
    rows = table(tmp_path / "out" / "operations.csv")
    assert len(rows) == len(RELEASES)
    for row, text in zip(rows, RELEASES, strict=True):
        fields = msgspec.structs.asdict(code_text(HEAD + text, tools).fields)
        assert {name: row[name] for name in fields} == {name: as_told(value) for name, value in fields.items()}
    assert (rows[0]["province"], rows[0]["min_captured"], rows[0]["noshotsfired"]) == ("khost", "3", "true")
    assert (rows[3]["min_killed"], rows[3]["event_type"]) == ("0", "")


def test_each_field_leads_to_its_words(tools: Tools, tmp_path: Path) -> None:
    exported(read(tools, RELEASES[0]), "isaf", tmp_path / "out")
    file = tmp_path / "out" / "operations.csv"
    captured = explain(file, "1", "min_captured")
    assert captured.rule.id == "isaf-captured"
    assert [item["quote"] for item in captured.words] == [
        "a Haqqani network leader",
        "two additional suspected insurgents",
    ]
    assert len(captured.claims) >= 1
    assert [item["quote"] for item in explain(file, "1", "noshotsfired").words] == ["No shots were fired"]
    assert [item["quote"] for item in explain(file, "1", "target_group").words] == ["Haqqani network"]


def test_a_claim_that_somebody_rejected_is_not_coded(tools: Tools, tmp_path: Path) -> None:
    data = read(tools, RELEASES[1])
    ids = tuple(claim.id for claim in data.claims)
    rejected = Judgement(
        id="j-1", about=ids, kind="reject", by="a coder", at="2026-01-01T00:00:00Z", why="told of others"
    )
    write_dataset(data, tmp_path / "dataset")
    judgements_file(tmp_path / "dataset").write_bytes(encode(rejected) + b"\n")
    exported(tmp_path / "dataset", "isaf", tmp_path / "out")
    row = only(table(tmp_path / "out" / "operations.csv"))
    assert (row["min_killed"], row["killq"]) == ("0", "false")


def test_what_thirteen_fields_cannot_hold_is_told(tools: Tools, tmp_path: Path) -> None:
    text = "A coalition airstrike killed four insurgents and wounded two villagers in Nangarhar province today."
    exported(read(tools, text), "isaf", tmp_path / "out")
    lost = {item["field"]: item["count"] for item in losses(tmp_path / "out")["lost"]}
    assert lost["injured"] == 1


@pytest.mark.parametrize("whom", ["seven aid workers", "six members of a family", "three priests", "two Italians"])
def test_nobody_takes_the_dead_who_are_called_something_else_for_insurgents(
    tools: Tools, tmp_path: Path, whom: str
) -> None:
    exported(read(tools, f"A coalition airstrike killed {whom} in Kunduz province today."), "isaf", tmp_path / "out")
    row = only(table(tmp_path / "out" / "operations.csv"))
    assert (row["min_killed"], row["event_type"]) == ("0", "")
