"""The official MUC-4 score of one document: templates mapped by content, and every slot counted.

A response maps to at most one key template. They may map when INCIDENT: TYPE is at least half right and so is one
fill of an accused, physical-target or human-target slot. Among the maps, the one with the most right fills is taken.
The totals are those of slots 2 to 24; the template number itself is not counted.
"""

from collections.abc import Sequence

import msgspec

from allegata.evaluation.arithmetic import share
from allegata.evaluation.assignment import assign
from allegata.evaluation.muc4_fills import CORRECT, PARTIAL, judge
from allegata.evaluation.muc4_keys import SCORED, Fill, Template

MAPPING = (9, 10, 12, 13, 18, 19, 20)
"""Slots one of which must fit before two templates map (3.2.1)."""


class Score(msgspec.Struct, frozen=True):
    """Counts of one slot: correct, partial, incorrect, spurious and missing fills. Adds with ``+``."""

    cor: int = 0
    par: int = 0
    inc: int = 0
    spu: int = 0
    mis: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.cor + other.cor,
            self.par + other.par,
            self.inc + other.inc,
            self.spu + other.spu,
            self.mis + other.mis,
        )

    @property
    def possible(self) -> int:
        """How many fills the key asks for."""
        return self.cor + self.par + self.inc + self.mis

    @property
    def actual(self) -> int:
        """How many fills were given."""
        return self.cor + self.par + self.inc + self.spu

    @property
    def recall(self) -> float:
        """Per cent of the possible."""
        return share(self.cor + 0.5 * self.par, self.possible)

    @property
    def precision(self) -> float:
        """Per cent of the actual."""
        return share(self.cor + 0.5 * self.par, self.actual)

    @property
    def f(self) -> float:
        """F of recall and precision with equal weight."""
        return share(2 * self.cor + self.par, self.possible + self.actual)


class Verdict(msgspec.Struct, frozen=True):
    """One fill that was not right: the slot, the key's fill and ours (either may be missing)."""

    slot: int
    key: str
    ours: str


class Scored(msgspec.Struct, frozen=True):
    """One document: counts by slot of mapped templates, of key templates alone and of responses alone."""

    matched: dict[int, Score]
    missing: dict[int, Score]
    spurious: dict[int, Score]
    verdicts: tuple[Verdict, ...] = ()


def score(ours: Sequence[Template], keys: Sequence[Template]) -> Scored:
    """Return the counts of one document."""
    worth = [[_worth(mine, key) for key in keys] for mine in ours]
    pairs = assign(worth)
    matched: dict[int, Score] = {}
    verdicts: list[Verdict] = []
    for i, j in pairs:
        for slot in SCORED:
            found, told = score_slot(ours[i].of(slot), keys[j].of(slot), slot, slot in keys[j].inapplicable)
            matched[slot] = matched.get(slot, Score()) + found
            verdicts += told
    mapped = {j for _, j in pairs}
    used = {i for i, _ in pairs}
    missing: dict[int, Score] = {}
    for j, key in enumerate(keys):
        if j in mapped or key.optional:
            continue
        for slot in SCORED:
            wanted = sum(1 for fill in key.of(slot) if not fill.optional)
            missing[slot] = missing.get(slot, Score()) + Score(mis=wanted)
        verdicts.append(Verdict(1, told_in_short(key), ""))
    spurious: dict[int, Score] = {}
    for i, mine in enumerate(ours):
        if i in used:
            continue
        for slot in SCORED:
            spurious[slot] = spurious.get(slot, Score()) + Score(spu=len(mine.of(slot)))
        verdicts.append(Verdict(1, "", told_in_short(mine)))
    return Scored(matched, missing, spurious, tuple(verdicts))


def told_in_short(template: Template) -> str:
    """Return type, accused and targets of a template in one line."""
    return "; ".join(
        f"{slot}: {' & '.join(fill.values[0].value for fill in template.of(slot))}"
        for slot in (4, 2, 3, 9, 10, 12, 18, 19)
        if template.of(slot)
    )


def score_slot(
    ours: Sequence[Fill], keys: Sequence[Fill], slot: int, inapplicable: bool = False
) -> tuple[Score, list[Verdict]]:
    """Return the counts of one slot of two mapped templates, and the fills that were not right.

    A wrong fill beside a missing one is one incorrect fill; an optional key fill counts only when it is met.
    """
    if inapplicable:
        return Score(), []
    worth = [[judge(mine, key, slot) for key in keys] for mine in ours]
    pairs = assign(worth)
    cor = sum(1 for i, j in pairs if worth[i][j] == CORRECT)
    par = sum(1 for i, j in pairs if worth[i][j] == PARTIAL)
    left = [mine for i, mine in enumerate(ours) if i not in {a for a, _ in pairs}]
    wanted = [key for j, key in enumerate(keys) if j not in {b for _, b in pairs} and not key.optional]
    inc = min(len(left), len(wanted))
    verdicts = [Verdict(slot, _words(keys[j]), _words(ours[i])) for i, j in pairs if worth[i][j] != CORRECT]
    for n in range(max(len(left), len(wanted))):
        verdicts.append(
            Verdict(
                slot,
                _words(wanted[n]) if n < len(wanted) else "",
                _words(left[n]) if n < len(left) else "",
            )
        )
    return Score(cor, par, inc, len(left) - inc, len(wanted) - inc), verdicts


def _words(fill: Fill) -> str:
    return " / ".join(v.value + (f": {v.tags[0]}" if v.tags else "") for v in fill.values)


def _worth(mine: Template, key: Template) -> float:
    """Return how many fills would be right, 0 where the two may not map."""
    kind = max((judge(a, b, 4) for a in mine.of(4) for b in key.of(4)), default=0.0)
    if not kind:
        return 0.0
    if not any(judge(a, b, slot) for slot in MAPPING for a in mine.of(slot) for b in key.of(slot)):
        return 0.0
    total = 0.0
    for slot in SCORED:
        found, _ = score_slot(mine.of(slot), key.of(slot), slot, slot in key.inapplicable)
        total += found.cor + 0.5 * found.par
    return total + kind
