"""The way from the text of an ISAF release to its 13 fields: taken in, read, and coded by the codebook ``isaf``."""

from functools import cache

import msgspec

from allegata.codebooks import sheet
from allegata.codebooks.isaf_coding import IsafCode, IsafTerms, IsafTools, code, isaf_terms
from allegata.codebooks.isaf_release import releases, tells
from allegata.evaluation.parts import Tools


@cache
def terms() -> IsafTerms:
    """Return the coder's conventions."""
    return isaf_terms(sheet("isaf").terms)


def code_text(text: str, tools: Tools) -> IsafCode:
    """Return the 13 fields of a release. A text of several releases is one operation and its updates."""
    told = []
    for release in releases(text):
        claims = tuple(claim for claim in tools.reader.read(release.document).claims if tells(claim))
        told.append(msgspec.structs.replace(release, claims=claims))
    return code(told, IsafTools(terms=terms(), gazetteer=tools.gazetteer, register=tools.register))
