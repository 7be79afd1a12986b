"""Killed at fifty random moments while adding and judging: what was acknowledged is there, and all holds."""

import hashlib
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from allegata.reading import Reading
from tests.casebook.conftest import ME, Where
from tests.cli.conftest import own_environment
from tests.conftest import ROOT

KILLS = 50
COPIES = 60


def many(readings: list[Reading]) -> list[Reading]:
    """Return the readings again and again, each of a text of its own."""
    found = []
    for number in range(COPIES):
        for reading in readings:
            id = f"{reading.document.id}-{number}"
            words = f"{reading.document.text}\n{number}"
            document = msgspec.structs.replace(
                reading.document, id=id, text=words, text_sha256=hashlib.sha256(words.encode()).hexdigest()
            )
            claims = tuple(
                msgspec.structs.replace(claim, id=f"{claim.id}-{number}", document=id) for claim in reading.claims
            )
            found.append(msgspec.structs.replace(reading, document=document, claims=claims, communications=()))
    return found


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="processes are forked")
def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(
    where: Where, readings: list[Reading], tmp_path: Path
) -> None:
    where.create().close()
    given, told = tmp_path / "readings.json", tmp_path / "acknowledged.txt"
    given.write_bytes(msgspec.json.encode(many(readings)))
    done = subprocess.run(
        [sys.executable, "-m", "tests.casebook.killed", where.address, str(where.blobs or ""), given, told, str(KILLS)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=own_environment(),
        timeout=600,
        check=False,
    )
    rounds = done.stdout.splitlines()
    assert len(rounds) == KILLS, done.stderr[-2000:]
    assert [line for line in rounds if not line.endswith("holds")] == []
    assert sum(line.startswith("killed") for line in rounds) > KILLS // 2
    lines = [line.split() for line in told.read_text().splitlines()]
    documents = [words[1:] for words in lines if words[0] == "document"]
    judgements = [words[1:] for words in lines if words[0] == "judgement"]
    assert len({words[0] for words in documents}) == len(documents)
    with where.open() as casebook:
        view = casebook.view(ME)
        for name, *claims in documents[:: max(1, len(documents) // 25)]:
            assert [item.id for item in view.document(name).claims] == claims
        there = {line.id for line in view.documents(limit=1000).items}
        assert {words[0] for words in documents} <= there
        for made, claim in judgements:
            assert [item.id for item in view.judgements([claim])] == [made]
        counts = view.counts()
        assert counts.documents == counts.captures == len(there) <= len(documents) + KILLS
        assert len(judgements) <= counts.judgements <= len(judgements) + KILLS
        assert casebook.verify().fault is None
