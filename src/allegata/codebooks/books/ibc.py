"""Iraq Body Count's forms: 12 variables of an incident, 6 of a person; civilians only, minimum and maximum.

Entries told by fewer than two independent sources are provisional. People who are only called combatants are left out.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from allegata.codebooks.back_ibc import ibc_back
from allegata.codebooks.book import Codebook, Problem, Tools
from allegata.codebooks.cells import Coded, Row, Value
from allegata.codebooks.counting import Tally, tally, told_claims
from allegata.codebooks.happening import accused_sides, dated, located, office, reports, speakers
from allegata.codebooks.reading_back import Rows
from allegata.codebooks.sheets import Sheet
from allegata.codebooks.source import View
from allegata.incidents.independence import ultimate
from allegata.records import Outcome

_NEEDED = 2
_ARTICLE = re.compile(r"^(?:an?|the|this|that|its|their)\s+", re.IGNORECASE)
_WITNESSES = ("witness", "resident", "relative", "health", "rescue", "local source", "police", "official")


class Book(Codebook):
    """Tables ``incidents`` and ``persons``."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.means: frozenset[str] = frozenset(tools.sheet.terms["means"])

    def incident(self, view: View) -> Iterable[Row | Problem]:
        """Yield the entry of an incident and of each person named, or why there is none."""
        killed, injured = tally(view, self.profile, "killed"), tally(view, self.profile, "injured")
        if not killed.known and not injured.known:
            yield Problem("ibc-death", "no number of dead or injured is told")
            return
        if _only(killed, "combatant") and _only(injured, "combatant"):
            yield Problem("ibc-civilian", "all who are counted are called combatants")
            return
        cells = self._about(view)
        for name, counted, outcome in (("deaths", killed, "killed"), ("injuries", injured, "injured")):
            low, high = self._civilians(view, counted, outcome)  # type: ignore[arg-type]
            cells[f"{name}_min"], cells[f"{name}_max"] = low, high
        yield Row("incidents", cells)
        for victim in view.incident.victims:
            yield Row(
                "persons",
                {
                    "incident": view.incident.id,
                    "name": [victim.name, *victim.variants],
                    "age": victim.age,
                    "gender": victim.sex,
                    "occupation": victim.role,
                },
            )

    @classmethod
    def back(cls, sheet: Sheet, rows: Rows) -> dict[str, Any]:
        """Return the incident of rows that were read back."""
        return ibc_back(sheet, rows)

    def check(self, view: View, rows: Sequence[Row]) -> Iterable[Problem]:
        """Yield where a minimum exceeds its maximum, and where the mark of a provisional entry is wrong."""
        for row in rows:
            if row.table != "incidents":
                continue
            for name in ("deaths", "injuries"):
                low, high = row.value(f"{name}_min"), row.value(f"{name}_max")
                if low is not None and high is not None and low > high:
                    yield Problem("ibc-range", f"{name}: minimum {low}, maximum {high}")
            if row.value("provisional") != (view.incident.independent_sources < _NEEDED):
                yield Problem("ibc-provisional", f"{view.incident.independent_sources} independent sources")

    def _about(self, view: View) -> dict[str, Value | Coded]:
        incident, when, where = view.incident, dated(view), located(view)
        sides = accused_sides(view)
        told = told_claims(view)
        struck = [target for claim in told for target in claim.targets]
        targets: dict[str, str] = {}
        for target in [target for target in struck if target.kind != "people"] or struck:
            targets.setdefault(_ARTICLE.sub("", target.words).casefold(), target.words)
        media = dict.fromkeys(office(document) or "not stated" for document in reports(view))
        witnesses = dict.fromkeys(ultimate(c).name for c in told if ultimate(c).kind in _WITNESSES)
        clock = next((claim.time.clock for claim in told if claim.time is not None and claim.time.clock), None)
        place = where.told + (f", {where.within}" if where.within else "") if where is not None else None
        return {
            "incident": incident.id,
            "date_start": when.cell(when.start.isoformat(), "ibc-date") if when is not None else None,
            "date_end": when.cell(when.end.isoformat(), "ibc-date") if when is not None else None,
            "time": clock,
            "place": where.cell(place, "ibc-place") if where is not None else None,
            "target": list(targets.values()) or None,
            "weapons": list(incident.weapons) or [kind for kind in incident.event_types if kind in self.means] or None,
            "killers": sides[0].cell("; ".join(name for side in sides for name in side.names), "ibc-killers")
            if sides
            else None,
            "media_sources": list(media),
            "primary_witnesses": Coded(
                value="; ".join(witnesses) or None, rule="ibc-witnesses", words=speakers(view).words
            ),
            "provisional": Coded(
                value=incident.independent_sources < _NEEDED,
                rule="ibc-provisional",
                claims=incident.claims,
                why=f"{incident.independent_sources} independent sources: "
                + ", ".join(cluster.voice for cluster in incident.independence),
            ),
        }

    def _civilians(self, view: View, counted: Tally, outcome: Outcome) -> tuple[Value | Coded, Value | Coded]:
        """Return minimum and maximum of civilians: those who are or may be combatants only raise the maximum."""
        stated = tally(view, self.profile, outcome, status="civilian")
        fighters = tally(view, self.profile, outcome, status="combatant")
        if not counted.known:
            return stated.cell("low"), stated.cell("high")
        if _only(counted, "combatant"):
            return stated.cell("low"), stated.cell("high")
        doubtful = any(figure.casualty.whom.status == "contested" for figure in counted.figures)
        low, high = counted.cell("low"), counted.cell("high")
        if doubtful and self.profile.contested.use == "zero-minimum" and low is not None:
            low = Coded(value=0, rule=self.profile.contested.id, claims=low.claims, words=low.words, counted=True)
        elif stated.known and fighters.known:
            low, high = stated.cell("low"), stated.cell("high")
        elif fighters.known and low is not None:
            least = max(low.value - (fighters.high or low.value), 0)
            most = None if high is None else max(high.value - (fighters.low or 0), least)
            why = f"{counted.low} to {counted.high} in all, {fighters.low} to {fighters.high} called combatants"
            low = Coded(value=least, rule="ibc-civilian", claims=low.claims, words=low.words, why=why)
            high = (
                None
                if high is None
                else Coded(value=most, rule="ibc-civilian", claims=high.claims, words=high.words, why=why)
            )
        return low, high


def _only(counted: Tally, status: str) -> bool:
    """Tell whether nobody but people of a status is counted; true where nothing is."""
    return all(figure.casualty.whom.status == status for figure in counted.figures)
