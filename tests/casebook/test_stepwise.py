"""Incidents brought up step by step, by an index beside the casebook, are those that everything at once gives."""

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from allegata.casebook import Casebook
from allegata.casebook.gathering import compute
from allegata.casebook.stepwise import index_of
from allegata.casebook.tables import incident_claims, incident_facets, incidents
from allegata.incidents import IncidentIndex
from allegata.reading import Reading
from allegata.records import short_hash
from tests.casebook.conftest import ME, Where


@pytest.fixture(autouse=True)
def every_casebook_keeps_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allegata.casebook.gathering.LEAST", 0)


def rows(values: Any) -> list[str]:
    return sorted(msgspec.json.encode(dict(row), order="sorted").decode() for row in values)


def check(casebook: Casebook) -> None:
    """Check that the tables hold what follows from everything at once."""
    with casebook.reading() as connection:
        computed = compute(connection)
        for table, expected in (
            (incidents, computed.incidents),
            (incident_claims, computed.claims),
            (incident_facets, computed.facets),
        ):
            assert rows(row._mapping for row in connection.execute(select(table))) == rows(expected)


def take(casebook: Casebook, reading: Reading) -> None:
    blob = casebook.keep(io.BytesIO(reading.document.text.encode()))
    casebook.take(reading, blob, by="amal")


def test_documents_and_judgements_one_after_another_give_what_all_at_once_gives(
    where: Where, readings: list[Reading]
) -> None:
    with where.create() as casebook:
        for reading in readings[:2]:
            take(casebook, reading)
        casebook.refresh()
        assert index_of(casebook.place).exists()
        check(casebook)
        for reading in readings[2:]:
            take(casebook, reading)
        casebook.refresh()
        check(casebook)
        first, second = (reading.claims[0] for reading in readings[:2])
        killed = next(item for item in second.casualties if item.outcome == "killed")
        casebook.judge(
            ME, "correct", (second.id,), field=f"casualties.{killed.id}.quantity", new={"low": 9, "high": 9}, why="nine"
        )
        check(casebook)
        different = casebook.judge(ME, "different", (first.id, second.id), why="two markets")
        check(casebook)
        casebook.undo(ME, different.id, why="one market")
        check(casebook)
        taiz = readings[2].claims[0]
        casebook.judge(ME, "same", (first.id, taiz.id), why="a test")
        check(casebook)
        casebook.judge(ME, "reject", (taiz.id,), why="not so")
        check(casebook)
        missed = msgspec.structs.replace(first, id=short_hash("c", ["missed"]), happening=7)
        casebook.add_claim(ME, first.document, missed, why="missed")
        check(casebook)
        with casebook.reading() as connection:
            incident = connection.execute(select(incidents.c.id).order_by(incidents.c.need)).scalars().first()
        casebook.judge(ME, "date", (str(incident),), new={"start": "2024-03-10", "end": "2024-03-10"}, why="the morgue")
        check(casebook)
        casebook.restrict(ME, "document", second.document, why="the witness")
        check(casebook)
        casebook.judge(ME, "accept", (first.id,), why="seen")
        check(casebook)


def test_an_erased_document_leaves_no_word_in_the_index(casebook: Casebook, readings: list[Reading]) -> None:
    with casebook.write("amal") as writing:
        writing.touch()
    casebook.refresh()
    text = readings[0].document
    casebook.erase(ME, text.id, why="asked to")
    check(casebook)
    path = index_of(casebook.place)
    with IncidentIndex(path) as index:
        assert text.id not in index.documents()


def test_an_index_that_is_broken_or_of_another_casebook_is_made_anew(casebook: Casebook) -> None:
    path: Path = index_of(casebook.place)
    path.write_bytes(b"no index")
    with casebook.write("amal") as writing:
        writing.touch()
    casebook.refresh()
    check(casebook)
    with IncidentIndex(path) as index:
        assert len(index) > 0
