"""Ranges: the smallest lower and the largest upper bound; nothing said is unknown, never zero."""

from hypothesis import given
from hypothesis import strategies as st

from allegata.incidents import gather
from allegata.records import Casualty, Claim, Count
from tests.incidents.claims import claim, harmed


def killed(*claims: Claim) -> tuple[int | None, int | None, int | None]:
    (incident,) = gather(claims)
    return ends(incident.killed)


def ends(count: Count) -> tuple[int | None, int | None, int | None]:
    return count.min, count.max, count.highest


def test_the_smallest_lower_and_the_largest_upper_bound() -> None:
    assert killed(claim(harmed(17, 17)), claim(harmed(12, 15, kind="between"))) == (12, 17, 17)


def test_one_open_end_opens_the_range() -> None:
    assert killed(claim(harmed(17, 17)), claim(harmed(20, None, kind="at least"))) == (17, None, 20)


def test_up_to_gives_no_lower_bound() -> None:
    assert killed(claim(harmed(None, 100, kind="up to"))) == (None, 100, 100)
    assert killed(claim(harmed(None, 100, kind="up to")), claim(harmed(8, 8))) == (8, 100, 100)


def test_a_vague_quantity_counts_only_where_nobody_gives_a_figure() -> None:
    dozens = claim(harmed(12, None, kind="vague"))
    assert killed(dozens) == (12, None, None)
    assert killed(dozens, claim(harmed(7, 7))) == (7, 7, 7)


def test_nothing_said_is_unknown_and_none_is_zero() -> None:
    assert killed(claim()) == (None, None, None)
    assert killed(claim(harmed(0, 0))) == (0, 0, 0)


def test_denials_are_not_counted() -> None:
    assert killed(claim(harmed(17, 17)), claim(harmed(0, 0), stance="denies")) == (17, 17, 17)


def test_a_count_that_is_part_of_another_is_no_total() -> None:
    total = harmed(17, 17)
    women = harmed(2, 2, group="women", part_of=total.id)
    (incident,) = gather([claim(total, women)])
    assert ends(incident.killed) == (17, 17, 17)
    assert ends(incident.killed_by_group["women"]) == (2, 2, 2)
    assert ends(incident.killed_by_group["children"]) == (None, None, None)


def test_some_of_the_dead_are_a_lower_bound_where_nobody_counts_them_all() -> None:
    some = claim(harmed(3, 3, partial=True))
    assert killed(some) == (3, None, 3)
    assert killed(some, claim(harmed(17, 17))) == (17, 17, 17)


def test_the_parts_of_some_of_the_dead_do_not_lower_the_bound() -> None:
    eight = harmed(8, 8, partial=True)
    assert killed(claim(eight, harmed(2, 2, partial=True, part_of=eight.id))) == (8, None, 8)


def test_a_toll_over_more_than_the_happening_is_not_counted() -> None:
    assert killed(claim(harmed(600, None, kind="at least", cumulative=True))) == (None, None, None)
    assert killed(claim(harmed(600, 600, cumulative=True)), claim(harmed(5, 5))) == (5, 5, 5)


def test_killed_or_injured_is_never_shared_out() -> None:
    (incident,) = gather([claim(harmed(71, None, outcome="killed_or_injured", kind="more than"))])
    assert ends(incident.killed_or_injured) == (71, None, 71)
    assert ends(incident.killed) == ends(incident.injured) == (None, None, None)


def test_groups_and_statuses_stand_apart() -> None:
    (incident,) = gather([claim(harmed(5, 5, status="civilian")), claim(harmed(3, 3, status="combatant"))])
    assert ends(incident.killed) == (3, 5, 5)
    assert ends(incident.killed_by_status["civilian"]) == (5, 5, 5)
    assert ends(incident.killed_by_status["combatant"]) == (3, 3, 3)


def test_a_range_names_its_claims_and_words() -> None:
    first, second, unused = claim(harmed(17, 17)), claim(harmed(12, 12)), claim(harmed(12, None, kind="vague"))
    (incident,) = gather([first, second, unused])
    assert incident.killed.claims == (first.id, second.id)
    assert incident.killed.words == ("exact 17-17", "exact 12-12")


bounds = st.one_of(
    st.integers(0, 500).map(lambda n: (n, n, "exact")),
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda p: (min(p), max(p), "between")),
    st.integers(1, 500).map(lambda n: (n, None, "at least")),
    st.integers(1, 500).map(lambda n: (None, n, "up to")),
    st.sampled_from((2, 12, 100)).map(lambda n: (n, None, "vague")),
)


@given(st.lists(bounds, min_size=1, max_size=6))
def test_no_claim_lies_outside_the_range(stated: list[tuple[int | None, int | None, str]]) -> None:
    casualties: list[Casualty] = [harmed(low, high, kind=kind) for low, high, kind in stated]
    least, most, highest = killed(*(claim(casualty) for casualty in casualties))
    figures = [item for item in stated if item[2] != "vague"] or stated
    assert all(least is not None and least <= low for low, _, _ in figures if low is not None)
    assert (most is None) == any(high is None for _, high, _ in figures)
    assert all(most is None or (high is not None and high <= most) for _, high, _ in figures)
    assert (highest is None) == (figures[0][2] == "vague")
