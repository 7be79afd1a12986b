"""Who is at the browser: the person at this machine where there are no accounts, else who signed in."""

from starlette.requests import Request

from allegata.casebook import Person
from allegata.workbench.access import Viewer, user_of_machine
from allegata.workbench.settings import Settings


def viewer_of(request: Request) -> Viewer | None:
    """Return who asks; ``None`` where nobody is signed in."""
    settings: Settings = request.app.state.settings
    if settings.open_without_account:
        return Viewer(Person(name=user_of_machine(), role="admin", restricted=True), account=False)
    return None
