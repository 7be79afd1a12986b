"""Every command of the guide, run in the order of its pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.casebook import servers
from tests.cli.conftest import Run, allegata
from tests.conftest import ROOT
from tests.guide.pages import names, page
from tests.guide.running import Walk

__all__ = ["allegata"]

POSTGRESQL = "PostgreSQL"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str | None]:
    """Host and port of a server on which a new user must give a password; ``None`` where there is no PostgreSQL."""
    if servers.programs() is None:
        yield None
        return
    with servers.server(tmp_path_factory.mktemp("guide-database")) as address:
        engine = create_engine(address.replace("postgresql://", "postgresql+pg8000://"))
        with engine.connect() as connection:
            rules = Path(str(connection.execute(text("show hba_file")).scalar_one()))
            rest = rules.read_text(encoding="utf-8")
            rules.write_text(f"host all casebook 127.0.0.1/32 scram-sha-256\n{rest}", encoding="utf-8")
            connection.execute(text("select pg_reload_conf()"))
        engine.dispose()
        yield address.partition("@")[2].partition("/")[0]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory, database: str | None) -> Walk:
    """A reader who begins, with the examples in the folder."""
    folder = tmp_path_factory.mktemp("guide") / "investigation"
    shutil.copytree(ROOT / "examples", folder / "examples")
    return Walk(folder, database)


@pytest.fixture(scope="module")
def begun() -> dict[str, bool]:
    """The pages that were begun already, and whether they were read to the end."""
    return {}


@pytest.mark.parametrize("name", names())
def test_the_commands_of_a_page_do_what_it_says(
    name: str, walk: Walk, begun: dict[str, bool], allegata: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if POSTGRESQL in page(name).needs and walk.database is None:
        pytest.skip(servers.MISSING)
    pages = [page(each) for each in names()[: names().index(name) + 1]]
    if pages[-1].needs:  # what is done on another machine begins anew; other pages go on where the one before ended
        pages = pages[-1:]
    for each in pages:
        if each.name not in begun:
            begun[each.name] = False
            walk.read(each, allegata, monkeypatch)
            begun[each.name] = True
        assert begun[each.name], f"the page before, {each.name}, does not hold"


def test_next_to_everything_is_run() -> None:
    blocks = [block for name in names() for block in page(name).blocks if block.language == "sh"]
    left_out = [block.not_run for block in blocks if block.not_run is not None]
    assert sum(len(block.commands) for block in blocks if block.not_run is None) >= 40
    assert len(left_out) <= 3
    assert all(len(reason) > 20 for reason in left_out)
