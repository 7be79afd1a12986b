"""A dataset made by hand: two invented dispatches on invented places and parties, and what a reader would write."""

import hashlib

from allegata.dataset import Dataset, Skipped
from allegata.records import (
    Attribution,
    Casualty,
    Characterisation,
    Claim,
    Communication,
    Composition,
    Count,
    Demand,
    Document,
    Event,
    Fallback,
    Grade,
    Incident,
    IncidentAccused,
    IncidentDate,
    IncidentPlace,
    PartyMention,
    Place,
    Published,
    Quantity,
    ReaderStamp,
    Span,
    Symbolic,
    Target,
    Time,
    Weapon,
    Whom,
    Zone,
)

FIRST = (
    "Harran asks the council to act\n\n"
    "By R. Aydin\n\n"
    "Source: Levant Courier\n\n"
    "HARRAN, (LC)- The Foreign Ministry sent two letters to the Security Council over a new attack carried out on "
    "Tuesday by the Northern Coalition against civilians in Tel Marwan town in the Harran countryside.\n\n"
    "More than 40 civilians, most of them women and children, were martyred and injured in airstrikes carried out "
    "today by the so-called Northern Coalition against Tel Marwan town, according to local sources. The sources "
    "added that the airstrikes hit a camp that sheltered families.\n\n"
    "The ministry said that the coalition's repeated attacks on civilians over the past several months are war "
    "crimes. It urged the council to open an independent inquiry and to end the siege of the town."
)

SECOND = (
    "Ministry writes again\n\n"
    "Source: State Wire\n\n"
    "On Wednesday the coalition's warplanes shelled Ayn Zahra town with white phosphorus, claiming the lives of a "
    "number of civilians and leaving others injured, the Foreign Ministry said. A spokesman for the Northern "
    "Coalition denied that its aircraft had struck Ayn Zahra.\n\n"
    "A day before, the coalition's air force struck Markat town to the south of Suran city, killing two women and "
    "six members of one family, the ministry added."
)

STAMP = ReaderStamp(name="rules", version="0", model="sample")


def at(text: str, words: str, after: str = "") -> Span:
    """Return the span of ``words`` in ``text``, the first behind ``after``."""
    start = text.index(words, text.index(after) if after else 0)
    return start, start + len(words)


def zones(text: str, kinds: dict[int, str]) -> tuple[Zone, ...]:
    """Return one zone a paragraph; ``kinds`` names those that are not plain paragraphs, by position."""
    found, start = [], 0
    for number, part in enumerate(text.split("\n\n")):
        found.append(Zone(kind=kinds.get(number, "paragraph"), span=(start, start + len(part))))  # type: ignore[arg-type]
        start += len(part) + 2
    return tuple(found)


def document(number: int, text: str, title: str, publisher: str, published: Published | None, head: int) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    kinds = {0: "title", 1: "byline", 2: "source"} if head == 3 else {0: "title", 1: "source"}
    return Document(
        id=f"d-{number:016x}",
        sha256=digest,
        part=number,
        text_sha256=digest,
        extractor="text@1",
        origin="dispatches.txt",
        title=title,
        publisher=publisher,
        authors=("R. Aydin",) if number == 1 else (),
        credited=None,
        published=published,
        language="en",
        url=f"https://news.example/{number}" if number == 2 else None,
        text=text,
        dateline="HARRAN, (LC)" if number == 1 else None,
        publisher_span=at(text, publisher),
        zones=zones(text, kinds),
        notes=("The words tell of a Tuesday; no publication date is known.",) if number == 1 else (),
    )


def voice(text: str, words: str, name: str, kind: str, cue: str | None, after: str = "", **more: object) -> Attribution:
    return Attribution(
        words=words,
        span=at(text, words, after),
        name=name,
        kind=kind,  # type: ignore[arg-type]
        anonymous=bool(more.get("anonymous")),
        cue=cue,
        cue_span=at(text, cue, str(more.get("cue_after", after))) if cue else None,
        refers_to=more.get("refers_to"),  # type: ignore[arg-type]
    )


