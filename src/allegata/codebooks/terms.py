"""Countries as codebooks name them, from ``data/terms/countries.tsv``."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Country(NamedTuple):
    """A country: ISO codes, Gleditsch and Ward's number, the regions of UCDP and ACLED; ``None`` where none is.

    ``ucdp_name`` and ``acled_name`` are the names under which each of the two has it in its data.
    """

    iso2: str
    iso3: str
    numeric: int | None
    gleditsch_ward: int | None
    ucdp_region: str | None
    acled_region: str | None
    ucdp_name: str
    acled_name: str
    name: str


@cache
def countries() -> dict[str, Country]:
    """Return the countries by ISO 3166 alpha-2 code."""
    text = files("allegata.codebooks").joinpath("data/terms/countries.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    return {
        iso2: Country(
            iso2,
            iso3,
            _number(numeric),
            _number(gw),
            region or None,
            acled or None,
            at_ucdp or name,
            at_acled or name,
            name,
        )
        for iso2, iso3, numeric, gw, region, acled, at_ucdp, at_acled, name in rows
    }


@cache
def country_codes() -> dict[str, str]:
    """Return ISO 3166 alpha-2 codes by every name under which a codebook has a country."""
    return {name: land.iso2 for land in countries().values() for name in (land.name, land.ucdp_name, land.acled_name)}


def _number(text: str) -> int | None:
    return int(text) if text and int(text) > 0 else None
