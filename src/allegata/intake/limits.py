"""What a caller may set, what intake hands back beside documents, and the bounds that hostile input meets."""

import time
from datetime import date

import msgspec

from allegata.records import Published


class IntakeError(ValueError):
    """Wrong use: no such path, a bound below one, a country that is no code. Raised before anything is read."""


class UnreadableError(Exception):
    """Why a document or file cannot be read, in one line that says what to do. Becomes a ``Problem`` in intake."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the files do not say, and how much of them is read.

    ``published``: key 0 dates every document, key *n* the *n*-th document of each file (and wins over 0).
    ``country``: ISO 3166 alpha-2. ``max_bytes``: of one file, JSON line or archived page. ``max_archive_bytes``:
    of one web archive, unpacked. ``max_text``: characters of one document, the rest is cut and noted.
    ``max_seconds``: for one file of text, HTML or PDF, or one record of an archive. ``today``: the day after which a
    publication date is in the future; ``None`` asks the clock.
    """

    publisher: str | None = None
    country: str | None = None
    published: dict[int, Published] = {}
    max_bytes: int = 20_000_000
    max_archive_bytes: int = 2_000_000_000
    max_pages: int = 500
    max_seconds: float = 30.0
    max_documents: int = 100_000
    max_text: int = 400_000
    max_depth: int = 32
    today: date | None = None

    def check(self) -> None:
        """Raise ``IntakeError`` when a value makes no sense."""
        for name in ("max_bytes", "max_archive_bytes", "max_pages", "max_seconds", "max_documents", "max_text"):
            if getattr(self, name) <= 0:
                raise IntakeError(f"{name} must be above zero")
        country = self.country
        if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise IntakeError(f"country {country!r} is not an ISO 3166 code of two letters, such as SY")
        if any(key < 0 for key in self.published):
            raise IntakeError("a document is numbered from 1; 0 stands for all")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that could not be read, and one line on why and what to do."""

    origin: str
    reason: str


class Duplicate(msgspec.Struct, frozen=True, kw_only=True):
    """A document left out because ``of`` gave the same text from the same publisher or address."""

    origin: str
    of: str


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """Things that are no documents and were passed over on purpose (hidden files, pictures in a web archive)."""

    origin: str
    count: int
    reason: str


class Clock:
    """The time that one document may take."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise ``UnreadableError`` when the time is over."""
        if time.monotonic() > self.end:
            raise UnreadableError(f"took more than {self.seconds:g} seconds; split it, or raise the time limit")
