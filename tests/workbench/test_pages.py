"""Pages as a program reads them: twins, filters, judgements, accounts, double coding, and the queries they make."""

import csv
import html
import io
import json
import re
import zipfile
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from allegata.casebook import Casebook, Person
from allegata.records import quote
from allegata.workbench import Settings, create_app
from allegata.workbench.document_pages import is_media
from tests.casebook.conftest import fill
from tests.workbench.conftest import Browser

ME = Person(name="amal")


def data(browser: Browser, path: str) -> Any:
    return browser.json(path)


def incident_of(book: Casebook, place: str) -> str:
    return next(line.id for line in book.view(ME).incidents().items if place in (line.place or ""))


def test_the_queue_lists_incidents_with_reasons_and_counts_each_state(browser: Browser, book: Casebook) -> None:
    found = data(browser, "/queue.json")
    lines = book.view(ME).incidents().items
    assert [item["id"] for item in found["page"]["items"]] == [line.id for line in lines]
    assert found["backlog"]["monitored"] == len(lines)
    assert "disputed" in found["page"]["items"][0]["reasons"]
    there = [line for line in lines if "Dahyan" in (line.place or "")]
    assert data(browser, "/queue.json?place=Dahyan")["page"]["total"] == len(there) > 0
    assert data(browser, "/queue.json?grade=discounted")["page"]["items"] == []
    assert data(browser, "/queue.json?after=2022-04-01&before=2022-04-30")["page"]["total"] >= 1


def test_those_killed_or_injured_are_told_where_nobody_tells_them_apart(browser: Browser, book: Casebook) -> None:
    name = incident_of(book, "Baghouz")
    item = next(item for item in data(browser, "/queue.json")["page"]["items"] if item["id"] == name)
    assert (item["killed"]["min"], item["killed_or_injured"]["min"]) == (None, 71)
    assert "high" in item["reasons"]
    row = re.search(rf'href="/incidents/{name}".*?</li>', browser.get("/").text, re.S)
    assert row is not None
    assert "71 or more" in row[0]
    spots = data(browser, "/map.json")["spots"]
    assert any("71 or more" in spot["killed"] for spot in spots if spot["id"] == name)
    numbers = data(browser, "/numbers.json?outcome=killed_or_injured&by=place")
    assert any((line["name"], line["tally"]["low"]) == ("al-Baghouz", 71) for line in numbers["lines"])
    assert numbers["groups"] == []
    page = browser.get("/numbers?outcome=injured&by=place").text
    unknown = re.search(r'<tr><th scope="row"><a[^>]*><bdi>al-Baghouz</bdi>.*?</tr>', page, re.S)
    assert unknown is not None
    assert "<b>–</b>" in unknown[0], "unknown is never 0"


def test_a_page_and_its_twin_say_the_same(browser: Browser, book: Casebook) -> None:
    name = incident_of(book, "Dahyan")
    twin = data(browser, f"/incidents/{name}.json")
    asked = json.loads(browser.get(f"/incidents/{name}", accept="application/json").text)
    assert asked == twin
    html = browser.get(f"/incidents/{name}").text
    for view in twin["claims"]:
        assert f'id="{view["id"]}"' in html
    assert all("text" not in document for document in twin["documents"])


def test_wrong_questions_are_told_and_not_failures(browser: Browser) -> None:
    for path in ("/queue.json?page=0", "/queue.json?after=soon", "/numbers.json?by=weather", "/queue.json?sort=x"):
        assert browser.get(path).status == 422, path
    for path in ("/incidents/i-none", "/documents/d-none.json", "/claims/c-none", "/coding/a-none", "/nowhere"):
        assert browser.get(path).status == 404, path


