"""Ranges of an assessment: the opening's counts lead, and the accounts open an end that it leaves open."""

from collections.abc import Callable, Iterable, Sequence

from allegata.incidents import Profile
from allegata.records import Casualty, Claim

Range = tuple[int, int]
"""Least and most, in persons."""


def counts(claims: Iterable[Claim], chosen: Callable[[Casualty], bool]) -> list[Casualty]:
    """Return the chosen casualties of claims that are not cumulative."""
    return [item for claim in claims for item in claim.casualties if not item.cumulative and chosen(item)]


def total(first: Sequence[Claim], rest: Sequence[Claim], outcome: str, profile: Profile) -> tuple[Range | None, str]:
    """Return the range of one outcome over the opening and the accounts that follow, with the words it is from."""

    def whole(item: Casualty) -> bool:
        return item.outcome == outcome and item.part_of is None and not item.partial and item.quantity.high != 0

    opening, accounts = counts(first, whole), counts(rest, whole)
    return range_of(opening, accounts, profile)


def range_of(opening: Sequence[Casualty], accounts: Sequence[Casualty], profile: Profile) -> tuple[Range | None, str]:
    """Return the range of the opening's casualties and of the accounts, with the words it is from."""
    figures = [item for item in opening if item.quantity.kind != "vague"]
    others = [item for item in accounts if item.quantity.kind != "vague"]
    if not figures and not opening:
        figures = sorted(others, key=lambda item: -(profile.bounds(item.quantity)[1] or 0))[:1]
    if not figures:
        vague = sorted(opening or accounts, key=lambda item: -(item.quantity.low or 0))
        if not vague:
            return None, ""
        return closed(profile.bounds(vague[0].quantity)), vague[0].quantity.words
    lead = max(figures, key=lambda item: closed(profile.bounds(item.quantity))[1])
    lead = figures[0] if closed(profile.bounds(figures[0].quantity))[1] > 1 else lead
    low, high = closed(profile.bounds(lead.quantity))
    words = [lead.quantity.words]
    for item in [*figures, *others]:
        least, most = closed(profile.bounds(item.quantity))
        if lead.quantity.kind in ("at least", "more than") and most > high:
            high = most
            words.append(item.quantity.words)
        if lead.quantity.kind in ("up to", "less than") and 1 < least < low and 2 * least >= high:
            low = least
            words.append(item.quantity.words)
    return (low, high), "; ".join(words)


def closed(bounds: tuple[int | None, int | None]) -> Range:
    """Return bounds with an end that is open set to the other."""
    low, high = bounds
    return (low if low is not None else high or 0, high if high is not None else low or 0)
