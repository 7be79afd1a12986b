"""Reading: documents into attributed claims and communications. Verb: ``Reader.read``."""

from allegata.reading.drafts import Skipped
from allegata.reading.gate import speaks_of_violence
from allegata.reading.pipeline import DEFAULT_MODEL, ModelError, load_pipeline
from allegata.reading.reader import Reader, Reading, Settings
from allegata.reading.toponyms import toponyms

__all__ = [
    "DEFAULT_MODEL",
    "ModelError",
    "Reader",
    "Reading",
    "Settings",
    "Skipped",
    "load_pipeline",
    "speaks_of_violence",
    "toponyms",
]
