"""Reading: documents into attributed claims and communications. Verb: ``Reader.read``."""

from allegata.reading.drafts import Skipped
from allegata.reading.gate import speaks_of_violence
from allegata.reading.pipeline import DEFAULT_MODEL, ModelError, load_pipeline
from allegata.reading.reader import Reader, Reading, Settings
from allegata.reading.said import Said
from allegata.reading.sentence import Sentence
from allegata.reading.tagger import MISSING as MISSING_TAGGER
from allegata.reading.tagger import Tagged, Tagger, shared_tagger
from allegata.reading.toponyms import toponyms

__all__ = [
    "DEFAULT_MODEL",
    "MISSING_TAGGER",
    "ModelError",
    "Reader",
    "Reading",
    "Said",
    "Sentence",
    "Settings",
    "Skipped",
    "Tagged",
    "Tagger",
    "load_pipeline",
    "shared_tagger",
    "speaks_of_violence",
    "toponyms",
]