def test_judging_shows_in_the_incident_and_is_taken_back(browser: Browser, book: Casebook) -> None:
    name = incident_of(book, "Baghouz")
    claims = book.view(ME).incident(name).claims
    counted = next(view for view in claims if view.claim is not None and view.claim.casualties)
    field = "casualties.k1.quantity"
    assert browser.post(f"/claims/{counted.id}/accept").status == 303
    assert (
        browser.post(f"/claims/{counted.id}/correct", field=field, low="70", high="70", why="as printed").status == 303
    )
    after = book.view(ME).incident(name)
    assert (after.incident.killed_or_injured.min, after.incident.killed_or_injured.max) == (70, 70)
    last = after.judgements[-1]
    assert (last.field, last.why) == (field, "as printed")
    assert browser.post("/undo", judgement=last.id).status == 303
    assert book.view(ME).incident(name).incident.killed_or_injured.min == 71
    assert browser.post(f"/claims/{counted.id}/reject", because="The reader misread it").status == 303
    assert book.view(ME).incident(name).incident.killed_or_injured.min is None


def test_a_rejected_claim_stays_where_it_was_judged(browser: Browser, book: Casebook) -> None:
    name = incident_of(book, "Baghouz")
    before = book.view(ME).incident(name)
    told = [(view.document, view.proposed.happening) for view in before.claims]
    gone = [view.id for view in before.claims if told.count((view.document, view.proposed.happening)) > 1][-1]
    assert browser.post(f"/claims/{gone}/reject", why="misread by the reader").status == 303
    after = book.view(ME).incident(name)
    assert gone not in after.incident.claims
    assert [view.id for view in after.rejected] == [gone]
    page = browser.get(f"/incidents/{name}").text
    assert f'id="{gone}"' in page
    assert page.count("misread by the reader") == 1, "in the history"
    assert browser.post("/undo", judgement=after.rejected[0].holding[-1]).status == 303
    back = book.view(ME).incident(name)
    assert gone in back.incident.claims
    assert back.rejected == ()


def test_rejecting_the_claim_that_an_incident_is_known_by_leads_to_the_others(browser: Browser, book: Casebook) -> None:
    name = incident_of(book, "Baghouz")
    first, second, *_ = book.view(ME).incident(name).incident.claims
    answer = browser.post(f"/claims/{first}/reject", why="misread", back=f"/incidents/{name}")
    now = book.view(ME).claims([second])[0].incident
    assert now not in (None, name)
    assert answer.headers["location"] == f"/incidents/{now}"
    made = book.view(ME).claims([first])[0].holding[-1]
    answer = browser.post("/undo", judgement=made, back=f"/incidents/{now}")
    assert answer.headers["location"] == f"/incidents/{name}"
    assert browser.get(f"/incidents/{name}").status == 200


@pytest.mark.parametrize(("low", "high"), [("", ""), ("x", "3"), ("9", "3"), ("-1", "3"), ("٣", "4"), ("9" * 10, "")])
def test_a_figure_that_is_none_changes_nothing(browser: Browser, book: Casebook, low: str, high: str) -> None:
    claim = next(v for v in book.view(ME).incident(incident_of(book, "Baghouz")).claims if v.proposed.casualties)
    answer = browser.post(f"/claims/{claim.id}/correct", field="casualties.k1.quantity", low=low, high=high, why="y")
    assert answer.status == 409
    assert book.view(ME).judgements([claim.id]) == ()


def test_an_incident_is_placed_dated_graded_and_moved(browser: Browser, book: Casebook) -> None:
    name = incident_of(book, "Baghouz")
    base = f"/incidents/{name}"
    assert browser.post(f"{base}/date", start="2019-03-18", end="2019-03-19", why="two letters agree").status == 303
    assert (
        browser.post(f"{base}/place", name="al-Baghouz", latitude="34.45", longitude="40.95", why="seen").status == 303
    )
    assert browser.post(f"{base}/grade", value="fair", why="two sources").status == 303
    assert browser.post(f"{base}/move", state="in research", mine="yes").status == 303
    found = book.view(ME).incident(name)
    assert found.incident.date is not None
    assert (found.incident.date.start, found.incident.date.end) == ("2019-03-18", "2019-03-19")
    assert found.incident.place is not None
    assert found.incident.place.latitude == 34.45
    assert (found.incident.grade.value, found.line.state) == ("fair", "in research")
    assert found.line.assignee
    assert browser.post(f"{base}/place", name="x", latitude="91", longitude="0", why="y").status == 409
    assert browser.post(f"{base}/date", start="2019-03-19", end="2019-03-18", why="y").status == 409
    assert browser.post(f"{base}/move", state="nowhere", why="y").status == 409


