"""A recorder's view of an assessment: one text about one incident, and the record that its claims amount to.

An assessment opens with the assessor's own finding and goes on with what each source said. So the opening's counts
lead; the accounts that follow open a range only where the finding leaves an end open ("at least", "up to"). What is
told as cumulative or as a share of the dead is left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from allegata.evaluation.airwars_victims import ADULT, victims
from allegata.incidents import Profile
from allegata.reading.times import find_times
from allegata.records import Casualty, Claim, Document, Place

Range = tuple[int, int]
"""Least and most, in persons."""


class Assessed(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of one assessment; ``None`` is unknown. ``groups``: ranges of killed children, women, men."""

    killed: Range | None
    injured: Range | None
    groups: dict[str, Range | None]
    date: tuple[str, str] | None
    strike_type: str
    place: Place | None
    words: dict[str, str]


class StrikeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The set's mapping table from event types, event words and weapons to parts of a strike type."""

    types: dict[str, str]
    words: dict[str, str]
    weapons: dict[str, str]
    code: list[tuple[tuple[str, ...], str]]
    otherwise: str


def opening_end(document: Document) -> int:
    """Return where the opening paragraph of a document's text ends."""
    end = document.text.find("\n\n")
    return end if end > 0 else len(document.text)


def assess(document: Document, claims: Sequence[Claim], profile: Profile) -> Assessed:
    """Return the record of an assessment under a counting profile."""
    end = opening_end(document)
    told = [claim for claim in claims if claim.kind == "event" and claim.stance != "denies"]
    first = [claim for claim in told if claim.event.span[0] < end]
    rest = [claim for claim in told if claim.event.span[0] >= end]
    killed, killed_words = total(first, rest, "killed", profile)
    if killed is not None and 1 < killed[0] < 5 and not _NUMBERED.search(killed_words):  # names and kin, no figure
        named = len(victims(document.text[:end]))
        killed = (max(killed[0], named), max(killed[1], named))
    injured, injured_words = total(first, rest, "injured", profile)
    groups = {group: group_range(first, rest, "killed", group, profile) for group in ("children", "women", "men")}
    spoken = any(
        item.whom.group == "children" and item.outcome.startswith("killed") and not _KIN.search(item.whom.words or "")
        for claim in told
        for item in claim.casualties
    )
    groups = by_names(document.text, killed, groups, children_spoken_of=spoken)
    if killed == (1, 1) and not any(groups.values()):
        groups = alone(document.text[:end])
    return Assessed(
        killed=killed,
        injured=injured,
        groups=groups,
        date=day(first) or stated_day(document, end) or day(rest),
        strike_type=strike_type(first, rest),
        place=place(first) or place(rest),
        words={"killed": killed_words, "injured": injured_words},
    )


def _counts(claims: Iterable[Claim], chosen: Callable[[Casualty], bool]) -> list[Casualty]:
    return [item for claim in claims for item in claim.casualties if not item.cumulative and chosen(item)]


def total(first: Sequence[Claim], rest: Sequence[Claim], outcome: str, profile: Profile) -> tuple[Range | None, str]:
    """Return the range of one outcome over the opening and the accounts that follow, with the words it is from."""

    def whole(item: Casualty) -> bool:
        return item.outcome == outcome and item.part_of is None and not item.partial and item.quantity.high != 0

    opening, accounts = _counts(first, whole), _counts(rest, whole)
    return _range(opening, accounts, profile)


