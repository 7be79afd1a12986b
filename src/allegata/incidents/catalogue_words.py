"""Reasons for and against a record, in a recorder's words, and what tells candidates apart."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
import numpy as np

from allegata.gazetteer import fold
from allegata.incidents.catalogue import Catalogue, inner_keys
from allegata.incidents.catalogue_evidence import held_tolls
from allegata.incidents.catalogue_levels import Evidence
from allegata.incidents.catalogue_record import WEEKDAYS, CatalogueRecord, day_words, days_words, toll_words
from allegata.incidents.catalogue_told import Told
from allegata.incidents.terms import rarity, weighed
from allegata.records import Incident

_RARE, _SHOWN = 3.0, 4
_LONGEST_OFFER = 3


class Reason(msgspec.Struct, frozen=True):
    """One comparison: ``about`` what, its ``weight`` (natural logarithm; below 0 is against), and the words."""

    about: str
    weight: float
    words: str


class DateOffer(msgspec.Struct, frozen=True):
    """A date that a record offers for an incident without one: ISO days, and why. A proposal, written nowhere."""

    start: str
    end: str
    why: str


def reasons_of(told: Told, evidence: Sequence[Evidence], number: int, catalogue: Catalogue) -> tuple[Reason, ...]:
    """Return the reasons for and against a record, in the order of what is compared."""
    found = []
    for item in evidence:
        words = _words(item, told, number, catalogue)
        if words:
            found.append(Reason(item.about, round(float(item.weight[number]), 2), words))
    return tuple(found)


def _words(item: Evidence, told: Told, number: int, catalogue: Catalogue) -> str:
    record = catalogue.records[number]
    level = item.reached(number)
    if item.about == "time":
        return _time(told, record)
    if level is None:
        return ""
    if item.about == "place":
        return _place(level, item, told, number, catalogue)
    if item.about == "accused":
        return _accused(level, told, record)
    if item.about == "kind":
        return _kind(level, told, record)
    if item.about == "victims":
        return "both name one victim" if level == "the same name" else "it names other victims"
    if item.about == "text":
        return _text(told, record)
    return _toll(item.about, float(item.weight[number]), told, number, catalogue)


def name_of(record: CatalogueRecord) -> str:
    """Return the first name of a record's place, or that it has none."""
    return record.names[0] if record.names else "a place without a name"


def _place(level: str, item: Evidence, told: Told, number: int, catalogue: Catalogue) -> str:
    record = catalogue.records[number]
    name, of = name_of(record), len(catalogue)
    distance = _distance(told, number, catalogue)
    if level in ("the same place", "the same place, spelt otherwise") and item.level is not None:
        many = int((item.level == item.level[number]).sum())
        return f"the same place: {name}, as {many:,} of {of:,} records" + (f", {distance}" if distance else "")
    if level == "named in the record":
        return f"its place, {name}, names {_told_name(told, record)}"
    if level in ("as near as the places are wide", "within 10 km", "within 30 km"):
        return f"{name}, {distance}" if distance else f"{name} lies near"
    if level in ("named in the text", "spelt otherwise in the text"):
        return f"the text names {name}" + (f", {distance}" if distance else "")
    if level == "partly named in the text":
        part = next(
            (told.in_text[key][0] for text in record.names for key in inner_keys(text) if key in told.in_text), ""
        )
        return f"the text names “{part}”, a part of its place: {name}" if part else f"the text names a part of {name}"
    area = ", ".join(record.areas[:1])
    if level in ("the same area", "an area named in the text"):
        where = f"only the area agrees, {area}: {name}" if area else f"only the area agrees: {name}"
        return where + (f", {distance}" if distance else "")
    return f"elsewhere: {name}" + (f" ({area})" if area else "") + (f", {distance}" if distance else "")


def _told_name(told: Told, record: CatalogueRecord) -> str:
    inside = {key for text in record.names for key in inner_keys(text)}
    return next((place.name for place in told.places if inside & set(place.keys)), "it")


def _distance(told: Told, number: int, catalogue: Catalogue) -> str:
    if not catalogue.placed[number]:
        return ""
    found = [
        (float(catalogue.kilometres(place.latitude, place.longitude)[number]), place.name)
        for place in (*told.places, *told.area_points)
        if place.latitude is not None and place.longitude is not None
    ]
    if not found:
        return ""
    kilometres, name = min(found)
    return f"{kilometres:.0f} km from {name}" if kilometres >= 1 else f"less than 1 km from {name}"


def _time(told: Told, record: CatalogueRecord) -> str:
    if record.first is None or record.last is None:
        return ""
    dates = days_words(record.first, record.last)
    if told.days:
        begin, end = min(told.days, key=lambda days: max(record.first - days[1], days[0] - record.last, 0))  # type: ignore[operator]
        gap = max(record.first - end, begin - record.last, 0)
        if gap:
            return f"{_counted(gap, 'day')} apart: told of {days_words(begin, end)}, recorded {dates}"
        if (begin, end) == (record.first, record.last):
            return f"the same day, {dates}" if begin == end else f"the same days, {dates}"
        return (
            f"the day told, {days_words(begin, end)}, lies in its dates, {dates}"
            if begin == end
            else f"days overlap: {dates}"
        )
    parts = []
    for weekday in told.weekdays[:2]:
        held = _on(weekday, record.first, record.last)
        name = WEEKDAYS[weekday]
        if held:
            parts.append(f"a {name} lies in its dates, {dates}")
        else:
            on = WEEKDAYS[(record.first + 6) % 7]
            parts.append(f"told of a {name}, recorded {dates}" + (f", a {on}" if record.first == record.last else ""))
    for month, day in told.year_days[:2]:
        words = f"{day} {_month(month)}" if day else _month(month)
        parts.append(f"told of {words}, recorded {dates}")
    if not parts:
        ends = [end for _, end in told.published]
        if ends:
            parts.append(f"published {_after(min(ends), record)}, recorded {dates}")
        elif told.dates_in_text:
            near = min(told.dates_in_text, key=lambda one: abs(one - int(record.last or one)))
            parts.append(f"the text holds the date {day_words(near)}, recorded {dates}")
        elif told.year_days_in_text:
            parts.append(f"of the dates in the text none is told of the happening; recorded {dates}")
    return "; ".join(parts)


