"""Claims made up for measuring linking: places as the gazetteer spreads them, parties as the register holds them.

An archive grows by days: so many incidents a day, whatever its size. Each incident is told by some reports (most by one
or two, a few by many), a third of which copy an earlier one; a report gives the place, the day or only a weekday, a
toll that differs a little, now and then a name, and words of its own. The same seed gives the same claims.
"""

import random
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import msgspec

from allegata.actors import Party, Register
from allegata.gazetteer import BUILT
from allegata.incidents.terms import common_words
from allegata.records import (
    Attribution,
    Casualty,
    Claim,
    Document,
    Event,
    EventType,
    PartyMention,
    Place,
    PlacePrecision,
    Published,
    Quantity,
    ReaderStamp,
    Symbolic,
    Time,
    Whom,
    short_hash,
)

INCIDENTS_A_DAY = 100
CLAIMS_A_REPORT = (1, 1, 1, 2, 2, 3)
CLAIMS_A_LONG_REPORT = (1, 2, 3, 4, 5, 6, 8, 10)
REPORTS = (1, 1, 1, 2, 2, 3, 4, 6, 9, 20)
"""How many reports incidents have: six hundred reports speak of a hundred and twenty incidents or so."""
TYPES: tuple[EventType, ...] = ("shelling", "airstrike", "shooting", "armed clash", "drone strike", "IED", "killing")
_FIRST = date(2015, 1, 1)
_STAMP = ReaderStamp(name="bench", version="1", model="none")
_SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnrstwyz" for vowel in "aiu"]
_LETTERS = ("", "n", "r", "d", "l", "m", "s", "b")
_WORDS = 60


class Happening(msgspec.Struct, frozen=True):
    """What there is to tell: where, when, who, how many, and words that belong to it."""

    day: date
    place: Place
    type: EventType
    party: Party
    killed: int
    injured: int
    names: tuple[str, ...]
    words: tuple[str, ...]


@cache
def _world() -> tuple[list[tuple[str, str, int, float, float, int]], list[int], dict[str, list[Party]]]:
    """Return places with how often each is struck, and the parties of each country."""
    register = Register.load()
    parties: dict[str, list[Party]] = {}
    for party in register:
        if party.kind in ("military", "armed group", "government", "police"):
            for country in party.countries:
                parties.setdefault(country, []).append(party)
    at_war = {country for country, held in parties.items() if len(held) >= 3}
    with sqlite3.connect(f"file:{BUILT}?mode=ro", uri=True) as database:
        rows = database.execute(
            "select name, country, geonames, latitude, longitude, coalesce(population, 0) from place"
            " where latitude is not null and geonames is not null order by geonames"
        )
        places = [
            (name, country, number, north / 10_000, east / 10_000, people)
            for name, country, number, north, east, people in rows
            if country in at_war
        ]
    # larger towns are named more often, but not in proportion: the root
    weights = [max(1, round(people**0.5)) for *_, people in places]
    total, sums = 0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return places, sums, parties


@cache
def _common() -> tuple[list[str], list[float]]:
    total, words, sums = 0.0, [], []
    for word, share in common_words().items():
        if word.isascii():
            total += share
            words.append(word)
            sums.append(total)
    return words, sums


def made_up(claims: int, seed: int = 1) -> Iterator[tuple[Document, list[Claim]]]:
    """Yield reports with their claims until there are so many ``claims``."""
    chance = random.Random(seed)
    left, number = claims, 0
    while left > 0:
        happening = _happening(chance, _FIRST + timedelta(days=number // INCIDENTS_A_DAY))
        number += 1
        text = ""
        for teller in range(chance.choice(REPORTS)):
            if left <= 0:
                break
            text = text if text and chance.random() < 0.33 else _text(happening, chance)
            size = min(left, chance.choice(CLAIMS_A_REPORT))
            left -= size
            yield _report(happening, text, size, f"{number}-{teller}", chance)


def told_of(happenings: int, claims: int, seed: int = 1) -> Iterator[tuple[Document, list[Claim]]]:
    """Yield reports on so many ``happenings``, with so many ``claims`` in all, spread over them by chance."""
    chance = random.Random(seed)
    share = [1] * happenings
    for at in chance.choices(range(happenings), k=max(0, claims - happenings)):
        share[at] += 1
    for number, left in enumerate(share):
        happening = _happening(chance, _FIRST + timedelta(days=number // INCIDENTS_A_DAY))
        text, teller = "", 0
        while left > 0:
            text = text if text and chance.random() < 0.33 else _text(happening, chance)
            size = min(left, chance.choice(CLAIMS_A_LONG_REPORT))
            left -= size
            teller += 1
            yield _report(happening, text, size, f"{number}-{teller}", chance)


def _happening(chance: random.Random, day: date) -> Happening:
    places, sums, parties = _world()
    name, country, number, north, east, people = chance.choices(places, cum_weights=sums)[0]
    precision: PlacePrecision = "city" if people >= 100_000 else "town" if people >= 10_000 else "village"
    place = Place(
        role="event",
        words=name,
        span=(0, 1),
        name=name,
        within=None,
        country=country,
        latitude=north,
        longitude=east,
        radius_km=8.0 if precision == "city" else 3.0,
        precision=precision,
        resolved=True,
        geonames=number,
        gazetteer_name=name,
    )
    return Happening(
        day=day,
        place=place,
        type=chance.choice(TYPES),
        party=chance.choice(parties[country]),
        killed=int(chance.paretovariate(1.2)) if chance.random() < 0.7 else 0,
        injured=int(chance.paretovariate(0.9)) if chance.random() < 0.6 else 0,
        names=tuple(f"{_name(chance)} {_name(chance)}" for _ in range(chance.choice((0, 0, 1, 2)))),
        words=tuple(_name(chance).lower() for _ in range(6)),
    )


def _name(chance: random.Random) -> str:
    parts = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 2, 3))))
    return (parts + chance.choice(_LETTERS)).capitalize()


