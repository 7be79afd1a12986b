"""Accounts: what one document tells of one happening. The unit that linking scores, with what it is compared by."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from allegata.actors import Register
from allegata.gazetteer import fold as folded
from allegata.incidents.decisions import on_links, split
from allegata.incidents.ranges import counted, total_range
from allegata.incidents.sides import lineage
from allegata.incidents.terms import ages_of, script_of, weighed, words_of
from allegata.incidents.told_places import told_places
from allegata.records import Claim, Document, Judgement, Place, Published, Time, short_hash

FINE = ("point", "village", "town", "city", "unknown")
"""Precisions of places that are one settlement or less; a name that the gazetteer does not know counts as one."""
OUTCOMES = ("killed", "injured")
_PRECISIONS = ("point", "village", "town", "city", "unknown", "admin2", "area", "admin1", "country")
_TIMES = ("hour", "day", "days", "week", "month", "longer", "unknown")
_WIDE_TARGETS = ("people", "place", "building", None)
fold = lru_cache(maxsize=65_536)(folded)
"""The folding key of a name: an archive gives the same names again and again."""
MAIN, BESIDE, PASSING = range(3)
"""How a document tells a happening: as what it is about, beside that with a toll, a place and a day, or in passing."""
REST = 0.35
"""What a word of the rest of the document weighs beside one of the account's own sentences."""
LEAD = 700
"""Characters at the beginning of a document that are its main account's own, whatever claims were read there."""


