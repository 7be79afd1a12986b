"""The page for everybody: no barrier that axe-core finds, nothing cut off, folded parts open where a link leads."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, sync_playwright

from allegata.dataset import Dataset, render_report
from tests.dataset.sample import sample
from tests.dataset.sample_incident import many, told_by_many

BROWSER = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine; apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=str(BROWSER), args=["--no-sandbox", "--disable-gpu"])
        except Error as error:
            pytest.skip(f"chromium does not start here: {error.message.splitlines()[0]}")
        yield started
        started.close()


def opened(browser: Browser, folder: Path, dataset: Dataset, width: int, scheme: str, **more: bool) -> Page:
    file = folder / "report.html"
    file.write_text(render_report(dataset), encoding="utf-8")
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=not more.get("no_script"),
    )
    page.set_default_timeout(120_000)
    page.goto(file.as_uri())
    return page


SEVENTY, SAMPLE, MANY_VOICES = many(70), sample(), told_by_many()


@pytest.mark.parametrize(
    ("dataset", "width", "scheme"),
    [
        pytest.param(MANY_VOICES, 1440, "light", id="voices wide light"),
        pytest.param(MANY_VOICES, 390, "dark", id="voices narrow dark"),
        pytest.param(SAMPLE, 1440, "dark", id="sample wide dark"),
        pytest.param(SEVENTY, 1440, "dark", id="seventy wide dark"),
        pytest.param(SEVENTY, 390, "light", id="seventy narrow light"),
    ],
)
def test_axe_finds_no_barrier(browser: Browser, tmp_path: Path, dataset: Dataset, width: int, scheme: str) -> None:
    page = opened(browser, tmp_path, dataset, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    page.evaluate("[...document.querySelectorAll('.incident')].slice(4).forEach((node) => node.remove())")  # all alike
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
    told = [
        f"{item['id']}: {item['help']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for item in found.response["violations"]
        for node in item["nodes"][:3]
    ]
    page.close()
    assert told == []


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_runs_over_the_edge(browser: Browser, tmp_path: Path, width: int) -> None:
    page = opened(browser, tmp_path, told_by_many(), width, "light")
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.close()
    assert over <= 0


def test_a_mark_on_the_map_is_reached_by_keyboard_and_leads_to_its_incident(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, told_by_many(), 1440, "light")
    page.locator(".overview a.mark:visible").first.focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    assert page.url.endswith("#incident-1")
    page.close()
    assert outline == "solid"


def test_a_link_to_a_folded_claim_opens_it(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, told_by_many(), 1440, "light")
    page.evaluate("document.querySelector('details.fold').open = false")
    page.locator(".beside a[href='#claim-3']").click()
    page.wait_for_selector("#claim-3 blockquote", state="visible")
    page.close()


def test_the_page_reads_in_full_without_script(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, told_by_many(), 1440, "light", no_script=True)
    for chosen in (".overview a.mark", ".timeline a.mark", ".locator svg", ".range .bar", ".beside", "#claim-1"):
        assert page.locator(f"{chosen} >> visible=true").count() > 0, chosen
    page.locator("summary", has_text="Show the name").click()
    assert page.get_by_text("Sameer Hadad").is_visible()
    page.close()
