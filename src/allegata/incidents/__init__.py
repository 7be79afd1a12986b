"""Incidents: claims that speak of the same happening, with ranges and a grade. Verb: ``gather``.

``match`` sets an incident against a catalogue of known ones.
"""

from allegata.incidents.catalogue import Catalogue, load_catalogue
from allegata.incidents.catalogue_mapping import CatalogueError, mapping_names
from allegata.incidents.catalogue_match import Candidate, match
from allegata.incidents.catalogue_record import CatalogueRecord, days_words, toll_words
from allegata.incidents.catalogue_words import DateOffer, Reason, differences
from allegata.incidents.credible import Standing, StandingError, load_standing, neutral_standing
from allegata.incidents.effective import as_judged, effective, waiting
from allegata.incidents.gather import gather
from allegata.incidents.grading import propose_grade
from allegata.incidents.index import IncidentIndex, IncidentIndexError
from allegata.incidents.judging import Decisions, JudgementError, check, decisions, judgement_id, standing
from allegata.incidents.profiles import Counted, Profile, ProfileError, load_profile, profile, profile_names
from allegata.incidents.ranges import OWN_RULES, count_range
from allegata.incidents.recount import recounted
from allegata.incidents.told import Changes, Told

__all__ = [
    "OWN_RULES",
    "Candidate",
    "Catalogue",
    "CatalogueError",
    "CatalogueRecord",
    "Changes",
    "Counted",
    "DateOffer",
    "Decisions",
    "IncidentIndex",
    "IncidentIndexError",
    "JudgementError",
    "Profile",
    "ProfileError",
    "Reason",
    "Standing",
    "StandingError",
    "Told",
    "as_judged",
    "check",
    "count_range",
    "days_words",
    "decisions",
    "differences",
    "effective",
    "gather",
    "judgement_id",
    "load_catalogue",
    "load_profile",
    "load_standing",
    "mapping_names",
    "match",
    "neutral_standing",
    "profile",
    "profile_names",
    "propose_grade",
    "recounted",
    "standing",
    "toll_words",
    "waiting",
]
