"""Two people judge at once: nobody overrides the other unseen, and an open page tells what another decided."""

import html
import re

import pytest
from playwright.sync_api import expect

from allegata.casebook import Casebook, ClaimView, Person, StaleError
from allegata.casebook.meanwhile import newest
from allegata.workbench.show import ago
from allegata.workbench.words import words
from tests.workbench.browsing import browser as chromium
from tests.workbench.browsing import needs_browser, needs_islands, patient, served
from tests.workbench.conftest import Browser

ME = Person(name="amal", role="admin", restricted=True)
OMAR = Person(name="omar", role="coder", restricted=True)


@pytest.fixture
def claim(book: Casebook) -> ClaimView:
    """A claim of the largest incident, not judged yet."""
    view = book.view(ME)
    incident = max(view.incidents().items, key=lambda line: line.claims)
    return next(item for item in view.incident(incident.id).claims if item.claim and item.claim.casualties)


def seen_on(page: str, action: str) -> str:
    """Return what a form of a page says that it had shown."""
    form = page[page.index(f'action="{action}"') :]
    found = re.search(r'name="seen" value="([^"]*)"', form[: form.index("</form>")])
    assert found is not None, action
    return found[1]


def test_a_page_that_was_overtaken_tells_by_whom_and_asks(browser: Browser, book: Casebook, claim: ClaimView) -> None:
    action = f"/claims/{claim.id}/accept"
    seen = seen_on(browser.get(f"/incidents/{claim.incident}").text, action)
    book.judge(OMAR, "reject", [claim.id], why="it tells of <another> street")
    answer = browser.post(action, seen=seen, back=f"/incidents/{claim.incident}")
    assert answer.status == 409
    told = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
    assert "omar just now : rejected · “ it tells of <another> street ”" in told
    assert [item.kind for item in book.view(ME).claims([claim.id])[0].judgements] == ["reject"]
    again = seen_on(answer.text, action)
    assert browser.post(action, seen=again, back="/").status == 303
    assert book.view(ME).claims([claim.id])[0].judgements[0].by == "omar"
    assert len(book.view(ME).claims([claim.id])[0].judgements) == 2


def test_what_was_typed_is_sent_again_when_it_holds_all_the_same(
    browser: Browser, book: Casebook, claim: ClaimView
) -> None:
    action = f"/claims/{claim.id}/correct"
    assert claim.claim is not None
    field = f"casualties.{claim.claim.casualties[0].id}.quantity"
    form = browser.get(action).text
    book.judge(OMAR, "correct", [claim.id], field="stance", new="reports", why="heard from others")
    typed = {"field": field, "low": "61", "high": "64", "why": "the “list” says <so>"}
    answer = browser.post(action, seen=seen_on(form, action), **typed)
    assert answer.status == 409
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text))
    assert {name: html.unescape(fields[name]) for name in typed} == typed
    sent = {name: html.unescape(value) for name, value in fields.items() if name != "csrf"}
    assert browser.post(action, **sent).status == 303
    last = book.view(ME).claims([claim.id])[0].judgements[-1]
    assert (last.new["low"], last.new["high"], last.why) == (61, 64, typed["why"])


