"""Superseded figures: a later update by the same speaker replaces an earlier count, which stays visible."""

import pytest

from allegata.incidents.superseded import revisions, skipped, superseded
from allegata.records import Attribution, Casualty
from tests.incidents.claims import harmed, voice
from tests.incidents.told import document, said, together

MINISTRY = voice("the Health Ministry", "palestinian-ministry-of-health")
RESIDENTS = voice("residents", anonymous=True)
FIRST, SECOND = "2024-03-11", "2024-03-12"


def replaced(
    earlier: Casualty,
    later: Casualty,
    first: Attribution | None = MINISTRY,
    second: Attribution | None = MINISTRY,
    days: tuple[str | None, str | None] = (FIRST, SECOND),
) -> bool:
    """Tell whether a count of the first day is replaced by one of the second."""
    one, two = document(days[0]), document(days[1])
    told = [said(one, earlier, speaker=first), said(two, later, speaker=second)]
    found = superseded(told, {one.id: one, two.id: two})
    assert all((item.record.claim, item.record.by) == (told[0].id, told[1].id) for item in found)
    return bool(found)


@pytest.mark.parametrize(
    ("earlier", "later", "is_replaced"),
    [
        ((22, 22, "exact"), (31, 31, "exact"), True),
        ((31, 31, "exact"), (22, 22, "exact"), True),
        ((22, None, "at least"), (31, 31, "exact"), True),
        ((22, None, "at least"), (31, None, "at least"), True),
        ((31, None, "at least"), (22, 22, "exact"), True),
        ((None, 40, "up to"), (31, 31, "exact"), True),
        ((12, None, "vague"), (31, 31, "exact"), True),
        ((20, 30, "between"), (25, 35, "between"), True),
        ((31, 31, "exact"), (31, 31, "exact"), False),
        ((31, 31, "exact"), (22, None, "at least"), False),
        ((31, 31, "exact"), (12, None, "vague"), False),
        ((31, 31, "exact"), (100, None, "vague"), False),
        ((22, 22, "exact"), (20, 25, "between"), False),
    ],
)
def test_a_later_figure_replaces_what_it_does_not_leave_possible(
    earlier: tuple[int, int, str], later: tuple[int, int, str], is_replaced: bool
) -> None:
    assert replaced(harmed(*earlier[:2], kind=earlier[2]), harmed(*later[:2], kind=later[2])) is is_replaced


@pytest.mark.parametrize(
    ("first", "second", "is_replaced"),
    [
        (MINISTRY, voice("the ministry in Gaza", "palestinian-ministry-of-health"), True),
        (voice("Dr Example"), voice("dr example"), True),
        (None, None, True),
        (MINISTRY, voice("the Civil Defence", "palestinian-civil-defence"), False),
        (RESIDENTS, RESIDENTS, False),
    ],
    ids=["one party", "one name", "the publisher's own words", "another party", "without a name"],
)
def test_only_the_same_speaker_replaces(
    first: Attribution | None, second: Attribution | None, is_replaced: bool
) -> None:
    assert replaced(harmed(22, 22), harmed(31, 31), first, second) is is_replaced


@pytest.mark.parametrize("days", [(FIRST, FIRST), (None, SECOND), (FIRST, None)])
def test_only_a_later_day_of_publication_tells_which_came_last(days: tuple[str | None, str | None]) -> None:
    assert not replaced(harmed(22, 22), harmed(31, 31), days=days)


@pytest.mark.parametrize(
    "later",
    [
        harmed(31, 31, outcome="injured"),
        harmed(31, 31, group="women"),
        harmed(31, 31, status="combatant"),
        harmed(31, 31, cumulative=True),
        harmed(31, 31, partial=True),
    ],
    ids=["another outcome", "women", "combatants", "since October", "some of the dead"],
)
def test_a_count_of_other_people_replaces_nothing(later: Casualty) -> None:
    assert not replaced(harmed(22, 22), later)


def test_a_later_text_that_repeats_the_figure_keeps_it() -> None:
    one, two = document(FIRST), document(SECOND)
    told = [said(one, harmed(22, 22), speaker=MINISTRY)]
    told += [said(two, harmed(number, number), speaker=MINISTRY) for number in (22, 31)]
    assert superseded(told, {one.id: one, two.id: two}) == []


def test_of_several_updates_the_last_is_named() -> None:
    texts = [document(f"2024-03-1{n}") for n in (1, 2, 3)]
    told = [said(text, harmed(n, n), speaker=MINISTRY) for text, n in zip(texts, (10, 22, 31), strict=True)]
    found = superseded(told, {text.id: text for text in texts})
    assert [(item.record.claim, item.record.by) for item in found] == [
        (told[0].id, told[2].id),
        (told[1].id, told[2].id),
    ]
    assert "2024-03-13" in found[0].record.why


def test_only_a_figure_of_the_same_status_replaces_the_range_of_that_status() -> None:
    one, two = document(FIRST), document(SECOND)
    told = [said(one, harmed(22, 22, status="civilian"), speaker=MINISTRY), said(two, harmed(31, 31), speaker=MINISTRY)]
    found = superseded(told, {one.id: one, two.id: two})
    assert len(skipped(found)) == 1
    assert skipped(found, status=True) == frozenset()


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("The death toll rose to 31 from 22, the ministry said.", [22]),
        ("The ministry raised the death toll from the strike to at least 31 from 22.", [22]),
        ("The toll climbed from 22 to 31 overnight.", [22]),
        ("At least 31 people were killed, up from 22, the ministry said.", [22]),
        ("Thirty-one people were killed, up from an earlier toll of twenty-two.", [22]),
        ("It lowered its figure to 31, down from a previous count of 1,022.", [1022]),
        ("An initial toll of nine was corrected.", [9]),
        ("The aircraft rose to 31,000 feet.", []),
        ("People came up from the shelter and from 22 villages.", []),
        ("Prices rose to 31 dollars from many stalls.", []),
        ("The toll rose to 31.", []),
    ],
)
def test_a_text_says_what_was_replaced(text: str, old: list[int]) -> None:
    assert [number for number, _ in revisions(text)] == old


def test_a_text_that_says_so_replaces_on_the_same_day() -> None:
    one = document(FIRST)
    two = document(FIRST, "At least 31 people were killed, up from 22, the Health Ministry said.", "Second Wire")
    told = [said(one, harmed(22, 22), speaker=MINISTRY), said(two, harmed(31, None, kind="at least"), speaker=MINISTRY)]
    (found,) = superseded(told, {one.id: one, two.id: two})
    assert (found.record.claim, found.record.by) == (told[0].id, told[1].id)
    assert "up from 22" in found.record.why


def test_an_incident_shows_and_does_not_count_what_was_replaced() -> None:
    one, two = document(FIRST), document(SECOND)
    other = document(FIRST, publisher="Second Wire")
    first, last = said(one, harmed(22, 22), speaker=MINISTRY), said(two, harmed(31, 31), speaker=MINISTRY)
    third = said(other, harmed(25, 28, kind="between"), speaker=voice("the Civil Defence"))
    incident = together([one, two, other], first, last, third)
    assert (incident.killed.min, incident.killed.max) == (25, 31)
    assert incident.killed.claims == (last.id, third.id)
    assert [(item.claim, item.by) for item in incident.superseded] == [(first.id, last.id)]
    assert "later gives" in incident.superseded[0].why
