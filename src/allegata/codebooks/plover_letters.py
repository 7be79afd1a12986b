"""PLOVER records of letters, statements and calls: what they accuse, condemn and demand, and whom they address."""

import re
from collections.abc import Iterable, Sequence

from allegata.codebooks.book import Problem
from allegata.codebooks.cells import Coded, Row, Value, Words
from allegata.codebooks.losses import Losses
from allegata.codebooks.plover_actors import unique
from allegata.codebooks.plover_records import UNDATED, Records, Said, form_problems, known, published
from allegata.codebooks.source import Message
from allegata.dataset.visible import one_line
from allegata.records import Claim, Communication, Demand, Document, PartyMention


class Letters:
    """Makes the records of a communication."""

    def __init__(self, records: Records, losses: Losses) -> None:
        self._records = records
        self._terms = records.terms
        self._losses = losses

    def rows(self, message: Message) -> Iterable[Row | Problem]:
        """Yield a record of what it accuses, and one of each thing it condemns or demands; or why there is none."""
        said, document = message.communication, message.document
        accused = self._accused(message)
        demands = [demand for demand in said.demands if demand.act in ("demands", "condemns")]
        if not accused and not demands:
            self._losses.lose(
                "communications", "it accuses nobody and demands nothing: no category of PLOVER", 1, said.id
            )
            return
        if said.sender is None:
            yield Problem("plover-sender", "nobody is told to have sent it")
            return
        when = _said_when(said, document)
        if when is None:
            yield UNDATED
            return
        base = self._speech(said, when, document)
        rows = []
        if accused:
            rows.append(Row("events", base | self._letter(said, message.claims, accused)))
        rows += [Row("events", base | self._demand(said, n, demand)) for n, demand in enumerate(demands, 1)]
        yield from rows
        yield from (problem for row in rows for problem in form_problems(row))
        regrets = len(said.demands) - len(demands)
        self._losses.lose("demands", "regret is a comment, which PLOVER has dropped", regrets, said.id)

    def _accused(self, message: Message) -> list[tuple[Claim, PartyMention]]:
        """Return whom the claims of a communication accuse, but the sender's own side; denials accuse nobody."""
        sender = message.communication.sender
        return [
            (claim, mention)
            for claim in message.claims
            if claim.stance not in ("denies", "disputes", "admits")
            for mention in claim.accused
            if not self._records.same_side(sender.party if sender is not None else None, mention.party)
        ]

    def _speech(self, said: Communication, when: Said, document: Document | None) -> dict[str, Value | Coded]:
        assert said.sender is not None
        return {
            "date": Coded(value=when.day, rule="plover-date", claims=(said.id,), words=when.words),
            "actor": self._records.parties(said.id, said.document, [said.sender], "plover-actor"),
            "addressee": self._parties(said, said.addressees, "plover-addressee") if said.addressees else None,
            "date_basis": when.basis,
            "link": said.id,
            "event_text": [one_line(said.words)],
            **self._records.about(document, said.evidence),
        }

    def _letter(
        self, said: Communication, claims: Sequence[Claim], accused: Sequence[tuple[Claim, PartyMention]]
    ) -> dict[str, Value | Coded]:
        official = said.act in self._terms["official"]
        more = self._records.labels(claims)
        contexts = [*(["diplomatic"] if official else []), *(c for label in more for c in label["contexts"])]
        words = (Words(said.id, said.document, said.span),)
        entities = unique(self._records.actors.of_mention(mention) for _, mention in accused)
        return {
            "id": f"{said.id}:accuse",
            "recipient": Coded(
                value=entities,
                rule="plover-recipient",
                claims=tuple(dict.fromkeys(claim.id for claim, _ in accused)),
                words=tuple(Words(c.id, c.document, m.span) for c, m in accused if m.span is not None),
            ),
            "event": Coded(value=["ACCUSE"], rule="plover-allege", claims=said.claims, words=words),
            "mode": ["allege"],
            "context": known(dict.fromkeys(contexts)),
            "cameo": Coded(
                value=list(dict.fromkeys(["114" if official else "112", *(label["cameo"] for label in more)])),
                rule="plover-cameo",
                claims=said.claims,
                words=words,
            ),
            **self._records.numbers(["ACCUSE"], ["allege"]),
            "comment": f"A {said.act}, told of in the document. Alleged, not established.",
        }

    def _demand(self, said: Communication, number: int, demand: Demand) -> dict[str, Value | Coded]:
        words = (Words(said.id, said.document, demand.span),)
        condemns = demand.act == "condemns"  # a condemnation is of nobody whom the words do not name
        asked = [each for each in said.addressees if demand.of == each.name or (demand.of is None and not condemns)]
        if demand.of is not None and not asked:
            found = [match.party for match in self._records.register.find(demand.of)]
            asked = [
                PartyMention(words=demand.of, span=demand.of_span, party=found[0].id if found else None, name=demand.of)
            ]
        recipient = self._parties(said, asked, "plover-recipient") if asked else None
        base = {"id": f"{said.id}:{number}", "recipient": recipient, "event_text": [one_line(demand.words)]}
        if condemns:
            coded = Coded(value=["ACCUSE"], rule="plover-event", claims=(said.id,), words=words)
            cameo = Coded(value=["111"], rule="plover-cameo", claims=(said.id,), words=words)
            return {
                **base,
                "event": coded,
                "mode": ["disapprove"],
                "cameo": cameo,
                **self._records.numbers(["ACCUSE"], ["disapprove"]),
                "comment": f"Condemned in a {said.act}.",
            }
        kinds: list[dict[str, str]] = self._terms["demands"]
        kind = next((each for each in kinds if re.search(each["words"], demand.words, re.IGNORECASE)), {})
        stem = "02" if said.act in self._terms["appealing"] else "10"
        cameo = Coded(value=[stem + kind.get("cameo", "0")], rule="plover-cameo", claims=(said.id,), words=words)
        return {
            **base,
            "event": Coded(value=["REQUEST"], rule="plover-event", claims=(said.id,), words=words),
            "mode": Coded(value=known([kind.get("mode")]), rule="plover-mode", claims=(said.id,), words=words),
            "context": known([kind.get("context")]),
            "cameo": cameo,
            **self._records.numbers(["REQUEST"], []),
            "comment": f"Demanded in a {said.act}.",
        }

    def _parties(self, said: Communication, parties: Sequence[PartyMention], rule: str) -> Coded:
        return self._records.parties(said.id, said.document, parties, rule)


def _said_when(said: Communication, document: Document | None) -> Said | None:
    """Return the day on which a communication was made: as its words tell, else that of publication."""
    time = said.time
    if time is not None and time.start is not None and time.start == time.end:
        return Said(time.start[:10], "told", (Words(said.id, said.document, time.span),))
    return published(document)
