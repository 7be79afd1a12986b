"""Places of a document as records: resolved by the gazetteer in the document's context, or left as names."""

import re
from collections.abc import Sequence

import msgspec

from allegata.gazetteer import Candidate, Gazetteer, fold
from allegata.reading.drafts import DraftClaim
from allegata.reading.place_names import PlaceMention
from allegata.records import Document, Fallback, Place, PlacePrecision, Span

_KIND_PRECISION: dict[str, PlacePrecision] = {
    "village": "village",
    "hamlet": "village",
    "kibbutz": "village",
    "settlement": "village",
    "camp": "village",
    "neighbourhood": "village",
    "neighborhood": "village",
    "suburb": "village",
    "town": "village",
    "township": "town",
    "city": "city",
    "capital": "city",
    "district": "admin2",
    "subdistrict": "admin2",
    "county": "admin2",
    "province": "admin1",
    "governorate": "admin1",
    "oblast": "admin1",
    "department": "admin1",
    "state": "admin1",
}
_AREA_WORDS = frozenset(
    (
        "countryside",
        "province",
        "governorate",
        "region",
        "state",
        "oblast",
        "district",
        "department",
        "county",
        "strip",
        "prefecture",
        "municipality",
        "area",
        "outskirts",
    )
)
_SHARE = 0.12
_WELL_KNOWN = 0.58
"""The score of a city of some 25,000 without any country to look in."""
_PLACES_LOOKED_AT = 8
_LOCATED = re.compile(
    r"\b(?:in|at|near|on|across|inside)\s+(?:the\s+)?(?:(?:northern|southern|eastern|western|central|north-\w+|south-\w+|occupied)\s+)?"
    r"([A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,2})"
)

_OF_A_COUNTRY = re.compile(
    r"[\s-]+(?:(?:capital|border|coastal|port|rebel|government)[\s-]+(?:held[\s-]+)?)?(?:territor|town|cit|village|capital|province|"
    r"region|district|border|soil|land|airspace|waters|countryside|coast|area|side|camp|desert|jail|prison|hospital|airport|oblast)"
)


class Within(msgspec.Struct, frozen=True):
    """The containing area that the text gives for a place name, and where."""

    name: str
    span: Span
    sentence: int


def _own_text(document: Document) -> str:
    """Return a text without its menus, headings and lines on other pages, or all of it where nothing is left."""
    kept = [document.text[a:b] for a, b in (zone.span for zone in document.zones if zone.kind != "other")]
    return "\n\n".join(kept) if any(zone.kind == "paragraph" for zone in document.zones) else document.text


def likely_countries(document: Document, gazetteer: Gazetteer) -> list[str]:
    """Return the countries that a document speaks of, most named first; what the user stated comes first of all."""
    text = _own_text(document)
    counts = gazetteer.countries_named(text)
    if document.title and document.title not in document.text:
        for code, number in gazetteer.countries_named(document.title).items():
            counts[code] = counts.get(code, 0) + number
    for match in _LOCATED.finditer(text):  # where something is said to be outweighs whose forces are named
        words = match.group(1).split()
        for size in (3, 2, 1):
            name = " ".join(words[:size])
            named = gazetteer.country(name) if len(words) >= size else None
            if named is not None and gazetteer.is_demonym(name) and size == len(words):
                if not _OF_A_COUNTRY.match(text, match.end()):
                    break  # "killed in Israeli shelling": whose it was
            if named is not None:
                counts[named] = counts.get(named, 0) + 2
                break
    if not gazetteer.countries_named(text, peoples=False):
        _add_where(text, gazetteer, counts)
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    top = counts[ranked[0]] if ranked else 0
    kept = [code for code in ranked if counts[code] >= max(1, top * _SHARE)][:6]
    if document.country:
        kept = [document.country, *(code for code in kept if code != document.country)]
    if not kept and document.dateline_place:
        spot = gazetteer.resolve(document.dateline_place.title())
        if spot is not None and spot.country:
            kept = [spot.country]
    return kept


def _add_where(text: str, gazetteer: Gazetteer, counts: dict[str, int]) -> None:
    """Count the countries of well-known places where something is said to be, in a text that names no country itself.

    "An Israeli strike killed five in Rafah": whose strike it was says little of where. A place that the countries of
    the adjectives hold as well is theirs.
    """
    seen: set[str] = set()
    for match in _LOCATED.finditer(text):
        words = match.group(1).split()
        for size in (3, 2, 1):
            name = re.sub(r"['’]s$", "", " ".join(words[:size]))
            if len(words) < size or name in seen or len(seen) >= _PLACES_LOOKED_AT or not gazetteer.knows(name):
                continue
            seen.add(name)
            home = gazetteer.resolve(name, countries=tuple(counts)) if counts else None
            spot = home or gazetteer.resolve(name)
            if spot is None or spot.country is None or (home is None and spot.score < _WELL_KNOWN):
                continue
            counts[spot.country] = counts.get(spot.country, 0) + 2
            break


