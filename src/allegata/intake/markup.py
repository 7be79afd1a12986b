"""Markdown marks out, words in. Only marks that are surely marks go: ``snake_case``, ``5*3`` and bullets stay."""

import html
import re

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINK = re.compile(
    r"!?\[([^\[\]]{0,500})\]\("
    r"(?:<[^<>\n]{0,2000}>|(?:(?:#|\.{0,2}/|https?:|mailto:|www\.)[^\s()]{0,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,2000})?)?)"
    r"(?:\s\"[^\"\n]{0,300}\")?\)"
)
_AUTOLINK = re.compile(r"<(https?://[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255})>")
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|font|center|sup|sub|p|div)(?:\s[^<>\n]{0,300})?>", re.IGNORECASE)
_BREAK = re.compile(r"[ ]*<br\s*/?>[ ]*\n?", re.IGNORECASE)
_EMPHASIS = (
    re.compile(r"(?<![\w*\\])(\*{2,3})(?=[^\s*])((?:(?!\*\*)[^\n]|\n(?!\n)){1,2000}?)(?<=[^\s\\])\1(?!\*)"),
    re.compile(r"(?<![\w_\\])(_{2,3})(?=[^\s_])((?:(?!__)[^\n]|\n(?!\n)){1,2000}?)(?<=[^\s\\])\1(?![\w_])"),
    re.compile(r"(?<![\w*\\])(\*)(?=[^\s*])([^*]{1,2000}?)(?<=[^\s\\])\*(?![\w*])"),
    re.compile(r"(?<![\w_\\])(_)(?=[^\s_])([^_]{1,2000}?)(?<=[^\s\\])_(?![\w_])"),
)
_ESCAPE = re.compile(r"\\([*_#\[\]()`~>|\\])")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ ]+(.*?)(?:[ ]+#+)?[ ]*$")
_RULE = re.compile(r"^\s*(?:([-*_=~#+—–•])(?:[ ]?\1){2,}|-?\s*(?:30|ENDS?|FIN)\s*-|#{3,})\s*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+•‣◦▪·–]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+(?=\S)")


def strip_inline(text: str) -> str:
    """Return one block of text without links' addresses, emphasis marks and simple tags, entities decoded."""
    if "<" in text:
        text = _AUTOLINK.sub(r"\1", _BREAK.sub("\n", _TAG.sub("", text)))
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text:
        for pattern in _EMPHASIS:
            text = pattern.sub(r"\2", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text


def heading(line: str) -> tuple[int, str] | None:
    """Return level and words of a Markdown heading line (``## Title``), else ``None``."""
    match = _HEADING.match(line)
    return (len(match[1]), match[2]) if match and match[2].strip("#* ") else None


def underline_level(line: str) -> int | None:
    """Return the level that a line of ``===`` or ``---`` directly under a title gives it, else ``None``."""
    match = _SETEXT.match(line)
    return None if match is None else (1 if match[1][0] == "=" else 2)


def is_rule(line: str) -> bool:
    """Tell whether a line is a rule between parts: three or more of ``- * _ = ~``, or an end mark such as ``-30-``."""
    return _RULE.match(line) is not None


def is_item(line: str) -> bool:
    """Tell whether a line begins a list item."""
    return _ITEM.match(line) is not None
