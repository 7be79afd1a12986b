import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.intake import from_text
from allegata.records import Document, quote
from tests.intake.samples import ONE, TWO


def zones(document: Document) -> list[tuple[str, str]]:
    return [(zone.kind, quote(document.text, zone.span)) for zone in document.zones]


def kinds(document: Document) -> list[str]:
    return [zone.kind for zone in document.zones]


def test_head_of_an_article_is_read_and_stays_in_the_text() -> None:
    (document,) = from_text(ONE)
    assert document.title == "Shells fall on Qarat market, killing five"
    assert document.authors == ("Lina Haddad", "Omar Saleh")
    assert document.publisher == "Example News"
    assert document.publisher_span is not None
    assert quote(document.text, document.publisher_span) == "Example News"
    assert (document.dateline, document.dateline_place, document.dateline_agency) == ("QARAT, (EN)-", "QARAT", "EN")
    assert document.credited is None, "EN is the publisher by its initials"
    assert document.published is None
    assert document.language == "en"
    assert kinds(document) == ["title", "byline", "source", "dateline", "paragraph", "paragraph", "paragraph"]
    assert document.text.startswith(
        "Shells fall on Qarat market, killing five\n\nBy Lina Haddad and Omar Saleh in Qarat\n\n"
        "Source: Example News\n\nQARAT, (EN)- Five"
    )
    assert zones(document)[-2][1].endswith('"We ran to the school," one of them said.')
    assert zones(document)[-1][1] == "A spokesman for the Front denied any part in it & blamed the army."


def test_two_articles_and_a_paragraph_broken_in_mid_sentence() -> None:
    first, second = from_text(ONE + "\n---\n\n" + TWO)
    assert (first.part, second.part) == (1, 2)
    assert first.sha256 == second.sha256
    assert first.id != second.id
    assert first.text == from_text(ONE)[0].text
    assert (second.title, second.authors, second.publisher) == (
        "Envoy calls for inquiry into strike",
        ("T. Marsh",),
        "Second Agency",
    )
    assert "United Nations Security Council for an inquiry" in second.text
    assert second.text.endswith("struck a military target.")
    assert kinds(second) == ["title", "byline", "source", "paragraph", "paragraph"]


def test_articles_without_a_rule_between_them() -> None:
    text = ONE.replace("# ", "") + "\n" + TWO.replace("## **", "").replace("**\n", "\n")
    assert [document.title for document in from_text(text)] == [
        "Shells fall on Qarat market, killing five",
        "Envoy calls for inquiry into strike",
    ]


@pytest.mark.parametrize("rule", ["***", "* * *", "=====", "\f", "__________", "-30-"])
def test_a_rule_or_form_feed_parts_articles(rule: str) -> None:
    assert len(from_text(f"{ONE}\n{rule}\n{TWO}")) == 2


def test_a_rule_within_an_article_parts_nothing() -> None:
    text = (
        ONE + "\n---\n\nResidents said that the market had opened again on Tuesday.\n\n***\n\nThe army said nothing.\n"
    )
    (document,) = from_text(text)
    assert document.text.endswith("opened again on Tuesday.\n\nThe army said nothing.")


def test_a_section_heading_after_a_rule_parts_nothing() -> None:
    (document,) = from_text(ONE + "\n---\n\n### Background\n\nThe market was shelled twice last year.\n")
    assert ("other", "Background") in zones(document)


def test_wire_dispatches_by_dateline() -> None:
    text = (
        "BEIRUT (Reuters) - A car bomb killed four people in the east of the city, police said.\n\n* * *\n\n"
        "GAZA, March 5 (Xinhua) -- Two fishermen were shot at sea, a union of fishermen said.\n"
    )
    first, second = from_text(text)
    assert (first.dateline_place, first.credited, first.title) == ("BEIRUT", "Reuters", None)
    assert (second.dateline_place, second.credited) == ("GAZA", "Xinhua")
    assert second.published is None, "a dateline without a year dates nothing"


