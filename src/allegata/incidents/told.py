"""What an index of incidents is given, what it keeps of it, and what it answers."""

import msgspec

from allegata.incidents.accounts import Account
from allegata.records import Claim, Document, Incident


class Told(msgspec.Struct, frozen=True):
    """A document with its claims, and where they stand among all.

    ``at``: the place of the document; ``order``: that of each claim, in the order of ``claims``. Places are numbers
    from 0 to below 2**62, never the same for two claims or two documents; `gather` of the claims and the documents in
    that order returns the same incidents.
    """

    document: Document
    claims: tuple[Claim, ...]
    at: int
    order: tuple[int, ...]


class Row(msgspec.Struct, frozen=True):
    """An account with its number, and where it stands among all."""

    n: int
    document: str
    id: str
    rank: int
    account: Account


class Changes(msgspec.Struct, frozen=True):
    """What a step changed. ``gone``: ids of incidents that are no more; ``incidents``: the new and the changed ones."""

    gone: tuple[str, ...]
    incidents: tuple[Incident, ...]
