"""Incidents: claims that speak of the same happening, with ranges and a grade. Verb: ``gather``."""

from allegata.incidents.gather import gather
from allegata.incidents.grading import propose_grade
from allegata.incidents.ranges import count_range

__all__ = ["count_range", "gather", "propose_grade"]
