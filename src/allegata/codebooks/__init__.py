"""One reading, every codebook: exports with the counting rule beside each number and a list of what is lost.

Verbs: ``export``, ``release``, ``import_files``.
"""

from allegata.codebooks.book import Codebook, Problem, Tools, find_codebook, find_profile
from allegata.codebooks.cells import Coded, Row, Words, escape, unescape
from allegata.codebooks.counting import Tally, tally
from allegata.codebooks.dataset_source import DatasetSource
from allegata.codebooks.explain import ExplainError, Explanation, explain
from allegata.codebooks.export import Refusal, Report, export
from allegata.codebooks.import_forms import UnknownFormError
from allegata.codebooks.importing import Imported, ImportingError, import_files
from allegata.codebooks.losses import Losses
from allegata.codebooks.release import Released, ReleaseError, check_name, release, sha256
from allegata.codebooks.release_ledger import Releasable
from allegata.codebooks.sheets import CodebookError, Sheet, codebook_names, sheet
from allegata.codebooks.source import Message, Publication, Sizes, Source, Told, View
from allegata.codebooks.value_words import value_words

__all__ = [
    "Codebook",
    "CodebookError",
    "Coded",
    "DatasetSource",
    "ExplainError",
    "Explanation",
    "Imported",
    "ImportingError",
    "Losses",
    "Message",
    "Problem",
    "Publication",
    "Refusal",
    "Releasable",
    "ReleaseError",
    "Released",
    "Report",
    "Row",
    "Sheet",
    "Sizes",
    "Source",
    "Tally",
    "Told",
    "Tools",
    "UnknownFormError",
    "View",
    "Words",
    "check_name",
    "codebook_names",
    "escape",
    "explain",
    "export",
    "find_codebook",
    "find_profile",
    "import_files",
    "release",
    "sha256",
    "sheet",
    "tally",
    "unescape",
    "value_words",
]
