"""``allegata bench serve``: that it measures and tells, at a small size; how fast a machine is, is no test."""

import json
from pathlib import Path

from allegata.casebook import Casebook, Person
from allegata.cli.bench_casebook import build
from allegata.cli.bench_claims import told_of
from allegata.cli.bench_serve import percentile
from tests.cli.conftest import Run

PAGES = ("static file", "page without data", "queue", "incident", "search", "map")


def test_it_serves_a_casebook_and_writes_its_figures(program: Run, tmp_path: Path) -> None:
    file = tmp_path / "serve.json"
    size = ("--incidents", "12", "--claims", "60", "--clients", "3", "--requests", "6")
    ran = program("bench", "serve", *size, "--json", file)
    assert ran.status == 0, ran.err
    figures = json.loads(file.read_text(encoding="utf-8"))
    assert (figures["claims"], figures["clients"]) == (60, 3)
    assert 0 < figures["incidents"] <= figures["documents"] <= 60
    rows = {row["page"]: row for row in figures["pages"]}
    assert set(rows) == {*PAGES, *(f"{name}, data" for name in PAGES[2:])}
    for row in rows.values():
        assert row["requests"] == 6
        assert 0 < row["p50_ms"] <= row["p95_ms"]
        assert row["kb"] > 0
        assert row["ratio"] == round(row["p95_ms"] / rows["static file"]["p95_ms"], 1)
        assert row["page"] in ran.out
    assert "60 claims" in ran.out


def test_a_made_up_casebook_holds_as_many_claims_as_asked_and_verifies_its_chain(tmp_path: Path) -> None:
    told = list(told_of(5, 40))
    assert sum(len(claims) for _, claims in told) == 40
    assert told == list(told_of(5, 40))
    with build(tmp_path / "cases.db", 5, 40) as book:
        counts = book.view(Person(name="x", restricted=True)).counts()
        assert counts.claims == 40
        assert counts.documents == len(told)
    with Casebook.open(tmp_path / "cases.db") as again:
        assert again.view(Person(name="x", restricted=True)).counts() == counts


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(n) for n in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile([3.0], 0.95)) == (50.0, 95.0, 3.0)


def test_wrong_use(allegata: Run, tmp_path: Path) -> None:
    ran = allegata("bench", "serve", "--incidents", "9", "--claims", "3")
    assert (ran.status, ran.out) == (2, "")
    assert "at least one claim" in ran.err
    ran = allegata("bench", "serve", "--casebook", tmp_path / "none.db")
    assert ran.status == 2
    assert "no such file" in ran.err
