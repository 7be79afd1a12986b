"""Passwords of a database are taken from where PostgreSQL's own programs take them, and are never shown."""

from pathlib import Path

import pytest

from allegata.cli.passwords import with_password, without_password
from tests.cli.conftest import Run

ADDRESS = "postgresql://amal@db.example.org/cases"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, and no password in the environment."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("PGPASSWORD", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def keep(file: Path, *lines: str, mode: int = 0o600) -> None:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    file.chmod(mode)


def test_the_first_line_of_the_password_file_that_fits_is_taken(home: Path) -> None:
    keep(
        home / ".pgpass",
        "# the office",
        "db.example.org:5433:*:amal:another port",
        "db.example.org:5432:cases:rita:another user",
        r"db.example.org:*:*:amal:a\:b/c@d",
        "*:*:*:*:too late",
    )
    assert with_password(ADDRESS) == "postgresql://amal:a%3Ab%2Fc%40d@db.example.org/cases"
    assert with_password("postgresql://amal@db.example.org:5433/cases").startswith("postgresql://amal:another%20port@")
    assert with_password("postgresql://omar@db.example.org/cases").startswith("postgresql://omar:too%20late@")


def test_the_environment_comes_before_the_file_and_the_address_before_both(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(home / ".pgpass", "*:*:*:*:from the file")
    monkeypatch.setenv("PGPASSWORD", "from-the-environment")
    assert with_password(ADDRESS) == "postgresql://amal:from-the-environment@db.example.org/cases"
    written = "postgresql://amal:written@db.example.org/cases"
    assert with_password(written) == written


def test_a_file_that_others_may_read_is_passed_over(home: Path) -> None:
    keep(home / ".pgpass", "*:*:*:*:open to all", mode=0o644)
    assert with_password(ADDRESS) == ADDRESS


def test_the_file_may_lie_elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(home / "passwords", "*:*:*:*:elsewhere")
    monkeypatch.setenv("PGPASSFILE", str(home / "passwords"))
    assert with_password(ADDRESS) == "postgresql://amal:elsewhere@db.example.org/cases"


@pytest.mark.parametrize("address", ["cases.db", "postgresql://db.example.org/cases", "mysql://amal@somewhere/cases"])
def test_what_needs_no_password_stays_as_it_is(home: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret")
    assert with_password(address) == address


def test_a_password_in_an_address_is_not_shown() -> None:
    assert without_password("postgresql://amal:secret@db.example.org:5433/cases") == (
        "postgresql://amal@db.example.org:5433/cases"
    )
    assert without_password("cases.db") == "cases.db"


def test_a_proxy_is_not_served_without_accounts(allegata: Run, tmp_path: Path) -> None:
    book = tmp_path / "cases.db"
    assert allegata("casebook", "create", book).status == 0
    for options in (("--name", "cases.example.org"), ("--https",)):
        refused = allegata("serve", book, *options)
        assert refused.status == 2
        assert "there are no accounts" in refused.err
        assert refused.err.count("\n") == 1
