"""Finding parties in a text: aliases, aliases that need context, and a country's name with a noun of force."""

from collections.abc import Collection

import msgspec

from allegata.actors.backed import PRO, backed_end, forces_end
from allegata.actors.countries import COUNTRIES
from allegata.actors.index import (
    BEFORE_NOUN,
    COUNTERS,
    EVERYDAY,
    INDEFINITE,
    JOINERS,
    Leaf,
    Node,
    Owner,
    leaves,
    written,
)
from allegata.actors.parties import Party, generic
from allegata.actors.words import Tokens

_WEAKEST, _STRONGEST = 0, 2


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A party found: where, the ``alias`` that matched, and ``why`` if it hangs on context (``contextual``)."""

    start: int
    end: int
    party: Party
    alias: str
    contextual: bool
    why: str | None


class _Found(msgspec.Struct, frozen=True):
    end: int  # place after the last word
    rank: int  # an alias before a composition before a bare noun, where all are as long
    party: Party
    alias: str | None
    why: str | None
    contextual: bool


class Finder:
    """One search through one text."""

    def __init__(
        self,
        root: Node,
        bodies: dict[tuple[str, str], Party],
        parties: dict[str, Party],
        tokens: Tokens,
        countries: Collection[str],
        named: Collection[str],
    ) -> None:
        self.root = root
        self.bodies = bodies
        self.tokens = tokens
        self.countries = frozenset(countries)
        ordered = isinstance(countries, list | tuple)
        self.principal = next(iter(countries), None) if ordered or len(countries) == 1 else None
        listed = list(named) if isinstance(named, list | tuple | dict) else sorted(named)
        self.named: dict[str, int] = {party: place for place, party in enumerate(listed)}
        if not isinstance(named, list | tuple | dict):
            self.named = dict.fromkeys(listed, 0)  # a set has no order: none is the latest
        self.parties = {party: parties[party] for party in self.named if party in parties}
        self.nouns: dict[str, Party] = {}  # the body that a noun stood for last: "the Turkish army … the army"

    def all(self) -> list[Match]:
        """Return all matches in order; each party found counts as named for what follows."""
        root, matches, after = self.root, list[Match](), 0
        for place, word in enumerate(self.tokens.keys):
            if place < after or (word not in root and word != PRO):
                continue
            found = self.at(place)
            if found is None:
                continue
            start, end = self.tokens.starts[place], self.tokens.ends[found.end - 1]
            alias = found.alias or self.tokens.text[start:end]
            matches.append(
                Match(start=start, end=end, party=found.party, alias=alias, contextual=found.contextual, why=found.why)
            )
            self.note(found.party)
            self.nouns[self.tokens.keys[found.end - 1]] = found.party
            after = found.end
        return matches

    def note(self, party: Party) -> None:
        """Count a party as named."""
        self.named[party.id] = max(self.named.values(), default=0) + 1
        self.parties[party.id] = party

    def at(self, place: int) -> _Found | None:
        """Return the longest party that begins at a word."""
        best: _Found | None = None
        if place and self.tokens.keys[place - 1] in COUNTERS and self.tokens.gap(place) in {"-", "–", "‑"}:
            return None
        for end, leaf in leaves(self.root, self.tokens, place):
            for found in (self._alias(place, end, leaf), self._country(place, end, leaf), self._noun(place, end, leaf)):
                if found is None or self._across_slash(place, found):
                    continue
                if best is None or (found.end, found.rank) > (best.end, best.rank):
                    best = found
        if best is None and self.tokens.keys[place] == PRO:
            return self._pro(place)
        return self._forces_of(best) if best is not None and best.party.stands_for == "government" else best

    def _forces_of(self, found: _Found) -> _Found:
        """Take in the forces after a government's name: "the government's warplanes" are the army's."""
        after = found.end
        if after < len(self.tokens) and self.tokens.possessive(after):
            after += 1
        head = self._head(after, found.party.countries[0], False)
        party = self.body(found.party.countries[0], head[0]) if head is not None and head[0] == "military" else None
        if head is None or party is None:
            return found
        return _Found(head[1], found.rank, party, None, found.why, found.contextual)

    def _across_slash(self, place: int, found: _Found) -> bool:
        """Tell whether a match runs over a slash that its alias lacks, as in an address: "uk/government"."""
        words = self.tokens.text[self.tokens.starts[place] : self.tokens.ends[found.end - 1]]
        return "/" in words and "/" not in (found.alias or "")

    def _alias(self, place: int, end: int, leaf: Leaf) -> _Found | None:
        if leaf.plain is None and not leaf.contextual:
            return None
        plain = leaf.plain if leaf.plain is not None and written(leaf.plain, self.tokens, place) else None
        owners = [owner for owner in leaf.contextual if written(owner, self.tokens, place)]
        if owners and self._indefinite(place, end):
            owners = []
        owner, why = self._in_context(owners, plain)
        if owner is not None:
            return _Found(end, _STRONGEST, owner.party, owner.alias, why, True)
        if plain is not None:
            return _Found(end, _STRONGEST, plain.party, plain.alias, None, False)
        return None

    def _in_context(self, owners: list[Owner], plain: Owner | None) -> tuple[Owner | None, str | None]:
        """Choose among parties that share words: the one named last, else the only one that the context fits."""
        if not owners or (plain is not None and plain.party.id in self.named):
            return None, None
        named = [owner for owner in owners if owner.party.id in self.named and (plain is None or self._fits(owner))]
        if named:
            latest = max(self.named[owner.party.id] for owner in named)
            last = [owner for owner in named if self.named[owner.party.id] == latest]
            if len(last) == 1:
                return last[0], "named before"
        fitting: list[tuple[Owner, str]] = []
        for owner in owners:
            needs = owner.needs
            if needs is None:
                continue
            if country := next((code for code in needs.countries if code in self.countries), None):
                fitting.append((owner, f"the document is about {COUNTRIES[country].name}"))
            elif party := next((other for other in needs.parties if other in self.named), None):
                fitting.append((owner, f"{party} is named before"))
        if len(fitting) > 1 and self.principal is not None:
            first = [
                item for item in fitting if item[0].needs is not None and self.principal in item[0].needs.countries
            ]
            fitting = first or fitting
        return fitting[0] if len(fitting) == 1 else (None, None)

    def _fits(self, owner: Owner) -> bool:
        return not self.countries or (owner.needs is not None and not self.countries.isdisjoint(owner.needs.countries))

    def _indefinite(self, place: int, end: int) -> bool:
        """Tell whether "a" or "any" stands before words that do not go on: "a coalition", not "a government source"."""
        if not place or self.tokens.keys[place - 1] not in INDEFINITE:
            return False
        return not (end < len(self.tokens) and self.tokens.joined(end) and self._tail(end))

    def _tail(self, place: int) -> bool:
        return any(leaf.force or leaf.tail for _, leaf in leaves(self.root, self.tokens, place))

    def _country(self, place: int, end: int, leaf: Leaf) -> _Found | None:
        if not leaf.countries or not self.proper(place, end):
            return None
        backed = backed_end(self.root, self.tokens, end)
        if backed is not None:
            code, contextual = self._one(leaf.countries)
            return _Found(backed, 1, self.backed(code), None, None, contextual) if code is not None else None
        adjective, after = bool(leaf.adjectives), end
        if after < len(self.tokens) and self.tokens.possessive(after):
            adjective, after = True, after + 1
        code, contextual = self._one(leaf.countries)
        if code is None or self._elsewhere(place, code, adjective):
            return None
        head = self._head(after, code, adjective)
        if head is not None:
            kind, last, abroad = head
            contextual = contextual or abroad
        elif (shared := self._shared_head(after, code)) is not None:  # "Russian and Syrian warplanes"
            kind, last = shared, end
        else:
            return None
        party = self.body(code, kind)
        why = f"the document is about {self._about(code)}" if contextual else None
        return _Found(last, 1, party, None, why, contextual) if party else None

    def _elsewhere(self, place: int, code: str, adjective: bool) -> bool:
        """Tell whether another place is meant: "New Jersey police"; "Georgia police" in a text on another country."""
        if place and self.tokens.raw(place - 1).lower() == "new" and self.tokens.raw(place - 1)[0].isupper():
            return self.tokens.gap(place) == " "
        return (
            not adjective
            and bool(self.countries)
            and code not in self.countries
            and self.tokens.keys[place] in EVERYDAY
        )

    def _about(self, code: str) -> str:
        """Return the country that the document is about, for a reason: the one meant or, if elsewhere, the main one."""
        code = code if code in self.countries and code != self.principal else self.principal or min(self.countries)
        return COUNTRIES[code].name if code in COUNTRIES else code

    def proper(self, place: int, end: int) -> bool:
        """Tell whether a country's name is written as a name: "Turkey", "US", not "turkey" or "us"."""
        raw = self.tokens.raw(place)
        short = end == place + 1 and len(raw.replace(".", "")) <= 3
        return (
            raw.isupper()
            if short and self.tokens.keys[place] in {"us", "uk", "uae", "drc", "car"}
            else raw[0].isupper()
        )

    def _one(self, codes: tuple[str, ...]) -> tuple[str | None, bool]:
        if len(codes) == 1:
            return codes[0], False
        fitting = [code for code in codes if code in self.countries]
        return (fitting[0], True) if len(fitting) == 1 else (None, False)

    def _head(self, place: int, code: str, adjective: bool) -> tuple[str, int, bool] | None:
        """Return the body that nouns after a country name, where they end, and whether it hangs on context."""
        best: tuple[str, int, bool] | None = None
        while place < len(self.tokens) and self.tokens.joined(place):
            found = [(end, leaf) for end, leaf in leaves(self.root, self.tokens, place) if leaf.force or leaf.ministry]
            if not found:
                break
            end, leaf = found[-1]
            if leaf.ministry:
                return leaf.ministry, end, False
            force = leaf.force
            assert force is not None
            if "head" in force.uses or (adjective and "act" in force.uses):
                best = force.kind, end, False
            elif adjective and "abroad" in force.uses and self._abroad(code):
                best = force.kind, end, True
            if "modifier" not in force.uses:
                break
            place = end
        return best

    def _abroad(self, code: str) -> bool:
        """Tell whether the document is about another country."""
        if self.principal is not None:
            return code != self.principal
        return bool(self.countries) and code not in self.countries

    def _shared_head(self, place: int, code: str) -> str | None:
        for _ in range(3):
            if place >= len(self.tokens):
                return None
            if self.tokens.keys[place] in JOINERS and self.tokens.joined(place):
                place += 1
            elif self.tokens.gap(place) not in {"-", "–", "/", ", "}:
                return None
            if place >= len(self.tokens):
                return None
            places = [(end, leaf) for end, leaf in leaves(self.root, self.tokens, place) if leaf.adjectives]
            if not places or not self.proper(place, places[-1][0]):
                return None
            place = places[-1][0]
            head = self._head(place, code, True)
            if head is not None:
                return head[0]
        return None

    def _noun(self, place: int, end: int, leaf: Leaf) -> _Found | None:
        """A force noun or ministry at the head: "the armed forces of Ukraine"; or alone, where context says whose."""
        if leaf.force is None and leaf.ministry is None:
            return None
        kind = leaf.ministry or (leaf.force.kind if leaf.force else "")
        if leaf.ministry or (leaf.force and "head" in leaf.force.uses):
            whose = self._of_country(end)
            if whose is not None and (party := self.body(whose[0], kind)):
                return _Found(whose[1], 1, party, None, None, False)
        if leaf.force and "bare" not in leaf.force.uses:
            return None
        if not self._bare(place, end):
            return None
        party, why = self._stand_in(kind, self.tokens.keys[end - 1])
        return _Found(end, _WEAKEST, party, None, why, True) if party else None

    def _of_country(self, place: int) -> tuple[str, int] | None:
        keys = self.tokens.keys
        if place + 1 >= len(keys) or keys[place] != "of" or not self.tokens.joined(place):
            return None
        place += 2 if keys[place + 1] == "the" else 1
        if place >= len(keys):
            return None
        found = [(end, leaf) for end, leaf in leaves(self.root, self.tokens, place) if leaf.names]
        if not found or not self.proper(place, found[-1][0]):
            return None
        code, _ = self._one(found[-1][1].names)
        return (code, found[-1][0]) if code else None

    def _bare(self, place: int, end: int) -> bool:
        """Tell whether "army" stands alone: after "the", a small word or nothing; not "army base", "rebel army"."""
        if end < len(self.tokens) and self.tokens.joined(end):
            if any(leaf.tail == "holding" for _, leaf in leaves(self.root, self.tokens, end)):
                return False
            if self.tokens.gap(end) == "-":
                return False
        if place == 0 or not self.tokens.joined(place):
            return True
        if self.tokens.keys[place - 1] in INDEFINITE:
            return not self._indefinite(place, end)
        return self.tokens.keys[place - 1] in BEFORE_NOUN

    def _stand_in(self, kind: str, noun: str) -> tuple[Party | None, str | None]:
        """Return whose a bare noun is: the body it stood for last, else the main country's, else the only one named."""
        if noun in self.nouns and self.nouns[noun].stands_for == kind:
            return self.nouns[noun], "named before"
        if self.principal in COUNTRIES and self.principal is not None:
            party = self.body(self.principal, kind)
            if party is not None:
                return party, f"the document is about {COUNTRIES[self.principal].name}"
        named = [party for party in self.parties.values() if party.stands_for == kind]
        return (named[0], "named before") if len(named) == 1 else (None, None)

    def latest(self, kinds: Collection[str]) -> Party | None:
        """Return the party of some kinds that was named last; ``None`` when none was, or it is open."""
        named = [party for party in self.parties.values() if party.kind in kinds]
        if not named:
            return None
        latest = max(self.named[party.id] for party in named)
        last = [party for party in named if self.named[party.id] == latest]
        return last[0] if len(last) == 1 else None

    def _pro(self, place: int) -> _Found | None:
        """Return forces that are called pro-X: "pro-Iranian militias"."""
        if place + 1 >= len(self.tokens) or not self.tokens.joined(place + 1):
            return None
        for end, leaf in leaves(self.root, self.tokens, place + 1):
            last = forces_end(self.root, self.tokens, end) if leaf.countries and self.proper(place + 1, end) else None
            code, contextual = self._one(leaf.countries) if last is not None else (None, False)
            if last is not None and code is not None:
                return _Found(last, 1, self.backed(code), None, None, contextual)
        return None

    def backed(self, code: str) -> Party:
        """Return the forces that a country stands behind, whoever they are."""
        return self.bodies.get((code, "backed-forces")) or generic(COUNTRIES[code], "backed-forces")

    def body(self, code: str, kind: str) -> Party | None:
        """Return a country's body of a kind; no military where several authorities hold forces."""
        if (code, kind) in self.bodies:
            return self.bodies[code, kind]
        country = COUNTRIES[code]
        return None if kind == "military" and not country.forces else generic(country, kind)
