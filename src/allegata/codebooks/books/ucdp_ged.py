"""UCDP GED: the 49 columns in release order, after the codebook 23.1.

Nothing is guessed that the codebook leaves to a coder: conflict, dyad and actor numbers stay empty, and so do the type
of violence and the sides where they do not follow from the kinds of the parties and of what is told.
"""

from collections.abc import Iterable, Sequence
from math import floor
from typing import Any

from allegata.codebooks.back_ucdp_ged import GOVERNMENT, ucdp_ged_back
from allegata.codebooks.book import Codebook, Problem, Tools, open_areas
from allegata.codebooks.cells import Coded, Row, Value
from allegata.codebooks.counting import Figure, Tally, tally
from allegata.codebooks.happening import Dated, Located, Side, accused_sides, dated, located, office, reports, speakers
from allegata.codebooks.reading_back import Rows
from allegata.codebooks.sheets import Sheet
from allegata.codebooks.source import View
from allegata.codebooks.terms import countries
from allegata.records import Document

TABLE = "ged"
_NO_DATE = "1753-01-01"
_PRECISION = {
    "point": 1,
    "village": 1,
    "town": 1,
    "city": 1,
    "admin2": 3,
    "admin1": 4,
    "area": 5,
    "country": 6,
}
_SUFFIX = {"village": "village", "town": "town", "city": "town", "admin2": "district", "admin1": "province"}
_AREA_WORDS = (
    "city",
    "town",
    "village",
    "district",
    "province",
    "governorate",
    "region",
    "oblast",
    "state",
    "department",
)
_UNDER = {"PS": "IL"}
"""Countries by the one under which GED has them: what happened in Gaza or the West Bank is in Israel there, 666."""
_AIMED = ("execution", "torture", "sexual violence", "abduction", "shooting")
"""What is done to people who are picked out; shelling and bombs strike where they fall."""


class Book(Codebook):
    """One table, ``ged``, under the name of the release."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.areas = open_areas()

    def incident(self, view: View) -> Iterable[Row | Problem]:
        """Yield the row of an incident, or why it is no event of GED."""
        counted = tally(view, self.profile, "killed")
        when, where = dated(view), located(view, self.areas)
        if not counted.known:
            yield Problem("ucdp-ged-death", _no_deaths(view))
        if when is None:
            yield Problem("ucdp-ged-date", "no date is told that can be resolved")
        if where is None:
            yield Problem("ucdp-ged-place", "no place is told")
        taken = counted.taken
        if taken is None or when is None or where is None:
            return
        kind, sides = self._type(view)
        cells: dict[str, Value | Coded] = {
            "id": int(view.incident.id.removeprefix("i-")[:13], 16),
            "relid": view.incident.id,
            "year": when.start.year,
            "type_of_violence": kind,
            **self._sides(view, kind, sides),
            **_sources(reports(view)),
            "source_original": _ruled(speakers(view), "ucdp-ged-source-original"),
            **_place(where),
            **_dates(when),
            **self._deaths(view, counted, taken),
        }
        yield Row(TABLE, cells)

    @classmethod
    def back(cls, sheet: Sheet, rows: Rows) -> dict[str, Any]:
        """Return the incident of rows that were read back."""
        return ucdp_ged_back(sheet, rows)

    def check(self, view: View, rows: Sequence[Row]) -> Iterable[Problem]:
        """Yield which published rules a row breaks."""
        for row in rows:
            yield from check_row({name: row.value(name) for name in row.cells})

    def _type(self, view: View) -> tuple[Coded | None, list[Side]]:
        """Return type of violence and sides, only where they follow from the parties' kinds and from what is told."""
        types = view.incident.event_types
        if "armed clash" in types:
            sides = [side for side in accused_sides(view, apart=True) if side.registered]
            value = {"non-state state": 1, "non-state non-state": 2}.get(" ".join(sorted(side.kind for side in sides)))
            if value is not None:
                sides = sorted(sides, key=lambda side: side.kind != "state") if value == 1 else sides
                return _on_sides(value, sides, "two sides that fight, a state and a group, or two groups"), sides
        sides = [side for side in accused_sides(view) if side.registered]
        civilians = tally(view, self.profile, "killed", status="civilian").known
        combatants = tally(view, self.profile, "killed", status="combatant").known
        aimed = bool(types) and all(kind in (*_AIMED, "killing") for kind in types) and any(k in _AIMED for k in types)
        if len(sides) == 1 and sides[0].kind != "unknown" and civilians and not combatants and aimed:
            return _on_sides(3, sides, "one side, civilians killed, in a way that picks them out"), sides
        self.losses.leave_open(
            "type of violence",
            "does not follow from the kinds of the parties and what is told; a coder decides",
            example=view.incident.id,
        )
        return None, sides

    def _sides(self, view: View, kind: Coded | None, sides: list[Side]) -> dict[str, Value | Coded]:
        if kind is None:
            if len(sides) == 1 and sides[0].kind == "state":  # a government is side A in types 1 and 3 alike
                return {"side_a": sides[0].cell(_called(sides[0]), "ucdp-ged-sides"), "gwnoa": _state(sides[0])}
            return {}
        first = sides[0]
        second = sides[1].cell(_called(sides[1]), "ucdp-ged-sides") if len(sides) > 1 else "Civilians"
        name = _called(sides[1]) if len(sides) > 1 else "Civilians"
        return {
            "dyad_name": Coded(
                value=f"{_called(first)} - {name}", rule="ucdp-ged-sides", claims=kind.claims, words=kind.words
            ),
            "side_a": first.cell(_called(first), "ucdp-ged-sides"),
            "side_b": second,
            "gwnoa": _state(first),
            "gwnob": _state(sides[1]) if len(sides) > 1 else None,
        }

    def _deaths(self, view: View, counted: Tally, taken: Figure) -> dict[str, Value | Coded]:
        """Return best with its parts, high and low. Who is neither stated civilian nor of a stated side is unknown."""
        best = counted.point or 0
        civilians, combatants = _stated(taken, best)
        if combatants:
            self.losses.leave_open(
                "side of combatants killed", "the words do not say whose they were", 1, view.incident.id
            )
        low = best if counted.low is None else min(counted.low, best)
        high = best if counted.high is None and self.profile.conflict.use == "reliable" else counted.high
        parts = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": civilians, "deaths_unknown": best - civilians}
        behind = counted.coded("best", best)
        return {
            **{
                name: Coded(value=value, rule="ucdp-ged-parts", claims=(taken.claim.id,), words=(taken.words,))
                for name, value in parts.items()
            },
            "best": behind,
            "high": None if high is None else counted.coded("high", max(high, best)),
            "low": counted.coded("low", low),
        }


