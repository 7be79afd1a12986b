"""Airwars' incident form: ranges by group and status, grade, strike status, belligerents and what they concede.

Civilian status is assumed unless the words say otherwise; what only an accused party says of combatants is context.
Codes of incidents are Airwars' own to give, and stay empty.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from allegata.codebooks.back_airwars import airwars_back
from allegata.codebooks.book import Codebook, Problem, Tools, open_areas
from allegata.codebooks.cells import Coded, Row, Value, Words
from allegata.codebooks.counting import Tally, tally, tally_where, told_claims
from allegata.codebooks.happening import accused_sides, dated, located, office, reports, responding
from allegata.codebooks.reading_back import Rows
from allegata.codebooks.sheets import Sheet
from allegata.codebooks.source import View
from allegata.incidents.independence import ultimate
from allegata.incidents.sides import built_in_register, lineage
from allegata.records import Casualty, Claim, Group, IncidentAccused, Outcome

_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured")
_GROUPS: tuple[Group, ...] = ("children", "women", "men")


class Book(Codebook):
    """Tables ``incidents``, ``belligerents``, ``statements``, ``sources`` and ``victims``."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        terms = tools.sheet.terms
        self.strike_types: dict[str, str] = terms["strike_types"]
        self.causes: dict[str, str] = terms["causes"]
        self.accuracies: dict[str, str] = terms["accuracies"]
        self.roles: dict[str, str] = terms["roles"]
        self.register = built_in_register()
        self.areas = open_areas()

    def incident(self, view: View) -> Iterable[Row]:
        """Yield the form of an incident: its row, then belligerents, statements, sources and victims."""
        yield Row("incidents", self._row(view))
        for accused in view.incident.accused:
            if accused.by:
                yield Row("belligerents", self._belligerent(view, accused))
        for claim in (*responding(view, "denies"), *responding(view, "admits")):
            yield from self._statements(view, claim)
        for document in reports(view):
            yield Row(
                "sources",
                {
                    "post_id": view.incident.id,
                    "name": office(document),
                    "language": document.language,
                    "url": document.url,
                    "date": document.published.start if document.published is not None else None,
                    "title": document.title,
                    "sha256": document.sha256,
                },
            )
        for victim in view.incident.victims:
            age_class = None if victim.age is None else "Child" if victim.age < 18 else "Adult"
            yield Row(
                "victims",
                {
                    "post_id": view.incident.id,
                    "name": victim.name,
                    "other_names": [name for name in victim.variants if name != victim.name],
                    "gender": victim.sex,
                    "age": age_class,
                    "exact_age": victim.age,
                    "killed_or_injured": {"killed": "Killed", "injured": "Injured"}.get(victim.outcome),
                    "additional_notes": victim.role,
                },
            )

    @classmethod
    def back(cls, sheet: Sheet, rows: Rows) -> dict[str, Any]:
        """Return the incident of rows that were read back."""
        return airwars_back(sheet, rows)

    def check(self, view: View, rows: Sequence[Row]) -> Iterable[Problem]:
        """Yield where a range does not rise, and where a grade and the accused contradict one another."""
        for row in rows:
            for name in row.cells:
                low, high = row.value(name), row.value(f"{name.removesuffix('_min')}_max")
                if name.endswith("_min") and low is not None and high is not None and low > high:
                    yield Problem("airwars-range", f"{name} is {low}, and the maximum {high}")
            if row.table == "incidents" and row.value("civilian_harm_status_name") == "Confirmed":
                if not any(accused.admitted_by for accused in view.incident.accused):
                    yield Problem("airwars-grade", "confirmed, and no belligerent accepts responsibility")

    def _row(self, view: View) -> dict[str, Value | Coded]:
        incident, when, where = view.incident, dated(view), located(view, self.areas)
        kinds = Coded(
            value=self._strike_type(incident.event_types),
            rule="airwars-strike-type",
            claims=incident.claims,
            words=tuple(Words(claim.id, claim.document, claim.event.span) for claim in told_claims(view)),
        )
        cells: dict[str, Value | Coded] = {
            "post_id": incident.id,
            "date": when.cell(when.start.isoformat(), "airwars-date") if when is not None else None,
            "date_end": when.cell(when.end.isoformat(), "airwars-date") if when and when.days > 1 else None,
            "local_time_start": _clock(view),
            "local_time_of_day": _part_of_day(view),
            "country_name": where.country.name if where is not None and where.country is not None else None,
            "location_name": where.cell(where.told, "airwars-place") if where is not None else None,
            "region": where.cell(where.admin1, "airwars-place") if where is not None else None,
            "strike_status_name": self._strike_status(view),
            "infrastructure_name": self._infrastructure(view),
            "strike_type_name": kinds,
            "civilian_harm_reported": self._harm(view),
            "civilian_harm_status_name": Coded(
                value=incident.grade.value.capitalize(),
                rule="airwars-grade",
                claims=incident.claims,
                why=incident.grade.why,
            ),
            "cause_of_death_injury_name": Coded(
                value=self._cause(incident.event_types), rule="airwars-cause", claims=kinds.claims, words=kinds.words
            ),
            "geolocated": int(where is not None and where.exact),
            "latitude": where.cell(where.latitude, "airwars-place") if where is not None and where.exact else None,
            "longitude": where.cell(where.longitude, "airwars-place") if where is not None and where.exact else None,
            "geolocation_accuracy_name": self.accuracies.get(where.precision) if where is not None else None,
            "geolocation_notes": _area(view),
            "num_victims_named": len(incident.victims) or None,
            "num_sources": len(reports(view)),
        }
        for outcome in _OUTCOMES:
            cells |= self._ranges(view, outcome)
        both = tally(view, self.profile, "killed_or_injured")
        if both.known and not tally(view, self.profile, "killed").known:
            self.losses.leave_open(
                "killed, injured", "people are killed or injured, and how many of each is not told", 1, incident.id
            )
        return cells

    def _ranges(self, view: View, outcome: Outcome) -> dict[str, Value | Coded]:
        """Return the ranges of one outcome: civilians, groups, roles, and those of the fighting parties."""
        total = tally(view, self.profile, outcome)
        stated = tally_where(view, self.profile, _stated_civilians(outcome))
        fighters = tally_where(
            view,
            self.profile,
            lambda claim, item: (
                item.outcome == outcome
                and item.whom.status == "combatant"
                and not item.cumulative
                and not self._by_accused(view, claim)
            ),
        )
        contested = self._contested(view, outcome)
        low, high, rule = civilians(total, stated, fighters, contested and self.profile.contested.use == "zero-minimum")
        found: dict[str, Value | Coded] = {
            f"civilian_non_combatants_{outcome}_min": _derived(low, rule, total, "low"),
            f"civilian_non_combatants_{outcome}_max": _derived(high, rule, total, "high"),
        }
        if rule == "airwars-contested" and fighters.known:
            found[f"belligerents_{outcome}_min"] = _derived(0, rule, fighters, "low")
        elif fighters.known:
            found[f"belligerents_{outcome}_min"] = fighters.cell("low")
        found[f"belligerents_{outcome}_max"] = fighters.cell("high")
        for group in _GROUPS:
            counted = tally(view, self.profile, outcome, group=group)
            found[f"{group}_{outcome}_min"], found[f"{group}_{outcome}_max"] = counted.cell("low"), counted.cell("high")
        for role, column in self.roles.items():
            counted = tally_where(view, self.profile, _of_role(outcome, role))
            found[f"{column}_{outcome}_min"] = counted.cell("low")
            found[f"{column}_{outcome}_max"] = counted.cell("high")
        return found

    def _contested(self, view: View, outcome: Outcome) -> bool:
        """Tell whether civilian status is disputed: said to be, or some say civilians and others combatants."""
        stated: dict[str, set[str]] = {"civilian": set(), "combatant": set()}
        for claim in told_claims(view):
            for item in claim.casualties:
                if item.outcome != outcome or item.cumulative:
                    continue
                if item.whom.status == "contested":
                    return True
                whole = item.part_of is None and not self._by_accused(view, claim)
                if whole and item.whom.status in stated:
                    stated[item.whom.status].add(claim.id)
        return bool(stated["civilian"] - stated["combatant"]) and bool(stated["combatant"] - stated["civilian"])

    def _by_accused(self, view: View, claim: Claim) -> bool:
        """Tell whether an accused party, or a body of its side, is who says so."""
        speaker = ultimate(claim).party if claim.attribution else None
        if speaker is None:
            return False
        line = lineage(speaker, self.register)
        accused = [party.party for party in view.incident.accused if party.by and party.party is not None]
        return any(line & lineage(party, self.register) for party in accused)

    def _belligerent(self, view: View, accused: IncidentAccused) -> dict[str, Value | Coded]:
        admitted = set(accused.admitted_by)
        cells: dict[str, Value | Coded] = {
            "post_id": view.incident.id,
            "belligerent_name": Coded(value=accused.name, rule="airwars-belligerent", claims=accused.by),
            "belligerent_slug": accused.party,
            "type": Coded(
                value="Known" if admitted else "Suspected",
                rule="airwars-known",
                claims=accused.admitted_by or accused.by,
            ),
            "denies": int(bool(accused.denied_by)),
        }
        for outcome, name in (("killed", "deaths"), ("injured", "injuries")):
            conceded = tally_where(view, self.profile, _conceded(outcome, admitted))
            cells[f"{name}_conceded_min"], cells[f"{name}_conceded_max"] = conceded.cell("low"), conceded.cell("high")
        return cells

    def _statements(self, view: View, claim: Claim) -> Iterable[Row]:
        document = view.documents.get(claim.document)
        parties: list[str | None] = [mention.name for mention in claim.accused]
        said = view.quote(claim.id, claim.evidence[0]) if claim.evidence else None
        for party in dict.fromkeys(parties or [None]):
            yield Row(
                "statements",
                {
                    "post_id": view.incident.id,
                    "belligerent_name": party,
                    "speaker": ultimate(claim).name if claim.attribution else None,
                    "stance": claim.stance,
                    "date": document.published.start if document is not None and document.published else None,
                    "url": document.url if document is not None else None,
                    "statement": Coded(
                        value=" ".join(said.split()) if said is not None else None,
                        rule="airwars-statement",
                        claims=(claim.id,),
                        words=tuple(Words(claim.id, claim.document, span) for span in claim.evidence[:1]),
                    ),
                },
            )

    def _strike_status(self, view: View) -> Coded:
        incident = view.incident
        admitted = [party for party in incident.accused if party.admitted_by]
        sides = [side for side in accused_sides(view) if side.registered]
        if admitted:
            value, why = "Declared strike", f"{admitted[0].name} accepts responsibility"
        elif len(sides) > 1:
            value, why = "Contested strike", f"different parties are accused: {', '.join(side.name for side in sides)}"
        elif incident.independent_sources < 2:
            value, why = "Single source claim", "one independent source"
        else:
            value, why = "Likely strike", f"{incident.independent_sources} independent sources"
        return Coded(value=value, rule="airwars-strike-status", claims=incident.claims, why=why)

    def _harm(self, view: View) -> int:
        """Return 1 where somebody says that people who are not called combatants were harmed."""
        return int(
            any(
                item.outcome in ("killed", "injured", "killed_or_injured")
                and item.whom.status != "combatant"
                and item.quantity.high != 0
                for claim in told_claims(view)
                for item in claim.casualties
            )
        )

    def _infrastructure(self, view: View) -> list[str] | None:
        kinds = (target.kind for claim in told_claims(view) for target in claim.targets)
        found = list(dict.fromkeys(kind for kind in kinds if kind not in (None, "people", "place")))
        return [str(kind) for kind in found] or None

    def _strike_type(self, types: Sequence[str]) -> str:
        found = list(dict.fromkeys(self.strike_types[kind] for kind in types if kind in self.strike_types))
        if {"Airstrike", "Artillery"} <= set(found):
            return "Airstrike and/or Artillery"
        return found[0] if found else "Unknown"

    def _cause(self, types: Sequence[str]) -> str:
        return next((self.causes[kind] for kind in types if kind in self.causes), "Unknown")


