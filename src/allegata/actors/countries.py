"""The countries of the world: names, adjectives and people nouns, and the ministries that any of them may have."""

import re
import unicodedata

import msgspec

from allegata.actors.words import rows


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """One country or territory with its ISO 3166 code. ``forces``: whether "X forces" means the forces of one state."""

    iso2: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    forces: bool


class Ministry(msgspec.Struct, frozen=True, kw_only=True):
    """A ministry that any country may have, with the words it goes by."""

    id: str
    name: str
    words: tuple[str, ...]


def slug(name: str) -> str:
    """Return a name as an id: lower-case ASCII letters and digits with hyphens, without a leading article."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"^the ", "", plain.lower())).strip("-")


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _country(row: list[str]) -> Country:
    iso2, name, others, adjectives, people, capitals, forces = (row + [""] * 7)[:7]
    return Country(
        iso2=iso2,
        name=name,
        names=(name, *_parts(others)),
        adjectives=_parts(adjectives),
        people=_parts(people),
        capitals=_parts(capitals),
        forces=forces != "no",
    )


COUNTRIES: dict[str, Country] = {row[0]: _country(row) for row in rows("demonyms.tsv")}
"""Every country by its ISO code."""

MINISTRIES: dict[str, Ministry] = {
    row[0]: Ministry(id=row[0], name=row[1], words=_parts(row[2])) for row in rows("ministries.tsv")
}
"""The ministries that are told apart, by id."""
