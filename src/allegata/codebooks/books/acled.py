"""ACLED-shaped: the 31 columns of ACLED's codebook, one event a day. It is never ACLED data.

Event types by ACLED's hierarchy; white phosphorus, napalm and tear gas make no chemical weapon; fatalities are one
number by the counting profile; a state's forces have ACLED's form of name without the years of a regime, which are not
told in words, and groups Allegata's neutral names.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from allegata.codebooks.back_acled import acled_back
from allegata.codebooks.book import Codebook, Problem, Tools, open_areas
from allegata.codebooks.cells import Coded, Row, Value, Words
from allegata.codebooks.counting import Tally, tally, told_claims
from allegata.codebooks.happening import Dated, Located, Side, accused_sides, dated, located, office, reports
from allegata.codebooks.provenance import voices
from allegata.codebooks.reading_back import Rows
from allegata.codebooks.sheets import Sheet, Table
from allegata.codebooks.source import View
from allegata.codebooks.terms import countries
from allegata.dataset.wording_time import date_range_words
from allegata.incidents.sides import built_in_register
from allegata.records import Claim

TABLE = "events"
CIVILIANS = "Civilians"
_GEO = {"point": 1, "village": 1, "town": 1, "city": 1, "admin2": 2, "area": 2, "admin1": 3}
_CODES = {
    "State forces": 1,
    "Rebel group": 2,
    "Political militia": 3,
    "Identity militia": 4,
    "Rioters": 5,
    "Protesters": 6,
    CIVILIANS: 7,
    "External/Other forces": 8,
}
_DEFINED = frozenset([*range(10, 19), 20, *range(22, 29), 30, *range(33, 39), 40, *range(44, 49), 50, *range(55, 59)])
_DEFINED |= {60, 66, 67, 68, 70, 77, 78, 80, 88}
_LONGEST_SPLIT = 31
_FORCES = {
    "military": "Military Forces of",
    "police": "Police Forces of",
    "government": "Government of",
}
"""ACLED's names of a state's forces, "Military Forces of State (Year-Year)"; no words tell the years of a regime."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sub-event of the data file: its event type and disorder type, in the order of the hierarchy."""

    sub_event: str
    event: str
    disorder: str


class Actor(msgspec.Struct, frozen=True):
    """An actor as written, with the words of its kind ("State forces") and others of its side."""

    name: str
    inter: str
    others: tuple[str, ...] = ()


