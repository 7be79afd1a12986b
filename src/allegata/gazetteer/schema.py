"""The tables of a compiled gazetteer, and how a stored name says which of its forms were exact.

``name.marks`` packs 16-bit checksums of the strict forms of all names of one place that share one folding key: first
``plain`` forms (the first being the place's main name when the flag says so), then ``spelling`` forms. So exact,
alternate and key matches are told apart without storing 700,000 names twice. A chance agreement of checksums (1 in
65,536, and only among names with the same key) could pass a key match off as exact, nothing more.
"""

import sqlite3
from collections.abc import Iterable
from typing import Literal
from zlib import crc32

SCHEMA_VERSION = "1"
SCALE = 100_000
"""Coordinates are stored as whole numbers of 1/100,000 degree (about a metre)."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT, geonames INTEGER, latitude INTEGER,
  longitude INTEGER, population INTEGER, admin1 INTEGER, admin2 INTEGER, kind TEXT, within TEXT, source TEXT);
CREATE TABLE name (key TEXT, place INTEGER, marks BLOB, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE area (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT, level INTEGER, parent INTEGER,
  code TEXT, latitude INTEGER, longitude INTEGER, radius_km REAL, members INTEGER, population INTEGER);
CREATE TABLE area_name (key TEXT, area INTEGER, marks BLOB, PRIMARY KEY (key, area)) WITHOUT ROWID;
CREATE TABLE middle (area INTEGER PRIMARY KEY, latitude INTEGER, longitude INTEGER);
CREATE TABLE short (form TEXT, area INTEGER, PRIMARY KEY (form, area)) WITHOUT ROWID;
CREATE TABLE further (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT, country TEXT, latitude INTEGER,
  longitude INTEGER, radius_km REAL, admin1 INTEGER);
CREATE TABLE further_name (key TEXT, further INTEGER, marks BLOB, PRIMARY KEY (key, further)) WITHOUT ROWID;
CREATE TABLE keys (country TEXT PRIMARY KEY, keys BLOB) WITHOUT ROWID;
"""

Form = Literal["exact", "alternate", "spelling", "key", "script"]
"""How a query agrees with a stored name: main name, another name, strict key, only the folding key, or the folding key
of a name that the place has in a script without vowels only."""

_MAIN = 0x80
_MOST = 0x7F


def checksum(form: str) -> int:
    """Return the 16-bit checksum of a plain or spelling form."""
    return crc32(form.encode()) & 0xFFFF


def pack_marks(main: int | None, plains: Iterable[int], spellings: Iterable[int]) -> bytes:
    """Return the marks of one key of one place; ``main`` is the checksum of the main name if it has this key."""
    first = [] if main is None else [main]
    others = first + sorted(set(plains) - set(first))[: _MOST - 1]
    rest = sorted(set(spellings))[: _MOST - 1]
    head = len(others) | (_MAIN if main is not None else 0)
    return bytes([head]) + b"".join(mark.to_bytes(2, "big") for mark in others + rest)


def form_of(marks: bytes, plain: int, bare: int, spelling: int) -> Form:
    """Return how a query with these checksums agrees with the names behind ``marks``; ``bare``: without article."""
    head = marks[0]
    count = head & _MOST
    wanted = plain.to_bytes(2, "big")
    for position in range(1, 1 + 2 * count, 2):
        if marks[position : position + 2] == wanted:
            return "exact" if position == 1 and head & _MAIN else "alternate"
    if bare != plain and form_of(marks, bare, bare, spelling) in ("exact", "alternate"):
        return "alternate"
    wanted = spelling.to_bytes(2, "big")
    for position in range(1 + 2 * count, len(marks), 2):
        if marks[position : position + 2] == wanted:
            return "spelling"
    return "key" if has_strict_forms(marks) else "script"


def has_strict_forms(marks: bytes) -> bool:
    """Tell whether the key behind ``marks`` is one of a name in a script with vowels."""
    return len(marks) > 1 + 2 * (marks[0] & _MOST)


def create(database: sqlite3.Connection) -> None:
    """Create the tables of a gazetteer in an empty database."""
    database.executescript(TABLES)
    database.execute("INSERT INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,))
