"""The index that finds names: one tree of words for aliases, countries, force nouns and ministries."""

from collections.abc import Iterator
from typing import Any

import msgspec

from allegata.actors.countries import COUNTRIES, MINISTRIES
from allegata.actors.parties import Needs, Party
from allegata.actors.words import Tokens, key, keys, rows

Node = dict[str, Any]
LEAF = ""

EVERYDAY = frozenset(row[0] for row in rows("everyday_words.tsv"))
_CLASSES: dict[str, frozenset[str]] = {}
for _word, _class in rows("phrase_words.tsv"):
    _CLASSES[_class] = _CLASSES.get(_class, frozenset()) | {_word}
DEFINITE, INDEFINITE = _CLASSES["definite"], _CLASSES["indefinite"]
LINKS, BREAKERS = _CLASSES["link"], _CLASSES["breaker"] | _CLASSES["link"]
JOINERS, COUNTERS = _CLASSES["and"], _CLASSES["counter"]
BACKED, BACKED_HEADS, BETWEEN = _CLASSES["backed"], _CLASSES["backed_head"], _CLASSES["between"]
BEFORE_NOUN = DEFINITE | _CLASSES["before"]

_LONGEST_ACRONYM = 5


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """A party that some words stand for. ``writing``: how the words must be written to count."""

    party: Party
    alias: str
    needs: Needs | None
    writing: str  # any, acronym, capital, article


class Force(msgspec.Struct, frozen=True, kw_only=True):
    """A noun that makes a party out of a country: what body it names, and how it may be used."""

    kind: str
    uses: frozenset[str]


class Leaf(msgspec.Struct, kw_only=True):
    """What a sequence of words can be."""

    plain: Owner | None = None
    contextual: tuple[Owner, ...] = ()
    names: tuple[str, ...] = ()  # ISO codes of countries with this name
    adjectives: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    force: Force | None = None
    ministry: str | None = None
    tail: str | None = None
    tail_kinds: tuple[str, ...] = ()

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO codes of the countries with this name or adjective."""
        return tuple(dict.fromkeys((*self.adjectives, *self.names)))


def build(parties: dict[str, Party], owners: dict[tuple[str, ...], str]) -> Node:
    """Return the tree of all words; ``owners`` says whose each plain alias is."""
    root: Node = {}
    for party in parties.values():
        for alias in party.aliases:
            words = keys(alias)
            if owners.get(words) == party.id:
                _leaf(root, words).plain = Owner(party=party, alias=alias, needs=None, writing=_writing(alias, words))
        for context in party.context_aliases:
            words = keys(context.words)
            leaf = _leaf(root, words)
            owner = Owner(party=party, alias=context.words, needs=context.needs, writing=_writing(context.words, words))
            leaf.contextual = (*leaf.contextual, owner)
    _add_countries(root)
    _add_nouns(root)
    return root


def _add_countries(root: Node) -> None:
    for country in COUNTRIES.values():
        for name in country.names:
            leaf = _leaf(root, keys(name))
            leaf.names = (*leaf.names, country.iso2)
            if name.isupper():  # an abbreviation serves as its own adjective: "UK troops"
                leaf.adjectives = (*leaf.adjectives, country.iso2)
        for name in country.adjectives:
            leaf = _leaf(root, keys(name))
            if country.iso2 not in leaf.adjectives:
                leaf.adjectives = (*leaf.adjectives, country.iso2)
        for name in country.people:
            leaf = _leaf(root, keys(name))
            leaf.people = (*leaf.people, country.iso2)
        for name in country.capitals:
            leaf = _leaf(root, keys(name))
            leaf.capitals = (*leaf.capitals, country.iso2)


def _add_nouns(root: Node) -> None:
    for words, kind, uses in rows("force_nouns.tsv"):
        _leaf(root, keys(words)).force = Force(kind=kind, uses=frozenset(uses.split(",")))
    for ministry in MINISTRIES.values():
        for words in ministry.words:
            _leaf(root, keys(words)).ministry = ministry.id
    for words, tail, *kinds in rows("tail_nouns.tsv"):
        leaf = _leaf(root, keys(words))
        leaf.tail = tail
        leaf.tail_kinds = tuple(kinds[0].split(",")) if kinds else ()


def _leaf(root: Node, words: tuple[str, ...]) -> Leaf:
    node = root
    for word in words:
        node = node.setdefault(word, {})
    leaf: Leaf = node.setdefault(LEAF, Leaf())
    return leaf


def _writing(alias: str, words: tuple[str, ...]) -> str:
    if len(words) > 1:
        return "capital" if " ".join(words) in EVERYDAY else "any"
    bare = alias.replace(".", "")
    if len(bare) <= _LONGEST_ACRONYM and sum(map(str.isupper, bare)) > 1:
        return "acronym"
    if words[0] in EVERYDAY:
        return "article" if alias.startswith("The ") else "capital"
    return "any"


def written(owner: Owner, tokens: Tokens, place: int) -> bool:
    """Tell whether the word at ``place`` is written as the owner's one-word alias needs it."""
    if owner.writing == "any":
        return True
    raw = tokens.raw(place).replace(".", "")
    if owner.writing == "acronym":
        bare = owner.alias.replace(".", "")
        everyday = key(bare) in EVERYDAY
        if raw == bare:
            return not (everyday and tokens.in_capitals(place))
        return len(bare) >= 4 and not everyday and raw == bare.capitalize()
    if not raw[0].isupper():
        return False
    return owner.writing == "capital" or (place > 0 and tokens.keys[place - 1] == "the")


def leaves(root: Node, tokens: Tokens, place: int) -> Iterator[tuple[int, Leaf]]:
    """Yield what the words from ``place`` on can be, with the place after the last word, shortest first."""
    node = root.get(tokens.keys[place])
    end = place + 1
    while node is not None:
        leaf = node.get(LEAF)
        if leaf is not None:
            yield end, leaf
        while end < len(tokens) and tokens.joined(end):
            word = tokens.keys[end]
            if word in node:
                break
            if word == "the":
                end += 1
            elif word == "so" and tokens.keys[end : end + 2] == ["so", "called"]:
                end += 2
            else:
                return
        else:
            return
        node = node[tokens.keys[end]]
        end += 1
