"""How much each thing told speaks for each record of a catalogue, by Bayes' rule, as natural logarithms.

For every comparison: how likely the telling is if the record is the incident's own (from the weights), over how likely
it is whatever the record (from all records of the catalogue, counted for this very telling). A record that lacks what
is compared gets 0: it is neither for nor against.
"""

import calendar
from datetime import date

import numpy as np

from allegata.incidents.catalogue import Catalogue, Floats
from allegata.incidents.catalogue_levels import Evidence, levelled
from allegata.incidents.catalogue_place import place_evidence
from allegata.incidents.catalogue_told import Told, ToldToll
from allegata.incidents.catalogue_weights import Weights
from allegata.incidents.link_table import families_of

_SMOOTHED = 30
_AGES = ((30, 0.06, 23), (7, 0.07, 4), (3, 0.12, 2), (1, 0.7, 2))
"""Days after the happening, the share of texts published by then but not sooner, and how many days these are."""
_LATE, _EARLY = 0.05, 0.02
_NO_FIGURE = 12.0
"""So many times its least a vague count ("dozens") may mean; an open one ("at least 17") twice its least."""


def evidence_of(told: Told, catalogue: Catalogue, weights: Weights) -> list[Evidence]:
    """Return everything that can be compared, in the order in which reasons are told."""
    found = [
        place_evidence(told, catalogue, weights),
        _time(told, catalogue, weights),
        _accused(told, catalogue, weights),
        _kind(told, catalogue, weights),
        *(_toll(outcome, toll, catalogue, weights) for outcome, toll in told.tolls.items()),
        _victims(told, catalogue, weights),
    ]
    return [item for item in found if item is not None]


# --- time


def _time(told: Told, catalogue: Catalogue, weights: Weights) -> Evidence | None:
    """Compare days, weekdays and days of the year. A day told, one in the text and the publication are one mixture:
    each may be the right lead, and "today" was resolved by the publication already."""
    length = np.nan_to_num(catalogue.last - catalogue.first, nan=0.0) + 1
    span = _span(catalogue)
    parts = [
        (weights.dated_by["told"], [_day(begin, end, catalogue, length, span, weights) for begin, end in told.days]),
        (weights.dated_by["published"], [_posted(begin, end, catalogue, span) for begin, end in told.published]),
        (
            weights.dated_by["in the text"],
            [_stands(day, catalogue, length, span, weights) for day in told.dates_in_text],
        ),
    ]
    weight, compared = np.zeros(len(catalogue)), False
    whole = sum(share for share, found in parts if found) + weights.dated_by["by none of these"]
    if any(found for _, found in parts):
        own = np.full(len(catalogue), weights.dated_by["by none of these"] / span)
        others = weights.dated_by["by none of these"] / span
        for share, found in parts:
            if found:
                own = own + share * np.mean([ours for ours, _ in found], axis=0)
                others += share * float(np.mean([around for _, around in found]))
        weight, compared = weight + np.log(own / whole) - np.log(others / whole), True
    if not told.days:
        for part in (_year_days(told, catalogue, weights), _weekdays(told, catalogue, weights)):
            if part is not None:
                weight, compared = weight + part, True
    weight[~catalogue.dated] = 0.0
    return Evidence("time", weight) if compared else None


def _gap(first: Floats, last: Floats, begin: int, end: int) -> Floats:
    return np.maximum(np.maximum(first - end, begin - last), 0.0)


def _kernel(gap: Floats, width: Floats, shares: dict[str, float], span: float) -> Floats:
    """Return how likely each day told is, a day, if it lies ``gap`` days from a record's dates, ``width`` days long."""
    found = np.full(gap.shape, shares["other"] / span)
    found = np.where(gap <= 7, found + shares["within 7"] / 8, found)
    found = np.where(gap <= 3, found + shares["within 3"] / 4, found)
    found = np.where(gap <= 1, found + shares["next"] / 2, found)
    return np.where(gap == 0, found + shares["same"] / width, found)


def _span(catalogue: Catalogue) -> float:
    if not catalogue.dated.any():
        return 365.0
    return float(max(np.nanmax(catalogue.last) - np.nanmin(catalogue.first) + 1, 365.0))


def _around(catalogue: Catalogue, begin: int, end: int, span: float) -> float:
    """Return how many records a day there are around some days, as a share; half of it spread over all days."""
    near = _gap(catalogue.first, catalogue.last, begin, end) <= _SMOOTHED
    dated = max(int(catalogue.dated.sum()), 1)
    return 0.5 * float(near.sum()) / dated / (2 * _SMOOTHED + end - begin + 1) + 0.5 / span


