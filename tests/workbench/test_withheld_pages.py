"""Confidentiality on every address: who may not see it finds no word of what is restricted, in page, twin or file."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from allegata.casebook import Casebook, Person, Role
from allegata.codebooks import codebook_names
from allegata.intake import from_text
from allegata.reading import Reader, Reading
from allegata.workbench import Settings, create_app
from allegata.workbench.access import Viewer
from tests.casebook.conftest import fill
from tests.casebook.places import Where
from tests.workbench.conftest import Browser
from tests.workbench.test_routes import FILES, gets

ME = Person(name="amal", role="admin", restricted=True)

OPEN = """Strike on market in Idlib

Source: Levant Courier

Published: 12 March 2024

Government warplanes bombed a market in Idlib on Monday, killing at least five civilians, a doctor at the hospital \
said. The army denied that its aircraft had struck the market."""

HIDDEN = """Quincefall bombing told by a witness

Source: Marigold Dispatch

Published: 13 March 2024

Warplanes bombed a market in Idlib on Monday, killing 4817 civilians, the witness Zubeyda Qarandil said. \
Among the dead was Feridun Oxalis, a baker of Thistlewick lane, his sister said."""

SOURCED = """Shelling in Taiz

Source: Periwinkle Monitor

Published: 2 May 2024

Shelling by Houthi fighters killed 3719 children in Taiz on Wednesday, Hollyhock residents said."""

OTHER = """Gunmen open fire in Nyala

Source: Gulf Observer

Published: 20 June 2024

Gunmen shot dead two teachers in Nyala on Thursday, a relative said."""

SECRETS = ("zzsecretreason", "zzplacereason", "Zzhiddenplace", "zzsecretmove", "zzblindreason", "zzrestrictreason")
WORD = re.compile(r"\w{4,}")


@pytest.fixture(scope="module")
def read(reader: Reader) -> list[Reading]:
    """The four dispatches, read."""
    texts = (OPEN, HIDDEN, SOURCED, OTHER)
    return list(reader.read_many(item for n, text in enumerate(texts) for item in from_text(text, origin=f"p{n}.txt")))


@pytest.fixture
def partly(read: list[Reading], where: Where) -> Iterator[Casebook]:
    """A casebook in which one document and one source are restricted, after people worked on them; on each kind of
    database."""
    with where.create() as book:
        fill(book, read)
        view = book.view(ME)
        hidden = read[1].claims[0].id
        incident = view.claims([hidden])[0].incident
        assert incident is not None
        assert incident == view.claims([read[0].claims[0].id])[0].incident, "one incident of an open and a hidden claim"
        book.judge(ME, "accept", [hidden], why="zzsecretreason", refresh=False)
        book.judge(ME, "correct", [hidden], field="event.type", new="bombing", why="zzsecretreason", refresh=False)
        place = {"name": "Zzhiddenplace", "latitude": 1.25, "longitude": 2.5}
        book.judge(ME, "place", [incident], new=place, why="zzplacereason")
        book.move(ME, incident, state="in research", assignee="noor", why="zzsecretmove")
        for item in book.assign(ME, [read[1].document.id], ("noor", "omar")):
            coder = Person(name=item.coder, role="coder", restricted=True)
            kind = "shelling" if item.coder == "noor" else "airstrike"
            book.judge(
                coder, "correct", [hidden], field="event.type", new=kind, why="zzblindreason", assignment=item.id
            )
            book.finish(coder, item.id)
        book.restrict(ME, "document", read[1].document.id, why="zzrestrictreason")
        book.restrict(ME, "source", "Periwinkle Monitor", why="zzrestrictreason")
        yield book


def secrets(book: Casebook, read: list[Reading]) -> set[str]:
    """Return what must not be found: words, names, figures and ids of hidden documents, and people's reasons."""
    hidden = (read[1], read[2])
    words = {word for item in hidden for word in WORD.findall(f"{item.document.title} {item.document.text}")}
    words |= {name for item in hidden for name in (item.document.publisher, item.document.id) if name}
    words |= {claim.id for item in hidden for claim in item.claims}
    words |= {name for item in book.view(ME).assignments() for name in (item.id, item.pair)}
    alone = book.view(ME).claims([read[2].claims[0].id])[0].incident
    assert alone is not None
    return {*words, *SECRETS, alone}


def open_words(read: list[Reading], folder: Path, names: list[str], role: Role) -> set[str]:
    """Return all words that a casebook answers which never held the hidden documents."""
    with Casebook.create(folder / "open.db", by="amal") as book:
        fill(book, [read[0], read[3]])
        app = create_app(book, Settings())
        answers = everything(Browser(app), app, names, role)
    return {word.lower() for text in answers.values() for word in WORD.findall(text)}


