"""Two real dispatches on one page: what they say, whose claims they make, and every span.

They are not part of the project; the tests are skipped where the folder beside it does not hold them.
"""

from datetime import date
from itertools import chain

import pytest

from allegata.reading import Reader
from allegata.records import Casualty, Claim, Communication, Document, Incident, Place
from tests.conftest import ROOT
from tests.end_to_end.reading_of import Outcome, outcome_of
from tests.end_to_end.spans import broken_spans, words_without_span

DISPATCHES = ROOT.parent / "shared" / "dispatches" / "000_eb38299cf8460175.txt"
COALITION = "us-led-coalition"
DATES: dict[str, dict[int, str]] = {
    "no date given": {},
    "--published 2018-11-29": {0: "2018-11-29"},
    "--published 2=2018-11-29": {2: "2018-11-29"},
}

pytestmark = pytest.mark.skipif(
    not DISPATCHES.is_file(), reason="../shared/dispatches does not hold the two dispatches that this test reads"
)


@pytest.fixture(scope="module")
def outcomes(reader: Reader) -> dict[str, Outcome]:
    return {name: outcome_of(reader, [DISPATCHES], published) for name, published in DATES.items()}


@pytest.fixture(scope="module")
def outcome(outcomes: dict[str, Outcome]) -> Outcome:
    return outcomes["no date given"]


@pytest.fixture(scope="module")
def first(outcome: Outcome) -> list[Claim]:
    return list(outcome.readings[0].claims)


@pytest.fixture(scope="module")
def second(outcome: Outcome) -> list[Claim]:
    return list(outcome.readings[1].claims)


def text_of(claim: Claim, outcome: Outcome) -> str:
    (document,) = (reading.document for reading in outcome.readings if reading.document.id == claim.document)
    text: str = document.text
    return text


def saying(words: str, claims: list[Claim], outcome: Outcome, kind: str = "event") -> list[Claim]:
    """Return the claims of a kind whose evidence holds ``words``."""
    return [
        claim
        for claim in claims
        if claim.kind == kind and any(words in text_of(claim, outcome)[a:b] for a, b in claim.evidence)
    ]


def incident_of(claim: Claim, incidents: list[Incident]) -> Incident:
    (found,) = (incident for incident in incidents if claim.id in incident.claims)
    return found


def voices(claim: Claim) -> list[str]:
    return [voice.name for voice in claim.attribution]


def places(claim: Claim, role: str) -> list[Place]:
    return [place for place in claim.places if place.role == role]


def totals(claim: Claim, outcome: str) -> list[Casualty]:
    return [item for item in claim.casualties if item.outcome == outcome and item.part_of is None]


# Two articles


def test_the_file_holds_two_articles_with_their_publishers_authors_and_dateline(outcome: Outcome) -> None:
    one, two = (reading.document for reading in outcome.readings)
    assert (one.publisher, one.authors, one.part) == ("SyriaTimes", ("Hamda Mustafa",), 1)
    assert (two.publisher, two.authors, two.part) == ("SANA", ("H. Said",), 2)
    assert (one.dateline_place, one.dateline_agency) == ("DAMASCUS", "ST")
    assert one.published is None
    assert two.published is None
    assert one.title is not None
    assert one.title.startswith("Syria Renews Call")
    assert two.title is not None
    assert two.title.startswith("Syria demands")


def test_the_paragraph_that_is_broken_in_mid_sentence_is_one(outcome: Outcome) -> None:
    document = outcome.readings[1].document
    at = document.text.index("the international Security")
    zones = [zone for zone in document.zones if zone.span[0] <= at < zone.span[1]]
    assert [zone.kind for zone in zones] == ["paragraph"]
    assert "the international Security Council over" in document.text[slice(*zones[0].span)]


# The first article


def test_more_than_70_killed_and_injured_are_never_split(outcome: Outcome, first: list[Claim]) -> None:
    (claim,) = saying("More than 70 civilians", first, outcome)
    assert claim.stance == "alleges"
    assert claim.event.type == "airstrike"
    assert claim.attribution[0].words == "local sources"
    assert claim.attribution[0].anonymous
    assert voices(claim)[-1] == "SyriaTimes"
    assert [party.party for party in claim.accused] == [COALITION]
    assert claim.accused[0].words == "the so-called international coalition led by the United States"
    assert [item.outcome for item in claim.casualties] == ["killed_or_injured"]
    count = claim.casualties[0]
    assert (count.quantity.kind, count.quantity.low, count.quantity.high) == ("more than", 71, None)
    assert count.whom.status == "civilian"
    assert [(part.share, set(part.groups)) for part in count.composition] == [("majority", {"women", "children"})]


