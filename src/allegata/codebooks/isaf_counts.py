"""Counting the killed and captured of a release as the ISAF coder counts: conventions for words, one total told twice.

A release tells its whole first ("detained several insurgents") and its parts after it ("detained the leader and two
others"). What is told again with "the" adds nothing, "two additional" adds, and other counts are parts of the first
unless they go beyond it.
"""

import re
from collections.abc import Mapping

import msgspec

from allegata.codebooks.isaf_release import Passage, Release
from allegata.records import Casualty, Claim, Span

_ADDS = re.compile(r"\b(?:additional|second|third|another|other|others|more(?!\s+than)|also)\b", re.IGNORECASE)
_KNOWN = re.compile(r"\b(?:the|these|those|this|that|his|both|him|them|her)\s*$", re.IGNORECASE)
_OPENS_KNOWN = re.compile(r"(?:the|these|those|this|both|him|them|he|she|her)\b", re.IGNORECASE)


class Conventions(msgspec.Struct, frozen=True, kw_only=True):
    """What the coder counts by.

    ``counts``: by vague word; ``bare_plural``: where no number is given; ``own_side``: who is no insurgent;
    ``civil_roles``: roles whose dead are none either; ``other_deeds``: events that are no operations; ``leaders``: who
    leads; ``round_up``: patterns of a sentence whose counts are of several operations.
    """

    counts: Mapping[str, int]
    bare_plural: int
    own_side: frozenset[str]
    civil_roles: frozenset[str]
    other_deeds: frozenset[str]
    leaders: frozenset[str]
    round_up: tuple[str, ...] = ()


class Toll(msgspec.Struct, frozen=True):
    """People and, among them, leaders; ``passages``: what they were counted from."""

    people: int
    leaders: int
    passages: tuple[Passage, ...] = ()

    @property
    def size(self) -> tuple[int, int, str]:
        """What tolls of several releases are compared by: people, leaders, and then the words, so that it is fixed."""
        return self.people, self.leaders, "; ".join(passage.words for passage in self.passages)


class Mention(msgspec.Struct, frozen=True):
    """One count as told: in which sentence, how many, whether known already, whether said to be further ones."""

    sentence: int
    within: Span
    at: int
    number: int
    known: bool
    adds: bool
    leads: bool
    vague: bool
    stated: bool
    passage: Passage


def number_of(item: Casualty, conventions: Conventions, before: str = "") -> int:
    """Return how many people a count is by the conventions; 0 where it says no number.

    ``before``: what stands before it, which may count it ("a group of insurgents").
    """
    quantity = item.quantity
    if quantity.kind == "vague":
        of = re.search(r"\b(\w+) of $", before.lower())
        words = quantity.words.lower() + (f" {of[1]}" if of else "")
        for word, number in sorted(conventions.counts.items(), key=lambda pair: -len(pair[0])):
            if re.search(rf"\b{word}\b", words):
                return number
        return max(conventions.bare_plural, quantity.low or 0)
    return quantity.low or quantity.high or 0


def mentions(told: Release, outcome: str, conventions: Conventions, *, civilians: bool = False) -> list[Mention]:
    """Return the counts of an outcome in the order of the text, sums by their parts.

    Nobody of the own side and no civilians; with ``civilians``, nobody else.
    """
    found: dict[tuple[int, int], Mention] = {}
    for claim in told.claims:
        if outcome == "killed" and claim.event.words.lower() in conventions.other_deeds:
            continue
        derived = {item.id for item in claim.casualties if item.derived_from}
        for item in claim.casualties:
            if item.outcome != outcome or item.derived_from or (item.part_of and item.part_of not in derived):
                continue
            if civilians != (item.whom.status == "civilian") or (not civilians and _own_side(item, conventions)):
                continue
            mention = _mention(told, claim, item, conventions)
            if mention.number:
                found.setdefault(item.quantity.span, mention)
    return sorted(found.values(), key=lambda mention: mention.at)


def _own_side(item: Casualty, conventions: Conventions) -> bool:
    words = (item.whom.words or "").lower()
    if set(re.findall(r"[\w-]+", words)) & conventions.leaders:
        return False
    whom = item.whom
    civil = whom.role in conventions.civil_roles or whom.family is not None or whom.nationality is not None
    if item.outcome == "killed" and whom.status != "combatant" and civil:
        return True  # priests, patients, a family, citizens of somewhere: nobody calls them insurgents
    return any(re.search(rf"\b{own}\b", words) for own in conventions.own_side)


