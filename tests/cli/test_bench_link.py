"""``allegata bench link``: that it measures and tells, at small sizes; how fast a machine is, is no test."""

import json
from pathlib import Path

from allegata.cli.bench_claims import made_up
from allegata.cli.bench_link import growth
from tests.cli.conftest import Run


def test_it_links_at_each_size_and_writes_its_figures(program: Run, tmp_path: Path) -> None:
    file = tmp_path / "link.json"
    ran = program("bench", "link", "--size", "300", "--size", "150", "--new", "40", "--json", file)
    assert ran.status == 0
    figures = json.loads(file.read_text(encoding="utf-8"))
    assert [row["claims"] for row in figures["sizes"]] == [150, 300]
    for row in figures["sizes"]:
        assert 0 < row["incidents"] < row["accounts"] <= row["claims"]
        assert row["pairs"] > 0
        assert row["cpu_seconds"] > 0
        assert row["joined"] == 40
        assert row["peak_mb"] > 50
    assert figures["growth"] == growth(figures["sizes"])
    for name in ("growth", "peak_mb", "joining_share"):
        assert name in ran.out


def test_made_up_claims_are_as_many_as_asked_and_always_the_same() -> None:
    told = list(made_up(200))
    assert sum(len(claims) for _, claims in told) == 200
    assert told == list(made_up(200))
    assert all(claim.document == document.id for document, claims in told for claim in claims)


def test_wrong_use(allegata: Run, tmp_path: Path) -> None:
    ran = allegata("bench", "link", "--json", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert "in a folder that is there" in ran.err
