"""What an address tells: words of its path; the day, by a date in it or the time in the number of a post on X."""

import re
from datetime import UTC, date, datetime
from urllib.parse import unquote, urlsplit

_PATH = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)")
_POST = re.compile(r"(?:^|[./])(?:twitter|x)\.com/[^/?#]+/status(?:es)?/(\d{12,20})(?:\D|$)", re.IGNORECASE)
# Snowflake, the numbering that Twitter published in 2010: the bits above the lowest 22 count milliseconds.
_EPOCH_MS, _SHIFT = 1_288_834_974_657, 22
_WORDS = re.compile(r"[^\W\d_]{2,}")
_FIRST = 2**34
"""Numbers below this are from before Snowflake and tell no time."""


def day_of_address(url: str | None) -> str | None:
    """Return the ISO day (UTC) on which what stands at ``url`` was published, as the address tells it; else ``None``.

    The address is only read, never followed.
    """
    if not url:
        return None
    post = _POST.search(url)
    if post is not None and int(post[1]) >= _FIRST:
        moment = ((int(post[1]) >> _SHIFT) + _EPOCH_MS) / 1000
        try:
            return datetime.fromtimestamp(moment, UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            return None
    path = _PATH.search(url.partition("?")[0])
    if path is None:
        return None
    try:
        return date(int(path[1]), int(path[2]), int(path[3])).isoformat()
    except ValueError:
        return None


def words_of_address(url: str | None) -> str:
    """Return the words of the path of an address, capitalised as a headline is: "Shelling In Ain Issa".

    Empty where it has none. Percent signs are decoded as UTF-8; parts with a number but no word, and single letters,
    are left out.
    """
    if not url:
        return ""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    parts = (_WORDS.findall(part) for part in path.split("/"))
    return "\n".join(" ".join(word.capitalize() for word in words) for words in parts if len(words) > 1)