class Locator:
    """Resolves the place mentions of one document. The same name means the same place throughout."""

    def __init__(self, document: Document, gazetteer: Gazetteer, countries: Sequence[str]) -> None:
        self.document = document
        self.gazetteer = gazetteer
        self.countries = tuple(countries)
        self.within: dict[str, Within] = {}
        self.near: list[tuple[float, float]] = []

    def learn(self, drafts: Sequence[DraftClaim]) -> None:
        """Take in what contains what, from all claims of the document, before any place is resolved."""
        for draft in drafts:
            for n, place in enumerate(draft.places):
                container = draft.containers.get(n)
                if container is not None:
                    self.within.setdefault(fold(place.name), Within(container.name, container.span, draft.sentence))
        for draft in drafts:
            for place in draft.places:
                if place.country is None and place.kind is None and fold(place.name) not in self.within:
                    found = self.gazetteer.resolve(place.name, countries=self.countries)
                    if found is not None and found.match in ("exact", "alternate") and found.latitude is not None:
                        self.near.append((found.latitude, found.longitude or 0.0))
        self.near = self.near[:8]

    def place(self, mention: PlaceMention, container: PlaceMention | None) -> Place:
        """Return the record of a mention; ``container``: what contains it by the words beside it."""
        stated = (
            Within(container.name, container.span, -1) if container is not None else self.within.get(fold(mention.name))
        )
        rule = None
        if container is None and stated is not None:
            rule = "containing area by the document's words elsewhere"
        if mention.country is not None:
            return self._country(mention)
        countries = list(self.countries)
        inside = stated.name if stated else None
        if inside is not None:
            area = self.gazetteer.area(inside, countries=self.countries)
            if area is not None and area.country and area.country not in countries:
                countries = [area.country, *countries]
            if area is not None and area.precision == "country" and area.country:
                countries, inside = [area.country], None
        if mention.kind in _AREA_WORDS and not mention.of_there:
            return self._area(mention, stated, countries, rule)
        found: Candidate | None = None
        for name in dict.fromkeys((mention.words, mention.name)):
            found = self.gazetteer.resolve(name, countries=countries, within=inside, near=tuple(self.near))
            if found is not None:
                break
        if mention.of_there and (found is None or not self._is_near(found)):
            found = None  # "the Rawdha district of the city": only one of that city will do
        return self._place(mention, found, stated, countries, rule)

    def _is_near(self, found: Candidate) -> bool:
        """Return whether a candidate lies within about 50 km of a place that the document names."""
        if found.latitude is None or found.longitude is None:
            return False
        north, east = found.latitude, found.longitude
        return any(abs(a - north) < 0.45 and abs(b - east) < 0.6 for a, b in self.near)

    def _country(self, mention: PlaceMention) -> Place:
        found = self.gazetteer.area(mention.name)
        return Place(
            role=mention.role,  # type: ignore[arg-type]
            words=mention.words,
            span=mention.span,
            name=found.name if found else mention.name,
            within=None,
            country=mention.country,
            latitude=found.latitude if found else None,
            longitude=found.longitude if found else None,
            radius_km=found.radius_km if found else None,
            precision="country",
            resolved=found is not None,
            geonames=found.geonames if found else None,
            relation=mention.relation,
            score=found.score if found else None,
            source=found.source if found else None,
        )

    def _area(self, mention: PlaceMention, stated: Within | None, countries: Sequence[str], rule: str | None) -> Place:
        found = self.gazetteer.area(mention.words, countries=countries) or self.gazetteer.area(
            mention.name, countries=countries
        )
        return self._place(mention, found, stated, countries, rule)

    def _place(
        self,
        mention: PlaceMention,
        found: Candidate | None,
        stated: Within | None,
        countries: Sequence[str],
        rule: str | None,
    ) -> Place:
        resolved = found is not None and found.latitude is not None
        within = stated.name if stated else None
        fallback: Fallback | None = found.fallback if found is not None and not resolved else None
        if not resolved and fallback is None and stated is not None:
            fallback = self._fallback(stated.name, countries)
        if within is None and found is not None:
            within = found.admin1 or found.within
        country = found.country if found is not None else None
        if country is None and stated is not None:
            area = self.gazetteer.area(stated.name, countries=countries)
            country = area.country if area is not None else None
        precision: PlacePrecision = (
            found.precision if found is not None and resolved else _KIND_PRECISION.get(mention.kind or "", "unknown")
        )
        return Place(
            role=mention.role,  # type: ignore[arg-type]
            words=mention.words,
            span=mention.span,
            name=mention.name,
            within=within,
            country=country,
            latitude=found.latitude if found is not None and resolved else None,
            longitude=found.longitude if found is not None and resolved else None,
            radius_km=found.radius_km if found is not None and resolved else None,
            precision=precision,
            resolved=resolved,
            geonames=found.geonames if found is not None and resolved else None,
            fallback=fallback,
            within_span=stated.span if stated else None,
            relation=mention.relation,
            score=round(found.score, 3) if found is not None else None,
            source=found.source if found is not None and resolved else None,
            rule=rule,
            gazetteer_name=found.name if found is not None and resolved else None,
        )

    def _fallback(self, name: str, countries: Sequence[str]) -> Fallback | None:
        return self.gazetteer.fallback(name, countries=countries)
