"""Double coding on screen: who decides sees words, values and reasons, and only what was chosen counts."""

import html
import re

import pytest

from allegata.casebook import Casebook, ClaimView, Person
from allegata.workbench import Settings, create_app
from allegata.workbench.access import Viewer
from tests.workbench.conftest import Browser

RITA = Person(name="rita", role="reviewer", restricted=True)
NOOR = Person(name="noor", role="coder", restricted=True)
OMAR = Person(name="omar", role="coder", restricted=True)


@pytest.fixture
def counted(book: Casebook) -> ClaimView:
    """A claim with a count, that two have coded blind: noor took it as read, omar corrected kind and figure."""
    view = book.view(RITA)
    incident = next(line.id for line in view.incidents().items if line.place == "Kramatorsk")
    claim = next(item for item in view.incident(incident).claims if item.claim and item.claim.casualties)
    for item in book.assign(RITA, [claim.document], ("noor", "omar")):
        if item.coder == "noor":
            book.judge(NOOR, "accept", [claim.id], why="", assignment=item.id)
            book.finish(NOOR, item.id)
            continue
        assert claim.claim is not None
        quantity = f"casualties.{claim.claim.casualties[0].id}.quantity"
        new = {"kind": "between", "low": 41, "high": 59}
        book.judge(OMAR, "correct", [claim.id], field=quantity, new=new, why="two lists", assignment=item.id)
        book.judge(OMAR, "correct", [claim.id], field="event.type", new="shelling", why="by guns", assignment=item.id)
        book.finish(OMAR, item.id)
    return claim


@pytest.fixture
def reviewer(book: Casebook, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The browser of the one who decides."""
    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda request: Viewer(RITA, True))
    return Browser(create_app(book, Settings()))


def shown(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_who_decides_sees_words_values_and_reasons(reviewer: Browser, book: Casebook, counted: ClaimView) -> None:
    pair = book.view(RITA).assignments()[0].pair
    page = reviewer.get(f"/adjudication/{pair}").text
    words = shown(page)
    assert counted.claim is not None
    assert counted.claim.casualties[0].quantity.words in words
    assert "omar : at least 41 , at most 59 “ two lists ”".casefold() in words.casefold()
    assert "omar : shelling “ by guns ”" in words
    assert "noor : missile attack" in words
    titles = reviewer.json("/coding.json")["titles"]
    assert isinstance(titles, dict)
    assert titles[counted.document] in shown(reviewer.get("/coding").text)


def test_only_the_value_that_was_chosen_counts(reviewer: Browser, book: Casebook, counted: ClaimView) -> None:
    pair = book.view(RITA).assignments()[0].pair
    page = reviewer.get(f"/adjudication/{pair}").text
    choices: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="radio" name="(keep-\d+)" value="([^"]*)"', page):
        choices.setdefault(name, []).append(value)
    kind, figure = choices.values()
    assert [len(kind), len(figure)] == [3, 3], "of the two, or neither"
    assert kind[0] == figure[0] != "", "to take a claim as read is to let all its values stand"
    sent = dict(zip(choices, (kind[0], figure[1]), strict=True))
    assert reviewer.post(f"/adjudication/{pair}", why="the list is newer", **sent).status == 303
    held = book.view(RITA).claims([counted.id])[0].claim
    assert held is not None
    assert counted.claim is not None
    quantity = held.casualties[0].quantity
    assert (held.event.type, quantity.low, quantity.high) == (counted.claim.event.type, 41, 59)


def test_blind_a_claim_is_corrected_beside_its_words_and_taken_back(
    book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = next(line.id for line in book.view(RITA).documents().items if line.claims > 1)
    mine = next(item for item in book.assign(RITA, [document], ("noor", "omar")) if item.coder == "noor")
    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda request: Viewer(NOOR, True))
    browser = Browser(create_app(book, Settings()))
    claim = book.view(NOOR).coding(mine.id).claims[0]
    correct = browser.get(f"/claims/{claim.id}/correct?assignment={mine.id}").text
    assert claim.proposed.event.words in shown(correct)
    back = f"/coding/{mine.id}"
    assert browser.post(f"/claims/{claim.id}/reject", because="misread", assignment=mine.id, back=back).status == 303
    page = browser.get(back).text
    assert "rejected" in page
    taken = re.search(r'name="judgement" value="(j-[^"]+)"', page)
    assert taken is not None
    assert browser.post("/undo", judgement=taken[1], back=back).status == 303
    assert book.view(NOOR).coding(mine.id).claims[0].claim is not None


def test_a_document_leads_to_giving_it_to_two(reviewer: Browser, book: Casebook) -> None:
    book.set_account(RITA.__class__(name="root", role="admin"), "noor", password="a long password", role="admin")
    document = book.view(RITA).documents().items[0].id
    assert f'href="/coding?documents={document}#assign"' in reviewer.get(f"/documents/{document}").text
    page = reviewer.get(f"/coding?documents={document}").text
    assert f">{document}</textarea>" in page
    assert '<option value="noor">' in page
