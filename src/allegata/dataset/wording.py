"""Records in words, for the report and the terminal. Pure, neutral, and never more exact than the record."""

from allegata.dataset.countries import country_name
from allegata.dataset.wording_time import (
    date_range_words,
    incident_date_words,
    published_words,
    symbolic_words,
    time_words,
)
from allegata.records import (
    Attribution,
    Casualty,
    Claim,
    Communication,
    Composition,
    Count,
    Document,
    Fallback,
    Incident,
    IncidentPlace,
    Place,
    Quantity,
)

__all__ = [
    "bounds_words",
    "casualty_words",
    "chain_words",
    "communication_heading",
    "composition_words",
    "count_words",
    "date_range_words",
    "document_words",
    "event_type_words",
    "fallback_words",
    "incident_date_words",
    "incident_heading",
    "outcome_words",
    "place_name_words",
    "place_words",
    "published_words",
    "quantity_words",
    "speaker_words",
    "stance_words",
    "symbolic_words",
    "time_words",
]

_OUTCOMES = {"killed_or_injured": "killed or injured (split unknown)"}
_NOUNS = {"civilian": ("civilian", "civilians"), "combatant": ("combatant", "combatants")}
_GROUPS = {"women": ("woman", "women"), "children": ("child", "children"), "men": ("man", "men")}
_SHARES = {"all": "all of them", "majority": "most of them", "half": "half of them", "some": "some of them"}
_EVENT_TYPES = {"killing": "killing (means not stated)", "other": "event of another kind"}


def many_words(number: int, noun: str) -> str:
    """Return a number with the noun for what it counts: "1 incident", "2,000 incidents"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def bounds_words(low: int | None, high: int | None) -> str:
    """Return bounds in words: "17", "71 or more", "up to 20", "20 to 30", "unknown"."""
    if low is None and high is None:
        return "unknown"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def quantity_words(quantity: Quantity) -> str:
    """Return a count in words; a vague one keeps the source's words: "2 or more (“a number of”)"."""
    bounds = bounds_words(quantity.low, quantity.high)
    if quantity.kind == "vague":
        return f"{bounds} (“{quantity.words}”)"
    return f"about {bounds}" if quantity.kind == "about" and bounds != "unknown" else bounds


def count_words(count: Count) -> str:
    """Return an incident's range in words: "8 or more (highest figure given: 12)", "unknown"."""
    bounds = bounds_words(count.min, count.max)
    if count.max is not None or (count.min is None and count.highest is None):
        return bounds
    if count.highest is None:
        return f"{bounds} (no figure given)"
    return bounds if count.highest == count.min else f"{bounds} (highest figure given: {count.highest:,})"


def outcome_words(outcome: str) -> str:
    """Return an outcome in words; ``killed_or_injured`` says that the split is unknown."""
    return _OUTCOMES.get(outcome, outcome)


def composition_words(composition: Composition) -> str:
    """Return a share that is stated without a number: "most of them women and children"."""
    joiner = " and " if composition.joint else " or "
    return f"{_SHARES[composition.share]} {joiner.join(composition.groups)}"


def casualty_words(casualty: Casualty) -> str:
    """Return one count in words: "71 or more civilians killed or injured (split unknown), most of them women"."""
    quantity, whom = casualty.quantity, casualty.whom
    plural = not quantity.low == quantity.high == 1
    noun = ""
    if whom.group is not None:
        noun = _GROUPS[whom.group][plural]
        if whom.status in _NOUNS:
            noun += f" ({_NOUNS[whom.status][plural]})"
    elif whom.status in _NOUNS:
        noun = _NOUNS[whom.status][plural]
    elif whom.status == "contested":
        noun = ("person" if not plural else "people") + " of contested status"
    amount, told = bounds_words(quantity.low, quantity.high), ""
    if quantity.kind == "vague":
        told = f" (“{quantity.words}”)"
    elif quantity.kind == "about":
        amount = f"about {amount}"
    words = " ".join(part for part in (amount, noun, outcome_words(casualty.outcome)) if part) + told
    words = ", ".join([words, *(composition_words(part) for part in casualty.composition)])
    return f"{words}, a cumulative total" if casualty.cumulative else words


def event_type_words(event_type: str) -> str:
    """Return an event type in words."""
    return _EVENT_TYPES.get(event_type, event_type)


def place_name_words(place: Place | IncidentPlace) -> str:
    """Return a place with what contains it: "al-Baghouz (within Deir Ezzor)"."""
    if place.within and place.within.casefold() != place.name.casefold():
        return f"{place.name} (within {place.within})"
    return place.name


def place_words(place: Place | IncidentPlace | None) -> str:
    """Return a place with containment, country, precision, and whether it was found."""
    if place is None:
        return "place not stated"
    words = [place_name_words(place)]
    country = country_name(place.country)
    if country and country.casefold() != place.name.casefold():
        words.append(country)
    if place.precision != "unknown":
        words.append(place.precision)
    found = place.latitude is not None and place.longitude is not None
    relation = getattr(place, "relation", None)
    if relation:
        words[0] = f"{relation} {words[0]}"
    if not found:
        words.append("known by name only" if not place.resolved else "no coordinates")
    return ", ".join(words)


def fallback_words(fallback: Fallback | None) -> str | None:
    """Return the known area that contains an unresolved place: "in Deir Ezzor Governorate (admin1)"."""
    return None if fallback is None else f"in {fallback.name} ({fallback.precision})"


def speaker_words(chain: tuple[Attribution, ...]) -> str:
    """Return the ultimate speaker's name; "source not stated" for an empty chain."""
    return chain[0].name if chain else "source not stated"


def chain_words(chain: tuple[Attribution, ...]) -> str:
    """Return the voices from the ultimate speaker outward: "local sources, via the Ministry, via SANA"."""
    return ", via ".join(voice.name for voice in chain) if chain else "source not stated"


def stance_words(claim: Claim) -> str:
    """Return what the source does: "alleges", "denies"; with its hedges: "alleges (“reportedly”)"."""
    hedges = ", ".join(f"“{hedge.words}”" for hedge in claim.hedges)
    return f"{claim.stance} ({hedges})" if hedges else claim.stance


def document_words(document: Document) -> tuple[str, str]:
    """Return a document's title, and publisher with date of publication."""
    publisher = f"{document.publisher}; " if document.publisher else ""
    return document.title or "untitled", f"{publisher}{published_words(document.published)}"


def incident_heading(incident: Incident) -> str:
    """Return an incident's heading: "Airstrike alleged, al-Baghouz (within Deir Ezzor)"."""
    types = ", ".join(event_type_words(kind) for kind in incident.event_types) or "event of unstated kind"
    place = place_name_words(incident.place) if incident.place is not None else "place not stated"
    return f"{types[0].upper()}{types[1:]} alleged, {place}"


def communication_heading(communication: Communication) -> str:
    """Return what was sent, by whom, to whom: "2 letters: the Ministry → Security Council"."""
    number = communication.number
    act = communication.act
    if number is not None and not number.low == number.high == 1:
        act = f"{quantity_words(number)} {act}s"
    sender = communication.sender.name if communication.sender is not None else "sender not stated"
    addressees = "; ".join(party.name for party in communication.addressees) or "addressee not stated"
    return f"{act[:1].upper()}{act[1:]}: {sender} → {addressees}"
