"""The 13 fields of the expert coder of ISAF's press releases, one row a document; ``isaf_coding`` says how."""

from collections.abc import Iterable

import msgspec

from allegata.codebooks.book import Codebook, Tools
from allegata.codebooks.cells import Coded, Row, Value, Words
from allegata.codebooks.isaf_coding import IsafCode, IsafTools, code, isaf_terms
from allegata.codebooks.isaf_release import release
from allegata.codebooks.sheets import CodebookError
from allegata.codebooks.source import Publication
from allegata.gazetteer import Gazetteer, GazetteerError
from allegata.incidents import standing
from allegata.incidents.sides import built_in_register


class Book(Codebook):
    """One table, ``operations``."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        try:
            terms, gazetteer = isaf_terms(tools.sheet.terms), Gazetteer.open()
        except (msgspec.ValidationError, GazetteerError) as error:
            raise CodebookError(f"{tools.sheet.name}: {error}") from error
        self._tools = IsafTools(terms=terms, gazetteer=gazetteer, register=built_in_register())
        self._rules = {column.name: column.rule for column in tools.sheet.table("operations").columns if column.rule}

    def publication(self, publication: Publication) -> Iterable[Row]:
        """Yield the row of a document. Claims that somebody rejected are left out."""
        rejected = {
            name
            for item in standing(publication.judgements)
            if item.kind == "reject" and item.field is None
            for name in item.about
        }
        claims = [claim for claim in publication.claims if claim.id not in rejected]
        told = release(publication.document, claims)
        cells: dict[str, Value | Coded] = {"document": told.document.id, "name": told.document.title}
        coded = code([told], self._tools)
        for field, value in msgspec.structs.asdict(coded.fields).items():
            cells[field] = self._cell(field, value, coded)
        yield Row("operations", cells)

    def _cell(self, field: str, value: Value, coded: IsafCode) -> Coded:
        passages = coded.passages[field]
        held = [each for each in value if each] if isinstance(value, tuple) else value
        return Coded(
            value=None if held in ("", []) else held,
            rule=self._rules[field],
            claims=tuple(dict.fromkeys(each.claim for each in passages if each.claim is not None)),
            words=tuple(Words(each.claim or "", each.document, each.span) for each in passages),
        )
