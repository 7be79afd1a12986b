"""Exports for tests: a dataset on disk, exported in a codebook."""

import csv
import json
from pathlib import Path
from typing import Any

from allegata.codebooks import DatasetSource, Report, export, find_codebook, find_profile
from allegata.dataset import Dataset, write_dataset


def exported(dataset: Dataset | Path, codebook: str, out: Path, profile: str | None = None) -> Report:
    """Export a dataset, which is written beside ``out`` where it is none on disk yet."""
    folder = dataset if isinstance(dataset, Path) else out.with_name(f"{out.name}-dataset")
    if isinstance(dataset, Dataset):
        write_dataset(dataset, folder)
    sheet, book = find_codebook(codebook)
    with DatasetSource(folder) as source:
        return export(source, sheet, book, find_profile(profile or sheet.profile), out)


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def losses(out: Path) -> dict[str, Any]:
    """Return what an export lost."""
    found: dict[str, Any] = json.loads((out / "losses.json").read_text(encoding="utf-8"))
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
