"""Evidence in levels of agreement, and how much a level weighs."""

import msgspec
import numpy as np

from allegata.incidents.catalogue import Floats


class Evidence(msgspec.Struct, frozen=True):
    """``about``: what is compared; ``weight``: for each record; ``level``: the level reached by each, by its number in
    ``levels``, -1 where nothing could be compared."""

    about: str
    weight: Floats
    levels: tuple[str, ...] = ()
    level: Floats | None = None

    def reached(self, number: int) -> str | None:
        """Return the name of the level that a record reached; ``None`` where nothing was compared."""
        if self.level is None or self.level[number] < 0:
            return None
        return self.levels[int(self.level[number])]


def levelled(about: str, level: Floats, shares: dict[str, float], choices: dict[str, float]) -> Evidence:
    """Return evidence of levels: how likely the telling is of a record of this level, over that of any record.

    ``level``: -1 where a record lacks what is compared; ``shares``: how often own records reach each level;
    ``choices``: among how many tellings of its level this one is. So a party that the catalogue hardly ever holds
    responsible speaks strongly for the few records that do, and hardly against the others.
    """
    names = tuple(shares)
    weight = np.zeros(len(level))
    members = level >= 0
    if members.any():
        at = level[members].astype(np.int64)
        held = np.bincount(at, minlength=len(names)) / len(at)
        likely = np.array([shares[name] / choices[name] for name in names])
        weight[members] = np.log(likely / float((held * likely).sum()))[at]
    return Evidence(about, weight, names, level)
