"""Serving: on this machine's own address for one person, elsewhere only where people sign in."""

from collections.abc import Iterable

import uvicorn

from allegata.casebook import Casebook
from allegata.workbench.app import create_app
from allegata.workbench.settings import Settings, SettingsError, check_tiles, is_loopback
from allegata.workbench.signing_in import has_accounts

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def check_address(
    host: str, *, accounts: bool, names: Iterable[str] = (), tiles: str | None = None, https: bool = False
) -> Settings:
    """Return the settings for an address. Raises `SettingsError` where nobody could be kept out of it.

    ``names``: further host names under which it is reached, such as that of a proxy; ``https``: whether browsers reach
    it over HTTPS, which a proxy provides.
    """
    local = is_loopback(host)
    if not local and not accounts:
        raise SettingsError(
            f"{host} can be reached from other machines, and there are no accounts; "
            "leave --host out, make one under Accounts, then come back"
        )
    given = {name.strip().lower() for name in names if name.strip()}
    if not local and not given and host in ("0.0.0.0", "::"):
        raise SettingsError(f"{host} is every address of this machine; say with --name how browsers call it")
    hosts = frozenset({*LOCAL_NAMES, *given, *(() if host in ("0.0.0.0", "::") else (host.lower(),))})
    return Settings(hosts=hosts, secure=https, tiles=check_tiles(tiles), open_without_account=local and not accounts)


def serve_forever(book: Casebook, host: str, port: int, settings: Settings) -> None:
    """Serve until interrupted. Raises `OSError` where the port is taken."""
    app = create_app(book, settings)
    uvicorn.run(
        app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=settings.secure,
        forwarded_allow_ips="127.0.0.1", timeout_keep_alive=20, h11_max_incomplete_event_size=32_768,
    )  # fmt: skip


__all__ = ["check_address", "has_accounts", "serve_forever"]
