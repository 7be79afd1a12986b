"""Writes and shows what was read: a dataset on disk, a page for the browser, tables on a terminal."""

from allegata.dataset.dataset import Dataset, Skipped
from allegata.dataset.folder import OutputError, check_replaceable, written_whole
from allegata.dataset.load import DatasetError, check_dataset, judgements_file, load_dataset, load_judgements
from allegata.dataset.report import render_report
from allegata.dataset.terminal import print_dataset
from allegata.dataset.terminal_explanation import print_explanation
from allegata.dataset.terminal_incidents import find_incident, print_incidents
from allegata.dataset.terminal_matches import print_matches
from allegata.dataset.write import write_dataset, write_jsonl

__all__ = [
    "Dataset",
    "DatasetError",
    "OutputError",
    "Skipped",
    "check_dataset",
    "check_replaceable",
    "find_incident",
    "judgements_file",
    "load_dataset",
    "load_judgements",
    "print_dataset",
    "print_explanation",
    "print_incidents",
    "print_matches",
    "render_report",
    "write_dataset",
    "write_jsonl",
    "written_whole",
]
