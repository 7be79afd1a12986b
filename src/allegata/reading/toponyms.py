"""Toponyms of a text: which words name places, whatever is said of them there.

Wider than ``places``, which serves claims: a byline, a dateline, a birthplace and the "Texas" of "Texas Department of
Transportation" are toponyms too; demonyms ("Texan") and streets are not. Every run of capitals is searched for names
that the gazetteer knows, longest first; the parser's entity label, the words before and after and how well known the
place is decide, and a name that is a place once in a document is one wherever it stands alone.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from allegata.gazetteer import Gazetteer
from allegata.records import Span

MOST_WORDS = 5
_PLACE = frozenset(("GPE", "LOC"))
_NEVER = frozenset(("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE"))
_IN = frozenset(("in", "at", "near", "outside", "inside", "across", "throughout", "around", "within", "into", "of"))
_WAY = frozenset(("from", "to", "toward", "towards", "between", "via", "leaving", "over", "through", "for", "across"))
_SIDES = frozenset(("the", "nearby", "downtown", "central", "northern", "southern", "eastern", "western"))
_TAIL = re.compile(r"(?:['’]s?|[,;:\"”“)\-–—]+|\s+)$")
_LEAD = re.compile(r"^(?:the|The|a|an)\s+")

WELL_KNOWN = 5.0
"""Prior (``gazetteer.options``) from which a place is known without its context: a province, a city of 100,000."""
KNOWN = 2.9
"""The prior of a village of 800."""


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Read ``data/toponym_words.yaml``."""
    text = (files("allegata.reading") / "data" / "toponym_words.yaml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in yaml.safe_load(text).items()}


class _Name(NamedTuple):
    """A name that the gazetteer knows, by its tokens (``last`` included), with its prior."""

    first: int
    last: int
    prior: float


def toponyms(nlp: Any, text: str, gazetteer: Gazetteer) -> list[Span]:
    """Return the spans of the toponyms of ``text``, in order, none overlapping. ``nlp``: a spaCy pipeline."""
    return _Finder(nlp(text), text, gazetteer).find()


class _Finder:
    def __init__(self, doc: Any, text: str, gazetteer: Gazetteer) -> None:
        tokens = list(doc)
        self.text = text
        self.gazetteer = gazetteer
        self.lists = _lists()
        self.words = [token.text for token in tokens]
        self.low = [word.lower() for word in self.words]
        self.start = [token.idx for token in tokens]
        self.end = [token.idx + len(token.text) for token in tokens]
        self.label = [token.ent_type_ for token in tokens]
        self.pos = [token.pos_ for token in tokens]
        self.n = len(tokens)
        self.entity: list[tuple[int, int]] = [(i, i) for i in range(self.n)]
        for ent in doc.ents:
            for i in range(ent.start, ent.end):
                self.entity[i] = (ent.start, ent.end - 1)
        self.capital = [word[:1].isupper() for word in self.words]

    def find(self) -> list[Span]:
        """Return the spans of the toponyms."""
        names = self._names()
        sure = [name for name in names if self._accepted(name)]
        certain = {self._plain(name) for name in sure if self._strong(name)}
        held = set(sure) | {name for name in names if self._plain(name) in certain and self._may_stand(name)}
        spans = {self._span(name) for name in held}
        covered = {i for name in names for i in range(name.first, name.last + 1)}
        for first, last in sorted({self.entity[i] for i in range(self.n) if self.label[i] in _PLACE}):
            if not covered & set(range(first, last + 1)) and self._before(first) in _IN:
                spans.update(self._trimmed(self.start[first], self.end[last]))
        return sorted(spans)

    def _names(self) -> list[_Name]:
        """Return the known names in runs of capitals, longest first from the left, none overlapping."""
        found = []
        i = 0
        while i < self.n:
            name = self._name_at(i) if self.capital[i] else None
            if name is not None:
                found.append(name)
                i = name.last
            i += 1
        return found

    def _name_at(self, i: int) -> _Name | None:
        if self.low[i] in ("the", "a", "an"):
            return None
        ends = []
        for j in range(i, min(i + MOST_WORDS, self.n)):
            if self.capital[j]:
                ends.append(j)
            elif self.low[j] not in self.lists["inner"] and not (
                self.words[j] == "." and self.end[j - 1] == self.start[j]
            ):
                break
        for j in reversed(ends):
            words = self.text[self.start[i] : self.end[j]]
            if "\n" in words or "  " in words:
                continue
            prior = self.gazetteer.known_as_place(words)
            if prior is not None and not (j == i and (len(words) < 2 or self.low[i] in self.lists["generic"])):
                return _Name(i, j, prior)
            if j == i + 1 and self.low[i] in self.lists["opening"]:
                return _Name(i, j, KNOWN)
        return None

    def _before(self, i: int) -> str:
        k = i - 1
        while k >= 0 and self.low[k] in _SIDES:
            k -= 1
        return self.low[k] if k >= 0 else ""

    def _whole(self, name: _Name) -> bool:
        """Tell whether a name is all of its entity, an article apart."""
        first, last = self.entity[name.first]
        first += self.low[first] == "the"
        last -= self.low[last] in ("'s", "’s")
        return (name.first, name.last) == (first, last)

    def _on_street(self, name: _Name) -> bool:
        """Tell whether a name is part of a street's: "Texas Avenue", "Old Dublin Road"."""
        k = name.last + 1
        while k < self.n and self.capital[k] and k < name.last + 4:
            if self.low[k] in self.lists["streets"]:
                return True
            k += 1
        return self.low[name.last] in self.lists["streets"]

    def _of_person(self, name: _Name) -> bool:
        """Tell whether a name is part of a person's."""
        before = name.first - 1
        if before >= 0 and self.low[before] in self.lists["titles"]:
            return True
        return self.label[name.first] == "PERSON" and not self._whole(name)

    def _chained(self, name: _Name) -> bool:
        """Tell whether a larger place follows or a smaller one precedes: "Cork, Ireland"; "(Quito)"."""
        k = name.last + 1
        if k + 1 < self.n and self.words[k] == "," and self.capital[k + 1]:
            after = self._name_at(k + 1)
            if after is not None and after.prior >= WELL_KNOWN and self.label[k + 1] != "PERSON":
                return True
        k = name.first - 1
        return k > 0 and self.words[k] == "," and self.label[k - 1] in _PLACE and name.prior >= WELL_KNOWN

    def _dateline(self, name: _Name) -> bool:
        """Tell whether a name opens a paragraph in capitals and a dash follows: "HOMS — ..."."""
        k = name.last + 1
        words = self.text[self.start[name.first] : self.end[name.last]]
        return words.isupper() and len(words) > 3 and k < self.n and self.words[k] in ("-", "–", "—", "--", ",", "(")

    def _followed(self, name: _Name) -> bool:
        """Tell whether a word follows that speaks of a town's people or offices."""
        k = name.last + 1
        return k < self.n and self.low[k] in self.lists["following"] and not self.capital[k]

    def _strong(self, name: _Name) -> bool:
        if self._of_person(name):
            return False
        prep = self._before(name.first)
        return self.label[name.first] in _PLACE or prep in ("in", "near") or self._chained(name)

    def _may_stand(self, name: _Name) -> bool:
        """Tell whether a name that is a place elsewhere in the document may be one here."""
        return not self._of_person(name) and not self._on_street(name) and self.label[name.first] not in _NEVER

    def _accepted(self, name: _Name) -> bool:
        label = self.label[name.first]
        if not self._may_stand(name) or self._demonym(name):
            return False
        prep = self._before(name.first)
        placed = prep in _IN or self._chained(name) or self._dateline(name) or self._followed(name)
        if label in _PLACE:
            return name.prior >= KNOWN or placed or not self._whole(name)
        if self.low[name.last] in self.lists["kinds"] and name.last > name.first:
            return True
        if label == "PERSON":
            return (placed and prep != "of") or name.prior >= 6.5
        if label in ("ORG", "FAC", "PRODUCT", "NORP"):
            return name.prior >= WELL_KNOWN or (self._whole(name) and (placed or prep in _WAY))
        if label:
            return name.prior >= 7.0
        if self.pos[name.first] not in ("PROPN", "NOUN", "ADJ") and not placed:
            return False
        return name.prior >= WELL_KNOWN or (placed and name.prior >= KNOWN)

    def _demonym(self, name: _Name) -> bool:
        """Tell whether a name is that of a people or an adjective: "Georgians", "Israeli"."""
        words = self.text[self.start[name.first] : self.end[name.last]]
        return self.gazetteer.is_demonym(words)

    def _plain(self, name: _Name) -> str:
        return self.text[self.start[name.first] : self.end[name.last]].lower()

    def _span(self, name: _Name) -> Span:
        return self.start[name.first], self.end[name.last]

    def _trimmed(self, a: int, b: int) -> list[Span]:
        """Return a span without article, possessive and stops; nothing where no name is left."""
        while match := _LEAD.match(self.text[a:b]):
            a += match.end()
        while match := _TAIL.search(self.text[a:b]):
            b = a + match.start()
        return [(a, b)] if b - a > 1 and self.text[a].isupper() else []
