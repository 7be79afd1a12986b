"""What hangs together: the connected components of a graph whose edges are two arrays of numbers."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Marks = npt.NDArray[np.int64]
_NONE = np.empty(0, dtype=np.int32)


def reached(left: Numbers, right: Numbers, start: Numbers, count: int) -> npt.NDArray[np.bool_]:
    """Tell of each edge whether its component holds a number of ``start``. Numbers are below ``count``."""
    held = np.zeros(count, dtype=bool)
    held[start] = True
    wanted = held[left] | held[right]
    size = -1
    while size != (size := int(np.count_nonzero(wanted))):
        held[left[wanted]] = True
        held[right[wanted]] = True
        wanted = held[left] | held[right]
    return wanted


def components(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers that edges join, in order, and for each the lowest number of its component."""
    if not len(left):
        return _NONE, _NONE
    members, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = ends[: len(left)], ends[len(left) :]
    top = np.arange(len(members))
    while True:
        first, second = top[one], top[other]
        differ = first != second
        if not differ.any():
            return members, members[top]
        one, other, first, second = one[differ], other[differ], first[differ], second[differ]
        np.minimum.at(top, np.maximum(first, second), np.minimum(first, second))
        while not np.array_equal(above := top[top], top):
            top = above


def knots(
    left: Numbers, right: Numbers, weight: Numbers, steps: Sequence[int], most: int
) -> tuple[Numbers, Numbers, Marks]:
    """Return the numbers that hang together, in order, for each the lowest of its group, and the group's mark.

    A component of more than ``most`` numbers is parted by its edges of at least the first of ``steps``, what is still
    larger by those of at least the next, and so on; what the last leaves is kept whole. Numbers that no edge of that
    weight reaches are left out. The mark is 0 for a component that was not parted; else it tells a group by its
    numbers: another mark means other numbers.
    """
    members, tops = components(left, right)
    large = _sizes(tops) > most
    marks = np.zeros(len(members), dtype=np.int64)
    if not large.any():
        return members, tops, marks
    found = [(members[~large], tops[~large], marks[~large])]
    for at, step in enumerate(steps):
        inside = np.isin(left, members[large]) & (weight >= step)
        left, right, weight = left[inside], right[inside], weight[inside]
        members, tops = components(left, right)
        large = _sizes(tops) > most if at + 1 < len(steps) else np.zeros(len(members), dtype=bool)
        found.append((members[~large], tops[~large], _marks(members[~large], tops[~large])))
        if not large.any():
            break
    members, tops = (np.concatenate([one[at] for one in found]) for at in (0, 1))
    marks = np.concatenate([one[2] for one in found])
    order = np.argsort(members, kind="stable")
    return members[order], tops[order], marks[order]


def _sizes(tops: Numbers) -> Marks:
    """Return, for each number, of how many its group is."""
    _, at, counts = np.unique(tops, return_inverse=True, return_counts=True)
    return counts[at]


def _marks(members: Numbers, tops: Numbers) -> Marks:
    """Return, for each number, the sum of its group's numbers, each mixed first (the finaliser of SplitMix64)."""
    mixed = (members.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    names, at = np.unique(tops, return_inverse=True)
    sums = np.zeros(len(names), dtype=np.uint64)
    np.add.at(sums, at, mixed)
    return (sums | np.uint64(1)).view(np.int64)[at]
