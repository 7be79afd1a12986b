"""Ranges as bars: for each outcome one row for each figure that a voice gives, from its low to its high end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from allegata.dataset.wording import bounds_words, casualty_words, speaker_words
from allegata.records import Casualty, Claim, Count, Incident

Ref = tuple[int, str]
_LABELS = {"killed": "Killed", "injured": "Injured", "killed_or_injured": "Killed or injured, split unknown"}
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. ``x``, ``width`` in per cent; ``open_low``/``open_high``: the words leave that end open.

    ``state``: counted, not counted, superseded. ``note`` says why it is not counted.
    """

    voice: str
    refs: tuple[Ref, ...]
    x: float
    width: float
    open_low: bool
    open_high: bool
    vague: bool
    state: str
    words: str
    note: str
    known: bool


@dataclass(frozen=True, slots=True)
class RangeTick:
    """A number on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class RangeView:
    """The bars of one outcome. ``low``, ``high``: where the incident's minimum and maximum stand, ``None`` if open."""

    label: str
    words: str
    bars: tuple[Bar, ...]
    low: float | None
    high: float | None
    min: int | None
    max: int | None
    ticks: tuple[RangeTick, ...]


def range_views(incident: Incident, claims: Mapping[str, Claim], numbers: Mapping[str, int]) -> tuple[RangeView, ...]:
    """Return the bars of every outcome that somebody gives a figure for. Unknown claims are left out."""
    shown = []
    for outcome, count in (
        ("killed", incident.killed),
        ("injured", incident.injured),
        ("killed_or_injured", incident.killed_or_injured),
    ):
        figures = _figures(incident, claims, outcome)
        if figures:
            shown.append(_view(outcome, count, figures, incident, numbers))
    return tuple(shown)


@dataclass(frozen=True, slots=True)
class _Figure:
    claim: Claim
    casualty: Casualty
    voice: str
    order: int


def _figures(incident: Incident, claims: Mapping[str, Claim], outcome: str) -> list[_Figure]:
    voices = {
        name: (order, cluster.voice) for order, cluster in enumerate(incident.independence) for name in cluster.claims
    }
    found = []
    for name in dict.fromkeys(incident.claims):
        claim = claims.get(name)
        if claim is None:
            continue
        order, voice = voices.get(name, (len(voices), speaker_words(claim.attribution)))
        for casualty in claim.casualties:
            if casualty.outcome == outcome and casualty.part_of is None:
                found.append(_Figure(claim, casualty, voice, order))
    found.sort(key=lambda figure: figure.order)
    return found


def _view(
    outcome: str, count: Count, figures: Sequence[_Figure], incident: Incident, numbers: Mapping[str, int]
) -> RangeView:
    ends = [end for f in figures for end in (f.casualty.quantity.low, f.casualty.quantity.high) if end is not None]
    ends += [end for end in (count.min, count.max, count.highest) if end is not None]
    top = max(ends, default=1) or 1
    scale = 84 / top  # room for the arrow of an open end
    replaced = {(item.claim, item.casualty): item for item in incident.superseded}
    whole = any(not (f.casualty.partial or f.casualty.cumulative) and f.claim.stance != "denies" for f in figures)
    rows: dict[tuple[object, ...], tuple[Bar, list[Ref]]] = {}
    for figure in figures:
        quantity = figure.casualty.quantity
        gone = replaced.get((figure.claim.id, figure.casualty.id))
        by = numbers.get(gone.by) if gone else None
        state, note = _state(figure, count, whole)
        if gone is not None:
            state, note = "superseded", f"replaced by claim {by}: {gone.why}" if by else gone.why
        low = quantity.low if quantity.low is not None else 0
        high = quantity.high if quantity.high is not None else (top if quantity.low is not None else low)
        x = round(low * scale, 2)
        end = 100.0 if quantity.high is None and quantity.low is not None else round(high * scale, 2)
        bar = Bar(
            voice=figure.voice,
            refs=(),
            x=x,
            width=round(max(0.0, end - x), 2),
            open_low=quantity.low is None and quantity.high is not None,
            open_high=quantity.high is None,
            vague=quantity.kind == "vague",
            state=state,
            words=casualty_words(figure.casualty),
            note=note,
            known=(quantity.low, quantity.high) != (None, None),
        )
        # What one voice says alike in several places is one row.
        key = (figure.order, figure.voice, bar.words, bar.state, bar.note)
        ref = (numbers.get(figure.claim.id, 0), speaker_words(figure.claim.attribution))
        refs = rows.setdefault(key, (bar, []))[1]
        if ref not in refs:
            refs.append(ref)
    return RangeView(
        label=_LABELS[outcome],
        words=bounds_words(count.min, count.max),
        bars=tuple(replace(bar, refs=tuple(sorted(refs))) for bar, refs in rows.values()),
        low=None if count.min is None else round(count.min * scale, 2),
        high=None if count.max is None else round(count.max * scale, 2),
        min=count.min,
        max=count.max,
        ticks=tuple(RangeTick(round(value * scale, 2), f"{value:,}") for value in _values(top) if value * scale < 96),
    )


def _state(figure: _Figure, count: Count, whole: bool) -> tuple[str, str]:
    """Tell whether a figure is counted in the range, and if not, why. ``whole``: somebody counts all, not only some."""
    casualty, claim = figure.casualty, figure.claim
    if casualty.cumulative:
        return "not counted", "a total over more than this incident"
    if claim.stance == "denies":
        return "not counted", "a denial is not counted"
    if casualty.partial and whole:
        return "not counted", "some of the people only"
    if casualty.quantity.kind == "vague" and count.highest is not None:
        return "not counted", "others give a figure"
    return ("counted", "") if claim.id in count.claims else ("not counted", "")


def _values(top: int) -> list[int]:
    """Return round numbers from 0 on, to twice ``top``."""
    step = next(unit * 10**power for power in range(12) for unit in _STEPS if top / (unit * 10**power) <= 4)
    return list(range(0, 2 * top + 1, step))
