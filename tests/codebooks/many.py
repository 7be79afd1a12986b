"""Datasets of many made-up incidents, by the same hand as the measurement in ``tools``."""

import importlib.util
from pathlib import Path

from tests.conftest import ROOT


def write_many(folder: Path, incidents: int) -> None:
    """Write a dataset of so many incidents."""
    spec = importlib.util.spec_from_file_location("bench_export", ROOT / "tools" / "bench_export.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write_many(folder, incidents)
