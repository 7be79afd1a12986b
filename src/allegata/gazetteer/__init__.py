"""Names to places: look up names in GeoNames, a sourced supplement and the user's own files. Verb: ``lookup``."""

from allegata.gazetteer.candidate import LEAD, RESOLVED, Candidate
from allegata.gazetteer.fold import fold
from allegata.gazetteer.lookup import BUILT, Gazetteer, user_path
from allegata.gazetteer.store import GazetteerError
from allegata.gazetteer.user import AddReport, Skipped, add_file

__all__ = [
    "BUILT",
    "LEAD",
    "RESOLVED",
    "AddReport",
    "Candidate",
    "Gazetteer",
    "GazetteerError",
    "Skipped",
    "add_file",
    "fold",
    "user_path",
]
