"""Nobody gets further than their role, from elsewhere, or without the session's token; and nothing runs on a page."""

import re

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from allegata.casebook import ROLES, Casebook, Person
from allegata.workbench import Settings, SettingsError, check_address, check_tiles, create_app
from allegata.workbench.access import Viewer, allowed_of
from tests.workbench.conftest import Browser


def routes(app: FastAPI) -> list[APIRoute]:
    found: list[APIRoute] = []
    waiting = list(app.routes)
    while waiting:
        route = waiting.pop()
        if isinstance(route, APIRoute):
            found.append(route)
        else:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            waiting += list(getattr(inner, "routes", ()))
    return found


def test_every_route_names_the_least_role_that_it_needs(app: FastAPI) -> None:
    found = routes(app)
    assert len(found) > 40
    assert {route.path for route in found if allowed_of(route.endpoint) not in (*ROLES, "anyone", "files")} == set()


def test_every_change_needs_the_sessions_token(app: FastAPI, browser: Browser) -> None:
    changes = [route for route in routes(app) if "POST" in (route.methods or ())]
    assert len(changes) > 8
    for route in changes:
        path = re.sub(r"{[^}]+}", "x", route.path)
        assert browser.post(path, token="").status == 403, path
        assert browser.post(path, token="0" * 64).status == 403, path


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_it_may_and_nothing_above(app: FastAPI, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    person = Person(name="noor", role=role)  # type: ignore[arg-type]
    monkeypatch.setattr("allegata.workbench.app.viewer_of", lambda request: Viewer(person, True))
    for route in routes(app):
        needed = allowed_of(route.endpoint)
        if needed not in ROLES:
            continue
        browser = Browser(app)  # a new one for each, as signing out gives another token
        path = re.sub(r"{[^}]+}", "x", route.path)
        status = (browser.post(path) if "POST" in (route.methods or ()) else browser.get(path)).status
        above = ROLES.index(needed) > ROLES.index(role)
        assert (status == 403) == above, (path, status)
        assert status != 500, path


def test_who_is_not_signed_in_is_asked_to_sign_in(book: Casebook) -> None:
    browser = Browser(create_app(book, Settings(open_without_account=False)))
    assert browser.get("/").headers["location"] == "/sign-in?back=/"
    assert browser.get("/queue.json").status == 401
    assert browser.get("/documents").status == 303


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost:x", "[::1"])
def test_another_host_name_is_refused_even_on_this_machine(browser: Browser, host: str) -> None:
    answer = browser.get("/", host=host)
    assert answer.status == 421
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8760", "localhost:1", "[::1]:8760", "LOCALHOST"])
def test_this_machines_own_names_are_answered(browser: Browser, host: str) -> None:
    assert browser.get("/help", host=host).status == 200


def test_every_answer_lets_nothing_in_from_outside(browser: Browser) -> None:
    for path in ("/", "/nowhere", "/map", "/session.json", "/static/nothing.js"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_tiles_that_the_user_named_are_the_only_address_beside(book: Casebook) -> None:
    app = create_app(book, Settings(tiles=check_tiles("https://tiles.example.org/{z}/{x}/{y}.png")))
    policy = Browser(app).get("/map").headers["content-security-policy"]
    assert re.findall(r"https?://\S+?(?=[; ]|$)", policy) == ["https://tiles.example.org", "https://tiles.example.org"]


@pytest.mark.parametrize("address", ["tiles", "https://t.example/", "javascript:{z}{x}{y}", "https://t/{z}/{x}/{y}; x"])
def test_tiles_that_are_none_are_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="--tiles"):
        check_tiles(address)


def test_an_address_that_others_reach_needs_accounts() -> None:
    assert check_address("127.0.0.1", accounts=False).open_without_account
    assert check_address("::1", accounts=False).open_without_account
    assert not check_address("127.0.0.1", accounts=True).open_without_account
    with pytest.raises(SettingsError, match="no accounts"):
        check_address("192.0.2.7", accounts=False)
    with pytest.raises(SettingsError, match="--name"):
        check_address("0.0.0.0", accounts=True)
    settings = check_address("0.0.0.0", accounts=True, names=["cases.example.org"], https=True)
    assert "cases.example.org" in settings.hosts
    assert settings.secure
    assert not settings.open_without_account


def test_a_page_that_fails_tells_nothing_of_the_inside(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr("allegata.casebook.view.View.backlog", broken)
    answer = Browser(app).get("/")
    assert answer.status == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_files_outside_the_package_are_not_served(browser: Browser) -> None:
    for path in ("/assets/../app.py", "/assets/%2e%2e/app.py", "/static/..%2f..%2fapp.py", "/assets//etc/hosts"):
        assert browser.get(path).status in (404, 403), path


def test_a_cookie_is_out_of_reach_of_scripts_and_other_sites(book: Casebook) -> None:
    plain = Browser(create_app(book, Settings())).get("/").headers["set-cookie"]
    assert "HttpOnly" in plain
    assert "samesite=strict" in plain.lower()
    assert "secure" not in plain.lower().replace("samesite", "")
    behind = Browser(create_app(book, Settings(secure=True))).get("/").headers
    assert "secure" in behind["set-cookie"].lower()
    assert "max-age" in behind["strict-transport-security"]


def test_a_change_leads_back_into_the_workbench_only(browser: Browser) -> None:
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert browser.post("/preferences", theme="dark", back=back).headers["location"] == "/"
    assert browser.post("/preferences", theme="dark", back="/map?x=1").headers["location"] == "/map?x=1"


def test_a_form_that_is_too_large_is_refused(browser: Browser) -> None:
    assert browser.post("/claims/c-1/accept", why="x" * 2_100_000).status == 413
