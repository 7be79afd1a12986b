"""Values of judgements and cells in words, for people."""

from typing import Any

from allegata.codebooks.counting import ends_words
from allegata.incidents import Counted


def value_words(value: Any) -> str:
    """Return a value in words: "unknown" for none, objects as "low 5; high unknown" without what is empty and spans."""
    if value in (None, "", []):
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if "words" in value and ("low" in value or "high" in value):
            return f"“{value['words']}” ({ends_words(Counted(value.get('low'), value.get('high'), ''))})"
        parts = [
            f"{name} {value_words(item)}" for name, item in value.items() if item is not None and "span" not in name
        ]
        return "; ".join(parts) or "unknown"
    if isinstance(value, list | tuple):
        return "; ".join(value_words(item) for item in value)
    return str(value)
