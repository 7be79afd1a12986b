"""How the workbench is served: where it listens, which hosts it answers to, whose tiles the map may show."""

import ipaddress
from urllib.parse import urlsplit

import msgspec


class SettingsError(ValueError):
    """Settings that cannot be served safely; the message is one line and says what to do."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """``hosts``: names in the Host header that are answered, without ports. ``secure``: pages come over HTTPS.

    ``tiles``: an address with ``{z}``, ``{x}``, ``{y}`` of map tiles that the user chose, ``None`` for outlines only.
    ``open_without_account``: whether a person on this machine needs no account; only on the loopback address.
    """

    hosts: frozenset[str] = frozenset({"localhost", "127.0.0.1", "::1"})
    secure: bool = False
    tiles: str | None = None
    open_without_account: bool = True

    @property
    def tile_origin(self) -> str | None:
        """Return the origin of the tiles for the content security policy."""
        if self.tiles is None:
            return None
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is this machine's own address, which no other machine can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_tiles(address: str | None) -> str | None:
    """Return an address of tiles that may go into the policy. Raises `SettingsError` where it is none."""
    if address is None:
        return None
    parts = urlsplit(address)
    wanted = all(part in address for part in ("{z}", "{x}", "{y}"))
    if parts.scheme not in ("http", "https") or not parts.hostname or not wanted or any(c in address for c in " ;,'\""):
        raise SettingsError("--tiles: write an address such as https://tiles.example.org/{z}/{x}/{y}.png")
    return address