class AccountPlace(msgspec.Struct, frozen=True):
    """A place of the event. ``key``: its folded name; ``latitude`` and ``longitude`` in degrees, ``None`` unknown.

    ``forms``: all that it is known by: the key, the gazetteer's main name folded, and its number there.
    """

    name: str
    key: str
    precision: str
    latitude: float | None
    longitude: float | None
    radius_km: float
    geonames: int | None
    country: str | None
    forms: tuple[str, ...]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What one document tells of one happening. Days are proleptic ordinals, both ``None`` while unresolved.

    ``day_from``/``day_to``: when it happened, as far as the words say; ``weekdays``: 0 Monday to 6, where they say only
    that; ``published_from``/``published_to``: when the document was published, a bound that is never the date.
    ``within``: folded names of areas that hold the place. ``about``: of these, and of places that stand elsewhere in
    the document, but are not where another of its happenings was. ``accused``: party ids, or folded names of parties
    that the register lacks; ``above``: the same with all parties above them. ``tolls``: by outcome, the least and the
    most. ``victims``: names; ``ages``: those in the text. ``standing``: `MAIN` for the
    one of its document with most tolls and claims, `BESIDE` for others with a toll, a place and a day, else `PASSING`.
    ``publisher``: in small letters; ``script``: of most letters, as ``latin``. ``terms``: weighed words.
    """

    id: str
    document: str
    claims: tuple[str, ...]
    day_from: int | None
    day_to: int | None
    precision: str
    weekdays: tuple[int, ...]
    published_from: int | None
    published_to: int | None
    places: tuple[AccountPlace, ...]
    within: tuple[str, ...]
    about: tuple[str, ...]
    country: str | None
    types: tuple[str, ...]
    accused: tuple[str, ...]
    above: tuple[str, ...]
    accused_names: tuple[str, ...]
    targets: tuple[str, ...]
    tolls: dict[str, tuple[int | None, int | None]]
    victims: tuple[str, ...]
    ages: tuple[int, ...]
    standing: int
    publisher: str | None
    script: str
    terms: dict[str, float]


def accounts(
    claims: Iterable[Claim],
    documents: Mapping[str, Document],
    register: Register,
    judgements: Iterable[Judgement] = (),
) -> list[tuple[Account, list[Claim]]]:
    """Return the accounts of event claims in the order of their first claim, each with its claims.

    Claims without a happening (patterns) make none. A document that ``documents`` lacks has no text to compare.
    ``judgements`` may part the claims that a document tells as one happening.
    """
    judged = on_links(judgements)
    groups: dict[str, dict[int, list[Claim]]] = {}
    order: dict[str, int] = {}
    for claim in claims:
        order.setdefault(claim.id, len(order))
        if claim.kind == "event" and claim.happening is not None:
            groups.setdefault(claim.document, {}).setdefault(claim.happening, []).append(claim)
    found: list[tuple[Account, list[Claim]]] = []
    for document, happenings in groups.items():
        everywhere = [claim for told in happenings.values() for claim in told]
        parts = [told for happening in happenings.values() for told in split(happening, judged)]
        most = max(parts, key=_said) if len(parts) > 1 else parts[0]
        for told in parts:
            found.append((_account(told, everywhere, documents.get(document), register, told is most), told))
    return sorted(found, key=lambda item: order[item[1][0].id])


def _said(claims: Sequence[Claim]) -> tuple[int, int]:
    """Return how much some claims say: tolls, then claims."""
    return sum(bool(total_range(counted(claims), name).claims) for name in OUTCOMES), len(claims)


def _account(
    claims: Sequence[Claim], everywhere: Sequence[Claim], document: Document | None, register: Register, main: bool
) -> Account:
    used = counted(claims)
    places = _places(claims) or (text_places(document) if document is not None else ())
    day_from, day_to, precision, weekdays = _days([claim.time for claim in claims if claim.time is not None])
    published = published_of(document)
    accused = [mention for claim in claims for mention in claim.accused]
    ids = dict.fromkeys(mention.party or fold(mention.name) for mention in accused)
    parties = [mention.party for mention in accused if mention.party]
    types = list(dict.fromkeys(claim.event.type for claim in used or claims))
    victims = dict.fromkeys(name for claim in used for item in claim.casualties for name in item.whom.names)
    here = {form for place in places for form in place.forms}
    within = [place.within for claim in claims for place in claim.places if place.role == "event"]
    about = _about(claims, everywhere, document)
    fine = any(place.precision in FINE for place in places)
    elsewhere = _elsewhere(claims, everywhere) - {fold(name) for name in within if name} if fine else frozenset()
    own, rest = _texts(claims, document, main)
    tolls = {name: (count.min, count.max) for name in OUTCOMES if (count := total_range(used, name)).claims}
    dated = day_from is not None and day_from == day_to
    own_happening = bool(tolls) and dated and fine
    names = [
        *(place.name for place in places),
        *(place.within or "" for claim in claims for place in claim.places),
        *(mention.name for mention in accused if mention.party),
        (document.publisher or "") if document is not None else "",
    ]
    return Account(
        id=short_hash("i", [claims[0].id]),
        document=claims[0].document,
        claims=tuple(claim.id for claim in claims),
        day_from=day_from,
        day_to=day_to,
        precision=precision,
        weekdays=weekdays,
        published_from=_ordinal(published.start) if published is not None else None,
        published_to=_ordinal(published.end) if published is not None else None,
        places=places,
        within=tuple(dict.fromkeys(key for name in within if name and (key := fold(name)) not in here)),
        about=tuple(name for name in about if name not in here and name not in elsewhere),
        country=_country(claims, everywhere, document),
        types=tuple(kind for kind in types if kind not in ("other", "killing")) or tuple(types),
        accused=tuple(ids),
        above=tuple(dict.fromkeys(above for party in parties for above in sorted(lineage(party, register)))),
        accused_names=tuple(dict.fromkeys(mention.name for mention in accused)),
        targets=tuple(
            dict.fromkeys(target.kind for claim in used for target in claim.targets if target.kind not in _WIDE_TARGETS)
        ),
        tolls=tolls,
        standing=MAIN if main else BESIDE if own_happening else PASSING,
        victims=tuple(victims),
        publisher=publisher_of(document),
        script=script_of(own),
        ages=tuple(sorted(ages_of(own))),
        terms=weighed(
            [(own, 1.0), (rest, REST)], {word for name in names for word in words_of(name)}, party_words(register)
        ),
    )


def published_of(document: Document | None) -> Published | None:
    """Return a document's date of publication where the day is known: a month or a year is near to no day."""
    published = document.published if document is not None else None
    return published if published is not None and published.precision == "day" else None


def publisher_of(document: Document | None) -> str | None:
    """Return a document's publisher as it is compared."""
    return document.publisher.casefold() if document is not None and document.publisher else None


@lru_cache(maxsize=4)
def party_words(register: Register) -> frozenset[str]:
    """Return the words of parties' names: whom a text speaks of is compared on its own."""
    names = (form for party in register for form in (party.name, *party.aliases))
    return frozenset(word for name in names for word in words_of(name))


