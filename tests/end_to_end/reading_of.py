"""Taking in, reading and gathering in one call, as the command line does."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from allegata.incidents import gather
from allegata.intake import Options, Problem, read_date, take_in
from allegata.reading import Reader, Reading
from allegata.records import Document, Incident


class Outcome(msgspec.Struct, frozen=True):
    """The readings of some paths, with the incidents of each."""

    readings: list[Reading]
    incidents: list[list[Incident]]

    @property
    def all_incidents(self) -> list[Incident]:
        return [incident for found in self.incidents for incident in found]


def outcome_of(reader: Reader, paths: Sequence[Path], published: dict[int, str] | None = None) -> Outcome:
    """Return what is read from ``paths``. Raises ``AssertionError`` where something cannot be read."""
    dates = {number: read_date(words) for number, words in (published or {}).items()}
    items = list(take_in(paths, Options(published=dates)))
    assert [item for item in items if isinstance(item, Problem)] == []
    readings = list(reader.read_many(item for item in items if isinstance(item, Document)))
    return Outcome(readings, [gather(reading.claims) for reading in readings])
