"""``incidents.csv``: one row an incident, for spreadsheets (RFC 4180, UTF-8)."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from allegata.dataset.visible import visible
from allegata.records import Count, Incident

Cell = str | int | float | None


class Column(NamedTuple):
    """A column: name, Frictionless type, and what it holds."""

    name: str
    type: str
    description: str


def _counts(prefix: str, what: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_min", "integer", f"Smallest lower bound of {what}; empty: unknown."),
        Column(f"{prefix}_max", "integer", f"Largest upper bound of {what}; empty: open or unknown."),
        Column(f"{prefix}_highest", "integer", f"Highest figure that anybody gives of {what}; empty: none given."),
    )


_GROUPS = ("women", "children", "men")

COLUMNS: tuple[Column, ...] = (
    Column("id", "string", "Id of the incident, as in incidents.jsonl."),
    Column("date_start", "date", "First day; empty while no claim's time could be resolved."),
    Column("date_end", "date", "Last day; empty while unresolved."),
    Column("date_precision", "string", "hour, day, days, week, month, longer or unknown."),
    Column("date_words", "string", "The date as told."),
    Column("place", "string", "Name of the place."),
    Column("within", "string", "The area that contains it."),
    Column("country", "string", "ISO 3166 alpha-2 code, after GeoNames."),
    Column("latitude", "number", "Degrees north (WGS 84); empty unless the very place is known."),
    Column("longitude", "number", "Degrees east (WGS 84); empty unless the very place is known."),
    Column("place_precision", "string", "point, village, town, city, admin2, admin1, area, country or unknown."),
    Column("event_types", "string", "What is alleged; several are parted by '; '."),
    Column("accused", "string", "Parties that claims hold responsible; several are parted by '; '."),
    *_counts("killed", "all people alleged killed"),
    *_counts("injured", "all people alleged injured"),
    *_counts("killed_or_injured", "people alleged killed or injured where the source does not split the two"),
    *(column for group in _GROUPS for column in _counts(f"{group}_killed", f"{group} alleged killed")[:2]),
    Column("grade", "string", "Proposed grade: confirmed, fair, weak, contested or discounted."),
    Column("grade_why", "string", "Why this grade."),
    Column("independent_sources", "integer", "Number of voices that do not go back to one another."),
    Column("documents", "integer", "Number of documents that tell of it."),
    Column("sources", "string", "Who says so; several are parted by '; '."),
    Column("claims", "string", "Ids of its claims, parted by '; '."),
)

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(value: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula.

    Text that begins with ``= + - @``, their full-width forms, a tab or a line break gets a leading apostrophe; control
    characters become visible. Numbers, negative ones too, stay numbers.
    """
    if not isinstance(value, str):
        return value
    text = f"'{value}" if value.startswith(_FORMULA) or value.lstrip(" ").startswith(_FORMULA) else value
    return visible(text)


def incident_row(incident: Incident) -> list[Cell]:
    """Return an incident's cells in the order of ``COLUMNS``, not yet made safe."""
    date, place = incident.date, incident.place
    groups = (incident.killed_by_group.get(group, Count(min=None, max=None, highest=None)) for group in _GROUPS)
    return [
        incident.id,
        date.start if date else None,
        date.end if date else None,
        date.precision if date else None,
        date.words if date else None,
        place.name if place else None,
        place.within if place else None,
        place.country if place else None,
        place.latitude if place else None,
        place.longitude if place else None,
        place.precision if place else None,
        "; ".join(incident.event_types),
        "; ".join(accused.name for accused in incident.accused),
        *_range(incident.killed),
        *_range(incident.injured),
        *_range(incident.killed_or_injured),
        *(cell for group in groups for cell in _range(group)[:2]),
        incident.grade.value,
        incident.grade.why,
        incident.independent_sources,
        incident.documents,
        "; ".join(incident.sources),
        "; ".join(incident.claims),
    ]


def incidents_csv(incidents: Iterable[Incident]) -> bytes:
    """Return the table as bytes: a header, then one row an incident, lines ended by CR LF, no byte order mark."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, dialect="excel")
    writer.writerow([column.name for column in COLUMNS])
    for incident in incidents:
        writer.writerow([safe_cell(cell) for cell in incident_row(incident)])
    return table.getvalue().encode("utf-8")


def _range(count: Count) -> list[Cell]:
    return [count.min, count.max, count.highest]
