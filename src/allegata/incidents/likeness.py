"""How alike the texts of accounts are: the terms of all accounts in a few arrays, compared pair by pair."""

from array import array
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from allegata.incidents.accounts import Account
from allegata.incidents.terms import number_of

Numbers = npt.NDArray[np.int32]
_BITS: Final = 22
"""Terms are told apart by so many bits: of two accounts, one pair in two thousand takes two terms for one."""
_ROWS, _AT_ONCE = 512, 65_536
_WHOLE: Final = 1000


class Likeness:
    """Terms by account, numbered from 0 in order of adding. Weights are whole numbers, so that sums are exact."""

    def __init__(self) -> None:
        self._terms = array("i")
        self._weights = array("h")
        self._starts = array("q", [0])
        self._place = np.full(1 << _BITS, -1, dtype=np.int32)

    def add(self, accounts: Sequence[Account]) -> tuple[list[list[int]], list[list[int]]]:
        """Add the terms of accounts; return the numbers and the weights of each."""
        numbers, weighed = [], []
        for account in accounts:
            summed: dict[int, int] = {}
            for term, weight in account.terms.items():
                number = number_of(term) & ((1 << _BITS) - 1)
                summed[number] = summed.get(number, 0) + round(weight * _WHOLE)
            weights = [min(weight, 32_000) for weight in summed.values()]
            numbers.append(list(summed))
            weighed.append(weights)
            self._terms.extend(summed)
            self._weights.extend(weights)
            self._starts.append(len(self._terms))
        return numbers, weighed

    def load(self, numbers: Numbers, size: int, terms: Any, weights: Any) -> None:
        """Read back what `add` returned, as lists of Arrow, for ``size`` accounts, of which some are gone."""
        lengths = np.zeros(size, dtype=np.int64)
        lengths[numbers] = terms.value_lengths().to_numpy(zero_copy_only=False)
        self._terms.frombytes(terms.flatten().to_numpy(zero_copy_only=False).astype(np.int32).tobytes())
        self._weights.frombytes(weights.flatten().to_numpy(zero_copy_only=False).astype(np.int16).tobytes())
        self._starts = array("q", [0])
        self._starts.frombytes(np.cumsum(lengths).tobytes())

    def per_cent(self, left: Numbers, right: Numbers) -> Numbers:
        """Return the likeness in per cent of each pair of accounts, rounded down."""
        found = np.zeros(len(left), dtype=np.int32)
        order = np.argsort(left, kind="stable")
        starts = np.frombuffer(self._starts, dtype=np.int64)
        terms, weights = np.frombuffer(self._terms, dtype=np.int32), np.frombuffer(self._weights, dtype=np.int16)
        rows = np.unique(left)
        ends = np.searchsorted(left[order], rows, side="right")
        for at in range(0, len(rows), _ROWS):
            some = rows[at : at + _ROWS]
            first = ends[at - 1] if at else 0
            self._compare(some, order[first : ends[at + len(some) - 1]], left, right, found, (starts, terms, weights))
        return found

    def _compare(
        self,
        rows: Numbers,
        pairs: npt.NDArray[np.int64],
        left: Numbers,
        right: Numbers,
        found: Numbers,
        held: tuple[npt.NDArray[np.int64], Numbers, npt.NDArray[np.int16]],
    ) -> None:
        """Put the likeness of the ``pairs``, all of whose left accounts are among ``rows``, into ``found``."""
        starts, terms, weights = held
        at, owner = _spread(starts, rows)
        words, column = np.unique(terms[at], return_inverse=True)
        table = np.zeros((len(rows), len(words) + 1), dtype=np.int32)  # the last column: words that no row has
        table[owner, column] = weights[at]
        self._place[words] = np.arange(len(words), dtype=np.int32)
        for begin in range(0, len(pairs), _AT_ONCE):
            some = pairs[begin : begin + _AT_ONCE]
            at, owner = _spread(starts, right[some])
            line = np.searchsorted(rows, left[some])
            product = table[line[owner], self._place[terms[at]]] * weights[at]
            sums = np.bincount(owner, weights=product, minlength=len(some))
            found[some] = (sums // (_WHOLE * _WHOLE // 100)).astype(np.int32)
        self._place[words] = -1


def _spread(starts: npt.NDArray[np.int64], numbers: Numbers) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return where the terms of accounts stand, and for each the position of its account in ``numbers``."""
    begin = starts[numbers]
    sizes = starts[numbers + 1] - begin
    owner = np.repeat(np.arange(len(numbers)), sizes)
    shift = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(begin, sizes) + shift, owner
