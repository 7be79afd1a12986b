"""The ranges of an incident under each counting profile.

Keys: an outcome ("killed", "injured", "killed or injured"); a group of it ("killed women", "killed children", "killed
men"); a status of those killed ("killed civilian", "killed combatant", "killed contested"). What nobody counts has no
entry, and neither has an outcome that the codebook does not collect.
"""

from collections.abc import Sequence

import msgspec

from allegata.incidents.profiles import Profile, profile, profile_names
from allegata.incidents.ranges import Skip, Told, count_range, of_group, of_status, range_of, told, total, total_range
from allegata.records import Casualty, Claim, Count, NamedVictim, Outcome

OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "killed_or_injured")
GROUPS = ("women", "children", "men")
STATUSES = ("civilian", "combatant", "contested")


class Counts(msgspec.Struct, frozen=True):
    """What the ranges of an incident are made from.

    ``skip``, ``skip_status``: counts that are not used, for totals and groups and for one status. ``victims``: who is
    named. ``contested``: the claims between which it is disputed whether the dead were civilians.
    """

    claims: tuple[Claim, ...]
    skip: Skip = frozenset()
    skip_status: Skip = frozenset()
    victims: tuple[NamedVictim, ...] = ()
    contested: tuple[str, ...] = ()


def by_profile(counts: Counts) -> dict[str, dict[str, Count]]:
    """Return the ranges by profile name and key (see the module)."""
    return {name: ranges(counts, profile(name)) for name in profile_names()}


def ranges(counts: Counts, counting: Profile) -> dict[str, Count]:
    """Return the ranges of an incident under one profile, by key (see the module)."""
    told_of = {(item.outcome, item.whom.group) for claim in counts.claims for item in claim.casualties}
    if not told_of and not counts.victims:
        return {}
    found: dict[str, Count] = {}
    for outcome in OUTCOMES:
        if not counting.collects(outcome):
            continue
        name = outcome.replace("_", " ")
        found[name] = _total(counts, counting, outcome)
        for group in GROUPS:
            if (outcome, group) in told_of:
                found[f"{name} {group}"] = count_range(counts.claims, of_group(outcome, group), counting, counts.skip)
    if counting.contested.use != "undivided" and found["killed"].claims:
        for status in STATUSES:
            found[f"killed {status}"] = _status(counts, counting, status, found["killed"])
    return {key: count for key, count in found.items() if count.claims}


def _total(counts: Counts, counting: Profile, outcome: Outcome) -> Count:
    found = total_range(counts.claims, outcome, counting, counts.skip)
    if not found.claims:  # a profile may make a number of the dead of people killed or injured
        others = [one for other in OUTCOMES if other != outcome for one in _as(counts, counting, other, outcome)]
        found = range_of(others, counting)
    if outcome == "killed":
        found = _by_names(found, counts.victims, counting)
    return found


def _as(counts: Counts, counting: Profile, other: Outcome, outcome: Outcome) -> list[Told]:
    return told(counts.claims, total(other), counting, counts.skip, outcome)


def _by_names(count: Count, victims: Sequence[NamedVictim], counting: Profile) -> Count:
    """Raise the least to the number of people named as killed, where the profile does so."""
    rule = counting.names
    dead = [victim for victim in victims if victim.outcome == "killed"]
    if rule is None or rule.use != "raise-minimum" or len(dead) <= (count.min or 0):
        return count
    naming = tuple(dict.fromkeys(claim for victim in dead for claim in victim.named_by))
    short = count.max is not None and count.max < len(dead)
    return msgspec.structs.replace(
        count,
        min=len(dead),
        max=len(dead) if short else count.max,
        highest=max(count.highest or 0, len(dead)),
        claims=tuple(dict.fromkeys((*count.claims, *naming))),
        min_from=naming,
        max_from=naming if short else count.max_from,
        rules=(*count.rules, rule.id),
    )


def _status(counts: Counts, counting: Profile, status: str, everyone: Count) -> Count:
    """Return the range of the killed of one status, by the profile's rules for contested and for unstated status."""
    if counts.contested and counting.contested.use == "zero-minimum" and status != "contested" and everyone.claims:
        return msgspec.structs.replace(
            everyone, min=0, min_from=counts.contested, rules=(*everyone.rules, counting.contested.id)
        )
    found = count_range(counts.claims, of_status("killed", status), counting, counts.skip_status)
    rule = counting.unstated
    if status != "civilian" or rule is None or rule.use != "civilian":
        return found
    silent = [claim for claim in counts.claims if not any(_of_stated_status(item) for item in claim.casualties)]
    civilians = told(counts.claims, of_status("killed", "civilian"), counting, counts.skip_status)
    assumed = told(silent, total("killed"), counting, counts.skip)
    found = range_of([*civilians, *assumed], counting)
    return msgspec.structs.replace(found, rules=(*found.rules, rule.id)) if assumed and found.claims else found


def _of_stated_status(item: Casualty) -> bool:
    return item.outcome == "killed" and item.whom.status != "not stated"
