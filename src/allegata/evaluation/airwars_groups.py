"""Children, women and men killed, as an assessment tells them: by counts, else by the dead whom it names."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set

from allegata.evaluation.airwars_person import ADULT, Victim
from allegata.evaluation.airwars_ranges import Range, counts, range_of
from allegata.evaluation.airwars_victims import victims
from allegata.incidents import Profile
from allegata.records import Casualty, Claim


def group_range(
    first: Sequence[Claim], rest: Sequence[Claim], outcome: str, group: str, profile: Profile
) -> Range | None:
    """Return the range of one group: of the opening, else the highest figure of the accounts."""

    def chosen(item: Casualty) -> bool:
        if item.outcome != outcome or item.whom.group != group or item.quantity.kind == "vague":
            return False
        return not item.whom.names and not of_any_age(item.whom.words)  # a son, a sister may be of any age

    opening = counts(first, chosen)
    found, _ = range_of(opening, counts(rest, chosen) if opening else (), profile)
    summed = max((_added(claim, chosen) for claim in first), default=0)
    if found is not None and summed > found[0]:
        return summed, max(summed, found[1])
    return found


def of_account(claims: Iterable[Claim], group: str, killed: Range | None) -> Range | None:
    """Return a group as counted by the account whose toll is the highest that the finding holds."""
    best: tuple[int, int] | None = None
    for claim in claims:
        wholes = {
            item.id: item.quantity for item in claim.casualties if item.outcome == "killed" and item.part_of is None
        }
        for item in claim.casualties:
            if item.part_of not in wholes or item.whom.group != group or item.quantity.kind == "vague":
                continue
            toll, count = wholes[item.part_of].low, item.quantity.low
            if toll is None or not count or killed is None or not killed[0] <= toll <= killed[1] or item.cumulative:
                continue
            if not of_any_age(item.whom.words) and (best is None or toll > best[0]):
                best = toll, count
    return (best[1], best[1]) if best is not None else None


def left_open(claims: Iterable[Claim], group: str) -> bool:
    """Return whether a group is counted as "at least" so many: also "at least five women and four children"."""
    for claim in claims:
        parts = [item for item in claim.casualties if item.part_of is not None and item.outcome == "killed"]
        for n, item in enumerate(parts):
            if item.whom.group == group:
                fellows = [fellow for fellow in parts[: n + 1] if fellow.part_of == item.part_of]
                return any(fellow.quantity.kind in ("at least", "more than") for fellow in fellows)
    return False


def _added(claim: Claim, chosen: Callable[[Casualty], bool]) -> int:
    """Return the sum of exact counts of one group that are told together: "an infant and a 14-year-old boy"."""
    wholes: Counter[str] = Counter()
    for item in claim.casualties:
        if chosen(item) and item.part_of is not None and item.quantity.kind == "exact" and not item.cumulative:
            wholes[item.part_of] += item.quantity.low or 0
    sums = {item.id for item in claim.casualties if item.rule is not None}
    return max((count for whole, count in wholes.items() if whole in sums), default=0)


def by_names(
    text: str,
    killed: Range | None,
    groups: dict[str, Range | None],
    *,
    children_spoken_of: bool = False,
    at_least: Set[str] = frozenset(),
    of_accounts: Range | None = None,
) -> dict[str, Range | None]:
    """Return the groups with those that the opening does not count taken from the named dead.

    Where children are told by their ages, or counted as "at least" as many, those of the dead whose words leave the age
    open make up the upper end. Names are used only where they are no more than those killed; the men left over are
    counted where all else is.
    Groups that nobody tells are none where the others make up the least that were killed: so a record leaves them out.
    """
    most = killed[1] if killed is not None else 0
    counted = {group: ends for group, ends in groups.items() if ends is not None}
    everyone = victims(text)
    people = [person for person in everyone if person.sort() not in counted]
    people = sorted(people, key=lambda person: person.strength(), reverse=True)
    left = max(0, most - sum(least for least, _ in counted.values()))
    named: Counter[str] = Counter(person.sort() for person in people[:left])
    found = dict(groups)
    for group in groups:
        if group not in counted and named[group]:
            found[group] = (named[group], named[group])
    found["children"] = found["children"] or of_accounts
    aged = sum(person.sort() == "children" for person in everyone)
    if counted.get("children") == (1, 1) and aged == 2 and len(everyone) <= most:
        found["children"] = (2, 2)  # "a child" in the opening is an aside where two are told by their ages
    open_age = [person for person in everyone if person.open()]
    closed = "children" in counted and "children" not in at_least
    if found["children"] == (aged, aged) and aged and open_age and not closed:
        found["children"] = (aged, max(aged, min(aged + len(open_age), most)))  # may be children too
        for group in ("women", "men"):
            may_be = sum(person.sort() == group for person in open_age)
            if group in at_least and counted[group] == (named_adults(everyone, group),) * 2:
                found[group] = (counted[group][0], counted[group][0] + may_be)
    found["men"] = found["men"] or remainder(killed, found)
    adults = any(found[group] is not None and found[group] != (0, 0) for group in ("women", "men"))
    if found["children"] is None and adults and not children_spoken_of and not open_age:
        found["children"] = (0, 0)
    told = sum(ends[0] for ends in found.values() if ends is not None)
    if killed is not None and killed[0] <= told:
        return {group: ends or (0, 0) for group, ends in found.items()}
    return found


def named_adults(people: Iterable[Victim], group: str) -> int:
    """Return how many of the named are women, or men, beyond doubt."""
    return sum(person.sort() == group and not person.open() for person in people)


def alone(opening: str, text: str = "") -> dict[str, Range | None]:
    """Return the groups of a single person killed, by the age, the pronouns or the name that the opening gives."""
    age = _AGE.search(opening)
    said = Counter(match.group().lower() for match in _PRONOUN.finditer(opening))
    male, female = said["he"] + said["his"] + said["him"], said["she"] + said["her"]
    if age and int(age["years"]) < ADULT:
        group = "children"
    elif male == female or (male and female):
        named = [person.sort() for person in victims(opening) or victims(text)]
        if len(set(named)) != 1 or named[0] == "unknown":
            return {"children": None, "women": None, "men": None}
        group = named[0]
    else:
        group = "men" if male else "women"
    return {name: (1, 1) if name == group else (0, 0) for name in ("children", "women", "men")}


def remainder(killed: Range | None, groups: dict[str, Range | None]) -> Range | None:
    """Return the men: those killed who are told to be neither children nor women, where both of these are counted."""
    children, women = groups["children"], groups["women"]
    if killed is None or children is None or women is None:
        return None
    rest = (max(0, killed[0] - children[1] - women[1]), killed[1] - children[0] - women[0])
    return rest if killed[0] == killed[1] and rest[1] > 0 else None


_PRONOUN = re.compile(r"\b(?:he|his|him|she|her)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(?P<years>\d{1,2})[- ]years?[- ]old")


def of_any_age(words: str | None) -> bool:
    """Return whether words name kin that may be of any age: a son, a sister."""
    return bool(_KIN.search(words or ""))


_KIN = re.compile(r"\b(?:sons?|daughters?|sisters?|brothers?|nephews?|nieces?)\b", re.IGNORECASE)