def party(text: str, words: str, name: str, after: str = "", known: str | None = None) -> PartyMention:
    return PartyMention(words=words, span=at(text, words, after), party=known, name=name)


def count(
    text: str,
    name: str,
    outcome: str,
    words: str,
    kind: str,
    low: int | None,
    high: int | None,
    after: str,
    **whom: object,
) -> Casualty:
    people = str(whom["people"])
    return Casualty(
        id=name,
        outcome=outcome,  # type: ignore[arg-type]
        quantity=Quantity(words=words, kind=kind, low=low, high=high, span=at(text, words, after)),  # type: ignore[arg-type]
        whom=Whom(
            status=whom.get("status", "not stated"),  # type: ignore[arg-type]
            words=people,
            span=at(text, people, after),
            group=whom.get("group"),  # type: ignore[arg-type]
            family=whom.get("family"),  # type: ignore[arg-type]
        ),
        part_of=whom.get("part_of"),  # type: ignore[arg-type]
        composition=whom.get("composition", ()),  # type: ignore[arg-type]
        outcome_words=str(whom["done"]),
        outcome_span=at(text, str(whom["done"]), after),
    )


def place(text: str, words: str, name: str, after: str = "", **more: object) -> Place:
    values: dict[str, object] = {
        "role": "event",
        "within": None,
        "country": "ZZ",
        "latitude": None,
        "longitude": None,
        "radius_km": None,
        "precision": "town",
        "resolved": False,
    }
    return Place(words=words, span=at(text, words, after), name=name, **(values | more))  # type: ignore[arg-type]


def claim(number: int, owner: str, **fields: object) -> Claim:
    values: dict[str, object] = {
        "kind": "event",
        "stance": "alleges",
        "accused": (),
        "targets": (),
        "weapons": (),
        "places": (),
        "time": None,
        "casualties": (),
        "characterisations": (),
        "status": "proposed",
        "reader": STAMP,
    }
    return Claim(id=f"c-{number:016x}", document=owner, **(values | fields))  # type: ignore[arg-type]


COALITION = "northern-coalition"
UNKNOWN = Count(min=None, max=None, highest=None)
HARRAN = Fallback(name="Harran Province", geonames=None, latitude=30.0, longitude=-20.0, precision="admin1")
TODAY = Symbolic(anchor="publication", relation="on", weekday="tuesday", offset_days=0)


