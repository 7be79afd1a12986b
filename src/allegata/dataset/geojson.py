"""``incidents.geojson``: incidents for maps (RFC 7946)."""

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from allegata.dataset.countries import country_name
from allegata.dataset.wording import count_words, incident_date_words, incident_heading
from allegata.records import Incident


def incidents_geojson(incidents: Iterable[Incident]) -> bytes:
    """Return a FeatureCollection as UTF-8 JSON.

    A feature's geometry is ``null`` unless the very place is known: the area that contains an unresolved place stands
    in the property ``place_fallback``, so that no map shows a dot where nobody said anything happened.
    """
    collection = {"type": "FeatureCollection", "features": [_feature(incident) for incident in incidents]}
    return (json.dumps(collection, ensure_ascii=True, allow_nan=False, indent=1) + "\n").encode("utf-8")


def _feature(incident: Incident) -> dict[str, Any]:
    place = incident.place
    geometry = None
    if place is not None and place.latitude is not None and place.longitude is not None:
        geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return {"type": "Feature", "id": incident.id, "geometry": geometry, "properties": _properties(incident)}


def _properties(incident: Incident) -> dict[str, Any]:
    date, place = incident.date, incident.place
    counts = {
        f"{name}_{part}": value
        for name, count in (
            ("killed", incident.killed),
            ("injured", incident.injured),
            ("killed_or_injured", incident.killed_or_injured),
        )
        for part, value in (
            ("min", count.min),
            ("max", count.max),
            ("highest", count.highest),
            ("words", count_words(count)),
        )
    }
    return {
        "title": incident_heading(incident),
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_precision": date.precision if date else None,
        "date_told": incident_date_words(date),
        "place": place.name if place else None,
        "place_within": place.within if place else None,
        "country": place.country if place else None,
        "country_name": country_name(place.country) if place else None,
        "place_precision": place.precision if place else None,
        "place_resolved": place.resolved if place else False,
        "place_fallback": msgspec.to_builtins(place.fallback) if place and place.fallback else None,
        "event_types": list(incident.event_types),
        "accused": [accused.name for accused in incident.accused],
        **counts,
        "grade": incident.grade.value,
        "grade_why": incident.grade.why,
        "status": incident.status,
        "independent_sources": incident.independent_sources,
        "documents": incident.documents,
        "sources": list(incident.sources),
        "weapons": list(incident.weapons),
        "claims": list(incident.claims),
    }
