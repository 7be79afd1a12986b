"""One incident that five voices tell of in four documents, with everything an incident's card can hold; and many."""

import hashlib
import random
from datetime import date, timedelta
from typing import Any

import msgspec

from allegata.dataset import Dataset
from allegata.records import (
    Claim,
    Count,
    Covering,
    Document,
    Event,
    Fallback,
    Grade,
    Incident,
    IncidentAccused,
    IncidentDate,
    IncidentPlace,
    IndependenceCluster,
    Link,
    NamedVictim,
    Published,
    Related,
    Response,
    Superseded,
    Symbolic,
    Time,
)
from tests.dataset.sample import at, claim, count, party, place, voice

COALITION = "northern-coalition"
UNKNOWN = Count(min=None, max=None, highest=None)
TEXTS = {
    1: (
        "Levant Courier",
        "2019-03-13",
        "At least 12 people were killed in an airstrike by the Northern Coalition on Tel Marwan on 12 March, the "
        "health directorate said. Dozens were wounded.",
    ),
    2: (
        "State Wire",
        "2019-03-14",
        "The health directorate raised the toll of the strike on Tel Marwan to 17 killed, among them Samir Haddad, a "
        "baker. At least 29 people were killed in six days of strikes, it said.",
    ),
    3: (
        "River Monitor",
        "2019-03-20",
        "Between 15 and 20 civilians died in March when aircraft struck the market of Tel Marwan, the River Monitor "
        "found. Up to 30 were injured.",
    ),
    4: (
        "صحيفة النهر",
        "2019-03-13",
        "قال التحالف الشمالي إنه لم يقصف تل مروان يوم الثلاثاء.",
    ),
}


def documents() -> tuple[Document, ...]:
    found = []
    for number, (publisher, day, text) in TEXTS.items():
        digest = hashlib.sha256(text.encode()).hexdigest()
        found.append(
            Document(
                id=f"d-{number + 10:016x}",
                sha256=digest,
                part=1,
                text_sha256=digest,
                extractor="text@1",
                origin=f"{number}.txt",
                title=f"Tel Marwan, {number}",
                publisher=publisher,
                authors=(),
                credited=None,
                published=Published(start=day, end=day, precision="day", source="user"),
                language="ar" if number == 4 else "en",
                url=None,
                text=text,
            )
        )
    return tuple(found)


