"""Posts: the marks of hashtags and of names of accounts, which the parser takes for words."""

import re

_MARK = re.compile(r"(?<![^\W_])[#@](?=[^\W\d_])([\w-]*)")
_LEFT_OUT = "\0"


def unmarked(text: str) -> str:
    """Return ``text`` as long as before, with # and @ before words ready to be left out and _ within them blank."""
    if "#" not in text and "@" not in text:
        return text
    return _MARK.sub(lambda match: _LEFT_OUT + match[1].replace("_", " "), text.replace(_LEFT_OUT, " "))


def without_marks(text: str) -> tuple[str, list[int] | None]:
    """Return a part of what ``unmarked`` gave without the marks: "#El_Fasher" is El Fasher.

    With it comes where each character stood, or ``None`` where nothing was left out.
    """
    if _LEFT_OUT not in text:
        return text, None
    places = [i for i, letter in enumerate(text) if letter != _LEFT_OUT]
    return text.replace(_LEFT_OUT, ""), places
