"""Linking: the claims of several documents put together by happening, with the reasons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from allegata.actors import Register
from allegata.incidents.accounts import Account, accounts
from allegata.incidents.decisions import Decisions, decide
from allegata.incidents.link_words import why
from allegata.incidents.linking_model import Model
from allegata.incidents.untold import untold
from allegata.records import Claim, Document, Judgement, Link, Related

Pair = tuple[int, int]


class Group(msgspec.Struct, frozen=True):
    """The claims of one happening, in their order.

    ``links``: what holds its accounts together; ``also``: ids of incidents that begin with another of its accounts, by
    which it may be known; ``why``: what people decided and what was refused; ``related``: documents from which no claim
    was read and that seem to speak of it. A group without claims is of such documents alone.
    """

    claims: tuple[Claim, ...]
    links: tuple[Link, ...] = ()
    also: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()


LARGE, MEMORY = 5_000, "1500MB"
"""From so many accounts the tables of pairs stand in a temporary file, and take no more memory than this."""


def link(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    register: Register,
    judgements: Sequence[Judgement] = (),
    model: Model | None = None,
) -> list[Group]:
    """Return the event claims put together by happening, in the order of their first claims.

    Judgements on records that are not here are passed over. ``model``: weights other than the shipped ones.
    """
    told = accounts(claims, documents, register, judgements)
    numbers = {id: at for at, (account, _) in enumerate(told) for id in (account.id, *account.claims)}
    decisions = decide(judgements, numbers)
    several = len(documents) > 1 or len({account.document for account, _ in told}) > 1
    if not several and not decisions.same:
        groups = [[at] for at in range(len(told))]
        return [_group(members, told, {}, decisions, []) for members in groups]
    from allegata.incidents.linkage import Linkage  # loads Splink and DuckDB, which one document does not need

    told += [(account, []) for account in untold(claims, documents, register)]
    with ExitStack() as stack:
        path = None
        if len(told) > LARGE:
            folder = TemporaryDirectory(prefix="allegata-linking-", ignore_cleanup_errors=True)
            path = Path(stack.enter_context(folder)) / "linkage.duckdb"
        linkage = Linkage(model, path=path, memory=MEMORY if path is not None else None)
        linkage.add(account for account, _ in told)
        linkage.judge(decisions.same, decisions.apart)
        return grouped(linkage.clusters(), told, decisions, linkage.refused(), linkage.scores, linkage.levels)


Scores = Callable[[Iterable[Pair]], Mapping[Pair, float]]
Levels = Callable[[Iterable[Pair]], Mapping[Pair, tuple[float, Mapping[str, str]]]]


def grouped(
    clusters: Sequence[Sequence[int]],
    told: Sequence[tuple[Account, list[Claim]]],
    decisions: Decisions,
    apart: Iterable[Pair],
    scores: Scores,
    levels: Levels,
) -> list[Group]:
    """Return the group of each cluster of accounts, with what holds it together and why.

    Accounts are numbered by their place in ``told``. ``apart``: judged pairs that kept clusters apart; ``scores`` and
    ``levels`` tell the weight of pairs, and their probability with the level of each comparison.
    """
    known = scores(pair for members in clusters for pair in combinations(members, 2))
    trees = [_tree(members, known, decisions) for members in clusters]
    found = levels(pair for tree in trees for pair in tree)
    of = {at: number for number, members in enumerate(clusters) for at in members}
    refused: dict[int, list[Pair]] = {}
    for first, second in sorted(apart):
        for one, other in ((first, second), (second, first)):
            if one in of:
                refused.setdefault(of[one], []).append((one, other))
    return [
        _group(members, told, {pair: found[pair] for pair in tree}, decisions, refused.get(number, []))
        for number, (members, tree) in enumerate(zip(clusters, trees, strict=True))
    ]


def _tree(members: Sequence[int], scores: Mapping[Pair, float], decisions: Decisions) -> list[Pair]:
    """Return the pairs that hold the members together: each but the first with the likest that is in already."""
    inside, outside = [members[0]], list(members[1:])
    tree: list[Pair] = []

    def rank(pair: Pair) -> tuple[bool, float]:
        return pair in decisions.same, scores.get(pair, float("-inf"))

    while outside:
        pairs = [(min(a, b), max(a, b)) for a in inside for b in outside]
        best = max(pairs, key=lambda pair: (*rank(pair), -pair[0], -pair[1]))
        tree.append(best)
        new = best[0] if best[0] in outside else best[1]
        inside.append(new)
        outside.remove(new)
    return tree


def _group(
    members: Sequence[int],
    told: Sequence[tuple[Account, list[Claim]]],
    tree: Mapping[Pair, tuple[float, Mapping[str, str]]],
    decisions: Decisions,
    refused: Sequence[Pair],
) -> Group:
    links = tuple(_link(pair, told, found, decisions) for pair, found in tree.items() if _claimed(pair, told))
    related = {at: _related(at, tree, told) for at in members if not told[at][1]}
    reasons = []
    for one, other in refused:
        judgement = decisions.apart[min(one, other), max(one, other)]
        said = "judged different" if judgement.kind == "different" else "judged unsure"
        reasons.append(f"not joined with {told[other][0].id}: {said} by {judgement.by}: {judgement.why}")
    ids = {id for at in members for id in (told[at][0].id, *told[at][0].claims)}
    for judgement, reason in decisions.refused:
        if ids.intersection(judgement.about):
            reasons.append(f"judgement {judgement.id} ({judgement.kind}) was refused: {reason}")
    return Group(
        claims=tuple(claim for at in members for claim in told[at][1]),
        links=links,
        also=tuple(told[at][0].id for at in members[1:] if told[at][1]),
        why=tuple(dict.fromkeys(reasons)),
        related=tuple(related.values()),
    )


def _claimed(pair: Pair, told: Sequence[tuple[Account, list[Claim]]]) -> bool:
    return all(told[at][1] for at in pair)


def _related(
    at: int, tree: Mapping[Pair, tuple[float, Mapping[str, str]]], told: Sequence[tuple[Account, list[Claim]]]
) -> Related:
    """Return a document without claims with the likest pair that holds it in its group."""
    pairs = [(found, pair) for pair, found in tree.items() if at in pair]
    if not pairs:
        return Related(document=told[at][0].document, probability=None, why="alone")
    (probability, levels), (first, second) = max(pairs, key=lambda item: (item[0][0], item[1]))
    reasons = why(told[first][0], told[second][0], levels)
    return Related(document=told[at][0].document, probability=round(probability, 4), why=reasons)


def _link(
    pair: Pair,
    told: Sequence[tuple[Account, list[Claim]]],
    found: tuple[float, Mapping[str, str]],
    decisions: Decisions,
) -> Link:
    first, second = told[pair[0]][0], told[pair[1]][0]
    probability, levels = found
    judgement = decisions.same.get(pair)
    reasons = why(first, second, levels)
    if judgement is not None:
        reasons = f"judged the same by {judgement.by}: {judgement.why}; {reasons}"
    return Link(
        first=first.claims[0],
        second=second.claims[0],
        probability=round(probability, 4),
        why=reasons,
        judgement=judgement.id if judgement is not None else None,
    )
