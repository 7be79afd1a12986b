"""What people decided about which claims speak of the same happening, as constraints that outrank every score."""

from collections.abc import Hashable, Iterable, Mapping, Sequence

import msgspec

from allegata.records import Claim, Incident, Judgement, JudgementKind, short_hash

LINKING: tuple[JudgementKind, ...] = ("same", "different", "unsure")
"""The kinds that say whether two claims or incidents speak of the same happening."""


class JudgementError(ValueError):
    """A judgement that cannot stand: on an unknown id, or against another one. The message says what to do."""


class Decisions(msgspec.Struct, frozen=True, kw_only=True):
    """Decided pairs of claim ids, each sorted, with the id of the judgement behind them."""

    same: dict[tuple[str, str], str] = {}
    different: dict[tuple[str, str], str] = {}
    unsure: dict[tuple[str, str], str] = {}


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements that hold, in order: those that a later one undoes are left out, and so is that one."""
    given = list(judgements)
    undone: set[str] = set()
    for judgement in reversed(given):  # an undoing that was itself undone undoes nothing
        if judgement.undoes is not None and judgement.id not in undone:
            undone.add(judgement.undoes)
    return [judgement for judgement in given if judgement.id not in undone and judgement.undoes is None]


def decisions(judgements: Iterable[Judgement], incidents: Mapping[str, Sequence[str]] | None = None) -> Decisions:
    """Return what the judgements that hold decide about pairs of claims.

    ``incidents``: the claims of each incident id, for judgements on incidents; such a judgement is about the first
    claim of each. A later judgement on the same pair replaces an earlier one.
    """
    members = incidents or {}
    decided: dict[tuple[str, str], tuple[JudgementKind, str]] = {}
    for judgement in standing(judgements):
        if judgement.kind not in LINKING:
            continue
        named = [members[name][0] if members.get(name) else name for name in judgement.about]
        for n, first in enumerate(named):
            for second in named[n + 1 :]:
                if first != second:
                    decided[pair(first, second)] = (judgement.kind, judgement.id)
    kinds: dict[JudgementKind, dict[tuple[str, str], str]] = {kind: {} for kind in LINKING}
    for two, (kind, name) in decided.items():
        kinds[kind][two] = name
    return Decisions(same=kinds["same"], different=kinds["different"], unsure=kinds["unsure"])


def pair(first: str, second: str) -> tuple[str, str]:
    """Return two ids in a fixed order."""
    return (first, second) if first <= second else (second, first)


def contradiction(decided: Decisions) -> tuple[str, str, str] | None:
    """Return two claims that are to be one and are judged different, with that judgement's id; ``None`` where none are.

    Judgements of "same" carry over: if A is B and B is C, A is C.
    """
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while (above := leader.setdefault(name, name)) != name:
            leader[name] = leader[above]
            name = leader[above]
        return name

    for first, second in sorted(decided.same):
        leader[find(second)] = find(first)
    for (first, second), name in sorted(decided.different.items()):
        if find(first) == find(second):
            return first, second, name
    return None


def crossing(
    judgement: Judgement,
    earlier: Iterable[Judgement],
    incidents: Mapping[str, Sequence[str]],
    account: Mapping[str, Hashable] | None = None,
) -> tuple[str, str, str] | None:
    """Return two claims that a judgement of "same" is to bring together and that an earlier one keeps apart.

    With that judgement's id; ``None`` where there are none. What is joined is all that hangs on what is named: an
    incident's claims, and for a claim those of its incident but for what was judged different from it. Else a merge
    would take effect in part only. ``incidents``: the claims of each incident, by every id that it has; ``account``:
    for claims, what their document tells as one happening: what is judged of one claim of it holds for all.
    """
    if judgement.kind != "same" or judgement.undoes is not None:
        return None
    different = decisions([*earlier, judgement], incidents).different
    told = account or {}
    apart = {pair(str(told.get(one, one)), str(told.get(two, two))) for one, two in different}
    home = {claim: members for members in incidents.values() for claim in members}

    def parted(one: str, other: str) -> bool:
        return pair(str(told.get(one, one)), str(told.get(other, other))) in apart or pair(one, other) in different

    groups = [
        set(incidents[name])
        if name in incidents
        else {name} | {member for member in home.get(name, ()) if member != name and not parted(member, name)}
        for name in judgement.about
    ]
    for n, mine in enumerate(groups):
        for theirs in groups[n + 1 :]:
            if mine & theirs:
                continue  # of one incident already
            for (first, second), name in sorted(different.items()):
                if (first in mine and second in theirs) or (first in theirs and second in mine):
                    return first, second, name
    return None


def check(
    judgement: Judgement, earlier: Iterable[Judgement], claims: Sequence[Claim], incidents: Sequence[Incident]
) -> None:
    """Raise `JudgementError` where ``judgement`` is on an unknown id, on one thing only, or against an earlier one."""
    known = {claim.id: (claim.id,) for claim in claims}
    named: dict[str, Sequence[str]] = {}
    for incident in incidents:
        for name in (incident.id, *incident.also):
            named[name] = incident.claims
    for name in judgement.about:
        if name not in known and name not in named:
            raise JudgementError(
                f"{name}: no claim or incident of this dataset has this id; `allegata incidents` lists them"
            )
    if judgement.kind not in LINKING:
        return
    if len(set(judgement.about)) < 2:
        raise JudgementError("a judgement of same or different needs two ids; name two claims or incidents")
    before = list(earlier)
    found = contradiction(decisions([*before, judgement], named)) or crossing(
        judgement, before, named, {claim.id: (claim.document, claim.happening) for claim in claims}
    )
    if found is None:
        return
    first, second, name = found
    if name == judgement.id:
        behind = "; ".join(f"{item.id}: {item.why}" for item in standing(before) if item.kind == "same")
        raise JudgementError(f"{first} and {second} were judged the same before ({behind}); undo that judgement first")
    why = next((other.why for other in before if other.id == name), "")
    raise JudgementError(
        f"{first} and {second} would become one, but were judged different ({name}: {why}); undo that judgement first"
    )


def judgement_id(about: Sequence[str], kind: str, by: str, at: str, why: str) -> str:
    """Return the id of a judgement, from all that it says."""
    return short_hash("j", [*about, kind, by, at, why])