def test_undoing_is_news_too_and_ones_own_judgements_are_not(
    browser: Browser, book: Casebook, claim: ClaimView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allegata.workbench.signing_in.user_of_machine", lambda: "amal")
    action = f"/claims/{claim.id}/reject"
    assert browser.post(f"/claims/{claim.id}/accept", seen="none").status == 303
    assert browser.post(action, seen="none", because="It repeats another claim").status == 303, "one's own other page"
    mine = book.view(ME).claims([claim.id])[0]
    book.undo(OMAR, mine.holding[-1], why="it does not repeat it")
    answer = browser.post(action, seen=newest(mine.judgements), because="It repeats another claim")
    assert answer.status == 409
    assert "took back:" in answer.text


def test_on_an_incident_the_same_kind_is_news_and_steps_are(browser: Browser, book: Casebook, claim: ClaimView) -> None:
    base = f"/incidents/{claim.incident}"
    page = browser.get(base).text
    book.judge(OMAR, "grade", [str(claim.incident)], new="contested", why="two parties are named")
    book.move(OMAR, str(claim.incident), state="in research", assignee="omar", why="")
    dated = {"start": "2022-04-08", "why": "the day of the report", "seen": seen_on(page, f"{base}/date")}
    assert browser.post(f"{base}/date", **dated).status == 303
    graded = browser.post(f"{base}/grade", value="fair", why="two voices", seen=seen_on(page, f"{base}/grade"))
    assert graded.status == 409
    taken = browser.post(f"{base}/move", mine="yes", seen=seen_on(page, f"{base}/move"))
    assert taken.status == 409
    assert "omar is on it" in taken.text
    assert book.view(ME).incident(str(claim.incident)).line.assignee == "omar"
    assert browser.post(f"{base}/move", mine="yes", seen=seen_on(taken.text, f"{base}/move")).status == 303


def test_data_says_it_in_one_line(book: Casebook, browser: Browser, claim: ClaimView) -> None:
    book.judge(OMAR, "accept", [claim.id], why="")
    with pytest.raises(StaleError, match=r"omar judged it on .* \(accept\)") as caught:
        book.judge(ME, "reject", [claim.id], why="misread", seen="")
    assert caught.value.seen == caught.value.since[-1].id
    assert book.judge(ME, "reject", [claim.id], why="misread", seen=caught.value.seen).kind == "reject"
    assert book.judge(OMAR, "reject", [claim.id], why="who does not say what was shown is not asked").by == "omar"
    browser.json("/session.json")


def test_what_is_withheld_is_not_told_by_asking(book: Casebook, claim: ClaimView) -> None:
    lee = Person(name="lee", role="coder", restricted=False)
    book.judge(OMAR, "grade", [str(claim.incident)], new="weak", why="a reason that nobody else may read")
    documents = book.view(ME).incident(str(claim.incident)).document_ids
    book.restrict(ME, "document", documents[-1], why="he fears for his life")
    view = book.view(lee)
    (left,) = [line.id for line in view.incidents().items if line.place == "Kramatorsk"]
    book.judge(lee, "grade", [left], new="fair", why="as read", seen="")
    assert view.judgements([left]) == (), "of an incident in part withheld, no judgement is shown"
    assert [item.by for item in book.view(ME).judgements([left])][-1] == "lee"


def test_an_open_page_asks_what_others_decided(browser: Browser, book: Casebook, claim: ClaimView) -> None:
    base = f"/incidents/{claim.incident}"
    asked = re.search(r'hx-get="(/incidents/[^"]+/meanwhile\?after=[^"&]*)[^"]*"', browser.get(base).text)
    assert asked is not None
    assert "meanwhile-content" in browser.get(asked[1]).text
    assert "omar" not in browser.get(asked[1]).text
    book.judge(OMAR, "accept", [claim.id], why="as the words say")
    assert "as the words say" in browser.get(asked[1]).text
    later = re.search(r'hx-get="(/incidents/[^"]+/meanwhile\?after=[^"&]*)[^"]*"', browser.get(base).text)
    assert later is not None
    assert "as the words say" not in browser.get(later[1]).text
    steps = browser.json(asked[1].replace("/meanwhile?", "/meanwhile.json?"))["steps"]
    assert [step["by"] for step in steps] == ["omar"]  # type: ignore[attr-defined]


def test_how_long_ago_is_told_within_the_hour() -> None:
    from datetime import UTC, datetime

    now = datetime(2024, 3, 12, 10, 30, tzinfo=UTC)
    told = [
        ago(words("en"), at, now) for at in ("2024-03-12T10:29:31.5Z", "2024-03-12T10:12:00Z", "2024-03-12T09:30:00Z")
    ]
    assert told == ["just now", "18 min ago", "2024-03-12 09:30"]


@needs_browser
@needs_islands
def test_by_key_the_question_stands_in_the_page_and_mine_may_hold(book: Casebook, claim: ClaimView) -> None:
    with served(book) as address, chromium() as found:
        page = patient(found.new_page())
        page.goto(f"{address}/incidents/{claim.incident}")
        book.judge(OMAR, "reject", [claim.id], why="misread")
        card = page.locator(f"#{claim.id}")
        card.focus()
        page.keyboard.press("a")
        expect(page.get_by_role("alert")).to_contain_text("omar")
        expect(page.get_by_role("link", name="Look at it first")).to_be_focused()
        page.get_by_role("button", name="Mine holds all the same").click()
        expect(page.locator(f"#{claim.id}")).to_contain_text("accepted")


@needs_browser
@needs_islands
def test_an_open_page_shows_what_others_decide(book: Casebook, claim: ClaimView) -> None:
    with served(book) as address, chromium() as found:
        page = patient(found.new_page())
        page.goto(f"{address}/incidents/{claim.incident}")
        page.wait_for_load_state("networkidle")
        book.judge(OMAR, "reject", [claim.id], why="misread")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as on coming back to the page
        expect(page.locator("#meanwhile")).to_contain_text("omar")
        page.get_by_role("link", name="Show it as it stands now").click()
        expect(page.locator(".history")).to_contain_text("misread")
        expect(page.locator("#meanwhile")).to_be_empty()
