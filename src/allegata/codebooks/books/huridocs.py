"""HURIDOCS' Events Standard Formats: who did what to whom, as is alleged; and a sheet for Uwazi.

One act joins one victim, a person or a group, and one violation. An event is never flattened to one row with counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from allegata.codebooks.back_huridocs import huridocs_back
from allegata.codebooks.book import Codebook, Problem, Tools
from allegata.codebooks.cells import Coded, Row, Value, Words
from allegata.codebooks.counting import Tally, tally, told_claims
from allegata.codebooks.happening import Dated, Located, dated, located, office
from allegata.codebooks.huridocs_terms import Thesauri
from allegata.codebooks.reading_back import Rows
from allegata.codebooks.sheets import Sheet
from allegata.codebooks.source import Message, View
from allegata.codebooks.uwazi import uwazi_cells
from allegata.dataset.visible import one_line
from allegata.dataset.wording import bounds_words, communication_heading, event_type_words, incident_heading
from allegata.incidents.independence import ultimate
from allegata.incidents.sides import built_in_register
from allegata.records import (
    Casualty,
    Claim,
    Communication,
    IncidentAccused,
    NamedVictim,
    Outcome,
    PartyMention,
    Response,
    short_hash,
)

_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "killed_or_injured", "missing", "detained", "displaced")
_SEXES = {"male": "Male", "female": "Female"}


class Harm(NamedTuple):
    """A victim and what is said to have been done: the row of the person, and of the act what is its own."""

    person: dict[str, Value | Coded]
    outcome: Outcome
    words: str
    act: dict[str, Value | Coded]


class Book(Codebook):
    """Tables ``events``, ``persons``, ``acts``, ``involvement``, ``information``, ``interventions`` and ``uwazi``."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._terms = tools.sheet.terms
        self._register = built_in_register()
        self._thesauri = Thesauri(tools.sheet.terms, self._register)
        self._parties: dict[str, str] = {}  # of the register, which is small: each is one person over all events

    def incident(self, view: View) -> Iterable[Row]:
        """Yield the event, then persons, acts, involvement, information and interventions."""
        when, where = dated(view), located(view)
        yield Row("events", self._event(view, when, where))
        people: dict[str, Row] = {}
        harms = [*self._named(view), *self._groups(view)]
        for harm in harms:
            yield Row("persons", harm.person)
        for number, harm in enumerate(harms, 1):
            yield from self._act(view, number, harm, when, where, people)
        if not harms:
            self.losses.leave_open(
                "accused", "an accused party is joined to an act, and no victim is told", 1, view.incident.id
            )
        for claim in view.claims:
            yield Row("information", self._information(view, claim, people))
        for message in view.communications:
            if message.sender is not None:
                yield Row("interventions", self._intervention(view, message, message.sender, people))
            else:
                self.losses.lose("communications", "nobody is told to have sent it", 1, message.id)
        yield from people.values()
        yield Row("uwazi", uwazi_cells(view, self.profile, self._thesauri))

    def communication(self, message: Message) -> Iterable[Row]:
        """Yield nothing: an intervention is on an event, and stands with it. What is on none is lost."""
        if not message.claims:
            self.losses.lose("communications", "it rests on no claim, and so on no event", 1, message.communication.id)
        return ()

    def finish(self) -> Iterable[Row]:
        """Yield the parties of the register that were named, each once."""
        for id, name in sorted(self._parties.items()):
            yield Row("persons", {**_party_row(id, name), "counting_unit": "Group or organisation"})

    @classmethod
    def back(cls, sheet: Sheet, rows: Rows) -> dict[str, Any]:
        """Return the incident of rows that were read back."""
        return huridocs_back(sheet, rows)

    def check(self, view: View, rows: Sequence[Row]) -> Iterable[Problem]:
        """Yield where a row names what is not written."""
        ids = {row.value(f"{kind}_record_number") for row in rows for kind in ("event", "person", "act")}
        for row in rows:
            for column in ("event", "victim", "act", "perpetrator", "source", "intervening_party"):
                value = row.value(column)
                if value is not None and value not in ids and value not in self._parties:
                    yield Problem("huridocs-ids", f"{row.table}.{column}: {value} is not written")

    def _event(self, view: View, when: Dated | None, where: Located | None) -> dict[str, Value | Coded]:
        incident = view.incident
        kinds = ", ".join(event_type_words(kind) for kind in incident.event_types)
        status = self._terms["statuses"].get(incident.grade.value)
        estimate = when is not None and (when.days > 1 or when.precision not in ("day", "hour"))
        return {
            "event_record_number": incident.id,
            "event_title": one_line(incident_heading(incident)),
            "geographical_term": where.country.name if where is not None and where.country is not None else None,
            "local_geographical_area": _place(where),
            "latitude": where.cell(where.latitude, "huridocs-place") if where is not None and where.exact else None,
            "longitude": where.cell(where.longitude, "huridocs-place") if where is not None and where.exact else None,
            "initial_date": when.cell(when.start.isoformat(), "huridocs-date") if when is not None else None,
            "initial_date_type": "Estimate" if estimate else None,
            "final_date": when.cell(when.end.isoformat(), "huridocs-date") if when is not None else None,
            "event_description": f"Alleged: {kinds or 'nothing that has a type'}.",
            "violation_status": Coded(
                value=status, rule="huridocs-status", claims=incident.claims, why=f"graded {incident.grade.value}"
            ),
            "remarks": one_line(f"Grade proposed: {incident.grade.value}. {incident.grade.why}"),
        }

    # Victims and acts

    def _named(self, view: View) -> Iterator[Harm]:
        for victim in view.incident.victims:
            yield Harm(
                {
                    "person_record_number": _victim_id(view, victim),
                    "counting_unit": "Individual",
                    "person_name": one_line(victim.name),
                    "other_names": [one_line(name) for name in victim.variants if name != victim.name] or None,
                    "sex": _SEXES.get(victim.sex or ""),
                    "occupation": victim.role,
                    "deceased": True if victim.outcome == "killed" else None,
                },
                victim.outcome,
                one_line(victim.name),
                {"age_at_victimisation": victim.age},
            )

    def _groups(self, view: View) -> Iterator[Harm]:
        """Yield a group for each outcome of which a number is alleged, or a plural without one."""
        tallies = {outcome: tally(view, self.profile, outcome) for outcome in _OUTCOMES}
        if tallies["killed"].known or tallies["injured"].known:
            reason = "some part the dead and the injured, and one victim must not stand twice"
            if tallies.pop("killed_or_injured").known:
                self.losses.leave_open("killed or injured", reason, 1, view.incident.id)
        for outcome, counted in tallies.items():
            if counted.known and counted.high != 0:
                yield self._group(view, outcome, counted)

    def _group(self, view: View, outcome: Outcome, counted: Tally) -> Harm:
        whom = list(dict.fromkeys(one_line(f.casualty.whom.words) for f in counted.figures if f.casualty.whom.words))
        cases = [
            item for claim in told_claims(view) for item in claim.casualties
            if item.outcome == outcome and not item.cumulative
        ]  # fmt: skip
        parts = [item.whom for item in cases]
        whole = {id(figure.casualty) for figure in counted.figures}
        described = list(dict.fromkeys(_described(item, id(item) in whole) for item in cases if item.whom.words))
        covered = ("killed", "injured", outcome) if outcome == "killed_or_injured" else (outcome,)
        named = [_victim_id(view, victim) for victim in view.incident.victims if victim.outcome in covered]
        groups = [term for group, term in self._terms["groups"].items() if any(part.group == group for part in parts)]
        unit = "Group or organisation"
        if counted.low == counted.high == 1:
            unit = "Individual"
        elif all(
            figure.casualty.whom.family and figure.casualty.quantity.kind == "vague" for figure in counted.figures
        ):
            unit = "Family"
        name = (whom[0] if whom else "people").removesuffix(".")
        _, _, done = self._thesauri.act(outcome, view.incident.event_types)
        return Harm(
            {
                "person_record_number": short_hash("g", [view.incident.id, outcome]),
                "counting_unit": Coded(value=unit, rule="huridocs-unit", claims=_claims(counted)),
                "person_name": f"{name} ({done})",
                "deceased": True if outcome == "killed" else None,
                "group_description": "; ".join(described) or None,
                "number_in_group": counted.cell("low"),
                "number_at_most": counted.cell("high"),
                "includes": named or None,
            },
            outcome,
            f"{name}: {bounds_words(counted.low, counted.high)}",
            {"victim_characteristics": groups or None},
        )

    def _act(
        self, view: View, number: int, harm: Harm, when: Dated | None, where: Located | None, people: dict[str, Row]
    ) -> Iterator[Row]:
        incident = view.incident
        kind, status, done = self._thesauri.act(harm.outcome, incident.event_types)
        told = told_claims(view)
        words = tuple(Words(claim.id, claim.document, claim.event.span) for claim in told)
        answers = [term for answer in incident.responses if (term := self._thesauri.attribution(answer)) is not None]
        home = any(target.kind in self._terms["locations"] for claim in told for target in claim.targets)
        act = f"{incident.id}-a{number}"
        yield Row(
            "acts",
            {
                "act_record_number": act,
                "event": incident.id,
                "victim": harm.person["person_record_number"],
                "type_of_act": Coded(value=kind, rule="huridocs-act", claims=incident.claims, words=words),
                "initial_date": when.cell(when.start.isoformat(), "huridocs-date") if when is not None else None,
                "final_date": when.cell(when.end.isoformat(), "huridocs-date") if when is not None else None,
                "exact_location": _place(where),
                "type_of_location": "Home" if home else None,
                "method_of_violence": Coded(
                    value=self._thesauri.methods(harm.outcome, incident.event_types),
                    rule="huridocs-method",
                    claims=incident.claims,
                    words=words,
                ),
                "attribution": Coded(
                    value=list(dict.fromkeys(answers)) or None,
                    rule="huridocs-attribution",
                    claims=tuple(dict.fromkeys(answer.claim for answer in incident.responses)),
                    words=_evidence(view, incident.responses),
                ),
                "status_at_end_of_act": status,
                "remarks": f"{done}: {harm.words}",
                **harm.act,
            },
        )
        for party, accused in enumerate((each for each in incident.accused if each.by), 1):
            yield Row("involvement", self._involvement(view, f"{act}-p{party}", act, accused, people))

    def _involvement(
        self, view: View, id: str, act: str, accused: IncidentAccused, people: dict[str, Row]
    ) -> dict[str, Value | Coded]:
        held, denied = len(accused.by), len(accused.denied_by)
        person = self._person(view, accused.party, accused.name, people)
        return {
            "involvement_record_number": id,
            "act": act,
            "perpetrator": Coded(value=person, rule="huridocs-involvement", claims=accused.by),
            "degree_of_involvement": self._terms["degree"],
            "type_of_perpetrator": self._thesauri.perpetrator(accused.party),
            "remarks": f"accused, not found: held responsible by {held}, denied by {denied}",
        }

    # Sources and interventions

    def _information(self, view: View, claim: Claim, people: dict[str, Row]) -> dict[str, Value | Coded]:
        document = view.documents.get(claim.document)
        voice = ultimate(claim) if claim.attribution else None
        party, name, kind = (
            (voice.party, voice.name, voice.kind) if voice is not None else (None, "nobody named", "other")
        )
        answers = [self._thesauri.attribution(each) for each in view.incident.responses if each.claim == claim.id]
        answer = next((term for term in answers if term is not None), None)
        written = any(claim.id in message.claims for message in view.communications)
        published = document.published if document is not None else None
        return {
            "information_record_number": claim.id,
            "event": view.incident.id,
            "source": self._person(view, party, name, people),
            "connection_to_information": "Involved in the event" if answer else self._thesauri.connection(kind),
            "language": document.language if document is not None else None,
            "date_of_source_material": published.start
            if published is not None and published.precision == "day"
            else None,
            "type_of_source_material": self._thesauri.material(kind if written else None),
            "reliability_of_information": "Unknown",
            "stance": claim.stance,
            "attribution": Coded(
                value=answer,
                rule="huridocs-attribution",
                claims=(claim.id,),
                words=tuple(Words(claim.id, claim.document, span) for span in claim.evidence[:1]),
            ),
            "publisher": office(document) if document is not None else None,
            "title": document.title if document is not None else None,
            "url": document.url if document is not None else None,
            "sha256": document.sha256 if document is not None else None,
        }

    def _intervention(
        self, view: View, message: Communication, sender: PartyMention, people: dict[str, Row]
    ) -> dict[str, Value | Coded]:
        inquiries = [item for item in message.demands if re.search(self._terms["inquiry"], item.words, re.IGNORECASE)]
        time = message.time
        told = time is not None and time.start is not None and time.start == time.end
        demands = "; ".join(one_line(item.words) for item in message.demands)
        return {
            "intervention_record_number": short_hash("n", [message.id, view.incident.id]),
            "event": view.incident.id,
            "intervening_party": self._person(view, sender.party, sender.name, people),
            "type_of_intervention": Coded(
                value="Demand for investigation" if inquiries else None,
                rule="huridocs-intervention",
                claims=(message.id,),
                words=tuple(Words(message.id, message.document, item.span) for item in inquiries),
            ),
            "date": time.start[:10] if told and time is not None and time.start is not None else None,
            "parties_requested": [one_line(party.name) for party in message.addressees] or None,
            "remarks": one_line(f"{communication_heading(message)}{': ' if demands else ''}{demands}"),
        }

    def _person(self, view: View, party: str | None, name: str, people: dict[str, Row]) -> str:
        """Return the id of a party or source. One that the register does not hold is a person of this event alone."""
        known = self._register.get(party) if party is not None else None
        if known is not None:
            id = f"party-{known.id}"
            self._parties[id] = known.name
            return id
        id = short_hash("p", [view.incident.id, name.casefold()])
        people.setdefault(id, Row("persons", _party_row(id, one_line(name))))
        return id


