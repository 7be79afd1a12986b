"""What hangs together: sets of numbers that grow by joining two of them."""

from array import array
from collections.abc import Iterable


class Components:
    """Disjoint sets over 0, 1, 2, …; a set is called by its lowest number."""

    def __init__(self) -> None:
        self._top = array("i")
        self._parts: dict[int, list[int]] = {}

    def grow(self, count: int) -> None:
        """Add so many numbers, each a set of its own."""
        self._top.extend(range(len(self._top), len(self._top) + count))

    def find(self, number: int) -> int:
        """Return what the set of a number is called."""
        top = self._top
        while top[number] != number:
            top[number] = top[top[number]]
            number = top[number]
        return number

    def join(self, first: int, second: int) -> None:
        """Put the sets of two numbers together."""
        a, b = self.find(first), self.find(second)
        if a == b:
            return
        kept, gone = min(a, b), max(a, b)
        self._top[gone] = kept
        self._parts.setdefault(kept, [kept]).extend(self._parts.pop(gone, (gone,)))

    def members(self, tops: Iterable[int]) -> list[tuple[int, int]]:
        """Return each number of the sets so called that have more than one, with what its set is called, in order."""
        return sorted((number, top) for top in tops for number in self._parts.get(top, ()))
