"""Text of documents made safe to show: what controls a terminal or turns the reading direction becomes visible."""

import re

# C0 and C1 controls (escape sequences start here), line and paragraph separators, overrides, embeddings and isolates
# of the bidirectional algorithm (they can make a line read as another), and lone surrogates, which UTF-8 cannot hold.
# The direction *marks* (U+200E, U+200F, U+061C) stay: Arabic and Hebrew need them and they reorder nothing by force.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANK = re.compile(r"\s+")


def visible(text: str) -> str:
    """Return ``text`` with each control character written as its code point, ``⟨U+202E⟩``.

    Line feed and tab stay; a carriage return becomes a line feed. Printable text is returned unchanged.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _HIDDEN.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def one_line(text: str) -> str:
    """Return ``visible`` text on one line: every run of blanks is one space."""
    return _BLANK.sub(" ", visible(text)).strip()


def shortened(text: str, width: int) -> str:
    """Return ``one_line`` text of at most ``width`` characters, cut at a word where possible and marked with ``…``."""
    line = one_line(text)
    if len(line) <= width:
        return line
    cut = line[: width - 1]
    head, blank, _ = cut.rpartition(" ")
    return (head if blank and len(head) > width // 3 else cut).rstrip(" ,;:") + "…"