def everything(browser: Browser, app: FastAPI, names: list[str], role: Role) -> dict[str, str]:
    """Return what each address answers, with every name that there is, and every export."""
    found = {}
    for route in gets(app):
        if route in FILES or route == "/outlines.json":
            continue
        for name in names if "{" in route else [""]:
            path = route.replace("{name}", name)
            for query in QUERIES.get(route.removesuffix(".json"), ("",)):
                asked = path + query.replace("NAME", names[0])
                answer = browser.get(asked)
                assert answer.status < 500, asked
                told = answer.text.replace(asked, "").replace(path, "")
                if answer.status == 404:  # says what was asked for, as of an id that there never was
                    for one in filter(None, (name, names[0] if "NAME" in query else "")):
                        told = told.replace(one, "")
                found[asked] = told
    if role != "reader":
        for book in codebook_names():
            answer = browser.post("/export", codebook=book)
            assert answer.status in (200, 409), (book, answer.text)
            if answer.status == 200:
                with zipfile.ZipFile(io.BytesIO(answer.response.content)) as archive:  # type: ignore[attr-defined]
                    texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
                found[f"export {book}"] = "\n".join(texts)
    return found


QUERIES = {
    "/search": ("?words=market", "?words=killed", "?words=Mondays", "?words=Taiz"),
    "/queue": ("", "?place=Taiz", "?sort=killed", "?assignee=nobody"),
    "/numbers": tuple(f"?by={by}" for by in ("month", "place", "country", "party", "type", "grade", "state")),
    "/log": ("", "?by=amal", "?by=noor"),
    "/documents": ("", "?language=en", "?after=2024-01-01"),
    "/incidents/{name}/join": ("", "?other=NAME"),
    "/map": ("", "?after=2024-01-01"),
}


@pytest.mark.parametrize("role", ["reader", "coder", "reviewer", "admin"])
def test_no_address_tells_what_is_restricted(
    partly: Casebook, read: list[Reading], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    outsider = Person(name="omar", role=role, restricted=False)
    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda request: Viewer(outsider, True))
    app = create_app(partly, Settings())
    browser = Browser(app)
    view = partly.view(ME)
    names = [line.id for line in view.incidents(sort="id").items]
    names += [item.document.id for item in read] + [claim.id for item in read for claim in item.claims]
    names += [item.id for item in view.assignments()] + [item.pair for item in view.assignments()]
    own = open_words(read, tmp_path, names, role)
    looked_for = {word for word in secrets(partly, read) if word.lower() not in own}
    assert {"Quincefall", "Zubeyda", "Qarandil", "Oxalis", "4817", "3719", "Hollyhock", "zzsecretreason"} <= looked_for
    answers = everything(browser, app, names, role)
    assert {(path, word) for path, text in answers.items() for word in looked_for if found(word, text)} == set()
    assert len(answers) > 100
    for path in ("/queue.json", "/documents.json", "/search.json?words=market", "/log.json"):
        assert browser.json(path)["page"]["withheld"] is True, path  # type: ignore[index]
    for path in ("/map.json", "/numbers.json"):
        assert browser.json(path)["withheld"] is True, path
    mixed = next(line for line in partly.view(outsider).incidents().items if line.withheld)
    assert browser.json(f"/incidents/{mixed.id}.json")["line"]["withheld"] == mixed.withheld  # type: ignore[index]
    insider = Person(name="amal", role=role, restricted=True)
    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda request: Viewer(insider, True))
    whole = "\n".join(everything(Browser(app), app, names, role).values())
    for word in ("Quincefall", "Zubeyda", "4817", "3719", "Hollyhock", "zzsecretreason", "Zzhiddenplace"):
        assert word in whole, "the test would find it if it were told"


def found(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


@pytest.mark.parametrize("role", ["reader", "admin"])
def test_what_was_erased_is_a_marked_gap_everywhere(
    partly: Casebook, read: list[Reading], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    partly.restrict(ME, "document", read[1].document.id, why="no longer needed", lift=True)
    partly.erase(ME, read[1].document.id, why="the witness took it back")
    viewer = Person(name="omar", role=role, restricted=True)
    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda request: Viewer(viewer, True))
    app = create_app(partly, Settings())
    browser = Browser(app)
    names = [line.id for line in partly.view(ME).incidents(sort="id").items] + [item.document.id for item in read]
    answers = everything(browser, app, names, role)
    gone = ("Quincefall", "Zubeyda", "Qarandil", "Oxalis", "4817", "Marigold", "zzsecretreason", "zzblindreason")
    assert {(path, word) for path, text in answers.items() for word in gone if found(word, text)} == set()
    for path in (f"/documents/{read[1].document.id}", "/documents"):
        page = browser.get(path).text
        assert "the witness took it back" in page
        assert "amal" in page
    line = browser.json(f"/documents/{read[1].document.id}.json")["line"]
    assert line["erased"]["why"] == "the witness took it back"  # type: ignore[index]
    assert browser.json("/log.json")["counts"]["erased"] == 1  # type: ignore[index]


def test_a_gap_of_a_restricted_source_stays_restricted(partly: Casebook, read: list[Reading]) -> None:
    partly.erase(ME, read[2].document.id, why="zzwhyerased")
    partly.restrict(ME, "document", read[3].document.id, why="asked for")
    outsider = partly.view(Person(name="omar", role="admin", restricted=False))
    assert "zzwhyerased" not in str(outsider.documents())
