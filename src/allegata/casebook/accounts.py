"""Accounts of a team: roles, passwords (argon2), sessions, and what a login is slowed down by.

Passwords and the tokens of sessions are nowhere in plain: argon2id keeps the former, SHA-256 the latter.
"""

import secrets
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, delete, func, insert, select, update

from allegata.casebook.chain import canonical, sha256
from allegata.casebook.errors import CasebookError, UnknownError
from allegata.casebook.people import ROLES, Person, Role
from allegata.casebook.plain import plain
from allegata.casebook.tables import accounts, attempts, sessions
from allegata.casebook.writing import Writing

LEAST = 12
"""Characters that a password has at the least."""
LONGEST_NAME = 64
HOURS = 12
"""How long a session lasts."""
SLOW_AFTER, MINUTES = 5, 15
"""Failed logins by one name or address within so many minutes, after which further ones are refused."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account. ``restricted``: whether it may see what is marked restricted."""

    name: str
    role: Role
    restricted: bool
    active: bool
    created: str

    def person(self) -> Person:
        """Return the person who acts under this account."""
        return Person(name=self.name, role=self.role, restricted=self.restricted)


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session that was opened: the token is given out once."""

    token: str
    account: Account
    expires: str


@lru_cache(maxsize=1)
def hasher() -> PasswordHasher:
    """Return the hasher of passwords, with the library's recommended cost (RFC 9106)."""
    return PasswordHasher()


def check_password(password: str) -> None:
    """Raise `CasebookError` where a password is too short to be one."""
    if len(password) < LEAST:
        raise CasebookError(f"a password has {LEAST} characters or more")
    if len(password) > 1024:
        raise CasebookError("a password has 1024 characters at the most")


def set_account(
    writing: Writing,
    person: Person,
    name: str,
    *,
    password: str | None = None,
    role: Role | None = None,
    restricted: bool | None = None,
    active: bool | None = None,
) -> Account:
    """Make an account, or change one: what is ``None`` stays. A new one needs a password and a role.

    Whoever loses a right, or gets another password, is logged out. The last active admin stays one.
    """
    if person.name != name or (role, restricted, active) != (None, None, None):
        person.needs("admin", "to change an account")
    connection = writing.connection
    before = connection.execute(select(accounts).where(accounts.c.name == name)).first()
    if password is not None:
        check_password(password)
    if role is not None and role not in ROLES:
        raise CasebookError(f"{role}: no role; choose of {', '.join(ROLES)}")
    if before is None:
        if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise CasebookError(f"a name has 1 to {LONGEST_NAME} characters, without spaces around them")
        if password is None or role is None:
            raise CasebookError(f"{name}: a new account needs a password and a role")
        row: dict[str, Any] = {"name": name, "created": writing.at}
        row |= {"role": role, "restricted": bool(restricted), "active": active is not False}
        row["password"] = hasher().hash(password)
        connection.execute(insert(accounts).values(**row))
    else:
        row = dict(before._mapping)
        given = {"role": role, "restricted": restricted, "active": active}
        row |= {key: value for key, value in given.items() if value is not None}
        if password is not None:
            row["password"] = hasher().hash(password)
        if before.role == "admin" and before.active and (row["role"] != "admin" or not row["active"]):
            others = (
                select(func.count())
                .select_from(accounts)
                .where(accounts.c.role == "admin", accounts.c.active, accounts.c.name != name)
            )
            if connection.execute(others).scalar_one() == 0:
                raise CasebookError(f"{name} is the last admin; make another one first")
        connection.execute(update(accounts).where(accounts.c.name == name).values(**row))
        connection.execute(delete(sessions).where(sessions.c.account == name))
    writing.log("account", name, {"sha256": sha256(canonical(row))})
    return _account(row)


def _account(row: Any) -> Account:
    values = dict(row._mapping) if hasattr(row, "_mapping") else row
    return Account(**{name: values[name] for name in Account.__struct_fields__})


def all_accounts(connection: Connection) -> tuple[Account, ...]:
    """Return all accounts by name."""
    return tuple(map(_account, connection.execute(select(accounts).order_by(accounts.c.name))))


def slowed(connection: Connection, name: str, address: str) -> bool:
    """Tell whether too many logins failed of late, by this name or from this address."""
    since = _later(timedelta(minutes=-MINUTES))
    for column, value in ((attempts.c.name, plain(name, 255)), (attempts.c.address, plain(address, 64))):
        query = (
            select(func.count())
            .select_from(attempts)
            .where(column == value, attempts.c.at > since, attempts.c.good.is_(False))
        )
        if connection.execute(query).scalar_one() >= SLOW_AFTER:
            return True
    return False


def password_holds(connection: Connection, name: str, password: str) -> bool:
    """Tell whether a password is an active account's. As much is reckoned for a name that nobody has."""
    row = connection.execute(select(accounts.c.password).where(accounts.c.name == name, accounts.c.active)).first()
    try:
        return hasher().verify(row.password if row is not None else _nobody(), password) and row is not None
    except (Argon2Error, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hasher().hash(secrets.token_hex(16))


def open_session(writing: Writing, name: str, address: str, good: bool) -> Session | None:
    """Note a login; return a new session where the password was right."""
    connection = writing.connection
    connection.execute(
        insert(attempts).values(name=plain(name, 255), address=plain(address, 64), at=writing.at, good=good)
    )
    connection.execute(delete(attempts).where(attempts.c.at < _later(timedelta(days=-30))))
    connection.execute(delete(sessions).where(sessions.c.expires < writing.at))
    if not good:
        return None
    token = secrets.token_urlsafe(32)
    expires = _later(timedelta(hours=HOURS))
    row = connection.execute(select(accounts).where(accounts.c.name == name)).one()
    connection.execute(insert(sessions).values(key=sha256(token), account=name, created=writing.at, expires=expires))
    writing.log("login", name, {})
    return Session(token=token, account=_account(row), expires=expires)


def of_token(connection: Connection, token: str) -> Account | None:
    """Return the account of a session that holds; ``None`` where there is none."""
    row = connection.execute(
        select(accounts)
        .join(sessions, sessions.c.account == accounts.c.name)
        .where(sessions.c.key == sha256(token), sessions.c.expires > _later(timedelta()), accounts.c.active)
    ).first()
    return _account(row) if row is not None else None


def close_session(writing: Writing, token: str) -> None:
    """End a session; nothing happens where there is none."""
    found = writing.connection.execute(select(sessions.c.account).where(sessions.c.key == sha256(token))).scalar()
    if found is not None:
        writing.connection.execute(delete(sessions).where(sessions.c.key == sha256(token)))
        writing.log("logout", found, {})


def known_account(connection: Connection, name: str) -> Account:
    """Return an account. Raises `UnknownError` where there is none."""
    row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
    if row is None:
        raise UnknownError(f"{name}: no account has this name")
    return _account(row)


def _later(by: timedelta) -> str:
    return (datetime.now(UTC) + by).isoformat(timespec="microseconds").replace("+00:00", "Z")