class Book(Codebook):
    """One table, ``events``."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.kinds = msgspec.convert(self.sheet.terms["hierarchy"], tuple[Kind, ...])
        self.sub_events: dict[str, str] = self.sheet.terms["sub_events"]
        self.agents: tuple[str, ...] = tuple(self.sheet.terms["chemical_agents"])
        self.no_agents: tuple[str, ...] = tuple(self.sheet.terms["no_chemical_weapons"])
        self.civil_objects: tuple[str, ...] = tuple(self.sheet.terms["civilian_objects"])
        self.aerial: tuple[str, ...] = tuple(self.sheet.terms["aerial_weapons"])
        self.area_word = re.compile(rf"(?<=\w)(?<!^Free) (?:{'|'.join(self.sheet.terms['area_words'])})$")
        self.articled = frozenset(self.sheet.terms["articled"])
        self.areas = open_areas()

    def incident(self, view: View) -> Iterable[Row | Problem]:
        """Yield the events of an incident, one a day, or why it makes none."""
        when, where, kind = dated(view), located(view, self.areas), self.kind(view)
        if when is None or when.days > _LONGEST_SPLIT:
            yield Problem("acled-time", "no date is told that can be resolved to a month or better")
        if where is None or _GEO.get(where.precision) is None:
            yield Problem("acled-place", "no place below the country is told that is known")
        if not told_claims(view):
            yield Problem("acled-told", "nobody alleges it: it is only denied")
        if kind is None:
            told = ", ".join(view.incident.event_types)
            yield Problem("acled-type", f"{told}: no event type of ACLED follows from what is told")
        if when is None or when.days > _LONGEST_SPLIT or where is None or kind is None:
            return
        if _GEO.get(where.precision) is None:
            return
        counted = tally(view, self.profile, "killed")
        yield from self._events(view, when, where, kind, counted)

    @classmethod
    def back(cls, sheet: Sheet, rows: Rows) -> dict[str, Any]:
        """Return the incident of rows that were read back."""
        return acled_back(sheet, rows)

    @classmethod
    def incident_of(cls, table: Table, cells: Mapping[str, Any]) -> str | None:
        """Return the event's id without the number of its day."""
        value = super().incident_of(table, cells)
        return None if value is None else value.partition("-")[0]

    def check(self, view: View, rows: Sequence[Row]) -> Iterable[Problem]:
        """Yield which rules of ACLED's codebook the rows of an incident break."""
        for row in rows:
            yield from self._check_row({name: row.value(name) for name in row.cells})

    def kind(self, view: View) -> Kind | None:
        """Return the highest sub-event in ACLED's hierarchy that follows from what is told; ``None`` for none."""
        found = {self._sub_event(view, kind) for kind in view.incident.event_types}
        return next((kind for kind in self.kinds if kind.sub_event in found), None)

    def _sub_event(self, view: View, event_type: str) -> str | None:
        weapons = view.incident.weapons
        if event_type == "chemical attack" and set(weapons) & set(self.no_agents) and not self._names_agent(view):
            event_type = "incendiary attack"
        if event_type == "incendiary attack":
            aerial = {"airstrike", "drone strike"} & set(view.incident.event_types)
            return "Air/drone strike" if aerial or set(weapons) & set(self.aerial) else self.sub_events["shelling"]
        if event_type in ("killing", "execution", "shooting") and _only_combatants(view):
            return "Armed clash"
        if event_type == "ground operation" and not self._civilians_hit(view):
            return "Armed clash"
        return self.sub_events.get(event_type)

    def _names_agent(self, view: View) -> bool:
        words = " ".join(weapon.words.lower() for claim in told_claims(view) for weapon in claim.weapons)
        return any(agent in words for agent in self.agents)

    def _civilians_hit(self, view: View) -> bool:
        """Tell whether civilians, or what is theirs, are said to be the main or only target."""
        struck = {target.kind for claim in told_claims(view) for target in claim.targets}
        return _names_civilians(view) or (bool(struck & set(self.civil_objects)) and "combatant" not in _statuses(view))

    def _events(self, view: View, when: Dated, where: Located, kind: Kind, counted: Tally) -> Iterable[Row]:
        days = _days(when)
        total = counted.point
        parts = self.profile.spread.parts(total or 0, len(days))
        precision = 1 if when.days == 1 or when.lasting else 2 if when.days <= 7 else 3
        cells = {**self._about(view, where, kind), "time_precision": when.cell(precision, "acled-time-precision")}
        prefix = where.country.iso3 if where.country is not None else "ZZZ"
        serial = int(view.incident.id.removeprefix("i-")[:13], 16)
        for number, (day, dead) in enumerate(zip(days, parts, strict=True), 1):
            yield Row(
                TABLE,
                {
                    **cells,
                    "event_id_cnty": f"{prefix}{serial}" + (f"-{number}" if len(days) > 1 else ""),
                    "event_date": when.cell(day.isoformat(), "acled-day"),
                    "year": day.year,
                    "notes": self._notes(view, where, kind, counted, when, len(days)),
                    "fatalities": self._fatalities(counted, dead, len(days)),
                },
            )

    def _fatalities(self, counted: Tally, dead: int, days: int) -> Coded:
        if counted.taken is None:
            return Coded(value=0, rule="acled-none-told")
        if days == 1:
            return counted.coded("best", dead)
        whole = counted.coded("best", counted.point or 0)
        return Coded(
            value=dead,
            rule=self.profile.spread.id,
            counted=True,
            claims=whole.claims,
            words=whole.words,
            why=f"{whole.value} in all. {self._shared(whole.value, days)}; {whole.why}",
        )

    def _shared(self, total: int, days: int) -> str:
        """Return in words what the profile does with a total over several days."""
        spread = self.profile.spread
        whole = spread.use != "remainder-first" and spread.parts(total, days)[0] == total
        return f"The total of {days} days stands on the first" if whole else f"Divided over {days} days"

    def _about(self, view: View, where: Located, kind: Kind) -> dict[str, Value | Coded]:
        first, second, sides = self._actors(view, kind, where)
        inters = [actor.inter for actor in (first, second) if actor is not None]
        targeted = kind.event == "Violence against civilians" or (
            kind.event == "Explosions/Remote violence" and second is not None and second.inter == CIVILIANS
        )
        types = Coded(
            value=None,
            rule="acled-type",
            claims=tuple(claim.id for claim in told_claims(view)),
            words=tuple(_event_words(view)),
            why=f"of {', '.join(view.incident.event_types)} the highest in the hierarchy",
        )
        latitude, longitude = (round(end, 4) if end is not None else None for end in (where.latitude, where.longitude))
        documents = reports(view)
        publishers = dict.fromkeys((office(item) or "not stated").replace(";", ",") for item in documents)
        accused = Coded(
            value=first.name,
            rule="acled-actor",
            claims=tuple(dict.fromkeys(claim for side in sides for claim in side.claims)),
            words=tuple(words for side in sides for words in side.words),
        )
        land = where.country
        return {
            "disorder_type": _same(types, kind.disorder),
            "event_type": _same(types, kind.event),
            "sub_event_type": _same(types, kind.sub_event),
            "actor1": accused,
            "assoc_actor_1": "; ".join(first.others) or None,
            "inter1": _same(accused, first.inter, "acled-interaction"),
            "actor2": second.name if second is not None else None,
            "inter2": second.inter if second is not None else None,
            "interaction": interaction(inters),
            "civilian_targeting": Coded(value="Civilians targeted", rule="acled-targeting") if targeted else None,
            "iso": land.numeric if land is not None else None,
            "region": land.acled_region if land is not None else None,
            "country": land.acled_name if land is not None else None,
            "admin1": where.cell(self._area(where.admin1), "acled-admin"),
            "admin2": where.cell(self._area(where.admin2), "acled-admin"),
            "location": where.cell(self._spot(where), "acled-place"),
            "latitude": where.cell(latitude, "acled-place"),
            "longitude": where.cell(longitude, "acled-place"),
            "geo_precision": where.cell(_geo_precision(where), "acled-geo-precision"),
            "source": "; ".join(publishers),
        }

    def _actors(self, view: View, kind: Kind, where: Located) -> tuple[Actor, Actor | None, list[Side]]:
        """Return the two actors: in violence against civilians they are the second; in battles both sides fight."""
        land = where.country.acled_name if where.country is not None else "unknown country"
        battle = kind.event == "Battles"
        sides = accused_sides(view, apart=battle)
        actors = [self._actor(side, where) for side in sides if side.registered]
        unknown = Actor(f"Unidentified Armed Group ({land})", "Political militia")
        first = actors[0] if actors else unknown
        if battle:
            return first, actors[1] if len(actors) > 1 else None, sides
        civil = kind.event == "Violence against civilians" or self._civilians_hit(view)
        return first, Actor(f"{CIVILIANS} ({land})", CIVILIANS) if civil else None, sides

    def _area(self, name: str | None) -> str | None:
        """Return an area as ACLED writes it: without the word of its kind, and without marks on its letters."""
        return plain_letters(self.area_word.sub("", name)) if name is not None else None

    def _spot(self, where: Located) -> str:
        return str(self._area(where.name)) if where.precision in ("admin1", "admin2") else plain_letters(where.name)

    def _actor(self, side: Side, where: Located) -> Actor:
        """Return a side as an actor: a state's own forces at home, others' abroad, groups as rebels."""
        named = (self._forces(name, party) for name, party in zip(side.names, side.parties, strict=True))
        first, *others = dict.fromkeys(named)
        here = where.country is not None and side.country == where.country.iso2
        if side.kind == "state" or side.party_kind == "private military company":
            return Actor(first, "State forces" if here else "External/Other forces", tuple(others))
        return Actor(first, "Rebel group" if side.kind == "non-state" else "Political militia", tuple(others))

    def _forces(self, name: str, id: str | None) -> str:
        """Return ACLED's name of a state's own forces; of all others, also rival armies, the name of the register."""
        party = built_in_register().get(id) if id is not None else None
        if party is None or len(party.countries) != 1:
            return name
        if party.kind != "military" and party.kind != "police" and party.kind != "government":
            return name
        land = countries().get(party.countries[0])
        body = built_in_register().country_party(party.countries[0], party.kind)
        if land is None or body.id != party.id:
            return name
        return f"{_FORCES[party.kind]} {'the ' if land.acled_name in self.articled else ''}{land.acled_name}"

    def _notes(self, view: View, where: Located, kind: Kind, counted: Tally, when: Dated, days: int) -> str:
        """Return a short, factual account in neutral words: what is alleged, by whom, how the dead were counted."""
        told = told_claims(view)
        accused = "; ".join(party.name for party in view.incident.accused if party.by) or "nobody named"
        kinds = [name for name in view.incident.event_types if name != "other"] or ["attack"]
        parts = [
            f"{_when(when)}, {' and '.join(kinds)} alleged in {where.told}"
            + (f" ({where.within})" if where.within else ""),
            f"Held responsible: {accused}",
            f"According to {'; '.join(dict.fromkeys(_voices(view, claim) for claim in told))}" if told else "",
        ]
        denied = list(dict.fromkeys(_voices(view, claim) for claim in view.claims if claim.stance == "denies"))
        if denied:
            parts.append(f"Denied by {'; '.join(denied)}")
        if counted.taken is None:
            parts.append("Nobody says how many were killed")
        else:
            figures = dict.fromkeys(figure.casualty.quantity.words for figure in counted.figures)
            said = ", ".join(f'"{words}"' for words in figures)
            parts.append(f"Number as told: {said}; counted {counted.point}")
            if days > 1:
                parts.append(self._shared(counted.point or 0, days))
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    def _check_row(self, row: dict[str, Value]) -> Iterable[Problem]:
        kind = next((kind for kind in self.kinds if kind.sub_event == row.get("sub_event_type")), None)
        if kind is None or kind.event != row.get("event_type"):
            yield Problem("acled-hierarchy", f"{row.get('sub_event_type')} is no part of {row.get('event_type')}")
        elif kind.disorder != row.get("disorder_type"):
            yield Problem("acled-hierarchy", f"{kind.sub_event} is no {row.get('disorder_type')}")
        inters = [str(row[name]) for name in ("inter1", "inter2") if row.get(name)]
        ordered = sorted(inters, key=lambda name: _CODES.get(name, 9))
        expected = interaction(inters) if inters else None
        if row.get("interaction") != expected:
            yield Problem("acled-interaction", f"{row.get('interaction')} is not that of {' and '.join(inters)}")
        codes = [_CODES.get(name, 9) for name in ordered]
        if codes and (codes[0] * 10 + (codes[1] if len(codes) > 1 else 0)) not in _DEFINED:
            yield Problem("acled-interaction", f"{row.get('interaction')} is not defined")
        targeted = row.get("civilian_targeting") is not None
        if targeted and CIVILIANS not in inters:
            yield Problem("acled-targeting", "civilians are targeted and are no actor")
        if targeted and row.get("event_type") == "Battles":
            yield Problem("acled-targeting", "civilians are never flagged in battles")
        if row.get("event_type") == "Violence against civilians" and (not targeted or row.get("inter2") != CIVILIANS):
            yield Problem("acled-targeting", "in violence against civilians they are the second actor, and flagged")
        if row.get("event_date") is not None and str(row["event_date"])[:4] != str(row.get("year")):
            yield Problem("acled-day", f"{row['event_date']} is not in {row.get('year')}")


