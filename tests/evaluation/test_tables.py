"""Tables and the page, on an evaluation that is made up here."""

import pytest
from rich.console import Console

from allegata.evaluation import quality, tables
from allegata.evaluation.parts import Result, Row
from allegata.evaluation.published import Peers, peers_of
from allegata.evaluation.run import Evaluation

OTHERS = peers_of(
    {
        "caution": "Scored on\n another half.",
        "entries": [
            {"system": "Weak", "source": "a paper | 2001", "on": "test", "figures": {"mean": 12.5}},
            {"system": "Strong", "source": "a paper | 2001", "on": "test", "trained": True, "figures": {"mean": 95}},
            {"system": "Elsewhere", "source": "a talk", "figures": {"recall": 3}},
        ],
    }
)


def evaluation(value: float) -> Evaluation:
    rows = (
        Row(key="mean", label="mean of all", value=value, constant=40.0, constant_answer="always 1", n=8),
        Row(key="found", label="found", value=7, unit="", note="7 of 8"),
        Row(key="far", label="median error", value=None, unit="km"),
    )
    return Evaluation(
        name="isaf",
        title="a made-up set",
        parts={"isaf/a.jsonl": 8},
        items=8,
        sampled=False,
        sums={},
        result=Result(figures={"mean": value, "found": 7}, rows=rows, notes=("Said once.",)),
        misses=(),
    )


@pytest.fixture(autouse=True)
def _others(monkeypatch: pytest.MonkeyPatch) -> None:
    def published(name: str) -> Peers:
        return OTHERS

    monkeypatch.setattr(tables, "published", published)
    monkeypatch.setattr(quality, "published", published)


def printed(value: float) -> str:
    console = Console(width=120, record=True, file=None, quiet=False)
    with console.capture() as capture:
        tables.show([evaluation(value)], console)
    return capture.get()


def test_the_table_shows_ours_the_constant_and_others_with_their_sources() -> None:
    told = printed(91.25)
    for words in ("91.2 %", "40.0 (always 1)", "7 of 8", "Strong (trained)", "95.0", "a paper | 2001 (on test)", "8"):
        assert words in told
    assert told.index("Strong") < told.index("Weak")
    assert "Elsewhere" in told, "a system with a figure at another measure is shown too"
    assert "Scored on another half." in told
    assert "Said once." in told


def test_the_page_marks_what_falls_short() -> None:
    assert "| isaf | mean of 13 fields | **91.2** | 90.0 | 97.0 | 40.0 | 95.0 Strong (trained) |" in (
        quality.quality_page([evaluation(91.25)])
    )
    assert "80.0 (short)" in quality.quality_page([evaluation(80)])


def test_a_bar_in_a_cell_does_not_break_the_page() -> None:
    for line in quality.quality_page([evaluation(80)]).splitlines():
        if line.startswith("| Strong"):
            assert line.replace("\\|", "").count("|") == 5


def test_counts_are_whole_and_what_is_missing_is_a_dash() -> None:
    assert tables.number(1234.0, "") == "1,234"
    assert tables.number(12.345) == "12.3"
    assert tables.number(None) == "–"
    assert tables.number(0.066, "") == "0.07"
