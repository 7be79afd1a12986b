"""Custody on its pages: the chain and its verification, restricting, erasing, a manifest, and who may do so."""

import io
import itertools
import json
import zipfile

import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine, text

from allegata.casebook import Casebook, Person
from allegata.casebook.chain import Entry
from allegata.workbench import Settings, create_app
from allegata.workbench.access import Viewer
from tests.workbench.conftest import Browser

ME = Person(name="amal")


def as_person(monkeypatch: pytest.MonkeyPatch, person: Person) -> None:
    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda _: Viewer(person, account=True))


def test_the_chain_is_listed_entry_by_entry_and_each_hash_follows(browser: Browser, book: Casebook) -> None:
    claim = book.view(ME).incident(book.view(ME).incidents().items[0].id).claims[0].id
    browser.post(f"/claims/{claim}/accept")
    first = browser.json("/log/chain.json")
    page = first["page"]
    entries = list(page["items"])  # type: ignore[index]
    for number in range(2, page["count"] + 1):  # type: ignore[index]
        entries += browser.json(f"/log/chain.json?page={number}")["page"]["items"]  # type: ignore[index]
    assert [item["n"] for item in entries] == list(range(len(entries), 0, -1))
    for newer, older in itertools.pairwise(entries):
        assert newer["previous"] == older["hash"]
        kept = {name: newer[name] for name in ("n", "at", "by", "kind", "about", "body", "previous")}
        assert Entry(**kept).hash() == newer["hash"]
    assert first["chain"]["head"]["hash"] == entries[0]["hash"]  # type: ignore[index]
    assert entries[0]["kind"] == "judgement"
    only = browser.json("/log/chain.json?kind=judgement")["page"]["items"]  # type: ignore[index]
    assert [item["n"] for item in only] == [entries[0]["n"]]
    assert entries[0]["hash"] in browser.get("/log/chain").text


def test_verifying_tells_the_first_thing_that_does_not_hold(browser: Browser, book: Casebook) -> None:
    good = browser.post("/log/verify")
    assert (good.status, "Everything holds" in good.text) == (200, True)
    engine = create_engine(f"sqlite:///{book.place.file}")
    with engine.begin() as connection:
        connection.execute(text("update documents set title = 'x' where n = 1"))
    engine.dispose()
    bad = browser.post("/log/verify")
    assert (bad.status, "This does not hold" in bad.text) == (200, True)
    assert book.verify().fault.what in bad.text  # type: ignore[union-attr]


def test_a_source_and_a_document_are_restricted_and_let_go_again(browser: Browser, book: Casebook) -> None:
    document = book.view(ME).documents().items[0]
    form = {"kind": "document", "name": document.id, "why": "a witness could be known by it"}
    assert browser.post("/restrict", **form).status == 409
    assert browser.post("/restrict", **form, confirm="yes").status == 303
    assert book.view(ME).document(document.id).line.restricted
    listed = browser.json("/custody.json")["restrictions"]
    assert isinstance(listed, list)
    assert len(listed) == 1
    now = listed[0]
    assert (now["name"], now["why"]) == (document.id, form["why"])
    assert form["why"] in browser.get(f"/documents/{document.id}/custody").text
    assert form["why"] in browser.get("/log/chain?kind=restriction").text
    assert browser.post("/restrict", **{**form, "lift": "yes", "confirm": "yes"}).status == 303
    assert browser.json("/custody.json")["restrictions"] == []
    source = next(line.publisher for line in book.view(ME).documents().items if line.publisher)
    browser.post("/restrict", kind="source", name=source, why="at risk", confirm="yes")
    mine = list(book.view(ME).documents(publisher=source).items)
    assert mine
    assert all(line.restricted for line in mine)


def test_a_document_is_erased_only_when_its_id_is_typed_again(browser: Browser, book: Casebook) -> None:
    name = book.view(ME).documents().items[0].id
    told = browser.get(f"/documents/{name}/custody").text
    assert "Nobody can bring it back" in told
    for confirm in ("", "yes", "d-other"):
        assert browser.post(f"/documents/{name}/erase", why="asked to", confirm=confirm).status == 409
    assert browser.post(f"/documents/{name}/erase", why=" ", confirm=name).status in (409, 422)
    assert book.view(ME).document(name).document is not None
    assert browser.post(f"/documents/{name}/erase", why="asked to", confirm=name).status == 303
    assert book.view(ME).document(name).document is None
    assert "asked to" in browser.get(f"/documents/{name}/custody").text
    assert "Everything holds" in browser.post("/log/verify").text


def test_a_manifest_is_given_and_logged(browser: Browser, book: Casebook) -> None:
    answer = browser.post("/manifest")
    assert answer.status == 200
    with zipfile.ZipFile(io.BytesIO(answer.response.content)) as archive:  # type: ignore[attr-defined]
        told = json.loads(archive.read("manifest/manifest.json"))
        records = archive.read("manifest/records.tsv").decode()
    assert told["records"] == records.count("\n") > 0
    assert book.verify().fault is None
    logged = browser.json("/log/chain.json?kind=export")["page"]["items"]  # type: ignore[index]
    assert [item["about"] for item in logged] == ["manifest"]


def test_custody_is_not_for_everybody(book: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    app: FastAPI = create_app(book, Settings())
    name = book.view(ME).documents().items[0].id
    people = (Person(name="rita", role="reviewer", restricted=False), Person(name="omar", role="coder"))
    for person in people:
        as_person(monkeypatch, person)
        browser = Browser(app)
        for path in ("/log/chain", "/log/chain.json", "/custody", f"/documents/{name}/custody"):
            assert browser.get(path).status == 403, (person, path)
        for path in ("/log/verify", "/manifest", f"/documents/{name}/erase"):
            assert browser.post(path, why="x", confirm=name).status == 403, (person, path)
        assert "/log/chain" not in browser.get("/log").text
    assert book.view(ME).document(name).document is not None
