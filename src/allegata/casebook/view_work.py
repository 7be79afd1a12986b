"""What people did in a casebook, as one person sees it."""

from collections.abc import Sequence

from sqlalchemy import func, select

from allegata.casebook import coding, custody
from allegata.casebook.coding import Adjudication, Assignment
from allegata.casebook.comparing import Agreement, Difference, compared
from allegata.casebook.errors import UnknownError
from allegata.casebook.loading import COUNTED, claim_of, judgement_of
from allegata.casebook.rereading import Disagreement, disagreements
from allegata.casebook.seen import (
    Deed,
    DocumentView,
    Page,
    move_of,
)
from allegata.casebook.tables import (
    claims,
    documents,
    incident_facets,
    incidents,
    judgements,
    moves,
)
from allegata.casebook.view_documents import DocumentViews
from allegata.casebook.viewing import bounded, how_many, same_row
from allegata.incidents import waiting
from allegata.records import Judgement


class WorkViews(DocumentViews):
    """What people did, as far as a person may see it: judgements, blind coding, history, the log."""

    def waiting(self) -> tuple[Judgement, ...]:
        """Return the judgements that hold and cannot be applied, as what they are about is not there any more."""
        with self._reading() as connection:
            query = select(judgements.c.record).where(self._sight.judgements(), judgements.c.erased.is_(False))
            said = [judgement_of(record) for record in connection.execute(query.order_by(judgements.c.n)).scalars()]
            names = {name for item in said for name in item.about}
            told = connection.execute(
                select(claims.c.record)
                .join(documents, documents.c.id == claims.c.document)
                .where(claims.c.id.in_(names), claims.c.standing.in_((*COUNTED, "held")), self._sight.documents())
            ).scalars()
            known = set(connection.execute(select(incidents.c.id).where(self._sight.incidents())).scalars())
            known |= set(
                connection.execute(
                    select(incident_facets.c.value)
                    .select_from(incident_facets.join(incidents, same_row()))
                    .where(incident_facets.c.kind == "also", self._sight.incidents())
                ).scalars()
            )
            return tuple(waiting([claim_of(record) for record in told], known, said))

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return where the reader, reading again, differs from what a person judged."""
        with self._reading() as connection:
            return disagreements(connection, self.person)

    def assignments(self, coder: str | None = None) -> tuple[Assignment, ...]:
        """Return what is coded blind: one's own assignments, or as a reviewer everybody's."""
        with self._reading() as connection:
            return coding.assigned(connection, self.person, coder)

    def adjudications(self) -> tuple[Adjudication, ...]:
        """Return what was decided where two coders differed, and why: of one's own pairs, or as a reviewer of all."""
        with self._reading() as connection:
            return coding.adjudicated(connection, self.person)

    def coding(self, assignment: str) -> DocumentView:
        """Return the document of one's own assignment, judged by oneself alone: no judgement of others is applied."""
        with self._reading() as connection:
            mine = coding.of_coder(connection, self.person, assignment, open_only=False)
        try:
            return DocumentViews(self._reading, self.person, mine.id).document(mine.document)
        except UnknownError:  # restricted since: what it was is not told either
            raise UnknownError(f"{assignment}: {self.person.name} has no such assignment") from None

    def differences(self, pair: str | None = None) -> tuple[Difference, ...]:
        """Return where blind coders differ, of pairs that are both done. Needs a reviewer."""
        with self._reading() as connection:
            return tuple(compared(connection, self.person, pair)[0])

    def agreement(self) -> tuple[Agreement, ...]:
        """Return Krippendorff's alpha for each field over all pairs that are done. Needs a reviewer."""
        with self._reading() as connection:
            return tuple(compared(connection, self.person)[1])

    def judgements(self, about: Sequence[str]) -> tuple[Judgement, ...]:
        """Return the judgements about claims or incidents by id, oldest first, undone ones too."""
        with self._reading() as connection:
            return tuple(self._judgements(connection, about))

    def history(self, *, by: str | None = None, offset: int = 0, limit: int = 100) -> Page[Deed]:
        """Return judgements and moves of the whole casebook, newest first."""
        with self._reading() as connection:
            wanted = bounded(offset + limit, 100_000)
            said = select(judgements.c.record).where(self._sight.judgements(), judgements.c.erased.is_(False))
            moved = select(moves).where(self._sight.moves())
            if by is not None:
                said, moved = said.where(judgements.c.by == by), moved.where(moves.c.by == by)
            deeds = [
                Deed(at=item.at, by=item.by, what=f"undo {item.kind}" if item.undoes else item.kind, judgement=item)
                for item in map(
                    judgement_of, connection.execute(said.order_by(judgements.c.n.desc()).limit(wanted)).scalars()
                )
            ]
            for row in connection.execute(moved.order_by(moves.c.n.desc()).limit(wanted)):
                step = move_of(row)
                deeds.append(Deed(at=step.at, by=step.by, what=step.state, move=step))
            deeds.sort(key=lambda deed: deed.at, reverse=True)
            total = how_many(connection, select(func.count()).select_from(said.subquery()))
            total += how_many(connection, select(func.count()).select_from(moved.subquery()))
            page = tuple(deeds[max(0, offset) : offset + limit])
            return Page(items=page, total=total, offset=offset, withheld=self._withheld(connection))

    def chain(
        self, *, kind: str | None = None, by: str | None = None, offset: int = 0, limit: int = 100
    ) -> custody.Chain:
        """Return the log's entries, newest first. Needs a reviewer from whom nothing is withheld."""
        with self._reading() as connection:
            return custody.chain(connection, self.person, kind, by, offset, bounded(limit))

    def restrictions(self) -> tuple[custody.Restriction, ...]:
        """Return what is restricted now. Needs a reviewer from whom nothing is withheld."""
        with self._reading() as connection:
            return custody.restricted(connection, self.person)
