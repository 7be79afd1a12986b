"""Parties: their YAML files read and checked, and the generic bodies (government, army ...) of every country."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

import msgspec
import yaml

from allegata.actors.countries import COUNTRIES, MINISTRIES, Country, slug
from allegata.actors.words import keys
from allegata.records import SourceKind

Kind = Literal[
    "government",
    "military",
    "armed group",
    "police",
    "ministry",
    "alliance",
    "international organisation",
    "NGO",
    "news agency",
    "media",
    "rescue",
    "health",
    "separatist authority",
    "private military company",
]
Key = tuple[str, ...]
KINDS: tuple[str, ...] = get_args(Kind)

_SOURCE_KINDS: dict[str, SourceKind] = {
    "government": "government",
    "military": "military",
    "armed group": "armed group",
    "police": "police",
    "ministry": "government",
    "alliance": "military",
    "international organisation": "international organisation",
    "NGO": "NGO",
    "news agency": "news agency",
    "media": "media",
    "rescue": "rescue",
    "health": "health",
    "separatist authority": "government",
    "private military company": "armed group",
}
_GENERIC: dict[str, tuple[str, Kind]] = {
    "government": ("Government", "government"),
    "military": ("Armed forces", "military"),
    "police": ("Police", "police"),
    "security-forces": ("Security forces", "government"),
    "backed-forces": ("Backed forces", "armed group"),
}
_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar a string: NO is Norway, not false


class RegisterError(ValueError):
    """A party file that cannot be used: one line with the file, the entry and what is wrong."""


class Needs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What makes a contextual alias count: any of these countries in the document, or any of these parties named."""

    countries: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()


