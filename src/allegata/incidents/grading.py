"""A proposed grade after Airwars' civilian-harm grading, and which sources are independent.

Confirmed: an accused party accepts responsibility. Contested: claims hold different parties responsible. Fair: two or
more independent sources. Weak: a single source. Discounted: several independent sources say that those harmed were
combatants. Source: Airwars methodology as retold in docs/incidents.md; the reading of "independent" here is ours.
"""

from collections.abc import Iterable, Sequence

from allegata.records import Attribution, Claim, Grade, IncidentAccused


def ultimate(claim: Claim) -> Attribution:
    """Return the ultimate speaker of a claim."""
    return claim.attribution[0]


def independent_sources(claims: Sequence[Claim]) -> list[str]:
    """Return one name for each independent source of the claims.

    Named speakers count by their party or name. Unnamed ones ("local sources") and the publisher's own words count as
    the publisher, and only where no named speaker of the same document stands beside them: what one publication says
    without a name is no second, independent source.
    """
    named: dict[str, str] = {}
    unnamed: dict[str, str] = {}
    with_named: set[str] = set()
    for claim in claims:
        voice = ultimate(claim)
        publisher = claim.attribution[-1]
        if voice.anonymous or voice is publisher:
            unnamed.setdefault(claim.document, publisher.name)
        else:
            named.setdefault(voice.party or voice.name.casefold(), voice.name)
            with_named.add(claim.document)
    rest = {publisher.casefold(): publisher for document, publisher in unnamed.items() if document not in with_named}
    return [*named.values(), *(name for key, name in rest.items() if key not in named)]


def propose_grade(claims: Sequence[Claim], accused: Iterable[IncidentAccused], sources: Sequence[str]) -> Grade:
    """Return the proposed grade of an incident with its reason in words."""
    parties = list(accused)
    admitting = [party.name for party in parties if party.admitted_by]
    denying = [party.name for party in parties if party.denied_by]
    denial = f"; {', '.join(denying)} denies it" if denying else ""
    if admitting:
        return Grade(value="confirmed", why=f"{', '.join(admitting)} admits it{denial}")
    blamed = [party for party in parties if party.by]
    if len(blamed) > 1:
        return Grade(
            value="contested", why=f"different parties are accused: {', '.join(p.name for p in blamed)}{denial}"
        )
    harmed = [item for claim in claims for item in claim.casualties if item.part_of is None]
    if len(sources) > 1 and harmed and all(item.whom.status == "combatant" for item in harmed):
        return Grade(
            value="discounted", why=f"{len(sources)} independent sources say that those harmed were combatants{denial}"
        )
    if len(sources) > 1:
        return Grade(value="fair", why=f"{len(sources)} independent sources: {', '.join(sources)}{denial}")
    name = sources[0] if sources else "unknown"
    return Grade(value="weak", why=f"a single source: {name}{denial}")
