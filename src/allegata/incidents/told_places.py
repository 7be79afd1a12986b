"""Which places the text of a document names, in any script: what an account is placed by beside what claims say."""

import re
from collections.abc import Iterator
from functools import lru_cache

from allegata.gazetteer import Candidate, Gazetteer, fold
from allegata.gazetteer.countries import country_of
from allegata.incidents.terms import rarity
from allegata.records import Document

MOST = 60
"""Names that are kept of one text, in their order."""
LEAST_SCORE = 0.6
"""The score from which a name of another script is taken for a place: common words are places somewhere."""
COMMON = 3.0
"""Words of a lower weight than this are no names: they begin a sentence, or a title writes all words large."""
_LENGTH = 6_000
"""Characters that are looked at: what a report is about stands at its beginning."""
_NAME = re.compile(r"#?[^\W\d_](?:[\w'’‘`-]*[^\W_])?")


class ToldPlaces:
    """``names``: folded names that may be places; ``places``: those of other scripts that the gazetteer knows."""

    __slots__ = ("names", "places")

    def __init__(self, names: tuple[str, ...], places: tuple[Candidate, ...]) -> None:
        self.names = names
        self.places = places


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


_folded = lru_cache(maxsize=65_536)(fold)


@lru_cache(maxsize=65_536)
def _known(name: str) -> Candidate | None:
    """Return the place that a name of another script than Latin means, where one is likely; no countries."""
    if country_of(name, regions=False) is not None:
        return None
    found = _gazetteer().lookup(name, fuzzy=False)
    if not found or found[0].score < LEAST_SCORE or found[0].precision in ("country", "unknown"):
        return None
    return found[0]


def told_places(document: Document) -> ToldPlaces:
    """Return what the title and the text of a document name; see `_told`."""
    return _told(document.title or "", document.text[:_LENGTH])


@lru_cache(maxsize=256)  # the accounts of one document ask one after another
def _told(title: str, text: str) -> ToldPlaces:
    """Return the names in the title and the text that may be places: capitalised words, and pairs of them.

    Of scripts without capitals every word and pair is looked up in the gazetteer, and one that it knows counts by its
    main name as well, so that "عفرين" and "Afrin" are one.
    """
    names: dict[str, None] = {}
    places: dict[str, Candidate] = {}
    for word in _candidates(f"{title}\n{text}"):
        key = _folded(word)
        if len(names) >= MOST:
            break
        if not key:
            continue
        if word[0].isascii() or word[0].isupper():
            if any(rarity(part) >= COMMON for part in word.lower().split()):
                names.setdefault(key)
        elif (place := _known(word)) is not None:
            names.setdefault(key)
            names.setdefault(fold(place.name))
            places.setdefault(fold(place.name), place)
    return ToldPlaces(tuple(names), tuple(places.values()))


def _candidates(text: str) -> Iterator[str]:
    """Yield words and pairs of words that may be names."""
    last: tuple[str, int] | None = None
    for match in _NAME.finditer(text):
        word = match.group()
        if "a" <= word[0] <= "z":  # most words, and quickly told
            last = None
            continue
        word = word.lstrip("#").replace("_", " ")
        lower = word[0].isascii() and not word[0].isupper()
        if lower and not match.group().startswith("#"):
            last = None
            continue
        if last is not None and match.start() - last[1] <= 1:
            yield f"{last[0]} {word}"
        yield word
        last = word, match.end()
