"""Custody: whatever is changed by other hands than ours is found, and named."""

import io
import shutil
import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from allegata.casebook import Casebook, marked_claim
from allegata.reading import Reading
from tests.casebook.conftest import ME, Where
from tests.casebook.test_store import claim_with, market

PLACES = (
    ("documents", "record", "document"),
    ("documents", "title", "document"),
    ("documents", "folded", "document"),
    ("documents", "text_sha256", "document"),
    ("documents", "restricted", "restricted"),
    ("captures", "origin", "capture"),
    ("captures", "blob", ""),
    ("blobs", "size", "original bytes"),
    ("readings", "record", "reading"),
    ("readings", "reader", "reading"),
    ("claims", "record", "claim"),
    ("claims", "standing", "claim"),
    ("claims", "event_type", "claim"),
    ("communications", "record", "communication"),
    ("judgements", "record", "judgement"),
    ("judgements", "by", "judgement"),
    ("judgements", "kind", "judgement"),
    ("judged", "about", "judgement"),
    ("moves", "state", "move"),
    ("moves", "why", "move"),
    ("restrictions", "why", "restriction"),
    ("sources", "name", "sources"),
    ("log", "body", "log"),
    ("log", "hash", "log"),
    ("log", "by", "log"),
    ("log", "at", "log"),
    ("casebook", "last_hash", "log"),
    ("incidents", "record", "incident"),
    ("incidents", "killed_min", "incident"),
    ("incidents", "state", "incident"),
    ("incident_claims", "incident", "incident"),
    ("incident_facets", "name", "incident"),
)
"""A column of each kind, and a word of the fault that a change in it must be."""


