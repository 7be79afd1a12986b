"""Places as named, with coordinates only where a gazetteer holds the very place."""

import msgspec

from allegata.records._literals import PlacePrecision, PlaceRole
from allegata.records._span import Span


class Fallback(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest known area that contains an unresolved place. Never the place's own coordinates."""

    name: str
    geonames: int | None
    latitude: float | None
    longitude: float | None
    precision: PlacePrecision
    radius_km: float | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in its role. ``within``: the containing area by the text (or, where ``resolved``, by the gazetteer).

    ``within_span`` gives the words that say so; when they stand elsewhere than beside the name, ``rule`` names the
    derivation. ``relation`` keeps "south of", "near", "on the road to" for places with the role *relation*.
    ``name`` is the text's; ``gazetteer_name`` what the gazetteer calls the resolved place. ``country``: ISO 3166
    alpha-2 after GeoNames.
    """

    role: PlaceRole
    words: str
    span: Span
    name: str
    within: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    precision: PlacePrecision
    resolved: bool
    geonames: int | None = None
    fallback: Fallback | None = None
    within_span: Span | None = None
    relation: str | None = None
    score: float | None = None
    source: str | None = None
    rule: str | None = None
    gazetteer_name: str | None = None
