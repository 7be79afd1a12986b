"""Wrong use: one line on standard error that says what to do, exit status 2, and nothing written."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from allegata import __version__
from tests.cli.conftest import Run, contents, own_environment

TOMORROW = (date.today() + timedelta(days=2)).isoformat()

WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "unknown option": (("--bogus",), "No such option"),
    "wrong date": (("--published", "Tuesday"), "write it as 2018-11-29"),
    "no such day": (("--published", "2018-02-30"), "2018-02-30"),
    "empty date": (("--published", "2="), "write it as 2018-11-29"),
    "date in the future": (("--published", TOMORROW), "in the future"),
    "date before 1900": (("--published", "1899-12-31"), "before 1900"),
    "document 0": (("--published", "0=2018-11-29"), "N=DATE"),
    "document x": (("--published", "x=2018-11-29"), "N=DATE"),
    "document -1": (("--published", "-1=2018-11-29"), "N=DATE"),
    "document without a number": (("--published", "=2018-11-29"), "N=DATE"),
    "two dates for one document": (("--published", "2=2018-11-29", "--published", "2=2018-11-30"), "give one"),
    "unknown code": (("--country", "ZZ"), "ISO 3166"),
    "unknown country": (("--country", "Atlantis"), "ISO 3166"),
    "no process": (("--jobs", "0"), "--jobs"),
    "jobs in words": (("--jobs", "many"), "--jobs"),
    "too many processes": (("--jobs", "1000"), "--jobs"),
    "unknown format": (("--format", "xml"), "'table', 'jsonl'"),
    "missing parties": (("--parties", "none.yaml"), "none.yaml: no such file"),
    "missing places": (("--places", "none.sqlite"), "none.sqlite: no such file"),
    "missing parser": (("--model", "no_such_parser"), "no_such_parser"),
}


def told(err: str) -> str:
    """Return the one line on standard error."""
    (line,) = err.splitlines()
    assert line.startswith("allegata: ")
    return line


@pytest.mark.parametrize("case", WRONG)
def test_wrong_options_of_read(allegata: Run, dispatch: Path, tmp_path: Path, case: str) -> None:
    options, hint = WRONG[case]
    ran = allegata("read", dispatch, "--out", tmp_path / "out", *options)
    assert ran.status == 2
    assert ran.out == ""
    assert hint in told(ran.err)
    assert not (tmp_path / "out").exists()


def test_a_missing_file_stops_everything_before_anything_is_read(allegata: Run, dispatch: Path, tmp_path: Path) -> None:
    ran = allegata("read", dispatch, tmp_path / "none.txt", "--out", tmp_path / "out")
    assert (ran.status, ran.out) == (2, "")
    assert f"{tmp_path / 'none.txt'}: no such file or folder; check the path" in told(ran.err)
    assert not (tmp_path / "out").exists()


def test_nothing_to_read_is_wrong_use(program: Run) -> None:
    ran = program("read")
    assert (ran.status, ran.out) == (2, "")
    line = told(ran.err)
    assert "PATH" in line
    assert "allegata read --help" in line


def test_an_unknown_command_is_wrong_use(allegata: Run) -> None:
    ran = allegata("reed")
    assert (ran.status, ran.out) == (2, "")
    assert "reed" in told(ran.err)


def test_a_folder_that_is_not_ours_is_left_alone(allegata: Run, dispatch: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine", encoding="utf-8")
    ran = allegata("read", dispatch, "--out", mine)
    assert (ran.status, ran.out) == (2, "")
    assert "name a new or empty folder" in told(ran.err)
    assert contents(mine) == {"notes.txt": b"mine"}


def test_a_file_of_ones_own_beside_a_dataset_keeps_it_from_being_replaced(
    allegata: Run, dispatch: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert allegata("read", dispatch, "--out", out).status == 0
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    before = contents(out)
    ran = allegata("read", dispatch, "--out", out)
    assert (ran.status, ran.out) == (2, "")
    assert "notes.txt" in told(ran.err)
    assert contents(out) == before


def test_a_file_is_no_folder_to_write_to(allegata: Run, dispatch: Path) -> None:
    before = dispatch.read_bytes()
    ran = allegata("read", dispatch, "--out", dispatch)
    assert (ran.status, ran.out) == (2, "")
    assert "name a folder to write to" in told(ran.err)
    assert dispatch.read_bytes() == before


@pytest.mark.parametrize("option", ["--parties", "--places"])
def test_a_register_or_gazetteer_that_is_none_is_named(
    allegata: Run, dispatch: Path, tmp_path: Path, option: str
) -> None:
    ran = allegata("read", dispatch, option, dispatch, "--out", tmp_path / "out")
    assert (ran.status, ran.out) == (2, "")
    assert str(dispatch) in told(ran.err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", ["--parties", "--model"])
def test_wrong_settings_are_told_in_the_same_way_with_several_processes(
    allegata: Run, dispatch: Path, tmp_path: Path, option: str
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(10):
        text = dispatch.read_text(encoding="utf-8").replace("five", f"{number + 2}")
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    value = str(dispatch) if option == "--parties" else "no_such_parser"
    ran = allegata("read", folder, option, value, "--jobs", "2")
    assert (ran.status, ran.out) == (2, "")
    assert value in told(ran.err)


def test_a_fault_of_the_program_is_not_told_as_wrong_use(
    reader: object, dispatch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allegata.cli import read
    from allegata.cli.app import main

    def faulty(*_: object, **more: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(read, "gather", faulty)
    with pytest.raises(ValueError, match="a fault"):
        main(["read", str(dispatch)])


def test_the_version(program: Run) -> None:
    ran = program("--version")
    assert (ran.status, ran.out, ran.err) == (0, f"allegata {__version__}\n", "")


def test_without_a_command_the_commands_are_listed(allegata: Run) -> None:
    ran = allegata()
    assert ran.status == 2
    assert ran.err == ""
    for command in ("read", "gazetteer", "bench"):
        assert command in ran.out


@pytest.mark.parametrize("command", [(), ("read",), ("bench",), ("gazetteer", "lookup"), ("gazetteer", "add")])
def test_each_command_explains_itself(allegata: Run, command: tuple[str, ...]) -> None:
    ran = allegata(*command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "Usage: " in ran.out


@pytest.mark.parametrize("arguments", [["--version"], ["gazetteer", "--help"], ["verify", "--help"]])
def test_a_command_loads_only_what_it_needs(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom allegata.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit as stop:\n"
        "    print(stop.code, [name for name in sys.modules if name in ('spacy', 'fastapi', 'allegata.workbench')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, env=own_environment(), timeout=300, check=True
    )
    assert done.stdout.decode("utf-8").splitlines()[-1] == "0 []"
