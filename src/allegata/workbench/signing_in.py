"""Who is at the browser: the person at this machine where there are no accounts, else who signed in."""

from typing import cast

from starlette.requests import Request

from allegata.casebook import Casebook, Person
from allegata.workbench.access import COOKIE, Viewer, user_of_machine
from allegata.workbench.settings import Settings


def has_accounts(book: Casebook) -> bool:
    """Return whether people have accounts, so that everybody must sign in."""
    return bool(book.accounts())


def viewer_of(request: Request) -> Viewer | None:
    """Return who asks; ``None`` where nobody is signed in.

    From the moment that the first account is made, nobody gets in without one.
    """
    book = cast(Casebook, request.app.state.book)
    settings: Settings = request.app.state.settings
    token = request.cookies.get(COOKIE)
    account = book.account_of(token) if token else None
    if account is not None:
        return Viewer(account.person(), account=True)
    if settings.open_without_account and not has_accounts(book):
        return Viewer(Person(name=user_of_machine(), role="admin", restricted=True), account=False)
    return None
