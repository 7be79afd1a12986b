"""The ground of a view: what one person may see of a casebook, and by which connection."""

from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, select

from allegata.casebook.judging import added_by
from allegata.casebook.loading import claim_of, judgement_of
from allegata.casebook.memo import Memo
from allegata.casebook.people import Person
from allegata.casebook.seen import (
    ClaimView,
)
from allegata.casebook.sight import Sight
from allegata.casebook.tables import casebook as book
from allegata.casebook.tables import (
    claims,
    documents,
    incident_claims,
    incident_facets,
    incidents,
    judged,
    judgements,
)
from allegata.incidents import as_judged, standing
from allegata.records import Judgement

MOST = 1000
"""Rows that a page may hold."""


class Viewing:
    """What the parts of a view share: the person, what that person may see, and the connection."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        person: Person,
        assignment: str | None = None,
        memo: Memo | None = None,
    ) -> None:
        self.person = person
        self._reading = reading
        self._sight = Sight(person, assignment)
        self._memo = memo or Memo(0)

    def _version(self, connection: Connection) -> tuple[Hashable, ...]:
        row = connection.execute(select(book.c.last, book.c.changed, book.c.gathered, book.c.gathered_by)).one()
        return (*row, self._sight.whole)

    def _withheld(self, connection: Connection) -> bool:
        if self._sight.whole:
            return False
        query = select(documents.c.n).where(documents.c.restricted).limit(1)
        return connection.execute(query).first() is not None

    def _claims(self, connection: Connection, condition: Any) -> list[ClaimView]:
        rows = connection.execute(
            select(claims, incident_claims.c.incident)
            .join(documents, documents.c.id == claims.c.document)
            .outerjoin(incident_claims, incident_claims.c.claim == claims.c.id)
            .where(condition, self._sight.documents(), documents.c.erased.is_(False))
            .order_by(claims.c.n)
        ).all()
        about = self._judgements(connection, [row.id for row in rows])
        holding = standing(about)
        added = {item.new["id"] for item in holding if item.kind == "add"}
        by_claim: dict[str, list[Judgement]] = {}
        held: dict[str, list[Judgement]] = {}
        for item in about:
            for name in dict.fromkeys((*item.about, *added_by(item))):
                by_claim.setdefault(name, []).append(item)
        for item in holding:
            for name in item.about:
                held.setdefault(name, []).append(item)
        found = []
        for row in rows:
            proposed = claim_of(row.record)
            current = as_judged(proposed, held.get(row.id, ()))
            if row.standing == "added":
                if row.id not in added:
                    continue  # its adding was undone
                if current is not None and current.status == "accepted":
                    current = msgspec.structs.replace(current, status="added")
            elif row.standing in ("superseded", "held"):
                current = None
            found.append(
                ClaimView(
                    id=row.id,
                    document=row.document,
                    claim=current,
                    proposed=proposed,
                    standing=row.standing,
                    incident=row.incident,
                    judgements=tuple(by_claim.get(row.id, ())),
                    holding=tuple(item.id for item in held.get(row.id, ())),
                )
            )
        return found

    def _judgements(
        self, connection: Connection, names: Sequence[str], members: Select[Any] | None = None
    ) -> list[Judgement]:
        """Return judgements about any of ``names``, and about what ``members`` selects."""
        if not names:
            return []
        about: ColumnElement[bool] = judged.c.about.in_(list(names))
        mine = select(judged.c.judgement).where(about if members is None else about | judged.c.about.in_(members))
        query = (
            select(judgements.c.record)
            .where(judgements.c.id.in_(mine), self._sight.judgements(), judgements.c.erased.is_(False))
            .order_by(judgements.c.n)
        )
        return [judgement_of(record) for record in connection.execute(query).scalars()]

    def _facets_of(self, connection: Connection, names: Sequence[str]) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        query = (
            select(incident_facets.c.incident, incident_facets.c.kind, incident_facets.c.name)
            .select_from(incident_facets.join(incidents, same_row()))
            .where(incident_facets.c.incident.in_(names), self._sight.incidents())
            .order_by(incident_facets.c.incident, incident_facets.c.kind, incident_facets.c.value)
        )
        for incident, kind, name in connection.execute(query):
            found.setdefault(incident, {}).setdefault(kind, []).append(name)
        return found


def same_row() -> Any:
    """Return the condition that joins a facet to the row of its incident."""
    return (incidents.c.id == incident_facets.c.incident) & (incidents.c.audience == incident_facets.c.audience)


def how_many(connection: Connection, query: Select[Any]) -> int:
    """Return the number that a query counts."""
    return int(connection.execute(query).scalar_one())


def bounded(limit: int, most: int = MOST) -> int:
    """Return how many rows a page holds at most."""
    return max(0, min(limit, most))
