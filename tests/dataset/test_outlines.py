import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.dataset.map_window import Disc, paths, window
from allegata.dataset.outlines import LonLat, outlines


def inside(point: LonLat, ring: tuple[LonLat, ...]) -> bool:
    """Tell whether a ring holds a point (ray casting)."""
    x, y = point
    crossed = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed


def holds(country: str, longitude: float, latitude: float) -> bool:
    return any(inside((longitude, latitude), ring) for ring in outlines().rings_of(country))


def test_rings_are_closed_and_hold_their_capitals() -> None:
    for ring in outlines().rings:
        assert ring.points[0] == ring.points[-1]
    for country, longitude, latitude in (
        ("SY", 36.29, 33.51),
        ("UA", 30.52, 50.45),
        ("YE", 44.2, 15.35),
        ("sd", 32.53, 15.55),
        ("MM", 96.08, 19.74),
        ("PS", 34.35, 31.4),
        ("XK", 21.17, 42.67),
    ):
        assert holds(country, longitude, latitude), country
    assert not holds("SY", 44.4, 33.3)
    assert outlines().rings_of("ZZ") == ()
    assert len(outlines().countries()) > 220


def test_codes_follow_geonames_and_disputed_lines_are_dashed() -> None:
    assert holds("UA", 34.1, 44.95)  # Simferopol
    assert holds("CY", 33.3, 35.3)
    assert holds("SO", 44.06, 9.56)
    dashed = {frozenset(line.between) for line in outlines().lines if line.dashed}
    assert {frozenset(("UA",)), frozenset(("IL", "SY")), frozenset(("MA", "EH")), frozenset(("RS", "XK"))} <= dashed
    assert not any(line.dashed for line in outlines().lines if set(line.between) == {"FR", "DE"})


def test_land_at_the_180th_meridian_is_not_torn_apart() -> None:
    for ring in outlines().rings:
        if ring.country in ("FJ", "RU"):
            steps = [abs(b[0] - a[0]) for a, b in pairwise(ring.points)]
            assert max(steps) < 180
    view = window([Disc(179.9, -17.0), Disc(-179.9, -17.2)], 1000, 600, 100.0)
    west, east = view.project(179.9, -17.0), view.project(-179.9, -17.2)
    assert 0 < west[0] < east[0] < 1000
    assert 1000 / view.scale < 2  # a window of two degrees, not of the whole Earth


@settings(deadline=None, max_examples=30)
@given(
    st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 3000), st.sampled_from([(1440, 760), (680, 460), (148, 148)])
)
def test_any_window_shows_its_point_and_draws_nothing_far_outside(
    longitude: float, latitude: float, radius: float, size: tuple[int, int]
) -> None:
    width, height = size
    view = window([Disc(longitude, latitude, radius)], width, height, 100.0)
    x, y = view.project(longitude, latitude)
    assert 0 <= x <= width + 1e-6
    assert math.isfinite(y)
    drawn = paths(view)
    for path in (drawn.land, drawn.coasts, drawn.borders, drawn.dashed):
        for start in path.split("M")[1:]:
            east, north = map(int, start.split("l")[0].split())
            assert -6 <= east <= width + 6
            assert -6 <= north <= height + 6
