"""How much the places told speak for each record: by name, distance, area, and names that merely stand in the text.

Each place told makes groups of records: those at the very place, those near it, those in its area. A group's weight is
the share of own records expected there (shared out among the groups of its level) over the group's share of the
catalogue: a village with two records says much, a city with two hundred little. A record has the weight of its best
group.
"""

import math
from collections.abc import Iterable

import numpy as np
from rapidfuzz import fuzz, process

from allegata.incidents.catalogue import Catalogue, Numbers, skeleton
from allegata.incidents.catalogue_levels import Evidence
from allegata.incidents.catalogue_told import Told, ToldPlace
from allegata.incidents.catalogue_weights import Weights
from allegata.incidents.comparisons import FAR

ALIKE = 90
"""From this likeness of folding keys of six letters on (rapidfuzz's ratio) two spellings are taken for one name."""
_SPELT = 6
_NEAR, _NEARER = 30.0, 10.0
_LEAST, _WIDEST = 3.0, 15.0

_LOOSE = ("named in the text", "partly named in the text", "an area named in the text", "the same area")
"""Levels that hardly count for a record that lies far from where it happened."""

_Group = tuple[str, float, Numbers]
"""A level, how likely this group is among those of its level, and the records in it."""


def place_evidence(told: Told, catalogue: Catalogue, weights: Weights) -> Evidence | None:
    """Return how much the places told speak for each record; ``None`` where no place is told."""
    if not (told.places or told.areas or told.area_points or told.in_text):
        return None
    names = list(weights.place)
    size = len(catalogue)
    groups: list[_Group] = []
    for place in told.places:
        groups += _of_place(place, catalogue)
    groups += _of_areas(told, catalogue)
    for key, (_, share) in told.in_text.items():
        if named := catalogue.named.of(key) or catalogue.spelt.of(skeleton(key)):
            groups.append(("named in the text", share, np.array(named, dtype=np.int64)))
        if inside := catalogue.told_in.of(key):
            groups.append(("partly named in the text", share, np.array(inside, dtype=np.int64)))
    whole: dict[str, float] = {}
    for level, share, _ in groups:
        whole[level] = whole.get(level, 0.0) + share
    reached = np.zeros(size, dtype=bool)
    weight = np.full(size, -np.inf)
    best = np.full(size, float(names.index("elsewhere")))
    far = _far(told, catalogue)
    for level, share, numbers in groups:
        own = weights.place[level] * share / whole[level]
        value = np.full(len(numbers), math.log(own * (size + 1) / (len(numbers) + 0.5)))
        if level in _LOOSE:
            value[far[numbers]] += math.log(weights.far)
        higher = value > weight[numbers]
        better = numbers[higher]
        weight[better], best[better] = value[higher], names.index(level)
        reached[numbers] = True
    left = (size - int(reached.sum()) + 0.5) / (size + 1)
    elsewhere = math.log(weights.place["elsewhere"] / left)
    weight = np.where(reached, np.maximum(weight, elsewhere), elsewhere)
    nowhere = ~catalogue.placed & ~catalogue.has_name
    weight[nowhere], best[nowhere] = 0.0, -1
    return Evidence("place", weight, tuple(names), best)


def _far(told: Told, catalogue: Catalogue) -> np.ndarray:
    """Tell which records lie far from every place told with a point; none where no place has one."""
    near, known = np.isnan(catalogue.latitude), False
    for place in told.places:
        if place.latitude is not None and place.longitude is not None:
            known = True
            distance = np.nan_to_num(catalogue.kilometres(place.latitude, place.longitude), nan=0.0)
            near = near | (distance <= FAR + place.radius_km + catalogue.radius)
    return ~near if known else np.zeros(len(catalogue), dtype=bool)


def _of_place(place: ToldPlace, catalogue: Catalogue) -> Iterable[_Group]:
    near = np.ones(len(catalogue), dtype=bool)
    if place.latitude is not None and place.longitude is not None:
        distance = catalogue.kilometres(place.latitude, place.longitude)
        wide = place.radius_km + catalogue.radius
        near = ~(np.nan_to_num(distance, nan=0.0) > FAR + wide)
        yield from _group("as near as the places are wide", distance <= np.clip(wide, _LEAST, _WIDEST))
        yield from _group("within 10 km", distance <= _NEARER)
        yield from _group("within 30 km", distance <= _NEAR)
    same, inside = np.zeros(len(catalogue), dtype=bool), np.zeros(len(catalogue), dtype=bool)
    for key in place.keys:
        same[catalogue.named.of(key)] = True
        inside[catalogue.told_in.of(key)] = True
        same[catalogue.spelt.of(skeleton(key))] = True
        if len(key) >= _SPELT:
            alike = process.extract(key, catalogue.name_keys, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=20)
            for other, _, _ in alike:
                same[catalogue.named.of(other)] = True
    yield from _group("the same place", same & near)
    yield from _group("named in the record", inside & near)


def _of_areas(told: Told, catalogue: Catalogue) -> Iterable[_Group]:
    for key in dict.fromkeys((*told.areas, *(key for area in told.area_points for key in area.keys))):
        members = np.zeros(len(catalogue), dtype=bool)
        members[catalogue.areas.of(key)] = True
        members[catalogue.named.of(key)] = True
        yield from _group("the same area", members)
    for area in told.area_points:
        if area.latitude is not None and area.longitude is not None:
            yield from _group("the same area", catalogue.kilometres(area.latitude, area.longitude) <= area.radius_km)
    for key, (_, share) in told.in_text.items():
        if numbers := catalogue.areas.of(key):
            yield "an area named in the text", share, np.array(numbers, dtype=np.int64)


def _group(level: str, members: np.ndarray) -> Iterable[_Group]:
    numbers = np.flatnonzero(members)
    if len(numbers):
        yield level, 1.0, numbers
