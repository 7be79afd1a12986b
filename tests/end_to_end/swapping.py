"""Exchanging parties' names in a text, and comparing what is read from both."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from allegata.incidents import gather
from allegata.reading import Reading

DROPPED = {"id", "document", "reader", "span", "evidence", "derived_from", "sources", "voice"}
"""Ids, spans and lists of names; what stands there is compared by the words and counts beside it."""


class Swap(msgspec.Struct, frozen=True):
    """Names that change places: ``both`` either way, ``one`` only the first for the second; ``kept`` stays as it is."""

    both: Mapping[str, str] = {}
    one: Mapping[str, str] = {}
    kept: Sequence[str] = ()

    def __call__(self, text: str) -> str:
        """Return ``text`` with the names exchanged, at whole words, the longest first."""
        table = {**self.one, **self.both, **{b: a for a, b in self.both.items()}, **{word: word for word in self.kept}}
        longest = sorted(table, key=len, reverse=True)
        names = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)".replace(r"\ ", r"\s+") for name in longest))
        return names.sub(lambda match: table[" ".join(match[0].split())], text)


def told(reading: Reading) -> dict[str, Any]:
    """Return what a reading tells, with its incidents, as plain values; ids of claims are their numbers."""
    numbers = {claim.id: number for number, claim in enumerate(reading.claims, 1)}
    tree = msgspec.to_builtins(
        {
            "claims": reading.claims,
            "communications": reading.communications,
            "incidents": gather(reading.claims),
            "skipped": [item.reason for item in reading.skipped],
        }
    )
    renumbered: dict[str, Any] = _renumbered(tree, numbers)
    return renumbered


def _renumbered(value: Any, numbers: Mapping[str, int]) -> Any:
    if isinstance(value, dict):
        return {key: _renumbered(item, numbers) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_renumbered(item, numbers) for item in value]
    return numbers.get(value, value) if isinstance(value, str) else value


def _same(text: str) -> str:
    return text


def differences(before: Any, after: Any, swap: Callable[[str], str], path: str = "") -> Iterator[str]:
    """Yield what differs beyond the exchanged names: in the second, each word must be the first's, exchanged."""
    if isinstance(before, dict) and isinstance(after, dict):
        registered = before.get("party") is not None
        swap = _same if "precision" in before and "latitude" in before else swap  # a place is no party
        for key in before:
            if key == "documents" and isinstance(before[key], list):
                continue
            if key in DROPPED or key.endswith("_span") or key == "refers_to" or (key == "why" and "value" in before):
                continue
            if registered and key in ("name", "kind", "party"):
                if key == "party" and after["party"] is None:
                    yield f"{path}: {before['party']} is a party, {after['words']!r} is none"
                continue
            yield from differences(before[key], after[key], swap, f"{path}.{key}")
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            yield f"{path}: {len(before)} → {len(after)}: {_brief(before)} → {_brief(after)}"
        else:
            for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
                yield from differences(one, other, swap, f"{path}[{number}]")
    elif (swap(before) if isinstance(before, str) else before) != after:
        yield f"{path}: {before!r} → {after!r}"


def _brief(items: list[Any]) -> str:
    return str([item.get("words", item.get("event", "…")) if isinstance(item, dict) else item for item in items])[:300]


def parties_in(value: Any) -> list[str]:
    """Return the ids of the register's parties below ``value``, in order, as often as they stand there."""
    if isinstance(value, dict):
        own = [value["party"]] if value.get("party") is not None else []
        return own + [party for item in value.values() for party in parties_in(item)]
    return [party for item in value for party in parties_in(item)] if isinstance(value, list) else []
