"""Datasets drawn for property tests: an incident as its claims tell it, in words of many scripts and with odd signs."""

import msgspec
from hypothesis import strategies as st

from allegata.dataset import Dataset
from allegata.incidents.recount import recounted
from allegata.records import (
    Casualty,
    Claim,
    Group,
    Incident,
    IncidentDate,
    IncidentPlace,
    NamedVictim,
    Outcome,
    Quantity,
    QuantityKind,
    Whom,
)
from tests.dataset.sample import sample

_SIGNS = "abK -=+@'\"|;,:.()\n\u202e＝مرحبا שלום Київ"
texts = st.text(alphabet=st.sampled_from(_SIGNS), min_size=1, max_size=9).filter(lambda text: bool(text.strip()))
names = (
    st.sampled_from(
        (
            "Tel Marwan",
            "حلب",
            "Ayn Zahra; market",
            "=SUM(A1)",
            "Київ",
            "Bir 'Ali (old town)",
            "Suq within Harran",
            "خان شيخون",
        )
    )
    | texts
)
_days = st.dates().map(lambda day: day.isoformat())
_OUTCOMES: tuple[Outcome, ...] = ("killed", "killed", "killed", "injured", "killed_or_injured", "missing", "displaced")
_GROUPS: tuple[Group, ...] = ("women", "children", "men")

_QUANTITIES: tuple[tuple[str, QuantityKind, int | None, int | None], ...] = (
    ("none", "exact", 0, 0),
    ("one", "exact", 1, 1),
    ("17", "exact", 17, 17),
    ("at least 12", "at least", 12, None),
    ("more than 40", "more than", 41, None),
    ("up to 9", "up to", None, 9),
    ("between 5 and 8", "between", 5, 8),
    ("about 30", "about", 30, 30),
    ("dozens", "vague", 12, None),
    ("several", "vague", 2, None),
    ("hundreds", "vague", 100, None),
)


@st.composite
def _casualties(draw: st.DrawFn, text: str) -> tuple[Casualty, ...]:
    """Draw counts: of everybody, of women, children or men among them, of civilians, combatants, or contested."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        words, kind, low, high = draw(st.sampled_from(_QUANTITIES))
        group = draw(st.none() | st.sampled_from(_GROUPS))
        found.append(
            Casualty(
                id=f"k{number}",
                outcome=draw(st.sampled_from(_OUTCOMES)),
                quantity=Quantity(words=words, kind=kind, low=low, high=high, span=(0, len(text) // 2)),
                whom=Whom(
                    status=draw(st.sampled_from(("not stated", "civilian", "combatant", "contested"))),
                    words=draw(st.sampled_from(("people", "members of one family", "a family", "fighters"))),
                    span=(0, 4),
                    group=group,
                    role=draw(st.none() | st.sampled_from(("journalist", "health worker"))),
                ),
                part_of="k0" if group is not None and number else None,
                cumulative=draw(st.sampled_from((False, False, False, True))),
                outcome_words=draw(st.sampled_from(("killed", "casualties"))),
            )
        )
    return tuple(found)


@st.composite
def _claims(draw: st.DrawFn, claims: tuple[Claim, ...], texts_of: dict[str, str]) -> tuple[Claim, ...]:
    """Draw what claims say: counts, stance, the name of the speaker and of the accused, who may be in no register."""
    accused, known = draw(names), draw(st.booleans())
    return tuple(
        msgspec.structs.replace(
            claim,
            casualties=draw(_casualties(texts_of[claim.document])),
            stance=draw(st.sampled_from(("alleges", "reports", "confirms", claim.stance, "admits", "denies"))),
            attribution=(
                msgspec.structs.replace(claim.attribution[0], name=draw(names)),
                *claim.attribution[1:],
            ),
            accused=tuple(
                msgspec.structs.replace(party, name=accused, party=party.party if known else None)
                for party in claim.accused
            ),
        )
        for claim in claims
    )


@st.composite
def _places(draw: st.DrawFn, place: IncidentPlace | None) -> IncidentPlace | None:
    """Draw a place: with its own point, with no more than an area around it, or none."""
    if place is None or draw(st.integers(0, 6)) == 0:
        return None
    exact = draw(st.booleans())
    return msgspec.structs.replace(
        place,
        name=draw(names),
        within=draw(st.none() | names),
        country=draw(st.sampled_from(("SY", "UA", "AF", "ZZ", None))),
        latitude=draw(st.floats(-90, 90) | st.just(36.2021)) if exact else None,
        longitude=draw(st.floats(-180, 180) | st.just(37.1343)) if exact else None,
        radius_km=draw(st.none() | st.just(2.5)),
        geonames=draw(st.none() | st.just(170063)),
        gazetteer_name=draw(st.none() | names) if exact else None,
        precision=draw(st.sampled_from(("village", "town", "city", "admin2", "admin1", "area", "country", "unknown"))),
        resolved=exact,
        fallback=None if exact else draw(st.sampled_from((place.fallback, None))),
    )


@st.composite
def _dates(draw: st.DrawFn) -> IncidentDate | None:
    first, last = sorted((draw(_days), draw(_days)))
    one = draw(st.booleans())
    told = draw(st.none() | st.sampled_from(("Tuesday", "منذ أيام", "=today")))
    return draw(
        st.sampled_from(
            (
                None,
                IncidentDate(start=None, end=None, precision="day", words=told),
                IncidentDate(start=first, end=first if one else last, precision="day" if one else "longer", words=told),
                IncidentDate(start="2018-11-26", end="2018-11-28", precision="days", words=told),
                IncidentDate(start="2018-11-01", end="2018-11-30", precision="month", words=told),
            )
        )
    )


@st.composite
def _victims(draw: st.DrawFn, incident: Incident) -> tuple[NamedVictim, ...]:
    called = draw(
        st.lists(st.sampled_from(("Maryam Testova", "إدريس", "O'Test; Jr", "+Testov")), max_size=3, unique=True)
    )
    return tuple(
        NamedVictim(
            name=name,
            outcome=draw(st.sampled_from(("killed", "injured"))),
            named_by=incident.claims[:1],
            variants=draw(st.sampled_from(((), (name, "Idris T."), ("Maryam",)))),
            age=draw(st.none() | st.integers(0, 99)),
            sex=draw(st.none() | st.sampled_from(("female", "male"))),
            role=draw(st.none() | st.just("medic")),
        )
        for name in called
    )


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Draw a dataset of one incident: several claims, counts, names; unknown, none and zero told apart."""
    made = sample()
    chosen = draw(st.sampled_from(made.incidents))
    texts_of = {document.id: document.text for document in made.documents}
    own = draw(_claims(tuple(claim for claim in made.claims if claim.id in chosen.claims), texts_of))
    claims = tuple({claim.id: claim for claim in (*made.claims, *own)}.values())
    told = recounted(chosen, own, documents=made.documents)
    lists = st.lists(names, max_size=3, unique=True).map(tuple)
    incident = msgspec.structs.replace(
        told,
        id=draw(st.sampled_from(("i-0123456789abcdef", "i-ffffffffffffffff"))),
        place=draw(_places(chosen.place)),
        date=draw(_dates()),
        weapons=draw(lists),
        grade=msgspec.structs.replace(told.grade, why=draw(texts)),
        independent_sources=draw(st.integers(0, 40)),
    )
    incident = msgspec.structs.replace(incident, victims=draw(_victims(incident)))
    return msgspec.structs.replace(made, claims=claims, incidents=(incident,))
