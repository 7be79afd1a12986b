"""Countries as codebooks name them, from ``data/terms/countries.tsv``."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Country(NamedTuple):
    """A country: ISO codes, Gleditsch and Ward's number, the regions of UCDP and ACLED; ``None`` where none is."""

    iso2: str
    iso3: str
    numeric: int | None
    gleditsch_ward: int | None
    ucdp_region: str | None
    acled_region: str | None
    name: str


@cache
def countries() -> dict[str, Country]:
    """Return the countries by ISO 3166 alpha-2 code."""
    text = files("allegata.codebooks").joinpath("data/terms/countries.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    return {
        iso2: Country(iso2, iso3, _number(numeric), _number(gw), ucdp or None, acled or None, name)
        for iso2, iso3, numeric, gw, ucdp, acled, name in rows
    }


def _number(text: str) -> int | None:
    return int(text) if text and int(text) > 0 else None
