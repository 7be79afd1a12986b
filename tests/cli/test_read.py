"""``allegata read``: what it takes, what it prints, and that the same input gives the same bytes."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from allegata.records import Claim, Document, Incident, decode, json_schema
from tests.cli.conftest import PEACEFUL, TEXT, Run, contents, own_environment
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples" / "dispatches"
FILES = {
    "documents.jsonl",
    "claims.jsonl",
    "communications.jsonl",
    "incidents.jsonl",
    "incidents.csv",
    "incidents.geojson",
    "datapackage.json",
    "report.html",
}


def records(lines: str) -> list[object]:
    return [decode(line) for line in lines.splitlines()]


def kinds(lines: str) -> list[str]:
    return [json.loads(line)["record"] for line in lines.splitlines()]


# What is printed


def test_on_a_pipe_it_prints_json_lines_documents_first_and_incidents_last(program: Run, dispatch: Path) -> None:
    ran = program("read", dispatch)
    assert ran.status == 0
    assert ran.err == ""
    assert kinds(ran.out) == ["document", "claim", "incident"]
    document, claim, incident = records(ran.out)
    assert isinstance(document, Document)
    assert isinstance(claim, Claim)
    assert isinstance(incident, Incident)
    assert document.publisher == "Example Wire"
    assert (incident.killed.min, incident.killed.max) == (5, None)
    start, end = claim.event.span
    assert document.text[start:end] == claim.event.words == "bombed"


def test_a_table_names_the_place_the_numbers_and_the_speaker(allegata: Run, dispatch: Path) -> None:
    ran = allegata("read", dispatch, "--format", "table")
    assert ran.status == 0
    for words in ("Idlib", "5 or more civilians", "local sources", "Example Wire", "11 March 2024"):
        assert words in " ".join(ran.out.split())


def test_json_lines_fit_the_published_schema(allegata: Run) -> None:
    ran = allegata("read", EXAMPLES, "--format", "jsonl")
    assert ran.status == 0
    jsonschema.Draft202012Validator.check_schema(json_schema())
    validator = jsonschema.Draft202012Validator(json_schema())
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert {line["record"] for line in lines} == {"document", "claim", "communication", "incident"}
    assert [error.message for line in lines for error in validator.iter_errors(line)] == []


def test_skipped_lists_the_sentences_that_made_no_claim(allegata: Run, tmp_path: Path) -> None:
    path = tmp_path / "dispatch.txt"
    path.write_text(TEXT + "\nThe attack was widely reported. An attack is feared by many.\n", encoding="utf-8")
    with_list, without = allegata("read", path, "--skipped"), allegata("read", path)
    assert with_list.out == without.out
    assert without.err == ""
    assert all(line.startswith(f"skipped: {path}: ") for line in with_list.err.splitlines())


# What is taken


def test_a_folder_several_files_and_the_same_file_twice(allegata: Run, dispatch: Path, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT.replace("Idlib", "Damascus"), encoding="utf-8")
    (folder / "deeper" / "b.md").write_text(TEXT.replace("Idlib", "Raqqa"), encoding="utf-8")
    ran = allegata("read", folder, dispatch, dispatch, "--format", "jsonl")
    assert ran.status == 0
    documents = [record for record in records(ran.out) if isinstance(record, Document)]
    assert [Path(document.origin).name for document in documents] == ["a.txt", "b.md", "dispatch.txt"]
    places = [record.place.name for record in records(ran.out) if isinstance(record, Incident) and record.place]
    assert places == ["Damascus", "Raqqa", "Idlib"]


def test_standard_input_gives_what_the_file_gives(program: Run, dispatch: Path) -> None:
    piped = program("read", "-", given=TEXT.encode())
    filed = program("read", dispatch)
    assert piped.status == 0
    assert piped.out.replace('"origin":"-"', f'"origin":"{dispatch}"') == filed.out


def test_a_document_without_violence_is_kept_and_told(allegata: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PEACEFUL, encoding="utf-8")
    out = tmp_path / "out"
    ran = allegata("read", tmp_path / "a.txt", "--out", out)
    assert ran.status == 0
    assert "No incident is alleged" in ran.out
    assert "1 of 1 documents hold no word of violence" in (out / "datapackage.json").read_text(encoding="utf-8")


def test_what_the_file_does_not_say_may_be_given(allegata: Run, tmp_path: Path) -> None:
    path = tmp_path / "bare.txt"
    path.write_text("Rebels killed five people in Idlib on Monday, police said.\n", encoding="utf-8")
    ran = allegata("read", path, "--published", "2024-03-12", "--publisher", "Example Wire", "--country", "sy")
    assert ran.status == 0
    document, claim = records(ran.out)[:2]
    assert isinstance(document, Document)
    assert isinstance(claim, Claim)
    assert document.published is not None
    assert (document.published.start, document.published.source) == ("2024-03-12", "user")
    assert (document.publisher, document.country) == ("Example Wire", "SY")
    assert claim.time is not None
    assert claim.time.start == "2024-03-11"


def test_a_country_may_be_named(allegata: Run, dispatch: Path) -> None:
    ran = allegata("read", dispatch, "--country", "Syria", "--format", "jsonl")
    assert ran.status == 0
    assert json.loads(ran.out.splitlines()[0])["country"] == "SY"


def test_a_date_for_a_document_that_no_file_holds_is_told(allegata: Run, dispatch: Path) -> None:
    ran = allegata("read", dispatch, "--published", "3=2024-03-12", "--format", "jsonl")
    assert ran.status == 1
    assert "document 3" in ran.err
    assert kinds(ran.out) == ["document", "claim", "incident"]


def test_a_party_of_ones_own_is_recognised(allegata: Run, tmp_path: Path) -> None:
    register = tmp_path / "parties.yaml"
    register.write_text("- id: lion-brigades\n  name: Lion Brigades\n  kind: armed group\n  country: [SY]\n")
    path = tmp_path / "dispatch.txt"
    path.write_text("The Lion Brigades bombed a market in Idlib, killing six people, police said.\n", encoding="utf-8")
    ran = allegata("read", path, "--parties", register, "--format", "jsonl")
    assert ran.status == 0
    (claim,) = (record for record in records(ran.out) if isinstance(record, Claim))
    assert [party.party for party in claim.accused] == ["lion-brigades"]


# The same bytes


def test_two_processes_write_the_same_bytes_as_one_and_as_the_run_before(program: Run, tmp_path: Path) -> None:
    copy = tmp_path / "dispatches"
    shutil.copytree(EXAMPLES, copy)
    outs = [tmp_path / name for name in ("one", "two", "again")]
    for out, jobs in zip(outs, ("1", "2", "1"), strict=True):
        ran = program("read", "dispatches", "--out", out, "--jobs", jobs, folder=tmp_path)
        assert ran.status == 0, ran.err
    one, two, again = (contents(out) for out in outs)
    assert set(one) == FILES
    assert one == two
    assert one == again


# What cannot be read


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    return folder


def test_what_cannot_be_read_is_listed_with_its_reason_and_the_rest_is_read(
    allegata: Run, mixed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = allegata("read", mixed, "--out", out)
    assert ran.status == 1
    for name in ("broken.pdf", "empty.txt", "picture.png"):
        (line,) = (line for line in ran.err.splitlines() if name in line)
        assert line.startswith(f"allegata: {mixed / name}: ")
        assert len(line) > len(f"allegata: {mixed / name}: ") + 10
    assert "good.txt" not in ran.err
    assert set(contents(out)) == FILES
    (document,) = records((out / "documents.jsonl").read_text(encoding="utf-8"))
    assert isinstance(document, Document)
    assert document.publisher == "Example Wire"
    assert "broken.pdf" in (out / "datapackage.json").read_text(encoding="utf-8")


def test_nothing_readable_is_an_empty_dataset_and_status_1(allegata: Run, mixed: Path) -> None:
    (mixed / "good.txt").unlink()
    ran = allegata("read", mixed, "--format", "jsonl")
    assert ran.status == 1
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 3


def test_a_document_on_which_the_reader_fails_is_listed_and_the_others_are_read(
    allegata: Run, mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allegata.reading import Reader, Reading

    (mixed / "worse.txt").write_text(TEXT.replace("Idlib", "Homs"), encoding="utf-8")
    whole = Reader.read_many

    def failing(self: Reader, documents: list[Document]) -> list[Reading]:
        if any("Homs" in document.text for document in documents):
            raise IndexError("list index out of range")
        return list(whole(self, documents))

    monkeypatch.setattr(Reader, "read_many", lambda self, documents: iter(failing(self, list(documents))))
    ran = allegata("read", mixed / "worse.txt", mixed / "good.txt", "--format", "jsonl")
    assert ran.status == 1
    assert "worse.txt" in ran.err
    assert "IndexError" in ran.err
    assert "Idlib" in ran.out
    assert "Homs" not in ran.out


def test_no_control_character_of_a_file_name_reaches_the_terminal(allegata: Run, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31mb.txt"
    path.write_bytes(b"")
    ran = allegata("read", path, "--format", "jsonl")
    assert ran.status == 1
    assert "\x1b" not in ran.err
    assert "⟨U+001B⟩" in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="only there a file name may be any bytes")
def test_a_file_name_that_is_no_utf_8_is_read_and_written(allegata: Run, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text(TEXT, encoding="utf-8")
    ran = allegata("read", folder, "--out", tmp_path / "out")
    assert ran.status == 0
    (document,) = records((tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8"))
    assert isinstance(document, Document)
    assert document.origin.endswith("\\udcff.txt")


# --out as a whole or not at all


def test_a_dataset_is_replaced_as_a_whole(allegata: Run, dispatch: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert allegata("read", EXAMPLES / "01-dahyan-health-ministry.md", "--out", out).status == 0
    assert allegata("read", dispatch, "--out", out).status == 0
    assert set(contents(out)) == FILES
    assert b"Dahyan" not in b"".join(contents(out).values())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dispatch.txt", "out"]


@pytest.mark.parametrize(
    ("failure", "status"),
    [(OSError(errno.ENOSPC, "No space left on device"), 2), (KeyboardInterrupt(), 130)],
    ids=["full disk", "interrupted"],
)
def test_a_write_that_fails_midway_leaves_the_folder_as_it_was(
    allegata: Run,
    dispatch: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
    status: int,
) -> None:
    out = tmp_path / "out"
    assert allegata("read", EXAMPLES / "01-dahyan-health-ministry.md", "--out", out).status == 0
    before = contents(out)
    calls = []

    def fsync(_: int) -> None:
        calls.append(1)
        if len(calls) == 4:
            raise failure

    monkeypatch.setattr(os, "fsync", fsync)
    ran = allegata("read", dispatch, "--out", out)
    monkeypatch.undo()
    assert ran.status == status
    assert len(ran.err.splitlines()) <= 1
    assert len(calls) == 4
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dispatch.txt", "out"]


# Pipes


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe breaks otherwise there")
@pytest.mark.parametrize("form", ["jsonl", "table"])
def test_a_pipe_that_closes_early_ends_it_in_silence(reader: object, form: str) -> None:
    command = [sys.executable, "-m", "allegata", "read", str(EXAMPLES), "--format", form]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=own_environment(), cwd=ROOT
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        err = running.stderr.read().decode()
        assert running.wait(timeout=120) in (0, 1)
    assert err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_standard_output_that_is_full_is_told_in_a_line(dispatch: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "allegata", "read", str(dispatch)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=own_environment(),
            check=False,
        )
    assert done.returncode == 1
    assert len(done.stderr.decode().splitlines()) == 1
    assert b"No space left" in done.stderr


# The learned tagger


def test_with_the_tagger_the_claims_say_so(program: Run, dispatch: Path) -> None:
    ran = program("read", dispatch, "--tagger")
    assert (ran.status, ran.err) == (0, "")
    claim = records(ran.out)[1]
    assert isinstance(claim, Claim)
    assert claim.reader.name == "rules, attribution tagger"


def test_a_missing_tagger_is_said_in_one_line_and_the_rules_read(
    allegata: Run, dispatch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allegata.reading.reader.shared_tagger", lambda: None)
    ran = allegata("read", dispatch, "--tagger", "--format", "jsonl")
    assert ran.status == 0
    assert len(ran.err.splitlines()) == 1
    assert "the rules read alone" in ran.err
    assert kinds(ran.out) == ["document", "claim", "incident"]