class ContextAlias(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that stand for a party only in context."""

    words: str
    needs: Needs


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """One party. ``stands_for``: which of its country's bodies it is (government, military, police, a ministry)."""

    id: str
    name: str
    kind: Kind
    countries: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    context_aliases: tuple[ContextAlias, ...] = ()
    stands_for: str | None = None

    @property
    def source_kind(self) -> SourceKind:
        """The kind of source this party is, in the words of the record contract."""
        return _SOURCE_KINDS[self.kind]


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str
    kind: Kind
    country: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    context_aliases: tuple[ContextAlias, ...] = ()
    stands_for: str | None = None


def built_in_files() -> list[Path]:
    """Return the register's own YAML files, in the order of their names."""
    folder = Path(str(files("allegata.actors").joinpath("data", "parties")))
    return sorted(folder.glob("*.yaml"))


def read_file(path: Path) -> list[Party]:
    """Return the parties of one YAML file.

    Raises ``RegisterError`` when the file cannot be read, is not a list, or an entry breaks the format.
    """
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except FileNotFoundError:
        raise RegisterError(f"{path}: no such file; give the path of a YAML file of parties") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(f"{path}: cannot be read as UTF-8 text ({_one_line(error)})") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or _one_line(error)
        raise RegisterError(f"{path}{where}: not valid YAML ({problem})") from None
    if not isinstance(entries, list):
        raise RegisterError(f"{path}: must hold a list of parties, each beginning with '- id:'")
    parties: dict[str, Party] = {}
    for number, entry in enumerate(entries, 1):
        party = _party(path, number, entry)
        if party.id in parties:
            raise RegisterError(f"{path}: entry '{party.id}': the id stands twice in this file; ids must be unique")
        parties[party.id] = party
    return list(parties.values())


def _party(path: Path, number: int, entry: object) -> Party:
    label = entry.get("id") if isinstance(entry, dict) else None
    where = f"{path}: entry '{label}'" if label else f"{path}: entry {number}"
    try:
        row = msgspec.convert(entry, _Row)
    except msgspec.ValidationError as error:
        hint = f"; kind must be one of: {', '.join(KINDS)}" if "$.kind" in str(error) and "enum" in str(error) else ""
        raise RegisterError(f"{where}: {_one_line(error)}{hint}") from None
    problem = _problem(row)
    if problem:
        raise RegisterError(f"{where}: {problem}")
    return Party(
        id=row.id,
        name=row.name,
        kind=row.kind,
        countries=row.country,
        parents=row.parents,
        aliases=tuple(dict.fromkeys((*(() if _unfindable(row.name) else (row.name,)), *row.aliases))),
        context_aliases=row.context_aliases,
        stands_for=row.stands_for,
    )


def _unfindable(words: str) -> bool:
    return any(mark in words for mark in ",;:()[]")


def _problem(row: _Row) -> str | None:
    if not row.id or slug(row.id) != row.id:
        return "the id must be lower-case letters, digits and hyphens"
    if not row.name.strip():
        return "the name is empty"
    for code in (*row.country, *(c for alias in row.context_aliases for c in alias.needs.countries)):
        if code not in COUNTRIES:
            return f"'{code}' is no ISO 3166 country code of two capital letters"
    for words in (*row.aliases, *(alias.words for alias in row.context_aliases)):
        if not keys(words):
            return f"the alias '{words}' has no word that can be found in a text"
        if _unfindable(words):
            return f"the alias '{words}' may not hold commas, colons or brackets; give each form as an alias of its own"
    for alias in row.context_aliases:
        if not alias.needs.countries and not alias.needs.parties:
            return f"the context alias '{alias.words}' needs countries or parties; without them list it under aliases"
    if row.stands_for is not None:
        if row.stands_for not in (*_GENERIC, *MINISTRIES):
            return f"stands_for '{row.stands_for}' must be one of: {', '.join((*_GENERIC, *MINISTRIES))}"
        if len(row.country) != 1:
            return "stands_for needs exactly one country"
    return None


def gather(extra: Sequence[Path] = ()) -> tuple[dict[str, Party], dict[Key, str]]:
    """Return all parties by id, and whose each alias is; a user's file overrides ids and aliases before it.

    Raises ``RegisterError`` for a bad file, an alias of two parties, an unknown parent or a circle of parents.
    """
    parties: dict[str, Party] = {}
    origin: dict[str, Path] = {}
    built_in = built_in_files()
    layers = [built_in, *([path] for path in extra)]
    owners: dict[Key, str] = {}
    for layer in layers:
        new: dict[str, Party] = {}
        for path in layer:
            for party in read_file(path):
                if party.id in new:
                    raise RegisterError(
                        f"{path}: entry '{party.id}': the id stands in {origin[party.id].name} too; ids must be unique"
                    )
                new[party.id] = party
                origin[party.id] = path
        owners = {alias: owner for alias, owner in owners.items() if owner not in new}
        fresh: dict[Key, str] = {}
        for party in new.values():
            for words in party.aliases:
                other = fresh.setdefault(keys(words), party.id)
                if other != party.id:
                    raise RegisterError(
                        f"{origin[party.id]}: entry '{party.id}': the alias '{words}' belongs to '{other}' too; "
                        "make it a context alias of one of them"
                    )
        owners |= fresh
        parties |= new
    for party in parties.values():
        _check_parents(party, parties, origin[party.id])
    return parties, owners


def _check_parents(party: Party, parties: dict[str, Party], path: Path) -> None:
    for parent in party.parents:
        if parent not in parties and generic_by_id(parent) is None:
            raise RegisterError(f"{path}: entry '{party.id}': the parent '{parent}' is not in the register")
    for alias in party.context_aliases:
        for other in alias.needs.parties:
            if other not in parties and generic_by_id(other) is None:
                raise RegisterError(
                    f"{path}: entry '{party.id}': needs the party '{other}', which is not in the register"
                )
    above, waiting = set[str](), list(party.parents)
    while waiting:
        parent = waiting.pop()
        if parent == party.id:
            raise RegisterError(f"{path}: entry '{party.id}': is its own parent, directly or through others")
        if parent not in above and parent in parties:
            above.add(parent)
            waiting += parties[parent].parents


def generic(country: Country, kind: str) -> Party:
    """Return the neutral party for a country's government, forces, police or one of its ministries.

    ``backed-forces``: those that a text calls backed by the country and names no further. They are no body of it.
    """
    if kind in _GENERIC:
        name, plain = _GENERIC[kind]
    else:
        name, plain = MINISTRIES[kind].name, "health" if kind == "health-ministry" else "ministry"
    government = f"government-of-{slug(country.name)}"
    return Party(
        id=f"{slug(name)}-of-{slug(country.name)}",
        name=f"{name} of {country.name}" if kind != "backed-forces" else f"Forces backed by {country.name}",
        kind=plain,
        countries=(country.iso2,),
        parents=() if kind in ("government", "backed-forces") else (government,),
        stands_for=kind,
    )


_BY_SLUG = {slug(country.name): country for country in COUNTRIES.values()}
_KIND_BY_SLUG = {slug(name): kind for kind, (name, _) in _GENERIC.items()} | {m: m for m in MINISTRIES}


def generic_by_id(party_id: str) -> Party | None:
    """Return the generic party with an id such as ``government-of-kenya``, or ``None``."""
    stem, _, short = party_id.partition("-of-")
    if short not in _BY_SLUG or stem not in _KIND_BY_SLUG:
        return None
    return generic(_BY_SLUG[short], _KIND_BY_SLUG[stem])


def _one_line(error: object) -> str:
    return " ".join(str(error).split())
