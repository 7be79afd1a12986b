"""An incident as a row of the sheet that Uwazi imports, under the labels of its template."""

from collections.abc import Iterable

from allegata.codebooks.cells import Coded, Value
from allegata.codebooks.counting import tally, told_claims
from allegata.codebooks.happening import dated, located, office, reports
from allegata.codebooks.huridocs_terms import Thesauri
from allegata.codebooks.source import View
from allegata.dataset.visible import one_line
from allegata.dataset.wording import event_type_words, incident_heading
from allegata.incidents import Profile
from allegata.incidents.independence import ultimate
from allegata.records import Outcome

_RANGES: tuple[tuple[str, Outcome], ...] = (
    ("Killed", "killed"),
    ("Injured", "injured"),
    ("Killed or injured", "killed_or_injured"),
)


def uwazi_cells(view: View, profile: Profile, thesauri: Thesauri) -> dict[str, Value | Coded]:
    """Return the cells of an incident."""
    incident, when, where = view.incident, dated(view), located(view)
    place = incident.place
    answers = [f"{answer.name}: {thesauri.attribution(answer) or answer.kind}" for answer in incident.responses]
    pair = f"{where.latitude}|{where.longitude}" if where is not None and where.exact else None
    cells: dict[str, Value | Coded] = {
        "Title": one_line(incident_heading(incident)),
        "Allegata id": incident.id,
        "Date": when.cell(f"{when.start}:{when.end}", "uwazi-date") if when is not None else None,
        "Date precision": when.precision if when is not None else None,
        "Geolocation": where.cell(pair, "uwazi-place") if where is not None and pair is not None else None,
        "Place": one_line(place.name) if place is not None else None,
        "Place precision": place.precision if place is not None else None,
        "Country": where.country.name if where is not None and where.country is not None else None,
        "Event types": _many(event_type_words(kind) for kind in incident.event_types),
        "Accused": _many(party.name for party in incident.accused if party.by),
        "Responses": _many(answers),
        "Victims": _many(victim.name for victim in incident.victims),
        "Weapons": _many(incident.weapons),
        "Grade": incident.grade.value,
        "Independent sources": incident.independent_sources,
        "Sources": _many(ultimate(claim).name for claim in told_claims(view) if claim.attribution),
        "Publishers": _many(name for document in reports(view) if (name := office(document)) is not None),
        "Description": one_line(f"Alleged, not established. Grade {incident.grade.value}: {incident.grade.why}"),
    }
    for label, outcome in _RANGES:
        counted = tally(view, profile, outcome)
        cells[f"{label} at least"], cells[f"{label} at most"] = counted.cell("low"), counted.cell("high")
    return cells


def _many(values: Iterable[str]) -> list[str] | None:
    return list(dict.fromkeys(one_line(value) for value in values)) or None