def _after(day: int, record: CatalogueRecord) -> str:
    gap = day - (record.last if record.last is not None else day)
    if gap == 0:
        return "the same day"
    return f"{_counted(gap, 'day')} later" if gap > 0 else f"{_counted(-gap, 'day')} before it"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _month(month: int) -> str:
    return day_words(date(2001, month, 1).toordinal()).split()[1]


def _on(weekday: int, first: int, last: int) -> list[int]:
    """Return the days of an interval that fall on a weekday, at most the first ten weeks of it."""
    return [day for day in range(first, min(last, first + 70) + 1) if (day + 6) % 7 == weekday]


def _accused(level: str, told: Told, record: CatalogueRecord) -> str:
    ours = ", ".join(dict.fromkeys(told.party_names.values())) or "the same party"
    theirs = ", ".join(record.parties)
    if level == "the same party":
        return f"both name {theirs}"
    if level == "of one side":
        return f"{ours} and {theirs} are of one side"
    if level == "accused together elsewhere":
        return f"the text accuses {ours}, the record {theirs}; other records name them together"
    return f"the text accuses {ours}, the record {theirs}"


def _kind(level: str, told: Told, record: CatalogueRecord) -> str:
    ours, theirs = " and ".join(told.kinds), " or ".join(record.kinds)
    if level == "the same kind":
        shared = [kind for kind in told.kinds if kind in record.kinds]
        return f"both tell of {shared[0]}"
    if level == "of one family":
        return f"{ours} and {theirs} are of one family"
    return f"the text tells of {ours}, the record of {theirs}"


def _toll(outcome: str, weight: float, told: Told, number: int, catalogue: Catalogue) -> str:
    ends = held_tolls(outcome, catalogue)
    toll = told.tolls[outcome]
    if ends is None:
        return ""
    low, high = (None if np.isnan(end[number]) else int(end[number]) for end in ends)
    what, _, group = outcome.partition(" ")
    noun = f"{group} {what}".strip().replace("_", " ")
    ours = toll_words(toll.low, toll.high)
    fits = (toll.low or 0) <= (high if high is not None else 10**9) and (low or 0) <= (
        toll.high if toll.high is not None else 10**9
    )
    how = "fits" if fits else "is near" if weight > 0 else "does not fit"
    return f"{ours} {noun} {how} its {toll_words(low, high)}"


def _text(told: Told, record: CatalogueRecord) -> str:
    terms = weighed([(record.narrative, 1.0)])
    shared = [
        (told.terms[term] * share, term)
        for term, share in terms.items()
        if term in told.terms and (" " in term or rarity(term) >= _RARE)
    ]
    words = [term for _, term in sorted(shared, key=lambda item: (-item[0], item[1]))[:_SHOWN]]
    return "both texts have " + ", ".join(f"“{word}”" for word in words) if words else "the texts share no rare word"


def date_offer(incident: Incident | None, told: Told, record: CatalogueRecord) -> DateOffer | None:
    """Return the date that a record offers for an incident whose own is not resolved; ``None`` where it cannot say."""
    resolved = incident is not None and incident.date is not None and incident.date.start is not None
    if incident is None or resolved or record.first is None or record.last is None:
        return None
    dates = days_words(record.first, record.last)
    if told.weekdays:
        held = [(day, weekday) for weekday in told.weekdays for day in _on(weekday, record.first, record.last)]
        if len(held) != 1:
            return None
        day, weekday = held[0]
        name = WEEKDAYS[weekday]
        one = record.first == record.last
        why = f"the record's day is a {name}" if one else f"the only {name} in the record's dates, {dates}"
        return DateOffer(_iso(day), _iso(day), why)
    if record.last - record.first >= _LONGEST_OFFER:
        return None
    return DateOffer(_iso(record.first), _iso(record.last), f"the dates of the record, {dates}; the text names no day")


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def differences(records: Sequence[CatalogueRecord]) -> list[str]:
    """Return what tells records apart, one line for each thing in which they differ."""
    found = []
    for label, values in _compared(records):
        if len(set(values)) > 1:
            told = "; ".join(f"{record.id} {value}" for record, value in zip(records, values, strict=True))
            found.append(f"{label}: {told}")
    return found


def _compared(records: Sequence[CatalogueRecord]) -> Iterable[tuple[str, list[str]]]:
    yield "dates", [days_words(record.first, record.last) for record in records]
    folded = [fold(name_of(record)) for record in records]
    if len(set(folded)) > 1:
        yield "place", [name_of(record) for record in records]
    yield "named as responsible", [", ".join(record.parties) or "nobody" for record in records]
    for outcome in dict.fromkeys(outcome for record in records for outcome in record.tolls):
        what, _, group = outcome.partition(" ")
        ends = [record.tolls.get(outcome, (None, None)) for record in records]
        yield f"{group} {what}".strip().replace("_", " "), [toll_words(low, high) for low, high in ends]
    yield "kind", [" or ".join(record.kinds) or "not recorded" for record in records]
    for label in dict.fromkeys(label for record in records for label in record.shown):
        yield label, [record.shown.get(label, "not recorded") for record in records]
