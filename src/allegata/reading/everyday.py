"""Which words are everyday English, by the parser's own word lists (WordNet), for texts in capitals."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("ers", ""),
    ("ers", "e"),
    ("est", ""),
    ("est", "e"),
    ("ly", ""),
    ("ist", ""),
    ("ists", ""),
    ("al", ""),
    ("ized", "ize"),
    ("men", "man"),
    ("women", "woman"),
)
_BEGINNINGS = ("anti", "non", "counter", "un", "re", "pre", "ex", "pro", "mid", "over", "inter", "narco", "para")


@lru_cache(maxsize=2)
def everyday(nlp: Any) -> Callable[[str], bool] | None:
    """Return a test whether a word is everyday English, or ``None`` where the pipeline brings no word lists."""
    try:
        tables = nlp.get_pipe("lemmatizer").lookups
        lists = [part for name in ("lemma_index", "lemma_exc") for part in tables.get_table(name).values()]
    except (KeyError, AttributeError):
        return None
    words: set[str] = set(nlp.Defaults.stop_words).union(*lists)

    def known(word: str) -> bool:
        if word in words:
            return True
        for ending, full in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3 and word[: -len(ending)] + full in words:
                return True
        if "'" in word or "’" in word:
            return known(word.replace("’", "'").split("'")[0])
        return any(word[:n] in words and word[n:] in words for n in range(3, len(word) - 3)) or _plural_of(word)

    def _plural_of(word: str) -> bool:
        return word.endswith("s") and any(word[:n] in words and word[n:-1] in words for n in range(3, len(word) - 4))

    @lru_cache(maxsize=20000)
    def test(word: str) -> bool:
        low = word.casefold()
        return known(low) or any(
            low.startswith(start) and len(low) - len(start) >= 4 and known(low[len(start) :]) for start in _BEGINNINGS
        )

    return test
