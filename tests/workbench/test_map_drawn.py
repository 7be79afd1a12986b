"""The map in a real browser: land and places are painted, and the drawing of the server stays where they cannot be."""

import base64

import pytest
from playwright.sync_api import Locator, Page

from allegata.casebook import Casebook
from tests.workbench.browsing import browser, needs_browser, needs_islands, patient, served

pytestmark = [needs_browser, needs_islands]

SOFTWARE = ("--no-sandbox", "--enable-unsafe-swiftshader")
NO_WEBGL = ("--no-sandbox", "--disable-gpu", "--disable-software-rasterizer")
COUNT = """async ([png, names]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  const wanted = names.map((name) => {
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  });
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, image.width, image.height).data;
  const counts = names.map(() => 0);
  for (let at = 0; at < pixels.length; at += 4)
    wanted.forEach((colour, n) => {
      if ([0, 1, 2].every((part) => Math.abs(pixels[at + part] - colour[part]) < 28)) counts[n] += 1;
    });
  return counts.map((count) => count / (pixels.length / 4));
}"""


def painted(page: Page, where: Locator, *names: str) -> list[float]:
    """Return the share of the pixels of an element that have each of the page's colours."""
    png = base64.b64encode(where.screenshot()).decode("ascii")
    shares: list[float] = page.evaluate(COUNT, [png, list(names)])
    return shares


def test_land_water_and_places_are_painted_by_webgl(book: Casebook) -> None:
    with served(book) as address, browser(SOFTWARE) as found:
        page = patient(found.new_page())
        page.goto(f"{address}/map")
        page.wait_for_selector('[data-atlas][data-ready="yes"]', state="attached")
        canvas = page.locator("[data-canvas] canvas")
        page.wait_for_function(
            "() => !document.querySelector('[data-canvas] svg.map')"
        )  # the server's drawing has gone: what is seen is the canvas
        drawn = [0.0]
        for _ in range(60):  # painting goes on after the data came
            drawn = painted(page, canvas, "--land", "--water", "--casualties", "--accent")
            if drawn[0] > 0.05 and drawn[2] + drawn[3] > 0:
                break
            page.wait_for_timeout(250)
        land, water, spots, clusters = drawn
        assert land > 0.05
        assert water > 0.01
        assert spots + clusters > 0.0002


@pytest.mark.parametrize("failing", ["webgl", "worker"])
def test_the_drawing_of_the_server_stays_where_the_other_cannot_be_made(book: Casebook, failing: str) -> None:
    with served(book) as address, browser(NO_WEBGL if failing == "webgl" else SOFTWARE) as found:
        page = patient(found.new_page())
        if failing == "worker":
            page.route("**/*worker*", lambda route: route.abort())
        page.goto(f"{address}/map", wait_until="networkidle")
        svg = page.locator("[data-canvas] svg.map")
        assert svg.is_visible()
        assert page.locator("[data-atlas]").get_attribute("data-ready") is None
        land, spots = painted(page, svg, "--land", "--casualties")
        assert land > 0.05
        assert spots > 0.0002
        link = svg.locator("a").first
        assert (link.get_attribute("href") or "").startswith("/incidents/")
