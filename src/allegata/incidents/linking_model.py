"""The weights of linking (Fellegi and Sunter's model), and how Splink is asked to score pairs with them.

``data/linking.json`` holds the weight in bits of each level of each comparison: the logarithm to the base of 2 of how
much more often pairs of one happening reach it than other pairs that share a key do; and how many of those pairs are of
one happening (``prior``).
"""

import logging
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from allegata.incidents.comparisons import COMPARISONS

_FILE = "data/linking.json"


class Model(msgspec.Struct, frozen=True):
    """A set of weights, with how it was got."""

    how: str
    prior: float
    weights: dict[str, dict[str, float]]


class ModelError(ValueError):
    """A file of weights that does not fit the comparisons; the message says what to do."""


@lru_cache(maxsize=1)
def built_in_model() -> Model:
    """Return the shipped weights."""
    return _decoded(files("allegata.incidents").joinpath(_FILE).read_bytes(), _FILE)


def load_model(path: Path) -> Model:
    """Return the weights in a file. Raises `ModelError` where they do not fit the comparisons."""
    return _decoded(path.read_bytes(), str(path))


def _decoded(data: bytes, name: str) -> Model:
    try:
        model = msgspec.json.decode(data, type=Model)
    except msgspec.DecodeError as error:
        raise ModelError(f"{name}: not weights of linking ({error}); train them again") from error
    for comparison in COMPARISONS:
        held = model.weights.get(comparison.name, {})
        lacking = next((level.name for level in comparison.levels if level.name not in held), None)
        if lacking is not None:
            raise ModelError(f"{name}: no weight for {comparison.name}, {lacking}; train the weights again")
    return model


def splink_settings(model: Model, *, explain: bool = False) -> dict[str, Any]:
    """Return the settings with which Splink scores pairs; with ``explain`` the levels come back too."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": model.prior,
        "retain_matching_columns": explain,
        "blocking_rules_to_generate_predictions": ["1 = 1"],
        "comparisons": [
            {
                "output_column_name": comparison.name,
                "comparison_levels": [
                    {"sql_condition": comparison.missing, "label_for_charts": "missing", "is_null_level": True},
                    *(
                        {
                            "sql_condition": level.sql,
                            "label_for_charts": level.name,
                            **_shares(model.weights[comparison.name][level.name]),
                        }
                        for level in comparison.levels
                    ),
                ],
            }
            for comparison in COMPARISONS
        ],
    }


def _shares(bits: float) -> dict[str, float]:
    """Return the shares among pairs of one happening and others that a weight stands for: only their ratio matters."""
    likely = 1 / (1 + 2**-bits)
    return {"m_probability": likely, "u_probability": 1 - likely}


def predict(connection: Any, accounts: str, pairs: str, model: Model, *, explain: bool = False) -> str:
    """Score the table ``pairs`` of the table ``accounts``; return the name of the table with the scores.

    ``pairs`` has the columns join_key_l, join_key_r and match_key (likeness of the texts in per cent, as text).
    Splink writes the SQL, which takes it longer than running it for a few pairs: it is kept and run again.
    """
    key = (msgspec.json.encode(model), accounts, pairs, explain)
    name = f"predicted_{'explained' if explain else 'pairs'}"
    sql = _KEPT.get(key)
    if sql is None:
        sql = _KEPT[key] = _written(connection, accounts, pairs, model, explain)
    connection.execute(f"create or replace table {name} as {sql}")
    return name


_PRUNED = re.compile(r"__splink__df_pruned_predict_input_[lr]_\w+")
"""The copies that Splink makes of the accounts it needs: here the table itself is asked."""
_KEPT: dict[tuple[bytes, str, str, bool], str] = {}


def _written(connection: Any, accounts: str, pairs: str, model: Model, explain: bool) -> str:
    """Return the SQL by which Splink scores a table of pairs."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.WARNING)

    class Written(DuckDBAPI):
        sql = ""

        def _execute_sql_against_backend(self, sql: str) -> Any:
            if " AS\nWITH" in sql and "match_weight" in sql:
                self.sql = sql
            return super()._execute_sql_against_backend(sql)

    connection.execute(f"create or replace table none_of_them as select * from {pairs} limit 0")
    api = Written(connection)
    linker = Linker(
        api.register(accounts), splink_settings(model, explain=explain), log_level=None, validate_settings=False
    )
    linker.table_management.register_blocked_pairs_for_predict(api.register("none_of_them"))
    made = linker.inference.predict(warning_mode="never").physical_name
    connection.execute(f"drop table {made}")
    connection.execute("drop table none_of_them")
    _, _, query = api.sql.partition(" AS\n")
    return _PRUNED.sub(accounts, query).replace("none_of_them", pairs)