def civilians(total: Tally, stated: Tally, fighters: Tally, contested: bool) -> tuple[int | None, int | None, str]:
    """Return the range of civilians harmed, and the rule that it follows.

    Assumed of all who are not called combatants; the stated number of civilians is the least. Where their status is
    contested the least is 0 (Airwars, patterns of harm in Gaza, annex 1). Where only combatants are counted nothing is
    known of civilians.
    """
    if not total.known and not stated.known:
        return None, None, "airwars-civilian-assumed"
    if contested:
        return 0, total.high if total.known else stated.high, "airwars-contested"
    if fighters.known and not stated.known and set(total.figures) <= set(fighters.figures):
        return None, None, "airwars-civilian-assumed"
    high = total.high if total.known else stated.high
    low = stated.low if stated.known else total.low
    if fighters.known:
        high = None if high is None else max(high - (fighters.low or 0), 0)
        if not stated.known and low is not None:
            low = None if fighters.high is None else max(low - fighters.high, 0)
    if low is not None and high is not None and low > high:
        high = low
    return low, high, "airwars-civilian-stated" if stated.known else "airwars-civilian-assumed"


def _derived(value: int | None, rule: str, behind: Tally, end: Any) -> Coded | None:
    """Return a number that rests on a count: itself where it is the same, else as derived by ``rule``."""
    if value is None:
        return None
    source = behind.coded(end, value)
    known = behind.low if end == "low" else behind.high
    why = source.why if known == value else f"from {behind.low} to {behind.high} in all"
    return Coded(value=value, rule=rule, claims=source.claims, words=source.words, why=f"{why}; {source.rule}")


