"""Scores of clusterings: MUC, B-cubed, CEAF-e, their mean (CoNLL) and LEA, over the same mentions on both sides.

Sources: Vilain et al. 1995; Bagga and Baldwin 1998; Luo 2005; Pradhan et al. 2014 (CoNLL); Moosavi and Strube 2016
(LEA; a cluster of one is linked to itself, as in their reference scorer).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

import msgspec

from allegata.evaluation.assignment import assign

Labels = Mapping[str, Hashable]
"""The cluster of each mention."""
Clusters = Sequence[frozenset[str]]


class LinkingScore(msgspec.Struct, frozen=True):
    """F1 in per cent of each measure; ``precision`` and ``recall`` are those of LEA."""

    lea: float
    conll: float
    muc: float
    b_cubed: float
    ceaf_e: float
    precision: float
    recall: float


def score(gold: Labels, ours: Labels) -> LinkingScore:
    """Return the scores of ``ours`` against ``gold``. Raises ``ValueError`` where they are not of the same mentions."""
    if gold.keys() != ours.keys():
        raise ValueError("the clusterings are not of the same mentions")
    key, response = clusters(gold), clusters(ours)
    recall, precision = _lea(key, ours, response), _lea(response, gold, key)
    muc = _f(_muc(key, ours), _muc(response, gold))
    b_cubed = _f(_b_cubed(key, ours, response), _b_cubed(response, gold, key))
    ceaf = _ceaf(key, response)
    return LinkingScore(
        lea=_per_cent(_f(recall, precision)),
        conll=_per_cent((muc + b_cubed + ceaf) / 3),
        muc=_per_cent(muc),
        b_cubed=_per_cent(b_cubed),
        ceaf_e=_per_cent(ceaf),
        precision=_per_cent(precision),
        recall=_per_cent(recall),
    )


def lea(gold: Labels, ours: Labels) -> float:
    """Return LEA's F1 in per cent alone, which costs little where a clustering joins nearly everything."""
    if gold.keys() != ours.keys():
        raise ValueError("the clusterings are not of the same mentions")
    key, response = clusters(gold), clusters(ours)
    return _per_cent(_f(_lea(key, ours, response), _lea(response, gold, key)))


def clusters(labels: Labels) -> Clusters:
    """Return the mentions of each cluster, in the order of their first."""
    found: dict[Hashable, list[str]] = defaultdict(list)
    for mention, label in labels.items():
        found[label].append(mention)
    return [frozenset(members) for members in found.values()]


def _per_cent(value: float) -> float:
    return round(100 * value, 2)


def _f(recall: float, precision: float) -> float:
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _lea(key: Clusters, labels: Labels, response: Clusters) -> float:
    size = {label: len(members) for members in response for label in {labels[next(iter(members))]}}
    worth = total = 0.0
    for members in key:
        total += len(members)
        if len(members) == 1:
            (only,) = members
            worth += size[labels[only]] == 1
            continue
        links = len(members) * (len(members) - 1) / 2
        kept = sum(n * (n - 1) / 2 for n in Counter(labels[mention] for mention in members).values())
        worth += len(members) * kept / links
    return worth / total if total else 0.0


def _muc(key: Clusters, labels: Labels) -> float:
    links = sum(len(members) - 1 for members in key)
    kept = sum(len(members) - len({labels[mention] for mention in members}) for members in key)
    return kept / links if links else 0.0


def _b_cubed(key: Clusters, labels: Labels, response: Clusters) -> float:
    mentions = sum(len(members) for members in key)
    worth = sum(n * n / len(members) for members in key for n in Counter(labels[m] for m in members).values())
    return worth / mentions if mentions else 0.0


def _ceaf(key: Clusters, response: Clusters) -> float:
    if not key or not response:
        return 0.0
    of = {mention: n for n, members in enumerate(response) for mention in members}
    worth = [[0.0] * len(response) for _ in key]
    for k, members in enumerate(key):
        for n, common in Counter(of[mention] for mention in members).items():
            worth[k][n] = 2 * common / (len(members) + len(response[n]))
    total = sum(worth[k][n] for k, n in _matched(key, response, worth))
    return _f(total / len(key), total / len(response))


def _matched(key: Clusters, response: Clusters, worth: list[list[float]]) -> list[tuple[int, int]]:
    """Return the best one-to-one match, found apart in each group of clusters that share mentions at all."""
    top = list(range(len(key) + len(response)))

    def find(n: int) -> int:
        while top[n] != n:
            top[n] = top[top[n]]
            n = top[n]
        return n

    for k, row in enumerate(worth):
        for n, value in enumerate(row):
            if value:
                top[find(len(key) + n)] = find(k)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for k in range(len(key)):
        groups.setdefault(find(k), ([], []))[0].append(k)
    for n in range(len(response)):
        groups.setdefault(find(len(key) + n), ([], []))[1].append(n)
    pairs = []
    for keys, responses in groups.values():
        if keys and responses:
            pairs += [(keys[k], responses[n]) for k, n in assign([[worth[k][n] for n in responses] for k in keys])]
    return pairs