def first_claims(owner: str) -> list[Claim]:
    text = FIRST
    lead, toll, pattern = "HARRAN, (LC)", "More than 40", "The ministry said"
    wire = voice(text, "Levant Courier", "Levant Courier", "media", None)
    within = at(text, "in the Harran countryside")
    return [
        claim(
            1,
            owner,
            event=Event(type="airstrike", words="airstrikes", span=at(text, "airstrikes", toll)),
            attribution=(
                voice(text, "local sources", "local sources", "local source", "according to", anonymous=True),
                wire,
            ),
            accused=(party(text, "the so-called Northern Coalition", "Northern Coalition", toll, COALITION),),
            targets=(
                Target(words="Tel Marwan town", span=at(text, "Tel Marwan town", toll), kind="place"),
                Target(
                    words="a camp that sheltered families", span=at(text, "a camp that sheltered families"), kind="camp"
                ),
            ),
            places=(
                place(
                    text,
                    "Tel Marwan town",
                    "Tel Marwan",
                    toll,
                    within="Harran",
                    within_span=within,
                    rule="containment stated in the lead",
                    fallback=HARRAN,
                ),
            ),
            time=Time(
                words="today",
                span=at(text, "today"),
                start=None,
                end=None,
                precision="day",
                symbolic=TODAY,
                derived_from=(at(text, "Tuesday"),),
                rule="the lead names the weekday",
            ),
            casualties=(
                count(
                    text,
                    "k1",
                    "killed_or_injured",
                    "More than 40",
                    "more than",
                    41,
                    None,
                    toll,
                    people="civilians",
                    status="civilian",
                    done="martyred and injured",
                    composition=(
                        Composition(
                            groups=("women", "children"),
                            share="majority",
                            words="most of them women and children",
                            span=at(text, "most of them women and children"),
                        ),
                    ),
                ),
            ),
            evidence=(
                at(
                    text,
                    "More than 40 civilians, most of them women and children, were martyred and injured in airstrikes "
                    "carried out today by the so-called Northern Coalition against Tel Marwan town, according to local "
                    "sources.",
                ),
                at(text, "The sources added that the airstrikes hit a camp that sheltered families."),
            ),
            happening=1,
        ),
        claim(
            2,
            owner,
            event=Event(
                type="airstrike", words="attack", span=at(text, "attack", lead), why="same happening as claim 1"
            ),
            attribution=(
                voice(text, "The Foreign Ministry", "Foreign Ministry", "government", "sent two letters"),
                wire,
            ),
            accused=(party(text, "the Northern Coalition", "Northern Coalition", lead, COALITION),),
            targets=(Target(words="civilians", span=at(text, "civilians", lead), kind="people"),),
            places=(
                place(
                    text,
                    "Tel Marwan town",
                    "Tel Marwan",
                    lead,
                    within="Harran",
                    within_span=within,
                    fallback=HARRAN,
                ),
            ),
            time=Time(words="Tuesday", span=at(text, "Tuesday"), start=None, end=None, precision="day", symbolic=TODAY),
            evidence=(
                at(text, "The Foreign Ministry sent two letters")[:1] + at(text, "in the Harran countryside.")[1:],
            ),
            happening=1,
            happening_why="same place and weekday as claim 1",
        ),
        claim(
            3,
            owner,
            kind="pattern",
            event=Event(
                type="other", words="repeated attacks on civilians", span=at(text, "repeated attacks on civilians")
            ),
            attribution=(
                voice(
                    text,
                    "The ministry",
                    "Foreign Ministry",
                    "government",
                    "said",
                    pattern,
                    refers_to=at(text, "The Foreign Ministry"),
                ),
                wire,
            ),
            accused=(party(text, "the coalition", "Northern Coalition", pattern, COALITION),),
            time=Time(
                words="the past several months",
                span=at(text, "the past several months"),
                start=None,
                end=None,
                precision="longer",
                symbolic=Symbolic(anchor="publication", relation="during", unit="month"),
            ),
            characterisations=(Characterisation(term="war crime", words="war crimes", span=at(text, "war crimes")),),
            evidence=(at(text, "The ministry said that")[:1] + at(text, "are war crimes.")[1:],),
        ),
    ]


