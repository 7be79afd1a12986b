"""Every address: how many queries it makes at two sizes of a casebook, HEAD, and which answers may be kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import event

from allegata.casebook import Casebook, Person
from allegata.reading import Reading
from allegata.workbench import Settings, create_app
from tests.casebook.conftest import fill
from tests.casebook.places import Where
from tests.workbench.conftest import Browser

ME = Person(name="amal", role="admin", restricted=True)
FILES = ("/static/{path:path}", "/assets/{path:path}")


def gets(app: FastAPI) -> list[str]:
    """Return the paths of all routes that answer GET."""
    routers = [getattr(item, "original_router", None) for item in app.routes]
    routes = [*app.routes, *(route for router in routers if router is not None for route in router.routes)]
    return [route.path for route in routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())]


def worked(book: Casebook, times: int) -> None:
    """Judge, move, restrict and code blind ``times`` times over, so that there is history of each kind."""
    view = book.view(ME)
    lines = view.incidents(sort="id").items
    for n in range(times):
        line = lines[n % len(lines)]
        claim = view.incident(line.id).claims[0]
        book.judge(ME, "accept", [claim.id], why=f"read {n}", refresh=False)
        book.judge(ME, "grade", [line.id], new="fair", why=f"two voices {n}", refresh=False)
        book.move(ME, line.id, assignee=f"person {n}", why="to be looked at")
        for item in book.assign(ME, [claim.document], ("noor", "omar")):
            coder = Person(name=item.coder, role="coder", restricted=True)
            kind = "shelling" if item.coder == "noor" else "bombing"
            book.judge(coder, "correct", [claim.id], field="event.type", new=kind, why="x", assignment=item.id)
            book.finish(coder, item.id)
        book.set_account(ME, f"person {n}", password="a long password", role="admin" if n == 0 else "reader")
    book.refresh()


def addresses(book: Casebook, *, most: bool) -> dict[str, str]:
    """Return an address for each route with a name in it: of the largest or smallest thing of its kind."""
    view = book.view(ME)
    choose: Any = max if most else min
    incident = choose(view.incidents(sort="id").items, key=lambda line: (line.claims, line.id))
    claim = next(item for item in view.incident(incident.id).claims)
    listed = [line for line in view.documents().items if line.claims]
    document = choose(listed, key=lambda line: (line.claims, line.id))
    others = [line.id for line in view.incidents(sort="id").items if line.id != incident.id]
    pair = view.differences()[0]
    pairs = [item.pair for item in view.assignments() if item.document == pair.document]
    mine = next(item.id for item in book.view(NOOR).assignments("noor"))
    return {
        "/incidents/{name}": f"/incidents/{incident.id}",
        "/incidents/{name}/part": f"/incidents/{incident.id}/part?claims={claim.id}",
        "/incidents/{name}/meanwhile": f"/incidents/{incident.id}/meanwhile?after=2024-03-12",
        "/incidents/{name}/join": f"/incidents/{incident.id}/join?other={others[0]}",
        "/incidents/{name}/place": f"/incidents/{incident.id}/place",
        "/claims/{name}/place": f"/claims/{claim.id}/place",
        "/documents/{name}/custody": f"/documents/{document.id}/custody",
        "/claims/{name}": f"/claims/{claim.id}",
        "/claims/{name}/correct": f"/claims/{claim.id}/correct",
        "/documents/{name}": f"/documents/{document.id}",
        "/coding/{name}": f"/coding/{mine}",
        "/adjudication/{name}": f"/adjudication/{pairs[0]}",
        "/search": "/search?words=the",
    }


NOOR = Person(name="noor", role="admin", restricted=True)


@pytest.fixture
def both(where: Where, elsewhere: Where, example_readings: list[Reading]) -> Iterator[tuple[Casebook, Casebook]]:
    """A large casebook and a small one, on each kind of database."""
    with where.create() as many, elsewhere.create() as few:
        fill(few, example_readings[3:6])
        fill(many, example_readings)
        worked(few, 1)
        worked(many, 5)
        yield many, few


def statements(book: Casebook, browser: Browser, path: str) -> list[str]:
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        seen.append(" ".join(str(arguments[2]).split()))

    event.listen(book._engine, "before_cursor_execute", note)
    try:
        assert browser.get(path).status in (200, 307), path
    finally:
        event.remove(book._engine, "before_cursor_execute", note)
    return seen


def test_no_address_asks_more_of_the_database_when_there_is_more_in_it(
    both: tuple[Casebook, Casebook], monkeypatch: pytest.MonkeyPatch
) -> None:
    from allegata.workbench.access import Viewer

    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda request: Viewer(NOOR, True))
    large, small = both
    assert large.view(ME).counts().incidents > 2 * small.view(ME).counts().incidents
    apps = [create_app(book, Settings()) for book in both]
    browsers = [Browser(app) for app in apps]
    named = [addresses(book, most=most) for book, most in ((large, True), (small, False))]
    differing, checked = {}, 0
    for route in gets(apps[0]):
        if route in FILES:
            continue
        twin = route.removesuffix(".json") if route.endswith(".json") and "{" in route else route
        asked = []
        for book, browser, names in zip(both, browsers, named, strict=True):
            page = names.get(twin.removesuffix(".json") if twin == "/search.json" else twin, twin)
            assert "{" not in page, f"{route}: no example of it here"
            path, question, query = page.partition("?")
            if route.endswith(".json") and not path.endswith(".json"):
                path += ".json"
            asked.append(statements(book, browser, path + question + query))
        checked += 1
        if len(asked[0]) != len(asked[1]):
            differing[route] = [len(one) for one in asked]
    assert differing == {}
    assert checked > 40


def test_head_is_answered_as_get_without_the_body(app: FastAPI, browser: Browser) -> None:
    for route in gets(app):
        if "{" in route:
            continue
        got, head = browser.client.get(route), browser.client.head(route)
        assert (head.status_code, head.content) == (got.status_code, b""), route
        assert head.headers["content-type"] == got.headers["content-type"], route
        if route not in ("/session.json", "/sign-in"):  # these tell another token each time
            assert head.headers["content-length"] == str(len(got.content)) or "csrf" in got.text, route
    missing = browser.client.head("/nowhere")
    assert (missing.status_code, missing.content) == (404, b"")


def test_only_files_of_the_package_are_kept_by_a_browser(app: FastAPI, browser: Browser) -> None:
    style = browser.client.get("/assets/workbench.css")
    assert "max-age" in style.headers["cache-control"]
    again = browser.client.get("/assets/workbench.css", headers={"if-none-match": style.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == style.headers["etag"]
    assert "content-security-policy" in again.headers
    other = browser.client.get("/assets/workbench.css", headers={"if-none-match": '"another"'})
    assert other.status_code == 200
    for route in gets(app):
        if "{" not in route and route != "/outlines.json":  # the outlines of countries come with the package
            answer = browser.client.get(route)
            assert answer.headers["cache-control"] == "no-store", route
            assert "etag" not in answer.headers, route
