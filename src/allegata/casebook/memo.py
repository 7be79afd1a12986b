"""What was reckoned over the whole casebook, kept until something in it changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")


class Memo:
    """The last ``most`` results. A result of another version of the casebook is never given out.

    The key must hold all that a result depends on, also whether it is for somebody from whom something is withheld.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Hashable, object]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, version: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under ``key`` for this version; else make it and keep it."""
        with self._lock:
            found = self._held.get(key)
            if found is not None and found[0] == version:
                self._held.move_to_end(key)
                return cast(T, found[1])
        made = make()
        with self._lock:
            self._held[key] = (version, made)
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made
