"""A proposed grade after Airwars' civilian-harm grading, and which sources are independent.

Confirmed: an accused party accepts responsibility. Contested: rival parties are accused. Discounted: several
independent sources say that those harmed were combatants. Fair: two or more independent sources. Weak: a single
source. Source: the definitions that Airwars publishes; what counts as independent and as rival is ours, and told in
docs/incidents.md.
"""

from collections.abc import Iterable, Sequence

from allegata.actors import Register
from allegata.incidents.ranges import counted
from allegata.incidents.sides import sides
from allegata.records import Attribution, Claim, Grade, IncidentAccused


def ultimate(claim: Claim) -> Attribution:
    """Return the ultimate speaker of a claim."""
    return claim.attribution[0]


def independent_sources(claims: Sequence[Claim], register: Register) -> list[str]:
    """Return one name for each independent source of the claims.

    Named speakers count by their party or name; bodies of one party (two ministries of a government) are one. Unnamed
    ones ("local sources") and the publisher's own words count as the publisher, and only where no named speaker of the
    same document stands beside them: what one publication says without a name is no second, independent source.
    """
    parties: dict[str, str] = {}
    names: dict[str, str] = {}
    unnamed: dict[str, str] = {}
    with_named: set[str] = set()
    for claim in claims:
        voice = ultimate(claim)
        publisher = claim.attribution[-1]
        if voice.anonymous or voice is publisher:
            unnamed.setdefault(claim.document, publisher.name)
            continue
        with_named.add(claim.document)
        if voice.party is not None:
            parties.setdefault(voice.party, voice.name)
        else:
            names.setdefault(voice.name.casefold(), voice.name)
    found = [parties[group[0]] for group in sides(parties, register)] + list(names.values())
    known = {name.casefold() for name in found}
    rest = {name.casefold(): name for document, name in unnamed.items() if document not in with_named}
    return [*found, *(name for key, name in rest.items() if key not in known)]


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
