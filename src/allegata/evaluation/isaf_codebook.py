"""The ISAF coder's codebook as a view of a reading: from claims and words to the 13 fields.

The counting conventions and word lists are the coder's, in ``data/isaf.yaml``; everything else is the reader's.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from allegata.evaluation.isaf_counts import Conventions, Toll, toll
from allegata.evaluation.isaf_release import Told, releases
from allegata.evaluation.parts import Tools
from allegata.reading import Reading
from allegata.reading.times import Anchor, TimeMatch, find_times, resolve
from allegata.records import Claim

COUNTRY = "AF"
"""The releases are on Afghanistan; the reader is told so, as a recorder of that war would."""


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


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """The fields, and by field the words that they rest on."""

    fields: Fields
    words: dict[str, str]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """What ``data/isaf.yaml`` holds; each key is described there."""

    counts: dict[str, int]
    bare_plural: int
    own_side: frozenset[str]
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
        """What counting needs of the table."""
        return Conventions(
            counts=self.counts,
            bare_plural=self.bare_plural,
            own_side=self.own_side,
            other_deeds=self.other_deeds,
            leaders=self.leaders,
            round_up=self.round_up,
        )


@cache
def table() -> Table:
    """Return the coder's conventions."""
    words = (files("allegata.evaluation") / "data" / "isaf.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(words), Table)


def code(text: str, tools: Tools) -> Coded:
    """Return the 13 fields of a release. A text of several releases is one operation and its updates."""
    rules = table()
    told = releases(text)
    readings = [tools.reader.read(release.document) for release in told]
    claims = [[claim for claim in reading.claims if _tells(claim)] for reading in readings]
    pairs = list(zip(readings, claims, strict=True))
    killed = max(toll(reading.document, own, "killed", rules.conventions) for reading, own in pairs)
    captured = max(toll(reading.document, own, "detained", rules.conventions) for reading, own in pairs)
    civilians = Toll(0, 0, "")
    if not (killed.people or captured.people):
        civilians = max(
            toll(reading.document, own, "killed", rules.conventions, civilians=True) for reading, own in pairs
        )
    everything = [claim for own in claims for claim in own]
    air = [claim for claim in everything if _from_the_air(claim, rules)]
    body = "\n\n".join(release.body for release in told)
    day, day_words = _day(told, readings, claims)
    province, province_words = _province(told, claims, tools, rules)
    group, group_words = _group(body, tools, rules)
    air_words = "; ".join(claim.event.words for claim in air) or _first(rules.from_the_air, body)
    raid = _first(rules.raid, body) if captured.people or not air_words else ""
    if not raid and captured.people and not _first(rules.drugs, body):
        raid = _first(rules.raid_with_captures, body)
    no_shots = "" if _first(rules.shots, body) else _first(rules.no_shots, body)
    fields = Fields(
        start_date=day,
        event_type=(_event_type(killed, captured, bool(air_words), everything, body, rules),),
        province=(province,) if province else (),
        target_group=(group,),
        min_killed=killed.people or civilians.people,
        min_captured=captured.people,
        killq=killed.people + civilians.people > 0,
        captureq=captured.people > 0,
        killcaptureraid=bool(raid),
        airstrike=bool(air_words),
        noshotsfired=bool(no_shots),
        min_leaders_killed=killed.leaders,
        min_leaders_captured=captured.leaders,
    )
    return Coded(
        fields=fields,
        words={
            "start_date": day_words,
            "province": province_words,
            "target_group": group_words,
            "min_killed": killed.words or civilians.words,
            "min_captured": captured.words,
            "min_leaders_killed": killed.words,
            "min_leaders_captured": captured.words,
            "killcaptureraid": raid,
            "noshotsfired": no_shots,
            "airstrike": air_words,
            "event_type": "; ".join(claim.event.words for claim in everything),
        },
    )


def _tells(claim: Claim) -> bool:
    return claim.kind == "event" and claim.stance not in ("denies", "disputes")


def _from_the_air(claim: Claim, rules: Table) -> bool:
    return claim.event.type in ("airstrike", "drone strike") and claim.event.words.lower() not in rules.no_airstrike


def _event_type(killed: Toll, captured: Toll, air: bool, claims: Sequence[Claim], body: str, rules: Table) -> str:
    if killed.people and captured.people:
        return rules.event_types["killed and captured"]
    if killed.people:
        return rules.event_types["killed from the air" if air else "killed"]
    if captured.people:
        return rules.event_types["captured"]
    harmed = any(
        item.whom.status == "civilian" and (item.quantity.low or 0) > 0
        for claim in claims
        for item in claim.casualties
        if item.outcome in ("killed", "injured", "killed_or_injured")
    )
    if harmed:
        return rules.event_types["civilians harmed"]
    return rules.event_types["shots exchanged" if _first(rules.exchange, body) else "otherwise"]


def _day(told: Sequence[Told], readings: Sequence[Reading], claims: Sequence[Sequence[Claim]]) -> tuple[str, str]:
    """Return the day of the operation: that of the first harm or capture, the first in the body, or the release's."""
    for release, own in zip(told, claims, strict=True):
        harm = [claim for claim in own if any(item.outcome in ("killed", "detained") for item in claim.casualties)]
        for claim in harm:
            time = claim.time
            if time is None or (time.symbolic is not None and time.symbolic.unit == "hour"):
                continue  # "over the past 24 hours" is said of several operations
            if time.start is not None and time.precision in ("hour", "day", "days"):
                return time.start, time.words
        found = _day_in(release)
        if found is not None:
            return found
        if release.document.published is not None and release.document.published.precision == "day":
            return release.document.published.start, release.document.dateline or ""
    return "", ""


def _day_in(release: Told) -> tuple[str, str] | None:
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
            return time.start, time.words
    return None


_REPORTED = re.compile(r",?\s+(?:confirmed|announced|reported)\b")
_REPORTING = re.compile(r"\b(?:confirmed|announced|reported)\s+$")


def _only_by_night(match: TimeMatch) -> bool:
    return match.symbolic.part_of_day == "night" and match.symbolic.weekday is None and match.symbolic.date is None


def _province(told: Sequence[Told], claims: Sequence[Sequence[Claim]], tools: Tools, rules: Table) -> tuple[str, str]:
    """Return the province of the first event told with a place, else the first province that the text names."""
    events = [claim for own in claims for claim in own]
    harm = [claim for claim in events if any(item.outcome in ("killed", "detained") for item in claim.casualties)]
    for claim in (*harm, *events):
        for place in claim.places:
            if place.role != "event":
                continue
            for name in (place.within, place.name):
                found = _province_of(name, tools, rules)
                if found:
                    return found, place.words
    for release in told:  # no event has a place: the province that the text names, else a district of one
        for match in re.finditer(r"((?:[A-Z][\w’'-]+\s+){1,3})[Pp]rovince", release.body):
            words = match[1].split()
            for first in range(len(words)):
                found = _province_of(" ".join(words[first:]), tools, rules)
                if found:
                    return found, match[0]
        for match in re.finditer(r"(?:[A-Z][\w’'-]+)(?:\s+[A-Z][\w’'-]+)*", release.body):
            found = _province_of(match[0], tools, rules)
            if found:
                return found, match[0]
    return "", ""


def _province_of(name: str | None, tools: Tools, rules: Table) -> str:
    area = tools.gazetteer.area(name, countries=(COUNTRY,)) if name else None
    if area is None:
        return ""
    if area.precision == "admin1":
        return rules.provinces.get(area.geonames or 0, "")
    above = tools.gazetteer.area(area.admin1, countries=(COUNTRY,)) if area.admin1 else None
    return rules.provinces.get(above.geonames or 0, "") if above is not None else ""


def _group(body: str, tools: Tools, rules: Table) -> tuple[str, str]:
    """Return the group whose people were sought, killed or captured: the first that qualifies a person."""
    named = [
        (match.start, match.end, rules.groups[match.party.id])
        for match in tools.register.find(body, countries=(COUNTRY,))
        if match.party.id in rules.groups
    ]
    taken = {at for start, end, _ in named for at in range(start, end)}
    for word, group in rules.group_words.items():
        found = (match.span() for match in re.finditer(rf"\b{word}\b", body, re.IGNORECASE))
        named += [(start, end, group) for start, end in found if start not in taken]
    named.sort()
    for n, first in enumerate(named):
        together = [first]
        for other in named[n + 1 :]:
            between = re.findall(r"\w+|[-/]", body[together[-1][1] : other[0]].lower())
            if len(between) > 2 or not between or not set(between) <= rules.group_joiners:
                break
            together.append(other)
        start, end, _ = together[-1]
        after = re.findall(r"\w+(?:-\w+)*|[,;.]", body[end : end + 60].lower())[:4]
        ends = next((k for k, word in enumerate(after) if word in _ENDS), len(after))
        if rules.group_people & {*body[start:end].lower().split(), *after[:ends]}:
            return ";".join(sorted({group for _, _, group in together})), body[first[0] : end]
    return "", ""


_ENDS = frozenset((",", ";", ".", "and", "or", "in", "of", "who", "to", "that", "which", "activity"))


def _first(patterns: Sequence[str], body: str) -> str:
    """Return the words of the first pattern that the text holds, else nothing."""
    for pattern in patterns:
        found = re.search(pattern, body, re.IGNORECASE)
        if found is not None:
            return found[0]
    return ""
