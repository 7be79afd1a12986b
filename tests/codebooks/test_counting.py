"""Counts of exports: the same as an incident's own ranges under the profile, and what is left out of them."""

from pathlib import Path

import msgspec
import pytest

from allegata.codebooks import DatasetSource, tally
from allegata.dataset import write_dataset
from allegata.incidents import profile, profile_names
from allegata.reading import Reader
from allegata.records import Judgement, Outcome, encode
from tests.codebooks.told import HERALD, told

TEXTS = (
    "An airstrike on the market of Kabkabiya killed at least 20 people on Monday, residents said.",
    HERALD + "An airstrike on the market of Kabkabiya killed 25 people, among them two women and three children, and "
    "injured dozens on Monday, the Health Ministry said.",
    "Shelling in Kharkiv killed several people on Monday, police said.",
    "More than 70 civilians were killed and injured in airstrikes on Idlib on Monday, local sources said.",
)


@pytest.mark.parametrize("name", profile_names())
def test_exports_count_as_the_incident_does(reader: Reader, tmp_path: Path, name: str) -> None:
    write_dataset(told(reader, *TEXTS), tmp_path / "data")
    counting = profile(name)
    compared = 0
    with DatasetSource(tmp_path / "data") as source:
        for view in source.incidents():
            held = view.incident.by_profile.get(name, {})
            outcomes: tuple[Outcome, ...] = ("killed", "injured")
            for outcome in outcomes:
                if outcome not in held:
                    continue
                counted = tally(view, counting, outcome)
                compared += 1
                if counting.conflict.use == "lowest":
                    assert counted.best == held[outcome].min
                else:
                    assert (counted.low, counted.high) == (held[outcome].min, held[outcome].max)
    assert compared >= 2


def test_a_rejected_claim_counts_no_longer(reader: Reader, tmp_path: Path) -> None:
    dataset = told(reader, TEXTS[2])
    write_dataset(dataset, tmp_path / "data")
    judgement = Judgement(
        id="j-1", about=(dataset.claims[0].id,), kind="reject", by="reviewer", at="2024-03-13T09:00:00Z", why="misread"
    )
    (tmp_path / "data.judgements.jsonl").write_bytes(encode(judgement) + b"\n")
    with DatasetSource(tmp_path / "data") as source:
        (view,) = source.incidents()
    assert view.judgements == (judgement,)
    assert not tally(view, profile("neutral"), "killed").known
    assert tally(msgspec.structs.replace(view, judgements=()), profile("neutral"), "killed").low == 2
