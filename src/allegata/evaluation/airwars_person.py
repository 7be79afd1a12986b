"""A named victim in an assessment, and what the words said of them tell: a child, a woman, a man, or not.

Whom the words leave open stays open. Names are compared here and never written anywhere.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

ADULT = 18
"""Years of age from which a person is no child."""

UNAGED = frozenset(("unaged",))
"""Stands among the words of a person whose age is said to be unknown, or who is the sibling of a child."""

Sort = Literal["children", "women", "men", "unknown"]


class VictimWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The word lists of ``data/victim_words.yaml``."""

    female: frozenset[str]
    male: frozenset[str]
    child: frozenset[str]
    offspring: frozenset[str]
    siblings: frozenset[str]
    adult: frozenset[str]
    dead: frozenset[str]
    hurt: frozenset[str]
    not_names: frozenset[str]
    titles: frozenset[str]
    reporting: frozenset[str]
    fill: frozenset[str]
    elder: frozenset[str]
    given_female: frozenset[str]
    given_male: frozenset[str]


class Victim(msgspec.Struct, frozen=True):
    """A named person who is told to be dead. ``age`` in whole years; ``words``: kinship and the like said of them."""

    name: tuple[str, ...]
    age: int | None
    words: frozenset[str]
    mentions: int = 1
    oldest: int | None = None
    """The upper age where two are told: "(17 or 18)"."""

    def strength(self) -> tuple[int, int]:
        """Return how well the text says that this is one of the dead: by age and kinship, and by how often it does."""
        known = victim_words()
        told = (self.age is not None) * 2 + bool(self.words & (known.female | known.male | known.child))
        return told, self.mentions

    def sort(self) -> Sort:
        """Return what the person counts as."""
        known = victim_words()
        if self.age is not None:
            young = (self.oldest if self.oldest is not None else self.age) < ADULT
        else:
            young = bool(self.words & known.child)  # a son or a daughter may be of any age
        if young:
            return "children"
        return self.gender()

    def open(self) -> bool:
        """Return whether the words leave it open that the person is a child.

        So they do of a son, a daughter or a brother of a child without an age, of "(17 or 18)" and "(age unknown)".
        """
        known = victim_words()
        if self.age is not None:
            return self.oldest is not None and self.age < ADULT <= self.oldest
        return bool(self.words & (known.offspring | UNAGED)) and not self.words & (known.adult | known.child)

    def gender(self) -> Sort:
        """Return women or men by the given name, else by the words said of the person."""
        known = victim_words()
        given = self.name[0]
        if given in known.given_female:
            return "women"
        if given in known.given_male:
            return "men"
        female, male = bool(self.words & known.female), bool(self.words & known.male)
        if female == male:
            return "women" if given.endswith(("a", "ah")) else "unknown"
        return "women" if female else "men"


@cache
def victim_words() -> VictimWords:
    """Return the word lists."""
    text = files("allegata.evaluation").joinpath("data/victim_words.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), VictimWords)
