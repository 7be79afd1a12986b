"""English names of countries, after GeoNames, for people who read a code."""

from functools import cache
from importlib.resources import files


@cache
def countries() -> dict[str, str]:
    """Return ISO 3166 alpha-2 code to short name, from ``data/countries.tsv``."""
    lines = files("allegata.dataset").joinpath("data/countries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.partition("\t") for line in lines if line and not line.startswith("#")]
    return {code: name for code, _, name in rows[1:]}


def country_name(code: str | None) -> str | None:
    """Return the country's name; the code itself when it is not in the table; ``None`` for ``None``."""
    return None if code is None else countries().get(code.upper(), code)
