"""Counting profiles: quantities become numbers only here."""

import pytest

from allegata.incidents import profile, profile_names
from allegata.reading.quantities import parse_quantity


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("seven", (7, 7)),
        ("at least seven", (7, 7)),
        ("more than 70", (71, 71)),
        ("up to nine", (9, 9)),
        ("between four and six", (4, 6)),
        ("several", (2, 2)),
        ("a number of", (2, 2)),
        ("dozens", (12, 24)),
        ("a large number of", (12, 24)),
        ("hundreds", (100, 200)),
    ],
)
def test_airwars(words: str, bounds: tuple[int, int]) -> None:
    quantity = parse_quantity(words)
    assert quantity is not None
    assert profile("airwars").bounds(quantity) == bounds


def test_neutral_adds_nothing() -> None:
    for words, bounds in (("at least seven", (7, None)), ("up to nine", (None, 9)), ("dozens", (12, None))):
        quantity = parse_quantity(words)
        assert quantity is not None
        assert profile("neutral").bounds(quantity) == bounds


def test_names() -> None:
    assert {"neutral", "airwars"} <= set(profile_names())
    with pytest.raises(KeyError):
        profile("nobody")
