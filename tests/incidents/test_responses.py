"""Responses: what the accused say, in HURIDOCS' terms of attribution."""

from typing import Any

import pytest

from allegata.records import Claim, Document, Incident, PartyName
from tests.incidents.claims import accused, harmed, voice
from tests.incidents.told import document, said, together

COALITION = accused("us-led-coalition", "US-led Coalition")
SPOKESMAN = voice("its spokesman", "us-led-coalition")
ARMY = accused("syrian-armed-forces", "Syrian army")
MINISTRY = voice("the Foreign Ministry", "syrian-foreign-ministry")
LOCALS = voice("residents", anonymous=True)
DAY = "2024-03-12"


def answered(text: str, told: Document | None = None, **claim: Any) -> Incident:
    """Gather an accusation of the Coalition with what ``claim`` says in answer, in the words ``text``."""
    first, second = document(DAY), told or document("2024-03-13", text)
    accusation = said(first, harmed(5, 5), speaker=LOCALS, accused=(COALITION,))
    answer: Claim = said(second, *claim.pop("casualties", ()), speaker=SPOKESMAN, **claim)
    return together([first, second], accusation, answer)


def kinds(incident: Incident) -> list[tuple[str, str]]:
    return [(response.name, response.kind) for response in incident.responses]


@pytest.mark.parametrize("stance", ["denies", "disputes"])
def test_a_denial_with_its_day_and_words(stance: str) -> None:
    incident = answered("The Coalition denied the strike.", stance=stance, accused=(COALITION,))
    (response,) = incident.responses
    assert (response.party, response.kind, response.at) == ("us-led-coalition", "denies", "2024-03-13")
    assert response.words == "The Coalition denied the strike."
    assert response.claim == incident.claims[1]


@pytest.mark.parametrize(
    ("text", "casualties", "kind"),
    [
        ("The Coalition said its aircraft carried out the strike.", (), "acknowledges"),
        ("The Coalition admitted killing five people.", (harmed(5, 5),), "acknowledges"),
        ("The Coalition claimed responsibility for the strike.", (), "claims responsibility"),
        ("It accepted responsibility for the deaths.", (harmed(5, 5, status="civilian"),), "claims responsibility"),
        ("The Coalition said it had struck a weapons depot.", (), "acknowledges with another explanation"),
        ("It said the strike was an accident.", (harmed(5, 5),), "acknowledges with another explanation"),
        ("It said it killed them.", (harmed(4, 4, status="combatant"),), "acknowledges with another explanation"),
        ("It said it struck and nobody was hurt.", (harmed(0, 0),), "acknowledges with another explanation"),
    ],
)
def test_an_admission(text: str, casualties: tuple[object, ...], kind: str) -> None:
    incident = answered(text, stance="admits", accused=(COALITION,), casualties=casualties)
    assert kinds(incident) == [("US-led Coalition", kind)]
    assert incident.responses[0].why


def test_an_accused_party_that_accuses_another() -> None:
    incident = answered("The Coalition said government forces fired the shells.", accused=(ARMY,))
    (response,) = incident.responses
    assert response.kind == "accuses another"
    assert response.accuses == (PartyName(party="syrian-armed-forces", name="Syrian army"),)


def test_who_is_not_accused_does_not_respond() -> None:
    one = document(DAY)
    told = [
        said(one, speaker=MINISTRY, accused=(COALITION,)),
        said(one, speaker=voice("Moscow", "russian-government"), stance="denies", accused=(COALITION,)),
    ]
    assert together([one], *told).responses == ()


def test_bodies_of_the_accused_side_respond() -> None:
    one, two = document(DAY), document("2024-03-13", "The ministry denied the shelling.")
    told = [
        said(one, harmed(5, 5), speaker=LOCALS, accused=(ARMY,)),
        said(two, speaker=MINISTRY, stance="denies", accused=(ARMY,)),
    ]
    assert kinds(together([one, two], *told)) == [("Syrian army", "denies")]


def test_a_day_that_is_not_known_stays_unknown() -> None:
    incident = answered("", document(None, "It denied this."), stance="denies", accused=(COALITION,))
    assert incident.responses[0].at is None


def test_swapping_the_parties_swaps_the_names_alone() -> None:
    def told(first: str, second: str) -> Incident:
        one, two = document(DAY), document("2024-03-13", "It said the other side fired.")
        claims = [
            said(one, harmed(5, 5), speaker=voice("the one", first), accused=(accused(second, "the other"),)),
            said(two, speaker=voice("the other", second), accused=(accused(first, "the one"),)),
        ]
        return together([one, two], *claims)

    there, back = told("hamas", "israeli-military"), told("israeli-military", "hamas")
    said_there, said_back = (
        [(answer.kind, answer.name, [party.name for party in answer.accuses]) for answer in incident.responses]
        for incident in (there, back)
    )
    assert said_there == said_back
    assert said_there[0][0] == "accuses another"
    assert there.grade.why == back.grade.why


def test_who_accuses_first_does_not_answer() -> None:
    one, two = document(DAY), document("2024-03-13")
    told = [
        said(one, harmed(5, 5), speaker=voice("the one", "hamas"), accused=(accused("israeli-military", "the other"),)),
        said(two, speaker=voice("the other", "israeli-military"), accused=(accused("hamas", "the one"),)),
    ]
    assert kinds(together([one, two], *told)) == [("the other", "accuses another")]


def test_who_admits_responds_though_no_register_knows_the_name() -> None:
    one = document(DAY, "The clinic was mistakenly struck, the commander said.")
    told = said(
        one, speaker=voice("the commander"), stance="admits", accused=(accused("us-armed-forces", "US forces"),)
    )
    assert kinds(together([one], told)) == [("US forces", "acknowledges with another explanation")]
    assert together([one], told).grade.value == "confirmed"
