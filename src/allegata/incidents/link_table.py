"""Accounts as a table of DuckDB: numbers and lists of numbers, so that a million fit and pairs are compared in SQL."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
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
_MOST: Final = 1_000_000_000
"""Above it a figure says nothing to the comparison: a column has an end, and what a text says has none."""
SCHEMA: Final = pa.schema(
    [
        ("unique_id", pa.int32()),
        ("document", pa.int64()),
        *((name, pa.int32()) for name in ("day_from", "day_to", "published", "weekdays")),
        *((name, _LIST) for name in ("places", "large", "wide", "within", "about")),
        *((name, pa.float32()) for name in ("lat", "lon", "radius")),
        *((name, pa.int32()) for name in ("types", "families")),
        *((name, _LIST) for name in ("accused", "above")),
        ("targets", pa.int32()),
        *((f"{outcome}_{end}", pa.int32()) for outcome in ("killed", "injured") for end in ("low", "high")),
        *((name, _LIST) for name in ("victims", "names", "ages")),
        ("standing", pa.int32()),
        ("publisher", pa.int32()),
        ("script", pa.int32()),
    ]
)


@lru_cache(maxsize=65_536)
def number(text: str) -> int:
    """Return a text as a number that fits 32 bits, signed: the same on every machine."""
    return crc32(text.encode("utf-8")) - 2147483648


def table_of(accounts: Sequence[Account], first: int) -> pa.Table:
    """Return ``accounts`` as rows, numbered from ``first``."""
    rows = [_row(account) for account in accounts]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in SCHEMA.names[1:]]
    numbers = list(range(first, first + len(accounts)))
    arrays = [pa.array(column, field.type) for column, field in zip([numbers, *columns], SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def document_number(document: str) -> int:
    """Return a document's id as a number of 63 bits."""
    return int.from_bytes(blake2b(document.encode("utf-8"), digest_size=8).digest(), "big") >> 1


def families_of(types: Sequence[str]) -> int:
    """Return the families of some kinds of event, as bits; all of them where no kind is told."""
    return _families(tuple(types))


@lru_cache(maxsize=16_384)
def _families(types: tuple[str, ...]) -> int:
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


def _row(account: Account) -> tuple[Any, ...]:
    """Return the values of all columns but the number, in the order of `SCHEMA`."""
    fine = [place for place in account.places if place.precision in FINE]
    wide = [place for place in account.places if place.precision not in FINE]
    known = next((place for place in fine if place.latitude is not None), None)
    return (
        document_number(account.document),
        account.day_from,
        account.day_to,
        account.published_from,
        sum(1 << day for day in account.weekdays),
        [number(form) for place in fine for form in place.forms],
        [number(form) for place in fine if place.precision == "city" for form in place.forms],
        [number(form) for place in wide for form in place.forms],
        [number(name) for name in account.within],
        [number(name) for name in account.about],
        known.latitude if known is not None else None,
        known.longitude if known is not None else None,
        known.radius_km if known is not None else 0.0,
        sum(1 << EVENT_TYPES.index(kind) for kind in account.types),
        families_of(account.types),
        [number(party) for party in account.accused],
        [number(party) for party in account.above],
        sum(1 << TARGETS.index(kind) for kind in account.targets if kind in TARGETS),
        *(_bounded(bound) for outcome in ("killed", "injured") for bound in account.tolls.get(outcome, (None, None))),
        [number(" ".join(name.lower().split())) for name in account.victims],
        [number(term) for term in account.terms if " " in term],
        list(account.ages),
        account.standing,
        number(account.publisher) if account.publisher else None,
        number(account.script),
    )


def _bounded(figure: int | None) -> int | None:
    return None if figure is None or figure > _MOST else figure
