"""The word lists of the reading room: they load, use the contract's literals, and say each thing once."""

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, get_args

import pytest
import yaml

from allegata.reading import attackers
from allegata.reading.lexicon import lexicon, load_yaml
from allegata.records import EVENT_TYPES, OUTCOMES, SOURCE_KINDS, Group, PlacePrecision, Stance, WhomStatus

FOLDER = files("allegata.reading").joinpath("data")
FILES = sorted(item.name for item in FOLDER.iterdir() if item.name.endswith(".yaml"))


class _StrictLoader(yaml.SafeLoader):
    """A loader that refuses a key written twice in one mapping, which YAML would silently let the later one win."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = [key for key, times in Counter(map(str, keys)).items() if times > 1]
    if twice:
        raise ValueError(f"line {node.start_mark.line + 1}: written twice: {', '.join(twice)}")
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str):
                yield key
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _misread(value: Any) -> Iterator[object]:
    """Yield list items that YAML did not take for words ("no" and "on" become truth values)."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _misread(item)
    elif isinstance(value, list):
        for item in value:
            if item is None or isinstance(item, bool):
                yield item
            else:
                yield from _misread(item)


def _twice(words: list[str]) -> list[str]:
    return sorted(word for word, times in Counter(word.casefold() for word in words).items() if times > 1)


@pytest.mark.parametrize("name", FILES)
def test_file_loads_and_writes_no_key_twice(name: str) -> None:
    data = yaml.load(FOLDER.joinpath(name).read_text(encoding="utf-8"), Loader=_StrictLoader)
    assert isinstance(data, dict)
    assert data == load_yaml(name)


@pytest.mark.parametrize("name", FILES)
def test_every_word_is_a_word(name: str) -> None:
    data = load_yaml(name)
    assert list(_misread(data)) == []
    assert [word for word in _strings(data) if not word.strip() or word != word.strip()] == []


def test_event_words_use_the_literals() -> None:
    data = load_yaml("events.yaml")
    for section in ("verbs", "nouns"):
        for word, entry in data[section].items():
            assert entry["type"] in EVENT_TYPES, word
            assert entry.get("outcome") in (None, *OUTCOMES), word
            assert 0 <= entry["rank"] <= 10, word
            assert set(entry) <= {"type", "rank", "outcome", "weak", "never"}, word
    assert set(data["states"].values()) | set(data["counted"].values()) <= set(OUTCOMES)
    assert {item["type"] for item in data["refine"]} <= set(EVENT_TYPES)


def test_a_verb_and_its_noun_say_the_same_outcome() -> None:
    lex = lexicon()
    both = {word for word in lex.verbs if word in lex.nouns}
    differing = {
        word: (lex.verbs[word].outcome, lex.nouns[word].outcome)
        for word in both
        if lex.verbs[word].outcome and lex.nouns[word].outcome and lex.verbs[word].outcome != lex.nouns[word].outcome
    }
    assert differing == {}


def test_counted_nouns_and_states_agree() -> None:
    lex = lexicon()
    assert {word: outcome for word, outcome in lex.states.items() if lex.counted.get(word, outcome) != outcome} == {}
    assert {
        word: outcome
        for word, outcome in lex.counted.items()
        if word in lex.nouns and lex.nouns[word].outcome not in (None, outcome)
    } == {}


def test_a_means_refines_to_one_type() -> None:
    words = [word for item in load_yaml("events.yaml")["refine"] for word in item["words"]]
    assert _twice(words) == []


@pytest.mark.parametrize("section", ["conduct", "light_verbs", "accidents"])
def test_plain_lists_of_events_hold_no_word_twice(section: str) -> None:
    assert _twice(load_yaml("events.yaml")[section]) == []


def test_no_accident_is_an_attack() -> None:
    lex = lexicon()
    strong = {word for word, trigger in (*lex.verbs.items(), *lex.nouns.items()) if not trigger.weak}
    assert lex.accident_words & strong == set()


def test_cues_use_the_literals() -> None:
    data = load_yaml("cues.yaml")
    stances = {*get_args(Stance), "none"}
    assert {cue["stance"] for cue in data["verbs"].values()} <= set(get_args(Stance))
    assert {phrase["stance"] for phrase in data["phrases"]} <= stances
    assert set(data["speakers"]) <= set(SOURCE_KINDS)
    keys = [(phrase["verb"], *sorted(phrase["words"])) for phrase in data["phrases"]]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_a_speaker_is_of_one_kind() -> None:
    speakers = load_yaml("cues.yaml")["speakers"]
    kinds: dict[str, set[str]] = {}
    for kind, entry in speakers.items():
        for word in entry["words"]:
            kinds.setdefault(str(word).casefold(), set()).add(kind)
    assert {word: sorted(found) for word, found in kinds.items() if len(found) > 1} == {}


def test_people_use_the_literals_and_states_exclude_each_other() -> None:
    data = load_yaml("people.yaml")
    assert {data[name]["status"] for name in ("civilian", "combatant")} <= set(get_args(WhomStatus))
    assert {data[name]["group"] for name in ("women", "children", "men")} == set(get_args(Group))
    assert set(data["civilian"]["words"]) & set(data["combatant"]["words"]) == set()
    assert set(data["women"]["words"]) & set(data["men"]["words"]) == set()
    for name in ("civilian", "combatant", "women", "children", "men"):
        assert _twice(data[name]["words"]) == [], name
    roles = [word for words in data["roles"].values() for word in words]
    combatant = {word.casefold() for word in data["combatant"]["words"]}
    assert combatant & {word.casefold() for word in roles} == set()


def test_a_word_means_one_weapon_and_one_label() -> None:
    for name in ("weapons.yaml", "characterisations.yaml"):
        assert _twice([str(word) for words in load_yaml(name).values() for word in words]) == [], name


def test_place_words_use_the_literals() -> None:
    data = load_yaml("place_words.yaml")
    assert set(data["kinds"].values()) <= set(get_args(PlacePrecision))
    assert _twice(data["directions"]) == []
    assert _twice(data["motion_verbs"]) == []


def test_lexicon_words_are_lower_case_and_reachable() -> None:
    lex = lexicon()
    for words in (lex.verbs, lex.nouns, lex.states, lex.counted, lex.cues, lex.people, lex.conduct):
        assert [word for word in words if word != word.lower()] == []
    assert {phrase.verb for phrases in lex.cue_phrases.values() for phrase in phrases} == set(lex.cue_phrases)
    assert lex.weapons == tuple(sorted(lex.weapons, key=lambda pair: (-len(pair[0]), pair[0])))


def test_the_lists_of_attackers_are_lower_case_and_hold_each_word_once() -> None:
    lists = load_yaml("attackers.yaml")
    assert set(lists) == set(attackers.words())
    for name, listed in lists.items():
        assert [word for word in listed if word != word.lower()] == [], name
        assert [word for word, times in Counter(listed).items() if times > 1] == [], name
