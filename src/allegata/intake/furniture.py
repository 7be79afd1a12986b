"""Headlines of other pages that a captured page lists beside its article: "Next Post" and what follows it."""

import re

from allegata.intake.cues import words_of

_LONGEST = 220
_LISTED = re.compile(r"\blist \d+ of \d+", re.IGNORECASE)
_SENTENCE = re.compile(r"\.[\"\u201d\u2019')\]]*$")


def opens_links(words: str) -> bool:
    """Tell whether a block is a line such as "Related posts", alone or with a numbered list that goes on from it."""
    plain = " ".join(words.split()).strip(" :»>|-–").casefold()
    known = words_of("link lists")
    if plain in known:
        return True
    listed = _LISTED.search(plain)
    return listed is not None and plain[: listed.start()].strip(" :") in known


def is_link(words: str) -> bool:
    """Tell whether a block reads as the headline of another page: one short line that is no sentence, or is cut off."""
    text = words.strip()
    if len(text) > _LONGEST:
        return False
    return text.endswith(("…", "...")) or _SENTENCE.search(text) is None or opens_links(text)
