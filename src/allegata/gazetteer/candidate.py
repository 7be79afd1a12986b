"""What a lookup gives: candidates, and the score from which one may be taken."""

from typing import Final, Literal

import msgspec

from allegata.records import Fallback, PlacePrecision

RESOLVED: Final = 0.5
"""Candidates that score less are shown, never taken."""

LEAD: Final = 0.07
"""How far the best candidate must lead the next one that is another place."""

Match = Literal["exact", "alternate", "key", "fuzzy"]


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a name may mean.

    ``match``: by its main name, another name, the folding key, or one letter off. ``score``: 0 to 1, see ``context``.
    ``within``: the containing district of a place that the supplement knows without a point; then ``latitude`` is
    ``None`` and ``fallback`` holds that district. ``source``: the data it comes from.
    """

    name: str
    country: str | None
    geonames: int | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    precision: PlacePrecision
    admin1: str | None
    admin2: str | None
    population: int | None
    match: Match
    score: float
    source: str
    within: str | None = None
    fallback: Fallback | None = None
