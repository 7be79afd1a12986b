"""Happenings: which claims of one document speak of the same event, by how the document tells them.

A claim joins an earlier happening when it takes it up again with a definite phrase ("the airstrikes", "the massacre"),
names the same place without a contradicting day, or adds people killed or injured without a place or day of its own.
"""

from collections.abc import Callable

import msgspec

from allegata.reading.drafts import DraftClaim
from allegata.records import EventType

_GENERIC: frozenset[str] = frozenset(("other", "killing", "destruction of property", "displacement"))
_ALIKE: tuple[frozenset[EventType], ...] = (
    frozenset(
        ("airstrike", "drone strike", "missile attack", "shelling", "bombing", "incendiary attack", "chemical attack")
    ),
    frozenset(("bombing", "IED", "suicide bombing", "landmine", "grenade")),
    frozenset(
        ("shooting", "armed clash", "ground operation", "execution", "arson", "robbery", "abduction", "detention")
    ),
)
_TAKEN_UP = frozenset(
    (
        "attack",
        "strike",
        "incident",
        "massacre",
        "raid",
        "killing",
        "assault",
        "bombing",
        "crime",
        "violence",
        "blast",
        "explosion",
        "toll",
        "death toll",
        "death",
        "shelling",
        "casualty",
        "victim",
    )
)


class Happening(msgspec.Struct, kw_only=True):
    """One happening as a document tells it."""

    number: int
    drafts: list[DraftClaim]

    @property
    def types(self) -> set[str]:
        """Event types told of it."""
        return {draft.event.type for draft in self.drafts}


def compatible_types(one: str, other: str) -> bool:
    """Return whether two event types can name one happening (an airstrike may be told as a killing or a bombing)."""
    if one == other or one in _GENERIC or other in _GENERIC:
        return True
    return any(one in alike and other in alike for alike in _ALIKE)


def _time_key(draft: DraftClaim) -> tuple[str, object] | None:
    time = draft.time
    if time is None or time.kind not in ("point",) or time.symbolic is None:
        return None
    symbolic = time.symbolic
    if symbolic.anchor == "event":
        return ("event", symbolic.offset_days) if symbolic.offset_days else None
    if symbolic.weekday is not None:
        return ("weekday", symbolic.weekday)
    if symbolic.date is not None:
        return ("date", symbolic.date)
    if symbolic.offset_days is not None:
        return ("offset", symbolic.offset_days)
    return None


def times_conflict(one: DraftClaim, other: DraftClaim, weekday_of: Callable[[int], str | None]) -> bool:
    """Return whether two claims give different days. ``weekday_of``: the weekday n days from publication, if known."""
    a, b = _time_key(one), _time_key(other)
    if a is None or b is None:
        return False
    if a[0] == "event" or b[0] == "event":
        return a != b
    if a[0] == b[0]:
        return a[1] != b[1]
    for first, second in ((a, b), (b, a)):
        if first[0] == "weekday" and second[0] == "offset" and isinstance(second[1], int):
            day = weekday_of(second[1])
            if day is not None:
                return day != first[1]
            return second[1] < -1
    return False


def places_meet(one: DraftClaim, other: DraftClaim, key: Callable[[str], str]) -> bool | None:
    """Return whether two claims name one place; ``None`` when one of them names none of its own."""
    mine = {key(place.name) for place in one.event_places}
    theirs = {key(place.name) for place in other.event_places}
    if not mine or not theirs:
        return None
    if mine & theirs:
        return True
    my_areas = {key(place.name) for place in one.containers.values()} | {key(p.name) for p in one.places if p.container}
    their_areas = {key(p.name) for p in other.containers.values()} | {key(p.name) for p in other.places if p.container}
    if mine & their_areas or theirs & my_areas:
        return True
    areas = [place for draft in (one, other) for place in draft.event_places if place.country is not None]
    return bool(areas and len(areas) < len(mine | theirs))


def tell_apart(
    drafts: list[DraftClaim], key: Callable[[str], str], weekday_of: Callable[[int], str | None]
) -> list[Happening]:
    """Number the happenings of a document and note on each event claim which one it tells, and why."""
    happenings: list[Happening] = []
    for draft in drafts:
        if draft.kind != "event":
            continue
        found = _find(draft, happenings, key, weekday_of)
        if found is None:
            happening = Happening(number=len(happenings) + 1, drafts=[draft])
            happenings.append(happening)
            draft.happening = happening.number
        else:
            happening, why = found
            happening.drafts.append(draft)
            draft.happening, draft.happening_why = happening.number, why
    return happenings