def claims(owners: tuple[Document, ...]) -> tuple[Claim, ...]:
    one, two, three, four = (document.id for document in owners)
    first, second, third, fourth = (text for _, _, text in TEXTS.values())
    whole = [((0, len(text)),) for text in (first, second, third, fourth)]

    def time(text: str, words: str, start: str | None, end: str | None, precision: str) -> Time:
        symbolic = Symbolic(anchor="publication", relation="on", weekday="tuesday") if start is None else None
        return Time(words=words, span=at(text, words), start=start, end=end, precision=precision, symbolic=symbolic)  # type: ignore[arg-type]

    told: dict[str, Any] = {
        "latitude": 35.1,
        "longitude": 40.43,
        "radius_km": 2.0,
        "precision": "village",
        "resolved": True,
    }
    health = "health directorate"
    return (
        claim(
            11,
            one,
            event=Event(type="airstrike", words="airstrike", span=at(first, "airstrike")),
            attribution=(voice(first, health, health, "health", "said"),),
            accused=(party(first, "the Northern Coalition", "Northern Coalition", known=COALITION),),
            places=(place(first, "Tel Marwan", "Tel Marwan", country="SY", **told),),
            time=time(first, "12 March", "2019-03-12", "2019-03-12", "day"),
            casualties=(
                count(first, "k1", "killed", "At least 12", "at least", 12, None, "", people="people", done="killed"),
                count(first, "k2", "injured", "Dozens", "vague", 12, None, "", people="Dozens", done="wounded"),
            ),
            evidence=whole[0],
            happening=1,
        ),
        claim(
            12,
            two,
            event=Event(type="airstrike", words="strike", span=at(second, "strike")),
            attribution=(voice(second, health, health, "health", "raised"),),
            places=(place(second, "Tel Marwan", "Tel Marwan", country="SY", **told),),
            casualties=(
                count(second, "k1", "killed", "17", "exact", 17, 17, "", people="17", done="killed"),
                msgspec.structs.replace(
                    count(
                        second, "k2", "killed", "At least 29", "at least", 29, None, "", people="people", done="killed"
                    ),
                    cumulative=True,
                ),
            ),
            evidence=whole[1],
            happening=1,
        ),
        claim(
            13,
            three,
            event=Event(type="airstrike", words="struck", span=at(third, "struck")),
            attribution=(voice(third, "the River Monitor", "River Monitor", "NGO", "found"),),
            places=(place(third, "the market of Tel Marwan", "Tel Marwan", country="SY", **told),),
            time=time(third, "in March", "2019-03-01", "2019-03-31", "month"),
            casualties=(
                count(
                    third,
                    "k1",
                    "killed",
                    "Between 15 and 20",
                    "between",
                    15,
                    20,
                    "",
                    people="civilians",
                    status="civilian",
                    done="died",
                ),
                count(third, "k2", "injured", "Up to 30", "up to", None, 30, "", people="30", done="injured"),
            ),
            evidence=whole[2],
            happening=1,
        ),
        claim(
            14,
            four,
            stance="denies",
            event=Event(type="airstrike", words="يقصف", span=at(fourth, "يقصف")),
            attribution=(voice(fourth, "التحالف الشمالي", "التحالف الشمالي", "military", "قال"),),
            accused=(party(fourth, "التحالف الشمالي", "Northern Coalition", known=COALITION),),
            places=(place(fourth, "تل مروان", "تل مروان", country="SY", **told),),
            time=time(fourth, "يوم الثلاثاء", None, None, "day"),
            evidence=whole[3],
            happening=1,
        ),
    )


def incident(held: tuple[Claim, ...], owners: tuple[Document, ...]) -> Incident:
    a, b, c, d = (item.id for item in held)
    own = [item.id for item in owners]
    killed = Count(min=15, max=20, highest=20, claims=(b, c))
    return Incident(
        id="i-00000000000000aa",
        claims=(a, b, c, d),
        documents=4,
        independent_sources=2,
        date=IncidentDate(start="2019-03-12", end="2019-03-12", precision="day", words="12 March"),
        place=IncidentPlace(
            name="Tel Marwan",
            latitude=35.1,
            longitude=40.43,
            precision="village",
            country="SY",
            radius_km=2.0,
            resolved=True,
        ),
        event_types=("airstrike",),
        accused=(IncidentAccused(party=COALITION, name="Northern Coalition", by=(a,), denied_by=(d,)),),
        killed=killed,
        injured=Count(min=None, max=30, highest=30, claims=(c,)),
        killed_or_injured=UNKNOWN,
        killed_by_group={},
        killed_by_status={"civilian": Count(min=15, max=20, highest=20, claims=(c,))},
        injured_by_group={},
        grade=Grade(value="fair", why="two independent sources; denied by the accused"),
        sources=("health directorate", "River Monitor"),
        why=("the same village and days that agree",),
        links=(
            Link(first=a, second=b, probability=0.97, why="same village: Tel Marwan; 17 after 12+ is an update"),
            Link(first=a, second=c, probability=None, why="judged the same", judgement="j-0000000000000001"),
        ),
        independence=(
            IndependenceCluster(
                voice="health directorate",
                claims=(a, b),
                documents=(own[0], own[1]),
                why=("both are told by the health directorate",),
            ),
            IndependenceCluster(voice="River Monitor", claims=(c,), documents=(own[2],)),
        ),
        responses=(
            Response(
                party=COALITION,
                name="Northern Coalition",
                kind="denies",
                claim=d,
                at="2019-03-13",
                words="لم يقصف تل مروان",
            ),
        ),
        victims=(
            NamedVictim(
                name="Samir Haddad",
                outcome="killed",
                named_by=(b,),
                variants=("Sameer Hadad",),
                age=41,
                sex="male",
                role="baker",
            ),
        ),
        superseded=(
            Superseded(claim=a, casualty="k1", by=b, why="the health directorate gave 17 a day later"),
        ),
        covered_by=(
            Covering(claim=b, casualty="k2", words="At least 29 people were killed in six days", why="the days agree"),
        ),
        related=(
            Related(document="d-00000000000000bb", probability=0.9, why="same village: Tel Marwan"),
        ),
        by_profile={"neutral": {"killed": killed}, "airwars": {"killed": killed}},
    )  # fmt: skip


