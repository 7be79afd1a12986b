"""Spans: where in ``Document.text`` the words of a value stand."""

Span = tuple[int, int]
"""``(start, end)`` in code points of ``Document.text``, end exclusive."""


def quote(text: str, span: Span) -> str:
    """Return the words of ``span`` in ``text``.

    Raises ``ValueError`` when the span is empty, reversed or outside the text.
    """
    start, end = span
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span {start}-{end} does not lie in a text of {len(text)} characters")
    return text[start:end]
