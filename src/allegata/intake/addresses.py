"""What an address tells: words of its path; when it was published, by the path or the number of a post; by whom.

The address is only read, never followed.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
import yaml

from allegata.records import Published

_PATH = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_MONTH = re.compile(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])/(?!\d{1,2}(?:[/-]|$))")
_POST = re.compile(r"(?:^|[./])(?:twitter|x)\.com/[^/?#]+/status(?:es)?/(\d{12,20})(?:\D|$)", re.IGNORECASE)
# Snowflake, the numbering that Twitter published in 2010: the bits above the lowest 22 count milliseconds.
_EPOCH_MS, _SHIFT = 1_288_834_974_657, 22
_WORDS = re.compile(r"[^\W\d_]{2,}")
_FIRST = 2**34
"""Numbers below this are from before Snowflake and tell no time."""
_ACCOUNT = re.compile(r"@?\w[\w.-]{0,63}")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


class _Hosts(msgspec.Struct, frozen=True):
    platforms: dict[str, str]
    paths: frozenset[str]
    passing: frozenset[str]
    second: frozenset[str]


@cache
def _hosts() -> _Hosts:
    data = files("allegata.intake").joinpath("data/hosts.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), _Hosts)


def _posted(url: str) -> datetime | None:
    """Return the moment that the number of a post on X (Twitter) tells, to the second, in UTC."""
    post = _POST.search(url)
    if post is None or int(post[1]) < _FIRST:
        return None
    try:
        return datetime.fromtimestamp(((int(post[1]) >> _SHIFT) + _EPOCH_MS) // 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def published_by_address(url: str | None) -> Published | None:
    """Return the publication date that an address tells, or ``None``.

    By the number of a post on X: the day in UTC, with the moment in ``at``, as the day where it was written may be one
    earlier or later. By the path ("/2018/11/29/", "/2018/11/"): the day or the month as the site writes it.
    """
    if not url:
        return None
    moment = _posted(url)
    if moment is not None:
        day = moment.date().isoformat()
        at = moment.isoformat(timespec="seconds").replace("+00:00", "Z")
        return Published(start=day, end=day, precision="day", source="address", at=at)
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    for match in _PATH.finditer(path):
        try:
            day = date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        except ValueError:
            continue
        return Published(start=day, end=day, precision="day", source="address")
    month = _MONTH.search(path)
    if month is not None:
        last = monthrange(int(month[1]), int(month[2]))[1]
        start, end = f"{month[1]}-{month[2]}-01", f"{month[1]}-{month[2]}-{last:02d}"
        return Published(start=start, end=end, precision="month", source="address")
    return None


def day_of_address(url: str | None) -> str | None:
    """Return the ISO day (of a post: in UTC) on which what stands at ``url`` was published, as the address tells it."""
    published = published_by_address(url)
    return published.start if published is not None and published.precision == "day" else None


def _parts(url: str) -> tuple[str, list[str]] | None:
    """Return the host without port in small letters, and the parts of the path; ``None`` for what is no address."""
    try:
        found = urlsplit(url if "//" in url else f"//{url}")
        host = (found.hostname or "").rstrip(".").lower()
        host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError:
        return None
    return host, [part for part in found.path.split("/") if part]


def site_of_address(url: str | None) -> str | None:
    """Return the site of an address as it was registered ("syriahr.com", "alaraby.co.uk"), or ``None``.

    ``None`` for platforms where others publish, archives and other hosts that pass on (``data/hosts.yaml``), and hosts
    that are numbers. An address that an archive's address holds in full counts instead of the archive's.
    """
    found = _own(url)
    if found is None or _platform(found[0]) is not None:
        return None
    return _registered(found[0])


def publisher_by_address(url: str | None) -> str | None:
    """Return who published what stands at ``url``, as far as the address tells: a site, or an account of a platform.

    An account has an at sign ("@idfofficial"); see `site_of_address` for sites. The name of the outlet is not known.
    """
    found = _own(url)
    if found is None:
        return None
    host, path = found
    platform = _platform(host)
    if platform is None:
        return _registered(host)
    if _hosts().platforms[platform] != "first":
        return None
    names = [part for part in path if part != "s" or platform not in ("t.me", "telegram.me")]
    account = unquote(names[0]) if names else ""
    if account.lower().removeprefix("@") in _hosts().paths or not _ACCOUNT.fullmatch(account):
        return None
    must = platform in ("youtube.com", "tiktok.com", "medium.com", "threads.net")
    if account.isdigit() or (must and not account.startswith("@")):
        return None
    return f"@{account.removeprefix('@')}"


def _own(url: str | None, depth: int = 0) -> tuple[str, list[str]] | None:
    """Return host and path of an address, of the one inside where it stands in an archive's; ``None`` without one."""
    if not url or depth > 2:
        return None
    found = _parts(url.strip())
    if found is None or not found[0] or "." not in found[0]:
        return None
    if any(_below(found[0], name) for name in _hosts().passing) and _platform(found[0]) is None:
        held = re.search(r"https?://", unquote(url.strip())[8:])
        if held is not None:
            return _own(unquote(url.strip())[8:][held.start() :], depth + 1)
        asked = parse_qs(urlsplit(url.strip()).query)
        return _own(next((values[0] for name in ("q", "url") if (values := asked.get(name))), None), depth + 1)
    return found


def _below(host: str, name: str) -> bool:
    return host == name or host.endswith(f".{name}")


def _platform(host: str) -> str | None:
    return next((name for name in _hosts().platforms if _below(host, name)), None)


def _registered(host: str) -> str | None:
    """Return the part of a host that was registered: its last two labels, three below "co.uk" and the like."""
    try:
        ip_address(host.strip("[]"))
        return None
    except ValueError:
        pass
    labels = host.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or not labels[-1].strip("0123456789-"):
        return None
    three = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _hosts().second
    return ".".join(labels[-3 if three else -2 :])


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
