"""What people decided about which accounts are of one happening, made ready for clustering."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from allegata.incidents.judging import LINKING, standing
from allegata.records import Claim, Judgement


class Decisions(msgspec.Struct):
    """Pairs of accounts, by number, that belong together or stay apart, each with its judgement.

    ``refused``: judgements that contradict an earlier one that still holds, with the reason.
    """

    same: dict[tuple[int, int], Judgement]
    apart: dict[tuple[int, int], Judgement]
    refused: list[tuple[Judgement, str]]


def on_links(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements on links that hold, in their order."""
    return [judgement for judgement in standing(judgements) if judgement.kind in LINKING]


def split(claims: Sequence[Claim], judgements: Iterable[Judgement]) -> list[list[Claim]]:
    """Return the claims that one document tells as one happening, parted where somebody judged them different.

    Of the claims that a judgement names, each but the first becomes a happening of its own; the others stay with the
    first.
    """
    ids = {claim.id for claim in claims}
    parted: dict[str, int] = {}
    for judgement in judgements:
        named = [id for id in judgement.about if id in ids]
        for id in named[1:]:
            if judgement.kind == "different":
                parted[id] = len(parted) + 1
            elif judgement.kind == "same":
                parted.pop(id, None)
    groups: dict[int, list[Claim]] = {0: []}
    for claim in claims:
        groups.setdefault(parted.get(claim.id, 0), []).append(claim)
    return [group for _, group in sorted(groups.items()) if group]


def decide(judgements: Iterable[Judgement], numbers: Mapping[str, int]) -> Decisions:
    """Return what holds after all judgements, each in turn.

    ``numbers``: the account of each claim id and incident id. Of two judgements on the same pair the later holds. One
    that contradicts earlier ones taken together is refused; one on an id that is not here is passed over.
    """
    same: dict[tuple[int, int], Judgement] = {}
    apart: dict[tuple[int, int], Judgement] = {}
    refused: list[tuple[Judgement, str]] = []
    for judgement in on_links(judgements):
        if any(id not in numbers for id in judgement.about):
            continue  # on a document that is not here: it waits until it is
        accounts = sorted({numbers[id] for id in judgement.about})
        pairs = list(combinations(accounts, 2))
        if judgement.kind == "same":
            kept = {pair: value for pair, value in apart.items() if pair not in pairs}
            told = {**same, **dict.fromkeys(pairs, judgement)}
            against = _contradiction(told, kept)
        else:
            kept = {**apart, **dict.fromkeys(pairs, judgement)}
            told = {pair: value for pair, value in same.items() if pair not in pairs}
            against = _contradiction(told, kept) if judgement.kind == "different" else None
        if against is not None:
            by = against if against is not judgement else _other(judgement, same)
            refused.append((judgement, f"it contradicts {by.kind} by {by.by} on {by.at[:10]} ({by.id}): {by.why}"))
            continue
        same, apart = told, kept
    return Decisions(same, apart, refused)


def _other(judgement: Judgement, same: Mapping[tuple[int, int], Judgement]) -> Judgement:
    return next(reversed(list(same.values())), judgement)


def _contradiction(
    same: Mapping[tuple[int, int], Judgement], apart: Mapping[tuple[int, int], Judgement]
) -> Judgement | None:
    """Return a judgement of difference between accounts that other judgements hold together."""
    top: dict[int, int] = {}

    def find(number: int) -> int:
        while top.setdefault(number, number) != number:
            number = top[number]
        return number

    for first, second in same:
        top[find(first)] = find(second)
    return next(
        (judgement for (a, b), judgement in apart.items() if find(a) == find(b) and judgement.kind == "different"), None
    )
