"""What an incident's claims tell, as far as a catalogue's record can be compared with it. Nothing is resolved anew."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from allegata.actors import Register
from allegata.gazetteer import fold
from allegata.incidents.accounts import FINE
from allegata.incidents.catalogue import LONGEST
from allegata.incidents.harm_in_titles import harm_in
from allegata.incidents.sides import lineage
from allegata.incidents.terms import RARE, of_country, rarity, weighed, words_of
from allegata.intake.addresses import day_of_address, words_of_address
from allegata.intake.dates import find_dates
from allegata.reading.time_expressions import find_times
from allegata.records import Claim, Count, Document, Incident, Place, Time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_DAY = re.compile(r"--(\d{2})(?:-(\d{2}))?")
_RUN = re.compile(r"[^\W_]+(?:['’`‘-][^\W_]+)*(?:[ \t#_-]+[^\W_]+(?:['’`‘-][^\W_]+)*)*")
_PART = re.compile(r"[^ \t#_]+")
_SETTLED = r"(?:village|town|city|neighbou?rhood|district|suburb|camp)"
_BEFORE = re.compile(rf"\b{_SETTLED}s? (?:of )?(?:the )?\Z", re.IGNORECASE)
_BEHIND = re.compile(rf",? {_SETTLED}\b", re.IGNORECASE)
_LATIN_SMALL = re.compile(r"[a-z]")
_MOST_TEXT = 40_000
_OPENING = 500
"""Characters of a text that say first where it happened."""
_EVERYDAY, _LEAST = 5.0, 0.02
"""The rarity from which a word begins to tell a place, and what an everyday word is still worth."""


class ToldPlace(msgspec.Struct, frozen=True):
    """A place of the event: its name, folding keys, and its point and width in km where the gazetteer knows it."""

    name: str
    keys: tuple[str, ...]
    precision: str
    latitude: float | None
    longitude: float | None
    radius_km: float


class ToldToll(msgspec.Struct, frozen=True):
    """A count: ``low`` and ``high`` as stated, and ``vague`` where nobody gives a figure."""

    low: int | None
    high: int | None
    vague: bool


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is told. Days are proleptic ordinals.

    ``days``: resolved intervals; ``year_days``: month, and day or 0, without a year; ``weekdays``: 0 Monday;
    ``published``: of each document that has a publication date or an address that tells one, a bound and never the
    date; ``dates_in_text``: full dates that stand in the documents, whatever they date; ``year_days_in_text``: the
    same for month and day without a year; ``weekdays_in_text``: weekdays that
    stand there. ``areas``: folding keys of areas that contain the place; ``area_points``:
    areas with a point and a width; ``in_text``: folding keys of the names that stand in the documents, each with the
    name and how much it is spoken of; ``parties``: register ids; ``above``: the same with all above them;
    ``party_names``: by id, as told; ``unknown_parties``: folded names.
    """

    days: tuple[tuple[int, int], ...]
    year_days: tuple[tuple[int, int], ...]
    weekdays: tuple[int, ...]
    published: tuple[tuple[int, int], ...]
    dates_in_text: tuple[int, ...]
    year_days_in_text: tuple[tuple[int, int], ...]
    weekdays_in_text: tuple[int, ...]
    places: tuple[ToldPlace, ...]
    areas: tuple[str, ...]
    area_points: tuple[ToldPlace, ...]
    in_text: dict[str, tuple[str, float]]
    parties: tuple[str, ...]
    above: frozenset[str]
    party_names: dict[str, str]
    unknown_parties: frozenset[str]
    kinds: tuple[str, ...]
    tolls: dict[str, ToldToll]
    victims: tuple[str, ...]
    terms: dict[str, float]


