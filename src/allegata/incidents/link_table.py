"""Accounts as a table of DuckDB: numbers and lists of numbers, so that a million fit and pairs are compared in SQL."""

from collections.abc import Sequence
from typing import Any, Final
from zlib import crc32

import pyarrow as pa

from allegata.incidents.accounts import FINE, Account
from allegata.records import EVENT_TYPES

FAMILIES: Final = (
    ("airstrike", "drone strike", "missile attack", "shelling", "bombing", "chemical attack", "incendiary attack"),
    ("bombing", "suicide bombing", "IED", "landmine", "grenade"),
    ("shooting", "execution", "armed clash", "killing", "robbery"),
    ("ground operation", "armed clash", "detention", "abduction"),
    ("arson", "destruction of property", "incendiary attack"),
    ("detention", "torture", "sexual violence", "abduction"),
    ("displacement", "blockade"),
)
"""Kinds of event that reports of one happening may give for one another; *other* and *killing* go with every kind."""
TARGETS: Final = (
    "home", "school", "health facility", "place of worship", "market", "camp", "transport", "infrastructure",
    "gathering", "farm", "shelter", "military",
)  # fmt: skip

_LIST = pa.list_(pa.int32())
SCHEMA: Final = pa.schema(
    [
        *((name, pa.int32()) for name in ("unique_id", "document", "day_from", "day_to", "published", "weekdays")),
        *((name, _LIST) for name in ("places", "large", "wide", "about")),
        *((name, pa.float32()) for name in ("lat", "lon", "radius")),
        *((name, pa.int32()) for name in ("types", "families")),
        *((name, _LIST) for name in ("accused", "above")),
        ("targets", pa.int32()),
        *((f"{outcome}_{end}", pa.int32()) for outcome in ("killed", "injured") for end in ("low", "high")),
        *((name, _LIST) for name in ("victims", "names", "ages")),
        ("full", pa.bool_()),
        ("publisher", pa.int32()),
        ("script", pa.int32()),
    ]
)


def number(text: str) -> int:
    """Return a text as a number that fits 32 bits, signed: the same on every machine."""
    return crc32(text.encode("utf-8")) - 2147483648


def table_of(accounts: Sequence[Account], first: int, documents: dict[str, int]) -> pa.Table:
    """Return ``accounts`` as rows, numbered from ``first``. New documents are added to ``documents``."""
    rows = [_row(account, first + at, documents) for at, account in enumerate(accounts)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def families_of(types: Sequence[str]) -> int:
    """Return the families of some kinds of event, as bits; all of them where no kind is told."""
    if all(kind in ("other", "killing") for kind in types):
        return (1 << len(FAMILIES)) - 1
    return sum(1 << at for at, family in enumerate(FAMILIES) if any(kind in family for kind in types))


def extent_of(account: Account) -> tuple[float, float, float]:
    """Return latitude, longitude and radius in km of an account's place; not a number where it is not known."""
    fine = (place for place in account.places if place.precision in FINE and place.latitude is not None)
    known = next(fine, None)
    if known is None or known.latitude is None or known.longitude is None:
        return float("nan"), float("nan"), 0.0
    return known.latitude, known.longitude, known.radius_km or 0.0


def _row(account: Account, at: int, documents: dict[str, int]) -> dict[str, Any]:
    fine = [place for place in account.places if place.precision in FINE]
    wide = [place for place in account.places if place.precision not in FINE]
    known = next((place for place in fine if place.latitude is not None), None)
    row: dict[str, Any] = {
        "unique_id": at,
        "document": documents.setdefault(account.document, len(documents)),
        "day_from": account.day_from,
        "day_to": account.day_to,
        "published": account.published_from,
        "weekdays": sum(1 << day for day in account.weekdays),
        "places": [number(form) for place in fine for form in place.forms],
        "large": [number(form) for place in fine if place.precision == "city" for form in place.forms],
        "wide": [number(form) for place in wide for form in place.forms],
        "about": [number(name) for name in account.about],
        "lat": known.latitude if known is not None else None,
        "lon": known.longitude if known is not None else None,
        "radius": known.radius_km if known is not None else 0.0,
        "types": sum(1 << EVENT_TYPES.index(kind) for kind in account.types),
        "families": families_of(account.types),
        "accused": [number(party) for party in account.accused],
        "above": [number(party) for party in account.above],
        "targets": sum(1 << TARGETS.index(kind) for kind in account.targets if kind in TARGETS),
        "victims": [number(" ".join(name.lower().split())) for name in account.victims],
        "names": [number(term) for term in account.terms if " " in term],
        "ages": list(account.ages),
        "full": account.full,
        "publisher": number(account.publisher) if account.publisher else None,
        "script": number(account.script),
    }
    for outcome in ("killed", "injured"):
        low, high = account.tolls.get(outcome, (None, None))
        row[f"{outcome}_low"], row[f"{outcome}_high"] = low, high
    return row
