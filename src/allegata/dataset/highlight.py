"""Overlapping spans as segments: the text is cut where a mark begins or ends, and never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from allegata.records import Span

MAX_LANE = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to highlight: where, as which element, for which row of the table. ``main``: the row's own words."""

    span: Span
    element: str
    row: str
    main: bool = True


@dataclass(frozen=True, slots=True)
class Ink:
    """One mark on one segment. ``lane`` is the height of its underline; ``anchor`` is set on its first segment only."""

    element: str
    rows: tuple[str, ...]
    lane: int
    anchor: str | None
    first: bool
    last: bool
    main: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text under the same marks, outermost first."""

    text: str
    inks: tuple[Ink, ...]


@dataclass(frozen=True, slots=True)
class _Stroke:
    span: Span
    element: str
    rows: tuple[str, ...]
    main: bool
    lane: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Painted:
    """Segments of each window, and for each row the anchor of its first highlighted words."""

    windows: tuple[tuple[Segment, ...], ...]
    anchors: dict[str, str]


def paint(text: str, windows: Sequence[Span], marks: Iterable[Mark], prefix: str, *, lanes: bool = True) -> Painted:
    """Cut each window of ``text`` into segments under ``marks``.

    The texts of a window's segments, joined, are the window's text. Marks that lie outside the text or are empty are
    left out. Anchors are ``prefix-w1``, ``prefix-w2``, ...; each is used once.
    """
    strokes = _strokes(text, marks, prefix, lanes=lanes)
    anchored: set[str] = set()
    painted = tuple(tuple(_segments(text, window, strokes, anchored)) for window in windows)
    anchors: dict[str, str] = {}
    for main in (True, False):
        for stroke in strokes:
            if stroke.main is main and stroke.anchor in anchored:
                for row in stroke.rows:
                    anchors.setdefault(row, stroke.anchor)
    return Painted(painted, anchors)


def _strokes(text: str, marks: Iterable[Mark], prefix: str, *, lanes: bool) -> list[_Stroke]:
    """Merge marks of one element on the same words and give each its lane, in the order of the text."""
    merged: dict[tuple[Span, str], list[Mark]] = {}
    for mark in marks:
        if 0 <= mark.span[0] < mark.span[1] <= len(text):
            merged.setdefault((mark.span, mark.element), []).append(mark)
    keys = sorted(merged, key=lambda key: (key[0][0], -key[0][1], key[1]))
    lane_of = _lanes(keys) if lanes else {}
    return [
        _Stroke(
            span=key[0],
            element=key[1],
            rows=tuple(dict.fromkeys(mark.row for mark in merged[key])),
            main=any(mark.main for mark in merged[key]),
            lane=lane_of.get(key, 0),
            anchor=f"{prefix}-w{number}",
        )
        for number, key in enumerate(keys, 1)
    ]


def _lanes(keys: Sequence[tuple[Span, str]]) -> dict[tuple[Span, str], int]:
    """Give the shortest spans the lowest lane, so that underlines of overlapping words do not cover each other."""
    taken: list[list[Span]] = [[] for _ in range(MAX_LANE + 1)]
    lane_of: dict[tuple[Span, str], int] = {}
    for key in sorted(keys, key=lambda key: (key[0][1] - key[0][0], key[0][0], key[1])):
        (start, end) = key[0]
        free = (
            lane for lane, spans in enumerate(taken) if all(end <= other[0] or other[1] <= start for other in spans)
        )
        lane = next(free, MAX_LANE)
        taken[lane].append(key[0])
        lane_of[key] = lane
    return lane_of


def _segments(text: str, window: Span, strokes: Sequence[_Stroke], anchored: set[str]) -> Iterable[Segment]:
    start, end = max(window[0], 0), min(window[1], len(text))
    inside = [stroke for stroke in strokes if stroke.span[0] < end and start < stroke.span[1]]
    edges = {start, end}
    for stroke in inside:
        edges.update(edge for edge in stroke.span if start < edge < end)
    cuts = sorted(edges)
    waiting, active = iter([*inside, None]), list[_Stroke]()
    upcoming = next(waiting)
    for left, right in pairwise(cuts):
        active = [stroke for stroke in active if stroke.span[1] > left]
        while upcoming is not None and upcoming.span[0] <= left:
            active.append(upcoming)
            upcoming = next(waiting)
        inks = []
        for stroke in sorted(active, key=lambda stroke: -stroke.lane):
            fresh = stroke.anchor not in anchored
            anchored.add(stroke.anchor)
            inks.append(
                Ink(
                    element=stroke.element,
                    rows=stroke.rows,
                    lane=stroke.lane,
                    anchor=stroke.anchor if fresh else None,
                    first=left == max(stroke.span[0], start),
                    last=right == min(stroke.span[1], end),
                    main=stroke.main,
                )
            )
        yield Segment(text[left:right], tuple(inks))
