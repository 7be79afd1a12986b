"""Headlines with a capital on every word, in the letters of a sentence, so that they parse."""

import re
from functools import cache
from importlib.resources import files

import yaml

from allegata.reading.lexicon import lexicon

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@cache
def _plain() -> frozenset[str]:
    lex = lexicon()
    data = yaml.safe_load((files("allegata.evaluation") / "data" / "headline_words.yaml").read_text(encoding="utf-8"))
    return frozenset(data["small"]) | frozenset(lex.people) | frozenset(lex.states)


def sentence_case(title: str) -> str:
    """Return a headline with its common words in small letters when (nearly) all its words begin with capitals."""
    words = _WORD.findall(title)
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    if not long or sum(word[0].isupper() for word in long) * 10 < len(long) * 8:
        return title
    first = True

    def put(match: re.Match[str]) -> str:
        nonlocal first
        word = match[0]
        low = word.lower()
        begins, first = first, False
        if low not in _plain() and low.rstrip("s") not in _plain():
            return word
        return word[:1] + low[1:] if begins else low

    return _WORD.sub(put, title)
