"""Tolls over several happenings and patterns: named in the incidents that they cover, and counted in none."""

import pytest

from allegata.incidents import gather
from allegata.intake import from_text
from allegata.reading import Reader
from allegata.records import Claim, Document, Incident

READER = Reader()
STRIKE = "A shell hit a bakery in Donetsk on 10 March 2024, killing four people, the governor said."


def gathered(*texts: str) -> tuple[list[Incident], list[Claim]]:
    documents: list[Document] = []
    for number, text in enumerate(texts):
        documents += from_text(text, published="2024-03-13", publisher=f"Paper {number}", origin=str(number))
    claims = [claim for document in documents for claim in READER.read(document).claims]
    return gather(claims, documents=documents), claims


@pytest.mark.parametrize(
    "toll",
    [
        "Artillery has killed 29 people in Donetsk in six days, the governor said.",
        "Over the past six days, shelling has killed 29 civilians in Donetsk.",
        "Since Sunday, 29 people have been killed in strikes on Donetsk, rescuers said.",
        "29 people were killed in strikes on Donetsk between 8 and 12 March 2024.",
    ],
)
def test_a_toll_over_days_covers_the_incident_and_makes_none(toll: str) -> None:
    incidents, claims = gathered(STRIKE, toll)
    (incident,) = incidents
    assert (incident.killed.min, incident.killed.max) == (4, 4)
    (covering,) = incident.covered_by
    total = next(claim for claim in claims if claim.id == covering.claim)
    assert covering.casualty in {item.id for item in total.casualties}
    assert covering.claim not in incident.claims
    assert "29" in covering.words
    assert "2024-03-10" in covering.why
    assert "both at Donetsk" in covering.why


def test_since_dawn_is_the_day_of_publication_and_covers_no_other() -> None:
    toll = "At least 41 people have been killed in Donetsk since dawn, the mayor said."
    today = "A shell hit a bakery in Donetsk on 13 March 2024, killing four people, the governor said."
    (same,), _ = gathered(today, toll)
    assert [covering.words for covering in same.covered_by] == [toll]
    (earlier,), _ = gathered(STRIKE, toll)
    assert earlier.covered_by == ()


def test_a_toll_of_another_place_or_of_days_before_covers_nothing() -> None:
    for toll in (
        "Over the past six days, shelling has killed 29 civilians in Kherson.",
        "29 people were killed in strikes on Donetsk between 1 and 4 March 2024.",
    ):
        incidents, _ = gathered(STRIKE, toll)
        assert [incident.covered_by for incident in incidents] == [()]


def test_a_pattern_covers_an_incident_of_its_place_and_accused() -> None:
    strike = "A Russian airstrike hit a bakery in Kherson on 10 March 2024, killing four people, the governor said."
    pattern = "Russian forces have repeatedly shelled Kherson in recent weeks."
    (incident,), _ = gathered(strike, pattern)
    (covering,) = incident.covered_by
    assert covering.casualty is None
    assert "recent weeks" in covering.why


def test_one_strike_in_a_stretch_of_time_is_an_incident_of_its_own() -> None:
    incidents, _ = gathered("An airstrike on a market in Donetsk killed 12 people in the past 24 hours, medics said.")
    assert [incident.killed.min for incident in incidents] == [12]
    assert incidents[0].covered_by == ()
