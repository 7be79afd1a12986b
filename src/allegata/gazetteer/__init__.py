"""Names to places: look up names in GeoNames, a sourced supplement and the user's own files. Verb: ``lookup``."""

from allegata.gazetteer.candidate import LEAD, RESOLVED, Candidate
from allegata.gazetteer.countries import country_names
from allegata.gazetteer.fold import fold
from allegata.gazetteer.lookup import Gazetteer
from allegata.gazetteer.store import BUILT, GazetteerError, user_path
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
    "country_names",
    "fold",
    "user_path",
]