@pytest.fixture(scope="module")
def worked(filled: Path, readings: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook in which people worked: judgements of several kinds, moves, a restriction."""
    folder = tmp_path_factory.mktemp("worked") / "book"
    shutil.copytree(filled, folder)
    with Casebook.open(folder / "cases.db") as casebook:
        work(casebook, readings)
    return folder


def work(casebook: Casebook, readings: list[Reading]) -> None:
    """Judge, move, restrict, and capture once more."""
    incident = market(casebook)
    claim, count = claim_with(casebook, incident, "at least five")
    casebook.judge(ME, "correct", [claim], field=f"casualties.{count}.quantity", new={"low": 6, "high": 6}, why="six")
    casebook.judge(ME, "grade", [incident], new="fair", why="two voices")
    document = readings[5].document
    at = document.text.index("снаряд попал")
    casebook.add_claim(ME, document.id, marked_claim(document, (at, at + 12), "shelling"), why="missed")
    casebook.move(ME, incident, state="in research", assignee="omar", why="начато")
    casebook.restrict(ME, "document", readings[3].document.id, why="asked for")
    casebook.capture(readings[0].document, casebook.keep(io.BytesIO(b"once more")), by="amal", origin="again.html")


def verified(file: Path) -> tuple[str, str] | None:
    with Casebook.open(file) as casebook:
        fault = casebook.verify().fault
    return (fault.what, fault.why) if fault is not None else None


def test_an_untouched_casebook_holds_on_each_database(casebook: Casebook, readings: list[Reading]) -> None:
    work(casebook, readings)
    found = casebook.verify()
    assert found.fault is None
    assert found.checked["judgements"] == 3
    assert found.checked["claims"] == casebook.view(ME).counts().claims
    assert found.head.n == found.checked["entries of the log"]


@pytest.mark.parametrize(("table", "column", "said"), PLACES)
def test_a_change_of_one_value_is_found_and_named(
    worked: Path, tmp_path: Path, table: str, column: str, said: str
) -> None:
    shutil.copytree(worked, tmp_path, dirs_exist_ok=True)
    with sqlite3.connect(tmp_path / "cases.db") as other:
        other.execute("pragma foreign_keys = off")
        (number, value) = other.execute(
            f"select rowid, [{column}] from [{table}] where [{column}] is not null order by rowid desc limit 1"
        ).fetchone()
        changed = value + 1 if isinstance(value, int) else value[:-1] + ("x" if value[-1] != "x" else "y")
        changed = 1 - value if column == "restricted" else changed
        other.execute(f"update [{table}] set [{column}] = ? where rowid = ?", (changed, number))
    fault = verified(tmp_path / "cases.db")
    assert fault is not None
    assert said in " ".join(fault)


@pytest.mark.parametrize(
    "table", ["documents", "captures", "readings", "claims", "judgements", "moves", "restrictions"]
)
def test_a_row_that_was_taken_away_is_missed(worked: Path, tmp_path: Path, table: str) -> None:
    shutil.copytree(worked, tmp_path, dirs_exist_ok=True)
    with sqlite3.connect(tmp_path / "cases.db") as other:
        other.execute("pragma foreign_keys = off")
        other.execute(f"delete from [{table}] where rowid = (select max(rowid) from [{table}])")
    assert verified(tmp_path / "cases.db") is not None


@pytest.mark.parametrize("cut", [1, 3])
def test_the_end_of_the_log_cannot_be_cut_off(worked: Path, tmp_path: Path, cut: int) -> None:
    """Even where what the cut entries tell of is taken away with them, and the casebook's own count set back."""
    shutil.copytree(worked, tmp_path, dirs_exist_ok=True)
    with sqlite3.connect(tmp_path / "cases.db") as other:
        last = other.execute("select max(n) from log").fetchone()[0]
        other.execute("delete from log where n > ?", (last - cut,))
        end = other.execute("select n, hash from log order by n desc limit 1").fetchone()
        other.execute("update casebook set last = ?, last_hash = ?", end)
    assert verified(tmp_path / "cases.db") == (
        "the end of the log",
        f"was cut off: the head names entry {last}, the last is {last - cut}",
    )
    (tmp_path / "cases.db.head").unlink()
    fault = verified(tmp_path / "cases.db")
    assert fault is not None
    assert "missing" in fault[1]


def test_the_log_of_a_server_cannot_be_rewritten_either(casebook: Casebook, held: Where) -> None:
    if held.blobs is None:
        pytest.skip("of PostgreSQL only")
    engine = create_engine(held.address.replace("postgresql://", "postgresql+pg8000://"))
    with engine.begin() as connection:
        connection.execute(text("update claims set record = replace(record, 'killed', 'hilled') where n = 1"))
    engine.dispose()
    fault = casebook.verify().fault
    assert fault is not None
    assert fault.what.startswith("claim")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_byte_changed_anywhere_in_what_is_kept_is_found(worked: Path, tmp_path: Path, data: st.DataObject) -> None:
    target = tmp_path / "book"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(worked, target)
    kept = [path for path in sorted(target.rglob("*")) if path.is_file() and "lock" not in path.name]
    originals = [path for path in kept if path.suffix == "" and path.stat().st_size]
    if data.draw(st.booleans(), label="in the database"):
        table, column = data.draw(
            st.sampled_from([(t, c) for t, c, _ in PLACES if c not in ("restricted", "size", "killed_min")])
        )
        with sqlite3.connect(target / "cases.db") as other:
            other.execute("pragma foreign_keys = off")
            rows = other.execute(f"select rowid, [{column}] from [{table}] where [{column}] <> ''").fetchall()
            number, value = data.draw(st.sampled_from(rows))
            content = bytearray(str(value).encode())
            at = data.draw(st.integers(0, len(content) - 1))
            content[at] = data.draw(st.integers(33, 126).filter(lambda code: code != content[at]))
            other.execute(
                f"update [{table}] set [{column}] = cast(? as text) where rowid = ?", (bytes(content), number)
            )
    else:
        path = data.draw(st.sampled_from([*originals, target / "cases.db.head"]))
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - (2 if path.suffix == ".head" else 1)))
        content[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(bytes(content))
    assert verified(target / "cases.db") is not None


def test_an_erased_document_leaves_a_marked_gap_and_no_words(
    casebook: Casebook, held: Where, readings: list[Reading]
) -> None:
    work(casebook, readings)
    document = readings[0].document
    blobs = [capture.sha256 for capture in casebook.view(ME).document(document.id).captures]
    freed = casebook.erase(ME, document.id, why="a witness asked for it")
    assert sorted(freed) == sorted(blobs)
    seen = casebook.view(ME).document(document.id)
    assert seen.document is None
    assert seen.claims == ()
    assert seen.line.erased is not None
    assert (seen.line.erased.by, seen.line.erased.why) == ("amal", "a witness asked for it")
    assert casebook.view(ME).counts().erased == 1
    assert casebook.view(ME).search("warplanes bombed").total == 1
    found = casebook.verify()
    assert found.fault is None
    assert any(document.id in note and "a witness asked" in note for note in found.notes)
    if held.blobs is None:
        whole = b"".join(path.read_bytes() for path in Path(held.address).parent.rglob("*") if path.is_file())
        for words in ("a doctor at the town", "denied that its aircraft", "dispatch-0.txt"):
            at = whole.find(words.encode())
            assert at < 0, (words, whole[max(0, at - 700) : at + 200])
    with pytest.raises(ValueError, match="erased before"):
        casebook.erase(ME, document.id, why="again")


def test_what_is_brought_up_to_date_at_once_is_what_follows_from_everything(
    casebook: Casebook, monkeypatch: pytest.MonkeyPatch, readings: list[Reading]
) -> None:
    """Judgements that change no claim, and moves, link nothing anew; `verify` computes all from the beginning."""
    incident = market(casebook)
    claim, _ = claim_with(casebook, incident, "at least five")
    casebook.restrict(ME, "document", readings[1].document.id, why="asked for")

    def linked(*_: object) -> None:
        raise AssertionError("linked anew")

    with monkeypatch.context() as patch:
        patch.setattr("allegata.casebook.gathering.compute", linked)
        made = [
            casebook.judge(ME, "accept", [claim], why=""),
            casebook.judge(ME, "unsure", [claim], why=""),
            casebook.judge(ME, "date", [incident], new={"start": "2024-03-10"}, why="seen on film"),
            casebook.judge(ME, "date", [incident], new={"start": "2024-03-12"}, why="no, later"),
            casebook.judge(ME, "place", [incident], new={"name": "Elsewhere"}, why="a map"),
            casebook.judge(ME, "grade", [incident], new="contested", why="the army denies it"),
        ]
        casebook.undo(ME, made[3].id, why="the first was right")
        casebook.undo(ME, made[4].id, why="the map is old")
        for state in ("in research", "ready for review", "published"):
            casebook.move(ME, incident, state=state, assignee="omar", why="checked")
    seen = casebook.view(ME).incident(incident)
    assert (seen.line.date_from, seen.line.grade, seen.line.need) == ("2024-03-10", "contested", 0)
    assert seen.incident.place is not None
    assert seen.incident.place.name != "Elsewhere"
    found = casebook.verify()
    assert found.fault is None
    assert found.checked["incidents"] > 1


def test_a_gap_that_nobody_logged_is_a_fault(worked: Path, tmp_path: Path) -> None:
    shutil.copytree(worked, tmp_path, dirs_exist_ok=True)
    with sqlite3.connect(tmp_path / "cases.db") as other:
        other.execute("update documents set erased = 1, record = null, folded = null where n = 4")
    fault = verified(tmp_path / "cases.db")
    assert fault is not None
    assert "without an erasure" in fault[1]


def test_a_head_behind_the_log_is_told_and_is_no_fault(worked: Path, tmp_path: Path) -> None:
    shutil.copytree(worked, tmp_path, dirs_exist_ok=True)
    with sqlite3.connect(tmp_path / "cases.db") as other:
        n, entry, at = other.execute("select n, hash, at from log order by n desc limit 1 offset 1").fetchone()
    head = msgspec.json.decode((tmp_path / "cases.db.head").read_bytes())
    (tmp_path / "cases.db.head").write_bytes(msgspec.json.encode({**head, "n": n, "hash": entry, "at": at}))
    with Casebook.open(tmp_path / "cases.db") as casebook:
        found = casebook.verify()
    assert found.fault is None
    assert any("beyond the head" in note for note in found.notes)