def test_hard_wrapped_text() -> None:
    text = """\
Militia burns village, minister says

   PORT AMANI, 3 JUN 2014 (LPA) -- Gunmen burned some forty houses in a vil-
lage near the border, the interior minister said on Tuesday. The US-
led mission has sent a patrol to the internationally-
recognised crossing.
   Aid workers said that the internationally recognised crossing at al-
Tannur had been closed by the militia for a week and that about three
hundred families were waiting there.
"""
    (document,) = from_text(text)
    assert document.published is not None
    assert (document.published.start, document.published.precision, document.published.source) == (
        "2014-06-03",
        "day",
        "text",
    )
    assert document.published.span is not None
    assert quote(document.text, document.published.span) == "3 JUN 2014"
    assert "in a village near the border" in document.text
    assert "The US-led mission has sent a patrol to the internationally-recognised crossing." in document.text
    assert (
        "crossing at al-Tannur had been closed by the militia for a week and that about three hundred families"
        in document.text
    )
    assert kinds(document) == ["title", "dateline", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        (
            "The delegation handed a letter to the president of the International",
            "Committee of the Red Cross on Sunday.",
            True,
        ),
        (
            "The two letters were addressed to the Secretary of State and to the",
            "Speaker of the House on Sunday.",
            True,
        ),
        ("The shelling went on through the night and into the morning hours,", "Residents said on Sunday.", True),
        ("The shelling went on through the night and into the next morning", "when the guns fell silent.", True),
        (
            "The shelling went on through the night in the old town of Aleppo",
            "Syria said on Sunday that it was over.",
            False,
        ),
        ("The shelling went on through the night and into the next morning.", "Residents fled.", False),
        ("The shelling went on through the night, and one resident said:", '"We have nowhere to go."', False),
        ("What is known of the dead", "The army said that all of them were fighters.", False),
    ],
)
def test_paragraphs_broken_over_a_gap(before: str, after: str, joined: bool) -> None:
    text = f"# A title\n\nA first paragraph stands here.\n\n{before}\n\n{after}\n"
    (document,) = from_text(text)
    assert (f"{before} {after}" in document.text) is joined
    assert (f"{before}\n\n{after}" in document.text) is not joined


def test_a_pair_of_words_seen_elsewhere_joins_a_broken_paragraph() -> None:
    text = (
        "# Title of it\n\nThe letter was read out on Friday by the elected head of the Qarat\n\nRelief Board "
        "in front of the press.\n\nThe Qarat Relief Board was founded in 1990.\n"
    )
    (document,) = from_text(text)
    assert "the Qarat Relief Board in front" in document.text


@pytest.mark.parametrize(
    "words",
    [
        "The file snake_case_name and the sum 5*3*2 stay, and so do 2 * 3 * 4.",
        "He said that [these countries'] votes (as told) counted.",
        "killed* and *missing",
        "Sa`dah and `Amran",
        "a < b and c > d, AT&T",
    ],
)
def test_what_only_looks_like_markup_stays(words: str) -> None:
    assert from_text(f"# T\n\n{words} And so on.\n")[0].text == f"T\n\n{words} And so on."


def test_markup_goes_and_lists_stay() -> None:
    text = (
        "# The *day's* attacks\n\nKilled were:\n\n- **two** women in [Qarat](https://x.example/a_(b))\n- a __guard__ "
        "in Belmar\n\nThe figures are *those of the<br>hospital*.\n"
    )
    assert from_text(text)[0].text == (
        "The day's attacks\n\nKilled were:\n\n- two women in Qarat\n- a guard in Belmar\n\n"
        "The figures are those of the hospital."
    )


def test_markdown_underlined_titles_and_front_matter() -> None:
    head = "---\ntitle: Raid on Belmar\ndate: 2020-02-01\npublisher: Example News\n---\n"
    text = head + "Raid on Belmar\n====\n\nSoldiers raided it.\n"
    (document,) = from_text(text)
    assert (document.title, document.publisher) == ("Raid on Belmar", "Example News")
    assert document.published is not None
    assert (document.published.start, document.published.source) == ("2020-02-01", "metadata")


@pytest.mark.parametrize(
    ("line", "start", "kind"),
    [
        ("Published: Thursday, 29 November 2018 - 18:05", "2018-11-29", "date"),
        ("29 November 2018", "2018-11-29", "date"),
        ("الخميس 29 تشرين الثاني 2018", "2018-11-29", "date"),
        ("Updated: 30 November 2018", None, "date"),
        ("Friday, 29 November 2018", None, "date"),
        ("3/4/2018", None, "date"),
    ],
)
def test_date_lines(line: str, start: str | None, kind: str) -> None:
    (document,) = from_text(f"A raid on the town\n\n{line}\n\nSoldiers raided the town, the mayor said.\n")
    assert (document.published.start if document.published else None) == start
    assert kinds(document) == ["title", kind, "paragraph"]
    if start is None and "Updated" not in line:
        assert any("publication date not used" in note for note in document.notes)


