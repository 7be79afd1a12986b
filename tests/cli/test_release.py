"""``allegata release``, as a recorder types it: month by month, from a dataset and from a casebook."""

from pathlib import Path

from tests.cli.conftest import Run

SECOND = (
    "Second dispatch\n\nSource: Harbour Times\n\nPublished: 13 March 2024\n\n"
    "Gunmen shot dead two teachers in Nyala on Tuesday, a relative said.\n"
)


def test_two_months_of_a_dataset(allegata: Run, dispatch: Path, tmp_path: Path) -> None:
    allegata("read", dispatch, "--out", tmp_path / "case")
    first = allegata("release", tmp_path / "case", "--name", "2026-10")
    assert (first.status, first.err) == (0, "")
    assert "Release 2026-10, the first" in first.out
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    allegata("read", dispatch, tmp_path / "second.txt", "--out", tmp_path / "case")
    second = allegata("release", tmp_path / "case", "--name", "2026-11", "--codebook", "csv", "--codebook", "ibc")
    assert (second.status, second.err) == (0, "")
    assert "number 2, after 2026-10" in second.out
    page = (tmp_path / "case.releases" / "2026-11" / "CHANGES.md").read_text(encoding="utf-8")
    assert "## Added" in page
    assert "Nyala" in page
    assert "Why: new document Second dispatch · Harbour Times · 2024-03-13" in page
    assert (tmp_path / "case.releases" / "2026-11" / "ibc" / "incidents.csv").is_file()


def test_a_casebook_is_released_without_what_is_restricted_and_notes_it(
    allegata: Run, dispatch: Path, tmp_path: Path
) -> None:
    book = tmp_path / "cases.db"
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    allegata("casebook", "create", book)
    allegata("add", book, dispatch, tmp_path / "second.txt")
    assert allegata("release", book, "--name", "one").status == 0
    assert allegata("casebook", "restrict", book, "Harbour Times", "--source", "--why", "They asked for it").status == 0
    ran = allegata("release", book, "--name", "two", "--by", "amal")
    assert ran.status == 0
    assert "restricted is withheld from this release" in ran.err
    folder = tmp_path / "cases.db.releases" / "two"
    for name in ("incidents.jsonl", "documents.jsonl", "csv/incidents.csv"):
        assert "Nyala" not in (folder / name).read_text(encoding="utf-8")
        assert "Harbour" not in (folder / name).read_text(encoding="utf-8")
    assert "## Withdrawn" in (folder / "CHANGES.md").read_text(encoding="utf-8")
    assert allegata("verify", book).status == 0


def test_what_a_book_refuses_is_listed_and_the_rest_released(allegata: Run, dispatch: Path, tmp_path: Path) -> None:
    text = dispatch.read_text(encoding="utf-8").replace("killing at least five civilians", "with 70 casualties")
    dispatch.write_text(text, encoding="utf-8")
    allegata("read", dispatch, "--out", tmp_path / "case")
    ran = allegata("release", tmp_path / "case", "--name", "one", "--codebook", "ucdp-ged", "--out", tmp_path / "out")
    assert ran.status == 1
    assert "ucdp-ged-death" in ran.err
    assert (tmp_path / "out" / "one" / "ucdp-ged" / "refused.jsonl").is_file()


def test_wrong_use_is_told_in_one_line(allegata: Run, dispatch: Path, tmp_path: Path) -> None:
    allegata("read", dispatch, "--out", tmp_path / "case")
    allegata("release", tmp_path / "case", "--name", "one")
    for arguments, said in (
        ((tmp_path / "case", "--name", "one"), "is there already"),
        ((tmp_path / "case", "--name", "a/b"), "no name of a release"),
        ((tmp_path / "case", "--name", "two", "--codebook", "airwar"), "did you mean airwars?"),
        ((tmp_path / "case", "--name", "two", "--profile", "acld"), "did you mean acled?"),
        ((tmp_path / "case", "--name", "two", "--codebook", "csv", "--codebook", "csv"), "is named twice"),
        ((tmp_path, "--name", "two"), "is not a dataset"),
        (("postgresql://somewhere/cases", "--name", "two"), "--out"),
    ):
        ran = allegata("release", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err
        assert ran.err.count("\n") == 1
    assert [entry.name for entry in (tmp_path / "case.releases").iterdir()] == ["one"]