def interaction(inters: Sequence[str]) -> str:
    """Return the words for the kinds of one or two actors: the lower code first, but civilians always last.

    The codebook's list has "External/Other forces-Civilians" for 78.
    """
    if len(inters) == 1:
        return f"{inters[0]} only"
    return "-".join(sorted(inters, key=lambda name: (name == CIVILIANS, _CODES.get(name, 9))))


def plain_letters(text: str) -> str:
    """Return Latin letters without marks, as ACLED writes names: "Kabkabiyah". Other scripts stay as they are."""
    parts = unicodedata.normalize("NFD", text)
    bare = "".join(
        letter
        for number, letter in enumerate(parts)
        if not unicodedata.combining(letter) or "LATIN" not in unicodedata.name(_base(parts, number), "")
    )
    return unicodedata.normalize("NFC", bare)


def _base(parts: str, number: int) -> str:
    """Return the letter that the mark at a place stands on."""
    while number and unicodedata.combining(parts[number]):
        number -= 1
    return parts[number]


def _days(when: Dated) -> list[date]:
    """Return the days of the events: each one of what went on; else the middle of the days that it may be."""
    if when.lasting:
        return [when.start + timedelta(days=number) for number in range(when.days)]
    return [when.middle]


def _voices(view: View, claim: Claim) -> str:
    """Return who says it, without the publisher, who stands in the column of sources."""
    document = view.documents.get(claim.document)
    return voices(claim).removesuffix(f", via {office(document)}" if document is not None else "")


