"""What a check of a casebook shares: what the log says there must be, what was counted, and what was remarked."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select

from allegata.casebook.blobs import Blobs
from allegata.casebook.chain import FIRST, Head


class Fault(msgspec.Struct, frozen=True):
    """Something that does not hold: what, and in which way."""

    what: str
    why: str


class Known(msgspec.Struct):
    """What the log says there must be."""

    documents: dict[str, dict[str, str]] = {}
    captures: dict[str, str] = {}
    readings: dict[str, dict[str, Any]] = {}
    judgements: dict[str, str] = {}
    moves: dict[str, str] = {}
    restrictions: dict[str, str] = {}
    accounts: dict[str, str] = {}
    adjudications: dict[str, str] = {}
    erasures: dict[str, dict[str, Any]] = {}
    standings: dict[str, str] = {}
    assigned: dict[str, str | None] = {}


class Check:
    """One check under way. ``expected``: heads of manifests, which the log must hold; ``last``: its newest entry."""

    def __init__(self, blobs: Blobs, head: Callable[[], Head | None], expected: tuple[Head, ...]) -> None:
        self.blobs = blobs
        self.head = head
        self.expected = expected
        self.known = Known()
        self.last = Head(casebook="", n=0, hash=FIRST, at="")
        self.checked: dict[str, int] = {}
        self.notes: list[str] = []

    def count(self, what: str) -> None:
        """Count one thing of a kind that was checked."""
        self.checked[what] = self.checked.get(what, 0) + 1


def every(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    """Yield rows without holding all of them."""
    yield from connection.execution_options(yield_per=1000).execute(query)