@pytest.mark.parametrize(("start", "end"), [("2019-02-30", ""), ("2019-00-10", ""), ("2019-03-18", "2019-03-32")])
def test_a_day_that_no_calendar_has_changes_nothing(browser: Browser, book: Casebook, start: str, end: str) -> None:
    name = incident_of(book, "Baghouz")
    claim = book.view(ME).incident(name).claims[0].id
    for path in (f"/incidents/{name}/date", f"/claims/{claim}/date"):
        answer = browser.post(path, start=start, end=end, why="typed wrongly")
        assert answer.status == 409, path
        assert "no day of the calendar" in answer.text
    assert book.view(ME).judgements([name, claim]) == ()
    assert book.verify().fault is None


def test_a_split_is_one_step_and_a_merge_against_it_is_warned_of(browser: Browser, book: Casebook) -> None:
    view = book.view(ME)
    name = max(view.incidents().items, key=lambda line: line.documents).id
    claims = view.incident(name).claims
    leaving = [item.id for item in claims if item.document != claims[0].document][:1]
    weighed = data(browser, f"/incidents/{name}/part.json?claims={leaving[0]}")
    assert [item["id"] for item in weighed["leaving"]] == leaving
    assert browser.post(f"/incidents/{name}/part", claims=leaving, why="another bus").status == 303
    other = view.claims(leaving)[0].incident
    assert other is not None
    assert other != view.claims([claims[0].id])[0].incident
    against = data(browser, f"/incidents/{name}/join.json?other={other}")
    assert "another bus" in {item["why"] for item in against["against"]}
    assert against["links"]
    assert browser.post(f"/incidents/{name}/join", other=other, why="no, the same").status == 409
    override = [item["id"] for item in against["against"]]
    assert browser.post(f"/incidents/{name}/join", other=other, why="the same", override=override).status == 303
    assert view.claims(leaving)[0].incident == view.claims([claims[0].id])[0].incident
    everything = [item.id for item in claims]
    assert browser.post(f"/incidents/{name}/part", claims=everything, why="y").status == 409


def test_words_that_are_typed_are_found_in_the_text(browser: Browser, book: Casebook) -> None:
    view = book.view(ME)
    line = next(item for item in view.documents().items if "al-Baghouz" in (item.title or ""))
    document = view.document(line.id).document
    assert document is not None
    fields = {
        "event": "strikes  hit a camp",
        "event_type": "airstrike",
        "killed": "hundreds of civilians",
        "killed_low": "200",
        "place": "Deir Ezzor",
        "why": "it was missed",
    }
    answer = browser.post(f"/documents/{line.id}/claims", **fields)
    assert answer.status == 303
    claim = view.claims([answer.headers["location"].partition("claim=")[2]])[0].claim
    assert claim is not None
    assert quote(document.text, claim.event.span) == "strikes hit a camp"
    assert (claim.casualties[0].quantity.low, claim.casualties[0].quantity.high) == (200, None)
    missing = browser.post(f"/documents/{line.id}/claims", **(fields | {"place": "Atlantis"}))
    assert missing.status == 409
    assert "Atlantis" in missing.text


def test_what_was_not_understood_is_on_the_documents_page(browser: Browser, book: Casebook) -> None:
    view = book.view(ME)
    line = next(item for item in view.documents().items if item.unread)
    found = data(browser, f"/documents/{line.id}.json")
    assert found["skipped_total"] == line.unread
    assert found["skipped"][0]["words"]
    assert 'class="e-skipped' in browser.get(f"/documents/{line.id}").text


