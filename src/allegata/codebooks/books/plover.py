"""PLOVER event records with CAMEO codes: what happened, who accuses whom of it, who denies or admits it, and letters.

What happened is ASSAULT or COERCE, and that somebody says so is ACCUSE: records of their own, and neither is a fact.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from allegata.codebooks.back_plover import plover_back
from allegata.codebooks.book import Codebook, Problem, Tools
from allegata.codebooks.cells import Coded, Row, Value, Words
from allegata.codebooks.counting import tally, told_claims
from allegata.codebooks.happening import accused_sides, dated, located
from allegata.codebooks.plover_actors import location, unique
from allegata.codebooks.plover_letters import Letters
from allegata.codebooks.plover_records import UNDATED, Records, Said, form_problems, known, published
from allegata.codebooks.reading_back import Rows
from allegata.codebooks.sheets import Sheet, Table
from allegata.codebooks.source import Message, View
from allegata.dataset.visible import one_line
from allegata.dataset.wording import chain_words
from allegata.incidents.independence import ultimate
from allegata.records import Claim, IncidentAccused, PartyMention, Response

_SIZES: tuple[tuple[str, Literal["killed", "injured"]], ...] = (("dead", "killed"), ("injured", "injured"))


class Book(Codebook):
    """One table, ``events``."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._terms = tools.sheet.terms
        self._records = Records(tools.sheet.terms)
        self._actors = self._records.actors
        self._letters = Letters(self._records, self.losses)

    def incident(self, view: View) -> Iterable[Row | Problem]:
        """Yield what happened, who accuses, and who answers; or why there is no record."""
        problems: list[Problem] = []
        rows: list[Row] = []
        for made in (*self._happened(view), *self._accusations(view), *self._responses(view)):
            if isinstance(made, Row):
                rows.append(made)
            else:
                problems.append(made)
        if not rows:
            yield from problems[:1]
            return
        for problem in problems:
            self.losses.leave_open(problem.rule, problem.message, 1, view.incident.id)
        yield from rows

    @classmethod
    def leads_back(cls, sheet: Sheet) -> bool:
        """Tell that records can be read back."""
        return True

    @classmethod
    def incident_of(cls, table: Table, cells: Mapping[str, Any]) -> str | None:
        """Return the incident that a record is of; records of letters share the id of the letter."""
        link = super().incident_of(table, cells)
        return link if link is not None and link.startswith("i-") else None

    @classmethod
    def back(cls, sheet: Sheet, rows: Rows) -> dict[str, Any]:
        """Return the incident of records that were read back."""
        return plover_back(rows)

    def check(self, view: View, rows: Sequence[Row]) -> Iterable[Problem]:
        """Yield where a record has not the published form."""
        return (problem for row in rows for problem in form_problems(row))

    def communication(self, message: Message) -> Iterable[Row | Problem]:
        """Yield what a letter, statement or call accuses, condemns and demands."""
        return self._letters.rows(message)

    # What happened

    def _happened(self, view: View) -> Iterator[Row | Problem]:
        incident, when, where = view.incident, dated(view), located(view)
        kinds = [self._terms["events"][kind] for kind in incident.event_types if kind in self._terms["events"]]
        if not kinds:
            yield Problem("plover-event", "what happened is in none of the categories")
            return
        if when is None:
            yield Problem("plover-date", "what happened has no date that is known")
            return
        claims = [claim for claim in told_claims(view) if claim.event.type in self._terms["events"]] or told_claims(
            view
        )
        if not claims:
            yield Problem("plover-event", "nobody tells that it happened: it is only denied")
            return
        events = list(dict.fromkeys(kind["event"] for kind in kinds))
        modes = list(dict.fromkeys(kind["mode"] for kind in kinds if "mode" in kind))
        told = self._event_words(claims)
        sides = self._accused(view, any(kind.get("armed") for kind in kinds))
        clock = next((claim.time.clock for claim in claims if claim.time is not None and claim.time.clock), None)
        cells: dict[str, Value | Coded] = {
            "id": f"{incident.id}:event",
            "date": when.cell(when.start.isoformat(), "plover-date"),
            "enddate": when.cell(when.end.isoformat(), "plover-date") if when.days > 1 else None,
            "time": clock if clock is not None and re.fullmatch(r"\d\d:\d\d", clock) else None,
            "actor": sides[0],
            "recipient": self._harmed(view),
            "event": Coded(value=events, rule="plover-event", claims=incident.claims, words=told),
            "mode": Coded(value=modes or None, rule="plover-mode", claims=incident.claims, words=told),
            "context": known(dict.fromkeys(kind["context"] for kind in kinds if "context" in kind)),
            "event_loc": where.cell(location(where), "plover-location") if where is not None else None,
            "event_text": known(dict.fromkeys(one_line(claim.event.words) for claim in claims)),
            "cameo": Coded(
                value=list(dict.fromkeys(kind["cameo"] for kind in kinds)),
                rule="plover-cameo",
                claims=incident.claims,
                words=told,
            ),
            "date_basis": "told",
            "link": incident.id,
            "size": self._size(view),
            "comment": f"Alleged, not established. Grade proposed: {incident.grade.value}.",
        }
        first = claims[0]
        if len(sides) > 1:
            cells["comment"] = f"One of {len(sides)} records: claims hold rivals responsible. {cells['comment']}"
        for number, side in enumerate(sides, 1):
            if number > 1:  # the same happening: its size stands once
                cells |= {"id": f"{incident.id}:event-{number}", "actor": side, "size": None}
            yield self._records.row(cells, events, modes, view.documents.get(first.document), first.evidence)

    def _accused(self, view: View, armed: bool) -> list[Coded]:
        """Return those who are held responsible, rivals apart: actors of one record act together."""
        clash = "armed clash" in view.incident.event_types
        sides = [side.names for side in accused_sides(view) if side.registered] if not clash else []
        by = [party for party in view.incident.accused if party.by]
        if len(sides) < 2:
            return [self._parties(view, by, armed)]
        rest = [party for party in by if not any(party.name in names for names in sides)]
        found = [[party for party in by if party.name in names] for names in sides]
        return [self._parties(view, group, armed) for group in (*found, rest) if group]

    def _parties(self, view: View, accused: Sequence[IncidentAccused], armed: bool) -> Coded:
        mentions = [(claim, mention) for claim in told_claims(view) for mention in claim.accused]
        entities = []
        for party in accused:
            if party.by:
                words = next((m.words for _, m in mentions if (m.party, m.name) == (party.party, party.name)), None)
                entity = self._actors.of_party(party.party, party.name, words)
                entities.append(
                    entity if "identifier_text" in entity else {**self._actors.unidentified(armed), **entity}
                )
        return Coded(
            value=unique(entities) or [self._actors.unidentified(armed)],
            rule="plover-actor",
            claims=tuple(dict.fromkeys(id for party in accused for id in party.by)),
            words=tuple(
                Words(c.id, c.document, m.span)
                for c, m in mentions
                if m.span is not None and any((m.party, m.name) == (one.party, one.name) for one in accused)
            ),
        )

    def _harmed(self, view: View) -> Coded | None:
        if "armed clash" in view.incident.event_types and len([a for a in view.incident.accused if a.by]) > 1:
            return None  # both sides use force: all are actors
        claims = told_claims(view)
        found = self._actors.harmed(claims)
        whom = [(claim, item.whom.span) for claim in claims for item in claim.casualties]
        return Coded(
            value=found or None,
            rule="plover-recipient",
            claims=tuple(dict.fromkeys(claim.id for claim, _ in whom)),
            words=tuple(Words(claim.id, claim.document, span) for claim, span in whom if span is not None),
        )

    def _size(self, view: View) -> Coded | None:
        found: dict[str, int | str] = {}
        claims: list[str] = []
        words: list[Words] = []
        for name, outcome in _SIZES:
            counted = tally(view, self.profile, outcome)
            low, high = counted.low, counted.high
            if low is None and high is None:
                continue
            found[name] = low if low is not None and low == high else _range(low, high)
            claims += [figure.claim.id for figure in counted.figures]
            words += [figure.words for figure in counted.figures]
        if not found:
            return None
        return Coded(
            value=found, rule="plover-size", claims=tuple(dict.fromkeys(claims)), words=tuple(dict.fromkeys(words))
        )

    # Who says so

    def _accusations(self, view: View) -> Iterator[Row | Problem]:
        """Yield a record for each speaker and document that accuses; what a letter accuses is in the letter's own."""
        written = {claim for message in view.communications if message.sender is not None for claim in message.claims}
        seen = set()
        for claim in told_claims(view):
            accused = [mention for mention in claim.accused if not self._speaks_of_itself(claim, mention)]
            voice = ultimate(claim) if claim.attribution else None
            if claim.id in written or not accused or voice is None or voice.kind in ("media", "news agency"):
                continue
            key = (claim.document, voice.party or voice.name, tuple(m.party or m.name for m in accused))
            if key in seen:
                continue
            seen.add(key)
            when = published(view.documents.get(claim.document))
            if when is None:
                yield UNDATED
                continue
            speaker = (Words(claim.id, claim.document, voice.span),) if voice.span is not None else ()
            said = one_line(chain_words(claim.attribution))
            who = self._actors.of_speaker(voice)
            yield self._act(
                view,
                claim,
                when,
                id=f"{claim.id}:accuse",
                event="ACCUSE",
                mode="allege",
                cameo="112",
                actor=Coded(value=[who], rule="plover-actor", claims=(claim.id,), words=speaker),
                recipient=self._held_responsible(claim, accused),
                rule="plover-allege",
                comment=f"Said by {said}.",
            )

    def _held_responsible(self, claim: Claim, accused: Sequence[PartyMention]) -> Coded:
        """Return whom a claim accuses; those of an armed deed whom the register does not hold are an armed force."""
        found = self._records.parties(claim.id, claim.document, accused, "plover-recipient")
        if not self._terms["events"].get(claim.event.type, {}).get("armed"):
            return found
        named = [one if "identifier_text" in one else {**self._actors.unidentified(True), **one} for one in found.value]
        return msgspec.structs.replace(found, value=named)

    def _responses(self, view: View) -> Iterator[Row | Problem]:
        claims = {claim.id: claim for claim in view.claims}
        for number, response in enumerate(view.incident.responses, 1):
            claim = claims.get(response.claim)
            if claim is None or response.kind == "accuses another":
                continue  # whom it accuses is a record of its own already
            denies = response.kind == "denies"
            when = Said(response.at, "published") if response.at is not None else None
            if when is None:
                yield UNDATED
                continue
            yield self._act(
                view,
                claim,
                when,
                id=f"{view.incident.id}:response-{number}",
                event="REJECT" if denies else "AGREE",
                cameo="016" if denies else "015",
                actor=self._answering(response, claim),
                rule="plover-denial" if denies else "plover-admission",
                comment=f"Answer of {response.name}: {response.kind}.",
            )

    def _answering(self, response: Response, claim: Claim) -> Coded:
        voice = ultimate(claim) if claim.attribution else None
        words = (Words(claim.id, claim.document, voice.span),) if voice is not None and voice.span is not None else ()
        entity = self._actors.of_party(response.party, response.name)
        return Coded(value=[entity], rule="plover-actor", claims=(claim.id,), words=words)

    def _act(
        self,
        view: View,
        claim: Claim,
        when: Said,
        *,
        id: str,
        event: str,
        cameo: str,
        actor: Coded,
        rule: str,
        comment: str,
        mode: str | None = None,
        recipient: Coded | None = None,
    ) -> Row:
        """Return the record of a speech act that a claim tells."""
        words = self._evidence(claim)
        more = self._records.labels([claim]) if event == "ACCUSE" else []
        cells: dict[str, Value | Coded] = {
            "id": id,
            "date": Coded(value=when.day, rule="plover-date", claims=(claim.id,), words=when.words),
            "actor": actor,
            "recipient": recipient,
            "event": Coded(value=[event], rule=rule, claims=(claim.id,), words=words),
            "mode": [mode] if mode is not None else None,
            "context": known(dict.fromkeys(context for label in more for context in label["contexts"])),
            "cameo": Coded(
                value=list(dict.fromkeys([cameo, *(label["cameo"] for label in more)])),
                rule="plover-cameo",
                claims=(claim.id,),
                words=words,
            ),
            "date_basis": when.basis,
            "link": view.incident.id,
            "comment": comment,
        }
        return self._records.row(
            cells, [event], [mode] if mode is not None else [], view.documents.get(claim.document), claim.evidence
        )

    def _event_words(self, claims: Sequence[Claim]) -> tuple[Words, ...]:
        return tuple(Words(claim.id, claim.document, claim.event.span) for claim in claims)

    def _evidence(self, claim: Claim) -> tuple[Words, ...]:
        return tuple(Words(claim.id, claim.document, span) for span in claim.evidence[:1])

    def _speaks_of_itself(self, claim: Claim, mention: PartyMention) -> bool:
        voice = ultimate(claim) if claim.attribution else None
        return voice is not None and self._records.same_side(voice.party, mention.party)


def _range(low: int | None, high: int | None) -> str:
    return f"{low} or more" if high is None else f"{high} or fewer" if low is None else f"{low} to {high}"
