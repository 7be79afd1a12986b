"""What a toponym may mean, wide: countries, areas, towns, hamlets, regions, seas and rivers, each with a prior.

Wider than ``Gazetteer.lookup``, which serves one name alone and must not be wrong: here every reading of a name stays
open until the document as a whole decides (``joint``).
"""

import math
import re
from typing import NamedTuple

from allegata.gazetteer.area_names import bare_area
from allegata.gazetteer.containment import without_side
from allegata.gazetteer.countries import country_of
from allegata.gazetteer.fold import fold, plain
from allegata.gazetteer.schema import SCALE, checksum, form_of
from allegata.gazetteer.store import AreaEntry, Entry, Store

PRIOR = {
    "country": 9.2,
    "continent": 9.0,
    "ocean": 8.0,
    "sea": 6.5,
    "region": 7.5,
    "short": 6.5,
    "admin1": 3.75,
    "admin2": 1.0,
    "post office": 1.8,
    "feature": 5.5,
}
"""Base weights by kind, in the unit of a factor of ten in population; areas and places add their population's."""
FORM = {"exact": 0.0, "alternate": -0.9, "spelling": -1.6, "key": -2.0, "script": -2.6, "fuzzy": -3.0}
AREA_SHARE = 0.56
NO_PEOPLE = 300.0
"""Population of a place whose population GeoNames does not give."""
MOST = 60
"""Options kept for one name: the likeliest ones."""

