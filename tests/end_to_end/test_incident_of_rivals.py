"""One strike in the words of both sides, read from the texts: ranges, responses and grade, and the sides exchanged."""

from collections.abc import Callable

import pytest

from allegata.incidents import gather
from allegata.intake import Options, take_in
from allegata.reading import Reader
from allegata.records import Document, Incident

PAIRS = [("Israel", "Hamas"), ("Russia", "Ukraine"), ("the Taliban", "the Islamic State")]

FIRST = """Source: Example Wire

Published: 12 March 2024

{A} bombed a clinic in Kobani on 11 March 2024, killing nine civilians, including four women, doctors said. \
{B} accused {A} of carrying out the bombing.
"""
SECOND = """Source: Second Wire

Published: 13 March 2024

{A} denied bombing the clinic in Kobani on 11 March 2024 and accused {B} of shelling it. Seven people were killed at \
the clinic in Kobani, a hospital director said.
"""

Gather = Callable[[str, str], Incident]


@pytest.fixture(scope="module")
def gathered(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Gather:
    """Gather the two texts with the two parties in the places of the accused and of its accuser."""

    def gathered(accused: str, accuser: str) -> Incident:
        folder = tmp_path_factory.mktemp("rivals")
        for name, text in (("1.txt", FIRST), ("2.txt", SECOND)):
            (folder / name).write_text(text.format(A=accused, B=accuser), encoding="utf-8")
        documents = [item for item in take_in([folder], Options()) if isinstance(item, Document)]
        claims = [claim for document in documents for claim in reader.read(document).claims]
        (incident,) = gather(claims, documents=documents)
        return incident

    return gathered


def test_ranges_responses_and_grade_of_a_strike_that_each_side_blames_on_the_other(gathered: Gather) -> None:
    incident = gathered("Israel", "Hamas")
    assert (incident.killed.min, incident.killed.max) == (7, 9)
    assert incident.killed_by_group["women"].min == 4
    assert incident.by_profile["acled"]["killed"].max == 7
    assert incident.superseded == ()
    assert [(answer.kind, answer.at, [party.party for party in answer.accuses]) for answer in incident.responses] == [
        ("denies", "2024-03-13", []),
        ("accuses another", "2024-03-13", ["hamas"]),
    ]
    assert {answer.party for answer in incident.responses} == {"israeli-government"}
    assert incident.grade.value == "contested"
    assert incident.grade.reasons[0].startswith("contested, as Airwars defines it")


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_exchanging_the_sides_exchanges_their_names_alone(gathered: Gather, one: str, other: str) -> None:
    there, back = gathered(one, other), gathered(other, one)
    assert [(answer.kind, answer.at) for answer in there.responses] == [
        (answer.kind, answer.at) for answer in back.responses
    ]
    assert there.responses[0].party != back.responses[0].party
    assert (there.grade.value, there.grade.reasons) == (back.grade.value, back.grade.reasons)
    ranges = [
        {key: (count.min, count.max, count.rules) for key, count in incident.by_profile["airwars"].items()}
        for incident in (there, back)
    ]
    assert ranges[0] == ranges[1]
