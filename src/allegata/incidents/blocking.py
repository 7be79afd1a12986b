"""Which pairs of accounts are compared at all: those that share a key, as a place on a day or two rare words.

A key that more than `MOST` accounts share finds none of them: it tells too little ("Gaza City" without a day). In an
archive of `WIDE` accounts or more, neither does a place, a word or two, without a day or week, that more than `FEW`
share: so the pairs of a large archive grow as its accounts do.
"""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations

from allegata.incidents.accounts import FINE, Account
from allegata.incidents.terms import rarity

MOST = 80
"""Accounts that one key may bring together."""
FEW = 20
"""Accounts that a key of `_TIMELESS` may bring together in a large archive: ever more share those as it grows."""
WIDE = 10_000
_PLACES, _UNTOLD, _TERMS, _PAIRED, _DAYS = 4, 12, 10, 6, 10
_LEAST = 3.0
_TIMELESS = ("word", "words", "place")


def keys_of(account: Account) -> set[int]:
    """Return the keys of an account as numbers of 63 bits; those of `_TIMELESS` are the odd ones."""
    return {_number(*parts) & ~1 | (parts[0] in _TIMELESS) for parts in _keys(account)}


def _keys(account: Account) -> Iterator[tuple[object, ...]]:
    places = [place.key for place in account.places if place.precision in FINE][:_PLACES]
    places = (
        places
        or [place.key for place in account.places][:1]
        or list(account.about[: _PLACES if account.claims else _UNTOLD])
    )
    days = _days(account)
    week = account.published_from // 7 if account.published_from is not None else None
    for place in places:
        yield "place", place
        for day in days:
            yield "place and day", place, day
        for near in (week, week + 1) if week is not None else ():
            yield "place and week", place, near
    for name in account.victims:
        yield "victim", " ".join(name.lower().split())
    heavy = sorted(account.terms, key=lambda term: (-account.terms[term], term))
    rare = [term for term in heavy if " " in term or rarity(term) >= _LEAST][:_TERMS]
    for term in rare:
        yield "word", term
    for first, second in combinations(sorted(rare[:_PAIRED]), 2):
        yield "words", first, second
    for near in (week, week + 1) if week is not None else ():
        for term in rare[:_PAIRED]:
            yield "word and week", term, near
    least = account.tolls.get("killed", (None, None))[0] or 0
    if account.country is not None and least >= 3:
        for day in days:
            yield "country, day and toll", account.country, day, least


def _days(account: Account) -> list[int]:
    """Return the days of the account and the day after, so that accounts a day apart share one."""
    if account.day_from is None or account.day_to is None or account.day_to - account.day_from > _DAYS:
        return []
    return list(range(account.day_from, account.day_to + 2))


def _number(*parts: object) -> int:
    digest = blake2b("\x1f".join(map(str, parts)).encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
