"""The ISAF coder's codebook: from documents and their claims to 13 fields, each with the words that it rests on.

The counting conventions and word lists are the coder's, under ``terms`` in ``data/isaf.yaml``; everything else is the
reader's. The evaluation of that name and the export come through the same function, ``code``.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from allegata.actors import Register
from allegata.codebooks.isaf_counts import Conventions, Toll, toll
from allegata.codebooks.isaf_release import COUNTRY, Passage, Release
from allegata.gazetteer import Gazetteer
from allegata.reading.times import Anchor, TimeMatch, find_times, resolve
from allegata.records import Claim


class Fields(msgspec.Struct, frozen=True, kw_only=True):
    """The 13 fields as the coder writes them; ``start_date`` an ISO day or empty where it cannot be known."""

    start_date: str
    event_type: tuple[str, ...]
    province: tuple[str, ...]
    target_group: tuple[str, ...]
    min_killed: int
    min_captured: int
    killq: bool
    captureq: bool
    killcaptureraid: bool
    airstrike: bool
    noshotsfired: bool
    min_leaders_killed: int
    min_leaders_captured: int


class IsafCode(msgspec.Struct, frozen=True, kw_only=True):
    """The fields, and by field the passages that they rest on."""

    fields: Fields
    passages: dict[str, tuple[Passage, ...]]

    def words(self, field: str) -> str:
        """Return the words that a field rests on, parted by '; '."""
        return "; ".join(passage.words for passage in self.passages.get(field, ()))


class IsafTerms(msgspec.Struct, frozen=True, kw_only=True):
    """The ``terms`` of ``data/isaf.yaml``; each key is described there."""

    counts: dict[str, int]
    bare_plural: int
    own_side: frozenset[str]
    civil_roles: frozenset[str]
    other_deeds: frozenset[str]
    event_types: dict[str, str]
    no_airstrike: frozenset[str]
    leaders: frozenset[str]
    groups: dict[str, str]
    group_people: frozenset[str]
    group_joiners: frozenset[str]
    group_words: dict[str, str]
    raid: tuple[str, ...]
    from_the_air: tuple[str, ...]
    exchange: tuple[str, ...]
    raid_with_captures: tuple[str, ...]
    drugs: tuple[str, ...]
    shots: tuple[str, ...]
    round_up: tuple[str, ...]
    no_shots: tuple[str, ...]
    provinces: dict[int, str]

    @property
    def conventions(self) -> Conventions:
        """What counting needs of the terms."""
        return Conventions(
            counts=self.counts,
            bare_plural=self.bare_plural,
            own_side=self.own_side,
            civil_roles=self.civil_roles,
            other_deeds=self.other_deeds,
            leaders=self.leaders,
            round_up=self.round_up,
        )


class IsafTools(msgspec.Struct, frozen=True, kw_only=True):
    """What coding looks things up in."""

    terms: IsafTerms
    gazetteer: Gazetteer
    register: Register


def isaf_terms(terms: Any) -> IsafTerms:
    """Return the conventions that the ``terms`` of a data file hold. Raises ``msgspec.ValidationError``."""
    return msgspec.convert(terms, IsafTerms)


def code(told: Sequence[Release], tools: IsafTools) -> IsafCode:
    """Return the 13 fields of an operation: of one release, or of one and its updates, each with its claims."""
    terms = tools.terms
    killed, captured = _most(told, "killed", terms), _most(told, "detained", terms)
    none = not (killed.people or captured.people)
    civilians = _most(told, "killed", terms, civilians=True) if none else Toll(0, 0)
    everything = [(release, claim) for release in told for claim in release.claims]
    air = _events((release, claim) for release, claim in everything if _from_the_air(claim, terms))
    air = air or _first(terms.from_the_air, told)
    day, day_words = _day(told)
    province, province_words = _province(told, tools)
    group, group_words = _group(told, tools)
    raid = _first(terms.raid, told) if captured.people or not air else ()
    if not raid and captured.people and not _first(terms.drugs, told):
        raid = _first(terms.raid_with_captures, told)
    no_shots = () if _first(terms.shots, told) else _first(terms.no_shots, told)
    fields = Fields(
        start_date=day,
        event_type=(_event_type(killed, captured, bool(air), told, terms),),
        province=(province,) if province else (),
        target_group=(group,),
        min_killed=killed.people or civilians.people,
        min_captured=captured.people,
        killq=killed.people + civilians.people > 0,
        captureq=captured.people > 0,
        killcaptureraid=bool(raid),
        airstrike=bool(air),
        noshotsfired=bool(no_shots),
        min_leaders_killed=killed.leaders,
        min_leaders_captured=captured.leaders,
    )
    dead = killed.passages or civilians.passages
    return IsafCode(
        fields=fields,
        passages={
            "start_date": day_words,
            "event_type": _events(everything),
            "province": province_words,
            "target_group": group_words,
            "min_killed": dead,
            "min_captured": captured.passages,
            "killq": dead,
            "captureq": captured.passages,
            "killcaptureraid": raid,
            "airstrike": air,
            "noshotsfired": no_shots,
            "min_leaders_killed": killed.passages,
            "min_leaders_captured": captured.passages,
        },
    )


def _most(told: Sequence[Release], outcome: str, terms: IsafTerms, *, civilians: bool = False) -> Toll:
    tolls = [toll(release, outcome, terms.conventions, civilians=civilians) for release in told]
    return max(tolls, key=lambda found: found.size)


def _events(claims: Iterable[tuple[Release, Claim]]) -> tuple[Passage, ...]:
    return tuple(release.held(claim, claim.event.span) for release, claim in claims)


def _from_the_air(claim: Claim, terms: IsafTerms) -> bool:
    return claim.event.type in ("airstrike", "drone strike") and claim.event.words.lower() not in terms.no_airstrike


def _event_type(killed: Toll, captured: Toll, air: bool, told: Sequence[Release], terms: IsafTerms) -> str:
    if killed.people and captured.people:
        return terms.event_types["killed and captured"]
    if killed.people:
        return terms.event_types["killed from the air" if air else "killed"]
    if captured.people:
        return terms.event_types["captured"]
    harmed = any(
        item.whom.status == "civilian" and (item.quantity.low or 0) > 0
        for release in told
        for claim in release.claims
        for item in claim.casualties
        if item.outcome in ("killed", "injured", "killed_or_injured")
    )
    if harmed:
        return terms.event_types["civilians harmed"]
    return terms.event_types["shots exchanged" if _first(terms.exchange, told) else "otherwise"]


def _harms(claim: Claim) -> bool:
    return any(item.outcome in ("killed", "detained") for item in claim.casualties)


def _day(told: Sequence[Release]) -> tuple[str, tuple[Passage, ...]]:
    """Return the day of the operation: that of the first harm or capture, the first in the body, or the release's."""
    for release in told:
        for claim in filter(_harms, release.claims):
            time = claim.time
            if time is None or (time.symbolic is not None and time.symbolic.unit == "hour"):
                continue  # "over the past 24 hours" is said of several operations
            if time.start is not None and time.precision in ("hour", "day", "days"):
                return time.start, (release.held(claim, time.span),)
        found = _day_in(release)
        if found is not None:
            return found
        published = release.document.published
        if published is not None and published.precision == "day":
            return published.start, _dateline(release)
    return "", ()


