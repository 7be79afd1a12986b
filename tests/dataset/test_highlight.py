from collections.abc import Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from allegata.dataset.blocks import blocks, excerpts
from allegata.dataset.elements import ELEMENTS
from allegata.dataset.highlight import MAX_LANE, Mark, Segment, paint
from allegata.dataset.visible import shortened, visible
from allegata.records import Span, Zone
from tests.dataset.sample import FIRST, at, sample

TEXT = "More than 40 civilians were killed in Tel Marwan town, local sources said."

spans = st.tuples(st.integers(-3, 60), st.integers(-3, 60))


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(max_size=50))
    elements = st.sampled_from([element.key for element in ELEMENTS])
    drawn = draw(st.lists(st.tuples(spans, elements), max_size=12))
    return text, [Mark(span, element, str(row)) for row, (span, element) in enumerate(drawn)]


def words_of(segments: Sequence[Segment], row: str) -> str:
    return "".join(segment.text for segment in segments if any(row in ink.rows for ink in segment.inks))


@given(marked_texts())
def test_segments_never_change_the_text_and_cover_each_mark(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    segments = paint(text, [(0, len(text))], marks, "x").windows[0]
    assert "".join(segment.text for segment in segments) == text
    for mark in marks:
        start, end = mark.span
        inside = 0 <= start < end <= len(text)
        assert words_of(segments, mark.row) == (text[start:end] if inside else "")


@given(marked_texts(), st.integers(0, 25))
def test_anchors_are_unique_and_every_shown_row_has_one(case: tuple[str, list[Mark]], cut: int) -> None:
    text, marks = case
    painted = paint(text, [(0, min(cut, len(text))), (cut, len(text))], marks, "x")
    found = [ink.anchor for window in painted.windows for part in window for ink in part.inks if ink.anchor]
    assert len(found) == len(set(found))
    shown = {row for window in painted.windows for part in window for ink in part.inks for row in ink.rows}
    assert set(painted.anchors) == shown
    assert set(painted.anchors.values()) <= set(found)


@given(marked_texts())
def test_words_that_overlap_lie_on_different_lanes(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    for segment in paint(text, [(0, len(text))], marks, "x").windows[0]:
        lanes = [ink.lane for ink in segment.inks]
        free = [lane for lane in lanes if lane < MAX_LANE]
        assert len(free) == len(set(free))
        assert lanes == sorted(lanes, reverse=True)


def test_a_place_inside_a_target_is_nested() -> None:
    place, target = at(TEXT, "Tel Marwan"), at(TEXT, "Tel Marwan town")
    painted = paint(TEXT, [(0, len(TEXT))], [Mark(target, "target", "1"), Mark(place, "place", "2")], "c")
    nested = {part.text: [ink.element for ink in part.inks] for part in painted.windows[0] if part.inks}
    assert nested == {"Tel Marwan": ["target", "place"], " town": ["target"]}


def test_one_mark_serves_two_rows_on_the_same_words() -> None:
    span = at(TEXT, "killed")
    painted = paint(TEXT, [(0, len(TEXT))], [Mark(span, "casualties", "1"), Mark(span, "casualties", "2")], "c")
    assert painted.anchors["1"] == painted.anchors["2"]


@given(st.text(alphabet="ab. \n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_blocks_show_all_of_the_text_once(text: str, found: list[Span]) -> None:
    zones = tuple(Zone(kind="paragraph", span=span) for span in found)
    shown = blocks(msgspec.structs.replace(sample().documents[0], text=text, zones=zones))
    covered = [position for block in shown for position in range(*block.span)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    left_out = set(range(len(text))) - set(covered)
    assert not "".join(text[position] for position in left_out).strip()


def test_words_outside_the_evidence_are_shown_in_their_sentence() -> None:
    document = sample().documents[0]
    evidence = at(FIRST, "It urged the council to open an independent inquiry and to end the siege of the town.")
    shown = excerpts(document, [evidence], [at(FIRST, "the siege"), at(FIRST, "camp")])
    assert [FIRST[slice(*part.span)] for part in shown if part.evidence] == [FIRST[slice(*evidence)]]
    assert [FIRST[slice(*part.span)] for part in shown if not part.evidence] == [
        "The sources added that the airstrikes hit a camp that sheltered families."
    ]


def test_evidence_grows_to_hold_words_that_begin_in_it() -> None:
    shown = excerpts(sample().documents[0], [at(FIRST, "open an")], [at(FIRST, "an independent inquiry")])
    assert [FIRST[slice(*part.span)] for part in shown] == ["open an independent inquiry"]


@given(st.text())
def test_visible_text_has_no_controls_and_keeps_what_is_printable(text: str) -> None:
    shown = visible(text)
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in shown)
    assert not set("\x7f\x9b\u202e\u2066\ud800") & set(shown)
    if text.isprintable():
        assert shown == text
    shown.encode("utf-8")


def test_shortening_cuts_at_a_word() -> None:
    assert shortened("open an independent inquiry", 16) == "open an…"
    assert shortened("short", 16) == "short"
