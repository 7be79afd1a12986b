"""Working by key, in a real browser: one claim after the other, one incident after the other, and taking back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from allegata.casebook import Casebook, Person
from tests.workbench.browsing import browser, needs_browser, needs_islands, patient, served

pytestmark = [needs_browser, needs_islands]

ME = Person(name="amal", role="admin", restricted=True)


@pytest.fixture
def page(book: Casebook) -> Iterator[Page]:
    """The queue in a browser."""
    with served(book) as address, browser() as chromium:
        found = patient(chromium.new_page(base_url=address))
        found.goto("/")
        yield found


def test_after_a_claim_the_next_unjudged_one_is_at_hand_and_the_last_is_taken_back(page: Page, book: Casebook) -> None:
    largest = max(book.view(ME).incidents().items, key=lambda line: line.claims).id
    claims = [item.id for item in book.view(ME).incident(largest).claims]
    book.judge(Person(name="omar", role="coder"), "accept", [claims[1]], why="")
    page.goto(f"/incidents/{largest}")
    page.keyboard.press("j")
    expect(page.locator(f"#{claims[0]}")).to_have_class("claim is-proposed at")
    page.keyboard.press("a")
    expect(page.locator(f"#{claims[0]}")).to_contain_text("accepted")
    expect(page.locator(f"#{claims[2]}"), "the second is judged already").to_have_class("claim is-proposed at")
    page.keyboard.press("u")
    expect(page.locator(f"#{claims[0]}")).to_contain_text("proposed")
    assert [item.kind for item in book.view(ME).claims([claims[0]])[0].judgements] == ["accept", "accept"]


def test_an_incident_leads_on_along_the_list_that_was_open(page: Page) -> None:
    page.goto("/?sort=-date")
    ids = page.locator("[data-item]").evaluate_all("items => items.map(item => item.id)")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/incidents/{ids[0]}")
    page.keyboard.press("q")
    page.wait_for_url(f"**/incidents/{ids[1]}")
    page.goto(f"/incidents/{ids[-1]}")
    page.keyboard.press("q")
    page.wait_for_url("**/?sort=-date")


def test_a_claim_is_judged_in_its_document(page: Page, book: Casebook) -> None:
    claim = next(item for item in book.view(ME).incident(book.view(ME).incidents().items[0].id).claims)
    page.goto(f"/documents/{claim.document}?claim={claim.id}")
    page.keyboard.press("a")
    expect(page.locator(f"#{claim.id}")).to_contain_text("accepted")
    page.keyboard.press("c")
    expect(page.locator("#correct")).to_contain_text("Kind, stance")
    assert book.view(ME).claims([claim.id])[0].claim is not None
