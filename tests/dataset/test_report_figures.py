"""Map, timeline and ranges: what is drawn where, and that nothing vanishes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.dataset import render_report
from allegata.dataset.report_claims import side_by_side
from allegata.dataset.report_locator import locator
from allegata.dataset.report_map import Overview, overview, spot_of
from allegata.dataset.report_ranges import range_views
from allegata.dataset.report_timeline import Timeline, timeline
from allegata.gazetteer import Town
from allegata.records import Fallback
from tests.dataset.sample_incident import bare, day, many, spot, told_by_many
from tests.dataset.test_report import Reader


def numbers_of(drawn: Overview, line: Timeline) -> tuple[list[int], list[int], list[int]]:
    """Return the incidents of both layouts of the map with its lane, and of the timeline with its lane, each sorted."""
    lane = [n for _, numbers in drawn.unplaced for n in numbers]
    maps = [sorted([n for mark in marks for n in mark.incidents] + lane) for marks in (drawn.marks, drawn.narrow)]
    return maps[0], maps[1], sorted(n for when in (*line.dated, *line.undated) for n in when.incidents)


@pytest.mark.parametrize("number", [0, 1, 7, 60, 1000])
def test_no_incident_vanishes_from_map_or_timeline(number: int) -> None:
    held = list(many(number).incidents)
    everyone = list(range(1, number + 1))
    assert numbers_of(overview(held, [""] * number), timeline(held)) == (everyone, everyone, everyone)


dates = st.none() | st.builds(
    lambda year, month, first, more: day(f"{year:04}-{month:02}-{first:02}", f"{year:04}-{month:02}-{first + more:02}"),
    st.integers(1, 9999),
    st.integers(1, 12),
    st.integers(1, 14),
    st.integers(0, 14),
)
places = st.none() | st.builds(lambda n, e: spot("A", n, e), st.floats(-90, 90), st.floats(-180, 180))


@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(dates, places), max_size=70))
def test_any_dates_and_places_are_drawn_within_the_picture(told: list[tuple[object, object]]) -> None:
    held = [bare(n, when, where) for n, (when, where) in enumerate(told, 1)]  # type: ignore[arg-type]
    everyone = list(range(1, len(held) + 1))
    drawn, line = overview(held, ["" for _ in held]), timeline(held)
    assert numbers_of(drawn, line) == (everyone, everyone, everyone)
    for lanes in (line.wide, line.narrow):
        for item in lanes.intervals:
            assert item.x >= 0
            assert item.x + item.width <= 100.01
    for bin_ in line.bins:
        assert 0 <= bin_.x <= 100
    for mark in drawn.marks:
        assert -0.01 <= mark.x <= 100.01
    assert len(line.ticks) <= 6


def test_a_point_is_a_mark_and_an_area_is_a_dashed_disc_only() -> None:
    area = Fallback(name="North", geonames=None, latitude=36.0, longitude=40.0, precision="admin1", radius_km=90.0)
    held = [
        bare(1, None, spot("Tel Marwan", 33.0, 36.0)),
        bare(2, None, spot("Ayn Zahra", None, None, fallback=area)),
        bare(3, None, spot("Markat", None, None)),
        bare(4, None, spot("The South", 32.0, 40.0, precision="admin1", radius_km=60.0)),
    ]
    drawn = overview(held, ["", "", "", ""])
    assert {mark.incidents: mark.area for mark in drawn.marks} == {(1,): False, (2,): True, (4,): True}
    assert len([disc for disc in drawn.discs if disc.area]) == 2
    assert drawn.unplaced == (("Markat, town, known by name only", (3,)),)
    html = render_report(told_by_many())
    assert 'class="k-point"' in html
    found = spot_of(held[1].place)
    assert found is not None
    assert found.fallback == "North"


def test_near_marks_become_one_that_leads_to_a_list() -> None:
    held = [bare(n, None, spot("Town", 35.0, 40.0)) for n in range(1, 10)] + [bare(10, None, spot("B", 36.0, 42.0))]
    drawn = overview(held, [f"heading {n}" for n in range(1, 11)])
    first, second = drawn.marks
    assert (first.label, first.many, first.href) == ("9×", True, "spot-1")
    assert (second.label, second.href) == ("10", "incident-10")


def test_the_locator_has_the_radius_and_towns_that_do_not_overlap() -> None:
    towns = [
        Town("Big", 35.2, 40.6, 90_000, 1),
        Town("Near Big", 35.21, 40.61, 20_000, 2),
        Town("Own", 35.0, 40.0, 9, 3),
    ]
    where = spot_of(spot("Own", 35.0, 40.0, radius_km=8.0))
    assert where is not None
    drawn = locator(where, "SY", "Own", lambda *_: towns)
    assert [town.name for town in drawn.towns] == ["Big"]
    assert drawn.r is not None
    assert drawn.r > 5
    assert drawn.inset is not None
    assert drawn.inset.land.startswith("M")
    assert locator(where, None, "Own", lambda *_: ()).inset is None


def test_a_day_is_a_mark_and_longer_times_are_bars_of_their_length() -> None:
    line = timeline(
        [
            bare(1, day("2019-03-12"), None),
            bare(2, day("2019-03-01", "2019-03-31", "month"), None),
            bare(3, day(None), None),
            bare(4, None, None),
        ]
    )
    month, single = line.wide.intervals
    assert (month.day, single.day) == (False, True)
    assert month.width == pytest.approx(31 * single.width, rel=0.01)
    assert [when.words for when in line.undated] == [
        "Tuesday, counted from publication (unresolved)",
        "date not stated",
    ]
    assert [when.words for when in line.dated] == ["March 2019", "12 March 2019"]


def test_many_incidents_are_counted_in_bins_that_hide_no_imprecision() -> None:
    line = timeline(many(1000).incidents)
    assert line.bin_unit == "week"
    assert len(line.bins) > 80
    months = [item for item in line.wide.intervals if not item.day]
    assert months
    inside = sum(bin_.count for bin_ in line.bins)
    outside = sum(len(item.incidents) for item in line.wide.intervals)
    undated = sum(len(when.incidents) for when in line.undated)
    assert inside + outside + undated == 1000


def test_each_figure_is_a_bar_and_says_why_it_is_not_counted() -> None:
    data = told_by_many()
    numbers = {claim.id: n for n, claim in enumerate(data.claims, 1)}
    killed, injured = range_views(data.incidents[0], {claim.id: claim for claim in data.claims}, numbers)
    assert [(bar.words, bar.state) for bar in killed.bars] == [
        ("12 or more killed", "superseded"),
        ("17 killed", "counted"),
        ("29 or more killed, a cumulative total", "not counted"),
        ("15 to 20 civilians killed", "counted"),
    ]
    assert "claim 2" in killed.bars[0].note
    assert killed.bars[0].open_high
    assert killed.bars[1].width == 0
    assert killed.low == killed.bars[3].x
    assert killed.high == pytest.approx(killed.bars[3].x + killed.bars[3].width, abs=0.02)
    vague, upper = injured.bars
    assert (vague.vague, vague.state, vague.note) == (True, "not counted", "others give a figure")
    assert upper.open_low
    assert injured.low is None


def test_claims_stand_side_by_side_and_differences_are_marked() -> None:
    data = told_by_many()
    numbers = {claim.id: n for n, claim in enumerate(data.claims, 1)}
    documents = {document.id: document for document in data.documents}
    columns = side_by_side(data.claims, numbers, documents, frozenset([(data.claims[0].id, "k1")]))
    assert len(columns) == 4
    rows = {cell.label: [column.cells[n] for column in columns] for n, cell in enumerate(columns[0].cells)}
    assert [cell.differs for cell in rows["Killed"]] == [True, True, True, False]
    assert not any(cell.differs for cell in rows["What"])
    assert rows["Killed"][0].struck == {"12 or more killed"}
    assert "Weapons" not in rows
    assert side_by_side(data.claims[:1], numbers, documents, frozenset()) == ()


def test_the_card_tells_voices_responses_victims_links_and_tolls_over_several() -> None:
    html = render_report(told_by_many())
    text = " ".join(Reader(html).text.split())
    for words in (
        "both are told by the health directorate",
        "Northern Coalition denies, 13 March 2019",
        "At least 29 people were killed in six days",
        "counted towards no incident",
        "also spelt Sameer Hadad; 41 years; male; baker",
        "likeness 97 %",
        "a person’s judgement",
        "1 person is named. Show the name",
        "replaced by claim 2",
        "make no statement on any border",
        "Texts without a claim that seem to speak of it no sources; nothing of them is counted",
        "صور من تل مروان @example; 12 March 2019 (UTC, from the number of the post)",
        "same village: Tel Marwan; likeness 90 %",
    ):
        assert words in text, words
    assert '<a href="#document-5"><bdi>صور من تل مروان' in html
    folded = html[html.index("Show the name") - 200 : html.index("Show the name")]
    assert '<details class="list"><summary>' in folded


def test_a_thousand_incidents_stay_a_small_page_with_folded_claims() -> None:
    html = render_report(many(1000))
    assert len(html) < 5_000_000
    assert '<details class="fold" open>' not in html
    assert '<details class="fold" open>' in render_report(told_by_many())
    page = Reader(html)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(ids)


def test_the_same_dataset_gives_the_same_page() -> None:
    assert render_report(told_by_many()) == render_report(told_by_many())
    assert not re.search(r"https?://", render_report(many(30)))