def _dateline(release: Release) -> tuple[Passage, ...]:
    """Return the words that date the release, where it is known which they are."""
    document, published = release.document, release.document.published
    spans = [published.span] if published is not None and published.span is not None else []
    spans += [zone.span for zone in document.zones if zone.kind == "dateline"]
    return tuple(Passage(document.id, span, document.text[span[0] : span[1]]) for span in spans[:1])


def _day_in(release: Release) -> tuple[str, tuple[Passage, ...]] | None:
    """Return the first day that the body gives, in whatever sentence; "Tuesday's attack" is another day's."""
    published = release.document.published
    if published is None:
        return None
    anchor = Anchor(published=(date.fromisoformat(published.start), date.fromisoformat(published.end)))
    matches = find_times(release.body)
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        if following is not None and _only_by_night(match) and following.symbolic.weekday is not None:
            if following.span[0] - match.span[1] < 60:
                match = following  # "an overnight operation in the province Monday"
        if _REPORTED.match(release.body[match.span[1] :]) or _REPORTING.search(release.body[: match.span[0]]):
            continue  # "confirmed today": the day of the release
        if match.kind != "point" or release.body[match.span[1] :][:2] in ("'s", "’s"):
            continue
        time = resolve(match, anchor)
        if time.start is not None and time.precision in ("hour", "day"):
            return time.start, (release.passage(*match.span),)
    return None


