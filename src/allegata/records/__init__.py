"""The vocabulary of Allegata: frozen, slotted value types that are written as JSON Lines.

Every other room speaks in these types. Spans are ``(start, end)`` in code points of ``Document.text``, end exclusive.
``null`` (``None``) is unknown; it is never zero and never a guess.
"""

from allegata.records._claim import (
    Accused,
    Attribution,
    Casualty,
    Characterisation,
    Claim,
    Composition,
    Event,
    PartyMention,
    ReaderStamp,
    Target,
    Weapon,
    Whom,
)
from allegata.records._communication import Communication, Demand
from allegata.records._document import Document, Published, Zone
from allegata.records._incident import Count, Grade, Incident, IncidentAccused, IncidentDate, IncidentPlace
from allegata.records._json import SCHEMA_VERSION, Record, decode, encode, json_schema, read_lines, short_hash
from allegata.records._literals import (
    EVENT_TYPES,
    OUTCOMES,
    QUANTITY_KINDS,
    SOURCE_KINDS,
    EventType,
    GradeValue,
    Group,
    Outcome,
    PlacePrecision,
    PlaceRole,
    QuantityKind,
    SourceKind,
    Stance,
    TimePrecision,
    WhomStatus,
)
from allegata.records._place import Fallback, Place
from allegata.records._quantity import Quantity
from allegata.records._span import Span, quote
from allegata.records._time import Symbolic, Time

__all__ = [
    "EVENT_TYPES",
    "OUTCOMES",
    "QUANTITY_KINDS",
    "SCHEMA_VERSION",
    "SOURCE_KINDS",
    "Accused",
    "Attribution",
    "Casualty",
    "Characterisation",
    "Claim",
    "Communication",
    "Composition",
    "Count",
    "Demand",
    "Document",
    "Event",
    "EventType",
    "Fallback",
    "Grade",
    "GradeValue",
    "Group",
    "Incident",
    "IncidentAccused",
    "IncidentDate",
    "IncidentPlace",
    "Outcome",
    "PartyMention",
    "Place",
    "PlacePrecision",
    "PlaceRole",
    "Published",
    "Quantity",
    "QuantityKind",
    "ReaderStamp",
    "Record",
    "SourceKind",
    "Span",
    "Stance",
    "Symbolic",
    "Target",
    "Time",
    "TimePrecision",
    "Weapon",
    "Whom",
    "WhomStatus",
    "Zone",
    "decode",
    "encode",
    "json_schema",
    "quote",
    "read_lines",
    "short_hash",
]
