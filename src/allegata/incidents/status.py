"""Whether it is contested that the dead were civilians, after Airwars (Gaza methodology, annex 1).

Contested is a status that a source says is in dispute, and one on which independent voices contradict each other: one
calls the dead civilians and none of them combatants, another the reverse. What only a party held responsible says of
the status of the dead is context and contests nothing.
"""

from collections.abc import Collection, Sequence

from allegata.incidents.independence import ultimate
from allegata.records import Claim


def contested(claims: Sequence[Claim], own_words: Collection[str] = ()) -> tuple[str, ...]:
    """Return the claims between which the status of the dead is contested, in order; none where it is not.

    ``own_words``: claims by which a party held responsible speaks for itself.
    """
    disputed = [claim.id for claim in claims if "contested" in _statuses(claim)]
    voices: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.id not in own_words:
            voice = ultimate(claim)
            voices.setdefault(voice.party or voice.name.casefold(), []).append(claim)
    said = {voice: {status for claim in told for status in _statuses(claim)} for voice, told in voices.items()}
    sides: dict[str, list[str]] = {}
    for status, other in (("civilian", "combatant"), ("combatant", "civilian")):
        agreeing = [voice for voice, statuses in said.items() if status in statuses and other not in statuses]
        sides[status] = [claim.id for voice in agreeing for claim in voices[voice] if status in _statuses(claim)]
    against = {*sides["civilian"], *sides["combatant"]} if all(sides.values()) else set()
    return tuple(claim.id for claim in claims if claim.id in against or claim.id in disputed)


def _statuses(claim: Claim) -> set[str]:
    """Return the statuses that a claim states of all whom it counts, not of some of them."""
    return {
        item.whom.status
        for item in claim.casualties
        if item.outcome in ("killed", "killed_or_injured") and item.part_of is None and not item.cumulative
    }