_REPORTED = re.compile(r",?\s+(?:confirmed|announced|reported)\b")
_REPORTING = re.compile(r"\b(?:confirmed|announced|reported)\s+$")


def _only_by_night(match: TimeMatch) -> bool:
    return match.symbolic.part_of_day == "night" and match.symbolic.weekday is None and match.symbolic.date is None


def _province(told: Sequence[Release], tools: IsafTools) -> tuple[str, tuple[Passage, ...]]:
    """Return the province of the first event told with a place, else the first province that the text names."""
    events = [(release, claim) for release in told for claim in release.claims]
    for release, claim in (*(each for each in events if _harms(each[1])), *events):
        for place in claim.places:
            if place.role != "event":
                continue
            for name in (place.within, place.name):
                found = _province_of(name, tools)
                if found:
                    return found, (release.held(claim, place.span),)
    for release in told:  # no event has a place: the province that the text names, else a district of one
        for match in re.finditer(r"((?:[A-Z][\w’'-]+\s+){1,3})[Pp]rovince", release.body):
            words = match[1].split()
            for first in range(len(words)):
                found = _province_of(" ".join(words[first:]), tools)
                if found:
                    return found, (release.passage(*match.span()),)
        for match in re.finditer(r"(?:[A-Z][\w’'-]+)(?:\s+[A-Z][\w’'-]+)*", release.body):
            found = _province_of(match[0], tools)
            if found:
                return found, (release.passage(*match.span()),)
    return "", ()


def _province_of(name: str | None, tools: IsafTools) -> str:
    area = tools.gazetteer.area(name, countries=(COUNTRY,)) if name else None
    if area is None:
        return ""
    if area.precision == "admin1":
        return tools.terms.provinces.get(area.geonames or 0, "")
    above = tools.gazetteer.area(area.admin1, countries=(COUNTRY,)) if area.admin1 else None
    return tools.terms.provinces.get(above.geonames or 0, "") if above is not None else ""


def _group(told: Sequence[Release], tools: IsafTools) -> tuple[str, tuple[Passage, ...]]:
    """Return the group whose people were sought, killed or captured: the first that qualifies a person."""
    for release in told:
        found = _group_in(release, tools)
        if found is not None:
            return found
    return "", ()


def _group_in(release: Release, tools: IsafTools) -> tuple[str, tuple[Passage, ...]] | None:
    body, terms = release.body, tools.terms
    named = [
        (match.start, match.end, terms.groups[match.party.id])
        for match in tools.register.find(body, countries=(COUNTRY,))
        if match.party.id in terms.groups
    ]
    taken = {at for start, end, _ in named for at in range(start, end)}
    for word, group in terms.group_words.items():
        found = (match.span() for match in re.finditer(rf"\b{word}\b", body, re.IGNORECASE))
        named += [(start, end, group) for start, end in found if start not in taken]
    named.sort()
    for n, first in enumerate(named):
        together = [first]
        for other in named[n + 1 :]:
            between = re.findall(r"\w+|[-/]", body[together[-1][1] : other[0]].lower())
            if len(between) > 2 or not between or not set(between) <= terms.group_joiners:
                break
            together.append(other)
        start, end, _ = together[-1]
        after = re.findall(r"\w+(?:-\w+)*|[,;.]", body[end : end + 60].lower())[:4]
        ends = next((k for k, word in enumerate(after) if word in _ENDS), len(after))
        if terms.group_people & {*body[start:end].lower().split(), *after[:ends]}:
            return ";".join(sorted({group for _, _, group in together})), (release.passage(first[0], end),)
    return None


_ENDS = frozenset((",", ";", ".", "and", "or", "in", "of", "who", "to", "that", "which", "activity"))


def _first(patterns: Sequence[str], told: Sequence[Release]) -> tuple[Passage, ...]:
    """Return the words of the first pattern that a release holds, else nothing."""
    for pattern in patterns:
        for release in told:
            found = re.search(pattern, release.body, re.IGNORECASE)
            if found is not None:
                return (release.passage(*found.span()),)
    return ()
