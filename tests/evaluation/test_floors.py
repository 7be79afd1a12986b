from hypothesis import given
from hypothesis import strategies as st

from allegata.evaluation.floors import Fall, Floor, checksum, falls, figure, raised

FIGURES = st.dictionaries(st.sampled_from(["isaf.mean", "muc4.f", "dates.value"]), st.floats(0, 100), max_size=3)


def test_a_figure_is_found_by_its_key() -> None:
    figures = {"geoparsing": {"lgl": {"within": 70, "name": "x"}}}
    assert figure(figures, "geoparsing.lgl.within") == 70.0
    assert figure(figures, "geoparsing.lgl.name") is None
    assert figure(figures, "geoparsing.lgl") is None
    assert figure(figures, "isaf.mean") is None


def test_a_figure_below_its_floor_is_told_and_one_that_is_gone_too() -> None:
    floor = Floor(data="x", figures={"isaf.mean": 90.0, "isaf.date": 80.0, "isaf.gone": 1.0})
    found = falls(floor, {"isaf": {"mean": 89.4, "date": 79.6}}, tolerance=0.5)
    assert found == [
        Fall(key="isaf.mean", floor=90.0, reached=89.4),
        Fall(key="isaf.gone", floor=1.0, reached=None),
    ]


@given(FIGURES, FIGURES)
def test_a_floor_is_never_lowered_nor_dropped(before: dict[str, float], after: dict[str, float]) -> None:
    new = raised(Floor(data="x", figures=before), Floor(data="x", figures=after))
    for key in {*before, *after}:
        assert new.figures[key] == max(f[key] for f in (before, after) if key in f)


def test_other_data_begin_anew() -> None:
    old, new = Floor(data="x", figures={"isaf.mean": 90.0}), Floor(data="y", figures={"isaf.mean": 50.0})
    assert raised(old, new) == new
    assert raised(None, new) == new


def test_a_checksum_knows_files_and_not_their_order() -> None:
    assert checksum({"a": "1", "b": "2"}) == checksum({"b": "2", "a": "1"})
    assert checksum({"a": "1"}) != checksum({"a": "2"})
    assert checksum({"a": "1"}) != checksum({"b": "1"})
