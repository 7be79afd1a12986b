"""What one document tells beside another happening: linked where it is the same, not where it names the place alone."""

import pytest

from allegata.incidents import gather
from allegata.incidents.accounts import Account, accounts
from allegata.incidents.comparisons import COMPARISONS
from allegata.incidents.linkage import Linkage
from allegata.incidents.linking_model import built_in_model
from allegata.incidents.linking_training import LabelledPair, fit, neutral
from allegata.incidents.sides import built_in_register
from allegata.intake import from_text
from allegata.reading import Reader
from allegata.records import Claim, Document, Incident

STRIKE = (
    "Dozens killed in strike on bus in Wadi Sirran",
    "2024-05-09",
    "An air strike hit a bus in the market of Wadi Sirran in northern Yemen on Thursday and killed at least 50 people,"
    " the hospital said. Another 77 were wounded.\n\n"
    "Residents saw jets of the Saudi-led coalition over the village. The coalition called the strike an answer to a"
    " missile that was fired at the Saudi city of Jizan on Wednesday and killed one person.",
)
MISSILE = (
    "Missile kills one in Jizan",
    "2024-05-09",
    "A missile fired by the Houthi movement at the Saudi city of Jizan killed a shopkeeper and wounded eleven people on"
    " Wednesday, the civil defence said.\n\nFragments of the missile fell on houses.",
)
UPDATE = (
    "Toll of the bus attack in Wadi Sirran rises to 61",
    "2024-05-11",
    "The death toll of Thursday's air strike on a bus in Wadi Sirran rose to 61, the hospital said on Saturday."
    " Eighty people were wounded.",
)


def read(reader: Reader, *texts: tuple[str, str, str]) -> tuple[list[Claim], list[Document]]:
    """Return the claims and the documents of texts with title and day of publication."""
    documents = [from_text(text, title=title, published=published, origin=title)[0] for title, published, text in texts]
    return [claim for document in documents for claim in reader.read(document).claims], documents


def gathered(reader: Reader, *texts: tuple[str, str, str]) -> list[Incident]:
    claims, documents = read(reader, *texts)
    return gather(claims, documents=documents)


def told(reader: Reader, *texts: tuple[str, str, str]) -> list[Account]:
    claims, documents = read(reader, *texts)
    return [one for one, _ in accounts(claims, {item.id: item for item in documents}, built_in_register())]


def likely(one: Account, other: Account) -> float:
    """Return how likely it is that two accounts are one, by themselves."""
    linkage = Linkage()
    linkage.add([one, other])
    return linkage.levels([(0, 1)])[0, 1][0]


def test_a_text_that_names_the_place_of_another_attack_is_not_linked_with_it(reader: Reader) -> None:
    strike, *_, missile = told(reader, STRIKE, MISSILE)
    assert (strike.tolls["killed"], missile.tolls["killed"]) == ((50, None), (1, 1))
    assert likely(strike, missile) < 0.25
    incidents = gathered(reader, STRIKE, MISSILE)
    assert sorted((one.documents, one.killed.highest) for one in incidents) == [(1, 50), (2, 1)]


def test_the_place_of_another_happening_of_the_text_is_not_what_an_account_is_about(reader: Reader) -> None:
    strike, answered = told(reader, STRIKE)
    forms = {form for place in answered.places for form in place.forms}
    assert forms
    assert forms.isdisjoint(strike.about)


def test_a_later_toll_of_the_same_attack_is_linked_with_it(reader: Reader) -> None:
    incidents = gathered(reader, STRIKE, MISSILE, UPDATE)
    (struck,) = [one for one in incidents if one.killed.highest == 61]
    assert struck.documents == 2
    (link,) = struck.links
    assert link.probability is not None
    assert link.probability > 0.9
    assert "same place: Wadi Sirran" in link.why
    assert "50+ against 61 killed are compatible" in link.why


def test_a_link_says_where_a_text_is_about_something_else(reader: Reader) -> None:
    incidents = gathered(reader, STRIKE, MISSILE, UPDATE)
    (missile,) = [one for one in incidents if one.killed.highest == 1]
    (link,) = missile.links
    assert link.why.endswith("but one text tells of it only beside another happening")
    (struck,) = [one for one in incidents if one.killed.highest == 61]
    assert "tells of it only" not in struck.links[0].why


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.name)
def test_no_shipped_weight_is_higher_than_that_of_a_better_agreement(comparison: object) -> None:
    weights = built_in_model().weights[comparison.name]  # type: ignore[attr-defined]
    for chain in comparison.chains:  # type: ignore[attr-defined]
        held = [0.0 if level is None else weights[level] for level in chain]
        assert held == sorted(held, reverse=True), chain


def test_the_same_place_alone_links_nothing() -> None:
    model = built_in_model()
    weights = model.weights
    odds = model.prior / (1 - model.prior)
    alone = weights["place"]["the same place"] + weights["time"]["nothing is told of when"]
    assert odds * 2**alone < 0.8


def test_levels_that_come_out_of_order_share_one_weight() -> None:
    def pairs(level: str, same: int, others: int) -> list[LabelledPair]:
        return [LabelledPair({"text": level}, at < same) for at in range(same + others)]

    given = [
        *pairs("50 % and more", 40, 60),
        *pairs("40 % and more", 60, 40),
        *pairs("32 % and more", 20, 80),
        *pairs("less than 6 %", 5, 95),
    ]
    text = fit(given, "made up").weights["text"]
    assert text["50 % and more"] == text["40 % and more"] > text["32 % and more"] > text["less than 6 %"]


def test_what_contradicts_never_counts_for_two_accounts() -> None:
    told = [LabelledPair({"killed": "different"}, at < 30) for at in range(40)]
    silent = [LabelledPair({}, at < 5) for at in range(40)]
    assert fit([*told, *silent], "made up").weights["killed"]["different"] == 0.0


def test_every_chain_names_levels_of_its_comparison() -> None:
    table = neutral().weights
    for comparison in COMPARISONS:
        for chain in comparison.chains:
            assert {level for level in chain if level is not None} <= table[comparison.name].keys()
