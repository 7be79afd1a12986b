"""Incidents: claims that speak of the same happening, with ranges and a grade. Verb: ``gather``."""

from allegata.incidents.credible import Standing, StandingError, load_standing, neutral_standing
from allegata.incidents.effective import as_judged, effective, waiting
from allegata.incidents.gather import gather
from allegata.incidents.grading import propose_grade
from allegata.incidents.judging import Decisions, JudgementError, check, decisions, judgement_id, standing
from allegata.incidents.profiles import Counted, Profile, ProfileError, load_profile, profile, profile_names
from allegata.incidents.ranges import OWN_RULES, count_range
from allegata.incidents.recount import recounted

__all__ = [
    "OWN_RULES",
    "Counted",
    "Decisions",
    "JudgementError",
    "Profile",
    "ProfileError",
    "Standing",
    "StandingError",
    "as_judged",
    "check",
    "count_range",
    "decisions",
    "effective",
    "gather",
    "judgement_id",
    "load_profile",
    "load_standing",
    "neutral_standing",
    "profile",
    "profile_names",
    "propose_grade",
    "recounted",
    "standing",
    "waiting",
]
