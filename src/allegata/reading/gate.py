"""The lexical gate: a document without any word of violence is not parsed at all.

Only words are looked at, so the gate costs a small part of a parse. It is generous on purpose: it may let peaceful
documents through, but no document with an event word of ``events.yaml`` is held back.
"""

import re
from functools import lru_cache

from allegata.reading.lexicon import lexicon

_IRREGULAR = {
    "slay": ("slain", "slew", "slaying"),
    "shoot": ("shot", "shooting"),
    "strike": ("struck", "stricken", "striking"),
    "die": ("dying", "died", "dies"),
    "hit": ("hitting",),
    "burn": ("burnt",),
    "hang": ("hung",),
    "stab": ("stabbed", "stabbing"),
    "rob": ("robbed", "robbing"),
    "gun": ("gunned", "gunning"),
    "gas": ("gassed", "gassing"),
    "casualty": ("casualties",),
    "fatality": ("fatalities",),
    "injury": ("injuries",),
}
_EXTRA = (
    "dead|deaths?|lives|wounded|injured|maimed|bodies|corpses?|bloodshed|war crimes?|crimes?|violat\\w+|atrocit\\w+"
    "|aggression|genocide|terror\\w*|missiles?|rockets?|warplanes?|mortars?|artillery|drones?|gunm[ae]n|gunfire"
    "|explosives?|bombs?|victims?|denie[sd]|responsibility|accus\\w+|blam\\w+"
)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    lex = lexicon()
    words: set[str] = set()
    for word, trigger in (*lex.verbs.items(), *lex.nouns.items()):
        if trigger.never:
            continue
        words.add(word)
        words.update(_IRREGULAR.get(word, ()))
    stems = sorted({re.escape(word).replace("\\ ", r"[\s-]+") for word in words}, key=len, reverse=True)
    # a final e may fall away ("raiding", "besieging"), a final consonant may double ("bombed" needs none)
    alternatives = [f"{stem[:-1]}(?:e|es|ed|ing|ings)?" if stem.endswith("e") else stem for stem in stems]
    return re.compile(
        rf"\b(?:(?:{'|'.join(alternatives)})(?:s|es|ed|ing|ings)?|{_EXTRA})\b",
        re.IGNORECASE,
    )


def speaks_of_violence(text: str) -> bool:
    """Return whether ``text`` holds any word that could make a claim."""
    return _pattern().search(text) is not None