def _day(
    begin: int, end: int, catalogue: Catalogue, length: Floats, span: float, weights: Weights
) -> tuple[Floats, float]:
    width = np.maximum(length, end - begin + 1)
    ours = _kernel(_gap(catalogue.first, catalogue.last, begin, end), width, weights.days, span)
    return ours, _around(catalogue, begin, end, span)


def _stands(day: int, catalogue: Catalogue, length: Floats, span: float, weights: Weights) -> tuple[Floats, float]:
    """A date in the text is the day of the happening, or a later one: of the post, of a statement."""
    gap = np.where(catalogue.last <= day, day - catalogue.last, np.where(catalogue.first <= day, 0.0, np.inf))
    return _kernel(gap, length, weights.days, span), _around(catalogue, day, day, span)


def _posted(begin: int, end: int, catalogue: Catalogue, span: float) -> tuple[Floats, float]:
    """A text is published on the day of the happening or soon after, and hardly ever before it."""
    age = np.maximum(begin - catalogue.last, 0.0)
    own = np.full(len(catalogue), _LATE / span)
    for most, share, days in _AGES:
        own = np.where(age <= most, share / (days + end - begin), own)
    return np.where(catalogue.first > end + 1, _EARLY / span, own), _around(catalogue, begin, end, span)


def _year_days(told: Told, catalogue: Catalogue, weights: Weights) -> Floats | None:
    """Compare days told without a year, with the same day of every year that a record lies in."""
    if not told.year_days and not told.year_days_in_text:
        return None
    own: Floats = np.full(len(catalogue), 1 / 365)
    if told.year_days:
        own = np.mean([_year_day(month, day, catalogue, weights) for month, day in told.year_days], axis=0)
    if told.year_days_in_text:
        stands = np.mean([_year_day(month, day, catalogue, weights) for month, day in told.year_days_in_text], axis=0)
        own = weights.date_in_text * stands + (1 - weights.date_in_text) * own
    weight: Floats = np.log(own * 365)
    return weight


def _year_day(month: int, day: int, catalogue: Catalogue, weights: Weights) -> Floats:
    """Return how likely a month, and a day of it unless that is 0, is told of each record, a day of the year."""
    first, last = np.nan_to_num(catalogue.first, nan=1.0), np.nan_to_num(catalogue.last, nan=1.0)
    gap, days = np.full(len(catalogue), 183.0), 1
    for year in catalogue.years:
        longest = calendar.monthrange(year, month)[1]
        days = 1 if day else longest
        begin = date(year, month, min(day or 1, longest)).toordinal()
        gap = np.minimum(gap, _gap(first, last, begin, begin + days - 1))
    return _kernel(gap, np.maximum(last - first + 1, days), weights.days, 365.0)


def _weekdays(told: Told, catalogue: Catalogue, weights: Weights) -> Floats | None:
    """Compare a weekday with those of a record's dates: a record of one day is on it, next to it, or on another."""
    days = told.weekdays or told.weekdays_in_text
    if not days:
        return None
    shares = weights.weekday
    own = np.zeros(len(catalogue))
    length = np.nan_to_num(catalogue.last - catalogue.first, nan=0.0) + 1
    first = np.nan_to_num(catalogue.first, nan=1.0)
    for weekday in days:
        on = _share_of(weekday, first, length)
        beside = _share_of((weekday + 1) % 7, first, length) + _share_of((weekday - 1) % 7, first, length)
        own = own + shares["same"] * on + shares["next"] * beside / 2 + shares["other"] / 7
    own = 7 * own / len(days)
    return np.log(own if told.weekdays else weights.weekday_in_text * own + 1 - weights.weekday_in_text)


def _share_of(weekday: int, first: Floats, length: Floats) -> Floats:
    """Return the share of the days of each record that fall on a weekday (0 Monday)."""
    whole, rest = np.divmod(length, 7)
    ahead = (weekday - (first + 6) % 7) % 7
    return (whole + (ahead < rest)) / length


# --- accused, kind


