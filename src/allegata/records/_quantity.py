"""Quantities: the words of a count and only the bounds that those words entail."""

import msgspec

from allegata.records._literals import QuantityKind
from allegata.records._span import Span


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A count as stated.

    ``low`` and ``high`` are persons; ``high`` is ``None`` when the words leave it open, ``low`` is ``None`` when they
    give no lower bound ("up to 20"). A counting profile turns them into single numbers, never this record.
    """

    words: str
    kind: QuantityKind
    low: int | None
    high: int | None
    span: Span