@lru_cache(maxsize=16_384)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _days(times: Sequence[Time]) -> tuple[int | None, int | None, str, tuple[int, ...]]:
    """Return the interval of the narrowest resolved times, its precision, and the weekdays of unresolved ones."""
    resolved = [time for time in times if time.start is not None and time.end is not None]
    if resolved:
        finest = min(_TIMES.index(time.precision) for time in resolved)
        exact = [time for time in resolved if _TIMES.index(time.precision) == finest]
        start = min(_ordinal(str(time.start)) for time in exact)
        end = max(_ordinal(str(time.end)) for time in exact)
        return start, end, "day" if end == start else exact[0].precision, ()
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    told = (time.symbolic.weekday for time in times if time.symbolic is not None)
    return None, None, "unknown", tuple(sorted({names.index(day) for day in told if day in names}))


def _places(claims: Sequence[Claim]) -> tuple[AccountPlace, ...]:
    """Return the event places, the finest first, each name once."""
    found: dict[str, Place] = {}
    for claim in claims:
        for place in claim.places:
            key = fold(place.name)
            if place.role == "event" and key and (key not in found or (place.resolved and not found[key].resolved)):
                found[key] = place
    ordered = sorted(found.items(), key=lambda item: (not item[1].resolved, _PRECISIONS.index(item[1].precision)))
    return tuple(
        AccountPlace(
            place.name,
            key,
            place.precision,
            place.latitude if place.resolved else None,
            place.longitude if place.resolved else None,
            place.radius_km or 0.0,
            place.geonames,
            place.country,
            _forms(place),
        )
        for key, place in sorted(ordered, key=lambda item: item[1].precision not in FINE)
    )


def _forms(place: Place) -> tuple[str, ...]:
    """Return what a place that a claim names is known by."""
    name, geonames = (place.gazetteer_name, place.geonames) if place.resolved else (None, None)
    return forms_of(fold(place.name), name, geonames)


def forms_of(key: str, gazetteer_name: str | None, geonames: int | None) -> tuple[str, ...]:
    """Return what a place is known by, each once."""
    told = (key, fold(gazetteer_name) if gazetteer_name else "", f"geonames {geonames}" if geonames is not None else "")
    return tuple(dict.fromkeys(form for form in told if form))


def text_places(document: Document) -> tuple[AccountPlace, ...]:
    """Return the places that a text in another script than Latin names: they place what it tells without a place."""
    return tuple(
        AccountPlace(
            name=place.name,
            key=fold(place.name),
            precision=place.precision,
            latitude=place.latitude,
            longitude=place.longitude,
            radius_km=place.radius_km or 0.0,
            geonames=place.geonames,
            country=place.country,
            forms=forms_of(fold(place.name), None, place.geonames),
        )
        for place in sorted(told_places(document).places, key=lambda place: place.precision not in FINE)
    )


def _about(claims: Sequence[Claim], everywhere: Sequence[Claim], document: Document | None) -> list[str]:
    names = [place.within for claim in claims for place in claim.places]
    names += [place.name for claim in everywhere for place in claim.places if place.role != "speech"]
    names += [place.within for claim in everywhere for place in claim.places]
    names += [document.dateline_place] if document is not None else []
    told = told_places(document).names if document is not None else ()
    return list(dict.fromkeys([*(key for name in names if name and (key := fold(name))), *told]))


def _elsewhere(claims: Sequence[Claim], everywhere: Sequence[Claim]) -> set[str]:
    """Return what the settlements are known by where a document tells its other happenings of."""
    own = {claim.id for claim in claims}
    places = (place for claim in everywhere if claim.id not in own for place in claim.places)
    return {form for place in places if place.role == "event" and place.precision in FINE for form in _forms(place)}


def _country(claims: Sequence[Claim], everywhere: Sequence[Claim], document: Document | None) -> str | None:
    told = [place.country for claim in claims for place in claim.places if place.role == "event"]
    told += [place.country for claim in everywhere for place in claim.places]
    return next((country for country in told if country), document.country if document is not None else None)


def _texts(claims: Sequence[Claim], document: Document | None, main: bool) -> tuple[str, str]:
    """Return the account's own sentences with the title, and the rest; the ``main`` one owns the beginning as well."""
    if document is None:
        return "", ""
    spans = sorted({span for claim in claims for span in claim.evidence})
    if main:
        spans = [(0, LEAD), *((max(start, LEAD), end) for start, end in spans if end > LEAD)]
    rest, last = [], 0
    for start, end in spans:
        rest.append(document.text[last:start])
        last = max(last, end)
    rest.append(document.text[last:])
    own = [document.text[start:end] for start, end in spans]
    return "\n".join([document.title or "", *own]), "\n".join(rest)
