"""A proposed grade after Airwars' civilian-harm grading, and which sources are independent.

Confirmed: an accused party accepts responsibility. Contested: rival parties are accused. Discounted: several
independent sources say that those harmed were combatants. Fair: two or more independent sources. Weak: a single
source. Source: the definitions that Airwars publishes; what counts as independent and as rival is ours, and told in
docs/incidents.md.
"""

from collections.abc import Iterable, Sequence

from allegata.actors import Register
from allegata.incidents.independence import ultimate
from allegata.incidents.ranges import counted
from allegata.incidents.sides import sides
from allegata.records import Claim, Grade, IncidentAccused


def rivals(accused: Iterable[IncidentAccused], claims: Sequence[Claim], register: Register) -> list[str]:
    """Return one name for each side that is held responsible.

    Only parties of the register count: whether "gunmen" or "a fighter jet" are others than a named party is unknown.
    """
    names = {party.party: party.name for party in accused if party.by and party.party is not None}
    together = [[mention.party for mention in claim.accused if mention.party is not None] for claim in claims]
    return [names[group[0]] for group in sides(names, register, together)]


def propose_grade(
    claims: Sequence[Claim], accused: Sequence[IncidentAccused], sources: Sequence[str], register: Register
) -> Grade:
    """Return the proposed grade of an incident with its reason in words. ``sources``: the independent ones."""
    told = counted(claims)
    denials = _denials(accused)
    denying = _speakers(claim for claim in claims if claim.id in denials)
    denial = f"; denied by {denying}" if denying else ""
    admissions = {claim for party in accused for claim in party.admitted_by}
    if admissions:
        admitting = _speakers(claim for claim in claims if claim.id in admissions)
        return Grade(value="confirmed", why=f"admitted by {admitting}{denial}")
    if not told:
        return Grade(value="weak", why=f"only denied, by {_speakers(claims)}")
    blamed = rivals(accused, told, register)
    if len(blamed) > 1:
        return Grade(value="contested", why=f"different parties are accused: {', '.join(blamed)}{denial}")
    harmed = [item for claim in told for item in claim.casualties if item.part_of is None]
    number = f"{len(sources)} independent sources"
    if len(sources) > 1 and harmed and all(item.whom.status == "combatant" for item in harmed):
        return Grade(value="discounted", why=f"{number} say that those harmed were combatants{denial}")
    if len(sources) > 1:
        return Grade(value="fair", why=f"{number}: {', '.join(sources)}{denial}")
    return Grade(value="weak", why=f"a single source: {sources[0]}{denial}")


def _denials(accused: Sequence[IncidentAccused]) -> set[str]:
    """Return the claims that deny for a party that is held responsible, or for any party where none is."""
    blamed = [party for party in accused if party.by]
    return {claim for party in blamed or accused for claim in party.denied_by}


def _speakers(claims: Iterable[Claim]) -> str:
    return ", ".join(dict.fromkeys(ultimate(claim).name for claim in claims))
