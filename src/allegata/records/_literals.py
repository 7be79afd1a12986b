"""The fixed literals of the record contract. Outside tools read them: values are added, never renamed."""

from typing import Literal, get_args

Stance = Literal["alleges", "reports", "confirms", "admits", "denies", "disputes"]
Outcome = Literal["killed", "injured", "killed_or_injured", "missing", "detained", "displaced"]
QuantityKind = Literal["exact", "at least", "more than", "less than", "up to", "about", "between", "vague"]
WhomStatus = Literal["civilian", "combatant", "contested", "not stated"]
Group = Literal["women", "children", "men"]
PlaceRole = Literal["event", "speech", "origin", "destination", "relation", "other"]
PlacePrecision = Literal["point", "village", "town", "city", "admin2", "admin1", "area", "country", "unknown"]
TimePrecision = Literal["hour", "day", "days", "week", "month", "longer", "unknown"]
SourceKind = Literal[
    "government",
    "military",
    "armed group",
    "police",
    "official",
    "health",
    "rescue",
    "international organisation",
    "NGO",
    "media",
    "news agency",
    "local source",
    "witness",
    "relative",
    "resident",
    "expert",
    "other",
]
EventType = Literal[
    "airstrike",
    "drone strike",
    "shelling",
    "missile attack",
    "bombing",
    "suicide bombing",
    "IED",
    "landmine",
    "grenade",
    "shooting",
    "armed clash",
    "ground operation",
    "execution",
    "killing",
    "abduction",
    "detention",
    "torture",
    "sexual violence",
    "chemical attack",
    "incendiary attack",
    "arson",
    "robbery",
    "destruction of property",
    "displacement",
    "blockade",
    "other",
]
GradeValue = Literal["confirmed", "fair", "weak", "contested", "discounted"]

OUTCOMES: tuple[str, ...] = get_args(Outcome)
QUANTITY_KINDS: tuple[str, ...] = get_args(QuantityKind)
SOURCE_KINDS: tuple[str, ...] = get_args(SourceKind)
EVENT_TYPES: tuple[str, ...] = get_args(EventType)
