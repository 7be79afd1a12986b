"""The register's data: identities, neutral names, aliases that find their own party."""

import re
from collections import Counter

import pytest

from allegata.actors import COUNTRIES, KINDS, Party, Register, fold
from allegata.actors.parties import built_in_files, read_file
from allegata.actors.words import rows
from allegata.records import SOURCE_KINDS

REGISTER = Register.load()
PARTIES = sorted(REGISTER, key=lambda party: party.id)
CONTEXTUAL = [(party, alias) for party in PARTIES for alias in party.context_aliases]
LOADED = re.compile(
    r"\b(terrorists?|regime|junta|occup\w+|enem(y|ies)|aggress\w*|so-called|"
    r"mercenar\w*|gangs?|puppet|illegal|criminals?(?! court| tribunal)|rebels?|insurgents?|"
    r"extremists?|jihadists?|bandits?|thugs?|martyr|invaders?|shadow|self-(styled|proclaimed))\b",
    re.IGNORECASE,
)

RELIED_ON = [
    "syrian-government",
    "syrian-armed-forces",
    "syrian-foreign-ministry",
    "russian-armed-forces",
    "ukrainian-armed-forces",
    "hamas",
    "hezbollah",
    "islamic-state",
    "saudi-led-coalition",
    "houthis",
    "rapid-support-forces",
    "sudanese-armed-forces",
    "turkish-armed-forces",
    "syrian-democratic-forces",
    "isaf",
    "taliban",
    "un-security-council",
    "un-secretary-general",
    "united-nations",
    "israeli-military",
    "fmln",
]


def finds(text: str, party: Party, words: str, **context: list[str]) -> bool:
    """Tell whether the party is found in the text under just these words."""
    found = REGISTER.find(text, **context)
    return any(match.party.id == party.id and fold(text[match.start : match.end]) == fold(words) for match in found)


def test_the_register_is_large_and_covers_the_kinds() -> None:
    assert len(REGISTER) >= 350
    assert {party.kind for party in REGISTER} == set(KINDS)
    assert len([party for party in REGISTER if party.kind == "armed group"]) >= 200


def test_ids_are_unique_over_all_files() -> None:
    ids = Counter(party.id for path in built_in_files() for party in read_file(path))
    assert [party for party, count in ids.items() if count > 1] == []


def test_ids_that_others_rely_on() -> None:
    coalition = REGISTER.get("us-led-coalition")
    assert coalition is not None
    assert (coalition.name, coalition.kind) == ("US-led Coalition", "alliance")
    for party in RELIED_ON:
        assert REGISTER.get(party) is not None, party


def test_kinds_countries_and_parents_are_valid() -> None:
    for party in REGISTER:
        assert party.kind in KINDS
        assert party.source_kind in SOURCE_KINDS
        assert set(party.countries) <= set(COUNTRIES)
        for parent in party.parents:
            assert REGISTER.get(parent) is not None, (party.id, parent)


def test_names_are_neutral() -> None:
    assert [party.name for party in REGISTER if LOADED.search(party.name)] == []


def test_no_alias_belongs_to_two_parties() -> None:
    owners: dict[str, set[str]] = {}
    for party in REGISTER:
        for alias in party.aliases:
            owners.setdefault(fold(alias), set()).add(party.id)
    assert {alias: ids for alias, ids in owners.items() if len(ids) > 1} == {}


def test_contextual_words_of_two_parties_never_need_the_same_country() -> None:
    needs: dict[tuple[str, str], set[str]] = {}
    for party, alias in CONTEXTUAL:
        for country in alias.needs.countries:
            needs.setdefault((fold(alias.words), country), set()).add(party.id)
    assert {words: ids for words, ids in needs.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party.id)
def test_each_alias_finds_its_party(party: Party) -> None:
    for alias in party.aliases:
        assert finds(alias, party, alias), alias
        assert finds(f"On Friday, according to the {alias}, two people were hurt.", party, alias), alias


def test_each_contextual_alias_finds_its_party_in_context_only() -> None:
    for party, alias in CONTEXTUAL:
        text = f"Witnesses said that {alias.words} shelled the town."
        for country in alias.needs.countries:
            assert finds(text, party, alias.words, countries=[country]), (party.id, alias.words, country)
        for other in alias.needs.parties:
            assert finds(text, party, alias.words, named=[other]), (party.id, alias.words, other)
        assert finds(text, party, alias.words, named=[party.id]), (party.id, alias.words)
        assert not finds(text, party, alias.words), (party.id, alias.words)


@pytest.mark.parametrize("name", ["force_nouns", "tail_nouns", "ministries", "everyday_words", "spellings", "demonyms"])
def test_word_lists_hold_each_word_once(name: str) -> None:
    words = Counter(row[0] for row in rows(f"{name}.tsv"))
    assert words
    assert [word for word, count in words.items() if count > 1] == []


def test_every_country_has_bodies_of_its_own() -> None:
    ids = [REGISTER.country_party(code, kind).id for code in COUNTRIES for kind in ("government", "military", "police")]
    assert len(set(ids)) == len(ids)
    for party in ids:
        assert REGISTER.get(party) is not None, party
