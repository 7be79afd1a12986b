"""What an evaluation is made of: parts of a set, tools to read with, and results."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import msgspec

from allegata.actors import Register
from allegata.gazetteer import Gazetteer
from allegata.reading import Reader, Reading, Settings
from allegata.records import Document


class SetMissingError(Exception):
    """Nothing of a set lies in the data folder; the message names what was looked for."""


class GoldError(Exception):
    """A file of a set does not have the form of the public release; the message names the file and the place."""


class Part(msgspec.Struct, frozen=True):
    """A part of a set that was found.

    ``name``: its address below the data folder, as ``isaf/dev.jsonl``; ``files``: every file that was read for it;
    ``items``: what is scored, one by one, each picklable and usually one document with its gold; ``together``: for each
    item, what a sample takes whole or not at all, as an incident with all its texts; empty where each stands alone.
    """

    name: str
    files: tuple[Path, ...]
    items: tuple[Any, ...]
    together: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a set's table.

    ``key``: where the figure stands in the set's figures, with dots; ``label``: what it is, for people; ``value``:
    ours; ``constant``: what the best constant answer reaches, ``None`` where no constant answer makes sense;
    ``n``: how many gold values it is of; ``unit``: ``%`` or ``km`` or ``""``; ``note``: e.g. ``14 of 16``.
    """

    key: str
    label: str
    value: float | None
    constant: float | None = None
    constant_answer: str = ""
    n: int | None = None
    unit: str = "%"
    note: str = ""


class Miss(msgspec.Struct, frozen=True, kw_only=True):
    """A gold value that the reading does not hold, or a value that the gold does not hold."""

    item: str
    measure: str
    gold: str
    ours: str
    words: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one item gave: ``counts`` is for the set's own ``result``; picklable."""

    item: str
    part: str
    counts: Any
    misses: tuple[Miss, ...] = ()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a set gave. ``figures``: nested, plain numbers; ``rows``: the table of them, in order.

    ``misses``: those that only all items together show, as where texts are gathered.
    """

    figures: dict[str, Any]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    misses: tuple[Miss, ...] = ()


class SafeReader(Reader):
    """A reader whose own faults cost one document, not the run: that document reads as empty, and is listed."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__(settings)
        self.faults: list[str] = []

    def read(self, document: Document) -> Reading:
        """Return the reading of one document; an empty one where the reader failed."""
        try:
            return super().read(document)
        except Exception as error:
            self.faults.append(" ".join(f"{type(error).__name__}: {error}".split()))
            return Reading(document=document, claims=(), communications=(), skipped=())


class Tools:
    """What items are measured with: one reader, gazetteer and register a process."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    @cached_property
    def reader(self) -> SafeReader:
        """The reader under test."""
        return SafeReader(self.settings)

    def faults(self) -> list[str]:
        """Return, and forget, what the reader failed on since the last call."""
        if "reader" not in self.__dict__:
            return []
        found, self.reader.faults = self.reader.faults, []
        return found

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer that the reader uses."""
        return Gazetteer.open(self.settings.gazetteer, self.settings.places)

    @cached_property
    def register(self) -> Register:
        """The register of parties that the reader uses."""
        return Register.load(self.settings.parties)


class GoldSet(Protocol):
    """A public gold set: how it is found and read, how one item is measured, and how the outcomes become figures."""

    name: str
    """As on the command line, e.g. ``airwars-gaza``."""
    title: str
    """What it is, in one line."""

    def find(self, data: Path) -> Sequence[Part]:
        """Return the parts that lie below ``data``, in the layout of the public releases. Raises `SetMissingError`."""
        ...

    def measure(self, part: str, item: Any, tools: Tools) -> Outcome:
        """Return what one item gave. Pure; runs in a worker process."""
        ...

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the figures of all outcomes."""
        ...
