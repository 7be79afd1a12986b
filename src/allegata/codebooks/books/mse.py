"""People by lists: which source names which person, for multiple systems estimation (capture-recapture).

One row a person, one column a list (HRDAG, "Multiple systems estimation"). Only people whom a source names can be
matched over lists: an incident with bare counts is refused, as a count without identities says nothing of overlap.
"""

from collections.abc import Iterable

from allegata.codebooks.book import Codebook, Problem
from allegata.codebooks.cells import Coded, Row, Words
from allegata.codebooks.counting import told_claims
from allegata.codebooks.source import View
from allegata.dataset.visible import one_line
from allegata.incidents.independence import ultimate
from allegata.records import Claim, NamedVictim, short_hash


class Book(Codebook):
    """One table, ``people``."""

    def incident(self, view: View) -> Iterable[Row | Problem]:
        """Yield a row for each person who is named, or why there is none."""
        incident = view.incident
        if not incident.victims:
            counted = any(count.claims for count in (incident.killed, incident.injured, incident.killed_or_injured))
            said = "people are counted, and nobody is named" if counted else "nobody is named"
            yield Problem("mse-names", f"{said}: a count cannot be matched over lists")
            return
        told = {claim.id: claim for claim in told_claims(view)}
        voices = {claim: cluster.voice for cluster in incident.independence for claim in cluster.claims}
        for victim in incident.victims:
            naming = [told[id] for id in victim.named_by if id in told]
            if naming:
                yield self._person(view, victim, naming, voices)

    def _person(self, view: View, victim: NamedVictim, naming: list[Claim], voices: dict[str, str]) -> Row:
        incident, date, place = view.incident, view.incident.date, view.incident.place
        lists = tuple(dict.fromkeys(voices.get(claim.id, ultimate(claim).name) for claim in naming))
        return Row(
            "people",
            {
                "match_group_id": short_hash("v", [incident.id, victim.name, victim.outcome, victim.age]),
                "incident": incident.id,
                "name": one_line(victim.name),
                "variants": [one_line(name) for name in victim.variants if name != victim.name],
                "outcome": victim.outcome,
                "date_start": date.start if date else None,
                "date_end": date.end if date else None,
                "place": place.name if place else None,
                "within": place.within if place else None,
                "country": place.country if place else None,
                "accused": [accused.name for accused in incident.accused if accused.by],
                "sex": victim.sex,
                "sex_imputed": 0,
                "age": victim.age,
                "age_imputed": 0,
                "role": victim.role,
                "lists": Coded(
                    value=list(lists),
                    rule="mse-lists",
                    claims=tuple(claim.id for claim in naming),
                    words=tuple(words for claim in naming for words in _words(claim, victim)),
                ),
            },
        )

    def check(self, view: View, rows: Iterable[Row]) -> Iterable[Problem]:
        """Warn where too few lists name people for an estimate to rest on this incident alone."""
        lists = {name for row in rows for name in row.value("lists")}
        if lists and len(lists) < 3:
            yield Problem("mse-three-lists", f"{len(lists)} of the three lists or more that an estimate needs")


def _words(claim: Claim, victim: NamedVictim) -> Iterable[Words]:
    names = {victim.name, *victim.variants}
    for item in claim.casualties:
        if names & set(item.whom.names):
            yield Words(claim.id, claim.document, item.whom.span or item.quantity.span)
