"""Intake: files and folders become documents. Nothing is executed, fetched or followed."""

from allegata.intake.capitals import readable
from allegata.intake.dates import read_date
from allegata.intake.limits import Duplicate, IntakeError, Options, Passed, Problem
from allegata.intake.take_in import files_in, take_in
from allegata.intake.text import from_text

__all__ = [
    "Duplicate",
    "IntakeError",
    "Options",
    "Passed",
    "Problem",
    "files_in",
    "from_text",
    "read_date",
    "readable",
    "take_in",
]
