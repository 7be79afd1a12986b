"""Which parties are of one side: the same party, a body of another, or bodies of the same one."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from allegata.actors import Register


@lru_cache(maxsize=1)
def built_in_register() -> Register:
    """Return the built-in register of parties, loaded once."""
    return Register.load()


@lru_cache(maxsize=16_384)
def lineage(party: str, register: Register) -> frozenset[str]:
    """Return a party's id with the ids of all parties above it."""
    found: set[str] = set()
    waiting = [party]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            known = register.get(current)
            waiting += known.parents if known is not None else ()
    return frozenset(found)


def sides(parties: Iterable[str], register: Register, together: Iterable[Sequence[str]] = ()) -> list[list[str]]:
    """Return the ids ``parties`` grouped by side, in order.

    Parties whose lineages meet are of one side ("the army", "the defence ministry"), and so are those that one claim
    accuses ``together``.
    """
    groups: list[tuple[list[str], set[str]]] = []
    bonds = [set(bond) for bond in together]
    for party in dict.fromkeys(parties):
        line = set(lineage(party, register))
        line |= {other for bond in bonds if party in bond for other in bond}
        members = [party]
        apart: list[tuple[list[str], set[str]]] = []
        for others, their_line in groups:
            if line & their_line:
                members = [*others, *members]
                line |= their_line
            else:
                apart.append((others, their_line))
        groups = [*apart, (members, line)]
    return [members for members, _ in groups]
