"""The interface's own words: the same keys in each language, and every key that a page uses."""

import re
from pathlib import Path

import pytest

from allegata import workbench
from allegata.casebook import STATES
from allegata.records import EVENT_TYPES
from allegata.workbench.words import LANGUAGES, preferred, words

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