def told_of(
    incident: Incident | None, claims: Sequence[Claim], documents: Mapping[str, Document], register: Register
) -> Told:
    """Return what an incident tells. ``claims``: its own; ``documents``: by id, those that speak of it.

    Without an incident nothing is told but what stands in the documents: names of places, and dates.
    """
    own = list(documents.values())
    accused = incident.accused if incident is not None else ()
    times = [claim.time for claim in claims if claim.time is not None]
    places = [place for claim in claims for place in claim.places if place.role == "event"]
    near = [place for claim in claims for place in claim.places if place.role in ("event", "relation")]
    parties = dict.fromkeys(party.party or "" for party in accused)
    return Told(
        days=tuple(dict.fromkeys(_resolved(times))),
        year_days=tuple(dict.fromkeys(_year_days(times))),
        weekdays=tuple(dict.fromkeys(_weekdays(claims, documents))),
        published=tuple(dict.fromkeys(day for document in own if (day := _published(document)) is not None)),
        dates_in_text=tuple(sorted({day for document in own for day in _dates(document)})),
        year_days_in_text=tuple(sorted({day for document in own for day in _year_days_in(document)})),
        weekdays_in_text=tuple(sorted({day for document in own for day in _weekdays_in(document)})),
        places=_places([place for place in places if place.precision in FINE])
        or _places([place for place in near if place.role == "relation" and place.precision in FINE]),
        areas=tuple(dict.fromkeys(_areas(near))),
        area_points=_places(
            [place for place in places if place.precision not in FINE and place.precision != "country"]
        ),
        in_text=_names(own, _people(claims) | _parts(near), register),
        parties=tuple(party for party in parties if party),
        above=frozenset(other for party in parties if party for other in lineage(party, register)),
        party_names={party.party: party.name for party in accused if party.party},
        unknown_parties=frozenset(fold(party.name) for party in accused if party.party is None),
        kinds=tuple(
            kind for kind in (incident.event_types if incident is not None else ()) if kind not in ("other", "killing")
        ),
        tolls=dict(_tolls(incident) if incident is not None else ()) or _titled(own),
        victims=tuple(dict.fromkeys(name for claim in claims for item in claim.casualties for name in item.whom.names)),
        terms=weighed([(document.text[:_MOST_TEXT], 1.0) for document in own]),
    )


def _whole(document: Document) -> str:
    """Return the title and the text: a title may hold more than what was kept of the text."""
    return f"{document.title or ''}\n{document.text[:_MOST_TEXT]}"


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _published(document: Document) -> tuple[int, int] | None:
    if document.published is not None:
        return _ordinal(document.published.start), _ordinal(document.published.end)
    day = day_of_address(document.url)
    return (_ordinal(day), _ordinal(day)) if day is not None else None


def _resolved(times: Iterable[Time]) -> Iterable[tuple[int, int]]:
    for time in times:
        if time.start is not None and time.end is not None and time.precision not in ("longer", "unknown"):
            yield _ordinal(time.start), _ordinal(time.end)


def _year_days(times: Iterable[Time]) -> Iterable[tuple[int, int]]:
    for time in times:
        if time.start is None and time.symbolic is not None and time.symbolic.date is not None:
            found = _MONTH_DAY.fullmatch(time.symbolic.date)
            if found is not None and time.symbolic.relation in ("on", "during"):
                yield int(found[1]), int(found[2] or 0)


def _weekdays(claims: Sequence[Claim], documents: Mapping[str, Document]) -> Iterable[int]:
    """Yield the weekdays told; "a day before" one counts back from the words that it was derived from."""
    for claim in claims:
        time = claim.time
        if time is None or time.symbolic is None or time.start is not None:
            continue
        symbolic = time.symbolic
        if symbolic.weekday in WEEKDAYS and symbolic.relation in ("on", "during"):
            yield WEEKDAYS.index(symbolic.weekday)
        elif symbolic.anchor == "event" and symbolic.offset_days is not None and claim.document in documents:
            text = documents[claim.document].text
            words = (text[start:end].lower() for start, end in time.derived_from)
            base = next((WEEKDAYS.index(word) for word in words if word in WEEKDAYS), None)
            if base is not None:
                yield (base + symbolic.offset_days) % 7


def _dates(document: Document) -> Iterable[int]:
    for found in find_dates(_whole(document)):
        if found.year and found.month and found.day and not found.wrong and not found.ambiguous:
            try:
                yield date(found.year, found.month, found.day).toordinal()
            except ValueError:
                continue


def _year_days_in(document: Document) -> Iterable[tuple[int, int]]:
    for found in find_times(_whole(document)):
        told = _MONTH_DAY.fullmatch(found.symbolic.date or "")
        if told is not None and told[2] and found.symbolic.relation in ("on", "during"):
            yield int(told[1]), int(told[2])


def _weekdays_in(document: Document) -> Iterable[int]:
    for found in find_times(_whole(document)):
        if found.symbolic.weekday in WEEKDAYS and found.symbolic.relation in ("on", "during"):
            yield WEEKDAYS.index(found.symbolic.weekday)


def _places(places: Sequence[Place]) -> tuple[ToldPlace, ...]:
    found: dict[str, ToldPlace] = {}
    for place in sorted(places, key=lambda place: not place.resolved):
        key = fold(place.name)
        if not key or key in found:
            continue
        keys = [key]
        if place.resolved and place.gazetteer_name:
            keys.append(fold(place.gazetteer_name))
        found[key] = ToldPlace(
            place.name,
            tuple(dict.fromkeys(key for key in keys if key)),
            place.precision,
            place.latitude if place.resolved else None,
            place.longitude if place.resolved else None,
            place.radius_km or 0.0,
        )
    return tuple(found.values())


