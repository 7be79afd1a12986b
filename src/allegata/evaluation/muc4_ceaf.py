"""CEAF-REE and CEAF-RME: scores of templates with five roles, as recent work on MUC-4 reports them.

CEAF-REE after Du et al. 2021 (the scorer released with GTT), CEAF-RME after Chen et al. 2023.
"""

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import msgspec

from allegata.evaluation.arithmetic import Tally
from allegata.evaluation.assignment import assign

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_MOST_MAPS = 20000

Entity = frozenset[str]


class Simple(msgspec.Struct, frozen=True):
    """A template of the reduced form: its type ("attack", or "attack / bombing") and entities by role."""

    type: str
    roles: dict[str, tuple[Entity, ...]]


class Ceaf(msgspec.Struct, frozen=True):
    """Tallies of CEAF-REE by role (and ``type``)."""

    by_role: dict[str, Tally]

    @property
    def total(self) -> Tally:
        """Type and the five roles together."""
        return sum(self.by_role.values(), Tally())


def normal(words: str) -> str:
    """Return words in small letters without marks, articles and double blanks, as the GTT scorer compares them."""
    plain = "".join(c for c in words.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", plain).split())


def simple(kind: str, roles: Mapping[str, Sequence[Sequence[str]]]) -> Simple:
    """Return a template with normalised mentions; entities without any word are left out."""
    made = {
        role: tuple(
            e for e in (frozenset(filter(None, map(normal, mentions))) for mentions in roles.get(role, ())) if e
        )
        for role in ROLES
    }
    return Simple(" ".join(kind.lower().split()), made)


def kinds(template: Simple) -> tuple[str, ...]:
    """Return the alternatives of a type such as "attack / bombing"."""
    return tuple(part.strip() for part in template.type.split("/"))


def ceaf_ree(ours: Sequence[Simple], gold: Sequence[Simple]) -> Ceaf:
    """Return the tallies of the map of templates with the best micro F1.

    Templates of one type may map. Correct: the type, and each entity whose mentions all belong to one gold entity.
    """
    size_ours, size_gold = _sizes(ours), _sizes(gold)
    gains = [[_right(a, b) if a.type in kinds(b) else None for b in gold] for a in ours]
    totals = [[float(sum(g.values())) if g else 0.0 for g in row] for row in gains]
    right = dict.fromkeys(("type", *ROLES), 0)
    for i, j in assign(totals):  # denominators do not depend on the map: most correct is best F1
        found = gains[i][j]
        for role, count in (found or {}).items():
            right[role] += count
    return Ceaf({role: Tally(right[role], size_ours[role], size_gold[role]) for role in right})


def _sizes(templates: Sequence[Simple]) -> dict[str, int]:
    return {
        "type": len(templates),
        **{role: sum(len(t.roles[role]) for t in templates) for role in ROLES},
    }


def _right(mine: Simple, gold: Simple) -> dict[str, int]:
    found = {"type": 1}
    for role in ROLES:
        worth = [[1.0 if e <= g else 0.0 for g in gold.roles[role]] for e in mine.roles[role]]
        found[role] = len(assign(worth))
    return found


def ceaf_rme(ours: Sequence[Simple], gold: Sequence[Simple], *, subset: bool = False) -> tuple[Tally, Tally]:
    """Return two tallies, for precision (right of predicted) and for recall (right of gold).

    phi-3: entities are aligned one to one for the most shared mentions, and mentions are counted. phi-subset: an
    entity is right when it shares a mention with one of the other side. Entities match within one type and role, in
    templates that are aligned. A gold template of several types counts as the one that fits best.
    """
    best: tuple[float, Tally, Tally] | None = None
    for choice in _choices(gold):
        worth = [[_shared(a, b, subset) for b in choice] for a in ours]
        pairs = assign([[p + r for p, r in row] for row in worth])
        precise = sum(worth[i][j][0] for i, j in pairs)
        recalled = sum(worth[i][j][1] for i, j in pairs)
        predicted, wanted = _volume(ours, subset), _volume(choice, subset)
        found = (precise + recalled, Tally(precise, predicted, predicted), Tally(recalled, wanted, wanted))
        if best is None or found[0] > best[0]:
            best = found
    return (best[1], best[2]) if best else (Tally(), Tally())


def _choices(gold: Sequence[Simple]) -> Iterator[list[Simple]]:
    for n, parts in enumerate(product(*(kinds(t) for t in gold))):
        if n > _MOST_MAPS:
            return
        yield [Simple(kind, t.roles) for kind, t in zip(parts, gold, strict=True)]


def _volume(templates: Sequence[Simple], subset: bool) -> float:
    return float(sum(1 if subset else len(e) for t in templates for role in ROLES for e in t.roles[role]))


def _shared(mine: Simple, gold: Simple, subset: bool) -> tuple[float, float]:
    if mine.type != gold.type:
        return 0.0, 0.0
    precise = recalled = 0.0
    for role in ROLES:
        a, b = mine.roles[role], gold.roles[role]
        if subset:
            precise += sum(1 for e in a if any(e & g for g in b))
            recalled += sum(1 for g in b if any(e & g for e in a))
        else:
            worth = [[float(len(e & g)) for g in b] for e in a]
            both = sum(worth[i][j] for i, j in assign(worth))
            precise += both
            recalled += both
    return precise, recalled


def f1(precise: Tally, recalled: Tally) -> float:
    """Return F1 in per cent of a precision tally and a recall tally."""
    p, r = precise.precision, recalled.recall
    return round(2 * p * r / (p + r), 2) if p + r else 0.0
