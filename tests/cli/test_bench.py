"""``allegata bench``: that it measures and tells; how fast a machine is, is no test."""

import json
from pathlib import Path

from allegata.cli.bench_texts import peaceful, violent
from allegata.reading import speaks_of_violence
from tests.cli.conftest import Run


def test_it_writes_its_figures(program: Run, dispatch: Path, tmp_path: Path) -> None:
    figures_file = tmp_path / "bench.json"
    ran = program("bench", dispatch, "--json", figures_file)
    assert (ran.status, ran.err) == (0, "")
    figures = json.loads(figures_file.read_text(encoding="utf-8"))
    reading, gate = figures["reading"], figures["gate"]
    assert reading["documents"] == 1
    assert reading["words"] > 10
    assert 0 < reading["ratio"] < 10
    assert 0 < gate["ratio"] < 10
    assert 0 < gate["held_back"] <= gate["documents"]
    assert 50 < reading["peak_mb"] < 700
    assert "parser" in figures["parser"]["components"]
    assert all(figures[part]["words_per_second"] > 0 for part in ("parser", "reading", "gate"))
    assert 0 < figures["tagger"]["ratio"] < 10
    for name in ("reading.ratio", "tagger.ratio", "gate.ratio", "reading.peak_mb", "tagger.peak_mb"):
        assert name in ran.out


def test_the_built_in_texts_are_what_they_are_said_to_be() -> None:
    assert all(speaks_of_violence(text) for text in violent())
    assert not any(speaks_of_violence(text) for text in peaceful())


def test_wrong_use(allegata: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    for arguments, hint in (
        ((tmp_path / "none.txt",), "no such file"),
        ((tmp_path / "empty.txt",), "no text to measure on"),
        (("--json", tmp_path / "none" / "bench.json"), "in a folder that is there"),
        (("--json", tmp_path), "in a folder that is there"),
    ):
        ran = allegata("bench", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert hint in ran.err
        assert len(ran.err.splitlines()) == 1
