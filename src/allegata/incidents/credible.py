"""Which sources count as credible when a grade is proposed: a table that a user may replace, ``data/standing.yaml``."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import yaml

from allegata.gazetteer.fold import plain
from allegata.records import SOURCE_KINDS, Attribution


class StandingError(ValueError):
    """A table of standing that cannot be read; the message names the file, what is wrong and what to do."""


class Standing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The standing of sources by kind, of accused parties, and of single sources by name or party; see the file."""

    kinds: dict[str, bool]
    accused: bool = False
    sources: dict[str, bool] = {}

    def counts(self, voice: Attribution, *, accused: bool) -> bool:
        """Return whether a source counts as credible. ``accused``: others hold it responsible for the happening."""
        return self.against(voice, accused=accused) is None

    def against(self, voice: Attribution, *, accused: bool) -> str | None:
        """Return in words why a source does not count as credible; ``None`` where it does."""
        named = {plain(name): counts for name, counts in self.sources.items()}
        own = next((named[key] for key in (plain(voice.party or ""), plain(voice.name)) if key in named), None)
        if own is not None:
            return None if own else "not credible in the table of standing"
        if accused and not self.accused:
            return "held responsible itself"
        return None if self.kinds.get(voice.kind, True) else f"{voice.kind}: not credible in the table of standing"


@cache
def neutral_standing() -> Standing:
    """Return the table that is used where nobody gives one: every kind counts, an accused party on itself does not."""
    data = files("allegata.incidents").joinpath("data/standing.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), Standing)


def load_standing(path: Path) -> Standing:
    """Return the table in a user's YAML file; what it leaves out counts as in the neutral one.

    Raises ``StandingError`` for a file that cannot be read, is no such table, or names a kind that there is not.
    """
    try:
        data: Any = yaml.safe_load(path.read_bytes())
    except OSError as error:
        raise StandingError(f"{path}: cannot be read ({error.strerror or error}); check the path") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise StandingError(f"{path}: is no YAML ({' '.join(str(error).split())}); mend it") from error
    if not isinstance(data, dict):
        raise StandingError(f"{path}: is no table of standing; write kinds, each with true or false")
    try:
        found = msgspec.convert({"kinds": {}} | data, Standing)
    except msgspec.ValidationError as error:
        raise StandingError(
            f"{path}: is no table of standing: {error}; write kinds and sources, each with true or false"
        ) from error
    unknown = [kind for kind in found.kinds if kind not in SOURCE_KINDS]
    if unknown:
        raise StandingError(f"{path}: {unknown[0]!r} is no kind of source; the kinds are {', '.join(SOURCE_KINDS)}")
    return msgspec.structs.replace(found, kinds=neutral_standing().kinds | found.kinds)
