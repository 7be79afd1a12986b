"""FollowTheMoney entities: an Event an incident, with those accused, those named, the claims and their documents.

FollowTheMoney parts neither perpetrators from victims nor one count from another: who is what stands in the ``role`` of
an ``UnknownLink``, and counts in words in ``summary``, with the profile that counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from allegata.codebooks.back_ftm import NAMED, PERSON, ROLES, SOURCE, ftm_back, incident_of_entity
from allegata.codebooks.book import Codebook
from allegata.codebooks.cells import Row
from allegata.codebooks.counting import tally
from allegata.codebooks.reading_back import Rows
from allegata.codebooks.sheets import Sheet, Table
from allegata.codebooks.source import View
from allegata.dataset.visible import one_line
from allegata.dataset.wording import bounds_words, chain_words, event_type_words, incident_heading, stance_words
from allegata.records import Claim, Document, IncidentAccused, NamedVictim, Outcome, short_hash

_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "killed_or_injured")


class Book(Codebook):
    """One table, ``entities``."""

    @classmethod
    def leads_back(cls, sheet: Sheet) -> bool:
        """Tell that entities can be read back."""
        return True

    @classmethod
    def incident_of(cls, table: Table, cells: Mapping[str, Any]) -> str | None:
        """Return the incident that an entity is of; parties and articles are of many."""
        return incident_of_entity(cells)

    @classmethod
    def back(cls, sheet: Sheet, rows: Rows) -> dict[str, Any]:
        """Return the incident of entities that were read back."""
        return ftm_back(rows)

    def incident(self, view: View) -> Iterable[Row]:
        """Yield the entities of an incident. Parties and documents of several are told by each, in the same words."""
        yield self._event(view)
        for accused in view.incident.accused:
            yield from self._accused(view, accused)
        for number, victim in enumerate(view.incident.victims, 1):
            yield from self._victim(view, number, victim)
        for claim in view.claims:
            yield _note(view, claim)
        for document in view.documents.values():
            yield self._article(document)

    def _event(self, view: View) -> Row:
        incident, date, place = view.incident, view.incident.date, view.incident.place
        start, end = (date.start, date.end) if date is not None else (None, None)
        words = [self._counted(view, outcome) for outcome in _OUTCOMES]
        told = "; ".join(word for word in words if word)
        counted = f" Counted by the profile {self.profile.name} {self.profile.version}: {told}." if told else ""
        properties: dict[str, Sequence[Any]] = {
            "name": [one_line(incident_heading(incident))],
            "recordId": [incident.id],
            "startDate": [start],
            "endDate": [end],
            "country": [place.country.lower() if place is not None and place.country else None],
            "location": [one_line(part) for part in (place.name, place.within) if part] if place is not None else [],
            "summary": [f"Alleged, not established. Grade proposed: {incident.grade.value}.{counted}"],
            "keywords": [event_type_words(kind) for kind in incident.event_types],
            "involved": [_party_id(accused) for accused in incident.accused],
            "notes": [f"{SOURCE}{one_line(name)}" for name in incident.sources],
            "proof": sorted(view.documents),
        }
        return _entity(incident.id, "Event", properties)

    def _counted(self, view: View, outcome: Outcome) -> str | None:
        found = tally(view, self.profile, outcome)
        if not found.known or (found.low is None and found.high is None):
            return None
        return f"{outcome.replace('_', ' ')} {bounds_words(found.low, found.high)}"

    def _accused(self, view: View, accused: IncidentAccused) -> Iterator[Row]:
        id, name = _party_id(accused), one_line(accused.name)
        yield _entity(id, "Organization" if accused.party is not None else "LegalEntity", {"name": [name]})
        for role, claims in zip(ROLES, (accused.by, accused.denied_by, accused.admitted_by), strict=True):
            if claims:
                said = f"by {len(claims)} claim{'s' if len(claims) != 1 else ''}: {', '.join(claims)}"
                yield _link(id, view.incident.id, role, said, name)

    def _victim(self, view: View, number: int, victim: NamedVictim) -> Iterator[Row]:
        id = f"{view.incident.id}{PERSON}{number}"
        age = f"age {victim.age} as stated" if victim.age is not None else None
        properties: dict[str, Sequence[Any]] = {
            "name": [one_line(victim.name)],
            "alias": [one_line(name) for name in victim.variants if name != victim.name],
            "gender": [victim.sex],
            "position": [victim.role],
            "notes": [age],
        }
        yield _entity(id, "Person", properties)
        yield _link(id, view.incident.id, f"{NAMED}{victim.outcome.replace('_', ' ')}", ", ".join(victim.named_by))

    def _article(self, document: Document) -> Row:
        published = document.published
        # FollowTheMoney takes a day or no more than a month or year, never a span that a day would feign.
        length = {"day": 10, "month": 7, "year": 4}[published.precision] if published is not None else 0
        properties: dict[str, Sequence[Any]] = {
            "title": [document.title and one_line(document.title)],
            "publisher": [document.publisher and one_line(document.publisher)],
            "author": [one_line(author) for author in document.authors],
            "publishedAt": [published.start[:length] if published is not None else None],
            "sourceUrl": [document.url],
            "language": [self.sheet.terms["languages"].get(document.language)],
            "notes": [f"SHA-256 of the bytes: {document.sha256}"],
        }
        return _entity(document.id, "Article", properties)


def _note(view: View, claim: Claim) -> Row:
    said = f"{stance_words(claim)}: {event_type_words(claim.event.type)}"
    properties: dict[str, Sequence[Any]] = {
        "name": [f"Claim {claim.id}"],
        "description": [one_line(f"{chain_words(claim.attribution)} {said}")],
        "keywords": [claim.stance],
        "entity": [view.incident.id],
        "proof": [claim.document] if claim.document in view.documents else [],
    }
    return _entity(claim.id, "Note", properties)


def _link(subject: str, object: str, role: str, summary: str, name: str | None = None) -> Row:
    properties: dict[str, Sequence[Any]] = {"subject": [subject], "object": [object], "role": [role]}
    properties |= {"summary": [summary], "description": [name]}
    return _entity(short_hash("l", [subject, object, role]), "UnknownLink", properties)


def _entity(id: str, schema: str, properties: Mapping[str, Sequence[Any]]) -> Row:
    """Return an entity; values that are unknown are left out, and properties without any."""
    held = {name: [value for value in values if value] for name, values in properties.items()}
    return Row(
        "entities",
        {"id": id, "schema": schema, "properties": {name: values for name, values in held.items() if values}},
    )


def _party_id(accused: IncidentAccused) -> str:
    return f"party-{accused.party}" if accused.party is not None else short_hash("p", [accused.name.casefold()])