def _range(opening: Sequence[Casualty], accounts: Sequence[Casualty], profile: Profile) -> tuple[Range | None, str]:
    figures = [item for item in opening if item.quantity.kind != "vague"]
    others = [item for item in accounts if item.quantity.kind != "vague"]
    if not figures and not opening:
        figures = sorted(others, key=lambda item: -(profile.bounds(item.quantity)[1] or 0))[:1]
    if not figures:
        vague = sorted(opening or accounts, key=lambda item: -(item.quantity.low or 0))
        if not vague:
            return None, ""
        return _closed(profile.bounds(vague[0].quantity)), vague[0].quantity.words
    lead = max(figures, key=lambda item: _closed(profile.bounds(item.quantity))[1])
    lead = figures[0] if _closed(profile.bounds(figures[0].quantity))[1] > 1 else lead
    low, high = _closed(profile.bounds(lead.quantity))
    words = [lead.quantity.words]
    for item in [*figures, *others]:
        least, most = _closed(profile.bounds(item.quantity))
        if lead.quantity.kind in ("at least", "more than") and most > high:
            high = most
            words.append(item.quantity.words)
        if lead.quantity.kind in ("up to", "less than") and 1 < least < low and 2 * least >= high:
            low = least
            words.append(item.quantity.words)
    return (low, high), "; ".join(words)


def _closed(bounds: tuple[int | None, int | None]) -> Range:
    low, high = bounds
    return (low if low is not None else high or 0, high if high is not None else low or 0)


def group_range(
    first: Sequence[Claim], rest: Sequence[Claim], outcome: str, group: str, profile: Profile
) -> Range | None:
    """Return the range of one group: of the opening, else the highest figure of the accounts."""

    def chosen(item: Casualty) -> bool:
        if item.outcome != outcome or item.whom.group != group or item.quantity.kind == "vague":
            return False
        return not _KIN.search(item.whom.words or "")  # a son, a sister may be of any age

    opening = _counts(first, chosen)
    found, _ = _range(opening, _counts(rest, chosen) if opening else (), profile)
    summed = max((_added(claim, chosen) for claim in first), default=0)
    if found is not None and summed > found[0]:
        return summed, max(summed, found[1])
    return found


def _added(claim: Claim, chosen: Callable[[Casualty], bool]) -> int:
    """Return the sum of exact counts of one group that are told together: "an infant and a 14-year-old boy"."""
    wholes: Counter[str] = Counter()
    for item in claim.casualties:
        if chosen(item) and item.part_of is not None and item.quantity.kind == "exact" and not item.cumulative:
            wholes[item.part_of] += item.quantity.low or 0
    sums = {item.id for item in claim.casualties if item.rule is not None}
    return max((count for whole, count in wholes.items() if whole in sums), default=0)


def by_names(
    text: str, killed: Range | None, groups: dict[str, Range | None], *, children_spoken_of: bool = False
) -> dict[str, Range | None]:
    """Return the groups with those that the opening does not count taken from the named dead.

    Names are used only where they are no more than those killed; the men left over are counted where all else is.
    Groups that nobody tells are none where the others make up the least that were killed: so a record leaves them out.
    """
    most = killed[1] if killed is not None else 0
    counted = {group: ends for group, ends in groups.items() if ends is not None}
    people = [person for person in victims(text) if person.sort() not in counted]
    people = sorted(people, key=lambda person: person.strength(), reverse=True)
    left = max(0, most - sum(least for least, _ in counted.values()))
    named: Counter[str] = Counter(person.sort() for person in people[:left])
    found = dict(groups)
    for group in groups:
        if group not in counted and named[group]:
            found[group] = (named[group], named[group])
    aged = sum(person.sort() == "children" for person in victims(text))
    if counted.get("children") == (1, 1) and aged == 2 and len(victims(text)) <= most:
        found["children"] = (2, 2)  # "a child" in the opening is an aside where two are told by their ages
    found["men"] = found["men"] or remainder(killed, found)
    adults = any(found[group] is not None and found[group] != (0, 0) for group in ("women", "men"))
    open_age = any(person.offspring() for person in people)
    if found["children"] is None and adults and not children_spoken_of and not open_age:
        found["children"] = (0, 0)
    told = sum(ends[0] for ends in found.values() if ends is not None)
    if killed is not None and killed[0] <= told:
        return {group: ends or (0, 0) for group, ends in found.items()}
    return found


_NUMBERED = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|several|many|some|number|civilians|people|others)\b",
    re.IGNORECASE,
)


