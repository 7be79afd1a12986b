"""Ranges under each counting profile: the ends, the claims that set them, and the rules that made them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.incidents import gather, profile, profile_names
from allegata.records import Claim, Count, Incident
from tests.incidents.claims import accused, claim, harmed, voice
from tests.incidents.told import document, said, together

DOCTOR, MONITOR, ARMY = voice("a doctor"), voice("a monitor"), voice("the army", "syrian-armed-forces")


def only(*claims: Claim) -> Incident:
    (incident,) = gather(claims)
    return incident


def ends(count: Count) -> tuple[int | None, int | None]:
    return count.min, count.max


@pytest.mark.parametrize(
    ("name", "killed"),
    [("neutral", (7, None)), ("airwars", (7, 31)), ("ucdp-ged", (7, 31)), ("acled", (7, 7)), ("ibc", (7, 31))],
)
def test_claims_that_disagree(name: str, killed: tuple[int, int | None]) -> None:
    first, second = claim(harmed(7, 7), speaker=DOCTOR), claim(harmed(31, None, kind="at least"), speaker=MONITOR)
    count = only(first, second).by_profile[name]["killed"]
    assert ends(count) == killed
    assert count.claims == (first.id, second.id)
    assert count.min_from == (first.id,)
    assert count.max_from == ((first.id,) if name == "acled" else (second.id,))


@pytest.mark.parametrize("name", profile_names())
def test_every_number_other_than_as_stated_names_its_rule(name: str) -> None:
    count = only(claim(harmed(12, None, kind="vague"))).by_profile[name]["killed"]
    assert bool(count.rules) == (ends(count) != (12, None))
    assert all(profile(name).rule(rule) is not None for rule in count.rules)


def test_the_neutral_profile_is_the_range_of_the_incident() -> None:
    incident = only(claim(harmed(7, 9, kind="between")), claim(harmed(31, None, kind="at least")), claim(harmed(2, 2)))
    assert incident.by_profile["neutral"]["killed"] == incident.killed


def test_outcomes_stand_apart_and_what_a_codebook_does_not_collect_has_no_entry() -> None:
    incident = only(claim(harmed(71, None, "killed_or_injured", "more than"), harmed(4, 4, "injured")))
    assert ends(incident.by_profile["airwars"]["killed or injured"]) == (71, 71)
    assert ends(incident.by_profile["ibc"]["injured"]) == (4, 4)
    assert "killed" not in incident.by_profile["airwars"]
    for name in ("acled", "ucdp-ged"):
        assert not {"injured", "killed or injured"} & set(incident.by_profile[name])


def test_groups_have_keys_of_their_own() -> None:
    total = harmed(17, 17)
    incident = only(claim(total, harmed(2, 2, group="women", part_of=total.id)))
    for name in profile_names():
        assert ends(incident.by_profile[name]["killed women"]) == (2, 2)
        assert ends(incident.by_profile[name]["killed"]) == (17, 17)


def test_what_a_source_counts_in_parts_raises_its_own_lower_bound() -> None:
    total = harmed(5, None, kind="at least")
    parts = [harmed(n, n, group=group, part_of=total.id) for n, group in ((3, "women"), (4, "children"))]
    incident = only(claim(total, *parts))
    assert ends(incident.killed) == (7, None)
    assert incident.killed.rules == ("sum-of-parts",)


@pytest.mark.parametrize(
    "parts",
    [
        [(3, "women"), (3, "women")],
        [(9, "children")],
    ],
    ids=["one group told twice", "more than the count itself"],
)
def test_parts_that_may_be_the_same_people_or_contradict_raise_nothing(parts: list[tuple[int, str]]) -> None:
    total = harmed(5, 5) if len(parts) == 1 else harmed(5, None, kind="at least")
    told = [harmed(n, n, group=group, part_of=total.id) for n, group in parts]
    assert only(claim(total, *told)).killed.min == 5


def test_airwars_assumes_civilians_and_ged_does_not() -> None:
    incident = only(claim(harmed(6, 6)))
    assert ends(incident.by_profile["airwars"]["killed civilian"]) == (6, 6)
    assert "airwars-civilian-assumed" in incident.by_profile["airwars"]["killed civilian"].rules
    assert "killed civilian" not in incident.by_profile["ucdp-ged"]


def test_where_civilian_status_is_contested_the_least_is_none_in_both() -> None:
    civilians = claim(harmed(6, 6, status="civilian"), speaker=DOCTOR)
    fighters = claim(harmed(6, 6, status="combatant"), speaker=MONITOR)
    held = only(civilians, fighters).by_profile
    for key in ("killed civilian", "killed combatant"):
        count = held["airwars"][key]
        assert ends(count) == (0, 6)
        assert count.rules[-1] == "airwars-contested-status"
        assert count.min_from == (civilians.id, fighters.id)
    assert ends(held["airwars"]["killed"]) == (6, 6)
    assert ends(held["neutral"]["killed civilian"]) == (6, 6)
    assert "killed civilian" not in held["acled"]


def test_a_status_that_a_source_says_is_disputed_is_contested() -> None:
    held = only(claim(harmed(6, 6, status="contested"))).by_profile
    assert ends(held["airwars"]["killed civilian"]) == (0, 6)


@pytest.mark.parametrize(
    "fighters",
    [
        claim(harmed(6, 6, status="combatant"), speaker=ARMY),
        claim(harmed(6, 6, status="combatant"), speaker=ARMY, stance="admits"),
    ],
    ids=["said by the accused", "admitted by the accused"],
)
def test_what_the_accused_alone_says_of_the_status_contests_nothing(fighters: Claim) -> None:
    blamed = (accused("syrian-armed-forces", "the army"),)
    civilians = claim(harmed(6, 6, status="civilian"), speaker=DOCTOR, accused=blamed)
    assert ends(only(civilians, fighters).by_profile["airwars"]["killed civilian"]) == (6, 6)


def test_one_source_that_counts_both_contests_nothing() -> None:
    both = claim(harmed(4, 4, status="combatant"), harmed(5, 5, status="civilian"), speaker=MONITOR)
    held = only(both, claim(harmed(5, 5, status="civilian"), speaker=DOCTOR)).by_profile["airwars"]
    assert ends(held["killed civilian"]) == (5, 5)
    assert ends(held["killed combatant"]) == (4, 4)


NAMES = "The dead were identified as Omar Darwish, Rima Darwish, Sami Nasser and Huda Barakat."


def test_a_list_of_names_raises_the_least_where_the_profile_says_so() -> None:
    one, two = document("2024-03-11"), document("2024-03-12", NAMES, "Second Wire")
    first, listing = said(one, harmed(2, 2), speaker=DOCTOR), said(two, speaker=MONITOR)
    incident = together([one, two], first, listing)
    count = incident.by_profile["airwars"]["killed"]
    assert ends(count) == (4, 4)
    assert count.rules == ("airwars-names",)
    assert count.min_from == (listing.id,)
    assert ends(incident.killed) == (2, 2)


def test_names_in_a_sources_own_count_raise_its_lower_bound() -> None:
    total = harmed(2, None, kind="vague")
    told = [harmed(1, 1, part_of=total.id, names=(name,)) for name in ("Omar Darwish", "Sami Nasser", "Huda Barakat")]
    assert only(claim(total, *told)).killed.rules == ("own-names",)
    assert only(claim(total, *told)).killed.min == 3


counts = st.one_of(
    st.integers(0, 300).map(lambda n: (n, n, "exact")),
    st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda p: (min(p), max(p), "between")),
    st.integers(1, 300).map(lambda n: (n, None, "at least")),
    st.integers(1, 300).map(lambda n: (None, n, "up to")),
    st.sampled_from((2, 12, 100)).map(lambda n: (n, None, "vague")),
)


@given(st.lists(counts, min_size=1, max_size=5), st.sampled_from(profile_names()))
def test_ends_are_in_order_and_set_by_claims_that_were_used(
    stated: list[tuple[int | None, int | None, str]], name: str
) -> None:
    claims = [claim(harmed(low, high, kind=kind)) for low, high, kind in stated]
    count = only(*claims).by_profile[name]["killed"]
    assert count.min is None or count.max is None or count.min <= count.max
    assert set(count.min_from) | set(count.max_from) <= set(count.claims)
    assert bool(count.max_from)
    assert bool(count.min_from) == (count.min is not None)
