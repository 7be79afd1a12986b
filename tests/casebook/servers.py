"""A real PostgreSQL server for the tests, from the system's package, run by a user without privileges."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

MISSING = "PostgreSQL is not installed: its half of the casebook's tests is left out (apt-get install postgresql)"


SETTINGS = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off"]
"""Only this machine; and no waiting for the disk, as the tests kill clients and never the server."""


def programs() -> Path | None:
    """Return the folder that holds ``initdb`` and ``postgres``, the newest first; ``None`` where there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _unprivileged() -> dict[str, object]:
    """Return how a program is started without privileges: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {}
    name = "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"
    entry = pwd.getpwnam(name)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server whose files lie in a folder of their own; yield the address of its first database."""
    where = folder
    if os.getuid() == 0:  # pytest's folders are closed to other users
        where = Path(tempfile.mkdtemp(prefix="allegata-postgres-"))
    there = programs()
    assert there is not None
    who = _unprivileged()
    if who:
        shutil.chown(where, who["user"], who["group"])  # type: ignore[call-overload]
    data = where / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": "/"}
    subprocess.run(
        [there / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        **quiet,  # type: ignore[call-overload]
        **who,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [there / "postgres", "-D", data, "-p", str(port), "-k", where, *SETTINGS],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        **who,  # type: ignore[call-overload]
    )
    address = f"postgresql://tester@127.0.0.1:{port}/postgres"
    try:
        _await(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGQUIT)  # at once, without a last checkpoint: nobody needs the files any more
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(where, ignore_errors=True)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    engine = create_engine(address.replace("postgresql://", "postgresql+pg8000://"))
    until = time.monotonic() + 120
    while True:
        try:
            with engine.connect() as connection:
                connection.execute(text("select 1"))
            engine.dispose()
            return
        except Exception:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)


def new_database(address: str, name: str, like: str = "template1") -> str:
    """Make a database on the server, a copy of ``like``; return its address."""
    engine = create_engine(address.replace("postgresql://", "postgresql+pg8000://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'create database "{name}" template "{like}"'))
    engine.dispose()
    return address.rsplit("/", 1)[0] + f"/{name}"
