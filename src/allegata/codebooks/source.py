"""What an export reads from: incidents one by one, each with all that hangs on it. A dataset or a casebook fulfils it.

A source gives one view at a time and keeps none, so that an export needs no more memory for a million incidents than
for a thousand.
"""

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import msgspec

from allegata.records import Claim, Communication, Document, Incident, Judgement, Span


class Sizes(NamedTuple):
    """How many records a source holds."""

    incidents: int
    communications: int
    ungathered: int


class View(msgspec.Struct, frozen=True, kw_only=True):
    """An incident with its claims in their order, their documents by id, and what hangs on them.

    ``communications``: those that rest on one of the claims. ``judgements``: on the incident or one of its claims,
    oldest first. A claim or document that the source lacks is left out here.
    """

    incident: Incident
    claims: tuple[Claim, ...]
    documents: Mapping[str, Document]
    communications: tuple[Communication, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    def quote(self, claim: str, span: Span) -> str | None:
        """Return the words of a span in the document of a claim; ``None`` where the text is not there."""
        found = next((item for item in self.claims if item.id == claim), None)
        document = self.documents.get(found.document) if found is not None else None
        return document.text[span[0] : span[1]] if document is not None else None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A communication with its document (``None`` where it is missing) and the claims that it rests on."""

    communication: Communication
    document: Document | None
    claims: tuple[Claim, ...] = ()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that belongs to no incident (a pattern, or one that was set aside), with its document."""

    claim: Claim
    document: Document | None


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """A document with every claim that it makes, in order. ``judgements``: on these claims, oldest first."""

    document: Document
    claims: tuple[Claim, ...] = ()
    judgements: tuple[Judgement, ...] = ()


class Source(Protocol):
    """Where an export reads. Each iteration starts anew, goes in a fixed order, and accumulates nothing."""

    def __enter__(self) -> Self:
        """Make ready."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of what was opened."""
        ...

    def sizes(self) -> Sizes:
        """Return how many records there are."""
        ...

    def incidents(self) -> Iterator[View]:
        """Yield every incident."""
        ...

    def communications(self) -> Iterator[Message]:
        """Yield every communication, those that hang on an incident too."""
        ...

    def ungathered(self) -> Iterator[Told]:
        """Yield every claim that belongs to no incident."""
        ...

    def publications(self) -> Iterator[Publication]:
        """Yield every document with its claims."""
        ...