def _areas(places: Sequence[Place]) -> Iterable[str]:
    for place in places:
        wide = [place.within, place.fallback.name if place.fallback is not None else None]
        wide += [place.name, place.gazetteer_name] if place.precision not in FINE or place.role == "relation" else []
        for name in wide:
            if name and (key := fold(name)):
                yield key


def _people(claims: Sequence[Claim]) -> frozenset[str]:
    """Return the names of those harmed, and each word of them, in lower case."""
    names = {name.lower() for claim in claims for item in claim.casualties for name in item.whom.names}
    return frozenset(names | {word for name in names for word in name.split()})


def _parts(places: Sequence[Place]) -> frozenset[str]:
    """Return the runs of words inside the names of places told ("Deir" of "Deir Ezzor"), in lower case."""
    names = [name for place in places for name in (place.name, place.within, place.fallback and place.fallback.name)]
    held = [name.lower().split() for name in names if name]
    runs = (
        (words, words[start:end])
        for words in held
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )
    whole = {" ".join(words) for words in held}
    return frozenset(" ".join(run) for words, run in runs if len(run) < len(words)) - whole


def _names(documents: Sequence[Document], without: frozenset[str], register: Register) -> dict[str, tuple[str, float]]:
    """Return the folding keys of the names that stand in texts, runs of capitalised words and of other scripts.

    Each with its first spelling and how much it may be a place that is spoken of: more often counts for more, and so
    does the opening; words that much of the news holds ("North", "Central") count for little. Names of parties and of
    those harmed, and parts of the names of places told (``without``), are left out.
    """
    first: dict[str, str] = {}
    counts: dict[str, float] = {}
    for document in documents:
        text = f"{_whole(document)}\n{words_of_address(document.url)}"
        parties = [(found.start, found.end) for found in register.find(text)]
        for key, name, start, end in _named(text):
            if name.lower() in without or any(begin <= start and end <= stop for begin, stop in parties):
                continue
            first.setdefault(key, name)
            settled = _BEFORE.search(text, max(start - 40, 0), start) or _BEHIND.match(text, end)
            counts[key] = counts.get(key, 0.0) + (3.0 if start < _OPENING else 1.0) + (3.0 if settled else 0.0)
    return {key: (name, (1 + math.log(counts[key])) * _telling(name)) for key, name in first.items()}


def _telling(name: str) -> float:
    """Return how much a name tells: as much as its rarest word is rare in the news, and more if it has several."""
    rarest = max((rarity(word) for word in words_of(name) if not of_country(word)), default=0.0)
    return min(max((rarest - _EVERYDAY) / (-math.log(RARE) - _EVERYDAY), _LEAST), 1.0) * len(name.split())


def _named(text: str) -> Iterable[tuple[str, str, int, int]]:
    for match in _RUN.finditer(text):
        words = [(word[0], word.start(), word.end()) for word in _PART.finditer(match.group())]
        for first in range(len(words)):
            if _LATIN_SMALL.match(words[first][0]) and not words[first][0].startswith("al-"):
                continue
            for last in range(first, min(first + LONGEST, len(words))):
                if _LATIN_SMALL.match(words[last][0]) and not words[last][0].startswith("al"):
                    continue
                name = " ".join(word for word, _, _ in words[first : last + 1])
                if len(name) > 3 and len(key := fold(name)) > 1:
                    yield key, name, match.start() + words[first][1], match.start() + words[last][2]


def _titled(documents: Sequence[Document]) -> dict[str, ToldToll]:
    """Return the tolls in headlines, for a happening of which no toll was read."""
    counts: dict[str, list[int]] = {}
    for document in documents:
        for outcome, count in harm_in(document.title or document.text[:_OPENING].partition("\n")[0]).items():
            counts.setdefault(outcome, []).append(count)
    return {outcome: ToldToll(min(held), max(held), False) for outcome, held in counts.items()}


def _tolls(incident: Incident) -> Iterable[tuple[str, ToldToll]]:
    counts: list[tuple[str, Count]] = [
        ("killed", incident.killed),
        ("injured", incident.injured),
        ("killed_or_injured", incident.killed_or_injured),
    ]
    counts += [(f"killed {group}", count) for group, count in incident.killed_by_group.items()]
    counts += [(f"injured {group}", count) for group, count in incident.injured_by_group.items()]
    for outcome, count in counts:
        if count.max == 0:  # that nobody was harmed is a denial or no toll: a catalogue of harm has no such record
            continue
        if count.min is not None or count.max is not None:
            yield outcome, ToldToll(count.min, count.max, count.highest is None)
