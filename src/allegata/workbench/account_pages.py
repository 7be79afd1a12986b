"""Signing in and out, and the accounts of a team."""

from typing import Annotated, Any, cast

import msgspec
from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import ROLES, Account, CasebookError, Role, SlowedError
from allegata.workbench.access import COOKIE, Viewer, allow, new_token
from allegata.workbench.deciding import book_of, person_of, t_of
from allegata.workbench.page import answer, done, page, safe_path, set_token

router = APIRouter(tags=["accounts"])

Name = Annotated[str, Form(max_length=200)]
Password = Annotated[str, Form(max_length=2000)]


class SignIn(msgspec.Struct, frozen=True):
    """The form to sign in with."""

    back: str
    name: str = ""
    message: str = ""


@router.get("/sign-in", include_in_schema=False, response_model=None)
@allow("anyone")
def sign_in_page(request: Request, back: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Show the form."""
    return answer(request, "sign_in.html.j2", SignIn(safe_path(back)))


@router.post("/sign-in", summary="Sign in", response_model=None)
@allow("anyone")
def sign_in(
    request: Request, name: Name, password: Password, back: Annotated[str, Form(max_length=2000)] = "/"
) -> Response:
    """Open a session. Too many failures by one name or from one address are slowed down."""
    t, back = t_of(request), safe_path(back)
    address = request.client.host if request.client is not None else ""
    try:
        session = book_of(request).log_in(name, password, address=address)
    except SlowedError:
        return answer(request, "sign_in.html.j2", SignIn(back, name, t("error.wait")), 429)
    if session is None:
        return answer(request, "sign_in.html.j2", SignIn(back, name, t("error.password")), 401)
    response = done(request, back)
    set_token(request, response, session.token)  # another one than before, so that nobody can have planted it
    return response


@router.post("/sign-out", summary="Sign out", response_model=None)
@allow("reader")
def sign_out(request: Request) -> Response:
    """End the session."""
    book_of(request).log_out(request.cookies.get(COOKIE, ""))
    response = done(request, "/sign-in")
    set_token(request, response, new_token())
    return response


class Accounts(msgspec.Struct, frozen=True):
    """The accounts, and whether the workbench is still open to whoever is at this machine."""

    accounts: tuple[Account, ...]
    roles: tuple[str, ...]
    least: int


@page(router, "/accounts", "accounts.html.j2", role="admin", summary="The accounts of the team", tags=("accounts",))
def accounts(request: Request) -> Any:
    """List accounts."""
    return Accounts(book_of(request).accounts(), ROLES, 12)


@router.post("/accounts", summary="Make or change an account", response_model=None)
@allow("admin")
def set_account(
    request: Request,
    name: Name,
    role: Annotated[Role | None, Form()] = None,
    password: Password = "",
    restricted: Annotated[str, Form(max_length=5, description="yes or no: may see what is restricted")] = "",
    active: Annotated[str, Form(max_length=5, description="yes or no")] = "",
) -> Response:
    """Make an account, or change its role, its rights or its password; it is signed out then."""
    book, t = book_of(request), t_of(request)
    if not book.accounts() and role != "admin":
        raise CasebookError(t("error.first-admin"))
    choices = {"yes": True, "no": False}
    book.set_account(
        person_of(request),
        name.strip(),
        password=password or None,
        role=role,
        restricted=choices.get(restricted),
        active=choices.get(active),
    )
    return done(request, "/accounts", t("done.account"))


class OwnPassword(msgspec.Struct, frozen=True):
    """The form by which somebody changes their own password."""

    name: str
    least: int


@page(router, "/password", "password.html.j2", summary="Change your own password", tags=("accounts",))
def password_page(request: Request) -> Any:
    """Show the form."""
    return OwnPassword(cast(Viewer, request.state.viewer).name, 12)


@router.post("/password", summary="Change your own password", response_model=None)
@allow("reader")
def set_password(request: Request, old: Password, new: Password) -> Response:
    """Set another password; every session of the account ends, and a new one begins."""
    book, t, viewer = book_of(request), t_of(request), cast(Viewer, request.state.viewer)
    address = request.client.host if request.client is not None else ""
    if not viewer.account:
        raise CasebookError(t("error.no-account"))
    if book.log_in(viewer.name, old, address=address) is None:
        raise CasebookError(t("error.password"))
    book.set_account(viewer.person, viewer.name, password=new)
    session = book.log_in(viewer.name, new, address=address)
    response = done(request, "/", t("done.password"))
    if session is not None:
        set_token(request, response, session.token)
    return response
