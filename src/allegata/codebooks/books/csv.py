"""The plain table: one row an incident, for spreadsheets; the counts by the counting profile. The worked example."""

from collections.abc import Iterable
from typing import Any

from allegata.codebooks.book import Codebook
from allegata.codebooks.cells import Coded, Row, Words
from allegata.codebooks.counting import tally, told_claims
from allegata.codebooks.source import View
from allegata.records import Claim, Outcome

_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "killed_or_injured")


class Book(Codebook):
    """One table, ``incidents``."""

    row_each = True

    def incident(self, view: View) -> Iterable[Row]:
        """Yield the row of an incident."""
        incident, date, place = view.incident, view.incident.date, view.incident.place
        cells: dict[str, Any] = {
            "id": incident.id,
            "date_start": date.start if date else None,
            "date_end": date.end if date else None,
            "date_precision": date.precision if date else None,
            "date_words": date.words if date else None,
            "place": place.name if place else None,
            "within": place.within if place else None,
            "country": place.country if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "place_precision": place.precision if place else None,
            "event_types": event_types(view),
            "accused": [accused.name for accused in incident.accused if accused.by],
            "denied_by": [accused.name for accused in incident.accused if accused.denied_by],
            "admitted_by": [accused.name for accused in incident.accused if accused.admitted_by],
            "weapons": list(incident.weapons),
            "grade": incident.grade.value,
            "grade_why": incident.grade.why,
            "independent_sources": incident.independent_sources,
            "documents": incident.documents,
            "sources": list(incident.sources),
            "claims": list(incident.claims),
        }
        for outcome in _OUTCOMES:
            counted = tally(view, self.profile, outcome)
            cells[f"{outcome}_min"], cells[f"{outcome}_max"] = counted.cell("low"), counted.cell("high")
        for group in ("women", "children", "men"):
            counted = tally(view, self.profile, "killed", group=group)
            cells[f"{group}_killed_min"], cells[f"{group}_killed_max"] = counted.cell("low"), counted.cell("high")
        yield Row("incidents", cells)


def event_types(view: View) -> Coded:
    """Return what is alleged, with the words that say so."""
    told: list[Claim] = told_claims(view)
    words = [
        Words(claim.id, claim.document, claim.event.span)
        for claim in told
        if claim.event.type in view.incident.event_types
    ]
    return Coded(
        value="; ".join(view.incident.event_types),
        rule="csv-event-types",
        claims=tuple(dict.fromkeys(item.claim for item in words)),
        words=tuple(words),
    )
