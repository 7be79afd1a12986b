"""Custody checked: every byte, every span, every judgement, the chain of the log, and its head outside the log.

What the rows must be is known from the log, whose entries hold hashes; what the log must be is known from its chain,
and how far it goes from the head beside the casebook and from manifests. The first thing that does not hold is named.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import msgspec
from sqlalchemy import Connection

from allegata.casebook.blobs import Blobs
from allegata.casebook.chain import Head
from allegata.casebook.checking import Check, Fault
from allegata.casebook.checking_claims import the_claims, the_sources
from allegata.casebook.checking_documents import the_captures, the_documents, the_originals, the_readings
from allegata.casebook.checking_incidents import the_incidents
from allegata.casebook.checking_judgements import the_judgements, the_rest
from allegata.casebook.checking_log import the_file, the_heads, the_log

__all__ = ["Fault", "Verified", "verified"]

STEPS = (
    the_file,
    the_log,
    the_heads,
    the_originals,
    the_documents,
    the_captures,
    the_readings,
    the_claims,
    the_judgements,
    the_sources,
    the_rest,
    the_incidents,
)
"""What is checked, in a fixed order: what comes later rests on what came before."""


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What `verify` found. ``fault``: the first thing that does not hold, ``None`` where all holds.

    ``checked``: how many of each; ``notes``: gaps and remarks that are no faults.
    """

    fault: Fault | None
    checked: dict[str, int]
    notes: tuple[str, ...]
    head: Head


def verified(
    reading: Callable[[], AbstractContextManager[Connection]],
    kept: Blobs,
    head: Callable[[], Head | None],
    expected: tuple[Head, ...] = (),
) -> Verified:
    """Check everything up to the first fault. ``expected``: heads of manifests, which the log must hold too."""
    check = Check(kept, head, expected)
    with reading() as connection:
        fault = next(_faults(check, connection), None)
    return Verified(fault=fault, checked=check.checked, notes=tuple(check.notes), head=check.last)


def _faults(check: Check, connection: Connection) -> Iterator[Fault]:
    for step in STEPS:
        yield from step(check, connection)
