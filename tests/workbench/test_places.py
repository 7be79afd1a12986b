"""Places and dates that a person sets, the queue's live counts, and the work lists beside it."""

import msgspec
import pytest
from sqlalchemy import event

from allegata.casebook import Casebook, Person
from allegata.reading import Reading, Settings
from tests.workbench.conftest import Browser

ME = Person(name="amal")


def baghouz(book: Casebook) -> str:
    return next(line.id for line in book.view(ME).incidents().items if "Baghouz" in (line.place or ""))


def test_a_place_is_chosen_from_the_gazetteer(browser: Browser, book: Casebook) -> None:
    name = baghouz(book)
    found = browser.json(f"/incidents/{name}/place.json?look=Palmyra")
    offered = found["offered"]
    assert isinstance(offered, list)
    picked = next(item for item in offered if item["place"]["country"] == "SY")
    assert "Syria" in picked["within"]
    html = browser.get(f"/incidents/{name}/place?look=Palmyra").text
    assert picked["within"].split(",")[0] in html
    country = (found["now"] or {}).get("country") or ""  # type: ignore[attr-defined]
    given = {"pick": picked["number"], "look": "Palmyra", "country": country, "why": "the second letter says so"}
    assert browser.post(f"/incidents/{name}/place", **given).status == 303
    place = book.view(ME).incident(name).incident.place
    assert place is not None
    for field in ("latitude", "longitude", "geonames", "precision"):
        assert getattr(place, field) == picked["place"][field], field
    assert place.resolved
    assert place.geonames is not None
    assert browser.post(f"/incidents/{name}/place", **{**given, "pick": "99"}).status == 409
    assert browser.post(f"/incidents/{name}/place", why="x").status == 409
    assert "no place named" in browser.get(f"/incidents/{name}/place?look=Qqxzzyq").text


def test_a_claims_place_and_date_are_set_and_its_words_stay(browser: Browser, book: Casebook) -> None:
    view = book.view(ME).incident(baghouz(book)).claims[0]
    before = next((place for place in view.proposed.places if place.role == "event"), None)
    base = f"/claims/{view.id}"
    assert browser.post(f"{base}/date", start="2019-03-18", end="2019-03-19", why="told by both").status == 303
    typed = {"name": "al-Baghouz", "latitude": "34.45", "longitude": "40.95", "precision": "village", "why": "seen"}
    assert browser.post(f"{base}/place", **typed).status == 303
    (after,) = book.view(ME).claims([view.id])
    assert after.claim is not None
    assert after.claim.time is not None
    assert (after.claim.time.start, after.claim.time.end, after.claim.time.precision) == (
        "2019-03-18",
        "2019-03-19",
        "days",
    )
    place = next(place for place in after.claim.places if place.role == "event")
    assert (place.name, place.latitude, place.precision) == ("al-Baghouz", 34.45, "village")
    if before is not None:
        assert (place.words, place.span) == (before.words, before.span)
    assert browser.post(f"{base}/date", start="2019-03-19", end="2019-03-18", why="x").status == 409
    assert 'name="start"' in browser.get(f"{base}/correct").text


def test_the_queues_counts_are_asked_for_by_one_query(browser: Browser, book: Casebook) -> None:
    page = browser.get("/?grade=weak").text
    assert 'hx-get="/queue/counts?grade=weak"' in page
    queue = browser.json("/queue.json?grade=weak")
    made: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "incidents" in statement:
            made.append(statement)

    event.listen(book._engine, "before_cursor_execute", count)
    try:
        counts = browser.json("/queue/counts.json?grade=weak")
    finally:
        event.remove(book._engine, "before_cursor_execute", count)
    assert (counts["backlog"], counts["all"]) == (queue["backlog"], queue["all"])
    assert len(made) == 1


def test_what_is_read_otherwise_than_judged_is_on_the_work_list(
    browser: Browser, book: Casebook, example_readings: list[Reading]
) -> None:
    assert '<a href="/waiting">' in browser.get("/").text
    assert browser.json("/waiting.json")["disagreements_total"] == 0
    reading = next(item for item in example_readings if item.claims)
    first, *rest = reading.claims
    browser.post(f"/claims/{first.id}/correct", field="stance", value="reports", why="heard by the reporter")
    words = msgspec.structs.replace(first.event, type="other")
    newer = msgspec.structs.replace(first, id="c-newer", event=words)
    book.reread(
        msgspec.structs.replace(reading, claims=(newer, *rest), communications=()),
        Settings(model="another"),
        by="amal",
    )
    book.refresh()
    found = browser.json("/waiting.json")
    assert isinstance(found["disagreements"], list)
    item = found["disagreements"][0]
    assert found["disagreements_total"] == 1
    assert (item["claim"]["id"], [claim["id"] for claim in item["now"]]) == (first.id, ["c-newer"])
    assert "/claims/c-newer/accept" in browser.get("/waiting").text
    assert browser.post("/claims/c-newer/accept", back="/waiting").status == 303


@pytest.mark.parametrize("look", ["", " ", "x" * 200, "%00", "../../etc"])
def test_any_name_may_be_looked_up(browser: Browser, book: Casebook, look: str) -> None:
    assert browser.get(f"/incidents/{baghouz(book)}/place.json?look={look}").status == 200