def test_quoted_words_and_texts_are_folded_for_who_asks_for_it(browser: Browser, book: Casebook) -> None:
    incident = incident_of(book, "Baghouz")
    claim = book.view(ME).incident(incident).claims[0]
    paths = (f"/incidents/{incident}", f"/documents/{claim.document}", "/search?words=coalition")
    before = {path: browser.get(path).text for path in paths}
    assert all('class="fold"' not in text for text in before.values())
    assert browser.post("/preferences", fold="yes", back=paths[0]).status == 303
    for path in paths:
        text = browser.get(path).text
        for quote_of in re.findall(r'<blockquote|<div class="reading"|<p class="quote passage"', text):
            at = text.index(quote_of)
            assert text.rfind('<details class="fold">', 0, at) > text.rfind("</article>", 0, at)
        assert text.count('<details class="fold">') == len(
            re.findall(
                r'<details class="fold">(?:(?!</details>).)*<(?:blockquote|div class="reading"|p class="quote)',
                text,
                re.S,
            )
        ), path
        assert '<details class="fold">' in text
    assert browser.json(f"/incidents/{incident}.json")["incident"]
    browser.post("/preferences", fold="no", back="/")
    assert {path: 'class="fold"' in browser.get(path).text for path in paths} == dict.fromkeys(paths, False)


@pytest.mark.parametrize(
    ("address", "media"),
    [("https://a.example/x.JPG?w=1", True), ("https://a.example/film.mp4", True), ("https://a.example/jpg", False)],
)
def test_an_image_or_a_film_is_told_and_not_linked(address: str, media: bool) -> None:
    assert is_media(address) is media
    assert not is_media(None)


def test_search_marks_the_words_in_the_passage(browser: Browser) -> None:
    found = data(browser, "/search.json?words=schoolchildren")
    assert found["page"]["total"] >= 1
    html = browser.get("/search?words=schoolchildren").text
    assert re.search(r"<mark[^>]*>(<[^>]+>)*schoolchildren", html)


def test_the_map_gives_what_it_shows(browser: Browser, book: Casebook) -> None:
    spots = data(browser, "/map.json")["spots"]
    rows = list(csv.DictReader(io.StringIO(browser.get("/map.csv").text)))
    features = json.loads(browser.get("/map.geojson").text)["features"]
    assert len(spots) == len(rows) == len(features) == book.view(ME).counts().incidents
    assert {row["id"] for row in rows} == {feature["id"] for feature in features}
    narrowed = list(csv.DictReader(io.StringIO(browser.get("/map.csv?place=Dahyan").text)))
    assert 0 < len(narrowed) < len(rows)
    assert {row["place"] for row in narrowed} == {"Dahyan"}


def test_each_number_leads_to_its_incidents(browser: Browser) -> None:
    for by in ("month", "party", "grade", "type"):
        for line in data(browser, f"/numbers.json?by={by}")["lines"]:
            if line["href"]:
                listed = data(browser, line["href"].replace("/?", "/queue.json?"))["page"]["total"]
                assert listed == line["tally"]["incidents"], line


def test_what_a_codebook_cannot_hold_is_told_before_it_is_exported(browser: Browser) -> None:
    page = browser.get("/export").text
    books = {book["name"]: book for book in data(browser, "/export.json")["books"]}
    assert books["ucdp-ged"]["loses"]["injured"] == "GED counts deaths only"
    for book in books.values():
        for reason in (*book["loses"].values(), *book["partly"].values()):
            assert html.escape(reason, quote=False) in page.replace("&#39;", "'").replace("&#34;", '"')


def test_an_export_is_what_was_judged_and_is_logged(browser: Browser, book: Casebook) -> None:
    answer = browser.post("/export", codebook="csv")
    assert answer.status == 200
    with zipfile.ZipFile(io.BytesIO(answer.response.content)) as archive:  # type: ignore[attr-defined]
        names = archive.namelist()
    assert any(name.endswith(".csv") for name in names)
    assert browser.post("/export", codebook="../etc").status == 404
    assert book.verify().fault is None


def test_restricted_documents_are_withheld_everywhere(
    app: FastAPI, book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allegata.workbench.access import Viewer

    view = book.view(ME)
    line = next(item for item in view.documents().items if "al-Baghouz" in (item.title or ""))
    claim = next(item for item in view.document(line.id).claims if item.incident)
    incident = claim.incident
    book.restrict(ME, "document", line.id, why="a witness asked")
    outsider = Person(name="omar", role="admin", restricted=False)
    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda request: Viewer(outsider, True))
    browser = Browser(app)
    for path in (
        f"/documents/{line.id}",
        f"/claims/{claim.id}",
        f"/incidents/{incident}.json",
        f"/claims/{claim.id}/correct",
    ):
        assert browser.get(path).status == 404, path
    for path in (
        "/queue.json",
        "/documents.json",
        "/search.json?words=Baghouz",
        "/map.json",
        "/map.csv",
        "/numbers.json",
        "/log.json",
    ):
        assert line.id not in browser.get(path).text, path
        assert "Baghouz" not in browser.get(path).text.replace('"words":"Baghouz"', ""), path
    assert "Baghouz" not in str(zipped_texts(browser))


