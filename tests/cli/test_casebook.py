"""A casebook on the command line: made, filled, stopped and filled again, verified."""

import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from allegata.casebook import Casebook, Person
from tests.cli.conftest import PEACEFUL, TEXT, Run, own_environment


def test_a_casebook_is_made_filled_twice_and_verified(allegata: Run, tmp_path: Path) -> None:
    book, inbox = tmp_path / "cases.db", tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(TEXT, encoding="utf-8")
    (inbox / "b.txt").write_text(PEACEFUL, encoding="utf-8")
    (inbox / "copy.txt").write_text(TEXT, encoding="utf-8")
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    made = allegata("casebook", "create", book)
    assert made.status == 0
    first = allegata("add", book, inbox)
    assert first.status == 1
    assert "broken.pdf" in first.err
    assert "2 new documents" in first.out
    assert "1 more captures" in first.out
    again = allegata("add", book, inbox)
    assert "0 new documents" in again.out
    assert "3 files were there already" in again.out
    assert "2 documents" in again.out
    held = allegata("verify", book)
    assert held.status == 0, held.err
    assert "All holds" in held.out
    files = [path for path in (tmp_path / "cases.db.files").rglob("*") if path.is_file()]
    kept = next(path for path in files if path.read_bytes() == TEXT.encode())
    kept.write_bytes(TEXT.replace("five", "nine").encode())
    broken = allegata("verify", book)
    assert broken.status == 1
    assert f"original bytes {kept.name}: were changed" in broken.err


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_adding_that_is_killed_is_gone_on_with_by_the_same_command(tmp_path: Path) -> None:
    """The program itself, killed while it keeps bytes and between any two entries of the log, and started again."""
    book, inbox, names = tmp_path / "cases.db", tmp_path / "inbox", [f"{n:02}.txt" for n in range(12)]
    inbox.mkdir()
    for n, name in enumerate(names):
        (inbox / name).write_text(TEXT.replace("five", str(n + 20)), encoding="utf-8")
    (inbox / "copy.txt").write_text((inbox / names[0]).read_text(encoding="utf-8"), encoding="utf-8")
    with Casebook.create(book, by="amal"):
        pass
    command = [sys.executable, "-m", "allegata", "add", str(book), str(inbox), "--by", "amal"]

    def entries() -> int:
        with contextlib.closing(sqlite3.connect(book)) as held:
            return int(held.execute("select count(*) from log").fetchone()[0])

    killed = 0
    for least in (0, 9):  # killed as soon as bytes are kept, then after so many entries more
        before = entries()
        running = subprocess.Popen(
            command, env=own_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path
        )
        while running.poll() is None:
            kept = any((tmp_path / "cases.db.files").rglob("*"))
            if kept if least == 0 else entries() >= before + least:
                running.kill()
                running.wait()
                break
            time.sleep(0.002)
        killed += running.returncode == -signal.SIGKILL
        with Casebook.open(book) as opened:
            found = opened.verify()
            assert found.fault is None, found.fault
    assert killed > 0
    done = subprocess.run(command, env=own_environment(), capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    with Casebook.open(book) as opened:
        me = Person(name="amal", role="admin", restricted=True)
        view = opened.view(me)
        counts = view.counts()
        assert (counts.documents, counts.captures) == (len(names), len(names) + 1)
        texts = [view.document(line.id).document for line in view.documents().items]
        assert {text.text for text in texts if text} == {(inbox / name).read_text().strip() for name in names}
        claims = [claim.id for line in view.documents().items for claim in view.document(line.id).claims]
        assert len(claims) == len(set(claims)) == counts.claims > 0
        assert opened.verify().fault is None


def test_a_casebook_is_shown_and_its_incidents_listed_and_matched(allegata: Run, tmp_path: Path) -> None:
    book, inbox = tmp_path / "cases.db", tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(TEXT, encoding="utf-8")
    (inbox / "b.txt").write_text(PEACEFUL, encoding="utf-8")
    assert allegata("casebook", "create", book).status == 0
    assert allegata("add", book, inbox).status == 0
    shown = allegata("casebook", "show", book)
    assert shown.status == 0, shown.err
    assert "2 documents" in shown.out
    assert "monitored" in shown.out
    assert "Newest entry of the log:" in shown.out
    lines = [json.loads(line) for line in allegata("casebook", "show", book, "--jsonl").out.splitlines()]
    assert lines[0]["counts"]["documents"] == len(lines) - 1 == 2
    some = allegata("casebook", "show", book, "--words", "killing", "--jsonl").out.splitlines()
    assert len(some) == 2
    listed = [json.loads(line) for line in allegata("incidents", book, "--jsonl").out.splitlines()]
    assert [item["record"] for item in listed] == ["incident"] * lines[0]["counts"]["incidents"]
    name = listed[0]["id"]
    assert "grade" in allegata("incidents", book, "--explain", name).out.lower()
    assert allegata("read", inbox / "a.txt", "--out", tmp_path / "known").status == 0
    matched = allegata("match", book, "--against", tmp_path / "known", "--jsonl")
    assert matched.status == 0, matched.err
    assert {json.loads(line)["incident"] for line in matched.out.splitlines()} == {item["id"] for item in listed}
    claim = listed[0]["claims"][0]
    with Casebook.open(book) as opened:
        opened.judge(Person(name="amal", role="admin", restricted=True), "grade", [name], new="discounted", why="x")
        opened.judge(Person(name="amal", role="admin"), "accept", [claim], why="")
    assert "discounted" in allegata("incidents", book).out
    wrong = allegata("incidents", inbox / "a.txt")
    assert (wrong.status, wrong.err.count("\n")) == (2, 1)


def test_what_is_no_casebook_is_told_in_one_line(allegata: Run, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("notes", encoding="utf-8")
    for arguments, said in (
        (("add", tmp_path / "none.db", file), "no such file; make a casebook"),
        (("verify", file), "is no casebook"),
        (("casebook", "create", file), "is there already"),
        (("casebook", "create", tmp_path / "no" / "cases.db"), "no such folder"),
        (("casebook", "create", "postgresql://somewhere/cases"), "--blobs"),
        (("casebook", "create", "mysql://somewhere/cases"), "name a file, or write postgresql://"),
        (("add", tmp_path / "none.db", "-"), "keeps files"),
    ):
        ran = allegata(*arguments)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err
        assert ran.err.count("\n") == 1
