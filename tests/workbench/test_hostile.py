"""Hostile documents: nothing of theirs runs, and pages stay of a bounded size."""

import io
import re
from pathlib import Path

import msgspec
import pytest

from allegata.casebook import Casebook, Person
from allegata.casebook.view import FEW
from allegata.intake import from_text
from allegata.reading import Reading
from allegata.records import Attribution, Claim, Document, Event, ReaderStamp, short_hash
from allegata.workbench import Settings, create_app
from tests.dataset.hostile import HOSTILE
from tests.workbench.browsing import browser, needs_browser, patient, served
from tests.workbench.conftest import Browser

ME = Person(name="amal")
LIMIT = 700_000
"""Bytes of a page, whatever a document holds."""


def spoiled(reading: Reading) -> Reading:
    """A reading whose document and claims say something hostile in each free field."""
    text = reading.document.text + "\n\n" + HOSTILE
    document = msgspec.structs.replace(
        reading.document,
        id=short_hash("d", [text]),
        text=text,
        text_sha256=short_hash("t", [text]),
        title=HOSTILE,
        publisher=HOSTILE,
        authors=(HOSTILE,),
        credited=HOSTILE,
        language="en\"><script>document.title='owned'</script>",
        url="javascript:document.title='owned'",
        notes=(HOSTILE,),
    )
    claims = []
    for n, claim in enumerate(reading.claims):
        attribution = tuple(msgspec.structs.replace(voice, name=voice.name + HOSTILE) for voice in claim.attribution)
        accused = tuple(msgspec.structs.replace(party, name=party.name + HOSTILE) for party in claim.accused)
        places = tuple(msgspec.structs.replace(place, name=place.name + HOSTILE) for place in claim.places)
        changed = {"attribution": attribution, "accused": accused, "places": places, "happening_why": HOSTILE}
        claims.append(
            msgspec.structs.replace(claim, id=short_hash("c", [document.id, n]), document=document.id, **changed)
        )
    return msgspec.structs.replace(reading, document=document, claims=tuple(claims), communications=())


def many_claims(count: int, size: int) -> Reading:
    """A document of ``size`` characters with ``count`` claims of one happening."""
    sentence = "Shelling killed two people in the village, a resident said. "
    text = (sentence * (size // len(sentence) + 1))[:size]
    document = next(item for item in from_text(text, origin="long.txt") if isinstance(item, Document))
    stamp = ReaderStamp(name="rules", version="0", model="none")
    voice = Attribution(
        words="a resident", span=None, name="a resident", kind="resident", anonymous=True, cue=None, cue_span=None
    )
    step = len(document.text) // count
    claims = tuple(
        Claim(
            id=short_hash("c", [n]),
            document=document.id,
            kind="event",
            stance="alleges",
            event=Event(type="shelling", words=document.text[n * step : n * step + 8], span=(n * step, n * step + 8)),
            attribution=(voice,),
            accused=(),
            targets=(),
            weapons=(),
            places=(),
            time=None,
            casualties=(),
            characterisations=(),
            evidence=((n * step, n * step + 40),),
            status="proposed",
            reader=stamp,
            happening=1,
        )
        for n in range(count)
    )
    return Reading(document=document, claims=claims, communications=(), skipped=())


def keep(book: Casebook, reading: Reading) -> None:
    book.take(reading, book.keep(io.BytesIO(reading.document.text.encode("utf-8", "replace"))), by="amal")


@pytest.fixture(scope="module")
def hostile_folder(example_readings: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    with Casebook.create(folder / "cases.db", by="amal") as book:
        keep(book, spoiled(max(example_readings, key=lambda reading: len(reading.claims))))
        keep(book, many_claims(10_000, 1_000_000))
        book.refresh()
    return folder


def pages(book: Casebook, *, long: bool = True) -> list[str]:
    view = book.view(ME)
    found = ["/", "/documents", "/search?words=owned", "/search?words=village", "/map", "/numbers?by=party"]
    found += ["/numbers?by=place", "/log"]
    found += [f"/incidents/{line.id}" for line in view.incidents().items if long or line.claims < 1000]
    for document in (item for item in view.documents().items if long or item.claims < 1000):
        held = view.document(document.id)
        found += [f"/documents/{document.id}", f"/documents/{document.id}?claim={held.claims[-1].id}"]
        found.append(f"/claims/{held.claims[0].id}/correct")
    return found


def test_pages_stay_of_a_bounded_size_and_hold_no_mark_of_a_document(hostile_folder: Path) -> None:
    with Casebook.open(hostile_folder / "cases.db") as book:
        asked = Browser(create_app(book, Settings()))
        for path in pages(book):
            answer = asked.get(path)
            assert answer.status == 200, path
            assert len(answer.text) < LIMIT, (path, len(answer.text))
            assert "<script>document" not in answer.text, path
            assert not re.search(r"<img(?! src=\"/assets/)", answer.text), path
            assert "\u202e" not in answer.text, path
            assert 'href="javascript' not in answer.text, path
            assert " style=" not in answer.text, path
            assert " onerror" not in re.sub(r">[^<]*<|=\"[^\"]*\"", "", answer.text), path


def test_of_ten_thousand_claims_only_those_of_a_page_are_put_together(hostile_folder: Path) -> None:
    with Casebook.open(hostile_folder / "cases.db") as book:
        view = book.view(ME)
        name = max(view.incidents().items, key=lambda line: line.claims).id
        found = view.incident(name, offset=5000, limit=12)
        assert found.claims_total == 10_000
        assert [item.id for item in found.claims] == list(found.incident.claims[5000:5012])
        assert 0 < len(found.beside) <= 2 * FEW
        whole = view.incident(name)
        assert (len(whole.claims), whole.beside) == (10_000, ())
        assert whole.claims[5000:5012] == found.claims
        held = view.document(found.claims[0].document, lambda _, places: [item.id for item in places[7:9]])
        assert [item.id for item in held.claims] == [item.id for item in held.places[7:9]]
        assert len(held.places) == 10_000


def test_a_long_document_comes_in_pages_that_hold_all_of_it(hostile_folder: Path) -> None:
    with Casebook.open(hostile_folder / "cases.db") as book:
        asked = Browser(create_app(book, Settings()))
        line = max(book.view(ME).documents().items, key=lambda item: item.characters)
        first = asked.json(f"/documents/{line.id}.json")
        texts = [asked.json(f"/documents/{line.id}.json?page={n}")["text"] for n in (1, first["pages"])]
        document = book.view(ME).document(line.id).document
        assert document is not None
        assert document.text.startswith(str(texts[0]))
        assert document.text.rstrip().endswith(str(texts[1]))
        assert asked.get(f"/documents/{line.id}?page=999999").status == 200


@needs_browser
def test_nothing_of_a_document_runs(hostile_folder: Path) -> None:
    with Casebook.open(hostile_folder / "cases.db") as book, served(book) as address, browser() as chromium:
        page = patient(chromium.new_page())
        for path in pages(book, long=False):
            page.goto(address + path)
            assert "Allegata" in page.title(), path
            assert page.evaluate("document.querySelectorAll('script:not([src])').length") == 0, path
