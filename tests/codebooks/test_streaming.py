"""An export keeps nothing of what it has written: four times the incidents need no more memory."""

import tracemalloc
from pathlib import Path

from tests.codebooks.exporting import exported, table
from tests.codebooks.many import write_many


def peak_of(folder: Path, out: Path) -> int:
    tracemalloc.start()
    try:
        exported(folder, "csv", out)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_incidents(tmp_path: Path) -> None:
    for number in (10, 200, 800):  # the first, so that what is loaded once is not counted
        write_many(tmp_path / f"data{number}", number)
    peak_of(tmp_path / "data10", tmp_path / "out10")
    few = peak_of(tmp_path / "data200", tmp_path / "out200")
    many = peak_of(tmp_path / "data800", tmp_path / "out800")
    assert len(table(tmp_path / "out800" / "incidents.csv")) == 800
    assert many < 1.25 * few
