"""Releases: frozen whole or not at all, and what changed since the one before told with its reason."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from allegata.codebooks import DatasetSource, Released, ReleaseError, find_codebook, find_profile, release
from allegata.codebooks.writers_csv import CsvWriter
from allegata.dataset import Dataset, OutputError, judgements_file, write_dataset
from allegata.records import Claim, Judgement, JudgementKind, encode
from tests.cli.conftest import own_environment
from tests.codebooks.many import write_many
from tests.dataset.sample import sample


def released(
    dataset: Dataset | Path, name: str, out: Path, profile: str = "neutral", books: tuple[str, ...] = ("csv",)
) -> Released:
    """Release a dataset, which is written beside ``out`` where it is none on disk yet."""
    folder = dataset if isinstance(dataset, Path) else out.with_name("dataset")
    if isinstance(dataset, Dataset):
        write_dataset(dataset, folder)
    counts = find_profile(profile)
    chosen = [(*find_codebook(book), counts) for book in books]
    with DatasetSource(folder) as source:
        return release(source, name, out, chosen, counts)


def changes(out: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / name / "changes.json").read_bytes())
    return found


def page(out: Path, name: str) -> str:
    return (out / name / "CHANGES.md").read_text(encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edited(made: Dataset, number: int, **fields: Any) -> Dataset:
    """Return a dataset with other fields in one incident."""
    held = list(made.incidents)
    held[number] = msgspec.structs.replace(held[number], **fields)
    return msgspec.structs.replace(made, incidents=tuple(held))


def raised(made: Dataset, number: int, by: int) -> Dataset:
    """Return a dataset in which the claims of an incident tell of more dead."""
    names = set(made.incidents[number].claims)

    def more(claim: Claim) -> Claim:
        if claim.id not in names:
            return claim
        cases = []
        for case in claim.casualties:
            told = case.quantity
            high = told.high + by if told.high is not None else None
            quantity = msgspec.structs.replace(told, low=(told.low or 0) + by, high=high, kind="exact")
            cases.append(msgspec.structs.replace(case, quantity=quantity))
        return msgspec.structs.replace(claim, casualties=tuple(cases))

    return msgspec.structs.replace(made, claims=tuple(map(more, made.claims)))


def test_a_release_holds_its_exports_a_ledger_and_the_sums_of_all_files(tmp_path: Path) -> None:
    done = released(sample(), "2026-10", tmp_path / "out", books=("csv", "airwars"))
    folder = tmp_path / "out" / "2026-10"
    assert (done.number, done.before, done.incidents) == (1, None, len(sample().incidents))
    held = files(folder)
    assert {"csv/incidents.csv", "airwars/incidents.csv", "incidents.jsonl", "release.json", "changes.json"} <= set(
        held
    )
    lines = (line.split("  ") for line in held.pop("SHA256SUMS").decode().splitlines())
    sums = {name: digest for digest, name in lines}
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
    ledger = [json.loads(line) for line in held["incidents.jsonl"].splitlines()]
    assert [entry["id"] for entry in ledger] == [incident.id for incident in sample().incidents]
    assert all(entry["claims"] and entry["documents"] and entry["row"]["grade"] for entry in ledger)
    assert "The first release" in held["CHANGES.md"].decode()
    modes = {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}
    assert modes == {0o444}


def test_the_same_releases_have_the_same_bytes(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        released(sample(), "one", tmp_path / place / "out")
        released(raised(sample(), 0, 3), "two", tmp_path / place / "out")
    assert files(tmp_path / "a" / "out") == files(tmp_path / "b" / "out")


def test_nothing_changed_is_said(tmp_path: Path) -> None:
    released(sample(), "one", tmp_path / "out")
    done = released(sample(), "two", tmp_path / "out")
    assert (done.number, done.before, set(done.counts.values())) == (2, "one", {0})
    assert changes(tmp_path / "out", "two")["changed"] == []
    assert f"| As before | {len(sample().incidents)} |" in page(tmp_path / "out", "two")


def test_a_figure_that_a_new_document_changes_is_told_with_the_document(tmp_path: Path) -> None:
    made = sample()
    old = msgspec.structs.replace(made.documents[0], id="d-0000000000000000")
    claims = tuple(
        msgspec.structs.replace(claim, document=old.id) if claim.document == made.documents[0].id else claim
        for claim in made.claims
    )
    before = msgspec.structs.replace(made, documents=(old, *made.documents[1:]), claims=claims)
    released(before, "one", tmp_path / "out")
    released(edited(made, 0, sources=("Another source",)), "two", tmp_path / "out")
    [change] = [item for item in changes(tmp_path / "out", "two")["changed"] if item["id"] == made.incidents[0].id]
    assert change["columns"]["sources"][1] == ["Another source"]
    reasons = {why["reason"]: why for why in change["why"]}
    assert [item["id"] for item in reasons["new documents"]["documents"]] == [made.documents[0].id]
    assert [item["id"] for item in reasons["documents gone"]["documents"]] == [old.id]
    assert f"new document {made.documents[0].title}" in page(tmp_path / "out", "two")


def judgement(about: str, kind: JudgementKind, why: str) -> Judgement:
    return Judgement(id="j-1", about=(about,), kind=kind, by="R. *Aydin*", at="2026-11-02T10:00:00Z", why=why)


def test_a_judgement_is_told_whether_or_not_a_figure_changed(tmp_path: Path) -> None:
    made = sample()
    first, second = made.incidents[:2]
    released(made, "one", tmp_path / "out")
    given = judgement(first.claims[0], "accept", "Read by two of us")
    other = msgspec.structs.replace(judgement(second.id, "grade", "A second source"), id="j-2")
    judgements_file(tmp_path / "dataset").write_bytes(encode(given) + b"\n" + encode(other) + b"\n")
    grade = msgspec.structs.replace(second.grade, value="fair", why="a second source")
    released(edited(made, 1, grade=grade), "two", tmp_path / "out")
    found = changes(tmp_path / "out", "two")
    assert [item["id"] for item in found["reviewed"]] == [first.id]
    [change] = found["changed"]
    assert change["columns"]["grade"][1] == "fair"
    [why] = change["why"]
    assert (why["reason"], why["judgements"][0]["id"]) == ("judged", "j-2")
    shown = page(tmp_path / "out", "two")
    assert f"accept {first.claims[0]} (by R. \\*Aydin\\*, 2026-11-02, j-1): Read by two of us" in shown


def test_a_judged_grade_is_told_by_its_value(tmp_path: Path) -> None:
    made = sample()
    about = made.incidents[0].id
    old = {"value": "weak", "why": "a single source", "reasons": ["a long line of what was weighed"] * 9}
    given = msgspec.structs.replace(judgement(about, "grade", "Seen"), old=old, new={"value": "fair", "why": "Seen"})
    released(made, "one", tmp_path / "out")
    judgements_file(tmp_path / "dataset").write_bytes(encode(given) + b"\n")
    released(made, "two", tmp_path / "out")
    assert f"grade {about}, from weak to fair (by R." in page(tmp_path / "out", "two")


def test_another_version_of_the_reader_is_told(tmp_path: Path) -> None:
    made = sample()
    released(made, "one", tmp_path / "out")
    after = raised(made, 0, 3)
    stamp = msgspec.structs.replace(made.claims[0].reader, version="9")
    after = msgspec.structs.replace(
        after, claims=tuple(msgspec.structs.replace(claim, reader=stamp) for claim in after.claims)
    )
    released(after, "two", tmp_path / "out")
    change = changes(tmp_path / "out", "two")["changed"][0]
    assert change["id"] == made.incidents[0].id
    assert change["why"] == [
        {"reason": "read anew", "before": ["rules 0 sample"], "after": ["rules 9 sample"]},
    ]


def test_another_profile_is_told(tmp_path: Path) -> None:
    released(sample(), "one", tmp_path / "out")
    done = released(sample(), "two", tmp_path / "out", profile="airwars")
    assert done.counts["changed"] > 0
    for change in changes(tmp_path / "out", "two")["changed"]:
        assert [why["reason"] for why in change["why"]] == ["counted by another profile"]
    assert "counted by airwars 2025-1" in page(tmp_path / "out", "two").replace("\\", "")


def test_incidents_merged_parted_and_lost_are_told(tmp_path: Path) -> None:
    made = sample()
    one, two, three = made.incidents[:3]
    released(made, "one", tmp_path / "out")
    whole = msgspec.structs.replace(one, claims=(*one.claims, *two.claims), also=(two.id,), documents=9)
    new = msgspec.structs.replace(three, id="i-new")
    released(msgspec.structs.replace(made, incidents=(whole, new, *made.incidents[3:])), "two", tmp_path / "out")
    found = changes(tmp_path / "out", "two")
    assert [(item["id"], item["why"]) for item in found["added"]] == [
        ("i-new", [{"reason": "claims from other incidents", "incidents": [three.id]}])
    ]
    assert [(item["id"], item["why"]) for item in found["withdrawn"]] == [
        (two.id, [{"reason": "merged", "incidents": [one.id]}]),
        (three.id, [{"reason": "claims now in other incidents", "incidents": ["i-new"]}]),
    ]
    [change] = found["changed"]
    assert (change["id"], change["why"]) == (one.id, [{"reason": "merged", "incidents": [two.id]}])
    assert f"Why: merged into {one.id}" in page(tmp_path / "out", "two")


def test_an_incident_whose_claim_was_rejected_is_withdrawn_with_the_judgement(tmp_path: Path) -> None:
    made = sample()
    released(made, "one", tmp_path / "out")
    given = judgement(made.incidents[0].claims[0], "reject", "No such attack")
    judgements_file(tmp_path / "dataset").write_bytes(encode(given) + b"\n")
    released(msgspec.structs.replace(made, incidents=made.incidents[1:]), "two", tmp_path / "out")
    [gone] = changes(tmp_path / "out", "two")["withdrawn"]
    assert gone["id"] == made.incidents[0].id
    assert [(why["reason"], why["judgements"][0]["why"]) for why in gone["why"]] == [("judged", "No such attack")]


def test_tables_that_are_new_or_gone_or_written_otherwise_are_told(tmp_path: Path) -> None:
    released(sample(), "one", tmp_path / "out", books=("csv", "ibc"))
    assert changes(tmp_path / "out", "one")["codebooks"] == []
    about = tmp_path / "out" / "one" / "release.json"
    sums = about.with_name("SHA256SUMS")
    was = hashlib.sha256(about.read_bytes()).hexdigest()
    for path in (about, sums):
        path.chmod(0o644)
    about.write_text(
        about.read_text().replace('"version": "1",\n   "profile": "neutral', '"version": "0",\n   "profile": "neutral')
    )
    sums.write_text(sums.read_text().replace(was, hashlib.sha256(about.read_bytes()).hexdigest()))
    released(sample(), "two", tmp_path / "out", books=("csv", "airwars"))
    shown = page(tmp_path / "out", "two").replace("\\", "")
    assert "`airwars` was not in the release before." in shown
    assert "`ibc` is not in this release" in shown
    assert "`csv` is of version 1, counted by neutral 1, and was of version 0, counted by neutral 1" in shown
    assert {item["codebook"] for item in changes(tmp_path / "out", "two")["codebooks"]} == {"csv", "airwars", "ibc"}


def test_a_change_that_no_record_explains_is_not_explained(tmp_path: Path) -> None:
    released(sample(), "one", tmp_path / "out")
    released(raised(sample(), 0, 3), "two", tmp_path / "out")
    change = changes(tmp_path / "out", "two")["changed"][0]
    assert change["why"] == [{"reason": "not known"}]
    assert "no record says why" in page(tmp_path / "out", "two")


def test_what_documents_say_is_no_markup_on_the_page(tmp_path: Path) -> None:
    made = sample()
    released(made, "one", tmp_path / "out")
    place = made.incidents[0].place
    assert place is not None
    hostile = msgspec.structs.replace(place, name="<script>[x](y)\n# Big\u202e")
    released(edited(made, 0, place=hostile), "two", tmp_path / "out")
    shown = page(tmp_path / "out", "two")
    assert "\\<script\\>\\[x\\](y) \\# Big⟨U+202E⟩" in shown
    assert "<script>" not in shown


def test_a_name_is_used_once_and_must_be_one(tmp_path: Path) -> None:
    released(sample(), "one", tmp_path / "out")
    before = files(tmp_path / "out")
    for name, said in (("one", "is there already"), ("../one", "no name of a release"), (".one", "no name")):
        with pytest.raises(ReleaseError, match=said):
            released(sample(), name, tmp_path / "out")
    assert files(tmp_path / "out") == before


def test_a_release_that_was_tampered_with_is_not_compared_with(tmp_path: Path) -> None:
    released(sample(), "one", tmp_path / "out")
    path = tmp_path / "out" / "one" / "incidents.jsonl"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"weak", b"fair"))
    with pytest.raises(ReleaseError, match="is not as it was released"):
        released(sample(), "two", tmp_path / "out")
    assert {entry.name for entry in (tmp_path / "out").iterdir()} == {"one"}


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_the_releases_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released(sample(), "one", tmp_path / "out")
    before = files(tmp_path / "out")
    monkeypatch.setattr(CsvWriter, "write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        released(sample(), "two", tmp_path / "out")
    assert files(tmp_path / "out") == before
    assert {entry.name for entry in (tmp_path / "out").iterdir()} == {"one"}


KILLED = """
import os, sys
from pathlib import Path
from allegata.codebooks import DatasetSource, find_codebook, find_profile, release
after = int(sys.argv[3])
def step():
    global after
    after -= 1
    if after == 0:
        os.kill(os.getpid(), 9)
