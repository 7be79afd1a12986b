"""A database's password, from where PostgreSQL's own programs take it, so that it stands in no command."""

import os
import re
import stat
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

PORT = "5432"


def with_password(address: str) -> str:
    """Return the address of a casebook with the password that the environment holds for it.

    A password in the address itself comes first, then ``PGPASSWORD``, then the first line that fits of the password
    file: ``PGPASSFILE``, or ``~/.pgpass`` (PostgreSQL's documentation of libpq, "The Password File"). A file that
    others may read is passed over, as PostgreSQL does. The name of a file, or an address without a user, is returned
    as it is.
    """
    if "://" not in address or not address.startswith("postgres"):
        return address
    parts = urlsplit(address)
    if not parts.username or parts.password is not None:
        return address
    try:
        port = parts.port
    except ValueError:
        return address  # whoever opens it tells what is wrong
    wanted = (parts.hostname or "localhost", str(port or PORT), parts.path.lstrip("/"), parts.username)
    password = os.environ.get("PGPASSWORD") or _from_file(wanted)
    if not password:
        return address
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}"))


def without_password(address: str) -> str:
    """Return an address as it may be shown: a password that was written into it is left out."""
    if "://" not in address:
        return address
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}"))


def _from_file(wanted: tuple[str, ...]) -> str | None:
    named = os.environ.get("PGPASSFILE")
    file = Path(named) if named else Path.home() / ".pgpass"
    try:
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            return None
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for line in lines:
        if line.startswith("#"):
            continue
        fields = [re.sub(r"\\(.)", r"\1", field) for field in re.split(r"(?<!\\):", line)]
        if len(fields) == 5 and all(field in ("*", value) for field, value in zip(fields, wanted, strict=False)):
            return fields[4]
    return None