def zipped_texts(browser: Browser) -> list[bytes]:
    answer = browser.post("/export", codebook="csv")
    with zipfile.ZipFile(io.BytesIO(answer.response.content)) as archive:  # type: ignore[attr-defined]
        return [archive.read(name) for name in archive.namelist()]


def test_accounts_close_the_door_behind_the_first(app: FastAPI, book: Casebook) -> None:
    browser = Browser(app)
    assert browser.post("/accounts", name="amal", password="a long password", role="coder").status == 409
    assert browser.post("/accounts", name="amal", password="a long password", role="admin").status == 303
    assert browser.get("/").status == 303
    stranger = Browser(app)
    page = stranger.get("/sign-in").text
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token is not None
    wrong = stranger.post("/sign-in", token=token[1], name="amal", password="wrong")
    assert wrong.status == 401
    right = stranger.post("/sign-in", token=token[1], name="amal", password="a long password", back="/log")
    assert (right.status, right.headers["location"]) == (303, "/log")
    assert stranger.get("/").status == 200
    assert stranger.json("/session.json")["name"] == "amal"
    assert stranger.post("/accounts", name="omar", password="another password", role="reader").status == 303
    assert stranger.post("/accounts", name="amal", role="reader").status == 409
    assert stranger.post("/sign-out").status == 303
    assert stranger.get("/").status == 303


def test_a_login_is_slowed_down_after_failures(app: FastAPI, book: Casebook) -> None:
    book.set_account(ME, "amal", password="a long password", role="admin")
    browser = Browser(app)
    token = re.search(r'name="csrf" value="(\w+)"', browser.get("/sign-in").text)
    assert token is not None
    told = [browser.post("/sign-in", token=token[1], name="amal", password=f"guess {n}").status for n in range(7)]
    assert told[:5] == [401] * 5
    assert told[-1] == 429
    assert browser.post("/sign-in", token=token[1], name="amal", password="a long password").status == 429


def test_two_code_blind_and_a_third_decides(book: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    from allegata.workbench.access import Viewer

    people = {
        "amal": Person(name="amal", role="reviewer"),
        "noor": Person(name="noor", role="coder"),
        "omar": Person(name="omar", role="coder"),
    }
    now = {"who": "amal"}
    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda request: Viewer(people[now["who"]], True))
    browser = Browser(create_app(book, Settings()))
    view = book.view(people["amal"])
    document = next(
        item for item in view.documents().items if item.claims > 1 and "al-Baghouz" in (item.title or "")
    ).id
    assert browser.post("/coding", documents=document, first="noor", second="omar").status == 303
    claim = next(item for item in view.document(document).claims if item.claim and item.claim.casualties)
    for who, kind in (("noor", "shelling"), ("omar", "bombing")):
        now["who"] = who
        mine = data(browser, "/coding.json")["assignments"]
        assert [item["coder"] for item in mine] == [who]
        name = mine[0]["id"]
        fields = {"field": "event.type", "value": kind, "why": "read it", "assignment": name}
        assert browser.post(f"/claims/{claim.id}/correct", **fields).status == 303
        assert browser.get(f"/coding/{name}").status == 200
        assert browser.get("/adjudication/b-1").status == 403
        assert browser.post(f"/coding/{name}/finish").status == 303
        assert browser.post(f"/claims/{claim.id}/correct", **fields).status == 409
    assert book.view(ME).claims([claim.id])[0].claim == claim.claim
    now["who"] = "amal"
    pair = data(browser, "/coding.json")["pairs"][0]
    differing = {item["field"]: item["differences"] for item in data(browser, "/coding.json")["agreement"]}
    assert differing["event type"] == 1
    differs = data(browser, f"/adjudication/{pair}.json")["differences"]
    keep = differs[0]["judgements"][0]
    assert browser.post(f"/adjudication/{pair}", keep=keep, why="noor is right").status == 303
    held = book.view(ME).claims([claim.id])[0].claim
    assert held is not None
    assert held.event.type == differs[0]["values"][0]


