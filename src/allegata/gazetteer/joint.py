"""Resolves all toponyms of a document jointly: each is read so that the document's places make sense together.

Every option of every name has a weight: its prior (``options``), whether it lies in a likely country, whether the
words beside it place it ("Alexandria, Louisiana"; "Athens, Ala."), and how well it agrees with what the other names
are likely to mean (distance, the same province, the same country). The weights are made probabilities and the
agreement is reckoned again with them, a few times (mean field). One name means one place throughout a document.
Deterministic.
"""

import math
import re
from collections.abc import Collection, Sequence
from itertools import zip_longest
from typing import Final

import msgspec

from allegata.gazetteer.extent import distance_km
from allegata.gazetteer.fold import plain
from allegata.gazetteer.options import Option, Options
from allegata.records import Span


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """How much each kind of evidence counts, in the unit of a factor of ten in population."""

    home: float = 1.5
    """In a country that the document makes likely."""
    inside: float = 3.0
    """Inside the area that the words beside the name state."""
    near: float = 3.0
    """Beside another place of the document, falling with distance."""
    near_km: float = 125.0
    admin1: float = 2.5
    """In the same province as another place of the document."""
    country: float = 1.5
    """In the same country as another place of the document."""
    few: float = 0.75
    """Places of the document that count as little: agreement is divided by their number plus this."""
    agree: float = 2.0
    """All agreement together."""
    sharpness: float = 1.6
    """How fast a lead in weight becomes certainty."""


WEIGHTS: Final = Weights()
ROUNDS: Final = 4
_NEXT = re.compile(r"^(?:,\s*|\s+in\s+|\s*\(|,\s*in\s+|\s+)$")
_AFTER = re.compile(r"^,?\s*\(?((?:[A-Z][A-Za-z]{0,4}\.?\s?){1,2})")
_AREAS = frozenset(("country", "admin1", "admin2", "region", "continent", "island"))


class Guess(msgspec.Struct, frozen=True, kw_only=True):
    """What a toponym most likely means. ``confidence``: 0 to 1, among all that the gazetteer knows by that name."""

    name: str
    kind: str
    country: str | None
    geonames: int | None
    latitude: float
    longitude: float
    radius_km: float
    admin1: int | None
    confidence: float


class _Name:
    """One name of the document with what it may mean, how often it is used, and the evidence for each option."""

    def __init__(self, options: tuple[Option, ...]) -> None:
        self.options = options
        self.uses = 0
        self.fixed = [option.prior for option in options]
        self.chances: list[float] = []


def resolve_all(
    options: Options,
    text: str,
    spans: Sequence[Span],
    *,
    countries: Collection[str] = (),
    near: Sequence[tuple[float, float]] = (),
    weights: Weights = WEIGHTS,
) -> list[Guess | None]:
    """Return what each toponym of a document means, in the order of ``spans``; ``None`` where no name is known.

    ``spans``: where the toponyms stand in ``text``; ``countries``: ISO codes that the document makes likely;
    ``near``: points where the document is known to be at home, such as its publisher's town.
    """
    names: dict[str, _Name] = {}
    keys = []
    for start, end in spans:
        key = plain(text[start:end])
        keys.append(key)
        name = names.setdefault(key, _Name(options.of(text[start:end])))
        name.uses += 1
    for name in names.values():
        for n, option in enumerate(name.options):
            name.fixed[n] += weights.home if option.country in countries else 0.0
            if near and option.kind not in ("country", "continent", "ocean"):
                name.fixed[n] += weights.near * max(
                    math.exp(-distance_km(option.point, point) / weights.near_km) for point in near
                )
        name.chances = _softmax(name.fixed, weights.sharpness)
    stated = _stated(options, text, spans, keys, names)
    for _ in range(ROUNDS):
        _agree(names, stated, weights)
    return [_guess(names[key]) for key in keys]


