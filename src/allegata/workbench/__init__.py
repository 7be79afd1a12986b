"""The workbench: the web application over a casebook. Verb: ``serve``."""

from allegata.workbench.app import create_app
from allegata.workbench.serving import check_address, has_accounts, serve_forever
from allegata.workbench.settings import Settings, SettingsError, check_tiles, is_loopback

__all__ = [
    "Settings",
    "SettingsError",
    "check_address",
    "check_tiles",
    "create_app",
    "has_accounts",
    "is_loopback",
    "serve_forever",
]
