"""Mappings: which columns of a catalogue hold what. YAML files, so that a recorder can write one."""

import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import yaml

from allegata.records import EVENT_TYPES

TOLLS = (
    "killed",
    "injured",
    "killed_or_injured",
    *(f"{outcome} {group}" for outcome in ("killed", "injured") for group in ("women", "children", "men")),
)
"""Outcomes that a mapping may hold columns for."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class CatalogueError(ValueError):
    """A catalogue or mapping that cannot be used; one line that names the record or column, and what to do."""


class Days(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns of the first and last day. ``precision``: a column whose codes ``wider`` turns into days to add."""

    first: str
    last: str | None = None
    precision: str | None = None
    wider: dict[str, int] = {}


class Width(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The column that says how exact a point is, and the kilometres of each of its codes; ``otherwise`` without one."""

    column: str | None = None
    kilometres: dict[str, float] = {}
    otherwise: float = 3.0


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns of which each holds one value or several, parted by ``parted``; ``means``: our terms for them.

    ``without``: values that name nobody.
    """

    columns: tuple[str, ...] = ()
    parted: str | None = None
    means: dict[str, tuple[str, ...]] = {}
    without: tuple[str, ...] = ()


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mapping. A column ending in ``?`` may be missing. A dot leads into an object: ``place.name``.

    ``told_by``: columns that tell this catalogue from others, when no mapping is named.
    """

    title: str
    id: str
    days: Days
    names: tuple[str, ...]
    source: str = ""
    told_by: tuple[str, ...] = ()
    url: str | None = None
    areas: tuple[str, ...] = ()
    country: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    width: Width = Width()
    parties: Listed = Listed()
    kinds: Listed = Listed()
    tolls: dict[str, tuple[str, ...]] = {}
    victims: Listed = Listed()
    narrative: tuple[str, ...] = ()
    shown: dict[str, str] = {}

    def columns(self) -> dict[str, bool]:
        """Return every column with whether the catalogue has to have it."""
        named = [self.id, self.days.first, self.days.last, self.days.precision, *self.names, self.url, *self.areas]
        named += [self.country, self.latitude, self.longitude, self.width.column, *self.parties.columns]
        named += [*self.kinds.columns, *self.victims.columns, *self.narrative, *self.shown.values()]
        named += [column for pair in self.tolls.values() for column in pair]
        return {bare(column): not column.endswith("?") for column in named if column}


def bare(column: str) -> str:
    """Return a column's name without the mark that it may be missing."""
    return column.removesuffix("?")


def mapping_names() -> list[str]:
    """Return the names of the ready mappings."""
    folder = files("allegata.incidents").joinpath("data/catalogues")
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


@cache
def ready_mapping(name: str) -> Mapping:
    """Return the ready mapping called ``name``. Raises `CatalogueError` where there is none."""
    if not _NAME.fullmatch(name) or name not in mapping_names():
        raise CatalogueError(f"{name}: no such mapping; give one of {', '.join(mapping_names())}, or a YAML file")
    file = files("allegata.incidents").joinpath(f"data/catalogues/{name}.yaml")
    return mapping_of(file.read_bytes(), name)


def load_mapping(name: str) -> Mapping:
    """Return a ready mapping by its name, or the one in a YAML file. Raises `CatalogueError`."""
    if name in mapping_names():
        return ready_mapping(name)
    path = Path(name)
    if not path.is_file():
        raise CatalogueError(f"{name}: no such mapping; give one of {', '.join(mapping_names())}, or a YAML file")
    try:
        return mapping_of(path.read_bytes(), name)
    except OSError as error:
        raise CatalogueError(f"{name}: {error.strerror}; check the file") from error


def mapping_of(content: bytes, name: str) -> Mapping:
    """Return the mapping that YAML holds. Raises `CatalogueError` naming what is wrong with it."""
    try:
        mapping = msgspec.convert(yaml.safe_load(content), Mapping)
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise CatalogueError(
            f"{name}: not a mapping ({' '.join(str(error).split())}); see docs/catalogues.md"
        ) from None
    wrong = [outcome for outcome in mapping.tolls if outcome not in TOLLS]
    if wrong:
        raise CatalogueError(f"{name}: tolls: {wrong[0]!r} is no outcome; give one of {', '.join(TOLLS)}")
    if any(len(pair) not in (1, 2) for pair in mapping.tolls.values()):
        raise CatalogueError(f"{name}: tolls: each outcome takes one column, or two: the least and the most")
    means = [kind for kinds in mapping.kinds.means.values() for kind in kinds]
    wrong = [kind for kind in means if kind not in EVENT_TYPES]
    if wrong:
        raise CatalogueError(f"{name}: kinds: {wrong[0]!r} is no event type; give one of {', '.join(EVENT_TYPES)}")
    return mapping


def recognised(columns: Collection[str]) -> str | None:
    """Return the name of the one ready mapping whose telling columns are all there; ``None`` for none or several."""
    held = set(columns)
    found = [name for name in mapping_names() if held.issuperset(ready_mapping(name).told_by)]
    return found[0] if len(found) == 1 else None
