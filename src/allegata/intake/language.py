"""Which language a text is in, by py3langid, offline."""

from functools import cache
from typing import Any

_SHORTEST = 20
_ENOUGH = 4000


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, ``None`` under twenty letters or when it is unclear."""
    sample = text[:_ENOUGH]
    if sum(map(str.isalpha, sample)) < _SHORTEST:
        return None
    letters = [c for c in sample if c.isalpha()]
    if sum(map(str.isupper, letters)) * 2 > len(letters):
        sample = sample.lower()
    code, certainty = _identifier().classify(sample)
    return str(code) if certainty >= 0.5 else None