def alone(opening: str) -> dict[str, Range | None]:
    """Return the groups of a single person killed, by the age, the pronouns or the name that the opening gives."""
    age = _AGE.search(opening)
    said = Counter(match.group().lower() for match in _PRONOUN.finditer(opening))
    male, female = said["he"] + said["his"] + said["him"], said["she"] + said["her"]
    if age and int(age["years"]) < ADULT:
        group = "children"
    elif male == female or (male and female):
        named = [person.sort() for person in victims(opening)]
        if len(set(named)) != 1 or named[0] == "unknown":
            return {"children": None, "women": None, "men": None}
        group = named[0]
    else:
        group = "men" if male else "women"
    return {name: (1, 1) if name == group else (0, 0) for name in ("children", "women", "men")}


_PRONOUN = re.compile(r"\b(?:he|his|him|she|her)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(?P<years>\d{1,2})[- ]years?[- ]old")
_KIN = re.compile(r"\b(?:sons?|daughters?|sisters?|brothers?|nephews?|nieces?)\b", re.IGNORECASE)


def remainder(killed: Range | None, groups: dict[str, Range | None]) -> Range | None:
    """Return the men: those killed who are told to be neither children nor women, where both of these are counted."""
    children, women = groups["children"], groups["women"]
    if killed is None or children is None or women is None:
        return None
    rest = killed[0] - children[0] - women[0]
    return (rest, rest) if killed[0] == killed[1] and rest > 0 else None


def day(claims: Iterable[Claim]) -> tuple[str, str] | None:
    """Return the first and last day of the first dated claim."""
    for claim in claims:
        time = claim.time
        if time is not None and time.start is not None and time.end is not None and time.precision in _DAYS:
            return time.start[:10], time.end[:10]
    return None


_DAYS = ("hour", "day", "days")


def stated_day(document: Document, end: int) -> tuple[str, str] | None:
    """Return the first day that the opening states; its year, where left out, is the one that the text names most."""
    years = [year for match in find_times(document.text) if (year := (match.symbolic.date or "")[:4]).isdecimal()]
    for match in find_times(document.text[:end]):
        stated = match.symbolic.date or ""
        if match.kind != "point" or match.symbolic.anchor != "calendar" or not _STATED.fullmatch(stated):
            continue
        if stated.startswith("--"):
            if not years:
                continue
            stated = f"{Counter(years).most_common(1)[0][0]}-{stated[2:]}"
        return stated, stated
    return None


_STATED = re.compile(r"(?:\d{4}-|--)\d\d-\d\d")


def place(claims: Iterable[Claim]) -> Place | None:
    """Return the most precise resolved place at which the claims say that it happened."""
    found = [place for claim in claims for place in claim.places if place.role == "event"]
    near = [place for claim in claims for place in claim.places if place.role == "relation"]
    for places in (found, near):
        resolved = [place for place in places if place.resolved and place.latitude is not None]
        fine = [place for place in resolved if place.precision not in ("country", "admin1", "area")]
        if fine or resolved:
            return (fine or resolved)[0]
    return None


@cache
def _table() -> StrikeWords:
    data = files("allegata.evaluation").joinpath("data/airwars_strike_types.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), StrikeWords)


def strike_type(first: Sequence[Claim], rest: Sequence[Claim]) -> str:
    """Return the strike type by the set's mapping table: of the opening, else of all."""
    table = _table()
    for claims in (first, [*first, *rest]):
        seen = {means for claim in claims for means in _means(claim, table)}
        for needed, code in table.code:
            if seen.issuperset(needed):
                return code
    return table.otherwise


def _means(claim: Claim, table: StrikeWords) -> Iterable[str]:
    words = claim.event.words.lower()
    yield from (means for word, means in table.words.items() if word in words)
    if claim.event.type in table.types:
        yield table.types[claim.event.type]
    yield from (table.weapons[weapon.type] for weapon in claim.weapons if weapon.type in table.weapons)
