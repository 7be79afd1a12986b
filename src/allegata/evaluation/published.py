"""The published results of others, one YAML file a set, each with its source."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml


class Peer(msgspec.Struct, frozen=True, kw_only=True):
    """One system's published figures on a set.

    ``trained``: whether it was trained on this very set (``None``: not known); ``on``: the data it was scored on;
    ``source``: where the figures stand; ``figures``: by the keys of our own figures, below the set's name.
    """

    system: str
    source: str
    figures: dict[str, float]
    trained: bool | None = None
    on: str = ""


class Peers(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody's figures on a set. ``caution``: what a comparison must bear in mind."""

    entries: tuple[Peer, ...] = ()
    caution: str = ""

    def best(self, key: str) -> Peer | None:
        """Return the peer with the highest figure at ``key``; ``None`` where nobody has one."""
        holders = [peer for peer in self.entries if key in peer.figures]
        return max(holders, key=lambda peer: peer.figures[key], default=None)


class PublishedError(Exception):
    """A file of published results does not have the expected form; the message names it."""


@cache
def published(name: str) -> Peers:
    """Return the published results on the set called ``name``; none where no file has any. Raises `PublishedError`."""
    file = files("allegata.evaluation") / "data" / "published" / f"{name.replace('-', '_')}.yaml"
    if not file.is_file():
        file = files("allegata.evaluation") / "data" / "published" / f"{name}.yaml"
    if not file.is_file():
        return Peers()
    try:
        return peers_of(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise PublishedError(f"{file.name}: {error}") from error


def peers_of(content: Any) -> Peers:
    """Return the peers of a file's content: a list of entries, or an object of ``entries`` and ``caution``.

    Raises ``msgspec.ValidationError`` where it is neither.
    """
    whole = dict(content) if isinstance(content, Mapping) else {"entries": content or []}
    # YAML takes a bare `on` for "true".
    whole["entries"] = [
        {"on" if key is True else key: value for key, value in entry.items()} if isinstance(entry, Mapping) else entry
        for entry in whole.get("entries", [])
    ]
    return msgspec.convert(whole, Peers)
