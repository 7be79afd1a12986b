"""The page in a real browser: its own script runs, nobody else's does."""

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from allegata.dataset import Dataset, render_report
from allegata.dataset.visible import visible
from tests.dataset.hostile import HOSTILE, hostile
from tests.dataset.sample import sample

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")


def dom(dataset: Dataset, folder: Path) -> str:
    """Return the page's document as the browser holds it after its scripts ran."""
    page = folder / "report.html"
    page.write_text(render_report(dataset), encoding="utf-8")
    done = subprocess.run(
        [
            str(BROWSER),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={folder / 'profile'}",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        check=False,
        timeout=300,
    )
    if done.returncode != 0 or b"<html" not in done.stdout:
        pytest.skip(f"the browser does not start here (status {done.returncode})")
    return done.stdout.decode("utf-8")


def test_a_hostile_document_runs_nothing_and_its_words_are_shown(tmp_path: Path) -> None:
    page = dom(hostile(), tmp_path)
    assert "<title>Alleged incidents" in page
    assert "<title>owned" not in page
    assert page.count("<script") == 1
    assert "<img" not in page
    assert visible(HOSTILE) in html.unescape(re.sub(r"<[^>]+>", "", page))


def test_the_policy_lets_the_page_use_its_own_script(tmp_path: Path) -> None:
    page = dom(sample(), tmp_path)
    assert page.count('aria-pressed="true"') == 12
    assert "Airstrike alleged, Tel Marwan (within Harran)" in page
