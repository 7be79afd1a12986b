"""What was read, as one value: the input of everything that writes or shows."""

import msgspec

from allegata.incidents import Standing
from allegata.records import Claim, Communication, Document, Incident, Span


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that was not read, and why. ``document`` is the document's id."""

    document: str
    span: Span
    reason: str


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """Documents with all that was read from them.

    ``notes``: what a person must be told (unreadable inputs, contradicted dates, counts of what was skipped).
    ``standing``: the user's table of which sources count as credible; ``None`` where it was the neutral one.
    """

    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    communications: tuple[Communication, ...] = ()
    incidents: tuple[Incident, ...] = ()
    notes: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    standing: Standing | None = None