def test_al_baghouz_lies_in_the_countryside_that_the_lead_names(outcome: Outcome, first: list[Claim]) -> None:
    (claim,) = saying("More than 70 civilians", first, outcome)
    (place,) = places(claim, "event")
    assert place.name == "al-Baghouz"
    assert place.country == "SY"
    assert place.within is not None
    assert "Deir" in place.within
    assert place.rule is not None, "the containing area stands in another sentence: derived, and said so"
    assert place.within_span is not None
    lead = text_of(claim, outcome).index("in Deir Ezzor countryside")
    assert lead <= place.within_span[0] < lead + len("in Deir Ezzor countryside")
    if place.latitude is not None and place.longitude is not None:
        assert 34.3 < place.latitude < 34.6
        assert 40.7 < place.longitude < 41.1


def test_today_is_the_day_of_publication_a_tuesday_by_the_lead(outcome: Outcome, first: list[Claim]) -> None:
    (claim,) = saying("More than 70 civilians", first, outcome)
    assert claim.time is not None
    assert claim.time.words == "today"
    assert claim.time.symbolic is not None
    assert (claim.time.symbolic.anchor, claim.time.symbolic.offset_days) == ("publication", 0)
    assert claim.time.symbolic.weekday == "tuesday"
    assert (claim.time.start, claim.time.end) == (None, None)
    assert [text_of(claim, outcome)[a:b] for a, b in claim.time.derived_from] == ["Tuesday"]


def test_the_massacre_of_the_letters_is_the_ministrys_claim_of_the_same_incident(
    outcome: Outcome, first: list[Claim]
) -> None:
    (letters,) = (claim for claim in saying("in two letters", first, outcome) if places(claim, "event"))
    assert letters.attribution[0].party == "syrian-foreign-ministry"
    assert letters.attribution[0].words == "the Ministry of Foreign Affairs and Expatriates"
    assert [party.party for party in letters.accused] == [COALITION]
    assert [place.name for place in places(letters, "event")] == ["al-Baghouz"]
    assert [label.term for label in letters.characterisations] == ["massacre"]
    assert letters.time is not None
    assert letters.time.words == "Tuesday"
    (airstrikes,) = saying("More than 70 civilians", first, outcome)
    assert incident_of(letters, outcome.incidents[0]) == incident_of(airstrikes, outcome.incidents[0])


def test_the_sources_go_on_of_the_same_airstrikes_and_hundreds_is_no_toll(outcome: Outcome, first: list[Claim]) -> None:
    (camp,) = saying("a camp containing hundreds", first, outcome)
    (airstrikes,) = saying("More than 70 civilians", first, outcome)
    assert camp.event.type == "airstrike"
    assert camp.attribution[0].name == airstrikes.attribution[0].name
    assert camp.attribution[0].refers_to == airstrikes.attribution[0].span
    assert ("a camp", "camp") in [(target.words, target.kind) for target in camp.targets]
    assert camp.casualties == ()
    assert incident_of(camp, outcome.incidents[0]) == incident_of(airstrikes, outcome.incidents[0])


def test_the_incident_of_the_first_article(outcome: Outcome) -> None:
    (incident,) = outcome.incidents[0]
    assert incident.place is not None
    assert incident.place.name == "al-Baghouz"
    assert incident.event_types == ("airstrike",)
    assert [party.party for party in incident.accused] == [COALITION]
    both = incident.killed_or_injured
    assert (both.min, both.max) == (71, None)
    assert incident.killed.min is None
    assert incident.injured.min is None
    assert incident.date is not None
    assert incident.date.start is None


# The second article


def test_white_phosphorus_on_al_sout(outcome: Outcome, second: list[Claim]) -> None:
    (claim,) = saying("shelled al-Sout town", second, outcome)
    assert claim.event.type == "airstrike"
    assert claim.event.words == "shelled"
    assert claim.event.why is not None
    assert "warplanes" in claim.event.why
    assert "white phosphorus" in [weapon.type for weapon in claim.weapons]
    assert [party.party for party in claim.accused] == [COALITION]
    assert claim.attribution[0].kind == "government"
    assert voices(claim)[-1] == "SANA"
    for what in ("killed", "injured"):
        (count,) = totals(claim, what)
        assert (count.quantity.kind, count.quantity.low, count.quantity.high) == ("vague", 2, None)
    assert totals(claim, "killed")[0].quantity.words == "a number of"
    assert totals(claim, "injured")[0].quantity.words == "others"
    (place,) = places(claim, "event")
    assert place.name == "al-Sout"
    assert place.within is not None
    assert "Deir" in place.within
    assert claim.time is not None
    assert claim.time.words == "Wednesday"
    assert claim.time.start is None


