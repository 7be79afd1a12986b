"""Incidents as one person sees them."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from allegata.casebook.errors import CasebookError, UnknownError
from allegata.casebook.filters import Filter, Sort, order
from allegata.casebook.gathering import stale
from allegata.casebook.loading import COUNTED, document_of
from allegata.casebook.seen import (
    ClaimView,
    Counts,
    Facet,
    IncidentLine,
    IncidentView,
    MapPoint,
    Move,
    Page,
    move_of,
)
from allegata.casebook.states import STEPS
from allegata.casebook.tables import (
    captures,
    claims,
    documents,
    incident_claims,
    incident_facets,
    incidents,
    judged,
    judgements,
    moves,
)
from allegata.casebook.viewing import Viewing, bounded, how_many, same_row
from allegata.incidents import standing
from allegata.records import Incident, decode


class IncidentViews(Viewing):
    """Incidents as a person may see them: lists, numbers, one with its claims, the map."""

    def counts(self, chosen: Filter | None = None) -> Counts:
        """Return how much there is; ``chosen`` narrows the numbers of incidents."""
        with self._reading() as connection:
            mine = [self._sight.incidents(), *(chosen or Filter()).conditions()]

            def grouped(column: Any) -> dict[str, int]:
                query = select(column, func.count()).select_from(incidents).where(*mine).group_by(column)
                return {str(key): int(number) for key, number in connection.execute(query)}

            states, grades = grouped(incidents.c.state), grouped(incidents.c.grade)
            disputed, unsure = grouped(incidents.c.disputed), grouped(incidents.c.unsure)
            seen = self._sight.documents()
            rows = connection.execute(
                select(documents.c.language, documents.c.erased, func.count())
                .where(seen)
                .group_by(documents.c.language, documents.c.erased)
            ).all()
            languages: dict[str, int] = {}
            for language, erased, number in rows:
                if not erased:
                    languages[language or ""] = languages.get(language or "", 0) + number
            of_documents = claims.join(documents, documents.c.id == claims.c.document)
            captured = captures.join(documents, documents.c.id == captures.c.document)
            return Counts(
                documents=sum(languages.values()),
                claims=how_many(
                    connection,
                    select(func.count())
                    .select_from(of_documents)
                    .where(claims.c.standing.in_((*COUNTED, "added")), seen),
                ),
                incidents=sum(states.values()),
                judgements=how_many(
                    connection, select(func.count()).select_from(judgements).where(self._sight.judgements())
                ),
                captures=how_many(connection, select(func.count()).select_from(captured).where(seen)),
                erased=sum(number for _, erased, number in rows if erased),
                states=states,
                grades=grades,
                languages=languages,
                disputed=disputed.get("True", 0) + disputed.get("1", 0),
                unsure=unsure.get("True", 0) + unsure.get("1", 0),
                withheld=self._withheld(connection),
                stale=stale(connection),
            )

    def backlog(self, chosen: Filter | None = None) -> dict[str, int]:
        """Return how many incidents are in each state, by one query."""
        with self._reading() as connection:
            query = select(incidents.c.state, func.count()).group_by(incidents.c.state)
            query = query.where(self._sight.incidents(), *(chosen or Filter()).conditions())
            return {state: int(number) for state, number in connection.execute(query)}

    def facets(self, kind: str, chosen: Filter | None = None, limit: int = 200) -> tuple[Facet, ...]:
        """Return the parties (``party``) or event types (``type``) of incidents, the commonest first."""
        if kind not in ("party", "type"):
            raise CasebookError(f"{kind}: there are facets of party and type")
        chosen = chosen or Filter()
        query = (
            select(incident_facets.c.value, func.min(incident_facets.c.name), func.count())
            .select_from(incident_facets.join(incidents, same_row()))
            .where(incident_facets.c.kind == kind, self._sight.incidents(), *chosen.conditions())
            .group_by(incident_facets.c.value)
            .order_by(func.count().desc(), incident_facets.c.value)
            .limit(bounded(limit))
        )
        with self._reading() as connection:
            return self._memo.get(
                ("facets", kind, chosen, limit),
                self._version(connection),
                lambda: tuple(Facet(value=v, name=n, incidents=c) for v, n, c in connection.execute(query)),
            )

    def incidents(
        self, chosen: Filter | None = None, *, sort: Sort = "need", offset: int = 0, limit: int = 50
    ) -> Page[IncidentLine]:
        """Return incidents of the queue."""
        with self._reading() as connection:
            conditions = [self._sight.incidents(), *(chosen or Filter()).conditions()]
            query = select(*_LINE).where(*conditions).order_by(*order(sort))
            rows = connection.execute(query.offset(max(0, offset)).limit(bounded(limit))).all()
            total = how_many(connection, select(func.count()).select_from(incidents).where(*conditions))
            facets = self._facets_of(connection, [row.id for row in rows])
            lines = tuple(_line(row, facets) for row in rows)
            return Page(items=lines, total=total, offset=offset, withheld=self._withheld(connection))

    def incident(self, name: str, *, offset: int = 0, limit: int | None = None) -> IncidentView:
        """Return an incident, by its id or one it had before; with ``limit``, only so many of its claims.

        Raises `UnknownError` where there is none to see.
        """
        with self._reading() as connection:
            row = self._incident_row(connection, name)
            if row is None:
                raise UnknownError(f"{name}: no incident of this casebook has this id")
            incident = decode(row.record)
            assert isinstance(incident, Incident)
            names = (row.id, *incident.also)
            here = incident.claims if limit is None else incident.claims[max(0, offset) : max(0, offset) + limit]
            named = () if limit is None else _named(incident)
            told = self._claims(connection, claims.c.id.in_({*here, *named}))
            place = {id: at for at, id in enumerate(incident.claims)}
            told.sort(key=lambda item: place[item.id])
            shown = set(here)
            texts = connection.execute(
                select(documents.c.record, documents.c.restricted, documents.c.id)
                .where(documents.c.id.in_({item.document for item in told}), self._sight.documents())
                .where(documents.c.record.is_not(None))
                .order_by(documents.c.n)
            ).all()
            rejected = self._rejected(connection, told)
            members = select(incident_claims.c.claim).where(incident_claims.c.incident == row.id)
            about = self._judgements(connection, (*names, *(item.id for item in rejected)), members)
            steps = self._moves(connection, names)
            return IncidentView(
                line=_line(row, self._facets_of(connection, [row.id])),
                incident=incident,
                proposed=msgspec.json.decode(row.proposed),
                claims=tuple(item for item in told if item.id in shown),
                claims_total=len(incident.claims),
                beside=tuple(item for item in told if item.id not in shown),
                documents=tuple(document_of(text.record) for text in texts),
                document_ids=tuple(
                    connection.execute(
                        select(documents.c.id)
                        .where(documents.c.id.in_(select(claims.c.document).where(claims.c.id.in_(members))))
                        .where(self._sight.documents())
                        .order_by(documents.c.n)
                    ).scalars()
                ),
                restricted=tuple(text.id for text in texts if text.restricted),
                judgements=tuple(about),
                holding=tuple(item.id for item in standing(about)),
                moves=tuple(steps),
                next=STEPS[row.state],
                rejected=tuple(rejected),
            )

    def map_points(self, chosen: Filter | None = None, *, limit: int = 50_000) -> Page[MapPoint]:
        """Return the incidents of map and timeline, the placed and the unplaced."""
        with self._reading() as connection:
            conditions = [self._sight.incidents(), *(chosen or Filter()).conditions()]
            columns = [incidents.c[name] for name in MapPoint.__struct_fields__]
            rows = connection.execute(select(*columns).where(*conditions).order_by(incidents.c.id).limit(limit)).all()
            total = how_many(connection, select(func.count()).select_from(incidents).where(*conditions))
            points = tuple(MapPoint(**row._mapping) for row in rows)
            return Page(items=points, total=total, offset=0, withheld=self._withheld(connection))

    def _rejected(self, connection: Connection, told: Sequence[ClaimView]) -> list[ClaimView]:
        """Return the claims that somebody rejected and that tell of the same happening in the same document."""
        accounts = {(item.document, item.proposed.happening) for item in told if item.proposed.happening is not None}
        rejecting = (
            select(judged.c.about)
            .join(judgements, judgements.c.id == judged.c.judgement)
            .where(judgements.c.kind == "reject", judged.c.document.in_({document for document, _ in accounts}))
        )
        found = self._claims(connection, claims.c.id.in_(rejecting) & incident_claims.c.claim.is_(None))
        return [item for item in found if item.claim is None and (item.document, item.proposed.happening) in accounts]

    def _incident_row(self, connection: Connection, name: str) -> Row[Any] | None:
        columns = (*_LINE, incidents.c.record, incidents.c.proposed)
        row = connection.execute(select(*columns).where(incidents.c.id == name, self._sight.incidents())).first()
        if row is not None:
            return row
        also = (
            select(*columns)
            .select_from(incidents.join(incident_facets, same_row()))
            .where(incident_facets.c.kind == "also", incident_facets.c.value == name, self._sight.incidents())
        )
        return connection.execute(also).first()

    def _moves(self, connection: Connection, names: Sequence[str]) -> list[Move]:
        query = select(moves).where(moves.c.incident.in_(names), self._sight.moves()).order_by(moves.c.n)
        return [move_of(row) for row in connection.execute(query)]


FEW = 60
"""Claims of an incident that are put together beside those of a page: the first, and those that links and ranges
name."""
ENDS = 4
"""Of those that set an end of a range, so many."""


def _named(incident: Incident) -> tuple[str, ...]:
    """Return the claims of an incident that its page names beside those it lists."""
    linked = [name for link in incident.links[: FEW // 2] for name in (link.first, link.second)]
    ends = [
        name
        for count in (incident.killed, incident.injured, incident.killed_or_injured)
        for name in (*count.min_from[:ENDS], *count.max_from[:ENDS], *count.claims[: FEW // 2])
    ]
    mine = set(incident.claims)
    return tuple(dict.fromkeys((*incident.claims[:FEW], *(name for name in (*linked, *ends) if name in mine))))


_LINE = tuple(incidents.c[name] for name in IncidentLine.__struct_fields__ if name in incidents.c)


def _line(row: Row[Any], facets: dict[str, dict[str, list[str]]]) -> IncidentLine:
    values = {name: row._mapping[name] for name in IncidentLine.__struct_fields__ if name in row._mapping}
    mine = facets.get(row.id, {})
    return IncidentLine(**values, parties=tuple(mine.get("party", ())), types=tuple(mine.get("type", ())))
