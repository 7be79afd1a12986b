"""Actors and places of PLOVER records: codes and sectors from the register's kinds, never from loaded words."""

from collections.abc import Iterable, Mapping
from typing import Any

from allegata.actors import Party, Register
from allegata.codebooks.happening import Located, side_kind
from allegata.codebooks.terms import countries
from allegata.dataset.visible import one_line
from allegata.records import Attribution, Claim, PartyMention, PlacePrecision

Entity = dict[str, Any]

_RESOLUTION: dict[PlacePrecision, int] = {
    "point": 5,
    "city": 4,
    "town": 4,
    "village": 4,
    "admin2": 3,
    "admin1": 2,
    "country": 1,
}
_PRONOUNS = ("it", "they", "them", "he", "him", "she", "her", "its", "their", "his", "who", "which", "that", "we", "us")
"""Words that name nobody once they stand alone in a record: then the party's name stands there."""


class Actors:
    """Makes entities, after the tables of the data file and the register."""

    def __init__(self, terms: Mapping[str, Any], register: Register) -> None:
        self._sectors: dict[str, str] = terms["sectors"]
        self._codes: dict[str, str] = terms["codes"]
        self._speakers: dict[str, str] = terms["speakers"]
        self._roles: dict[str, str] = terms["roles"]
        self._register = register

    def of_party(self, party: str | None, name: str, words: str | None = None) -> Entity:
        """Return a party as an entity. One that the register does not hold has its words alone."""
        known = self._register.get(party) if party is not None else None
        if words is not None and words.casefold() in _PRONOUNS:
            words = None
        if known is None:
            return {"entity_text": one_line(words or name)}
        told = known.kind != "alliance" or side_kind(known.id, self._register) == "state"  # else of whom, nothing tells
        entity = {
            "code": self._code(known) if told else None,
            "sector": self._sectors.get(known.kind) if told else None,
            "entity_text": one_line(words or name),
            "identifier_text": known.name,
        }
        return {key: value for key, value in entity.items() if value is not None}

    def of_mention(self, mention: PartyMention) -> Entity:
        """Return a party as the text names it."""
        return self.of_party(mention.party, mention.name, mention.words)

    def of_speaker(self, voice: Attribution) -> Entity:
        """Return who speaks; outside the register, the sector of their kind."""
        entity = self.of_party(voice.party, voice.name, voice.words)
        sector, code = self._speakers.get(voice.kind), self._codes.get(voice.kind)
        if "identifier_text" not in entity:
            entity = {**({"code": code} if code else {}), **({"sector": sector} if sector else {}), **entity}
        return entity

    def unidentified(self, armed: bool) -> Entity:
        """Return the actor where nobody is named."""
        return {"sector": "UAF" if armed else "UNK"}

    def harmed(self, claims: Iterable[Claim]) -> list[Entity]:
        """Return those said to be harmed, by stated status and role; what was struck where no people are told."""
        told = list(claims)
        found = [
            (self._roles.get(item.whom.role or "") or ("CVL" if item.whom.status == "civilian" else None), item.whom)
            for claim in told
            for item in claim.casualties
            if not item.cumulative and item.outcome in ("killed", "injured", "killed_or_injured")
        ]
        people = [
            ({"sector": sector} if sector else {})
            | self._nationality(whom.nationality)
            | ({"entity_text": one_line(whom.words)} if whom.words else {})
            for sector, whom in found
        ]
        struck = [{"entity_text": one_line(target.words)} for claim in told for target in claim.targets]
        return unique(entity for entity in (people if any(people) else struck) if entity)

    def _nationality(self, words: str | None) -> Entity:
        country = countries().get(self._register.nationality(words) or "") if words else None
        return {"code": country.iso3} if country is not None else {}

    def _code(self, party: Party) -> str | None:
        if party.kind in self._codes:
            return self._codes[party.kind]
        if len(party.countries) == 1:
            country = countries().get(party.countries[0])
            return country.iso3 if country is not None else None
        return "IMG" if party.kind == "armed group" and party.countries else None


def unique(entities: Iterable[Entity]) -> list[Entity]:
    """Return entities once each, in order: a party by its name in the register, others by their words in any case."""
    found: dict[tuple[str, ...], Entity] = {}
    for entity in entities:
        by = ("identifier_text",) if "identifier_text" in entity else ("code", "sector", "entity_text")
        found.setdefault(tuple(str(entity.get(name, "")).casefold() for name in by), entity)
    return list(found.values())


def location(where: Located) -> dict[str, Any]:
    """Return a location object. Where the place itself is unknown, it is of the area around it; ``text`` is as told."""
    country = where.country
    found = {
        "name": one_line(where.name),
        "text": one_line(where.told) if where.told != where.name else None,
        "geonameid": where.geonames,
        "latitude": where.latitude,
        "longitude": where.longitude,
        "country_code": country.iso2 if country is not None else None,
        "cc3": country.iso3 if country is not None else None,
        "resolution": _RESOLUTION.get(where.precision) if where.latitude is not None else None,
    }
    return {key: value for key, value in found.items() if value is not None}
