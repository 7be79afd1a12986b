"""axe finds nothing serious on any page, in both languages, light and dark; pages fit a telephone."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from allegata.casebook import Casebook, Person
from tests.workbench.browsing import browser, needs_browser, needs_islands, patient, served

pytestmark = [needs_browser, needs_islands]

SERIOUS = ("serious", "critical")
# At once, in the page: the map's own script puts its folded part away while it starts, and a click from outside may
# come too late for what was counted before.
UNFOLD = "for (const part of document.querySelectorAll('main details')) part.open = true"


def pages(book: Casebook) -> list[str]:
    view = book.view(Person(name="amal"))
    incident = max(view.incidents().items, key=lambda line: line.claims).id
    claim = view.incident(incident).claims[0]
    return [
        "/",
        f"/incidents/{incident}",
        f"/incidents/{incident}/part?claims={claim.id}",
        f"/incidents/{incident}/join",
        f"/incidents/{incident}/meanwhile",
        f"/claims/{claim.id}/correct",
        "/documents",
        f"/documents/{claim.document}",
        f"/documents/{claim.document}?claim={claim.id}",
        "/search?words=coalition",
        "/map",
        "/numbers",
        "/numbers?by=party",
        "/coding",
        "/export",
        "/log",
        "/log/chain",
        "/custody",
        "/waiting",
        "/queue/counts",
        f"/incidents/{incident}/place?look=Palmyra",
        f"/claims/{claim.id}/place",
        f"/documents/{claim.document}/custody",
        "/accounts",
        "/password",
        "/help",
        "/api",
        "/sign-in",
        "/nowhere",
    ]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_axe_finds_nothing_serious(book: Casebook, language: str, scheme: Literal["light", "dark"]) -> None:
    with served(book) as address, browser() as chromium:
        context = chromium.new_context(color_scheme=scheme, locale=language, viewport={"width": 1280, "height": 900})
        page = patient(context.new_page())
        found = {}
        for path in pages(book):
            page.goto(address + path)
            assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
            page.evaluate(UNFOLD)
            violations = Axe().run(page).response["violations"]
            told = [
                f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in violations if item["impact"] in SERIOUS
            ]
            if told:
                found[path] = told
        assert found == {}


def test_every_page_fits_a_telephone(book: Casebook) -> None:
    with served(book) as address, browser() as chromium:
        page = patient(chromium.new_page(viewport={"width": 390, "height": 844}))
        wide = []
        for path in pages(book):
            page.goto(address + path)
            if page.evaluate("document.documentElement.scrollWidth") > 390:
                wide.append(path)
        assert wide == []


def test_the_map_is_drawn_from_this_address_alone(book: Casebook) -> None:
    with served(book) as address, browser() as chromium:
        page = patient(chromium.new_page())
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/map")
        page.wait_for_selector("[data-atlas][data-ready]", state="attached")
        assert any("/outlines.json" in url for url in asked)
        assert [url for url in asked if not url.startswith((address, "blob:", "data:"))] == []
        bars = page.locator("[data-brush] .bar")
        assert bars.count() > 1
        page.locator("[data-brush]").scroll_into_view_if_needed()
        box = page.locator("[data-brush]").bounding_box()
        assert box is not None
        shown = int(page.locator("[data-shown]").inner_text())
        page.mouse.move(box["x"] + 2, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 20, steps=4)
        page.mouse.up()
        assert int(page.locator("[data-shown]").inner_text()) < shown
        assert page.locator("input[name=before]").input_value() != ""
        assert "before=" in (page.locator("a[data-export]").first.get_attribute("href") or "")
