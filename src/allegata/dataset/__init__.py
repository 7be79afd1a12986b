"""Writes and shows what was read: a dataset on disk, a page for the browser, tables on a terminal."""

from allegata.dataset.dataset import Dataset, Skipped
from allegata.dataset.report import render_report
from allegata.dataset.terminal import print_dataset
from allegata.dataset.write import OutputError, check_replaceable, write_dataset, write_jsonl

__all__ = [
    "Dataset",
    "OutputError",
    "Skipped",
    "check_replaceable",
    "print_dataset",
    "render_report",
    "write_dataset",
    "write_jsonl",
]