def _when(when: Dated) -> str:
    words = date_range_words(when.start.isoformat(), when.end.isoformat())
    if when.days == 1:
        return f"On {words}"
    return f"From {words}" if when.lasting else f"Some time from {words}" if words[0].isdigit() else f"In {words}"


def _geo_precision(where: Located) -> int | None:
    precision = _GEO.get(where.precision)
    return 2 if precision == 1 and where.relation is not None else precision


def _statuses(view: View) -> set[str]:
    return {
        item.whom.status
        for claim in told_claims(view)
        for item in claim.casualties
        if item.outcome in ("killed", "injured", "killed_or_injured")
    }


def _only_combatants(view: View) -> bool:
    return _statuses(view) == {"combatant"}


def _names_civilians(view: View) -> bool:
    """Tell whether somebody says that civilians were harmed, or women and children and no fighters."""
    groups = any(item.whom.group is not None for claim in told_claims(view) for item in claim.casualties)
    return "civilian" in _statuses(view) or (groups and "combatant" not in _statuses(view))


def _event_words(view: View) -> Iterable[Words]:
    return (Words(claim.id, claim.document, claim.event.span) for claim in told_claims(view))


def _same(cell: Coded, value: Value, rule: str | None = None) -> Coded:
    return Coded(value=value, rule=rule or cell.rule, claims=cell.claims, words=cell.words, why=cell.why)
