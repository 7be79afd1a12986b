"""Floors: the figures once reached, below which no change may fall. They are only raised."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A leading figure. ``must``: what has to be reached; ``aim``: what comes next; per cent."""

    key: str
    label: str
    must: float | None = None
    aim: float | None = None

    @property
    def set_name(self) -> str:
        """The set that the figure belongs to."""
        return self.key.partition(".")[0]


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """The figures reached on one set: ``data`` is the checksum of the files that they were reached on."""

    data: str
    figures: dict[str, float]


class Floors(msgspec.Struct, frozen=True, kw_only=True):
    """Floors by set, of the whole development halves and of the fixed sample.

    ``tolerance``: points that a figure may lie below its floor, as another processor may parse a sentence otherwise;
    ``sample_tolerance``: the same for the sample, where one document is worth more.
    """

    tolerance: float = 0.5
    sample_tolerance: float = 2.0
    whole: dict[str, Floor] = {}
    sample: dict[str, Floor] = {}


class Fall(msgspec.Struct, frozen=True, kw_only=True):
    """A figure below its floor; ``reached`` is ``None`` where it is no longer measured."""

    key: str
    floor: float
    reached: float | None


@cache
def targets() -> tuple[Target, ...]:
    """Return the leading figures, in order of worth to users."""
    text = (files("allegata.evaluation") / "data" / "targets.yaml").read_text(encoding="utf-8")
    return tuple(msgspec.convert(yaml.safe_load(text), list[Target]))


def figure(figures: Mapping[str, Any], key: str) -> float | None:
    """Return the number at ``key`` (``geoparsing.lgl.end_to_end_f1``) of nested figures; ``None`` where none is."""
    value: Any = figures
    for name in key.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return float(value) if isinstance(value, int | float) else None


def checksum(sums: Mapping[str, str]) -> str:
    """Return one SHA-256 for the files of a set, from their addresses and their own."""
    lines = "".join(f"{address} {digest}\n" for address, digest in sorted(sums.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def leading(name: str, figures: Mapping[str, Any]) -> dict[str, float]:
    """Return the leading figures of the set called ``name``, as far as they were measured; ``figures`` by set."""
    found = {t.key: figure(figures, t.key) for t in targets() if t.set_name == name}
    return {key: value for key, value in found.items() if value is not None}


def falls(floor: Floor, figures: Mapping[str, Any], tolerance: float) -> list[Fall]:
    """Return the figures that lie more than ``tolerance`` below their floor, or that are gone."""
    found = []
    for key, least in floor.figures.items():
        reached = figure(figures, key)
        if reached is None or reached < least - tolerance:
            found.append(Fall(key=key, floor=least, reached=reached))
    return found


def raised(old: Floor | None, new: Floor) -> Floor:
    """Return the floor after a run: on the same data no figure becomes lower, and none is dropped."""
    if old is None or old.data != new.data:
        return new
    keys = [*old.figures, *(key for key in new.figures if key not in old.figures)]
    return Floor(data=new.data, figures={key: max(_both(old, new, key)) for key in keys})


def _both(old: Floor, new: Floor, key: str) -> Iterable[float]:
    return [floor.figures[key] for floor in (old, new) if key in floor.figures]
