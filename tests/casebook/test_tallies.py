"""Numbers of the whole casebook: sums of what the incidents say, on what the person may see."""

import pytest

from allegata.casebook import Casebook, CasebookError, Filter
from allegata.casebook.tallies import BY, tally, tally_groups
from tests.casebook.conftest import ME, OUTSIDER


@pytest.mark.parametrize("by", BY)
def test_every_way_of_counting_adds_up_what_the_incidents_say(casebook: Casebook, by: str) -> None:
    view = casebook.view(ME)
    lines = view.incidents(limit=100).items
    assert lines
    found = tally(view, by)  # type: ignore[arg-type]
    if by not in ("party", "type"):
        assert sum(item.incidents for item in found) == len(lines)
        assert sum(item.low for item in found) == sum(line.killed_min or 0 for line in lines)
    known = [line for line in lines if line.killed_min is not None or line.killed_max is not None]
    if by == "grade":
        assert sum(item.unknown for item in found) == len(lines) - len(known)
        assert sum(item.open for item in found) == sum(line.killed_max is None for line in known)
    assert all(item.low <= item.high for item in found)


def test_a_filter_and_what_is_withheld_narrow_the_numbers(casebook: Casebook) -> None:
    view = casebook.view(ME)
    months = tally(view, "month", "killed", Filter(date_from="2024-03-01", date_to="2024-03-31"))
    assert [item.key for item in months] == ["2024-03"]
    casebook.restrict(ME, "source", "Levant Courier", why="a witness asked for it")
    casebook.restrict(ME, "source", "Harbour Times", why="a witness asked for it")
    assert [item.key for item in tally(casebook.view(OUTSIDER), "month")] != []
    assert "2024-03" not in [item.key for item in tally(casebook.view(OUTSIDER), "month")]


def test_groups_stand_apart(casebook: Casebook) -> None:
    groups = {item.key: item for item in tally_groups(casebook.view(ME))}
    assert groups["children"].low == 3
    assert groups["women"].low == 2
    assert groups["men"].incidents == 0
    assert groups["men"].unknown == len(casebook.view(ME).incidents(limit=100).items)


def test_another_way_is_refused(casebook: Casebook) -> None:
    with pytest.raises(CasebookError, match="month"):
        tally(casebook.view(ME), "weather")  # type: ignore[arg-type]