def _accused(told: Told, catalogue: Catalogue, weights: Weights) -> Evidence | None:
    if not told.parties and not told.unknown_parties:
        return None
    names = list(weights.accused)
    ids = set(told.parties)
    beside = {other for party in ids for other in catalogue.together.get(party, ())}
    levels = []
    for parties in catalogue.parties:
        if not parties.ids and not parties.names:
            levels.append(-1)
        elif ids & parties.ids or told.unknown_parties & parties.names:
            levels.append(names.index("the same party"))
        elif told.above & parties.above:
            levels.append(names.index("of one side"))
        elif beside & parties.ids:
            levels.append(names.index("accused together elsewhere"))
        else:
            levels.append(names.index("others") if told.parties else -1)
    level = np.array(levels, dtype=np.float64)[catalogue.party_of]
    return levelled("accused", level, weights.accused, weights.choices)


def _kind(told: Told, catalogue: Catalogue, weights: Weights) -> Evidence | None:
    if not told.kinds:
        return None
    names = list(weights.kind)
    families = families_of(told.kinds)
    levels = []
    for kinds in catalogue.kinds:
        if not kinds or all(kind in ("other", "killing") for kind in kinds):
            levels.append(-1)
        elif set(kinds) & set(told.kinds):
            levels.append(names.index("the same kind"))
        elif families & families_of(kinds):
            levels.append(names.index("of one family"))
        else:
            levels.append(names.index("different kinds"))
    level = np.array(levels, dtype=np.float64)[catalogue.kind_of]
    return levelled("kind", level, weights.kind, weights.choices)


# --- tolls


def _toll(outcome: str, toll: ToldToll, catalogue: Catalogue, weights: Weights) -> Evidence | None:
    ends = held_tolls(outcome, catalogue)
    if ends is None:
        return None
    low, high = ends
    known = ~(np.isnan(low) & np.isnan(high))
    if not known.any():
        return None
    spread, other = weights.toll.spread, weights.toll.other
    begin, end = told_ends(toll)
    start = np.log(np.nan_to_num(low, nan=0.0) + 0.5)
    stop = np.log(np.where(np.isnan(high), 3 * np.nan_to_num(low, nan=0.0) + 3, high) + 1.5)
    inside = _rise(end - start, spread) - _rise(begin - start, spread)
    inside = inside - _rise(end - stop, spread) + _rise(begin - stop, spread)
    own = inside / (stop - start) / (end - begin)
    own = (1 - other) * own + other / 7
    others = float(own[known].mean())
    weight = np.where(known, np.log(np.clip(own, 1e-9, None) / others), 0.0)
    if " " in outcome:
        weight = weight * weights.groups
    return Evidence(outcome, weight, ("known",), np.where(known, 0.0, -1.0))


def told_ends(toll: ToldToll) -> tuple[float, float]:
    """Return the ends of a count as told on the scale of logarithms."""
    low = toll.low if toll.low is not None else 0
    high = toll.high
    if high is None:
        high = int(low * _NO_FIGURE) if toll.vague else 2 * low
    return float(np.log(low + 0.5)), float(np.log(max(high, low) + 1.5))


def held_tolls(outcome: str, catalogue: Catalogue) -> tuple[Floats, Floats] | None:
    """Return the tolls of every record. Killed or injured are the two together, where a record does not give the sum.

    A record that counts only one of the two leaves the other open.
    """
    if outcome in catalogue.tolls:
        return catalogue.tolls[outcome]
    if outcome != "killed_or_injured" or "killed" not in catalogue.tolls:
        return None
    killed_low, killed_high = catalogue.tolls["killed"]
    nothing = np.full(len(catalogue), np.nan)
    injured_low, injured_high = catalogue.tolls.get("injured", (nothing, nothing))
    neither = np.isnan(killed_low) & np.isnan(injured_low) & np.isnan(killed_high) & np.isnan(injured_high)
    low = np.nan_to_num(killed_low, nan=0.0) + np.nan_to_num(injured_low, nan=0.0)
    low[neither] = np.nan
    return low, killed_high + injured_high


def _rise(distance: Floats, spread: float) -> Floats:
    return spread * np.logaddexp(0.0, distance / spread)


# --- victims


def _victims(told: Told, catalogue: Catalogue, weights: Weights) -> Evidence | None:
    names = {" ".join(name.lower().split()) for name in told.victims}
    held = [record.victims for record in catalogue.records]
    if not names or not any(held):
        return None
    shared = np.array(
        [bool(names & {" ".join(name.lower().split()) for name in victims}) if victims else -1 for victims in held],
        dtype=np.float64,
    )
    share = weights.victim
    found = np.log(share["named"] / share["chance"])
    missing = np.log(share["not named"] / (1 - share["chance"]))
    weight = np.where(shared > 0, found, np.where(shared == 0, missing, 0.0))
    return Evidence("victims", weight, ("other names", "the same name"), shared)
