"""Pairs of accounts that share a key, found in sorted arrays."""

import numpy as np
import numpy.typing as npt

from allegata.incidents.components import Numbers

Keys = npt.NDArray[np.int64]
_AT_ONCE = 4_000_000


def pairs_of(keys: Keys, numbers: Numbers, new: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return each pair that shares a key and of which the second is ``new``, once, in order.

    ``keys``: sorted; ``numbers``: the account of each key, in order within one key; ``new``: for each of them, whether
    it makes pairs with those before it.
    """
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    before = np.arange(len(keys)) - np.repeat(starts, sizes)
    later = np.flatnonzero(new & (before > 0))
    many = np.cumsum(before[later])
    found: list[npt.NDArray[np.int64]] = []
    at = 0
    while at < len(later):
        end = int(np.searchsorted(many, (many[at - 1] if at else 0) + _AT_ONCE, side="left")) + 1
        some = later[at:end]
        counts = before[some]
        second = np.repeat(some, counts)
        back = np.arange(len(second)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
        codes = (numbers[second - back].astype(np.int64) << 32) | numbers[second]
        found.append(np.unique(codes))
        at = end
    codes = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    return (codes >> 32).astype(np.int32), (codes & 0xFFFFFFFF).astype(np.int32)
