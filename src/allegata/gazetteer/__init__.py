"""Names to places: look up names in GeoNames, a sourced supplement and the user's own files. Verb: ``lookup``."""

from allegata.gazetteer.candidate import LEAD, RESOLVED, Candidate
from allegata.gazetteer.countries import countries_of_address, country_names
from allegata.gazetteer.extent import distance_km
from allegata.gazetteer.fold import fold
from allegata.gazetteer.joint import Guess
from allegata.gazetteer.lookup import Gazetteer
from allegata.gazetteer.store import BUILT, GazetteerError, user_path
from allegata.gazetteer.towns import Town
from allegata.gazetteer.user import AddReport, Skipped, add_file

__all__ = [
    "BUILT",
    "LEAD",
    "RESOLVED",
    "AddReport",
    "Candidate",
    "Gazetteer",
    "GazetteerError",
    "Guess",
    "Skipped",
    "Town",
    "add_file",
    "countries_of_address",
    "country_names",
    "distance_km",
    "fold",
    "user_path",
]
