"""FollowTheMoney entities, as we write them, back as the record of an incident.

Events, links, notes and people tell which incident they are of. Parties and articles are shared by many: who is accused
stands by name in the link, and what an article is of is not read back.
"""

import re
from collections.abc import Mapping
from typing import Any

from allegata.codebooks.reading_back import RECORD, BadRowError, Rows
from allegata.dataset.wording import event_type_words
from allegata.records import EVENT_TYPES

SOURCE = "Said by "
PERSON = "-v"
"""What stands between the id of an incident and the number of a person who is named in it."""
NAMED = "named as "
ROLES = {"accused": "accused", "denied for": "denied_by", "accepts responsibility": "admitted_by"}
_TYPES = {event_type_words(kind): kind for kind in EVENT_TYPES}
_SUMMARY = re.compile(
    r"Grade proposed: (?P<grade>[a-z]+)\.(?: Counted by the profile .+?: (?P<counts>.*)\.)?$", re.DOTALL
)
_COUNT = re.compile(r"(?P<outcome>killed or injured|killed|injured) (?P<bounds>.+)")
_BOUNDS = re.compile(r"(?P<low>[\d,]+) or more|up to (?P<high>[\d,]+)|(?P<from>[\d,]+)(?: to (?P<to>[\d,]+))?")


def incident_of_entity(cells: Mapping[str, Any]) -> str | None:
    """Return the id of the incident that an entity is of; ``None`` for a party or an article."""
    held, schema, id = cells.get("properties"), cells.get("schema"), str(cells.get("id"))
    if schema == "Event":
        return id
    if schema == "Person":
        return id.rpartition(PERSON)[0] or None
    found = (
        held.get({"UnknownLink": "object", "Note": "entity"}.get(str(schema), "")) if isinstance(held, dict) else None
    )
    return str(found[0]) if isinstance(found, list) and found else None


def ftm_back(rows: Rows) -> dict[str, Any]:
    """Return the incident of its entities. Raises ``BadRowError`` for an entity of another form."""
    record: dict[str, Any] = {"record": RECORD, "id": None, "accused": [], "victims": [], "stances": []}
    record |= {"denied_by": [], "admitted_by": []}
    outcomes: dict[str, str] = {}
    people: dict[str, dict[str, Any]] = {}
    for _, cells in rows:
        id, schema = str(cells.get("id")), cells.get("schema")
        try:
            held: Mapping[str, list[str]] = cells["properties"]
            if schema == "Event":
                record |= {"id": id, **_event(held)}
            elif schema == "Note":
                record["stances"] += [{"id": id, "stance": stance} for stance in held.get("keywords", ())]
            elif schema == "Person":
                people[id] = _person(held)
            elif schema == "UnknownLink":
                role = _first(held, "role") or ""
                if role.startswith(NAMED):
                    outcomes[held["subject"][0]] = role.removeprefix(NAMED).replace(" ", "_")
                elif role in ROLES and held.get("description"):
                    _party(record, role, held["subject"][0], held["description"][0])
        except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
            raise BadRowError(f"{id}: is no entity of ours ({error}); mend or remove the line") from error
    record["victims"] = [{**person, "outcome": outcomes.get(id)} for id, person in people.items()]
    return record


def _event(held: Mapping[str, list[str]]) -> dict[str, Any]:
    location, country = held.get("location", []), _first(held, "country")
    said = _SUMMARY.search(_first(held, "summary") or "")
    counts = [_COUNT.fullmatch(words) for words in (said["counts"] or "").split("; ")] if said is not None else []
    ranges = {found["outcome"].replace(" ", "_"): _bounds(found["bounds"]) for found in counts if found is not None}
    return {
        "date": {"start": _first(held, "startDate"), "end": _first(held, "endDate")},
        "place": {
            "name": location[0] if location else None,
            "within": location[1] if len(location) > 1 else None,
            "country": country.upper() if country is not None else None,
        },
        "event_types": [_TYPES.get(words, words) for words in held.get("keywords", ())],
        "grade": {"value": said["grade"] if said is not None else None},
        "sources": [words.removeprefix(SOURCE) for words in held.get("notes", ())],
        "documents": len(held.get("proof", ())),
        **ranges,
    }


def _person(held: Mapping[str, list[str]]) -> dict[str, Any]:
    age = re.fullmatch(r"age (\d+) as stated", _first(held, "notes") or "")
    return {
        "name": _first(held, "name"),
        "variants": held.get("alias", []),
        "sex": _first(held, "gender"),
        "role": _first(held, "position"),
        "age": int(age[1]) if age is not None else None,
    }


def _party(record: dict[str, Any], role: str, subject: str, name: str) -> None:
    if role != "accused":
        record[ROLES[role]].append(name)
        return
    party = subject.removeprefix("party-") if subject.startswith("party-") else None
    record["accused"].append({"name": name, "party": party})


def _bounds(words: str) -> dict[str, int | None]:
    found = _BOUNDS.fullmatch(words)
    if found is None:
        return {"min": None, "max": None}
    low, high = found["low"] or found["from"], found["high"] or found["to"] or found["from"]
    return {name: int(end.replace(",", "")) if end else None for name, end in (("min", low), ("max", high))}


def _first(held: Mapping[str, list[str]], name: str) -> str | None:
    values = held.get(name)
    return values[0] if values else None
