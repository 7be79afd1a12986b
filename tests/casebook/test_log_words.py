"""The log holds ids and hashes only: whatever is done, no words of documents, sources or reasons stand in it."""

import io
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import create_engine, select, text

import allegata.casebook
from allegata.casebook import Casebook, Person, marked_claim
from allegata.casebook.tables import log, metadata
from allegata.incidents import standing
from allegata.reading import Reading, Settings
from allegata.records import short_hash
from tests.casebook.conftest import ME, Where
from tests.casebook.test_store import claim_with, market
from tests.casebook.test_team import AMAL, OMAR, RITA, WORD, newer

SECRET = "zzreason"
NAMES = {"amal", "omar", "rita", "noor", ""}
ID = re.compile(r"[a-z]-[0-9a-z]+")
HASH = re.compile(r"[0-9a-f]{64}|[0-9a-f]{32}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
PLAIN = {"read", "kept", "held", "superseded", "added", None}
READER = re.compile(r"rules \S+ \S+ \S+|unknown")
KEYS = {
    "adjudications",
    "assignment",
    "captures",
    "capture",
    "claims",
    "coders",
    "communications",
    "created",
    "document",
    "gap",
    "judgements",
    "move",
    "reader",
    "reading",
    "record",
    "released",
    "sha256",
    "standings",
    "text",
}


def everything_done(casebook: Casebook, readings: list[Reading], folder: Path) -> None:
    """Do each thing that is logged, with words of documents and a reason wherever one can be given."""
    incident = market(casebook)
    claim, count = claim_with(casebook, incident, "at least five")
    field = f"casualties.{count}.quantity"
    made = casebook.judge(ME, "correct", [claim], field=field, new={"low": 6, "high": 6}, why=SECRET)
    casebook.undo(ME, made.id, why=SECRET)
    casebook.judge(ME, "accept", [claim], why=SECRET)
    casebook.judge(ME, "date", [incident], new={"start": "2024-03-11", "words": SECRET}, why=SECRET)
    casebook.judge(ME, "place", [incident], new={"name": SECRET, "latitude": 1.0, "longitude": 2.0}, why=SECRET)
    casebook.judge(ME, "grade", [incident], new={"value": "fair", "why": SECRET}, why=SECRET)
    casebook.move(ME, incident, state="in research", assignee="omar", why=SECRET)
    document = readings[1].document
    first, second = casebook.assign(RITA, [document.id], ("amal", "omar"))
    seven, _ = claim_with(casebook, incident, "Seven")
    chosen = casebook.judge(AMAL, "reject", [seven], why=SECRET, assignment=first.id)
    at = document.text.index("Two women")
    extra = marked_claim(document, (at, at + 9), "killing")
    casebook.judge(OMAR, "add", [document.id], new=extra, why=SECRET, assignment=second.id)
    casebook.finish(AMAL, first.id)
    casebook.finish(OMAR, second.id)
    casebook.adjudicate(RITA, first.pair, [chosen.id], why=SECRET)
    casebook.restrict(ME, "source", "Gulf Monitor", why=SECRET)
    casebook.restrict(ME, "source", "Gulf Monitor", why=SECRET, lift=True)
    casebook.restrict(ME, "document", readings[3].document.id, why=SECRET)
    casebook.set_account(ME, "noor", password=WORD, role="coder")
    session = casebook.log_in("noor", WORD, address="127.0.0.1")
    assert session is not None
    casebook.log_out(session.token)
    casebook.capture(readings[0].document, casebook.keep(io.BytesIO(b"again")), by="amal", origin=f"{SECRET}.html")
    casebook.reread(newer(readings[2]), Settings(), by="amal")
    casebook.refresh()
    casebook.manifest(ME, folder / "manifest")
    casebook.erase(ME, readings[6].document.id, why=SECRET)


def strings(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in KEYS:
                yield key
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    else:
        yield value


def test_no_entry_of_any_kind_holds_words(
    casebook: Casebook, held: Where, readings: list[Reading], tmp_path: Path
) -> None:
    everything_done(casebook, readings, tmp_path)
    with casebook.reading() as connection:
        entries = connection.execute(select(log).order_by(log.c.n)).all()
    sources = Path(allegata.casebook.__file__).parent.glob("*.py")
    kinds = {kind for path in sources for kind in re.findall(r'\.log\(\s*"(\w+)"', path.read_text(encoding="utf-8"))}
    assert {entry.kind for entry in entries} == kinds
    files = {"manifest.json", "originals.sha256", "records.tsv"}
    for entry in entries:
        assert SECRET not in entry.body + entry.about
        for said in (entry.about, entry.by, *strings(msgspec.json.decode(entry.body))):
            told = str(said)
            assert (
                said in PLAIN
                or said in NAMES
                or said in files
                or (said == "manifest" and entry.kind == "export")
                or ID.fullmatch(told)
                or HASH.fullmatch(told)
                or TIME.fullmatch(told)
                or (entry.kind == "reading" and READER.fullmatch(told))
            ), (entry.kind, said)
    assert casebook.verify().fault is None


def test_erasing_takes_every_reason_with_it_that_was_given_for_the_document(
    casebook: Casebook, held: Where, readings: list[Reading], tmp_path: Path
) -> None:
    """What stays is what was said of an incident, or of a source, and who erased the document and why."""
    document = readings[1].document
    first, second = casebook.assign(RITA, [document.id], ("amal", "omar"))
    seven = next(claim.id for claim in readings[1].claims if claim.kind == "event")
    chosen = casebook.judge(AMAL, "reject", [seven], why="zzblind", assignment=first.id)
    casebook.finish(AMAL, first.id)
    casebook.finish(OMAR, second.id)
    assert casebook.adjudicate(RITA, first.pair, [chosen.id], why="zzadjudicated") == 1
    assert [item.why for item in casebook.view(RITA).adjudications()] == ["zzadjudicated"]
    assert [item.why for item in casebook.view(AMAL).adjudications()] == ["zzadjudicated"]
    assert casebook.view(Person(name="noor", role="coder", restricted=True)).adjudications() == ()
    casebook.judge(ME, "accept", [seven], why="zzaccepted")
    casebook.erase(ME, document.id, why="zzgap")
    found = casebook.verify()
    assert found.fault is None
    assert found.checked["adjudications"] == 1
    assert [item.why for item in casebook.view(RITA).adjudications()] == ["[erased]"]
    kept = tables(held)
    for words in ("zzblind", "zzadjudicated", "zzaccepted"):
        assert words not in kept
    assert "zzgap" in kept


def test_what_a_judgement_on_an_incident_replaced_goes_with_the_document_it_was_made_of(
    casebook: Casebook, held: Where, readings: list[Reading]
) -> None:
    taiz = short_hash("i", [next(c.id for c in readings[2].claims if c.kind == "event")])
    before = casebook.view(ME).incident(taiz).incident
    assert before.date is not None
    assert before.date.words is not None
    dated = casebook.judge(ME, "date", [taiz], new={"start": "2024-05-01"}, why="zzstays")
    placed = casebook.judge(ME, "place", [taiz], new={"name": "Elsewhere"}, why="zzstays")
    undone = casebook.undo(ME, placed.id, why="zzstays")
    other = casebook.judge(ME, "date", [market(casebook)], new={"start": "2024-03-11"}, why="zzstays")
    casebook.erase(ME, readings[2].document.id, why="asked for")
    kept = {item.id: item for item in casebook.view(ME).judgements([taiz, market(casebook)])}
    assert (kept[dated.id].old, kept[dated.id].new, kept[dated.id].why) == (None, {"start": "2024-05-01"}, "zzstays")
    assert (kept[placed.id].old, kept[undone.id].new) == (None, None)
    assert kept[other.id].old == other.old != None  # noqa: E711
    assert [item.id for item in standing(kept.values())] == [dated.id, other.id]
    assert casebook.verify().fault is None
    assert '"Wednesday"' not in tables(held)


def tables(held: Where) -> str:
    """Return all that the tables hold, as one text."""
    address = held.address.replace("postgresql://", "postgresql+pg8000://")
    engine = create_engine(address if "://" in address else f"sqlite:///{address}")
    with engine.connect() as connection:
        names = metadata.tables
        found = [str(list(row)) for name in names for row in connection.execute(text(f"select * from {name}"))]
    engine.dispose()
    return "\n".join(found)


def test_an_adjudication_is_part_of_what_is_verified(filled: Path, readings: list[Reading], tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "book")
    with Casebook.open(tmp_path / "book" / "cases.db") as casebook:
        first, second = casebook.assign(RITA, [readings[1].document.id], ("amal", "omar"))
        casebook.finish(AMAL, first.id)
        casebook.finish(OMAR, second.id)
        with pytest.raises(ValueError, match="say why"):
            casebook.adjudicate(RITA, first.pair, [], why=" ")
        casebook.adjudicate(RITA, first.pair, [], why="both left it as it was")
        assert casebook.verify().fault is None
        for statement in ("update adjudications set why = 'another'", "delete from adjudications"):
            with sqlite3.connect(tmp_path / "book" / "cases.db") as other:
                other.execute(statement)
            fault = casebook.verify().fault
            assert fault is not None
            assert fault.what.startswith("adjudication")
