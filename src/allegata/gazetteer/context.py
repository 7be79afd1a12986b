"""How a candidate scores: its match, and what the document says about where to look.

============================  ======  =========================================================================
evidence                      points  when
============================  ======  =========================================================================
match                         .44     exact, .42 another name, .38 strict key, .32 key alone, .22 one letter off
population                    0-.30   .06 for each factor of ten above 100
the only place of this name   .10     exact or alternate, five letters or more, anywhere
curated                       .06     from the supplement or the user's own file, and not outside the prior
country                       .22     in a country of the prior; -.25 outside it
containment                   .30     inside the stated containing area; else at most ``OUTSIDE`` when one is stated
near                          0-.10   falling to nothing at 150 km from the nearest other place of the document
common word                   -.26    "Reading", "Hope", "Said": common words and given names
============================  ======  =========================================================================

At most ``OUTSIDE`` score: a candidate outside a stated containing area; a fuzzy match without a confirmed one; a key
match in a document of no known country, unless the key has ``LONG_KEY`` letters.
"""

import math
from collections.abc import Collection, Sequence
from typing import Final

from allegata.gazetteer.extent import distance_km

OUTSIDE: Final = 0.44
"""The most that a doubtful candidate can score: below what counts as resolved."""
LONG_KEY: Final = 7
"""Letters of a folding key that do not agree by chance."""

MATCH_POINTS: Final = {"exact": 0.44, "alternate": 0.42, "spelling": 0.38, "key": 0.32, "fuzzy": 0.22}
_NEAR_KM: Final = 150.0


def score(
    form: str,
    *,
    population: int | None,
    country: str | None,
    point: tuple[float, float] | None,
    curated: bool,
    only: bool,
    common: bool,
    countries: Collection[str],
    near: Sequence[tuple[float, float]],
    letters: int,
    inside: bool | None,
) -> float:
    """Return the score of a candidate, 0 to 1. ``inside``: ``None`` when no containing area is stated.

    ``letters``: of the folding key.
    """
    points = MATCH_POINTS[form]
    if population and population > 100:
        points += min(0.30, 0.06 * (math.log10(population) - 2))
    if only and form in ("exact", "alternate"):
        points += 0.10
    if common:
        points -= 0.26
    at_home = not countries or country in countries
    if countries:
        points += 0.22 if at_home else -0.25
    if curated and at_home:
        points += 0.06
    if near and point:
        closest = min(distance_km(point, other) for other in near)
        points += 0.10 * max(0.0, 1 - closest / _NEAR_KM)
    if inside:
        points += 0.30
    chance = form in ("spelling", "key") and not countries and letters < LONG_KEY
    if inside is False or (not inside and (form == "fuzzy" or chance)):
        points = min(points, OUTSIDE)
    return round(min(1.0, max(0.0, points)), 4)
