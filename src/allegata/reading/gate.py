"""The lexical gate: a document without any trace of violence is not parsed at all.

Only words are looked at, so the gate costs a small part of a parse. Plain event words ("killed", "shelling",
"airstrike") let a document through; event words with everyday senses ("hit", "target") do so only beside a word for
arms or armed people, which the reader would ask for as well. ``tools/check_gate.py`` counts what the gate loses.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from allegata.reading.lexicon import Trigger, lexicon, load_yaml

_PLAIN_ENDINGS = "(?:s|es|ed|d|ing|ings)?"


def _alternatives(words: Iterable[str]) -> str:
    stems: list[str] = []
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        stem = re.escape(word).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?")
        if word.endswith("e"):
            stems.append(f"{stem[:-1]}(?:e|es|ed|ing|ings)")
        elif word.endswith("y"):
            stems.append(f"{stem[:-1]}(?:y|ies|ied|ying)")
        else:
            stems.append(f"{stem}{_PLAIN_ENDINGS}")
    return "|".join(stems)


def _compile(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives(words)})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of plain event words, of everyday ones, and of the company that those need."""
    lex, data = lexicon(), load_yaml("gate.yaml")
    triggers: list[tuple[str, Trigger]] = [*lex.verbs.items(), *lex.nouns.items()]
    plain = (
        {word for word, trigger in triggers if not trigger.weak and not trigger.never}
        | set(lex.states)
        | set(lex.counted)
    )
    plain = (plain | set(data["plain"])) - set(data["everyday"]) - set(data["not_plain"])
    everyday = {word for word, trigger in triggers if trigger.weak} | set(data["everyday"])
    company = {word for word, _ in lex.weapons} | set(data["company"])
    return _compile(plain), _compile(everyday - plain), _compile(company - set(data["no_company"]))


def speaks_of_violence(text: str) -> bool:
    """Return whether ``text`` holds words that could make a claim."""
    plain, everyday, company = _patterns()
    if plain.search(text) is not None:
        return True
    return company.search(text) is not None and everyday.search(text) is not None