def test_markada_and_the_places_beside_it(outcome: Outcome, second: list[Claim]) -> None:
    (claim,) = saying("Markada town", second, outcome)
    (place,) = places(claim, "event")
    assert (place.name, place.resolved, place.country) == ("Markada", True, "SY")
    assert place.within is not None
    assert "Hasak" in place.within
    (relation,) = places(claim, "relation")
    assert relation.name == "Hasaka"
    assert relation.relation == "south of"
    assert [item.name for item in places(claim, "destination")] == ["Hasaka"]
    assert [item.name for item in places(claim, "origin")] == ["Mosul"]


def test_two_women_and_six_of_a_family_are_at_least_eight(outcome: Outcome, second: list[Claim]) -> None:
    (claim,) = saying("Markada town", second, outcome)
    (women,) = (item for item in claim.casualties if item.whom.group == "women")
    assert (women.outcome, women.quantity.low, women.quantity.high) == ("killed", 2, 2)
    assert women.part_of is not None
    (total,) = totals(claim, "killed")
    assert (total.quantity.low, total.quantity.high) == (8, None)
    assert total.derived_from
    assert total.rule
    six = [item for item in claim.casualties if item.quantity.words in ("6", "six")]
    assert [(item.quantity.low, item.quantity.high) for item in six] == [(6, 6)]
    assert totals(claim, "injured") == []


def test_a_day_before_is_the_day_before_that_wednesday(outcome: Outcome, second: list[Claim]) -> None:
    (claim,) = saying("Markada town", second, outcome)
    assert claim.time is not None
    assert claim.time.symbolic is not None
    assert (claim.time.symbolic.anchor, claim.time.symbolic.relation) == ("event", "before")
    assert claim.time.symbolic.offset_days == -1
    assert [text_of(claim, outcome)[a:b] for a, b in claim.time.derived_from] == ["Wednesday"]


def test_the_incidents_of_the_second_article(outcome: Outcome) -> None:
    sout, markada = outcome.incidents[1]
    assert sout.place is not None
    assert markada.place is not None
    assert (sout.place.name, markada.place.name) == ("al-Sout", "Markada")
    assert (sout.killed.min, sout.killed.max, sout.killed.highest) == (2, None, None)
    assert (sout.injured.min, sout.injured.max) == (2, None)
    assert (markada.killed.min, markada.killed.max, markada.killed.highest) == (8, None, 8)
    assert (markada.injured.min, markada.injured.max) == (None, None)
    women = markada.killed_by_group["women"]
    assert (women.min, women.max) == (2, 2)
    for incident in (sout, markada):
        assert [party.party for party in incident.accused] == [COALITION]
        assert incident.grade.value == "weak"
        assert incident.independent_sources == 1


# Publication dates


def days(claim: Claim) -> tuple[str | None, str | None]:
    assert claim.time is not None
    return claim.time.start, claim.time.end


@pytest.mark.parametrize("given", ["--published 2018-11-29", "--published 2=2018-11-29"])
def test_the_second_article_is_dated_by_its_publication(outcomes: dict[str, Outcome], given: str) -> None:
    outcome = outcomes[given]
    claims = list(outcome.readings[1].claims)
    (sout,) = saying("shelled al-Sout town", claims, outcome)
    (markada,) = saying("Markada town", claims, outcome)
    assert days(sout) == ("2018-11-28", "2018-11-28")
    assert days(markada) == ("2018-11-27", "2018-11-27")
    assert [incident.date and incident.date.start for incident in outcome.incidents[1]] == ["2018-11-28", "2018-11-27"]
    published = outcome.readings[1].document.published
    assert published is not None
    assert (published.start, published.source) == ("2018-11-29", "user")