def queries_of(browser: Browser, book: Casebook, path: str) -> int:
    seen: list[str] = []

    def count(*arguments: Any) -> None:
        seen.append(arguments[2])

    event.listen(book._engine, "before_cursor_execute", count)
    try:
        assert browser.get(path).status == 200, path
    finally:
        event.remove(book._engine, "before_cursor_execute", count)
    return len(seen)


def test_a_place_is_looked_up_in_blind_coding_and_counts_for_nothing_yet(
    book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allegata.workbench.access import Viewer

    rita = Person(name="rita", role="reviewer", restricted=True)
    name = incident_of(book, "Baghouz")
    claim = next(view for view in book.view(ME).incident(name).claims if view.proposed.places)
    mine, other = book.assign(rita, [claim.document], ("amal", "omar"))
    people = {"amal": mine, "omar": other}
    whose = "amal"
    monkeypatch.setattr(
        "allegata.workbench.app.viewer_of",
        lambda request: Viewer(Person(name=whose, role="coder", restricted=True), True),
    )
    browser = Browser(create_app(book, Settings()))
    correct = browser.get(f"/claims/{claim.id}/correct?assignment={mine.id}").text
    page = f"/claims/{claim.id}/place?assignment={mine.id}"
    assert page.replace("&", "&amp;") in correct
    assert f'name="assignment" value="{mine.id}"' in browser.get(f"{page}&look=Raqqa").text
    offered = data(browser, f"/claims/{claim.id}/place.json?assignment={mine.id}&look=Raqqa")["offered"]
    assert offered
    sent = {"pick": "0", "look": "Raqqa", "why": "the letter names it", "assignment": mine.id}
    assert browser.post(f"/claims/{claim.id}/place", **sent).status == 303
    now = data(browser, f"/claims/{claim.id}/place.json?assignment={mine.id}")["now"]
    assert now["name"] == offered[0]["place"]["name"]
    assert book.view(rita).judgements([claim.id]) == ()
    assert browser.get(f"/claims/{claim.id}/place?assignment={other.id}").status == 404
    whose = "omar"
    theirs = data(browser, f"/claims/{claim.id}/place.json?assignment={people['omar'].id}")["now"]
    assert theirs["name"] != now["name"]


def test_no_page_asks_more_of_the_database_when_there_is_more_in_it(
    browser: Browser, book: Casebook, example_readings: list[Any], tmp_path: Any
) -> None:
    few_path = tmp_path / "few.db"
    with Casebook.create(few_path, by="amal") as few:
        fill(few, example_readings[4:6])
        small = Browser(create_app(few, Settings()))
        for path in (
            "/",
            "/documents",
            "/search?words=civilians",
            "/map",
            "/numbers",
            "/numbers?by=party",
            "/log",
            "/coding",
        ):
            assert queries_of(browser, book, path) == queries_of(small, few, path), path
        many, one = (
            max(book.view(ME).incidents().items, key=lambda line: line.claims),
            min(few.view(ME).incidents().items, key=lambda line: line.claims),
        )
        assert queries_of(browser, book, f"/incidents/{many.id}") == queries_of(small, few, f"/incidents/{one.id}")
        documents = [sorted(b.view(ME).documents().items, key=lambda d: d.claims) for b in (book, few)]
        assert queries_of(browser, book, f"/documents/{documents[0][-1].id}") == queries_of(
            small, few, f"/documents/{documents[1][0].id}"
        )


def test_the_api_is_described(browser: Browser) -> None:
    schema = json.loads(browser.get("/api/openapi.json").text)
    assert "/queue.json" in schema["paths"]
    assert "/claims/{name}/accept" in schema["paths"]
    assert "/incidents/{name}.json" in schema["paths"]
    html = browser.get("/api").text
    assert "/map.geojson" in html
