"""A recorder's view of an assessment: one text about one incident, and the record that its claims amount to.

An assessment opens with the assessor's own finding and goes on with what each source said. So the opening's counts
lead; the accounts that follow open a range only where the finding leaves an end open ("at least", "up to"). What is
told as cumulative or as a share of the dead is left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from allegata.evaluation.airwars_groups import alone, by_names, group_range, left_open, of_account, of_any_age
from allegata.evaluation.airwars_ranges import Range, total
from allegata.evaluation.airwars_victims import victims
from allegata.incidents import Profile
from allegata.reading.times import find_times
from allegata.records import Claim, Document, Place


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
    found_in, others = finding(document, first, rest)
    killed, killed_words = total(found_in, others, "killed", profile)
    if killed is not None and 1 < killed[0] < 5 and not _NUMBERED.search(killed_words):  # names and kin, no figure
        named = len(victims(document.text[:end]))
        killed = (max(killed[0], named), max(killed[1], named))
    injured, injured_words = total(found_in, others, "injured", profile)
    groups = {group: group_range(found_in, others, "killed", group, profile) for group in ("children", "women", "men")}
    spoken = any(
        item.whom.group == "children" and item.outcome.startswith("killed") and not of_any_age(item.whom.words)
        for claim in told
        for item in claim.casualties
    )
    of_accounts = of_account(others, "children", killed)
    at_least = {group for group in groups if groups[group] is not None and left_open(found_in, group)}
    groups = by_names(
        document.text, killed, groups, children_spoken_of=spoken, at_least=at_least, of_accounts=of_accounts
    )
    if killed == (1, 1) and not any(groups.values()):
        groups = alone(document.text[:end], document.text)
    return Assessed(
        killed=killed,
        injured=injured,
        groups=groups,
        date=day(first) or stated_day(document, end) or day(rest),
        strike_type=strike_type(first, rest),
        place=place(first) or place(rest),
        words={"killed": killed_words, "injured": injured_words},
    )


def finding(
    document: Document, first: Sequence[Claim], rest: Sequence[Claim]
) -> tuple[Sequence[Claim], Sequence[Claim]]:
    """Return the claims of the opening that counts the dead, and those behind it.

    Some assessments tell first where and when it was, and count in the next paragraphs.
    """

    def counts(claim: Claim) -> bool:
        return any(
            item.outcome == "killed" and item.part_of is None and item.quantity.kind != "vague" and not item.partial
            for item in claim.casualties
        )

    if any(counts(claim) for claim in first):
        return first, rest
    leading = next((claim for claim in rest if counts(claim)), None)
    if leading is None:
        return first, rest
    end = document.text.find("\n\n", leading.event.span[0])
    end = end if end > 0 else len(document.text)
    told = [*first, *rest]
    return [c for c in told if c.event.span[0] < end], [c for c in told if c.event.span[0] >= end]


_NUMBERED = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|several|many|some|number|civilians|people|others)\b",
    re.IGNORECASE,
)


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