def silent() -> Document:
    """Return a post from which no claim is read."""
    told = msgspec.structs.replace(
        documents()[3],
        id="d-00000000000000bb",
        title="صور من تل مروان",
        publisher="@example",
        text="صور من تل مروان <b>",
    )
    when = Published(start="2019-03-12", end="2019-03-12", precision="day", source="address", at="2019-03-12T20:15:00Z")
    return msgspec.structs.replace(told, published=when, publisher_from="address")


def told_by_many() -> Dataset:
    """Return one incident in four documents, one of them in Arabic, with every field of an incident filled."""
    owners = documents()
    held = claims(owners)
    return Dataset(documents=(*owners, silent()), claims=held, incidents=(incident(held, owners),))


def bare(number: int, day: IncidentDate | None, where: IncidentPlace | None) -> Incident:
    """Return an incident without claims, at a time and a place."""
    whole = told_by_many().incidents[0]
    return Incident(
        id=f"i-{number:016x}",
        claims=(),
        documents=1,
        independent_sources=1,
        date=day,
        place=where,
        event_types=("shelling",),
        accused=(),
        killed=Count(min=number % 30, max=None, highest=number % 30),
        injured=UNKNOWN,
        killed_or_injured=UNKNOWN,
        killed_by_group={},
        killed_by_status={},
        injured_by_group={},
        grade=whole.grade,
    )


def spot(name: str, latitude: float | None, longitude: float | None, **more: object) -> IncidentPlace:
    """Return a place of an incident; a town with a radius of 4 km unless said otherwise."""
    fields: dict[str, object] = {"precision": "town", "radius_km": 4.0, "resolved": latitude is not None}
    return IncidentPlace(name=name, latitude=latitude, longitude=longitude, **(fields | more))  # type: ignore[arg-type]


def day(start: str | None, end: str | None = None, precision: str = "day") -> IncidentDate:
    """Return an incident's date; ``None``: "Tuesday", counted from an unknown publication."""
    symbolic = Symbolic(anchor="publication", relation="on", weekday="tuesday") if start is None else None
    return IncidentDate(start=start, end=end or start, precision=precision, symbolic=symbolic)  # type: ignore[arg-type]


def many(number: int) -> Dataset:
    """Return a conflict of ``number`` incidents: most with day and town, some with a month, an area, or neither."""
    chance = random.Random(7)
    towns = [(chance.uniform(33, 37), chance.uniform(36, 42)) for _ in range(150)]
    found = []
    for n in range(number):
        latitude, longitude = chance.choice(towns)
        start = date(2018, 1, 1) + timedelta(days=chance.randrange(700))
        when: IncidentDate | None = day(start.isoformat())
        where: IncidentPlace | None = spot(f"Town {n % 150}", latitude, longitude, country="SY")
        if n % 11 == 0:
            first = start.replace(day=1)
            last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            when = day(first.isoformat(), last.isoformat(), "month")
        elif n % 17 == 0:
            when = day(None)
        if n % 13 == 0:
            area = Fallback(name="North", geonames=None, latitude=36, longitude=40, precision="admin1", radius_km=90)
            where = spot("Ayn Zahra", None, None, country="SY", fallback=area)
        elif n % 19 == 0:
            where = None
        found.append(bare(n, when, where))
    return Dataset(incidents=tuple(found))
