"""The mapping table of the MUC-4 view (``data/muc4.yaml``) and the questions asked of it."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml


class Table(msgspec.Struct, frozen=True):
    """``data/muc4.yaml`` as written; the file says what each part is."""

    types: dict[str, str]
    clashes: frozenset[str]
    weapons: dict[str, str]
    weapon_words: tuple[tuple[tuple[str, ...], str], ...]
    no_instrument: frozenset[str]
    physical: dict[str, frozenset[str]]
    military_sites: frozenset[str]
    places: frozenset[str]
    people: tuple[tuple[str, tuple[str, ...]], ...]
    combatants: frozenset[str]
    soldiers: frozenset[str]
    titles: frozenset[str]
    harm: frozenset[str]
    uncounted: frozenset[str]
    authorities: frozenset[str]
    state: frozenset[str]
    state_words: frozenset[str]
    rebels: frozenset[str]
    individuals: frozenset[str]
    nations: dict[str, str]


@cache
def table() -> Table:
    """Return the mapping table."""
    text = (files("allegata.evaluation") / "data" / "muc4.yaml").read_text(encoding="utf-8")
    content: Any = yaml.safe_load(text)
    content["nations"] = {("NO" if key is False else key): value for key, value in content["nations"].items()}
    return msgspec.convert(content, Table)


_WORD = re.compile(r"[A-Z0-9Ñ][A-Z0-9Ñ.'’&-]*")


def words_of(text: str) -> list[str]:
    """Return the words of a phrase in capitals."""
    return [word.rstrip(".") if len(word) > 2 else word for word in _WORD.findall(text.upper())]


def holds(words: list[str], wanted: frozenset[str] | tuple[str, ...]) -> bool:
    """Tell whether any of ``wanted`` (single words or phrases) stands among ``words``."""
    line = f" {' '.join(words)} "
    return any(f" {item} " in line for item in wanted)


def physical_type(text: str) -> str | None:
    """Return the PHYS TGT: TYPE of a phrase, by its last known word; ``None`` where it holds no word for a thing."""
    words = words_of(text)
    cut = next(
        (n for n, word in enumerate(words) if n and word in ("OF", "IN", "AT", "ON", "NEAR", "WHERE")), len(words)
    )
    found = None
    for word in reversed(words[:cut]):
        for kind, listed in table().physical.items():
            if word in listed:
                found = found or kind
                if kind != "OTHER" and found in ("OTHER", "ORGANIZATION OFFICE", "CIVILIAN RESIDENCE", "COMMERCIAL"):
                    found = kind if found != "COMMERCIAL" else found
    if found is None and holds(words, frozenset(w for listed in table().physical.values() for w in listed if " " in w)):
        found = next(k for k, listed in table().physical.items() if holds(words, listed))
    if found in ("OTHER", "ORGANIZATION OFFICE", "CIVILIAN RESIDENCE"):
        after = [
            k
            for k in ("DIPLOMAT OFFICE OR RESIDENCE", "GOVERNMENT OFFICE OR RESIDENCE", "FINANCIAL")
            if holds(words, table().physical[k])
        ]
        found = after[0] if after else found
    return found


def human_type(text: str) -> str:
    """Return the HUM TGT: TYPE of a description."""
    words = words_of(text)
    return next((kind for kind, listed in table().people if holds(words, listed)), "CIVILIAN")


def weapon_type(kind: str, text: str) -> str | None:
    """Return the INSTRUMENT TYPE of a weapon; ``None`` for what the set list lacks."""
    words = words_of(text)
    found = next((t for listed, t in table().weapon_words if holds(words, listed)), None)
    return found or table().weapons.get(kind)


def split_person(text: str) -> tuple[str, str]:
    """Return (description, name) of "ANTIOQUIA GOVERNOR JUAN PEREZ": the name stands after the last title."""
    words = text.split()
    last = max(
        (n for n, word in enumerate(words) if word.strip(".,").upper().removesuffix("'S") in table().titles), default=-1
    )
    if last == len(words) - 1:
        return text, ""
    if any(word in ("OF", "FOR", "AND") for word in words[last + 1 :]):
        return text, ""
    return " ".join(words[: last + 1]), " ".join(words[last + 1 :])
