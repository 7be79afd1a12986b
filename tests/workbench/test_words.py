"""The interface's own words: the same keys in each language, and every key that a page uses."""

import re
from pathlib import Path
from typing import get_args

import pytest

from allegata import workbench
from allegata.casebook import STATES, Casebook, Person
from allegata.records import EVENT_TYPES, GradeValue, Outcome, PlacePrecision, SourceKind, Stance, TimePrecision
from allegata.workbench.words import LANGUAGES, preferred, words
from tests.workbench.conftest import Browser

ROOM = Path(workbench.__file__).parent


def test_each_language_has_the_same_keys_and_the_same_blanks() -> None:
    english = words("en").entries
    for language in LANGUAGES:
        other = words(language).entries
        assert set(other) == set(english)
        for key, text in other.items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english[key])), key
            assert text.strip(), key


def test_every_word_that_a_page_asks_for_is_there() -> None:
    texts = [*ROOM.glob("templates/*.j2"), *ROOM.glob("*.py")]
    used = {
        key
        for path in texts
        for key in re.findall(r"""\bt(?:_of\(request\))?\(["']([\w.\- ]+)["'][,)]""", path.read_text(encoding="utf-8"))
    }
    assert len(used) > 150
    assert used - set(words("en").entries) == set()


def test_every_kind_and_state_has_words() -> None:
    entries = words("en").entries
    assert [kind for kind in EVENT_TYPES if f"type.{kind}" not in entries] == []
    assert [state for state in STATES if f"state.{state}" not in entries] == []


@pytest.mark.parametrize(
    ("header", "language"),
    [("ar", "ar"), ("ar-SY,en;q=0.5", "ar"), ("fr,en;q=0.8,ar;q=0.2", "en"), ("", "en"), (";;q=x,ar;q=1", "ar")],
)
def test_the_browsers_language_is_followed(header: str, language: str) -> None:
    assert preferred(header) == language


def test_literals_are_shown_in_the_languages_own_words_and_kept_as_they_are(browser: Browser, book: Casebook) -> None:
    view = book.view(Person(name="amal"))
    incident = next(line.id for line in view.incidents().items if "Baghouz" in (line.place or ""))
    claim = next(item for item in view.incident(incident).claims if item.claim and item.claim.casualties)
    browser.post(f"/claims/{claim.id}/correct", field="stance", value="reports", why="heard")
    english, twin = browser.get(f"/incidents/{incident}").text, browser.json(f"/incidents/{incident}.json")
    browser.post("/preferences", language="ar", back="/")
    page = browser.get(f"/incidents/{incident}").text
    arabic = words("ar")
    for value in (arabic("outcome.killed_or_injured"), arabic("stance.reports"), arabic("detail.anonymous")):
        assert value in page
    assert "killed or injured" in english
    coded = re.findall(r'<dl class="facts">.*?</dl>|<bdi class="value">.*?</bdi>', page, re.S)
    assert any(arabic("outcome.killed_or_injured") in part for part in coded)
    assert not any("killed or injured" in part for part in coded)
    after = browser.json(f"/incidents/{incident}.json")
    assert {key: after[key] for key in ("claims", "incident", "line")} == {
        key: twin[key] for key in ("claims", "incident", "line")
    }


def test_every_fixed_literal_has_words() -> None:
    entries = words("en").entries
    kinds = {"stance": Stance, "outcome": Outcome, "grade": GradeValue, "precision": PlacePrecision}
    missing = [f"{kind}.{value}" for kind, of in kinds.items() for value in get_args(of)]
    missing += [f"detail.{value}" for value in get_args(SourceKind)]
    missing += [f"time-precision.{value}" for value in get_args(TimePrecision)]
    assert [key for key in missing if key not in entries] == []
