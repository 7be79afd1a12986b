"""The proposed grade and its reason; which sources are independent, and which parties are rivals."""

from collections.abc import Callable
from pathlib import Path

import pytest

from allegata.incidents import StandingError, gather, load_standing, neutral_standing
from allegata.records import SOURCE_KINDS, Casualty, Claim, Grade, Incident
from tests.incidents.claims import accused, claim, harmed, voice
from tests.incidents.told import document, said, together

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


@pytest.mark.parametrize(
    ("casualties", "text", "grade"),
    [
        ((), "The Coalition admitted the strike.", "confirmed"),
        ((harmed(5, 5, status="civilian"),), "It hit them by mistake.", "confirmed"),
        ((), "The clinic was hit by mistake.", "confirmed"),
        ((), "Its fighters had carried out the attack.", "confirmed"),
        ((harmed(5, 5, status="combatant"),), "It struck.", "weak"),
        ((), "It struck a weapons depot.", "weak"),
        ((harmed(0, 0),), "It struck, and nobody was hurt.", "weak"),
    ],
)
def test_only_an_admission_that_accepts_the_harm_confirms(
    casualties: tuple[Casualty, ...], text: str, grade: str
) -> None:
    one, two = document("2024-03-11"), document("2024-03-12", text)
    accusation = said(one, harmed(5, 5), speaker=voice("the ministry"), accused=(COALITION,))
    spokesman = voice("its spokesman", "us-led-coalition")
    admission = said(two, *casualties, speaker=spokesman, stance="admits", accused=(COALITION,))
    incident = together([one, two], accusation, admission)
    assert incident.grade.value == grade
    if grade == "weak":
        assert "its spokesman acknowledges action with another explanation" in incident.grade.why


def test_what_the_accused_says_of_itself_is_no_credible_source() -> None:
    spokesman = claim(accused=(HAMAS,), speaker=voice("its spokesman", "us-led-coalition"))
    gunmen = claim(speaker=voice("its spokesman", "us-led-coalition"))
    ministry = claim(accused=(COALITION,), speaker=voice("the ministry"))
    assert only(ministry, spokesman).grade.value == "contested"
    grade = only(ministry, gunmen).grade
    assert grade.value == "weak"
    assert grade.why == "a single source: the ministry; not counted: its spokesman (held responsible itself)"


def test_sources_that_tell_of_no_action_are_not_fair() -> None:
    killings = [claim(harmed(3, 3), type="killing", speaker=voice(name)) for name in ("a doctor", "a monitor")]
    grade = only(*killings).grade
    assert (grade.value, "none tells of action" in grade.why) == ("weak", True)
    accusing = claim(type="killing", speaker=voice("a monitor"), accused=(HAMAS,))
    assert only(killings[0], accusing).grade.value == "fair"


def test_combatants_by_the_accused_alone_are_context() -> None:
    own = claim(harmed(4, 4, status="combatant"), speaker=voice("its spokesman", "us-led-coalition"))
    others = [claim(speaker=voice(name), accused=(COALITION,)) for name in ("a doctor", "a monitor")]
    grade = only(own, *others).grade
    assert grade.value == "fair"
    assert any(reason.startswith("context: only who is held responsible") for reason in grade.reasons)


def test_the_reasons_begin_with_the_definition_and_name_sources_and_action() -> None:
    told = [claim(speaker=voice(name), accused=(COALITION,)) for name in ("a doctor", "a monitor")]
    grade = only(*told).grade
    assert grade.sources == ("a doctor", "a monitor")
    assert grade.reasons[0].startswith("fair, as Airwars defines it: two or more credible sources, and likely")
    assert grade.reasons[1:] == (
        "credible independent sources: 2",
        "action near by: told as airstrike",
        "action near by: a party is held responsible",
    )


def test_swapping_the_parties_swaps_the_names_alone() -> None:
    def grade(first: str, second: str) -> Grade:
        told = [claim(accused=(accused(second, "the other"),), speaker=voice("the one", first))]
        told += [claim(harmed(2, 2), speaker=voice("the other", second)), claim(speaker=voice("a doctor"))]
        return only(*told).grade

    assert grade("hamas", "israeli-military") == grade("israeli-military", "hamas")


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "standing.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_users_table_says_who_is_credible(table: Callable[[str], Path]) -> None:
    told = [claim(accused=(COALITION,), speaker=voice(name)) for name in ("a doctor", "A Monitor")]
    standing = load_standing(table("sources: {a monitor: false}"))
    (incident,) = gather(told, standing=standing)
    assert incident.grade.value == "weak"
    assert incident.grade.why.endswith("not counted: A Monitor (not credible in the table of standing)")
    (incident,) = gather(told, standing=load_standing(table("kinds: {other: false}")))
    assert incident.grade.why.startswith("no credible source")
    (incident,) = gather(told, standing=load_standing(table("kinds: {other: false}\nsources: {a doctor: true}")))
    assert incident.grade.why.startswith("a single source: a doctor")


def test_the_table_as_it_stands_prefers_nobody() -> None:
    assert set(neutral_standing().kinds) == set(SOURCE_KINDS)
    assert all(neutral_standing().kinds.values())
    assert not neutral_standing().accused


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("kinds: {goverment: true}", "'goverment' is no kind of source"),
        ("kinds: {government: perhaps}", "each with true or false"),
        ("kind: {government: true}", "each with true or false"),
        ("- government", "no table of standing"),
        ("kinds: {government", "no YAML"),
    ],
)
def test_a_bad_table_is_refused_with_what_to_do(table: Callable[[str], Path], text: str, complaint: str) -> None:
    path = table(text)
    with pytest.raises(StandingError, match=complaint) as refused:
        load_standing(path)
    assert str(refused.value).startswith(str(path))
    assert "\n" not in str(refused.value)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StandingError, match="check the path"):
        load_standing(tmp_path / "none.yaml")