def _find(
    draft: DraftClaim,
    happenings: list[Happening],
    key: Callable[[str], str],
    weekday_of: Callable[[int], str | None],
) -> tuple[Happening, str] | None:
    symbolic = draft.time.symbolic if draft.time is not None else None
    if symbolic is not None and symbolic.anchor == "event" and symbolic.offset_days:
        return None
    best: tuple[int, int, Happening, str] | None = None
    for happening in happenings:
        verdict = _same(draft, happening, happenings[-1] is happening, key, weekday_of)
        if verdict is not None:
            candidate = (verdict[0], happening.number, happening, verdict[1])
            if best is None or candidate[:2] > best[:2]:
                best = candidate
    return (best[2], best[3]) if best else None


def _same(
    draft: DraftClaim,
    happening: Happening,
    latest: bool,
    key: Callable[[str], str],
    weekday_of: Callable[[int], str | None],
) -> tuple[int, str] | None:
    if any(times_conflict(draft, other, weekday_of) for other in happening.drafts):
        return None
    if any(_deed_of_another(draft, other) for other in happening.drafts):
        return None
    meetings = [places_meet(draft, other, key) for other in happening.drafts]
    meets = True in meetings
    if not meets and False in meetings:
        return None
    taken_up = draft.definite and latest and draft.word in _TAKEN_UP and not draft.event_places
    if not taken_up and not any(compatible_types(draft.event.type, kind) for kind in happening.types):
        return None
    words = draft.event.words
    named = draft.event_places[0].name if draft.event_places else ""
    if meets:
        dated = _time_key(draft) is not None and any(_time_key(other) is not None for other in happening.drafts)
        return (5 if dated else 4), f"the same place, {named}" + (", and days that agree" if dated else "")
    same_word = any(draft.word == other.word for other in happening.drafts)
    if draft.fresh and not draft.definite:
        return None
    if draft.definite and (same_word or draft.word in _TAKEN_UP):
        if same_word or latest:
            return (3 if same_word else 2), f"“{words}” takes up what was told before"
    if draft.stance in ("denies", "admits", "disputes", "confirms") and latest and not draft.event_places:
        return 2, "a denial of what was told before" if draft.stance == "denies" else "answers what was told before"
    own_day = _time_key(draft) is not None
    if draft.outcome_only and not draft.event_places and latest and not own_day:
        return 1, "adds casualties without a place or day of its own"
    if latest and not draft.event_places and not own_day and not draft.casualties and draft.definite:
        return 1, f"“{words}” takes up what was told before"
    undated = all(_time_key(other) is None for other in happening.drafts)
    if latest and not draft.event_places and not draft.fresh and (not own_day or undated):
        if own_day and not _same_struck(draft, happening):
            return None
        return (
            1,
            "told on without a place or day of its own"
            if not own_day
            else "the same was struck, and no other day is given",
        )
    if latest and _same_struck(draft, happening) and not own_day and not draft.fresh and draft.event_places:
        return 1, "the same was struck, and no other day is given"
    return None


def _deed_of_another(draft: DraftClaim, other: DraftClaim) -> bool:
    """Return whether one voice tells in one sentence of two parties' deeds: "A killed five, while B shot three"."""
    if draft.sentence != other.sentence or draft.stance != other.stance or not (draft.accused and other.accused):
        return False
    if [voice.name for voice in draft.chain] != [voice.name for voice in other.chain]:
        return False
    mine, theirs = ({party.party or party.name for party in claim.accused} for claim in (draft, other))
    return not mine & theirs


def _same_struck(draft: DraftClaim, happening: Happening) -> bool:
    """Return whether a claim and a happening name the same kind of struck thing ("the station", "a market")."""
    mine = {
        target.words.split()[-1].lower() for target in draft.targets if target.kind not in (None, "people", "place")
    }
    return any(target.words.split()[-1].lower() in mine for other in happening.drafts for target in other.targets)
