"""The API as its description tells it, asked with all kinds of values: no answer is an error of the server."""

from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from allegata.casebook import Casebook, Person, Role
from allegata.workbench import Settings, create_app
from allegata.workbench.access import COOKIE, csrf_token
from tests.workbench.conftest import Browser

ADMIN = Person(name="amal", role="admin", restricted=True)
PASSWORD = "a long password"
JSON = "application/json"
OWN = ("accept", "x-csrf-token", "cookie")
EXAMPLES = {"reader": 2, "coder": 4, "reviewer": 2, "admin": 4}
"""Of each address; the roles between ask less, as their rights are parts of an administrator's."""
ENDING = ("/sign-in", "/sign-out", "/password", "/accounts")
"""Changes here end the session, or lock the one who asks out; they are asked with wrong values below."""


@pytest.fixture
def ids(book: Casebook) -> dict[str, list[str]]:
    """Ids that are there, by the folder of the address in which they stand; a pair is coded blind."""
    view = book.view(ADMIN)
    lines = view.incidents().items
    documents = [line.id for line in view.documents().items]
    claims = [claim.id for line in lines for claim in view.incident(line.id).claims]
    book.restrict(ADMIN, "document", documents[0], why="asked for")
    pairs = book.assign(ADMIN, documents[1:3], ("coder", "admin"))
    for item in pairs[:2]:
        book.finish(Person(name=item.coder, role="coder"), item.id)
    return {
        "incidents": [line.id for line in lines],
        "documents": documents,
        "claims": claims,
        "coding": [item.id for item in pairs],
        "adjudication": [item.pair for item in pairs],
    }


@pytest.mark.parametrize("role", list(EXAMPLES))
def test_no_answer_is_an_error_of_the_server(book: Casebook, ids: dict[str, list[str]], role: Role) -> None:
    for name in {"admin", role}:
        book.set_account(ADMIN, name, password=PASSWORD, role=name, restricted=name == "admin")
    app = create_app(book, Settings())
    session = book.log_in(role, PASSWORD, address="127.0.0.1")
    assert session is not None
    schema = schemathesis.openapi.from_dict(app.openapi())
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False)
    told = []
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        if operation.path not in ENDING or operation.method == "get":
            told += asked(client, operation, ids.get(operation.path.split("/")[1], []), session.token, EXAMPLES[role])
    assert len(told) > 40
    assert [item for item in told if item[1] >= 500] == []
    refused = [item for item in told if item[1] not in (200, 303, 307)]
    assert [item for item in refused if not item[2] or len(item[2].splitlines()) != 1] == []
    assert [item for item in refused if not item[3]] == [], "an answer that the description does not name"


def asked(
    client: TestClient, operation: Any, there: list[str], token: str, examples: int
) -> list[tuple[str, int, str, bool]]:
    """Ask one address; return for each answer what was asked, the status, the message, whether it is described."""
    told: list[tuple[str, int, str, bool]] = []

    @seed(1)
    @settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(), data=st.data())
    def ask(case: Any, data: st.DataObject) -> None:
        if there and "name" in (case.path_parameters or {}):
            case.path_parameters["name"] = data.draw(st.sampled_from([*there[:6], "x-none"]))
        request = case.as_transport_kwargs(base_url="http://127.0.0.1")
        given = {key: value for key, value in request["headers"].items() if key.lower() not in OWN}
        request["headers"] = given | {"x-csrf-token": csrf_token(token), "accept": JSON}
        request["cookies"] = {COOKIE: token}
        response = client.request(**request)
        status = response.status_code
        message = response.json().get("message", "") if status not in (200, 303, 307) else ""
        described = str(status) in {str(key) for key in operation.definition.raw["responses"]}
        told.append((case.as_curl_command()[:1200], status, message, described))

    ask()
    return told


@pytest.mark.parametrize("path", ENDING)
@pytest.mark.parametrize("value", ["", "\x00", "\u202e" * 40, "x" * 2100, "\ud800".encode("utf-8", "surrogatepass")])
def test_accounts_refuse_odd_values_in_one_line(browser: Browser, path: str, value: str | bytes) -> None:
    fields: dict[str, Any] = dict.fromkeys(
        ("name", "password", "old", "new", "role", "restricted", "active", "back"), value
    )
    browser.json("/session.json")
    answer = browser.post(path, **fields)
    assert answer.status < 500, answer.text
