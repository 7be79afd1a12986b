"""``allegata import``, as a recorder types it: an archive's sheet that is read, and a table that is matched against."""

from pathlib import Path

from tests.cli.conftest import Run

SHEET = (
    "link,archive status,archive location,upload timestamp,upload title,text content,hash\n"
    "https://example.org/1,local: success,https://archive.example/1,2024-03-12,Strike,"
    '"Government warplanes bombed a market in Idlib on Monday, killing at least five civilians, local sources said.",'
    f"SHA-256:{'ab' * 32}\n"
    f",local: success,,,,No link here.,SHA-256:{'cd' * 32}\n"
)


def test_a_sheet_is_imported_read_and_matched_with_a_table(allegata: Run, dispatch: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    allegata("read", dispatch, "--out", tmp_path / "known")
    allegata("export", tmp_path / "known", "--codebook", "csv", "--out", tmp_path / "table")
    ran = allegata("import", tmp_path / "sheet.csv", tmp_path / "table", "--out", tmp_path / "in")
    assert ran.status == 1
    assert "sheet.csv: line 3: has no link" in ran.err
    assert "captures.jsonl" in ran.out
    assert "Next: allegata read" in ran.out
    read = allegata("read", tmp_path / "in" / "documents.jsonl", "--out", tmp_path / "case")
    assert (read.status, "5" in read.out) == (0, True)
    matched = allegata("match", tmp_path / "case", "--against", tmp_path / "in" / "catalogue-allegata.jsonl")
    assert matched.status == 0
    assert "1 of 1 incident with a record" in matched.out


def test_wrong_use_is_told_in_one_line(allegata: Run, dispatch: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    for arguments, said in (
        ((dispatch, "--out", tmp_path / "in"), "in no form that is known; there are a dataset of Allegata"),
        ((tmp_path / "none.csv", "--out", tmp_path / "in"), "no such file"),
        ((tmp_path / "other", "--out", tmp_path / "in"), "holds nothing in a form that is known"),
        ((tmp_path / "sheet.csv", "--out", tmp_path / "other"), "not an import of Allegata"),
    ):
        ran = allegata("import", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err
        assert ran.err.count("\n") == 1
        assert not (tmp_path / "in").exists()
