"""What a person may see, as conditions on the tables: the one place where confidentiality is decided.

Whoever may not see what is restricted sees no restricted document, nothing that stands in one or is about one, and of
an incident only what is left without them.
"""

import msgspec
from sqlalchemy import ColumnElement, and_, exists, literal, select, true

from allegata.casebook.people import Person
from allegata.casebook.tables import documents, incidents, judged, judgements, moves


class Sight(msgspec.Struct, frozen=True):
    """The conditions for one person."""

    person: Person
    assignment: str | None = None
    """One's own blind coding: then its judgements are seen, and no others."""

    @property
    def whole(self) -> bool:
        """Whether nothing is withheld from this person."""
        return self.person.restricted

    def documents(self) -> ColumnElement[bool]:
        """Return which rows of ``documents`` may be seen; all that belongs to a document is joined to it."""
        return true() if self.whole else documents.c.restricted.is_(False)

    def incidents(self) -> ColumnElement[bool]:
        """Return which rows of ``incidents`` may be seen: as they are, or as they are without what is withheld."""
        return incidents.c.audience != (2 if self.whole else 1)

    def judgements(self) -> ColumnElement[bool]:
        """Return which rows of ``judgements`` may be seen: those on nothing that is withheld, in full or in part."""
        mine: ColumnElement[bool] = judgements.c.assignment.is_(
            None
        )  # blind coding is seen by nobody else until it is adjudicated
        if self.assignment is not None:
            mine = (judgements.c.assignment == self.assignment) | (judgements.c.released_from == self.assignment)
        if self.whole:
            return mine
        barred = (
            select(literal(1))
            .select_from(judged.join(documents, documents.c.id == judged.c.document))
            .where(judged.c.judgement == judgements.c.id, documents.c.restricted)
        )
        open_ones = select(incidents.c.id).where(incidents.c.audience == 0)
        on_mixed = select(literal(1)).where(
            judged.c.judgement == judgements.c.id, judged.c.document.is_(None), judged.c.about.not_in(open_ones)
        )
        return and_(mine, ~exists(barred.correlate(judgements)), ~exists(on_mixed.correlate(judgements)))

    def moves(self) -> ColumnElement[bool]:
        """Return which rows of ``moves`` may be seen: those of incidents of which nothing is withheld."""
        if self.whole:
            return true()
        return moves.c.incident.in_(select(incidents.c.id).where(incidents.c.audience == 0))