def second_claims(owner: str) -> list[Claim]:
    text = SECOND
    day, before = "On Wednesday", "A day before"
    wire = voice(text, "State Wire", "State Wire", "news agency", None)
    wednesday = Symbolic(anchor="publication", relation="on", weekday="wednesday")
    return [
        claim(
            4,
            owner,
            event=Event(type="airstrike", words="shelled", span=at(text, "shelled"), why="by warplanes"),
            attribution=(voice(text, "the Foreign Ministry", "Foreign Ministry", "government", "said"), wire),
            accused=(party(text, "the coalition's warplanes", "Northern Coalition", day, COALITION),),
            targets=(Target(words="Ayn Zahra town", span=at(text, "Ayn Zahra town"), kind="place"),),
            weapons=(
                Weapon(type="white phosphorus", words="white phosphorus", span=at(text, "white phosphorus")),
                Weapon(type="warplane", words="warplanes", span=at(text, "warplanes")),
            ),
            places=(place(text, "Ayn Zahra town", "Ayn Zahra", within="Harran", fallback=HARRAN),),
            time=Time(
                words="Wednesday",
                span=at(text, "Wednesday"),
                start="2018-11-28",
                end="2018-11-28",
                precision="day",
                symbolic=wednesday,
            ),
            casualties=(
                count(
                    text,
                    "k1",
                    "killed",
                    "a number of",
                    "vague",
                    2,
                    None,
                    day,
                    people="civilians",
                    status="civilian",
                    done="claiming the lives of",
                ),
                count(
                    text, "k2", "injured", "others", "vague", 2, None, day, people="others", done="injured"
                ),
            ),
            evidence=(at(text, "On Wednesday")[:1] + at(text, "the Foreign Ministry said.")[1:],),
            happening=1,
        ),
        claim(
            5,
            owner,
            stance="denies",
            event=Event(type="airstrike", words="struck", span=at(text, "struck")),
            attribution=(
                voice(text, "A spokesman for the Northern Coalition", "Northern Coalition", "military", "denied"),
                wire,
            ),
            accused=(party(text, "its aircraft", "Northern Coalition", known=COALITION),),
            places=(place(text, "Ayn Zahra", "Ayn Zahra", "denied", within="Harran", fallback=HARRAN),),
            evidence=(at(text, "A spokesman for the")[:1] + at(text, "had struck Ayn Zahra.")[1:],),
            happening=1,
            happening_why="same place as claim 4",
        ),
        claim(
            6,
            owner,
            event=Event(type="airstrike", words="struck", span=at(text, "struck", before), why="by the air force"),
            attribution=(
                voice(
                    text,
                    "the ministry",
                    "Foreign Ministry",
                    "government",
                    "added",
                    before,
                    refers_to=at(text, "the Foreign Ministry"),
                ),
                wire,
            ),
            accused=(party(text, "the coalition's air force", "Northern Coalition", before, COALITION),),
            targets=(Target(words="Markat town", span=at(text, "Markat town"), kind="place"),),
            places=(
                place(
                    text,
                    "Markat town",
                    "Markat",
                    latitude=30.25,
                    longitude=-20.5,
                    radius_km=2.0,
                    within="Suran",
                    resolved=True,
                    source="sample",
                ),
                place(text, "Suran city", "Suran", role="relation", relation="south of", precision="city"),
            ),
            time=Time(
                words="A day before",
                span=at(text, "A day before"),
                start="2018-11-27",
                end="2018-11-27",
                precision="day",
                symbolic=Symbolic(anchor="event", relation="before", offset_days=-1),
                derived_from=(at(text, "Wednesday"),),
                rule="one day before the event told before",
            ),
            casualties=(
                count(
                    text, "k1", "killed", "two", "exact", 2, 2, before,
                    people="women", group="women", done="killing", part_of="k3",
                ),
                count(
                    text, "k2", "killed", "six", "exact", 6, 6, before,
                    people="members of one family", family="not named", done="killing", part_of="k3",
                ),
                Casualty(
                    id="k3",
                    outcome="killed",
                    quantity=Quantity(
                        words="two women and six members of one family",
                        kind="at least",
                        low=8,
                        high=None,
                        span=at(text, "two women and\nsix members".replace("\n", " "))[:1] + at(text, "one family")[1:],
                    ),
                    whom=Whom(status="not stated", words=None, span=None),
                    derived_from=("k1", "k2"),
                    rule="sum of the parts",
                ),
            ),
            evidence=(at(text, "A day before")[:1] + at(text, "the ministry added.")[1:],),
            happening=2,
        ),
    ]  # fmt: skip