def _stated_civilians(outcome: str) -> Any:
    """Return a choice of counts of civilians as stated; not the parts of a sum, whose other parts are no others' dead.

    "27 people, among them five civilians" says that the others may be none; "two civilians and six members of a family"
    says nothing against the six.
    """

    def chosen(claim: Claim, item: Casualty) -> bool:
        if item.outcome != outcome or item.whom.status != "civilian" or item.whom.group is not None or item.cumulative:
            return False
        return not any(item.id in other.derived_from for other in claim.casualties)

    return chosen


def _of_role(outcome: str, role: str) -> Any:
    return lambda claim, item: item.outcome == outcome and item.whom.role == role and not item.cumulative


def _conceded(outcome: str, admitted: set[str]) -> Any:
    def chosen(claim: Claim, item: Casualty) -> bool:
        return claim.id in admitted and item.outcome == outcome and item.part_of is None and not item.cumulative

    return chosen


def _clock(view: View) -> str | None:
    return next((claim.time.clock for claim in view.claims if claim.time is not None and claim.time.clock), None)


def _part_of_day(view: View) -> str | None:
    told = (claim.time.symbolic for claim in view.claims if claim.time is not None)
    return next((symbolic.part_of_day for symbolic in told if symbolic is not None and symbolic.part_of_day), None)


def _area(view: View) -> str | None:
    place = view.incident.place
    area = place.fallback if place is not None and place.latitude is None else None
    return None if area is None else f"known area around it: {area.name} ({area.precision})"
