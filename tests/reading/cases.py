"""Test sentences by construction: loading them, and comparing readings with what a case states."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import yaml

from allegata.incidents import count_range, gather
from allegata.incidents.ranges import of_group, of_status, total
from allegata.intake import from_text
from allegata.reading import Reader, Reading
from allegata.records import Casualty, Claim, Count

CASES = (Path(__file__).with_name("constructions.yaml"), Path(__file__).with_name("fresh.yaml"))

Bounds = tuple[int | None, int | None] | Literal["none"]
"""Lowest and highest as the words entail, ``null`` for open; ``none`` where no count may be coded."""
Choice = str | tuple[str, ...]
"""One value, or several that are all right."""


class Counted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One casualty record of a claim; only what is stated is compared."""

    outcome: str
    count: tuple[int | None, int | None] | None = None
    kind: str | None = None
    words: str | None = None
    group: str | None = None
    status: str | None = None
    role: str | None = None
    nationality: str | None = None
    part: bool | None = None
    cumulative: bool | None = None


class Share(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A share stated without a number ("most of them women and children")."""

    groups: tuple[str, ...]
    share: str


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a claim's time says symbolically."""

    words: str | None = None
    weekday: str | None = None
    offset_days: int | None = None
    anchor: str | None = None
    relation: str | None = None
    part_of_day: str | None = None
    precision: str | None = None


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One claim of a case. Counts are the claim's totals; ``women`` and the like are of those killed."""

    stance: Choice | None = None
    kind: str | None = None
    type: Choice | None = None
    accused: tuple[str, ...] | None = None
    speaker: str | None = None
    speaker_kind: Choice | None = None
    chain: tuple[str, ...] | None = None
    killed: Bounds | None = None
    injured: Bounds | None = None
    killed_or_injured: Bounds | None = None
    missing: Bounds | None = None
    detained: Bounds | None = None
    displaced: Bounds | None = None
    women: Bounds | None = None
    children: Bounds | None = None
    men: Bounds | None = None
    civilians: Bounds | None = None
    combatants: Bounds | None = None
    women_injured: Bounds | None = None
    children_injured: Bounds | None = None
    casualties: tuple[Counted, ...] = ()
    composition: Share | None = None
    place: Choice | None = None
    place_role: dict[str, str] = {}
    within: str | None = None
    country: str | None = None
    date: str | tuple[str, str] | None = None
    time: When | Literal["none"] | None = None
    weapons: tuple[str, ...] | None = None
    target: str | None = None
    target_kind: str | None = None
    labels: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text and what must come out of it. ``none``: no claim at all; ``known``: why it still fails."""

    id: str
    text: str
    conflict: str | None = None
    published: str | None = None
    country: str | None = None
    none: bool = False
    incidents: int | None = None
    claims: tuple[Expected, ...] = ()
    killed: Bounds | None = None
    injured: Bounds | None = None
    known: str | None = None


def load_cases() -> list[tuple[str, Case]]:
    """Return the cases with their construction, in the order of the files."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tables = [yaml.load(path.read_text(encoding="utf-8"), Loader=loader) for path in CASES]
    return [(name, msgspec.convert(item, Case)) for table in tables for name, items in table.items() for item in items]


def read_case(reader: Reader, case: Case) -> Reading:
    """Return the reading of a case's text under a publisher that no register knows."""
    documents = from_text(case.text, publisher="Example Wire", published=case.published, country=case.country)
    assert len(documents) == 1, f"intake made {len(documents)} documents"
    return reader.read(documents[0])


def faults(reading: Reading, case: Case) -> list[str]:
    """Return what differs from the case, one line each; empty when all that it states holds."""
    claims = list(reading.claims)
    found: list[str] = []
    if case.none and claims:
        found.append(
            f"no claim expected, got {', '.join(f'{c.stance} {c.event.type} “{c.event.words}”' for c in claims)}"
        )
    incidents = gather(claims)
    if case.incidents is not None and len(incidents) != case.incidents:
        found.append(f"incidents {len(incidents)}, expected {case.incidents}")
    for outcome in ("killed", "injured"):
        wanted: Bounds | None = getattr(case, outcome)
        if wanted is not None:
            got = [_bounds(getattr(incident, outcome)) for incident in incidents]
            if got != [wanted]:
                found.append(f"incident {outcome} {got}, expected [{wanted}]")
    return found + _unmatched(claims, case.claims)


def _unmatched(claims: Sequence[Claim], expected: Sequence[Expected]) -> list[str]:
    """Return the faults of the best way to give every expected claim an actual one of its own."""
    if not expected:
        return []
    if len(claims) < len(expected):
        got = "; ".join(f"{c.stance} {c.event.type} “{c.event.words}”" for c in claims)
        return [f"{len(claims)} claims, expected {len(expected)} or more" + (f": {got}" if got else "")]
    best: list[str] | None = None

    def place(rest: Sequence[Expected], free: list[Claim], so_far: list[str]) -> None:
        nonlocal best
        if best is not None and len(so_far) >= len(best):
            return
        if not rest:
            best = so_far
            return
        number = len(expected) - len(rest) + 1
        for claim in free:
            lines = [f"claim {number}: {line}" for line in _differences(claim, rest[0])]
            place(rest[1:], [other for other in free if other is not claim], so_far + lines)

    place(expected, list(claims), [])
    return best or []


def _bounds(count: Count) -> Bounds:
    return (count.min, count.max) if count.claims else "none"


_COUNTS: dict[str, Callable[[Casualty], bool]] = {
    **{name: total(name) for name in ("killed", "injured", "killed_or_injured", "missing", "detained", "displaced")},
    **{name: of_group("killed", name) for name in ("women", "children", "men")},
    "civilians": of_status("killed", "civilian"),
    "combatants": of_status("killed", "combatant"),
    "women_injured": of_group("injured", "women"),
    "children_injured": of_group("injured", "children"),
}


def _differences(claim: Claim, wanted: Expected) -> list[str]:
    lines: list[str] = []

    def differ(field: str, got: object, want: object) -> None:
        lines.append(f"{field} {got!r}, expected {want!r}")

    voice = claim.attribution[0]
    for field, got, want in (
        ("stance", claim.stance, wanted.stance),
        ("kind", claim.kind, wanted.kind),
        ("type", claim.event.type, wanted.type),
        ("speaker_kind", voice.kind, wanted.speaker_kind),
    ):
        if want is not None and got not in ((want,) if isinstance(want, str) else want):
            differ(field, got, want)
    if wanted.speaker is not None and not _named(wanted.speaker, voice.words, voice.name, voice.party):
        differ("speaker", voice.name, wanted.speaker)
    if wanted.chain is not None:
        voices = claim.attribution[:-1]
        same = len(voices) == len(wanted.chain) and all(
            _named(name, v.words, v.name, v.party) for name, v in zip(wanted.chain, voices, strict=True)
        )
        if not same:
            differ("chain", [v.name for v in voices], wanted.chain)
    if wanted.accused is not None:
        parties = list(claim.accused)
        same = len(parties) == len(wanted.accused) and all(
            any(_named(name, p.words, p.name, p.party) for p in parties) for name in wanted.accused
        )
        if not same:
            differ("accused", [p.party or p.words for p in parties], wanted.accused)
    for name, chosen in _COUNTS.items():
        bounds: Bounds | None = getattr(wanted, name)
        if bounds is not None:
            count = _bounds(count_range([claim], chosen))
            if count != bounds:
                differ(name, count, bounds)
    for item in wanted.casualties:
        if not any(_is_counted(casualty, item) for casualty in claim.casualties):
            differ("casualties", [_short(c) for c in claim.casualties], _stated(item))
    if wanted.composition is not None:
        shares = [(set(s.groups), s.share) for c in claim.casualties for s in c.composition]
        if (set(wanted.composition.groups), wanted.composition.share) not in shares:
            differ("composition", shares, (wanted.composition.groups, wanted.composition.share))
    if wanted.weapons is not None and sorted(w.type for w in claim.weapons) != sorted(wanted.weapons):
        differ("weapons", [w.type for w in claim.weapons], wanted.weapons)
    if wanted.target is not None and not any(_named(wanted.target, t.words) for t in claim.targets):
        differ("target", [t.words for t in claim.targets], wanted.target)
    if wanted.target_kind is not None and wanted.target_kind not in [t.kind for t in claim.targets]:
        differ("target_kind", [t.kind for t in claim.targets], wanted.target_kind)
    terms = {label.term for label in claim.characterisations}
    if not set(wanted.labels) <= terms:
        differ("labels", sorted(terms), wanted.labels)
    return lines + _place_differences(claim, wanted) + _time_differences(claim, wanted)


def _place_differences(claim: Claim, wanted: Expected) -> list[str]:
    lines = []
    here = [place for place in claim.places if place.role == "event"]
    if wanted.place == "none":
        if here:
            lines.append(f"event places {[p.name for p in here]}, expected none")
    elif wanted.place is not None:
        names = (wanted.place,) if isinstance(wanted.place, str) else wanted.place
        for name in names:
            if not any(_named(name, p.words, p.name) for p in here):
                lines.append(f"event places {[p.name for p in here]}, expected {name!r}")
    if wanted.within is not None and not any(
        _named(wanted.within, p.within, p.fallback.name if p.fallback else None) for p in here
    ):
        lines.append(f"within {[(p.name, p.within) for p in here]}, expected {wanted.within!r}")
    if wanted.country is not None and wanted.country not in [p.country for p in here]:
        lines.append(f"country {[(p.name, p.country) for p in here]}, expected {wanted.country!r}")
    for name, role in wanted.place_role.items():
        if not any(_named(name, p.words, p.name) and p.role == role for p in claim.places):
            lines.append(f"place roles {[(p.name, p.role) for p in claim.places]}, expected {name!r} as {role}")
        if role != "event" and any(_named(name, p.words, p.name) for p in here):
            lines.append(f"{name!r} read as an event place, expected {role}")
    return lines


def _time_differences(claim: Claim, wanted: Expected) -> list[str]:
    lines = []
    time = claim.time
    if wanted.time == "none":
        if time is not None:
            lines.append(f"time {time.words!r}, expected none")
    elif wanted.time is not None:
        symbolic = time.symbolic if time is not None else None
        for field in wanted.time.__struct_fields__:
            want = getattr(wanted.time, field)
            holder = time if field in ("words", "precision") else symbolic
            got = getattr(holder, field, None)
            if want is not None and got != want:
                lines.append(f"time {field} {got!r}, expected {want!r}")
    if wanted.date is not None:
        days = (time.start, time.end) if time is not None else (None, None)
        want_days: tuple[str | None, str | None]
        want_days = wanted.date if isinstance(wanted.date, tuple) else (wanted.date, wanted.date)
        if wanted.date == "unresolved":
            want_days = (None, None)
        if days != want_days:
            lines.append(f"date {days}, expected {want_days}")
    return lines


def _named(wanted: str, *names: str | None) -> bool:
    """Return whether a name is the party id wanted or holds the words wanted."""
    return any(name is not None and (name == wanted or wanted.casefold() in name.casefold()) for name in names)


def _is_counted(casualty: Casualty, wanted: Counted) -> bool:
    quantity, whom = casualty.quantity, casualty.whom
    checks = (
        (wanted.outcome, casualty.outcome),
        (wanted.count, (quantity.low, quantity.high)),
        (wanted.kind, quantity.kind),
        (wanted.words, quantity.words),
        (wanted.group, whom.group),
        (wanted.status, whom.status),
        (wanted.role, whom.role),
        (wanted.nationality, whom.nationality),
        (wanted.part, casualty.part_of is not None),
        (wanted.cumulative, casualty.cumulative),
    )
    return all(want is None or want == got for want, got in checks)


def _stated(item: Counted) -> dict[str, object]:
    return {name: value for name in item.__struct_fields__ if (value := getattr(item, name)) is not None}


def _short(casualty: Casualty) -> str:
    quantity, whom = casualty.quantity, casualty.whom
    marks = [whom.group, whom.status if whom.status != "not stated" else None, whom.role, whom.nationality]
    part = f" part of {casualty.part_of}" if casualty.part_of else ""
    return f"{casualty.outcome} {quantity.low}-{quantity.high} {' '.join(m for m in marks if m)}{part}".strip()
