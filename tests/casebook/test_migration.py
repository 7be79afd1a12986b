"""Casebooks of other versions: an older one is brought up to date with a copy kept, a newer one is left alone."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, text

from allegata.casebook import Casebook, CasebookError, Filter
from allegata.casebook.engine import LATEST
from allegata.casebook.tables import metadata
from allegata.reading import Reading
from tests.casebook.conftest import ME, Where
from tests.casebook.test_store import market


def engine_at(where: Where) -> Engine:
    address = where.address.replace("postgresql://", "postgresql+pg8000://")
    return create_engine(address if "://" in address else f"sqlite:///{address}")


def execute(where: Where, *statements: str) -> None:
    engine = engine_at(where)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_the_migrations_make_the_very_tables_that_the_program_uses(held: Where) -> None:
    engine = engine_at(held)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    engine.dispose()
    ours = [
        item for item in found if not any("words" in str(part) for part in (item if isinstance(item, tuple) else ()))
    ]
    assert ours == []


def test_an_older_casebook_is_brought_up_to_date_and_a_copy_is_kept(held: Where, readings: list[Reading]) -> None:
    with held.open() as casebook:
        before = casebook.view(ME).counts()
    execute(
        held,
        "drop table adjudications",
        *(f"alter table incidents drop column killed_or_injured_{end}" for end in ("min", "max", "highest")),
        "drop index ix_judgements_released_from",
        "alter table judgements drop column released_from",
        "alter table casebook drop column gathered_by",
        "update alembic_version set version_num = '0001'",
    )
    with held.open() as casebook:
        assert casebook.copy is not None
        copy = casebook.copy
        casebook.refresh()
        assert casebook.view(ME).counts() == before
        assert casebook.verify().fault is None
    with held.open() as again:
        assert again.copy is None
    if held.blobs is None:
        with sqlite3.connect(copy) as old:
            assert old.execute("select version_num from alembic_version").fetchone() == ("0001",)
            assert old.execute("select count(*) from documents").fetchone() == (before.documents,)
    else:
        rows = [json.loads(line) for line in copy.read_text(encoding="utf-8").splitlines()]
        assert sum(row["table"] == "documents" for row in rows) == before.documents
        assert {"table": "alembic_version", "row": {"version_num": "0001"}} in rows


def test_a_newer_casebook_is_left_alone(held: Where) -> None:
    execute(held, "update alembic_version set version_num = '9999'")
    with pytest.raises(CasebookError, match="newer Allegata"):
        held.open()
    assert LATEST < "9999"


def test_a_database_that_is_no_casebook_is_told_as_such(where: Where, tmp_path: Path) -> None:
    with where.create() as casebook:
        assert casebook.view(ME).counts().documents == 0
    with pytest.raises(CasebookError, match=r"already|another casebook"):
        where.create()
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as made:
        made.execute("create table notes (words text)")
    with pytest.raises(CasebookError, match="is no casebook"):
        Casebook.open(other)


def test_a_casebook_that_another_program_writes_to_is_told_in_one_line(
    held: Where, monkeypatch: pytest.MonkeyPatch
) -> None:
    if held.blobs is not None:
        pytest.skip("of SQLite only: PostgreSQL waits for the other writer")
    monkeypatch.setattr("allegata.casebook.engine.WAIT", 0.2)
    with sqlite3.connect(held.address) as other:
        other.execute("begin immediate")
        with held.open() as casebook, pytest.raises(CasebookError, match="another program is writing"):
            casebook.judge(ME, "accept", ["c-1"], why="")
        other.rollback()


def test_no_function_asks_more_often_for_more_rows(casebook: Casebook, readings: list[Reading]) -> None:
    asked: list[str] = []
    event.listen(casebook._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    view = casebook.view(ME)
    every = [line.id for line in view.incidents().items]
    texts = [reading.document.id for reading in readings]
    claims = [claim.id for reading in readings for claim in reading.claims]
    judged = market(casebook)
    casebook.judge(ME, "accept", [claims[0]], why="")

    def number(ask: Callable[[], object]) -> int:
        asked.clear()
        ask()
        return len(asked)

    assert len(every) > 1
    for few, many in (
        (lambda: view.incidents(limit=1), lambda: view.incidents(limit=100)),
        (lambda: view.map_points(Filter(place="taiz")), lambda: view.map_points()),
        (lambda: view.documents(limit=1), lambda: view.documents(limit=100)),
        (lambda: view.search("library"), lambda: view.search("monday")),
        (lambda: view.claims(claims[:1]), lambda: view.claims(claims)),
        (lambda: view.judgements(claims[:1]), lambda: view.judgements(claims)),
        (lambda: view.incident(every[-1]), lambda: view.incident(judged)),
        (lambda: view.document(texts[2]), lambda: view.document(texts[0])),
        (lambda: view.history(limit=1), lambda: view.history(limit=100)),
    ):
        assert number(few) == number(many)
