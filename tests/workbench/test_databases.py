"""The workbench's search and lists on each kind of database."""

import re

import pytest

from allegata.casebook import Casebook
from allegata.reading import Reader
from allegata.workbench import Settings, create_app
from tests.casebook.conftest import fill
from tests.casebook.dispatches import documents
from tests.casebook.places import Where
from tests.workbench.conftest import Browser


@pytest.fixture
def told(where: Where, reader: Reader) -> Casebook:
    """A casebook of dispatches in several scripts."""
    book = where.create()
    fill(book, list(reader.read_many(documents())))
    return book


def test_words_of_any_script_are_found_and_marked(told: Casebook) -> None:
    with told:
        browser = Browser(create_app(told, Settings()))
        for words, marked in (
            ("ادلب", "إدلب"),
            ("المستشفي", "المستشفى"),
            ("ХАРЬК", "Харькове"),
            ("еще снаряд", "снаряд"),
            ("warplan", "warplanes"),
            ('"market in Idlib"', "market in Idlib"),
        ):
            page = browser.json(f"/search.json?words={words}")["page"]
            assert page["total"] > 0, words  # type: ignore[index]
            html = browser.get(f"/search?words={words}").text
            assert marked in re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL) or marked in html, words
        assert browser.json("/search.json?words=nowhere")["page"]["total"] == 0  # type: ignore[index]
        for odd in ("'; drop table documents --", "a:* & | !", "((", "\\", "%", "🜂"):
            assert browser.get("/search", accept="text/html").status == 200
            assert browser.client.get("/search", params={"words": odd}).status_code == 200, odd


def test_lists_are_sorted_and_filtered_alike(told: Casebook) -> None:
    """Names are compared by the program's own folding, so that no collation of a server changes what is found."""
    with told:
        browser = Browser(create_app(told, Settings()))
        assert [item["line"]["place"] for item in browser.json("/queue.json?place=IDLIB")["page"]["items"]] == ["Idlib"]  # type: ignore[index]
        whole = browser.json("/queue.json")["page"]["total"]  # type: ignore[index]
        for sort in ("need", "date", "-date", "killed", "place", "sources", "id"):
            items = browser.json(f"/queue.json?sort={sort}")["page"]["items"]  # type: ignore[index]
            assert len({item["id"] for item in items}) == whole, sort
        listed = [item["title"] for item in browser.json("/documents.json")["page"]["items"]]  # type: ignore[index]
        assert len(listed) == 7
        assert browser.json("/map.json")["total"] >= 3  # type: ignore[operator]
