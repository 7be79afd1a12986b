"""The party register: all parties, and the ways to look them up."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from allegata.actors.countries import COUNTRIES
from allegata.actors.index import Node, build, leaves
from allegata.actors.match import Finder, Match
from allegata.actors.parties import Party, gather, generic, generic_by_id
from allegata.actors.phrase import parties_in
from allegata.actors.words import Tokens, rows

HANDLES = {row[0].casefold(): row[1] for row in rows("handles.tsv")}
"""Ids of parties by the names of their accounts, in small letters."""


class Register:
    """Parties by id and by the words that stand for them. Not changed after loading; may be pickled."""

    __slots__ = ("_bodies", "_parties", "_root")

    def __init__(self, parties: dict[str, Party], owners: dict[tuple[str, ...], str]) -> None:
        self._parties = parties
        self._root: Node = build(parties, owners)
        self._bodies = {
            (party.countries[0], party.stands_for): party for party in parties.values() if party.stands_for is not None
        }

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> "Register":
        """Return the built-in register with the user's YAML files; later ones override ids and aliases of earlier ones.

        Raises ``RegisterError``, one line with the file, the entry and what is wrong.
        """
        return cls(*gather(extra))

    def __iter__(self) -> Iterator[Party]:
        return iter(self._parties.values())

    def __len__(self) -> int:
        return len(self._parties)

    def get(self, id: str) -> Party | None:
        """Return the party with an id, generic ones such as ``government-of-kenya`` too, or ``None``."""
        known = self._parties.get(id) or generic_by_id(id)
        if known is None or id in self._parties or not known.parents:
            return known
        government = self._bodies.get((known.countries[0], "government"))  # a generic body belongs to the listed one
        return msgspec.structs.replace(known, parents=(government.id,)) if government is not None else known

    def find(self, text: str, *, countries: Collection[str] = (), named: Collection[str] = ()) -> list[Match]:
        """Return the parties named in a text, in order, the longest at each place, none overlapping.

        ``countries``: ISO codes of the document's countries, the main one first where they are a list or tuple.
        ``named``: ids of parties named earlier in the document, in order where they are a list or tuple. Parties that
        are found count as named for the rest of the text. A contextual match says in ``why`` what it rests on.
        """
        return self._finder(text, countries, named).all()

    def lookup(self, words: str, *, countries: Collection[str] = (), named: Collection[str] = ()) -> Match | None:
        """Return the party that a phrase stands for ("the coalition's warplanes"), the first of several, or ``None``.

        ``None`` where the phrase only mentions a party ("civilians who fled Daesh"). Offsets are the phrase's own. A
        name of an account with its @ is looked up as one.
        """
        account = self.account(words) if words.startswith("@") else None
        if account is not None:
            return Match(start=0, end=len(words), party=account, alias=words, contextual=False, why=None)
        found = self.lookup_all(words, countries=countries, named=named)
        return found[0] if found else None

    def lookup_all(self, words: str, *, countries: Collection[str] = (), named: Collection[str] = ()) -> list[Match]:
        """Return all parties that a phrase stands for: "Russian and Syrian warplanes" are two."""
        return parties_in(self._finder(words, countries, named))

    def country_party(self, iso2: str, kind: Literal["government", "military", "police"]) -> Party:
        """Return a country's government, armed forces or police; a neutral generic party where the register lists none.

        Raises ``ValueError`` for a code that is no country.
        """
        if iso2 not in COUNTRIES:
            raise ValueError(f"'{iso2}' is no ISO 3166 country code of two capital letters")
        return self._bodies.get((iso2, kind)) or generic(COUNTRIES[iso2], kind)

    def account(self, name: str) -> Party | None:
        """Return the party whose official account bears a name ("@mod_russia", with or without the @), or ``None``."""
        id = HANDLES.get(name.removeprefix("@").casefold())
        return self.get(id) if id is not None else None

    def nationality(self, words: str) -> str | None:
        """Return the ISO code that a name, adjective or people noun ("Iraqi", "Syrians") means, or ``None``."""
        tokens = Tokens(words)
        for end, leaf in leaves(self._root, tokens, 0) if len(tokens) else ():
            codes = set(leaf.countries) | set(leaf.people)
            if end == len(tokens) and len(codes) == 1 and words[:1].isupper():
                return codes.pop()
        return None

    def _finder(self, text: str, countries: Collection[str], named: Collection[str]) -> Finder:
        known = {party: found for party in named if (found := self.get(party)) is not None}
        return Finder(self._root, self._bodies, known, Tokens(text), countries, named)
