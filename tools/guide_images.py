"""Takes the documentation's pictures: the workbench over the example dispatches, in Chromium.

`python tools/guide_images.py` makes a casebook in a temporary folder, serves it, and writes `docs/images/*.png` anew:
those of a page in use (`guide-`) and those of the pages as they open (`workbench-`). Look at each before you commit it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PORT = 8767
ADDRESS = f"http://127.0.0.1:{PORT}"
ARGUMENTS = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""The map is drawn by WebGL, here without a graphics card."""
LARGEST = 300_000
"""Bytes that a picture may have."""


def allegata(*words: str | Path) -> None:
    """Run a command."""
    subprocess.run([sys.executable, "-m", "allegata", *map(str, words)], check=True, cwd=ROOT)


@contextmanager
def served(book: Path) -> Iterator[None]:
    """Serve a casebook."""
    with subprocess.Popen(
        [sys.executable, "-m", "allegata", "serve", str(book), "--port", str(PORT)],
        env=os.environ | {"LOGNAME": "amal"},
    ) as process:
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{ADDRESS}/help", timeout=30).close()
                    break
                except OSError:
                    time.sleep(0.2)
            yield
        finally:
            process.terminate()


def take(page: Page, name: str) -> None:
    """Keep what is seen. Exits where the picture is too large."""
    page.wait_for_timeout(800)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        sys.exit(f"{path}: is larger than {LARGEST} bytes")


def pages(page: Page) -> None:
    """Take the pages as they open: on a screen, in Arabic, on a telephone."""
    page.goto(f"{ADDRESS}/")
    take(page, "workbench-queue")
    page.get_by_role("link", name="al-Baghouz").first.click()
    page.wait_for_url("**/incidents/*")
    incident = page.url
    take(page, "workbench-incident")
    for name in ("map", "numbers"):
        page.goto(f"{ADDRESS}/{name}")
        if name == "map":
            page.wait_for_selector('[data-atlas][data-ready="yes"]', state="attached", timeout=180_000)
            page.wait_for_timeout(20_000)  # without a graphics card, drawing takes its time
        take(page, f"workbench-{name}")
    page.goto(f"{ADDRESS}/log")
    page.get_by_role("link", name="Chain of the log").click()
    page.wait_for_load_state("networkidle")
    take(page, "workbench-chain")
    page.goto(incident)
    page.locator("a[href^='/documents/']").first.click()
    page.wait_for_url("**/documents/*")
    page.get_by_role("link", name="Show all claims").click()
    page.wait_for_load_state("networkidle")
    take(page, "workbench-document")
    page.set_viewport_size({"width": 390, "height": 844})
    for name, address in (("queue", f"{ADDRESS}/"), ("incident", incident)):
        page.goto(address)
        take(page, f"workbench-{name}-m")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.context.add_cookies([{"name": "allegata-language", "value": "ar", "url": ADDRESS}])
    page.goto(incident)
    take(page, "workbench-incident-ar")
    page.context.clear_cookies()


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        book = Path(folder) / "cases.db"
        allegata("casebook", "create", book, "--by", "amal")
        allegata("add", book, "examples/dispatches", "--by", "amal")
        browser = player.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
        with served(book):
            pages(page)
            page.goto(f"{ADDRESS}/")
            page.get_by_role("link", name="al-Baghouz").first.click()
            page.wait_for_url("**/incidents/*")
            page.locator("article.claim", has_text="71 or more").get_by_role("link", name="Correct").click()
            page.locator("#correct form").first.scroll_into_view_if_needed()
            take(page, "guide-correct")
            page.goto(f"{ADDRESS}/export")
            page.locator("input[value=ucdp-ged]").check()
            take(page, "guide-export")
            page.goto(f"{ADDRESS}/accounts")
            page.locator("input[name=name]").first.fill("rita")
            page.locator("input[type=password]").first.fill("a long enough password")
            page.locator("select[name=role]").first.select_option("admin")
            page.locator("main button").last.click()
            page.wait_for_timeout(500)
            page.context.clear_cookies()
            page.set_viewport_size({"width": 1440, "height": 620})
            page.goto(f"{ADDRESS}/")
            take(page, "guide-sign-in")
        browser.close()


if __name__ == "__main__":
    main()
