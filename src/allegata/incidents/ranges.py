"""Casualty ranges of an incident over its claims, as stated or under a counting profile.

``min``: the smallest lower bound that is given; ``max``: the largest upper bound, unknown when any is open;
``highest``: the highest figure given. A vague quantity counts only where nobody gives a figure. A toll over more than
the happening is not counted, nor a figure that its speaker replaced. Nothing given is unknown, never zero.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from allegata.incidents.profiles import AS_STATED, Profile
from allegata.records import Casualty, Claim, Count, Outcome

SUM_OF_PARTS = "sum-of-parts"
"""Rule of ours: where the parts that a source counts are more than its lower bound, it counts their sum."""

OWN_NAMES = "own-names"
"""Rule of ours: where a source names more people than its lower bound, it counts those whom it names."""

OWN_RULES = {
    SUM_OF_PARTS: "a source's own parts are more than its lower bound: their sum",
    OWN_NAMES: "a source names more people than its lower bound: as many as it names",
}
"""The rules of ours that are of no counting profile, in words."""

Skip = Collection[tuple[str, str]]
"""Counts that are not used, each by its claim's id and its own."""

Choice = Callable[[Casualty], bool]


class Told(NamedTuple):
    """One count that is used: by which claim, what it counts as, and the rules that made it."""

    claim: str
    item: Casualty
    low: int | None
    high: int | None
    rules: tuple[str, ...] = ()