def check_row(row: dict[str, Value]) -> Iterable[Problem]:
    """Yield what a row breaks of the rules that the codebook publishes on more than one column."""
    best, low, high = (row.get(name) for name in ("best", "low", "high"))
    parts = [row.get(name) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
    if best is not None and None not in parts and sum(part or 0 for part in parts) != best:
        yield Problem("ucdp-ged-sum", f"best is {best}, and its parts make {sum(part or 0 for part in parts)}")
    known = [number for number in (low, best, high) if number is not None]
    if known != sorted(known):
        rule = "ucdp-ged-order-aggregate" if row.get("event_clarity") == 2 else "ucdp-ged-order"
        yield Problem(rule, f"low {low}, best {best}, high {high} do not rise")
    if not any(known):
        yield Problem("ucdp-ged-death", "nobody is killed in low, best or high")
    if row.get("type_of_violence") == 3 and (row.get("deaths_a") or row.get("deaths_b")):
        yield Problem("ucdp-ged-one-sided", "type 3 has dead of side A or B")
    if row.get("type_of_violence") == 3 and row.get("side_b") != "Civilians":
        yield Problem("ucdp-ged-one-sided", "type 3 has another side B than Civilians")
    latitude, longitude = row.get("latitude"), row.get("longitude")
    if latitude is not None and longitude is not None and row.get("priogrid_gid") != priogrid(latitude, longitude):
        yield Problem("ucdp-ged-priogrid", f"priogrid_gid is not that of {latitude}, {longitude}")
    if latitude is None or longitude is None:
        yield Problem("ucdp-ged-coordinates", "the place is known by name only")
    start, end = row.get("date_start"), row.get("date_end")
    if start is not None and end is not None and (start > end or row.get("year") != int(str(start)[:4])):
        yield Problem("ucdp-ged-dates", f"{start} to {end}, year {row.get('year')}")


def priogrid(latitude: float, longitude: float) -> int:
    """Return the number of the PRIO-GRID cell of half a degree that holds a point."""
    rows, columns = min(floor((latitude + 90) * 2), 359), min(floor((longitude + 180) * 2), 719)
    return rows * 720 + columns + 1


def _no_deaths(view: View) -> str:
    both = view.incident.killed_or_injured
    if both.min is not None or both.max is not None:
        return f"people are said to be killed or injured ({', '.join(both.words)}), and no number of dead is told"
    return "no number of dead is told"


def _stated(taken: Figure, best: int) -> tuple[int, int]:
    """Return how many of the dead of a count are stated civilians, and how many combatants."""
    if taken.casualty.whom.status in ("civilian", "combatant"):
        return (best, 0) if taken.casualty.whom.status == "civilian" else (0, best)
    parts = [
        item
        for item in taken.claim.casualties
        if item.part_of == taken.casualty.id and item.outcome == "killed" and item.quantity.low is not None
    ]
    civilians, combatants = (
        sum(item.quantity.low or 0 for item in parts if item.whom.status == status)
        for status in ("civilian", "combatant")
    )
    return min(civilians, best), min(combatants, best)


def _on_sides(value: int, sides: list[Side], why: str) -> Coded:
    return Coded(
        value=value,
        rule="ucdp-ged-type",
        claims=tuple(dict.fromkeys(claim for side in sides for claim in side.claims)),
        words=tuple(dict.fromkeys(words for side in sides for words in side.words)),
        why=why,
    )


def _called(side: Side) -> str:
    """Return a side as GED calls it: a state, whichever of its bodies is accused, as its government."""
    land = countries().get(side.country or "")
    return f"{GOVERNMENT}{land.ucdp_name}" if side.kind == "state" and land is not None else side.name


def _state(side: Side) -> int | None:
    land = countries().get(side.country or "")
    return land.gleditsch_ward if land is not None else None


def _ruled(cell: Coded, rule: str) -> Coded:
    return Coded(value=cell.value, rule=rule, claims=cell.claims, words=cell.words)


def _sources(documents: list[Document]) -> dict[str, Any]:
    """Return the parallel lists of sources; what parts the entries is taken out of them."""
    offices = [_plain(office(document) or "Unknown") for document in documents]
    days = [document.published.start if document.published is not None else _NO_DATE for document in documents]
    titles = [_plain(document.title or "") for document in documents]
    articles = [f'"{office},{day},{title}"' for office, day, title in zip(offices, days, titles, strict=True)]
    return {
        "number_of_sources": len(documents),
        "source_article": ";".join(articles),
        "source_office": ";".join(offices),
        "source_date": ";".join(days),
        "source_headline": ";".join(titles),
    }


def _plain(text: str) -> str:
    return text.replace(";", ",").replace('"', "'")


def _place(where: Located) -> dict[str, Value | Coded]:
    precision = _PRECISION.get(where.precision)
    if precision == 1 and where.relation is not None:
        precision = 2
    if where.latitude is None and precision != 6:
        precision = None  # a code would claim a point that nobody knows
    elif where.precision == "unknown":
        precision = 5
    suffix = _SUFFIX.get(where.precision)
    named = suffix is None or where.name.lower().split()[-1] in _AREA_WORDS
    name = where.name if named else f"{where.name} {suffix}"
    spot = (where.latitude, where.longitude)
    latitude, longitude = (round(end, 6) if end is not None else None for end in spot)
    grid = priogrid(latitude, longitude) if latitude is not None and longitude is not None else None
    told = [where.told, where.relation and f"({where.relation})", where.within and f"within {where.within}"]
    land = countries()[_UNDER.get(where.country.iso2, where.country.iso2)] if where.country is not None else None
    why = f"{where.name} is {where.precision}" + (f", and the words say {where.relation}" if where.relation else "")
    return {
        "where_prec": where.cell(precision, "ucdp-ged-where-prec", why),
        "where_coordinates": where.cell(name, "ucdp-ged-where-coordinates"),
        "where_description": " ".join(part for part in told if part),
        "adm_1": where.cell(where.admin1, "ucdp-ged-adm"),
        "adm_2": where.cell(where.admin2, "ucdp-ged-adm"),
        "latitude": where.cell(latitude, "ucdp-ged-where-prec", why),
        "longitude": where.cell(longitude, "ucdp-ged-where-prec", why),
        "geom_wkt": f"POINT ({longitude} {latitude})" if grid is not None else None,
        "priogrid_gid": where.cell(grid, "ucdp-ged-priogrid"),
        "country": land.ucdp_name if land is not None else None,
        "country_id": land.gleditsch_ward if land is not None else None,
        "region": land.ucdp_region if land is not None else None,
    }


def _dates(when: Dated) -> dict[str, Value | Coded]:
    if when.precision == "week":
        precision = 3
    elif when.precision == "month" or 7 < when.days <= 31:
        precision = 4
    elif when.days == 1:
        precision = 1
    else:
        precision = 2 if when.days < 7 else 3 if when.days == 7 else 5
    return {
        "event_clarity": when.cell(2 if when.lasting else 1, "ucdp-ged-clarity"),
        "date_prec": when.cell(precision, "ucdp-ged-date-prec"),
        "date_start": when.cell(when.start.isoformat(), "ucdp-ged-date"),
        "date_end": when.cell(when.end.isoformat(), "ucdp-ged-date"),
    }
