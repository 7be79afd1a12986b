"""Linking of many accounts: in a temporary file of bounded memory, with the same outcome as in memory."""

from itertools import chain
from pathlib import Path

import pytest

from allegata.cli.bench_claims import told_of
from allegata.incidents import gather, linking


def test_a_temporary_file_changes_nothing_and_is_gone_afterwards(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = list(told_of(12, 60))
    documents = [document for document, _ in told]
    claims = list(chain.from_iterable(said for _, said in told))
    within = gather(claims, documents=documents)
    monkeypatch.setattr(linking, "LARGE", 3)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert gather(claims, documents=documents) == within
    assert len(within) < len(claims)
    assert list(tmp_path.iterdir()) == []
