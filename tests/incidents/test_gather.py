"""Claims into incidents: which belong together, where and when, who is accused."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.incidents import gather
from allegata.records import Claim, Incident
from tests.incidents.claims import accused, claim, day, harmed, place, voice


def only(claims: Sequence[Claim]) -> Incident:
    (incident,) = gather(claims)
    return incident


def test_claims_of_one_happening_are_one_incident_and_patterns_are_none() -> None:
    first, second, other = claim(), claim(), claim(happening=2)
    pattern = claim(kind="pattern", happening=None)
    incidents = gather([first, pattern, other, second])
    assert [incident.claims for incident in incidents] == [(first.id, second.id), (other.id,)]
    assert all(incident.documents == 1 and incident.status == "proposed" for incident in incidents)


def test_the_same_number_in_another_document_is_another_happening() -> None:
    assert len(gather([claim(), claim(document="d-2")])) == 2


def test_an_incident_keeps_its_id_while_claims_join() -> None:
    first = claim()
    assert only([first]).id == only([first, claim()]).id
    assert only([first]).id != only([claim()]).id


def test_the_most_precise_place_counts_and_a_resolved_one_before_it() -> None:
    where = [claim(places=(place(*item),)) for item in (("Syria", "country"), ("Idlib", "city"), ("Maarat", "village"))]
    assert getattr(only(where).place, "name", None) == "Maarat"
    unresolved = claim(places=(place("the camp", "unknown", resolved=False),))
    assert getattr(only([unresolved, *where[:2]]).place, "name", None) == "Idlib"
    assert getattr(only([unresolved, where[0]]).place, "name", None) == "the camp"


def test_only_places_where_it_happened_count() -> None:
    assert only([claim(places=(place("Mosul", "city", role="origin"),))]).place is None


def test_the_narrowest_time_is_the_date_and_unlike_days_widen_it() -> None:
    month, monday, tuesday = day("2024-03-01", "2024-03-31", "month"), day("2024-03-11"), day("2024-03-12")
    date = only([claim(time=month), claim(time=monday)]).date
    assert date is not None
    assert (date.start, date.end, date.precision) == ("2024-03-11", "2024-03-11", "day")
    date = only([claim(time=monday), claim(time=tuesday)]).date
    assert date is not None
    assert (date.start, date.end, date.precision) == ("2024-03-11", "2024-03-12", "days")


def test_a_time_that_no_date_is_known_for_stays_symbolic() -> None:
    date = only([claim(time=day(None, None, weekday="tuesday")), claim()]).date
    assert date is not None
    assert (date.start, date.end, date.words) == (None, None, "tuesday")
    assert date.symbolic is not None
    assert only([claim()]).date is None


def test_event_types_without_the_vague_ones_where_others_are_told() -> None:
    assert only([claim(type="killing"), claim(type="shelling"), claim(type="other")]).event_types == ("shelling",)
    assert only([claim(type="killing")]).event_types == ("killing",)


def test_who_accuses_who_denies_and_who_admits_stand_apart() -> None:
    alleges = claim(accused=(accused("hamas", "Hamas"),))
    denies = claim(stance="denies", accused=(accused("hamas", "Hamas"),), speaker=voice("Hamas", "hamas"))
    admits = claim(stance="admits", accused=(accused(None, "The Brigades"),), speaker=voice("The Brigades"))
    again = claim(accused=(accused(None, "the brigades"),))
    hamas, brigades = only([alleges, denies, admits, again]).accused
    assert (hamas.party, hamas.by, hamas.denied_by, hamas.admitted_by) == ("hamas", (alleges.id,), (denies.id,), ())
    assert brigades.party is None
    assert brigades.by == (admits.id, again.id)
    assert brigades.admitted_by == (admits.id,)


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_claims_changes_no_number(order: list[int]) -> None:
    claims = [claim(harmed(low, low + 2, kind="between"), time=day(f"2024-03-1{low}")) for low in range(6)]
    one, other = only(claims), only([claims[n] for n in order])
    assert (one.killed.min, one.killed.max, one.killed.highest) == (other.killed.min, other.killed.max, 7)
    assert one.date is not None
    assert other.date is not None
    assert (one.date.start, one.date.end) == (other.date.start, other.date.end)
    assert set(one.claims) == set(other.claims)


@pytest.mark.parametrize("claims", [[], [claim(kind="pattern", happening=None)]])
def test_without_an_event_there_is_no_incident(claims: list[Claim]) -> None:
    assert gather(claims) == []


def test_a_claim_that_names_no_source_goes_back_to_its_publisher() -> None:
    told = [claim(harmed(3, 3), document="d-1"), claim(harmed(5, 5), document="d-1", attribution=())]
    unsaid = claim(harmed(4, 4), document="d-2", attribution=())
    for claims in ([unsaid], [*told, unsaid]):
        found = gather(claims)
        assert sorted(name for incident in found for name in incident.claims) == sorted(item.id for item in claims)
        assert all(incident.independent_sources >= 1 for incident in found)
    assert gather([unsaid])[0].independence[0].voice == "source not stated"