def incidents(claims: list[Claim]) -> tuple[Incident, ...]:
    ids = [item.id for item in claims]
    base: dict[str, object] = {
        "event_types": ("airstrike",),
        "killed": UNKNOWN,
        "injured": UNKNOWN,
        "killed_or_injured": UNKNOWN,
        "killed_by_group": {},
        "killed_by_status": {},
        "injured_by_group": {},
        "documents": 1,
    }

    def made(number: int, **fields: object) -> Incident:
        return Incident(id=f"i-{number:016x}", **(base | fields))  # type: ignore[arg-type]

    return (
        made(
            1,
            claims=(ids[0], ids[1]),
            independent_sources=2,
            date=IncidentDate(start=None, end=None, precision="day", words="today", symbolic=TODAY),
            place=IncidentPlace(
                name="Tel Marwan",
                latitude=None,
                longitude=None,
                precision="town",
                within="Harran",
                country="ZZ",
                fallback=HARRAN,
            ),
            accused=(IncidentAccused(party=COALITION, name="Northern Coalition", by=(ids[0], ids[1])),),
            killed_or_injured=Count(min=41, max=None, highest=41, claims=(ids[0],), words=("More than 40",)),
            grade=Grade(value="weak", why="two sources, both on one side; no admission and no denial"),
            sources=("local sources", "Foreign Ministry"),
            why=("same place and same weekday in one document",),
        ),
        made(
            2,
            claims=(ids[3], ids[4]),
            independent_sources=2,
            date=IncidentDate(start="2018-11-28", end="2018-11-28", precision="day", words="Wednesday"),
            place=IncidentPlace(
                name="Ayn Zahra",
                latitude=None,
                longitude=None,
                precision="town",
                within="Harran",
                country="ZZ",
                fallback=HARRAN,
            ),
            accused=(
                IncidentAccused(party=COALITION, name="Northern Coalition", by=(ids[3],), denied_by=(ids[4],)),
            ),
            killed=Count(min=2, max=None, highest=None, claims=(ids[3],), words=("a number of",)),
            injured=Count(min=2, max=None, highest=None, claims=(ids[3],), words=("others",)),
            killed_by_status={"civilian": Count(min=2, max=None, highest=None, claims=(ids[3],))},
            grade=Grade(value="contested", why="one source alleges it and the accused party denies it"),
            weapons=("white phosphorus", "warplane"),
            sources=("Foreign Ministry", "Northern Coalition"),
        ),
        made(
            3,
            claims=(ids[5],),
            independent_sources=1,
            date=IncidentDate(start="2018-11-27", end="2018-11-27", precision="day", words="A day before"),
            place=IncidentPlace(
                name="Markat",
                latitude=30.25,
                longitude=-20.5,
                precision="town",
                within="Suran",
                country="ZZ",
                resolved=True,
            ),
            accused=(IncidentAccused(party=COALITION, name="Northern Coalition", by=(ids[5],)),),
            killed=Count(min=8, max=None, highest=8, claims=(ids[5],)),
            killed_by_group={"women": Count(min=2, max=2, highest=2, claims=(ids[5],))},
            grade=Grade(value="weak", why="one source"),
            sources=("Foreign Ministry",),
        ),
    )  # fmt: skip


def communication(owner: str, claims: tuple[str, ...]) -> Communication:
    text = FIRST
    return Communication(
        id="m-0000000000000001",
        document=owner,
        act="letter",
        words="letters",
        span=at(text, "letters"),
        number=Quantity(words="two", kind="exact", low=2, high=2, span=at(text, "two")),
        sender=party(text, "The Foreign Ministry", "Foreign Ministry"),
        addressees=(party(text, "the Security Council", "UN Security Council", known="un-security-council"),),
        demands=(
            Demand(
                words="open an independent inquiry",
                span=at(text, "open an independent inquiry"),
                of="UN Security Council",
                of_span=at(text, "the council", "It urged"),
            ),
            Demand(
                words="end the siege of the town", span=at(text, "end the siege of the town"), of="UN Security Council"
            ),
        ),
        claims=claims,
        time=None,
        evidence=(
            at(text, "The Foreign Ministry sent")[:1] + at(text, "in the Harran countryside.")[1:],
            (text.index("It urged the council"), len(text)),
        ),
    )


def sample() -> Dataset:
    """Return two documents, six claims (one of them a pattern), three incidents and one communication."""
    published = Published(start="2018-11-29", end="2018-11-29", precision="day", source="user")
    one = document(1, FIRST, "Harran asks the council to act", "Levant Courier", None, 3)
    two = document(2, SECOND, "Ministry writes again", "State Wire", published, 2)
    claims = first_claims(one.id) + second_claims(two.id)
    return Dataset(
        documents=(one, two),
        claims=tuple(claims),
        communications=(communication(one.id, (claims[1].id, claims[2].id)),),
        incidents=incidents(claims),
        notes=("broken.pdf: not read (not a PDF); ask its sender for another copy",),
        skipped=(Skipped(document=one.id, span=at(FIRST, "By R. Aydin"), reason="no verb"),),
    )