profile = find_profile("neutral")
with DatasetSource(Path(sys.argv[1])) as source:
    release(source, "two", Path(sys.argv[2]), [(*find_codebook("csv"), profile)], profile, step)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
@pytest.mark.parametrize("after", [1, 5])
def test_a_killed_run_leaves_no_half_release_and_the_next_one_clears_up(tmp_path: Path, after: int) -> None:
    released(sample(), "one", tmp_path / "out")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "dataset"), str(tmp_path / "out"), str(after)]
    done = subprocess.run(command, env=own_environment(), check=False, timeout=120)
    assert done.returncode == -9
    assert [entry.name for entry in (tmp_path / "out").iterdir() if not entry.name.startswith(".")] == ["one"]
    again = released(tmp_path / "dataset", "two", tmp_path / "out")
    assert (again.number, again.before) == (2, "one")
    assert {entry.name for entry in (tmp_path / "out").iterdir()} == {"one", "two"}


def peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_incidents(tmp_path: Path) -> None:
    peaks = []
    for number in (10, 100, 400):  # the first, so that what is loaded once is not counted
        folder, out = tmp_path / f"data{number}", tmp_path / f"out{number}"
        write_many(folder, number)
        released(folder, "one", out)
        lines = (folder / "incidents.jsonl").read_bytes().splitlines(keepends=True)
        changed = [line.replace(b'"weak"', b'"fair"') for line in lines[1:]]
        (folder / "incidents.jsonl").write_bytes(b"".join(changed))
        peaks.append(peak_of(lambda folder=folder, out=out: released(folder, "two", out)))  # type: ignore[misc]
        assert len(changes(out, "two")["changed"]) == number - 1
        assert len(changes(out, "two")["withdrawn"]) == 1
    assert peaks[2] < 1.25 * peaks[1]
