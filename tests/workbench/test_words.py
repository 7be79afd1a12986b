"""The interface's own words: the same keys in each language, and every key that a page uses."""

import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from allegata import workbench
from allegata.casebook import STATES, Casebook, Person
from allegata.dataset.countries import countries
from allegata.dataset.wording import incident_date_words
from allegata.records import EVENT_TYPES, GradeValue, Outcome, PlacePrecision, SourceKind, Stance, TimePrecision
from allegata.workbench.said import said
from allegata.workbench.show import place_said
from allegata.workbench.words import LANGUAGES, country_names, preferred, words
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


@pytest.mark.parametrize(
    ("sentence", "arabic"),
    [
        ("28 November 2018 (from “Wednesday”)", "28 تشرين الثاني/نوفمبر 2018 (من «Wednesday»)"),
        ("between 3 March and 5 April 2021", "بين 3 آذار/مارس و5 نيسان/أبريل 2021"),
        ("27 to 28 November 2018", "27 – 28 تشرين الثاني/نوفمبر 2018"),
        ("November 2018 to 3 May 2019 (from the text)", "تشرين الثاني/نوفمبر 2018 – 3 أيار/مايو 2019 (من النص)"),
        ("Tuesday, the day of publication (unresolved)", "الثلاثاء، يوم النشر (لم يُحدَّد)"),
        ("date not stated", "التاريخ غير مذكور"),
        ("same city: Idlib; the same day, 11 March 2024", "المدينة نفسها: Idlib؛ اليوم نفسه، 11 آذار/مارس 2024"),
        (
            "both name May Said; but a is not b, another weekday",
            "كلاهما يسمي May Said؛ لكن a غير b، لكن يوم الأسبوع مختلف",
        ),
        ("something that no pattern holds", "something that no pattern holds"),
    ],
)
def test_composed_sentences_are_said_in_the_interfaces_language(sentence: str, arabic: str) -> None:
    assert said(words("ar"), sentence).replace("\u200e", "") == arabic
    assert said(words("en"), sentence) == sentence


def test_no_reason_of_the_examples_is_left_in_english(book: Casebook) -> None:
    """What links, clusters and grades of the examples say is said wholly by the list; names and quotes stay."""
    view, arabic = book.view(Person(name="amal")), words("ar")
    sentences = set()
    for line in view.incidents().items:
        incident = view.incident(line.id).incident
        sentences |= {link.why for link in incident.links}
        sentences |= {why for cluster in incident.independence for why in cluster.why}
        sentences |= {incident.grade.why, incident_date_words(incident.date)}
    assert len(sentences) > 8
    letters = re.compile(r"[\u0600-\u06ff]")
    left = {part for sentence in sentences for part in said(arabic, sentence).split("؛ ") if not letters.search(part)}
    assert left == set()


@pytest.mark.parametrize("better", ["in passing", "beside another happening", None])
@pytest.mark.parametrize("tells", ["in passing", "beside another happening"])
def test_what_is_told_beside_is_said_in_arabic(tells: str, better: str | None) -> None:
    places = "Azaz lies in Aleppo; but Azaz is not Homs, though one text tells of both"
    texts = "both texts tell" if better == tells else "one text tells"
    other = f", the other {better}" if (tells, better) == ("in passing", "beside another happening") else ""
    told = said(words("ar"), f"{places}, {texts} of it only {tells}{other}")
    assert re.findall(r"[A-Za-z]+", told) == ["Azaz", "Aleppo", "Azaz", "Homs"]


def test_every_pattern_of_composed_sentences_fills_its_blanks() -> None:
    source = ROOM / "data" / "said.ar.yaml"
    for pattern, becomes in yaml.safe_load(source.read_text(encoding="utf-8")).items():
        assert sorted(re.findall(r"{\w+}", pattern)) == sorted(re.findall(r"{\w+}", becomes)), pattern
        assert {blank[1] for blank in re.findall(r"{\w+}", pattern)} <= set("nwdts"), pattern


def test_every_fixed_literal_has_words() -> None:
    entries = words("en").entries
    kinds = {"stance": Stance, "outcome": Outcome, "grade": GradeValue, "precision": PlacePrecision}
    missing = [f"{kind}.{value}" for kind, of in kinds.items() for value in get_args(of)]
    missing += [f"detail.{value}" for value in get_args(SourceKind)]
    missing += [f"time-precision.{value}" for value in get_args(TimePrecision)]
    assert [key for key in missing if key not in entries] == []


def test_countries_are_named_in_the_interfaces_language(browser: Browser, book: Casebook) -> None:
    arabic = country_names("ar")
    former = {
        "AN",
        "CS",
    }  # the Netherlands Antilles, Serbia and Montenegro: it has no names of them any more
    assert set(countries()) - set(arabic) == former
    assert all(re.search("[\u0621-\u064a]", name) for name in arabic.values())
    incident = next(
        line.id for line in book.view(Person(name="amal")).incidents().items if "Kramatorsk" in (line.place or "")
    )
    for path in (f"/incidents/{incident}", f"/incidents/{incident}/place", "/numbers?by=country", "/"):
        page = browser.get(path, **{"accept-language": "ar"}).text
        assert "أوكرانيا" in page, path
        assert "أوكرانيا" not in browser.get(path, **{"accept-language": "en"}).text, path
    assert place_said(words("ar"), None) == words("ar")("place.unstated")
