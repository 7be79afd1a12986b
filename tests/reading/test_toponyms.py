from itertools import pairwise

import pytest

from allegata.gazetteer import BUILT, Gazetteer
from allegata.reading import load_pipeline, toponyms


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    if not BUILT.is_file():
        pytest.skip("the gazetteer is not built; run: python -m allegata.gazetteer.build")
    return Gazetteer([BUILT])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells fell in Kharkiv, Ukraine, on Tuesday.", ["Kharkiv", "Ukraine"]),
        ("The U.S. ambassador visited Nairobi and Mombasa.", ["U.S.", "Nairobi", "Mombasa"]),
        ("Officials of the Texas Department of Transportation met in Austin.", ["Texas", "Austin"]),
        ("The fighters crossed from Iraq to northern Syria.", ["Iraq", "Syria"]),
        ("Nigerian troops and Israeli officials said nothing.", []),
        ("President Hope Reading spoke of freedom.", []),
        ("", []),
    ],
)
def test_names_of_places_are_found(gazetteer: Gazetteer, text: str, names: list[str]) -> None:
    assert [text[a:b] for a, b in toponyms(load_pipeline(), text, gazetteer)] == names


def test_spans_are_in_order_and_apart(gazetteer: Gazetteer) -> None:
    text = "Aden and Taiz, Yemen, were quiet; the port of Hodeidah, in Yemen, was not. Taiz's governor spoke in Aden."
    spans = toponyms(load_pipeline(), text, gazetteer)
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert [text[a:b] for a, b in spans].count("Taiz") == 2