def test_two_date_lines_that_differ_date_nothing() -> None:
    (document,) = from_text("1 August 2020\n\nRaid on Belmar\n\n3 May 2019\n\nSoldiers raided the town.\n")
    assert document.published is None
    assert document.notes == ("publication date not used: the text gives both 2020-08-01 and 2019-05-03",)


def test_a_date_line_stands_over_an_older_dateline() -> None:
    (document,) = from_text("Raid on Belmar\n\n3 May 2019\n\nBELMAR, 2 May 2019 (AFP) - Soldiers raided the town.\n")
    assert document.published is not None
    assert document.published.start == "2019-05-03"


def test_lines_of_a_release_stand_apart() -> None:
    (document,) = from_text(
        "Joint Force Captures Commander in Belmar\nJoint Command\n2012-08-S-037\nFor Immediate Release\n\n"
        "BELMAR, Freedonia (Aug. 19, 2012)\nIn Qarat district, a joint force captured a commander on Saturday.\n"
    )
    assert document.title == "Joint Force Captures Commander in Belmar"
    assert document.dateline == "BELMAR, Freedonia (Aug. 19, 2012)"
    assert document.published is not None
    assert document.published.start == "2012-08-19"


def test_a_byline_right_under_the_title() -> None:
    (document,) = from_text(
        "Raid on Belmar leaves two brothers dead near the mill\nBy Ann Lee\n\nSoldiers came at dawn.\n"
    )
    assert document.title == "Raid on Belmar leaves two brothers dead near the mill"
    assert document.authors == ("Ann Lee",)


def test_a_date_at_a_wrapped_line_is_no_date_line() -> None:
    (document,) = from_text(
        "# Raid on Belmar\n\nSoldiers raided the town on the morning of Thursday,\n29 November 2018\n"
        "and left before noon, the mayor of the town said.\n"
    )
    assert document.published is None
    assert kinds(document) == ["title", "paragraph"]


def test_credit_line_at_the_foot() -> None:
    (document,) = from_text(ONE + "\nWith AFP\n")
    assert document.credited == "AFP"
    assert document.credited_span is not None
    assert quote(document.text, document.credited_span) == "AFP"


def test_what_is_given_wins_and_another_source_is_credited() -> None:
    (document,) = from_text(
        ONE, title="Given", publisher="Mirror Site", published="2020-05-06", url="https://m.example", country="sy"
    )
    assert (document.title, document.publisher, document.credited, document.country) == (
        "Given",
        "Mirror Site",
        "Example News",
        "SY",
    )
    assert document.published is not None
    assert document.published.source == "metadata"


def test_hidden_and_control_characters_go() -> None:
    (document,) = from_text("A\x00 raid\u202e on\u200b Bel\u00admar\u00a0town\r\n\r\nSoldiers came.\x07\r\nThey left.")
    assert document.text == "A raid on Belmar town\n\nSoldiers came. They left."


def test_empty_text_gives_no_document() -> None:
    assert from_text(" \n\n---\n ") == []


def test_short_text_has_no_language() -> None:
    assert from_text("Two dead.")[0].language is None


word = st.text(st.characters(categories=["Lu", "Ll", "Lo"], max_codepoint=0x6FF), min_size=1, max_size=9)
sentence = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(word, min_size=1, max_size=25),
    st.sampled_from([".", "?", "", ",", ":"]),
)
extras = st.sampled_from(
    ["By Ann Lee", "Source: ABC", "12 May 2001", "---", "# Title here", "PARIS (AFP) -", "- item", "1. item", "\f"]
)
block = st.lists(sentence | extras, min_size=1, max_size=4).map("\n".join)
article = st.lists(block, min_size=1, max_size=8).map("\n\n".join)


@given(article)
def test_no_word_of_a_plain_text_is_lost(text: str) -> None:
    documents = from_text(text)
    before = text.replace("---", " ").replace("# ", " ").split()
    after = " ".join(document.text for document in documents).split()
    assert after == before


@given(article)
def test_zones_cover_the_text_without_overlap(text: str) -> None:
    for document in from_text(text):
        end = 0
        for zone in document.zones:
            assert zone.span[0] >= end
            assert quote(document.text, zone.span).strip()
            assert not document.text[end : zone.span[0]].strip()
            end = zone.span[1]
        assert not document.text[end:].strip()
        for span in (document.publisher_span, document.credited_span):
            assert span is None or quote(document.text, span)


@given(st.text(max_size=400))
def test_any_text_is_taken_in(text: str) -> None:
    for document in from_text(text):
        assert document.text.strip() == document.text
        document.text.encode()
