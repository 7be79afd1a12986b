"""The weights of matching: how often an incident and its own record agree, by level. A YAML file of the project."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml


class TollWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``spread``: the usual logarithm of the ratio of two counts of one happening; ``other``: counts of others."""

    spread: float
    other: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares from 0 to 1, by level; see ``data/catalogue_matching.yaml``."""

    how: str
    prior: float
    offered: float
    placed_by: dict[str, float]
    place: dict[str, float]
    far: float
    days: dict[str, float]
    weekday: dict[str, float]
    dated_by: dict[str, float]
    date_in_text: float
    weekday_in_text: float
    accused: dict[str, float]
    choices: dict[str, float]
    kind: dict[str, float]
    toll: TollWeights
    groups: float
    victim: dict[str, float]


@cache
def built_in_weights() -> Weights:
    """Return the shipped weights."""
    data = files("allegata.incidents").joinpath("data/catalogue_matching.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), Weights)