def _mention(told: Release, claim: Claim, item: Casualty, conventions: Conventions) -> Mention:
    text = told.document.text
    start, end = item.quantity.span
    if item.whom.span is not None:
        start, end = min(start, item.whom.span[0]), max(end, item.whom.span[1])
    words = text[start:end]
    around = words + " " + text[end : end + 14].split(".")[0].split(",")[0]
    if item.outcome_span is not None and abs(item.outcome_span[0] - start) < 60:
        around = text[item.outcome_span[0] - 6 : item.outcome_span[0]] + " " + around
    return Mention(
        sentence=claim.evidence[0][0],
        within=claim.evidence[0],
        at=start,
        number=number_of(item, conventions, text[max(0, start - 20) : start]),
        known=bool(_KNOWN.search(text[max(0, start - 8) : start]) or _OPENS_KNOWN.match(words)),
        adds=_ADDS.search(around) is not None,
        leads=_leads(words, text[end : claim.evidence[0][1]], conventions),
        vague=item.quantity.kind == "vague",
        stated=item.quantity.span != item.whom.span,
        passage=told.held(claim, (start, end)),
    )


def _leads(words: str, after: str, conventions: Conventions) -> bool:
    """Return whether the counted are leaders: by their own words, or as the sentence goes on to say."""
    if set(re.findall(r"[\w-]+", words.lower())) & conventions.leaders:
        return True
    apposed = re.match(r",\s+(?:the|a|an)\s+([^.,;]{0,60})", after)
    if apposed is not None and set(re.findall(r"[\w-]+", apposed[1].lower())) & conventions.leaders:
        return True
    said = re.search(r"\b(?:was|were)\b((?:(?!\b(?:and|who|by|after|when)\b)[^.,;]){0,60})", after)
    return said is not None and bool(set(re.findall(r"[\w-]+", said[1].lower())) & conventions.leaders)


def toll(release: Release, outcome: str, conventions: Conventions, *, civilians: bool = False) -> Toll:
    """Return how many a release says were killed (or detained), the smallest number that its words allow.

    ``civilians``: of civilians, else of insurgents.
    """
    others = mentions(release, "detained" if outcome == "killed" else "killed", conventions)
    own = mentions(release, outcome, conventions, civilians=civilians)
    told = _of_one_operation(release.document.text, own, others, conventions)
    sentences: dict[int, list[Mention]] = {}
    for mention in told:
        sentences.setdefault(mention.sentence, []).append(mention)
    total = parts = 0
    exact = adding = vague_parts = False
    for counts in sentences.values():
        number = sum(mention.number for mention in counts)
        fresh = sum(mention.number for mention in counts if not mention.known)
        if not total:
            total, exact, adding = number, not any(m.vague for m in counts), any(m.adds for m in counts)
        elif fresh == number and any(mention.adds for mention in counts) and not adding:
            total += number
        elif fresh < number:
            total = max(total, number)
        elif exact and len(counts) == 1 and not counts[0].vague and number > total:
            total += number
        else:
            parts += number
            vague_parts = vague_parts or any(mention.vague for mention in counts)
    if parts > 1 and not exact and not vague_parts and len(next(iter(sentences.values()))) == 1:
        total = parts  # "several" is told again as "two"
    leaders = max((sum(m.number for m in own if m.leads) for own in sentences.values()), default=0)
    people = max(total, parts)
    return Toll(people, min(leaders, people), tuple(mention.passage for mention in told))


def _of_one_operation(text: str, told: list[Mention], others: list[Mention], conventions: Conventions) -> list[Mention]:
    """Leave out a first sentence on several operations, where one of them is told after it."""
    if not told:
        return told
    start, end = told[0].within
    later = [mention for mention in told if mention.sentence != told[0].sentence]
    elsewhere = [mention for mention in (*later, *others) if mention.sentence > told[0].sentence]
    opening = text[start:end]
    if any(re.search(pattern, opening, re.IGNORECASE) for pattern in conventions.round_up):
        return later if any(mention.stated and not mention.known for mention in elsewhere) else told
    return told