def _text(happening: Happening, chance: random.Random) -> str:
    words, sums = _common()
    told = chance.choices(words, cum_weights=sums, k=_WORDS)
    told += chance.sample(happening.words, 3)
    told += [str(happening.killed), str(happening.injured)]
    chance.shuffle(told)
    names = " and ".join(name for name in happening.names if chance.random() < 0.7)
    return f"{happening.type} in {happening.place.name}. {names} {' '.join(told)}."


def _report(
    happening: Happening, text: str, size: int, origin: str, chance: random.Random
) -> tuple[Document, list[Claim]]:
    published = (happening.day + timedelta(days=chance.choice((0, 1, 1, 2)))).isoformat()
    document = Document(
        id=short_hash("d", [origin]),
        sha256="",
        part=1,
        text_sha256="",
        extractor="bench",
        origin=origin,
        title=None,
        publisher=f"Paper {chance.randrange(400)}",
        authors=(),
        credited=None,
        published=Published(start=published, end=published, precision="day", source="metadata"),
        language="en",
        url=None,
        text=text,
    )
    voice = Attribution(
        words=str(document.publisher), span=None, name=str(document.publisher), kind="media", anonymous=False, cue=None,
        cue_span=None,
    )  # fmt: skip
    accused: tuple[PartyMention, ...] = ()
    if chance.random() < 0.6:
        party = happening.party
        accused = (PartyMention(words=party.name, span=(0, 1), party=party.id, name=party.name),)
    claims = []
    for at in range(size):
        claims.append(
            Claim(
                id=short_hash("c", [origin, str(at)]),
                document=document.id,
                kind="event",
                stance="alleges",
                event=Event(type=happening.type, words=happening.type, span=(0, 1)),
                attribution=(voice,),
                accused=accused,
                targets=(),
                weapons=(),
                places=(happening.place,) if chance.random() < 0.9 else (),
                time=_time(happening.day, chance),
                casualties=tuple(_harmed(happening, chance)),
                characterisations=(),
                evidence=((0, len(text)),),
                status="proposed",
                reader=_STAMP,
                happening=1,
            )
        )
    return document, claims


def _time(day: date, chance: random.Random) -> Time | None:
    kind = chance.random()
    if kind < 0.15:
        return None
    weekday = day.strftime("%A").lower()
    resolved = kind < 0.8
    symbolic = Symbolic(anchor="publication", relation="on", weekday=weekday)
    start = day.isoformat() if resolved else None
    return Time(words=weekday, span=(0, 1), start=start, end=start, precision="day", symbolic=symbolic)


def _harmed(happening: Happening, chance: random.Random) -> Iterator[Casualty]:
    for outcome, count in (("killed", happening.killed), ("injured", happening.injured)):
        if count and chance.random() < 0.8:
            low = max(1, count + chance.choice((0, 0, 0, -1, 1)))
            quantity = Quantity(words=str(low), kind="exact", low=low, high=low, span=(0, 1))
            names = happening.names if outcome == "killed" and chance.random() < 0.5 else ()
            whom = Whom(status="not stated", words=None, span=None, names=names)
            yield Casualty(id=f"k{outcome}", outcome=outcome, quantity=quantity, whom=whom)  # type: ignore[arg-type]
