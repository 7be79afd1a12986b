"""How much the places told speak for each record: by name, distance, area, and names that merely stand in the text.

Each place told is a lead to the record, one of several (the shares in the weights), and what it says of a record is how
well the record agrees with it, over the mean of all records: a village with two records says much, a city with two
hundred little, and of the records that one name leads to, those of the very place come before those near it. What the
leads say is summed up in the measure of their shares, as only one of them need be right.
"""

from collections.abc import Iterable, Sequence

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

_Agreeing = Sequence[tuple[str, Numbers]]
"""Levels, and the numbers of the records that reach them by one name or point."""


def place_evidence(told: Told, catalogue: Catalogue, weights: Weights) -> Evidence | None:
    """Return how much the places told speak for each record; ``None`` where no place is told."""
    if not (told.places or told.areas or told.area_points or told.in_text):
        return None
    names = list(weights.place)
    size = len(catalogue)
    far = _far(told, catalogue)
    leads: list[tuple[str, float, _Agreeing]] = [
        ("told", 1.0, list(_of_place(place, catalogue))) for place in told.places
    ]
    leads += [("area", 1.0, found) for found in _of_areas(told, catalogue)]
    for key, (_, share) in told.in_text.items():
        if found := list(_in_text(key, catalogue)):
            leads.append(("in the text", share, found))
        if area := catalogue.areas.of(key):
            leads.append(("area in the text", share, [("an area named in the text", np.array(area, dtype=np.int64))]))
    whole: dict[str, float] = {}
    for lead, share, _ in leads:
        whole[lead] = whole.get(lead, 0.0) + share
    sure = {lead: weights.placed_by[lead] for lead in whole}
    for lead in ("in the text", "area in the text"):
        if lead in whole:  # a few everyday words are hardly a lead
            sure[lead] *= whole[lead] / (whole[lead] + 1)
    none = weights.placed_by["by none of these"]
    if "told" not in whole:  # a happening whose place nobody tells may be at none of the places spoken of
        none += weights.placed_by["told"] / 2
    total = sum(sure.values()) + none
    value = np.full(size, none / total)
    most, best = np.zeros(size), np.full(size, float(names.index("elsewhere")))
    for lead, share, groups in leads:
        agrees = np.zeros(size)
        level = np.zeros(size)
        for name, numbers in groups:
            higher = numbers[weights.place[name] > agrees[numbers]]
            agrees[higher], level[higher] = weights.place[name], names.index(name)
        reached = np.flatnonzero(agrees)
        says = sure[lead] * share / whole[lead] / total * agrees[reached]
        says *= (size + 1) / (float(agrees.sum()) + 0.5)
        if lead != "told":
            says[far[reached]] *= weights.far
        value[reached] += says
        better = reached[says > most[reached]]
        most[better], best[better] = says[says > most[reached]], level[better]
    best[most < value - most] = names.index("elsewhere")
    weight = np.log(value)
    nowhere = ~catalogue.placed & ~catalogue.has_name
    weight[nowhere], best[nowhere] = 0.0, -1
    return Evidence("place", weight, tuple(names), best)


def _in_text(key: str, catalogue: Catalogue) -> Iterable[tuple[str, Numbers]]:
    if named := catalogue.named.of(key):
        yield "named in the text", np.array(named, dtype=np.int64)
    if spelt := catalogue.spelt.of(skeleton(key)):
        yield "spelt otherwise in the text", np.array(spelt, dtype=np.int64)
    if inside := catalogue.told_in.of(key):
        yield "partly named in the text", np.array(inside, dtype=np.int64)


def _far(told: Told, catalogue: Catalogue) -> np.ndarray:
    """Tell which records lie far from every place told with a point; none where no place has one."""
    near, known = np.isnan(catalogue.latitude), False
    for place in told.places:
        if place.latitude is not None and place.longitude is not None:
            known = True
            distance = np.nan_to_num(catalogue.kilometres(place.latitude, place.longitude), nan=0.0)
            near = near | (distance <= FAR + place.radius_km + catalogue.radius)
    return ~near if known else np.zeros(len(catalogue), dtype=bool)


def _of_place(place: ToldPlace, catalogue: Catalogue) -> Iterable[tuple[str, Numbers]]:
    near = np.ones(len(catalogue), dtype=bool)
    if place.latitude is not None and place.longitude is not None:
        distance = catalogue.kilometres(place.latitude, place.longitude)
        wide = place.radius_km + catalogue.radius
        near = ~(np.nan_to_num(distance, nan=0.0) > FAR + wide)
        yield from _group("as near as the places are wide", distance <= np.clip(wide, _LEAST, _WIDEST))
        yield from _group("within 10 km", distance <= _NEARER)
        yield from _group("within 30 km", distance <= _NEAR)
    same, spelt, inside = (np.zeros(len(catalogue), dtype=bool) for _ in range(3))
    for key in place.keys:
        same[catalogue.named.of(key)] = True
        inside[catalogue.told_in.of(key)] = True
        spelt[catalogue.spelt.of(skeleton(key))] = True
        if len(key) >= _SPELT:
            alike = process.extract(key, catalogue.name_keys, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=20)
            for other, _, _ in alike:
                spelt[catalogue.named.of(other)] = True
    yield from _group("the same place", same & near)
    yield from _group("the same place, spelt otherwise", spelt & near)
    yield from _group("named in the record", inside & near)


def _of_areas(told: Told, catalogue: Catalogue) -> Iterable[_Agreeing]:
    for key in dict.fromkeys((*told.areas, *(key for area in told.area_points for key in area.keys))):
        members = np.zeros(len(catalogue), dtype=bool)
        members[catalogue.areas.of(key)] = True
        members[catalogue.named.of(key)] = True
        inside = np.array(catalogue.told_in.of(key), dtype=np.int64)
        if members.any() or len(inside):
            yield [("the same area", np.flatnonzero(members)), ("partly named in the text", inside)]
    for area in told.area_points:
        if area.latitude is not None and area.longitude is not None:
            near = catalogue.kilometres(area.latitude, area.longitude) <= area.radius_km
            if near.any():
                yield [("the same area", np.flatnonzero(near))]


def _group(level: str, members: np.ndarray) -> Iterable[tuple[str, Numbers]]:
    numbers = np.flatnonzero(members)
    if len(numbers):
        yield level, numbers