def _stated(
    options: Options, text: str, spans: Sequence[Span], keys: Sequence[str], names: dict[str, _Name]
) -> list[tuple[str, str | int]]:
    """Return which name the words place inside which other name, or inside the area of which id."""
    order = sorted(range(len(spans)), key=lambda n: spans[n])
    found: set[tuple[str, str | int]] = set()
    for here, there in zip_longest(order, order[1:]):
        end = spans[here][1]
        if there is not None and _NEXT.match(text[end : spans[there][0]]) and keys[here] != keys[there]:
            glue = text[end : spans[there][0]]
            if glue.strip() or options.short(text[slice(*spans[there])]) is not None:
                found.add((keys[here], keys[there]))
                continue
        match = _AFTER.match(text[end : end + 16])
        inside = text[slice(*spans[here])].partition(",")[2].strip()
        area = options.short(inside) if inside else options.short(match.group(1).strip()) if match else None
        if area is None and match:
            area = options.short(match.group(1).split()[0])
        if area is not None and (inside or text[end : end + 1] in ",( "):
            found.add((keys[here], area))
    return sorted(found, key=str)


def _inside(option: Option, area: Option) -> bool:
    """Tell whether a place or area lies in another area."""
    if area.kind == "country":
        return option.kind != "country" and option.country == area.country
    if area.kind == "admin1":
        return option.kind not in ("country", "admin1") and option.admin1 == area.id
    if area.kind == "admin2":
        return option.kind not in ("country", "admin1", "admin2") and (
            option.admin2 == area.id or distance_km(option.point, area.point) < area.radius_km + 10
        )
    if area.kind == "place" and area.population >= 20_000:
        return option.kind not in _AREAS and distance_km(option.point, area.point) < 30
    return area.kind in _AREAS and distance_km(option.point, area.point) < area.radius_km


def _agree(names: dict[str, _Name], stated: list[tuple[str, str | int]], weights: Weights) -> None:
    """Reckon every option's weight from the others' present chances, then all chances anew."""
    likely = {
        key: [(option, chance) for option, chance in zip(name.options, name.chances, strict=True) if chance > 0.02]
        for key, name in names.items()
    }
    total = sum(min(name.uses, 3) for name in names.values() if name.options)
    fresh = {}
    for key, name in names.items():
        scores = list(name.fixed)
        others = total - min(name.uses, 3) + weights.few
        for n, option in enumerate(name.options):
            agreement = 0.0
            for other, meanings in likely.items():
                if other != key:
                    times = min(names[other].uses, 3)
                    agreement += times * sum(chance * _fit(option, meant, weights) for meant, chance in meanings)
            scores[n] += weights.agree * agreement / others
            for small, large in stated:
                if small == key and isinstance(large, int):
                    scores[n] += weights.inside if option.admin1 == large and option.kind != "admin1" else 0.0
                elif small == key:
                    scores[n] += weights.inside * sum(c for meant, c in likely[str(large)] if _inside(option, meant))
                elif large == key:
                    scores[n] += weights.inside * sum(c for meant, c in likely[small] if _inside(meant, option))
        fresh[key] = _softmax(scores, weights.sharpness)
    for key, chances in fresh.items():
        names[key].chances = chances


def _fit(option: Option, other: Option, weights: Weights) -> float:
    """Return how well two options agree as places of one document."""
    if option.kind in ("continent", "ocean") or other.kind in ("continent", "ocean"):
        return 0.0
    fit = 0.0
    if option.country and option.country == other.country:
        fit += weights.country
        if option.admin1 and option.admin1 == other.admin1:
            fit += weights.admin1
    if option.kind != "country" and other.kind != "country":
        reach = weights.near_km + (option.radius_km if option.kind in _AREAS else 0.0) * 0.3
        fit += weights.near * math.exp(-distance_km(option.point, other.point) / reach)
    return fit


def _softmax(scores: Sequence[float], sharpness: float) -> list[float]:
    top = max(scores, default=0.0)
    raised = [math.exp((score - top) * sharpness) for score in scores]
    total = sum(raised) or 1.0
    return [value / total for value in raised]


def _guess(name: _Name) -> Guess | None:
    if not name.options:
        return None
    best = max(range(len(name.options)), key=lambda n: (name.chances[n], -n))
    option = name.options[best]
    sure = sum(
        chance
        for other, chance in zip(name.options, name.chances, strict=True)
        if distance_km(option.point, other.point) <= max(25.0, min(option.radius_km, 100.0))
    )
    return Guess(
        name=option.name,
        kind=option.kind,
        country=option.country,
        geonames=option.id,
        latitude=option.latitude,
        longitude=option.longitude,
        radius_km=option.radius_km,
        admin1=option.admin1,
        confidence=round(min(1.0, sure), 4),
    )
