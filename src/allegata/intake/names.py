"""The word lists by which names are told from everyday words where capitals do not tell them."""

import re
from functools import cache
from importlib.resources import files

import yaml

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
"""A word or figure."""


@cache
def lists() -> dict[str, frozenset[str]]:
    """Return the lists of ``data/names.yaml``."""
    raw = yaml.safe_load(files("allegata.intake").joinpath("data/names.yaml").read_text("utf-8"))
    return {key: frozenset(str(word) for word in words) for key, words in raw.items()}


def demonyms() -> frozenset[str]:
    """Return the words for nationalities, peoples and faiths, lower case."""
    return lists()["demonyms"]


def common_words() -> frozenset[str]:
    """Return the everyday words of dispatches, lower case."""
    return lists()["common"]


def is_place(name: str) -> bool:
    """Tell whether ``name`` is a country or region of the list."""
    return name.casefold() in lists()["places"]


@cache
def phrases() -> tuple[frozenset[tuple[str, ...]], int]:
    """Return the names of the lists as tuples of lower-case words, and the length of the longest."""
    data = lists()
    plurals = {f"{word}s" for word in data["demonyms"] if not word.endswith(("s", "sh", "ese", "ch"))}
    names = data["places"] | data["demonyms"] | data["weekdays and months"] | plurals
    found = frozenset(tuple(part.casefold() for part in TOKEN.findall(name)) for name in names)
    return found, max(map(len, found))
