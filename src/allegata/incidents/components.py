"""What hangs together: the connected components of a graph whose edges are two arrays of numbers."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
_NONE = np.empty(0, dtype=np.int32)


def reached(left: Numbers, right: Numbers, start: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Return the edges of the components that hold a number of ``start``. Numbers are below ``count``."""
    held = np.zeros(count, dtype=bool)
    held[start] = True
    wanted = held[left] | held[right]
    size = -1
    while size != (size := int(np.count_nonzero(wanted))):
        held[left[wanted]] = True
        held[right[wanted]] = True
        wanted = held[left] | held[right]
    return left[wanted], right[wanted]


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
