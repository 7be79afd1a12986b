"""The reader's word lists, loaded once from the YAML files beside this module.

A recorder who does not program can read and correct them; ``tests/reading/test_lexicon.py`` checks their form.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, get_args

import msgspec
import yaml

from allegata.records import EventType, SourceKind


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """One event word. ``rank`` decides which word names the event; ``weak`` words need company (see events.yaml)."""

    type: EventType
    rank: int
    outcome: str | None = None
    weak: bool = False
    never: bool = False


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """One reporting verb. ``about``: takes an event noun; ``accuses``: takes a party and ``of``/``for`` an act."""

    stance: str
    about: bool = False
    accuses: bool = False
    later: bool = False


class CuePhrase(msgspec.Struct, frozen=True, kw_only=True):
    """A reporting expression of several words: the verb's lemma and words that must stand under it."""

    verb: str
    words: tuple[str, ...]
    stance: str
    accuses: bool = False


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """What a noun for people states by itself."""

    status: str = "not stated"
    group: str | None = None
    role: str | None = None
    family: bool = False


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """All word lists of the reader, read-only."""

    verbs: Mapping[str, Trigger]
    nouns: Mapping[str, Trigger]
    compound_nouns: frozenset[str]
    conduct: frozenset[str]
    light_verbs: frozenset[str]
    states: Mapping[str, str]
    counted: Mapping[str, str]
    refine: tuple[tuple[frozenset[str], EventType], ...]
    refine_words: frozenset[str]
    hypothetical: Mapping[str, frozenset[str]]
    pattern: Mapping[str, frozenset[str]]
    cues: Mapping[str, Cue]
    cue_phrases: Mapping[str, tuple[CuePhrase, ...]]
    cue_nouns: frozenset[str]
    hedges: frozenset[str]
    speakers: Mapping[str, SourceKind]
    speaker_phrases: Mapping[str, SourceKind]
    anonymous: frozenset[str]
    communications: Mapping[str, str]
    demand_verbs: frozenset[str]
    demand_nouns: frozenset[str]
    condemn_verbs: frozenset[str]
    people: Mapping[str, Person]
    weapons: tuple[tuple[str, str], ...]
    characterisations: tuple[tuple[str, str], ...]
    place_kinds: Mapping[str, str]
    target_kinds: Mapping[str, str]
    directions: frozenset[str]
    motion_verbs: frozenset[str]
    accident_words: frozenset[str]
    not_people: frozenset[str]
    not_events: Mapping[str, frozenset[str]]
    peaceful_words: frozenset[str]
    weapon_subjects: frozenset[str]


def load_yaml(name: str) -> Any:
    """Return the content of ``data/NAME`` of the reading room."""
    text = files("allegata.reading").joinpath("data", name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _words(items: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(item).casefold() for item in items)


def _people(data: Mapping[str, Any]) -> dict[str, Person]:
    people: dict[str, Person] = {str(word): Person() for word in data["plain"]}
    for name in ("civilian", "combatant"):
        people.update({str(word): Person(status=data[name]["status"]) for word in data[name]["words"]})
    for role, words in data["roles"].items():
        people.update({str(word): Person(role=str(role)) for word in words})
    for name in ("men", "women", "children"):
        for word in data[name]["words"]:
            people[str(word)] = Person(group=data[name]["group"], role=people.get(str(word), Person()).role)
    people.update({str(word): Person(family=True) for word in data["family"]})
    return people


def _by_length(data: Mapping[str, Iterable[str]]) -> tuple[tuple[str, str], ...]:
    pairs = [(str(word).casefold(), str(term)) for term, words in data.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon. Raises ``msgspec.ValidationError`` when a data file does not have its form."""
    events, cues = load_yaml("events.yaml"), load_yaml("cues.yaml")
    places, people = load_yaml("place_words.yaml"), load_yaml("people.yaml")
    weapons = load_yaml("weapons.yaml")
    nouns = {str(w): msgspec.convert(v, Trigger) for w, v in events["nouns"].items()}
    phrases: dict[str, list[CuePhrase]] = {}
    for item in cues["phrases"]:
        phrase = msgspec.convert(item, CuePhrase)
        phrases.setdefault(phrase.verb, []).append(phrase)
    refine = tuple((_words(item["words"]), msgspec.convert(item["type"], EventType)) for item in events["refine"])
    speakers: dict[str, SourceKind] = {}
    speaker_phrases: dict[str, SourceKind] = {}
    for kind, item in cues["speakers"].items():
        if kind not in get_args(SourceKind):
            raise ValueError(f"cues.yaml: {kind!r} is not a source kind; use one of {', '.join(get_args(SourceKind))}")
        for word in item["words"]:
            key = str(word).casefold()
            (speaker_phrases if " " in key else speakers).setdefault(key, kind)
    return Lexicon(
        verbs={str(w): msgspec.convert(v, Trigger) for w, v in events["verbs"].items()},
        nouns=nouns,
        compound_nouns=frozenset(w for w in nouns if " " in w),
        conduct=_words(events["conduct"]),
        light_verbs=_words(events["light_verbs"]),
        states={str(k): str(v) for k, v in events["states"].items()},
        counted={str(k): str(v) for k, v in events["counted"].items()},
        refine=refine,
        refine_words=frozenset().union(*(words for words, _ in refine)),
        hypothetical={k: _words(v) for k, v in events["hypothetical"].items()},
        pattern={k: _words(v) for k, v in events["pattern"].items()},
        cues={str(w): msgspec.convert(v, Cue) for w, v in cues["verbs"].items()},
        cue_phrases={verb: tuple(items) for verb, items in phrases.items()},
        cue_nouns=_words(cues["nouns"]),
        hedges=_words(cues["hedges"]),
        speakers=speakers,
        speaker_phrases=speaker_phrases,
        anonymous=_words(cues["anonymous"]),
        communications={str(k): str(v) for k, v in cues["communications"].items()},
        demand_verbs=_words(cues["demand_verbs"]),
        demand_nouns=_words(cues["demand_nouns"]),
        condemn_verbs=_words(cues["condemn_verbs"]),
        people=_people(people),
        weapons=_by_length(weapons),
        characterisations=_by_length(load_yaml("characterisations.yaml")),
        place_kinds={str(k): str(v) for k, v in places["kinds"].items()},
        target_kinds={str(k): str(v) for k, v in places["targets"].items()},
        directions=_words(places["directions"]),
        motion_verbs=_words(places["motion_verbs"]),
        accident_words=_words(events["accidents"]),
        not_people=_words(people["not_people"]),
        not_events={str(word): _words(before) for word, before in events["not_events"].items()},
        peaceful_words=_words(events["peaceful"]),
        weapon_subjects=_words(w for words in weapons.values() for w in words),
    )
