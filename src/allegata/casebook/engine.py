"""Connections to a casebook: SQLite or PostgreSQL, the version of its tables, and errors told in one line."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError

from allegata.casebook.address import Place
from allegata.casebook.clock import now
from allegata.casebook.errors import CasebookError
from allegata.casebook.plain import plain

LATEST = "0004"
"""The newest version of the tables: the last module of `allegata.casebook.migrations.versions`."""
POOL = 40
"""Connections that are kept open to a file: as many as the server has threads, so that none is opened for one page."""
WAIT = 15.0
"""Seconds that one program waits for another to finish writing."""


def engine_of(place: Place, *, fresh: bool = False) -> Engine:
    """Return an engine on a casebook. Raises `CasebookError` where a file is none, or is missing."""
    if place.file is None:
        server = create_engine(place.url, pool_pre_ping=True, pool_size=8, max_overflow=32)
        event.listen(server, "before_cursor_execute", _without_nul, retval=True)
        return server
    if not fresh:
        _check_file(place.file)
    engine = create_engine(place.url, connect_args={"timeout": WAIT, "check_same_thread": False}, pool_size=POOL)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own transactions, begun below
        cursor = connection.cursor()
        for pragma in (
            "journal_mode = wal",
            "synchronous = full",  # what is acknowledged outlives a loss of power
            "foreign_keys = on",
            "secure_delete = on",  # erased bytes are overwritten
            f"busy_timeout = {int(WAIT * 1000)}",
            "cache_size = -16000",
        ):
            cursor.execute(f"pragma {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("begin immediate" if write else "begin")

    return engine


def _without_nul(
    _connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
) -> tuple[str, Any]:
    """Ask PostgreSQL for nothing with the character NUL, which it has not; what is stored is `plain` before."""

    def clean(row: Any) -> Any:
        if isinstance(row, dict):
            return {key: plain(value) if isinstance(value, str) else value for key, value in row.items()}
        return tuple(plain(value) if isinstance(value, str) else value for value in row)

    return statement, [clean(row) for row in parameters] if many else clean(parameters)


def _check_file(file: Path) -> None:
    if not file.exists():
        raise CasebookError(f"{file}: no such file; make a casebook with `allegata casebook create {file}`")
    if not file.is_file():
        raise CasebookError(f"{file}: is no file; name the file that `allegata casebook create` made")
    try:
        with file.open("rb") as content:
            head = content.read(16)
    except OSError as error:
        raise CasebookError(f"{file}: cannot be read ({error.strerror}); check its permissions") from error
    if head != b"SQLite format 3\0":
        raise CasebookError(f"{file}: is no casebook; make one with `allegata casebook create NAME.db`")


@contextlib.contextmanager
def told(place: Place) -> Iterator[None]:
    """Turn what the database raises into a `CasebookError` of one line."""
    try:
        yield
    except (OperationalError, DatabaseError, InterfaceError) as error:
        raise CasebookError(f"{place.name}: {_reason(error)}") from error


def _reason(error: DBAPIError) -> str:
    original = error.orig
    words = str(original)
    if isinstance(original, sqlite3.Error):
        lower = words.lower()
        if "locked" in lower or "busy" in lower:
            return "another program is writing to it; try again when it is done"
        if "full" in lower:
            return "the disk is full; free some space and run the same again, nothing is lost"
        if "readonly" in lower or "unable to open" in lower:
            return "cannot be written; check the permissions of the file and its folder"
        if "malformed" in lower or "not a database" in lower:
            return "is damaged; put back a copy, and compare it with the manifest you kept"
        return words
    details = original.args[0] if original is not None and original.args else words
    if isinstance(details, dict):
        if details.get("C") == "53100":
            return "the server's disk is full; free some space and run the same again, nothing is lost"
        if details.get("C") in ("28P01", "28000"):
            return "the server does not let this user in; check name and password"
        if details.get("C") == "3D000":
            return "the server has no such database; make it with `createdb`"
        return str(details.get("M", words))
    return f"{details}; check that the server runs and the address is right"


def version_of(connection: Connection) -> str | None:
    """Return the version of the tables; ``None`` where there is no casebook."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("select version_num from alembic_version")).scalar()
    return None if found is None else str(found)


def bring_up_to_date(engine: Engine, place: Place) -> Path | None:
    """Migrate a casebook of an older version; return the copy that was kept of it, ``None`` where none was needed.

    Raises `CasebookError` where it is none, or of a newer version.
    """
    with engine.connect() as connection:
        version = version_of(connection)
    if version is None:
        raise CasebookError(f"{place.name}: is no casebook; make one with `allegata casebook create`")
    if version == LATEST:
        return None
    if version > LATEST:
        raise CasebookError(f"{place.name}: was made by a newer Allegata (tables {version}); update this one")
    copy = _copy(engine, place, version)
    migrate(engine)
    return copy


def _copy(engine: Engine, place: Place, version: str) -> Path | None:
    """Keep a copy of the database before it is changed: a file, or for PostgreSQL the tables as JSON Lines."""
    stamp = now()[:19].replace(":", "")
    if place.file is not None:
        target = place.file.with_name(f"{place.file.name}.{version}.{stamp}.copy")
        with (
            contextlib.closing(sqlite3.connect(place.file)) as source,
            contextlib.closing(sqlite3.connect(target)) as copied,
        ):
            source.backup(copied)
        return target
    from allegata.casebook.copying import copy_tables

    target = place.blobs / f"tables.{version}.{stamp}.jsonl"
    copy_tables(engine, target)
    return target


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest version, from nothing or an older one, in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "allegata.casebook:migrations")
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
