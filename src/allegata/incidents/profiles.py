"""Counting profiles: named tables that turn quantities into numbers, at export and for comparison, never in a claim."""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from allegata.records import Quantity


class VagueRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What words without a figure count as when they entail ``least`` or more: multiples of that, or fixed numbers."""

    least: int = msgspec.field(name="from")
    times: tuple[int, int] | None = None
    count: tuple[int, int] | None = None


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A counting profile. ``at_least``: whether "at least 7" counts as 7 to 7; ``at_most``: the same for "up to 7"."""

    source: str
    vague: tuple[VagueRule, ...]
    at_least: Literal["open", "stated"]
    at_most: Literal["open", "stated"]
    words: dict[str, tuple[int, int]] = {}

    def bounds(self, quantity: Quantity) -> tuple[int | None, int | None]:
        """Return the least and the most that ``quantity`` counts as, in persons; ``None`` where that end is open."""
        low, high = quantity.low, quantity.high
        if quantity.kind == "vague":
            said = quantity.words.lower()
            return next((ends for words, ends in self.words.items() if words in said), self._vague(low, high))
        if high is None and low is not None and self.at_least == "stated":
            high = low
        if low is None and high is not None and self.at_most == "stated":
            low = high
        if low is not None and high is not None and low > high:
            low, high = high, low
        return low, high

    def _vague(self, low: int | None, high: int | None) -> tuple[int | None, int | None]:
        if low is None:
            return low, high
        for rule in self.vague:
            if low >= rule.least:
                if rule.count is not None:
                    return rule.count
                if rule.times is not None:
                    return low * rule.times[0], low * rule.times[1]
        return low, high


@cache
def _profiles() -> dict[str, Profile]:
    data = files("allegata.incidents").joinpath("data/profiles.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), dict[str, Profile])


def profile(name: str) -> Profile:
    """Return the counting profile called ``name``. Raises ``KeyError`` where there is none."""
    return _profiles()[name]


def profile_names() -> tuple[str, ...]:
    """Return the names of the counting profiles."""
    return tuple(_profiles())