_OPENINGS = {
    "st.": "saint",
    "st": "saint",
    "ste.": "sainte",
    "mt.": "mount",
    "mt": "mount",
    "ft.": "fort",
    "ft": "fort",
    "pt.": "point",
    "no.": "north",
    "so.": "south",
    "n.": "north",
    "s.": "south",
    "e.": "east",
    "w.": "west",
}
_KIND = re.compile(
    r"^(?:the\s+)?(?:city|town|village|borough|township|hamlet|community|greater|downtown|metropolitan|metro|central"
    r"|inner|outer|mainland|upper|lower|old|far)\s+(?:of\s+)?(?P<name>[A-Z].+)$",
    re.IGNORECASE,
)
_KIND_AFTER = re.compile(
    r"^(?P<name>.+?)\s+(?:city|town|township|village|borough|twp\.?|parish|co\.|county|metro(?:politan)?(?: area)?|area"
    r"|region|suburbs?|proper|city limits|valley|peninsula|island|islands|isle|river|creek|lake|bay|beach|harbou?r"
    r"|district)$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"^(?P<stem>[A-Z][A-Za-z .'-]*?)(?P<end>ians?|ans?|ers?|ites?|s)$")
_STEM_ENDS: dict[str, tuple[str, ...]] = {
    "ian": ("ia", "i", "io", "y", "o", ""),
    "an": ("a", "", "as", "o"),
    "er": ("", "e"),
    "ite": ("",),
    "": ("",),
}
_COUNTY = re.compile(r"\s+(?:county|parish|co\.|borough)$|^county\s+", re.IGNORECASE)


class Option(NamedTuple):
    """One thing that a name may mean.

    ``kind``: country, admin1, admin2, place, post office, or a feature's kind; ``prior``: how likely on its own;
    ``population``: of places and areas, else 0; ``id``: GeoNames id, ``None`` where there is none; ``loose``: the words
    agree with no name of it, only with a spelling or the folding key.
    """

    kind: str
    id: int | None
    name: str
    country: str | None
    admin1: int | None
    admin2: int | None
    latitude: float
    longitude: float
    radius_km: float
    population: int
    prior: float
    loose: bool = False

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        return self.latitude, self.longitude


def _inhabitants(population: int | None) -> float:
    return math.log10(max(population or NO_PEOPLE, 100))


class Options:
    """Everything that names may mean, from the gazetteer's files."""

    def __init__(self, stores: tuple[Store, ...]) -> None:
        self._stores = stores
        self._known: dict[str, tuple[Option, ...]] = {}
        self._priors: dict[str, float | None] = {}

    def of(self, words: str) -> tuple[Option, ...]:
        """Return what ``words`` may mean, likeliest first. Falls back from the words to their bare name."""
        if words not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            self._known[words] = self._of(words)
        return self._known[words]

    def known(self, words: str) -> float | None:
        """Return the prior of the likeliest place that bears this very name, ``None`` where none does."""
        words = " ".join(words.replace("’", "'").split())
        if words not in self._priors:
            if len(self._priors) > 50_000:
                self._priors.clear()
            found = [option.prior for option in self._exactly(words, words) if not option.loose]
            self._priors[words] = max(found, default=None)
        return self._priors[words]

    def short(self, form: str) -> int | None:
        """Return the area that a short form ("Ala.", "NSW", "TX") stands for, by its GeoNames id."""
        rows = self._stores[0].query("SELECT area FROM short WHERE form = ?", (form,))
        if not rows and not form.endswith("."):
            rows = self._stores[0].query("SELECT area FROM short WHERE form = ?", (form + ".",))
        return rows[0][0] if len(rows) == 1 else None

    def _of(self, words: str) -> tuple[Option, ...]:
        words = " ".join(words.replace("’", "'").split()).strip(" ,;:\"'")
        words = re.sub(r"'s?$", "", words)
        if "," in words:  # "Paris, Texas" as one name
            words = words.split(",")[0].strip()
        found: dict[tuple[str, int | None, str, float], Option] = {}
        for option in self._people(words):
            found[option.kind, option.id, option.name, option.latitude] = option
        for penalty, form in enumerate(self._forms(words)):
            for option in self._exactly(form, words):
                key = (option.kind, option.id, option.name, option.latitude)
                if key not in found:
                    found[key] = option._replace(prior=option.prior - 0.8 * (penalty > 0))
            if found and max(option.prior for option in found.values()) > 0:
                break
        return tuple(sorted(found.values(), key=lambda o: (-o.prior, o.id or 0, o.name))[:MOST])

    def _people(self, words: str) -> list[Option]:
        """Return the provinces and large cities whose people a word may name: "Ohioans", "New Londoners"."""
        match = _PEOPLE.match(words)
        if not match:
            return []
        stems = [match["stem"] + end for end in _STEM_ENDS[match["end"].rstrip("s")]]
        found = [option for stem in stems for option in self._exactly(stem, stem)]
        return [
            option._replace(prior=option.prior - 1.0)
            for option in found
            if option.kind in ("country", "admin1")
            or (option.kind == "place" and plain(option.name) in map(plain, stems))
        ]

    def _forms(self, words: str) -> list[str]:
        """Return the words, and barer forms of them, in the order in which they are tried."""
        forms = [words]
        first, _, rest = words.partition(" ")
        if rest and first.lower() in _OPENINGS:
            forms.append(f"{_OPENINGS[first.lower()]} {rest}")
        for pattern in (_KIND, _KIND_AFTER):
            match = pattern.match(words)
            if match:
                forms.append(match["name"])
        forms += [bare_area(words)[0], without_side(words), without_side(bare_area(words)[0])]
        if "-" in words:
            forms += [part for part in words.split("-") if part[:1].isupper() and len(part) > 3][:1]
        return list(dict.fromkeys(form for form in forms if form))

    def _exactly(self, form: str, words: str) -> list[Option]:
        found: list[Option] = []
        short = self.short(form)
        if short is not None:
            area = self._stores[0].area(short)
            option = self._area(area._replace(form="exact"), words) if area else None
            found += [option._replace(prior=PRIOR["short"])] if option else []
        country = country_of(form, regions=False)
        if country:
            rows = self._stores[0].query("SELECT id FROM area WHERE country = ? AND level = 0", (country,))
            area = self._stores[0].area(rows[0][0]) if rows else None
            option = self._area(area, words) if area else None
            found += [option] if option else []
        county = bool(_COUNTY.search(words))
        for store in self._stores:
            for area in store.areas(form):
                if area.level == 0 and area.form not in ("exact", "alternate"):
                    continue
                option = self._area(area, words)
                if option and not (area.level == 0 and country == area.country):
                    found.append(option)
            for entry in store.places(form):
                if entry.point and (entry.form != "key" or len(fold(form)) >= 4):
                    found.append(self._place(entry, county))
        found += self._further(form)
        return found if all(option.loose for option in found) else [option for option in found if not option.loose]

    def _area(self, area: AreaEntry, words: str) -> Option | None:
        rows = self._stores[0].query("SELECT latitude, longitude FROM middle WHERE area = ?", (area.id,))
        point = (rows[0][0] / SCALE, rows[0][1] / SCALE) if rows else area.point
        if point is None:
            return None
        kind = ("country", "admin1", "admin2")[area.level]
        prior = PRIOR[kind] + FORM.get(area.form, -2.6)
        if area.level:
            prior += AREA_SHARE * _inhabitants(area.population)
            stated = bare_area(words)[1]
            if stated == area.level or (area.level == 2 and _COUNTY.search(words)):
                prior += 3.0
        return Option(
            kind,
            area.id,
            area.name,
            area.country,
            area.parent if area.level == 2 else area.id if area.level == 1 else None,
            area.id if area.level == 2 else None,
            point[0],
            point[1],
            area.radius_km or 30.0,
            area.population,
            prior,
            area.form not in ("exact", "alternate"),
        )

    def _place(self, entry: Entry, county: bool) -> Option:
        point = entry.point or (0.0, 0.0)
        prior = FORM.get(entry.form, -2.6) + _inhabitants(entry.population) - (3.0 if county else 0.0)
        if entry.source is not None:
            prior += 0.5
        return Option(
            "place",
            entry.geonames,
            entry.name,
            entry.country,
            entry.admin1,
            entry.admin2,
            point[0],
            point[1],
            5.0,
            entry.population or 0,
            prior,
            entry.form not in ("exact", "alternate"),
        )

    def _further(self, form: str) -> list[Option]:
        rows = self._stores[0].query(
            "SELECT n.marks, f.name, f.kind, f.country, f.latitude, f.longitude, f.radius_km, f.admin1 "
            "FROM further_name n JOIN further f ON f.id = n.further WHERE n.key = ?",
            (fold(form),),
        )
        check = checksum(plain(form))
        found = []
        for marks, name, kind, country, north, east, radius, admin1 in rows:
            agreed = form_of(marks, check, check, 0)
            if agreed not in ("exact", "alternate"):
                continue
            prior = PRIOR.get(kind, PRIOR["feature"])
            found.append(Option(kind, None, name, country, admin1, None, north / SCALE, east / SCALE, radius, 0, prior))
        return found