@pytest.mark.parametrize("given", ["--published 2018-11-29", "--published 2=2018-11-29"])
def test_the_letters_went_out_on_the_29th(outcomes: dict[str, Outcome], given: str) -> None:
    (letters,) = (item for item in outcomes[given].readings[1].communications if item.act == "letter")
    assert letters.time is not None
    assert (letters.time.words, letters.time.start, letters.time.end) == ("Thursday", "2018-11-29", "2018-11-29")


def test_a_date_that_the_first_article_contradicts_is_reported_and_not_used(outcomes: dict[str, Outcome]) -> None:
    reading = outcomes["--published 2018-11-29"].readings[0]
    (note,) = reading.notes
    assert "2018-11-29" in note
    assert "Thursday" in note
    assert "Tuesday" in note
    assert date(2018, 11, 29).strftime("%A") == "Thursday"
    assert reading.document.published is None
    dates = {(claim.time.start, claim.time.end) for claim in reading.claims if claim.time is not None}
    assert dates == {(None, None)}


def test_the_second_article_alone_may_be_dated(outcomes: dict[str, Outcome]) -> None:
    without, alone = outcomes["no date given"].readings[0], outcomes["--published 2=2018-11-29"].readings[0]
    assert alone.notes == ()
    assert alone.claims == without.claims


# Communications and patterns


def demands(outcome: Outcome, part: int) -> list[tuple[Communication, str, str | None]]:
    return [
        (item, demand.words, demand.of)
        for item in outcome.readings[part - 1].communications
        for demand in item.demands
        if demand.act == "demands"
    ]


def test_two_letters_of_the_ministry_to_the_un_chief_and_the_security_council(outcome: Outcome) -> None:
    for reading in outcome.readings:
        (letter,) = (item for item in reading.communications if item.act == "letter")
        assert letter.number is not None
        assert (letter.number.low, letter.number.high) == (2, 2)
        assert letter.sender is not None
        assert "Ministry" in letter.sender.name
        addressed = " ".join(addressee.words for addressee in letter.addressees)
        assert "UN" in addressed
        assert "Security" in addressed
        assert letter.claims


def test_the_members_of_the_coalition_are_urged_to_reconsider(outcome: Outcome) -> None:
    ((letter, _, of),) = (item for item in demands(outcome, 1) if "reconsider their participation" in item[1])
    assert of is not None
    assert "countries" in of
    assert letter.addressees


def test_the_security_council_is_called_on_to_investigate(outcome: Outcome) -> None:
    ((letter, words, of),) = (item for item in demands(outcome, 1) if "assume its responsibilities" in item[1])
    assert "conduct international investigation" in words
    assert of is not None
    assert "Security Council" in of
    assert letter.addressees


def test_the_second_letters_demand_action_and_withdrawal(outcome: Outcome) -> None:
    found = demands(outcome, 2)
    assert any("take immediate action" in words and of and "Security Council" in of for _, words, of in found)
    assert any("withdraw from this coalition" in words for _, words, _ in found)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (1, "support for terrorism"),
        (1, "repeated crimes"),
        (1, "repeated attacks"),
        (2, "gross violations"),
        (2, "repeated attacks on civilians"),
    ],
)
def test_general_accusations_are_patterns_of_the_coalition(outcome: Outcome, part: int, words: str) -> None:
    found = saying(words, list(outcome.readings[part - 1].claims), outcome, kind="pattern")
    assert found
    assert all([party.party for party in claim.accused] == [COALITION] for claim in found)
    gathered = set(chain.from_iterable(incident.claims for incident in outcome.all_incidents))
    assert not gathered & {claim.id for claim in found}


# Everything


@pytest.mark.parametrize("given", DATES)
def test_exactly_three_incidents_come_out(outcomes: dict[str, Outcome], given: str) -> None:
    assert [len(incidents) for incidents in outcomes[given].incidents] == [1, 2]
    named = [incident.place.name for incident in outcomes[given].all_incidents if incident.place is not None]
    assert named == ["al-Baghouz", "al-Sout", "Markada"]


@pytest.mark.parametrize("given", DATES)
def test_every_value_stands_on_its_words(outcomes: dict[str, Outcome], given: str) -> None:
    wrong = []
    for reading in outcomes[given].readings:
        text = reading.document.text
        records: list[Document | Claim | Communication] = [reading.document, *reading.claims, *reading.communications]
        for record in records:
            wrong += [f"{record.id}{problem}" for problem in broken_spans(record, text)]
            wrong += [f"{record.id}{problem}" for problem in words_without_span(record)]
    assert wrong == []
