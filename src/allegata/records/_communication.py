"""Communications: speech acts with an address (letters, statements, appeals)."""

import msgspec

from allegata.records._claim import PartyMention
from allegata.records._quantity import Quantity
from allegata.records._span import Span
from allegata.records._time import Time


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, condemned or regretted. ``act``: demands, condemns, regrets. ``of``: of whom, by name."""

    words: str
    span: Span
    of: str | None
    of_span: Span | None = None
    act: str = "demands"


class Communication(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="communication"):
    """A speech act with an address. ``act``: letter, statement, appeal, call, report, complaint, warning.

    ``claims``: ids of claims made in it or that it rests on. ``evidence``: the spans of its sentences.
    """

    id: str
    document: str
    act: str
    words: str
    span: Span
    number: Quantity | None
    sender: PartyMention | None
    addressees: tuple[PartyMention, ...]
    demands: tuple[Demand, ...]
    claims: tuple[str, ...]
    time: Time | None
    evidence: tuple[Span, ...]
