"""The proposed grade and its reason; which sources are independent, and which parties are rivals."""

import pytest

from allegata.incidents import gather
from allegata.records import Claim, Incident
from tests.incidents.claims import accused, claim, harmed, voice

COALITION = accused("us-led-coalition", "US-led Coalition")
ISRAEL = accused("israeli-government", "Israel")
ARMY = accused("israeli-military", "the Israeli army")
HAMAS = accused("hamas", "Hamas")


def only(*claims: Claim) -> Incident:
    (incident,) = gather(claims)
    return incident


def test_a_single_source_is_weak() -> None:
    incident = only(claim(speaker=voice("the ministry")), claim(speaker=voice("The Ministry")))
    assert incident.grade.value == "weak"
    assert incident.grade.why == "a single source: the ministry"
    assert incident.independent_sources == 1


def test_two_independent_sources_are_fair() -> None:
    incident = only(claim(speaker=voice("the ministry")), claim(speaker=voice("the Red Cross", "icrc")))
    assert incident.grade.value == "fair"
    assert incident.independent_sources == 2
    assert "the ministry" in incident.grade.why
    assert "the Red Cross" in incident.grade.why


@pytest.mark.parametrize("second", [voice("residents", anonymous=True), None], ids=["without a name", "the publisher"])
def test_what_a_publication_says_without_a_name_is_no_second_source(second: object) -> None:
    incident = only(claim(speaker=voice("the ministry")), claim(speaker=second))  # type: ignore[arg-type]
    assert (incident.independent_sources, incident.grade.value) == (1, "weak")


def test_sources_without_a_name_count_as_their_publisher() -> None:
    incident = only(claim(speaker=voice("residents", anonymous=True)), claim(speaker=voice("medics", anonymous=True)))
    assert (incident.independent_sources, incident.grade.why) == (1, "a single source: Example Wire")


def test_two_bodies_of_one_government_are_one_source() -> None:
    ministry = voice("the Foreign Ministry", "syrian-foreign-ministry")
    army = voice("the army", "syrian-armed-forces")
    assert only(claim(speaker=ministry), claim(speaker=army)).independent_sources == 1
    assert only(claim(speaker=ministry), claim(speaker=voice("Moscow", "russian-government"))).independent_sources == 2


def test_an_admission_by_the_accused_confirms() -> None:
    spokesman = voice("its spokesman", "us-led-coalition")
    incident = only(claim(accused=(COALITION,)), claim(stance="admits", accused=(COALITION,), speaker=spokesman))
    assert incident.grade.value == "confirmed"
    assert incident.grade.why == "admitted by its spokesman"


def test_rival_parties_are_contested() -> None:
    incident = only(claim(accused=(ISRAEL,)), claim(accused=(HAMAS,)))
    assert incident.grade.value == "contested"
    assert incident.grade.why == "different parties are accused: Israel, Hamas"


@pytest.mark.parametrize(
    "claims",
    [
        [claim(accused=(ISRAEL,)), claim(accused=(ARMY,))],
        [claim(accused=(ISRAEL, HAMAS))],
        [claim(accused=(HAMAS,)), claim(accused=(accused(None, "gunmen"),))],
    ],
    ids=["a government and its army", "accused together", "a party and people without a name"],
)
def test_no_rivals(claims: list[Claim]) -> None:
    assert only(*claims).grade.value == "weak"


def test_a_denial_contests_nothing_and_is_told() -> None:
    denial = claim(stance="denies", accused=(COALITION,), speaker=voice("its spokesman", "us-led-coalition"))
    incident = only(claim(accused=(COALITION,), speaker=voice("the ministry")), denial)
    assert incident.grade.value == "weak"
    assert incident.grade.why == "a single source: the ministry; denied by its spokesman"


def test_a_denial_of_something_else_is_not_told_as_a_denial_of_the_incident() -> None:
    staff = claim(stance="denies", accused=(accused(None, "the hospital"),), speaker=voice("the hospital"))
    incident = only(claim(accused=(COALITION,), speaker=voice("the ministry")), staff)
    assert "denied" not in incident.grade.why


def test_what_is_only_denied_has_no_source() -> None:
    incident = only(claim(stance="denies", accused=(COALITION,), speaker=voice("its spokesman", "us-led-coalition")))
    assert (incident.grade.value, incident.grade.why) == ("weak", "only denied, by its spokesman")
    assert incident.independent_sources == 0


def test_combatants_by_several_sources_are_discounted_and_by_one_are_not() -> None:
    fighters = [claim(harmed(4, 4, status="combatant"), speaker=voice(name)) for name in ("the army", "a monitor")]
    assert only(*fighters).grade.value == "discounted"
    assert only(fighters[0]).grade.value == "weak"
    civilians = claim(harmed(2, 2, status="civilian"), speaker=voice("a doctor"))
    assert only(*fighters, civilians).grade.value == "fair"
