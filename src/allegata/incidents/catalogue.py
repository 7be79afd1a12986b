"""Catalogues of known incidents, indexed for comparison: names, points, days, parties, kinds and tolls as arrays."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from allegata.actors import Register
from allegata.gazetteer import fold
from allegata.incidents.catalogue_mapping import TOLLS, CatalogueError
from allegata.incidents.catalogue_reading import Broken, read_catalogue
from allegata.incidents.catalogue_record import CatalogueRecord
from allegata.incidents.sides import built_in_register, lineage
from allegata.incidents.terms import of_country

__all__ = ["Catalogue", "CatalogueError", "load_catalogue"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
_VOWELS = str.maketrans("", "", "aiu")
_PARTED = re.compile(r"[,/()،؛;]|\.(?=\W|$)")
_BONES = 4
LONGEST = 4
"""Words of a place's name that are looked for inside a longer description."""


class Parties(msgspec.Struct, frozen=True):
    """The parties of a record: register ids, the same with all above them, and folded names of unknown ones."""

    ids: frozenset[str]
    above: frozenset[str]
    names: frozenset[str]


class Catalogue:
    """Records with their index. Not changed after it was made; the same records give the same index."""

    def __init__(
        self,
        records: Sequence[CatalogueRecord],
        register: Register | None = None,
        *,
        title: str = "",
        broken: Sequence[Broken] = (),
    ) -> None:
        self.records = tuple(records)
        self.register = register or built_in_register()
        self.title = title
        self.broken = tuple(broken)
        held = self.records
        self.first = _floats([record.first for record in held])
        self.last = _floats([record.last for record in held])
        self.dated = ~np.isnan(self.first)
        self.years = _years(self.first[self.dated], self.last[self.dated])
        self.latitude = np.radians(_floats([record.latitude for record in held]))
        self.longitude = np.radians(_floats([record.longitude for record in held]))
        self.radius = np.array([record.radius_km for record in held], dtype=np.float64)
        self.placed = ~np.isnan(self.latitude)
        keys: dict[str, str] = {}
        words: dict[str, tuple[str, ...]] = {}
        self.named = _Index()
        self.told_in = _Index()
        self.spelt = _Index()
        self.areas = _Index()
        for at, record in enumerate(held):
            for name in record.names:
                key = _folded(name, keys)
                self.named.add(key, at)
                self.spelt.add(skeleton(key), at)
                if name not in words:
                    words[name] = inner_keys(name)
                for key in words[name]:
                    self.told_in.add(key, at)
            for area in record.areas:
                if not of_country(area.lower()):  # a country holds most of a catalogue, and is no lead
                    self.areas.add(_folded(area, keys), at)
        self.has_name = self.named.mask(len(held))
        self.name_keys = self.named.keys()
        self.kinds, self.kind_of = _coded([record.kinds for record in held])
        told, self.party_of = _coded([record.parties for record in held])
        self.parties = [_parties(names, self.register) for names in told]
        self.together = _together(self.parties)
        self.tolls: dict[str, tuple[Floats, Floats]] = {}
        for outcome in TOLLS:
            ends = [record.tolls.get(outcome, (None, None)) for record in held]
            if any(end != (None, None) for end in ends):
                self.tolls[outcome] = (_floats([low for low, _ in ends]), _floats([high for _, high in ends]))

    def __len__(self) -> int:
        return len(self.records)

    def kilometres(self, latitude: float, longitude: float) -> Floats:
        """Return the distance of every record from a point in degrees; not a number where a record has no point."""
        here, there = np.radians(latitude), np.radians(longitude)
        half = np.sin((self.latitude - here) / 2) ** 2
        half = half + np.cos(here) * np.cos(self.latitude) * np.sin((self.longitude - there) / 2) ** 2
        found: Floats = 12742.0 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        return found


def load_catalogue(
    path: Path,
    mapping: str | None = None,
    *,
    register: Register | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Catalogue:
    """Return the catalogue in a file of CSV or JSON Lines, indexed; ``broken`` holds what could not be read.

    ``mapping``: the name of a ready one or a YAML file; without it, the one whose columns are there. Raises
    `CatalogueError`, one line with what to do.
    """
    read = read_catalogue(path, mapping, progress)
    return Catalogue(read.records, register, title=read.mapping.title, broken=read.broken)


class _Index:
    """Keys to the numbers of the records that hold them."""

    def __init__(self) -> None:
        self._held: dict[str, list[int]] = {}

    def add(self, key: str, number: int) -> None:
        if key:
            held = self._held.setdefault(key, [])
            if not held or held[-1] != number:
                held.append(number)

    def __contains__(self, key: str) -> bool:
        return key in self._held

    def of(self, key: str) -> list[int]:
        return self._held.get(key, [])

    def keys(self) -> list[str]:
        return list(self._held)

    def mask(self, size: int) -> NDArray[np.bool_]:
        found = np.zeros(size, dtype=bool)
        for numbers in self._held.values():
            found[numbers] = True
        return found


def skeleton(key: str) -> str:
    """Return the consonants of a folding key, where there are four or more: vowels are what spellings differ in."""
    bones = key.translate(_VOWELS)
    return bones if len(bones) >= _BONES else ""


def inner_keys(text: str) -> tuple[str, ...]:
    """Return the folding keys of the names inside ``text``: runs of one to four words that begin and end as names do.

    The whole is left out, and so are countries and peoples, which name no one place.
    """
    words = _PARTED.sub(" , ", text).split()
    found: dict[str, None] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            run = words[start:end]
            if "," in run:
                break
            small = any(word[:1].islower() and not word.startswith("al-") for word in (run[0], run[-1]))
            if small or (len(run) == 1 and of_country(run[0].lower())):
                continue
            if len(run) < len(words) and len(key := fold(" ".join(run))) > 1:
                found[key] = None
    return tuple(found)


def _folded(name: str, known: dict[str, str]) -> str:
    if name not in known:
        known[name] = fold(name)
    return known[name]


def _floats(values: Sequence[float | int | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _years(first: Floats, last: Floats) -> range:
    """Return the years in which records lie, one more on either side."""
    if not len(first):
        return range(0)
    begin, end = (date.fromordinal(int(day)).year for day in (first.min(), last.max()))
    return range(max(begin - 1, 1), min(end + 1, 9999) + 1)


def _coded(values: Sequence[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], Numbers]:
    """Return the distinct values, and the number of each record's value among them."""
    codes: dict[tuple[str, ...], int] = {}
    numbers = [codes.setdefault(value, len(codes)) for value in values]
    return list(codes), np.array(numbers, dtype=np.int64)


def _together(held: Sequence[Parties]) -> dict[str, set[str]]:
    """Return, for each party, those that some record holds responsible together with it."""
    found: dict[str, set[str]] = {}
    for parties in held:
        for party in parties.ids:
            found.setdefault(party, set()).update(parties.ids - {party})
    return found


def _parties(names: Sequence[str], register: Register) -> Parties:
    ids: set[str] = set()
    unknown: set[str] = set()
    for name in names:
        party = register.get(name)
        found = [party.id] if party is not None else [match.party.id for match in register.lookup_all(name)]
        ids.update(found)
        if not found:
            unknown.add(fold(name))
    above = {other for party in ids for other in lineage(party, register)}
    return Parties(frozenset(ids), frozenset(above), frozenset(unknown))
