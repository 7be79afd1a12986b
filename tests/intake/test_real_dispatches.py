"""The real dispatches that the project was begun on, where a checkout has them beside it."""

from pathlib import Path

import pytest

from allegata.intake import take_in
from allegata.records import Document, quote

FOLDER = Path(__file__).parents[3] / "shared" / "dispatches"


@pytest.fixture
def documents() -> list[Document]:
    if not FOLDER.is_dir():
        pytest.skip(
            "the real dispatches are not part of the project; put them into ../shared/dispatches to run this test"
        )
    items = list(take_in([FOLDER]))
    assert all(isinstance(item, Document) for item in items)
    return [item for item in items if isinstance(item, Document)]


def test_two_articles_by_two_agencies(documents: list[Document]) -> None:
    first, second = documents[:2]
    assert (first.authors, first.publisher, first.dateline_place, first.dateline_agency) == (
        ("Hamda Mustafa",),
        "SyriaTimes",
        "DAMASCUS",
        "ST",
    )
    assert (second.authors, second.publisher, second.dateline) == (("H. Said",), "SANA", None)
    assert first.title is not None
    assert first.title.startswith("Syria Renews Call")
    assert second.title is not None
    assert second.title.startswith("Syria demands")
    for document in (first, second):
        assert (document.published, document.credited, document.language) == (None, None, "en")
        assert document.publisher_span is not None
        assert quote(document.text, document.publisher_span) == document.publisher


def test_the_paragraph_broken_in_mid_sentence_is_whole(documents: list[Document]) -> None:
    assert "the international Security Council over the constantly repeated attacks" in documents[1].text
    assert [zone.kind for zone in documents[1].zones] == ["title", "byline", "source"] + ["paragraph"] * 6