def counted(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims whose counts are used: events, not denials."""
    return [claim for claim in claims if claim.kind == "event" and claim.stance != "denies"]


def count_range(claims: Iterable[Claim], chosen: Choice, profile: Profile | None = None, skip: Skip = ()) -> Count:
    """Return the range of the casualties that ``chosen`` picks among ``claims``.

    ``profile``: counts are those of a counting profile; without one, as stated. ``skip``: counts that are not used.
    """
    return range_of(told(claims, chosen, profile, skip), profile)


def told(
    claims: Iterable[Claim],
    chosen: Choice,
    profile: Profile | None = None,
    skip: Skip = (),
    outcome: Outcome | None = None,
) -> list[Told]:
    """Return the counts that ``chosen`` picks, as ``profile`` counts them.

    ``outcome``: what they are to be counted as, where that is another outcome than their own.
    """
    found = []
    for claim in claims:
        for item in claim.casualties:
            if chosen(item) and (claim.id, item.id) not in skip:
                one = _as_counted(claim, item, profile, outcome)
                if one is not None:
                    found.append(one)
    return found


def _as_counted(claim: Claim, item: Casualty, profile: Profile | None, outcome: Outcome | None) -> Told | None:
    low, high = item.quantity.low, item.quantity.high
    rules: tuple[str, ...] = ()
    least, why = own_least(claim, item)
    if profile is not None:
        number = profile.counted(item) if outcome is None else profile.counted_as(item, outcome)
        if number is None:
            return None
        low, high = number.low, number.high
        rules = (number.rule,) if number.rule != AS_STATED and (low, high) != _stated(item) else ()
    if outcome is None and least is not None and (low is None or low < least):
        return Told(claim.id, item, least, None if high is None else max(high, least), (*rules, why))
    return Told(claim.id, item, low, high, rules)


def _stated(item: Casualty) -> tuple[int | None, int | None]:
    return item.quantity.low, item.quantity.high


def own_least(claim: Claim, item: Casualty) -> tuple[int | None, str]:
    """Return how many people at least a count is of by its own parts or names, and the rule; ``None`` without any.

    Women, children and men are different people, and so are civilians and combatants; of two counts of one group the
    larger is taken, as one may hold the other. What is more than the count's own upper bound says nothing.
    """
    parts = [part for part in claim.casualties if part.part_of == item.id and part.outcome == item.outcome]
    groups: dict[str, int] = {}
    statuses: dict[str, int] = {}
    for part in parts:
        if part.whom.group is not None:
            groups[part.whom.group] = max(groups.get(part.whom.group, 0), part.quantity.low or 0)
        elif part.whom.status in ("civilian", "combatant"):
            statuses[part.whom.status] = max(statuses.get(part.whom.status, 0), part.quantity.low or 0)
    names = len({name for part in (item, *parts) for name in part.whom.names})
    summed = max(sum(groups.values()), sum(statuses.values()))
    least, why = (names, OWN_NAMES) if names > summed else (summed, SUM_OF_PARTS)
    most = item.quantity.high
    return (None, why) if least == 0 or (most is not None and least > most) else (least, why)


def range_of(counts: Sequence[Told], profile: Profile | None = None) -> Count:
    """Return the range of some counts, by the profile's rule for sources that disagree."""
    figures = [one for one in counts if one.item.quantity.kind != "vague"]
    used = figures or counts
    if not used:
        return Count(min=None, max=None, highest=None)
    figure = [one.high if one.high is not None else one.low for one in used] if figures or profile is not None else []
    highest = max((number for number in figure if number is not None), default=None)
    rules = [rule for one in used for rule in one.rules]
    ends = list(used)
    if profile is not None and profile.conflict.use == "lowest":
        lowest = min(used, key=_lowest)
        ends = [one for one in used if (one.low, one.high) == (lowest.low, lowest.high)]
        rules = [*ends[0].rules, *([profile.conflict.id] if len(ends) < len(used) else [])]
    lows = [one.low for one in ends if one.low is not None]
    highs = [one.high for one in ends if one.high is not None]
    least = min(lows, default=None)
    most = None if len(highs) < len(ends) else max(highs)
    return Count(
        min=least,
        max=most,
        highest=highest,
        claims=tuple(dict.fromkeys(one.claim for one in used)),
        words=tuple(dict.fromkeys(one.item.quantity.words for one in used)),
        min_from=tuple(dict.fromkeys(one.claim for one in ends if one.low == least and least is not None)),
        max_from=tuple(dict.fromkeys(one.claim for one in ends if one.high == most)),
        rules=tuple(dict.fromkeys(rules)),
    )


def _lowest(one: Told) -> tuple[int, int]:
    low, high = one.low, one.high
    first = low if low is not None else high if high is not None else 0
    return first, high if high is not None else first


def total(outcome: str) -> Choice:
    """Return a choice of the totals of one outcome: counts of all who were harmed, not of some of them."""
    return lambda item: item.outcome == outcome and item.part_of is None and not item.partial and not item.cumulative


def partial(outcome: str) -> Choice:
    """Return a choice of counts of only some of those harmed: a lower bound where nobody gives a total."""
    return lambda item: item.outcome == outcome and item.part_of is None and item.partial and not item.cumulative


def total_range(claims: Iterable[Claim], outcome: str, profile: Profile | None = None, skip: Skip = ()) -> Count:
    """Return the range of the totals of one outcome; where only parts are stated, a lower bound and no upper one."""
    used = list(claims)
    found = count_range(used, total(outcome), profile, skip)
    if found.claims:
        return found
    some = count_range(used, partial(outcome), profile, skip)
    if profile is not None and profile.conflict.use == "lowest":
        return some
    # a part that is counted says nothing of how many there are at most
    return Count(
        min=some.min,
        max=None,
        highest=some.highest,
        claims=some.claims,
        words=some.words,
        min_from=some.min_from,
        max_from=some.claims,
        rules=some.rules,
    )


def of_group(outcome: str, group: str) -> Choice:
    """Return a choice of the counts of women, children or men."""
    return lambda item: item.outcome == outcome and item.whom.group == group and not item.cumulative


def of_status(outcome: str, status: str) -> Choice:
    """Return a choice of the counts of people of a stated status."""
    return lambda item: (
        item.outcome == outcome and item.whom.status == status and item.whom.group is None and not item.cumulative
    )
