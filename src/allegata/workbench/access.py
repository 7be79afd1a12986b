"""Who may do what: roles, the browser's token, and the check that stands before every route."""

import getpass
import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Any, Literal, TypeVar

import msgspec
from starlette.requests import Request

from allegata.casebook import ROLES, Person, Role

COOKIE = "allegata"
NOTE_COOKIE = "allegata-note"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Viewer(msgspec.Struct, frozen=True):
    """Who looks, and whether by an account or as the person at this machine."""

    person: Person
    account: bool

    @property
    def name(self) -> str:
        """Return the name that judgements carry."""
        return self.person.name

    @property
    def role(self) -> Role:
        """Return the role: reader, coder, reviewer or admin."""
        return self.person.role

    def may(self, role: Role) -> bool:
        """Return whether the viewer's role is ``role`` or above it."""
        return ROLES.index(self.person.role) >= ROLES.index(role)


class SignInError(Exception):
    """Nobody is signed in, and the route needs somebody."""


class ForbiddenError(Exception):
    """The viewer's role does not allow the route, or a change came without the session's token."""


def allow(role: Role | Literal["anyone"]) -> Callable[[Endpoint], Endpoint]:
    """Mark a route with the least role that it needs. A route without a mark is never answered."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.allowed = role  # type: ignore[attr-defined]
        return endpoint

    return mark


def allowed_of(endpoint: Any) -> str | None:
    """Return the role with which a route is marked; ``None`` for a route without a mark."""
    return getattr(endpoint, "allowed", None)


def new_token() -> str:
    """Return a new secret for a browser's cookie."""
    return secrets.token_urlsafe(32)


def csrf_token(token: str) -> str:
    """Return what a form must carry: it goes with the browser's cookie, and tells nothing about it."""
    return hmac.new(token.encode("utf-8"), b"form", hashlib.sha256).hexdigest()


async def csrf_given(request: Request) -> bool:
    """Return whether a change carries the session's token, in a header or in the form."""
    token = request.cookies.get(COOKIE)
    if not token or request.headers.get("sec-fetch-site") not in (None, "same-origin", "none"):
        return False
    given = request.headers.get("x-csrf-token")
    if given is None:
        form = await request.form(max_files=0, max_fields=3000)
        value = form.get("csrf")
        given = value if isinstance(value, str) else ""
    return hmac.compare_digest(given.encode("utf-8"), csrf_token(token).encode("ascii"))


def user_of_machine() -> str:
    """Return the name under which judgements are kept where there are no accounts."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "local user"
