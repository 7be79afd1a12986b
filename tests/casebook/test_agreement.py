"""Krippendorff's alpha, against its author's own example and against its definition."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.casebook.agreement import Metric, alpha

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", section C and E: four observers, twelve units.
A = (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None)
B = (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3)
C = (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None)
D = (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None)
UNITS = list(zip(A, B, C, D, strict=True))


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_authors_example(metric: Metric, published: float) -> None:
    found = alpha(UNITS, metric)
    assert found is not None
    assert round(found, 3) == published


def test_his_example_of_two_observers_and_a_binary_value() -> None:
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    found = alpha(list(zip(meg, owen, strict=True)))
    assert found is not None
    assert round(found, 3) == 0.095


def test_his_example_of_two_observers_and_names() -> None:
    ben = ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"]
    gerry = ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"]
    found = alpha(list(zip(ben, gerry, strict=True)))
    assert found is not None
    assert round(found, 3) == 0.692


@pytest.mark.parametrize("units", [[], [(1, None)], [(None, None), (2, None)], [(3, 3), (3, 3)]])
def test_where_there_is_nothing_to_compare_alpha_is_unknown(units: list[tuple[int | None, ...]]) -> None:
    assert alpha(units) is None


METRICS: list[Metric] = ["nominal", "ordinal", "interval", "ratio"]
VALUES = st.lists(st.tuples(*[st.none() | st.integers(0, 6)] * 3), max_size=12)


@given(VALUES, st.sampled_from(METRICS), st.randoms(use_true_random=False))
def test_order_of_units_and_coders_changes_nothing(
    units: list[tuple[int | None, ...]], metric: Metric, chance: random.Random
) -> None:
    before = alpha(units, metric)
    mixed = [tuple(chance.sample(unit, len(unit))) for unit in chance.sample(units, len(units))]
    after = alpha(mixed, metric)
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after == pytest.approx(before)
        assert before <= 1.0


@given(VALUES, st.sampled_from(METRICS))
def test_coders_who_always_agree_have_alpha_one(units: list[tuple[int | None, ...]], metric: Metric) -> None:
    same = [(unit[0], unit[0], unit[0]) for unit in units]
    assert alpha(same, metric) in (None, pytest.approx(1.0))


def test_what_has_no_metric_is_refused() -> None:
    with pytest.raises(ValueError, match="choose nominal"):
        alpha(UNITS, "cardinal")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="below zero"):
        alpha([(-1, 2), (3, 4)], "ratio")
