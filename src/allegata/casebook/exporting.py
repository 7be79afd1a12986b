"""A casebook as the source of an export: documents, claims and incidents as judged, as far as a person may see them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Any, Self

import msgspec
from sqlalchemy import Connection, func, select

from allegata.casebook.loading import COUNTED, claim_of, document_of, judgement_of
from allegata.casebook.people import Person
from allegata.casebook.sight import Sight
from allegata.casebook.tables import (
    claims,
    communications,
    documents,
    incident_claims,
    incidents,
    judged,
    judgements,
    readings,
)
from allegata.codebooks import Message, Publication, Sizes, Told, View
from allegata.dataset import Dataset
from allegata.incidents import as_judged, standing
from allegata.records import Claim, Communication, Document, Incident, Judgement, decode

BATCH = 200
"""Incidents that are looked up together, so that the number of queries grows with batches and not with rows."""


class CasebookSource:
    """What ``person`` may export, in one state of the casebook. To be used in a ``with`` block."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], person: Person) -> None:
        self._reading = reading
        self._sight = Sight(person)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._connection = self._stack.enter_context(self._reading())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def withheld(self) -> int:
        """How many documents are left out since this person may not see them."""
        if self._sight.whole:
            return 0
        query = select(func.count()).select_from(documents).where(documents.c.restricted)
        return int(self._connection.execute(query).scalar_one())

    def sizes(self) -> Sizes:
        """Return how many incidents, communications and claims without an incident there are."""
        return Sizes(
            incidents=self._number(select(func.count()).select_from(incidents).where(self._sight.incidents())),
            communications=self._number(select(func.count()).select_from(self._said().subquery())),
            ungathered=sum(1 for _ in self.ungathered()),
        )

    def documents(self) -> Iterator[Document]:
        """Yield the documents in order; those that were erased are left out."""
        query = select(documents.c.n, documents.c.record).where(
            self._sight.documents(), documents.c.record.is_not(None)
        )
        for batch in self._batches(query):
            for row in batch:
                yield document_of(row.record)

    def judgements_about(self, names: Sequence[str]) -> tuple[Judgement, ...]:
        """Return the judgements about any of ``names`` that this person may see, oldest first."""
        found = self._judgements(names)
        items = {item.id: item for name in names for item in found.get(name, ())}
        return tuple(sorted(items.values(), key=lambda item: (item.at, item.id)))

    def incidents(self) -> Iterator[View]:
        """Yield the incidents by id, as judged."""
        last = ""
        while True:
            query = (
                select(incidents.c.id, incidents.c.record)
                .where(self._sight.incidents(), incidents.c.id > last)
                .order_by(incidents.c.id)
                .limit(BATCH)
            )
            rows = self._connection.execute(query).all()
            if not rows:
                return
            last = rows[-1].id
            yield from self._views([_incident(row.record) for row in rows])

    def communications(self) -> Iterator[Message]:
        """Yield the communications in order."""
        for batch in self._batches(self._said()):
            found = [(msgspec.json.decode(row.record, type=Communication), row.document_record) for row in batch]
            told = self._claims([name for item, _ in found for name in item.claims])
            for item, record in found:
                yield Message(
                    communication=item,
                    document=document_of(record) if record is not None else None,
                    claims=tuple(told[name] for name in item.claims if name in told),
                )

    def ungathered(self) -> Iterator[Told]:
        """Yield the claims of no incident in order, as judged."""
        query = (
            select(claims.c.n, claims.c.id, documents.c.record.label("document_record"))
            .join(documents, documents.c.id == claims.c.document)
            .where(
                self._sight.documents(),
                claims.c.standing.in_((*COUNTED, "added")),
                claims.c.id.not_in(select(incident_claims.c.claim)),
            )
        )
        for batch in self._batches(query):
            told = self._claims([row.id for row in batch])
            for row in batch:
                if row.id in told:
                    yield Told(claim=told[row.id], document=document_of(row.document_record))

    def publications(self) -> Iterator[Publication]:
        """Yield the documents in order, each with its claims that count, as judged."""
        for batch in self._batches(
            select(documents.c.n, documents.c.id, documents.c.record).where(
                self._sight.documents(), documents.c.record.is_not(None)
            )
        ):
            rows = self._connection.execute(
                select(claims.c.document, claims.c.id)
                .where(claims.c.document.in_([row.id for row in batch]), claims.c.standing.in_((*COUNTED, "added")))
                .order_by(claims.c.n)
            ).all()
            told = self._claims([row.id for row in rows])
            for each in batch:
                own = tuple(told[row.id] for row in rows if row.document == each.id and row.id in told)
                yield Publication(document=document_of(each.record), claims=own)

    def dataset(self) -> Dataset:
        """Return everything at once, as `allegata.dataset.load_dataset` returns a folder's."""
        published = list(self.publications())
        return Dataset(
            documents=tuple(item.document for item in published),
            claims=tuple(claim for item in published for claim in item.claims),
            communications=tuple(item.communication for item in self.communications()),
            incidents=tuple(item.incident for item in self.incidents()),
        )

    def _number(self, query: Any) -> int:
        return int(self._connection.execute(query).scalar_one())

    def _said(self) -> Any:
        return (
            select(communications.c.n, communications.c.record, documents.c.record.label("document_record"))
            .join(documents, documents.c.id == communications.c.document)
            .join(readings, readings.c.id == communications.c.reading)
            .where(self._sight.documents(), readings.c.current)
        )

    def _batches(self, query: Any) -> Iterator[Sequence[Any]]:
        column, last = query.selected_columns[0], 0
        while rows := self._connection.execute(query.where(column > last).order_by(column).limit(BATCH)).all():
            last = rows[-1].n
            yield rows

    def _views(self, found: Sequence[Incident]) -> Iterator[View]:
        names = [name for incident in found for name in incident.claims]
        told = self._claims(names)
        texts = self._documents({claim.document for claim in told.values()})
        said: dict[str, list[Communication]] = {}
        rows = self._connection.execute(
            self._said().where(communications.c.document.in_(sorted(texts))).order_by(communications.c.n)
        )
        for row in rows:
            item = msgspec.json.decode(row.record, type=Communication)
            for name in item.claims:
                said.setdefault(name, []).append(item)
        about = self._judgements([*names, *(i for incident in found for i in (incident.id, *incident.also))])
        for incident in found:
            mine = [told[name] for name in incident.claims if name in told]
            keys = (incident.id, *incident.also, *incident.claims)
            letters = {item.id: item for claim in mine for item in said.get(claim.id, ())}
            judgements_here = {item.id: item for key in keys for item in about.get(key, ())}
            yield View(
                incident=incident,
                claims=tuple(mine),
                documents={name: texts[name] for name in dict.fromkeys(claim.document for claim in mine)},
                communications=tuple(letters.values()),
                judgements=tuple(sorted(judgements_here.values(), key=lambda item: (item.at, item.id))),
            )

    def _claims(self, names: Sequence[str]) -> dict[str, Claim]:
        """Return claims as judged, those that hold."""
        query = (
            select(claims.c.id, claims.c.record, claims.c.standing)
            .join(documents, documents.c.id == claims.c.document)
            .where(claims.c.id.in_(list(names)), self._sight.documents())
        )
        rows = self._connection.execute(query).all()
        about = self._judgements([row.id for row in rows])
        found = {}
        for row in rows:
            holding = standing(about.get(row.id, ()))
            if row.standing == "added" and not any(item.kind == "add" for item in holding):
                continue
            judged_claim = as_judged(claim_of(row.record), [item for item in holding if item.kind != "add"])
            if judged_claim is not None:
                found[row.id] = judged_claim
        return found

    def _documents(self, names: set[str]) -> dict[str, Document]:
        query = select(documents.c.record).where(
            documents.c.id.in_(sorted(names)), self._sight.documents(), documents.c.record.is_not(None)
        )
        found = [document_of(record) for record in self._connection.execute(query).scalars()]
        return {document.id: document for document in found}

    def _judgements(self, names: Sequence[str]) -> dict[str, list[Judgement]]:
        query = (
            select(judged.c.about, judgements.c.record)
            .join(judgements, judgements.c.id == judged.c.judgement)
            .where(
                judged.c.about.in_(list(names)),
                self._sight.judgements(),
                judgements.c.erased.is_(False),
                judgements.c.assignment.is_(None),
            )
            .order_by(judgements.c.n)
        )
        found: dict[str, list[Judgement]] = {}
        for about, record in self._connection.execute(query):
            found.setdefault(about, []).append(judgement_of(record))
        return found


def _incident(record: str) -> Incident:
    found = decode(record)
    assert isinstance(found, Incident)
    return found
