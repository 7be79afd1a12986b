"""Headlines of other pages that stand beside an article are none of its paragraphs."""

import pytest

from allegata.intake import from_text
from allegata.intake.furniture import is_link, opens_links
from allegata.reading import Reader

PAGE = """Three villagers were wounded when shells hit the market of Tal Marj on Monday.
The rescue service said the shells came from the north.
{heading}
Army warplanes bomb village, killing nine
Two officers | Court sentences…
Who shelled the hospital?
A rescuer said on Tuesday that one of the wounded had died."""


def paragraphs(text: str) -> list[str]:
    document = from_text(text)[0]
    return [document.text[a:b] for zone in document.zones if zone.kind == "paragraph" for a, b in [zone.span]]


@pytest.mark.parametrize("heading", ["Prev Post", "Next Post:", "RELATED ARTICLES", "Read also", "مواضيع ذات صلة"])
def test_the_headlines_after_such_a_line_are_left_out_until_the_next_sentence(heading: str) -> None:
    found = paragraphs(PAGE.format(heading=heading))
    assert [words.split()[0] for words in found] == ["Three", "The", "A"]


def test_another_line_leaves_everything_in() -> None:
    assert len(paragraphs(PAGE.format(heading="In the evening, more"))) == 7


def test_a_numbered_list_goes_with_its_heading() -> None:
    assert opens_links("Recommended Stories list 1 of 3Market burns list 2 of 3Army bombs village")
    assert not opens_links("The list 1 of 3 was read out in court")


def test_a_sentence_is_no_link() -> None:
    assert not is_link("Two people were killed.")
    assert not is_link("“We saw them fall.”")
    assert is_link("Two people killed in…")


def test_who_is_accused_in_a_headline_of_another_page_is_not_accused_here() -> None:
    reading = Reader().read(from_text(PAGE.format(heading="Next Post"))[0])
    assert [mention.words for claim in reading.claims for mention in claim.accused] == []
    assert len(reading.claims) >= 2
