"""A copy of all tables as JSON Lines: what is kept of a casebook on PostgreSQL before it is migrated."""

import os
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine, MetaData, select


def copy_tables(engine: Engine, target: Path) -> None:
    """Write every row of every table into ``target``, one JSON object a line with its table's name."""
    found = MetaData()
    with engine.connect() as connection, target.open("xb") as file:
        found.reflect(connection)
        for table in found.sorted_tables:
            columns = [column for column in table.columns if column.computed is None]
            for row in connection.execution_options(yield_per=500).execute(select(*columns)):
                values: dict[str, Any] = {str(name): value for name, value in row._mapping.items()}
                file.write(msgspec.json.encode({"table": str(table.name), "row": values}) + b"\n")
        file.flush()
        os.fsync(file.fileno())
