"""What a captured page holds beside its article: menus, and lines that point to other pages ("Related posts")."""

import re
from functools import cache

from allegata.intake.cues import one_of, words_of

_LONGEST = 220
_LISTED = re.compile(r"\blist \d+ of \d+", re.IGNORECASE)
_SENTENCE = re.compile(r"\.[\"\u201d\u2019')\]]*$")
_BARS = re.compile(r"\s*[|>»•·]\s*|\s+/\s+")
_NEXT_SENTENCE = re.compile(r"[.!?][\"\u201d\u2019')\]]*\s+\S")
_MENU_PART = 4
"""Words of one part of a menu, at most."""


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


@cache
def _pointer() -> re.Pattern[str]:
    cues = f"(?:{one_of('link lists')}|{one_of('pointers')})"
    return re.compile(rf"^\W{{0,3}}{cues}\s*(?:[:：|»>]|[-–—]\s)\s*\S", re.IGNORECASE)


@cache
def _pointer_within() -> re.Pattern[str]:
    return re.compile(
        rf"(?<=[.!?\"\u201d\u2019')\]])\s+(?P<rest>\W{{0,2}}{one_of('link lists')}\s*[:：]\s*\S.*)$", re.IGNORECASE
    )


def points_elsewhere(words: str) -> bool:
    """Tell whether a block names another page or sorts this one: "Read also: Ten killed in …", "Tags: Idlib, Sudan"."""
    text = words.strip()
    return len(text) <= _LONGEST and _pointer().match(text) is not None and _NEXT_SENTENCE.search(text) is None


def pointer_within(words: str) -> int | None:
    """Return where a paragraph ends and a line that points to another page goes on from it, else ``None``."""
    found = _pointer_within().search(words, max(0, len(words) - _LONGEST - 2))
    if found is None or _NEXT_SENTENCE.search(found["rest"]) is not None:
        return None
    return found.start("rest")


def is_menu(words: str) -> bool:
    """Tell whether a block is a page's menu or path: "Home | Video | Sudan", "News Sudan Video Contact"."""
    text = " ".join(words.split())
    if len(text) > _LONGEST or _SENTENCE.search(text) is not None:
        return False
    known = words_of("menu words")
    parts = [part.strip() for part in _BARS.split(text) if part.strip()]
    if len(parts) > 1:
        short = all(len(part.split()) <= _MENU_PART and not part[0].islower() for part in parts)
        return short and sum(part.casefold() in known for part in parts) >= (1 if len(parts) > 2 else 2)
    tokens = text.split()
    named = sum(token.casefold() in known for token in tokens)
    return len(tokens) > 2 and named * 2 >= len(tokens) and named > 1 and not any(t[0].islower() for t in tokens)