def _party_row(id: str, name: str) -> dict[str, Value | Coded]:
    """Return a party or source; of one outside the register nothing tells whether it is a person or a group."""
    return {
        "person_record_number": id,
        "person_name": name,
        "reliability_as_source": "Unknown",
    }


def _described(item: Casualty, whole: bool) -> str:
    """Return whom a count is of; of a part of the group with its number, so that it is not taken for all of it."""
    words, quantity = one_line(item.whom.words or ""), item.quantity
    if whole or quantity.kind == "vague":
        return words
    return f"{bounds_words(quantity.low, quantity.high)} {words}"


def _victim_id(view: View, victim: NamedVictim) -> str:
    return short_hash("v", [view.incident.id, victim.name, victim.outcome, victim.age])


def _place(where: Located | None) -> Coded | None:
    return where.cell(where.told, "huridocs-place") if where is not None else None


def _claims(counted: Tally) -> tuple[str, ...]:
    return tuple(dict.fromkeys(figure.claim.id for figure in counted.figures))


def _evidence(view: View, responses: Iterable[Response]) -> tuple[Words, ...]:
    claims = {claim.id: claim for claim in view.claims}
    told = [claims[response.claim] for response in responses if response.claim in claims]
    return tuple(Words(claim.id, claim.document, span) for claim in told for span in claim.evidence[:1])
