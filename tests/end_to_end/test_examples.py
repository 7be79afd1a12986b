"""The example dispatches: each says something, every value stands on its words, and no party is treated otherwise."""

import re
from pathlib import Path

import pytest

from allegata.intake import from_text
from allegata.reading import Reader
from allegata.records import Claim, Communication, Document
from tests.conftest import ROOT
from tests.end_to_end.reading_of import Outcome, outcome_of
from tests.end_to_end.spans import broken_spans, words_without_span
from tests.end_to_end.swapping import Swap, differences, parties_in, told

DISPATCHES = ROOT / "examples" / "dispatches"
FILES = sorted(path.name for path in DISPATCHES.iterdir())


@pytest.fixture(scope="module")
def outcomes(reader: Reader) -> dict[str, Outcome]:
    return {name: outcome_of(reader, [DISPATCHES / name]) for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_each_dispatch_makes_claims_and_an_incident(outcomes: dict[str, Outcome], name: str) -> None:
    for reading, incidents in zip(outcomes[name].readings, outcomes[name].incidents, strict=True):
        assert not reading.gated
        assert [claim for claim in reading.claims if claim.kind == "event"]
        assert incidents


@pytest.mark.parametrize("name", FILES)
def test_every_value_of_an_example_stands_on_its_words(outcomes: dict[str, Outcome], name: str) -> None:
    wrong: list[str] = []
    for reading in outcomes[name].readings:
        text, publisher = reading.document.text, reading.document.publisher
        records: list[Document | Claim | Communication] = [reading.document, *reading.claims, *reading.communications]
        for record in records:
            wrong += broken_spans(record, text)
            wrong += [place for place in words_without_span(record) if not place.endswith(f": {publisher!r}")]
    assert wrong == []


def test_three_stances_on_one_strike(outcomes: dict[str, Outcome]) -> None:
    on_dahyan = [claim for name in FILES if "dahyan" in name for claim in outcomes[name].readings[0].claims]
    assert {"alleges", "denies", "admits"} <= {claim.stance for claim in on_dahyan}


SWAPS: dict[str, Swap] = {
    "01-dahyan-health-ministry.md": Swap(one={"Saudi-led": "US-led"}),
    "03-dahyan-coalition-denies.txt": Swap(
        both={"Saudi-led coalition": "Houthi movement"},
        one={"coalition": "Houthi movement", "Houthis": "Saudi-led coalition"},
    ),
    "04-dahyan-coalition-admits.md": Swap(one={"Saudi-led": "US-led"}),
    "05-kramatorsk-station.html": Swap(
        both={"Russia": "Ukraine", "Russian": "Ukrainian", "Russians": "Ukrainians"},
        one={"The Kremlin": "Kyiv"},
        kept=("eastern Ukraine",),
    ),
    "06-kramatorsk-russia-denies.md": Swap(both={"Russia": "Ukraine", "Russian": "Ukrainian", "Kyiv": "Moscow"}),
    "07-donetsk-market.md": Swap(both={"Russia": "Ukraine", "Russian": "Ukrainian", "Kyiv": "Moscow"}),
    "09-re-im-festival.md": Swap(both={"Hamas": "Hezbollah"}),
    "10-gaza-aid-convoy.md": Swap(both={"Israel": "Iran", "Israeli": "Iranian", "Hamas": "Hezbollah"}),
    "12-el-fasher-hospital.md": Swap(both={"Rapid Support Forces": "Sudanese army"}),
    "13-kabkabiya-market.md": Swap(
        both={"Sudanese army": "Rapid Support Forces", "army": "RSF"}, one={"Sudan's army": "Sudan's RSF"}
    ),
    "15-al-baghouz-letters.md": Swap(one={"US-led": "Saudi-led"}),
    "16-al-sout-markada.md": Swap(one={"US-led": "Saudi-led"}),
    "18-marib-fuel-station.md": Swap(both={"Houthis": "Saudi-led coalition"}),
}


@pytest.mark.parametrize("name", SWAPS)
def test_exchanging_the_parties_exchanges_them_in_the_output_and_changes_nothing_else(
    reader: Reader, tmp_path: Path, name: str
) -> None:
    swap = SWAPS[name]
    text = (DISPATCHES / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(swap(text), encoding="utf-8")
    (before,) = outcome_of(reader, [DISPATCHES / name]).readings
    (after,) = outcome_of(reader, [tmp_path / name]).readings
    one, other = told(before), told(after)
    assert list(differences(one, other, swap)) == []
    assert one_to_one(parties_in(one), parties_in(other))


BOTH_ACCUSE = """{A} bombed a market in Tel Marwan on Tuesday, killing at least 12 civilians, including three \
children, and wounding dozens of others, {B} said.

{B} accused {A} of carrying out a massacre. {A} denied targeting civilians and said that fighters had been killed.

A day earlier, {B} had shelled the village of Ayn Zahra, killing five members of a family, according to {A}. A \
spokesman for {B} admitted the attack. {A} called on the United Nations to investigate the repeated attacks of {B}.
"""

PAIRS = [
    ("Israel", "Hamas"),
    ("Israel", "Iran"),
    ("Russia", "Ukraine"),
    ("the Saudi-led coalition", "the Houthi movement"),
    ("the US-led coalition", "the Islamic State"),
    ("the Rapid Support Forces", "the Sudanese army"),
    ("the Taliban", "the Afghan army"),
    ("the Arakan Army", "the Myanmar military"),
    ("Boko Haram", "Nigeria"),
    ("the Lion Brigades", "the Eagle Battalions"),
]
"""Opponents of today's wars, with one pair that no register knows."""


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda name: name.removeprefix("the "))
def test_opponents_who_say_the_same_of_each_other_are_read_the_same(reader: Reader, one: str, other: str) -> None:
    before, after = (reader.read(accusing(*pair)) for pair in ((one, other), (other, one)))
    swap = Swap(both={one.removeprefix("the "): other.removeprefix("the ")})
    assert len(before.claims) >= 5
    assert list(differences(told(before), told(after), swap)) == []
    assert one_to_one(parties_in(told(before)), parties_in(told(after)))


def accusing(one: str, other: str) -> Document:
    """Return a dispatch in which ``one`` and ``other`` accuse each other, with capitals where a sentence starts."""
    text = re.sub(r"(?:(?<=\n\n)|(?<=\. )|\A)\{([AB])\}", r"{\1_}", BOTH_ACCUSE)
    names = {"A": one, "B": other, "A_": at_the_start(one), "B_": at_the_start(other)}
    (document,) = from_text(text.format(**names), origin="dispatch")
    return document


def at_the_start(name: str) -> str:
    return name[0].upper() + name[1:]


def one_to_one(before: list[str], after: list[str]) -> bool:
    """Return whether each party of the one stands for one party of the other, in every place."""
    pairs = set(zip(before, after, strict=True))
    first, second = {one for one, _ in pairs}, {other for _, other in pairs}
    return len(pairs) == len(first) == len(second)
