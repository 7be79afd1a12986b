"""Casualty ranges of an incident over its claims.

``min``: the smallest lower bound that is given; ``max``: the largest upper bound, unknown when any is open;
``highest``: the highest figure given. A vague quantity counts only where nobody gives a figure. A toll over more than
the happening is not counted. Nothing given is unknown, never zero.
"""

from collections.abc import Callable, Iterable

from allegata.records import Casualty, Claim, Count


def counted(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims whose counts are used: events, not denials."""
    return [claim for claim in claims if claim.kind == "event" and claim.stance != "denies"]


def count_range(claims: Iterable[Claim], chosen: Callable[[Casualty], bool]) -> Count:
    """Return the range of the casualties that ``chosen`` picks among ``claims``."""
    found = [(claim.id, item) for claim in claims for item in claim.casualties if chosen(item)]
    figures = [(claim, item) for claim, item in found if item.quantity.kind != "vague"]
    used = figures or found
    if not used:
        return Count(min=None, max=None, highest=None)
    lows = [item.quantity.low for _, item in used]
    highs = [item.quantity.high for _, item in used]
    known_lows = [low for low in lows if low is not None]
    known_highs = [high for high in highs if high is not None]
    given = [high if high is not None else low for low, high in zip(lows, highs, strict=True)] if figures else []
    return Count(
        min=min(known_lows, default=None),
        max=None if None in highs else max(known_highs),
        highest=max((figure for figure in given if figure is not None), default=None),
        claims=tuple(dict.fromkeys(claim for claim, _ in used)),
        words=tuple(dict.fromkeys(item.quantity.words for _, item in used)),
    )


def total(outcome: str) -> Callable[[Casualty], bool]:
    """Return a choice of the totals of one outcome: counts of all who were harmed, not of some of them."""
    return lambda item: item.outcome == outcome and item.part_of is None and not item.partial and not item.cumulative


def partial(outcome: str) -> Callable[[Casualty], bool]:
    """Return a choice of counts of only some of those harmed: a lower bound where nobody gives a total."""
    return lambda item: item.outcome == outcome and item.part_of is None and item.partial and not item.cumulative


def total_range(claims: Iterable[Claim], outcome: str) -> Count:
    """Return the range of the totals of one outcome; where only parts are stated, a lower bound and no upper one."""
    used = list(claims)
    found = count_range(used, total(outcome))
    if found.claims:
        return found
    some = count_range(used, partial(outcome))  # a part that is counted says nothing of how many there are at most
    return Count(min=some.min, max=None, highest=some.highest, claims=some.claims, words=some.words)


def of_group(outcome: str, group: str) -> Callable[[Casualty], bool]:
    """Return a choice of the counts of women, children or men."""
    return lambda item: item.outcome == outcome and item.whom.group == group and not item.cumulative


def of_status(outcome: str, status: str) -> Callable[[Casualty], bool]:
    """Return a choice of the counts of people of a stated status."""
    return lambda item: (
        item.outcome == outcome and item.whom.status == status and item.whom.group is None and not item.cumulative
    )
