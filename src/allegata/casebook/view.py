"""What one person sees of a casebook. Every page, twin, map, search and export reads through here, and nowhere else.

Each function makes a fixed number of queries, whatever the number of its rows.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, literal_column, select, text

from allegata.casebook import coding, custody
from allegata.casebook.coding import Adjudication, Agreement, Assignment, Difference
from allegata.casebook.errors import CasebookError, UnknownError
from allegata.casebook.filters import Filter, Sort, order
from allegata.casebook.gathering import stale
from allegata.casebook.judging import added_by
from allegata.casebook.loading import COUNTED, claim_of, document_of, judgement_of
from allegata.casebook.memo import Memo
from allegata.casebook.people import Person
from allegata.casebook.rereading import Disagreement, disagreements
from allegata.casebook.search import postgres_query, snippet, sqlite_query, terms
from allegata.casebook.seen import (
    Capture,
    ClaimPlace,
    ClaimView,
    Counts,
    Deed,
    DocumentLine,
    DocumentView,
    Facet,
    Gap,
    IncidentLine,
    IncidentView,
    MapPoint,
    Move,
    Page,
    SkippedSentence,
)
from allegata.casebook.sight import Sight
from allegata.casebook.states import STEPS
from allegata.casebook.tables import (
    captures,
    claims,
    communications,
    documents,
    erasures,
    incident_claims,
    incident_facets,
    incidents,
    judged,
    judgements,
    moves,
    readings,
)
from allegata.casebook.tables import casebook as book
from allegata.incidents import as_judged, standing, waiting
from allegata.records import Communication, Document, Incident, Judgement, decode

MOST = 1000
"""Rows that a page may hold."""


class View:
    """A casebook as ``person`` may see it."""

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

    # What there is.

    def version(self) -> tuple[Hashable, ...]:
        """Return what changes whenever anything in the casebook, or what this person may see of it, does."""
        with self._reading() as connection:
            return self._version(connection)

    def withheld(self) -> bool:
        """Return whether there is anything that this person may not see."""
        with self._reading() as connection:
            return self._withheld(connection)

    def stale(self) -> bool:
        """Return whether claims or judgements changed since incidents were computed."""
        with self._reading() as connection:
            return stale(connection)

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
                claims=_number(
                    connection,
                    select(func.count())
                    .select_from(of_documents)
                    .where(claims.c.standing.in_((*COUNTED, "added")), seen),
                ),
                incidents=sum(states.values()),
                judgements=_number(
                    connection, select(func.count()).select_from(judgements).where(self._sight.judgements())
                ),
                captures=_number(connection, select(func.count()).select_from(captured).where(seen)),
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
            .select_from(incident_facets.join(incidents, _same_row()))
            .where(incident_facets.c.kind == kind, self._sight.incidents(), *chosen.conditions())
            .group_by(incident_facets.c.value)
            .order_by(func.count().desc(), incident_facets.c.value)
            .limit(_bounded(limit))
        )
        with self._reading() as connection:
            return self._memo.get(
                ("facets", kind, chosen, limit),
                self._version(connection),
                lambda: tuple(Facet(value=v, name=n, incidents=c) for v, n, c in connection.execute(query)),
            )

    # Incidents.

    def incidents(
        self, chosen: Filter | None = None, *, sort: Sort = "need", offset: int = 0, limit: int = 50
    ) -> Page[IncidentLine]:
        """Return incidents of the queue."""
        with self._reading() as connection:
            conditions = [self._sight.incidents(), *(chosen or Filter()).conditions()]
            query = select(*_LINE).where(*conditions).order_by(*order(sort))
            rows = connection.execute(query.offset(max(0, offset)).limit(_bounded(limit))).all()
            total = _number(connection, select(func.count()).select_from(incidents).where(*conditions))
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
            members = select(incident_claims.c.claim).where(incident_claims.c.incident == row.id)
            about = self._judgements(connection, names, members)
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
            )

    def map_points(self, chosen: Filter | None = None, *, limit: int = 50_000) -> Page[MapPoint]:
        """Return the incidents of map and timeline, the placed and the unplaced."""
        with self._reading() as connection:
            conditions = [self._sight.incidents(), *(chosen or Filter()).conditions()]
            columns = [incidents.c[name] for name in MapPoint.__struct_fields__]
            rows = connection.execute(select(*columns).where(*conditions).order_by(incidents.c.id).limit(limit)).all()
            total = _number(connection, select(func.count()).select_from(incidents).where(*conditions))
            points = tuple(MapPoint(**row._mapping) for row in rows)
            return Page(items=points, total=total, offset=0, withheld=self._withheld(connection))

    # Documents and claims.

    def documents(
        self,
        words: str | None = None,
        *,
        publisher: str | None = None,
        language: str | None = None,
        published_from: str | None = None,
        published_to: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> Page[DocumentLine]:
        """Return documents, newest first; with ``words``, those that hold all of them, the best match first.

        ``words``: as typed: words in any script, the beginning of one, or ``"several in a row"``.
        """
        with self._reading() as connection:
            query = select(documents.c.n).where(self._sight.documents())
            for column, value in ((documents.c.publisher, publisher), (documents.c.language, language)):
                if value is not None:
                    query = query.where(column == value)
            if published_from is not None:
                query = query.where(documents.c.published >= published_from)
            if published_to is not None:
                query = query.where(documents.c.published <= published_to)
            looked_for = terms(words) if words is not None else []
            if words is not None and not looked_for:
                return Page(items=(), total=0, offset=offset, withheld=self._withheld(connection))
            query, ranked = _matching(connection, query, looked_for)
            total = _number(connection, select(func.count()).select_from(query.subquery()))
            # ranked by their numbers alone: the texts of all that were found are not carried through the sorting
            query = query.order_by(*ranked, documents.c.n.desc()).offset(max(0, offset)).limit(_bounded(limit))
            found = list(connection.execute(query).scalars())
            whole = (
                select(documents, erasures.c.by, erasures.c.at, erasures.c.why)
                .outerjoin(erasures, erasures.c.document == documents.c.id)
                .where(documents.c.n.in_(found))
            )
            by_number = {row.n: row for row in connection.execute(whole)}
            rows = [by_number[n] for n in found]
            lines = self._document_lines(connection, rows, looked_for)
            return Page(items=tuple(lines), total=total, offset=offset, withheld=self._withheld(connection))

    def search(self, words: str, *, offset: int = 0, limit: int = 50) -> Page[DocumentLine]:
        """Return the documents that hold all ``words``, each with the passage (`DocumentLine.passage`)."""
        return self.documents(words, offset=offset, limit=limit)

    def document(
        self, name: str, choose: Callable[[Document, Sequence[ClaimPlace]], Collection[str]] | None = None
    ) -> DocumentView:
        """Return a document with its claims; with ``choose``, with those whose ids it returns.

        ``choose`` is given the document and where its claims stand, so that of thousands only those on one page are
        put together. Raises `UnknownError` where there is none to see.
        """
        with self._reading() as connection:
            rows = connection.execute(
                select(documents, erasures.c.by, erasures.c.at, erasures.c.why)
                .outerjoin(erasures, erasures.c.document == documents.c.id)
                .where(documents.c.id == name, self._sight.documents())
            ).all()
            if not rows:
                raise UnknownError(f"{name}: no document of this casebook has this id")
            reading = connection.execute(
                select(readings.c.id, readings.c.reader, readings.c.record).where(
                    readings.c.document == name, readings.c.current
                )
            ).first()
            kept = msgspec.json.decode(reading.record) if reading is not None and reading.record else {}
            said = connection.execute(
                select(communications.c.record)
                .where(communications.c.reading == (reading.id if reading is not None else ""))
                .order_by(communications.c.n)
            ).scalars()
            taken = connection.execute(select(captures).where(captures.c.document == name).order_by(captures.c.n)).all()
            document = document_of(rows[0].record) if rows[0].record is not None else None
            wanted, places = claims.c.document == name, []
            if choose is not None and document is not None:
                places = _places(connection, name)
                chosen = {*choose(document, places), *(item.id for item in places if item.standing == "added")}
                wanted = claims.c.id.in_(chosen)
            told = tuple(self._claims(connection, wanted))
            there = {item.id for item in told}
            return DocumentView(
                line=self._document_lines(connection, rows, [])[0],
                document=document,
                claims=told,
                places=tuple(item for item in places if item.standing != "added" or item.id in there),
                communications=tuple(msgspec.json.decode(record, type=Communication) for record in said),
                captures=tuple(
                    Capture(id=row.id, sha256=row.blob, origin=row.origin, at=row.at, by=row.by) for row in taken
                ),
                skipped=tuple(
                    SkippedSentence(span=(item["span"][0], item["span"][1]), reason=item["reason"])
                    for item in kept.get("skipped", ())
                ),
                notes=tuple(kept.get("notes", ())),
                reader=reading.reader if reading is not None else None,
            )

    def claims(self, names: Sequence[str]) -> tuple[ClaimView, ...]:
        """Return claims by id, as far as they can be seen, in the order of the casebook."""
        with self._reading() as connection:
            return tuple(self._claims(connection, claims.c.id.in_(list(names))))

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
                    .select_from(incident_facets.join(incidents, _same_row()))
                    .where(incident_facets.c.kind == "also", self._sight.incidents())
                ).scalars()
            )
            return tuple(waiting([claim_of(record) for record in told], known, said))

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return where the reader, reading again, differs from what a person judged."""
        with self._reading() as connection:
            return disagreements(connection, self.person)

    # Double coding.

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
            return View(self._reading, self.person, mine.id).document(mine.document)
        except UnknownError:  # restricted since: what it was is not told either
            raise UnknownError(f"{assignment}: {self.person.name} has no such assignment") from None

    def differences(self, pair: str | None = None) -> tuple[Difference, ...]:
        """Return where blind coders differ, of pairs that are both done. Needs a reviewer."""
        with self._reading() as connection:
            return tuple(coding.compared(connection, self.person, pair)[0])

    def agreement(self) -> tuple[Agreement, ...]:
        """Return Krippendorff's alpha for each field over all pairs that are done. Needs a reviewer."""
        with self._reading() as connection:
            return tuple(coding.compared(connection, self.person)[1])

    # What people did.

    def judgements(self, about: Sequence[str]) -> tuple[Judgement, ...]:
        """Return the judgements about claims or incidents by id, oldest first, undone ones too."""
        with self._reading() as connection:
            return tuple(self._judgements(connection, about))

    def history(self, *, by: str | None = None, offset: int = 0, limit: int = 100) -> Page[Deed]:
        """Return judgements and moves of the whole casebook, newest first."""
        with self._reading() as connection:
            wanted = _bounded(offset + limit, 100_000)
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
                step = _move(row)
                deeds.append(Deed(at=step.at, by=step.by, what=step.state, move=step))
            deeds.sort(key=lambda deed: deed.at, reverse=True)
            total = _number(connection, select(func.count()).select_from(said.subquery()))
            total += _number(connection, select(func.count()).select_from(moved.subquery()))
            page = tuple(deeds[max(0, offset) : offset + limit])
            return Page(items=page, total=total, offset=offset, withheld=self._withheld(connection))

    # Custody.

    def chain(
        self, *, kind: str | None = None, by: str | None = None, offset: int = 0, limit: int = 100
    ) -> custody.Chain:
        """Return the log's entries, newest first. Needs a reviewer from whom nothing is withheld."""
        with self._reading() as connection:
            return custody.chain(connection, self.person, kind, by, offset, _bounded(limit))

    def restrictions(self) -> tuple[custody.Restriction, ...]:
        """Return what is restricted now. Needs a reviewer from whom nothing is withheld."""
        with self._reading() as connection:
            return custody.restricted(connection, self.person)

    # The parts of the above.

    def _version(self, connection: Connection) -> tuple[Hashable, ...]:
        row = connection.execute(select(book.c.last, book.c.changed, book.c.gathered, book.c.gathered_by)).one()
        return (*row, self._sight.whole)

    def _withheld(self, connection: Connection) -> bool:
        if self._sight.whole:
            return False
        query = select(documents.c.n).where(documents.c.restricted).limit(1)
        return connection.execute(query).first() is not None

    def _incident_row(self, connection: Connection, name: str) -> Row[Any] | None:
        columns = (*_LINE, incidents.c.record, incidents.c.proposed)
        row = connection.execute(select(*columns).where(incidents.c.id == name, self._sight.incidents())).first()
        if row is not None:
            return row
        also = (
            select(*columns)
            .select_from(incidents.join(incident_facets, _same_row()))
            .where(incident_facets.c.kind == "also", incident_facets.c.value == name, self._sight.incidents())
        )
        return connection.execute(also).first()

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

    def _moves(self, connection: Connection, names: Sequence[str]) -> list[Move]:
        query = select(moves).where(moves.c.incident.in_(names), self._sight.moves()).order_by(moves.c.n)
        return [_move(row) for row in connection.execute(query)]

    def _facets_of(self, connection: Connection, names: Sequence[str]) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        query = (
            select(incident_facets.c.incident, incident_facets.c.kind, incident_facets.c.name)
            .select_from(incident_facets.join(incidents, _same_row()))
            .where(incident_facets.c.incident.in_(names), self._sight.incidents())
            .order_by(incident_facets.c.incident, incident_facets.c.kind, incident_facets.c.value)
        )
        for incident, kind, name in connection.execute(query):
            found.setdefault(incident, {}).setdefault(kind, []).append(name)
        return found

    def _document_lines(
        self, connection: Connection, rows: Sequence[Row[Any]], looked_for: list[list[str]]
    ) -> list[DocumentLine]:
        names = [row.id for row in rows]

        def counted(table: Any, number: Any) -> dict[str, int]:
            query = select(table.c.document, number).where(table.c.document.in_(names)).group_by(table.c.document)
            return {key: int(found) for key, found in connection.execute(query)}

        # Told apart within the sum: as a condition, SQLite would look up all claims of the casebook by their standing.
        counting = func.sum(case((claims.c.standing.in_((*COUNTED, "added")), 1), else_=0))
        told, taken = counted(claims, counting), counted(captures, func.count())
        lines = []
        for row in rows:
            passage = where = None
            if looked_for and row.record is not None:
                words = document_of(row.record).text
                where = snippet(words, looked_for)
                passage = words[where.start : where.end]
            lines.append(
                DocumentLine(
                    id=row.id,
                    title=row.title,
                    publisher=row.publisher,
                    language=row.language,
                    published=row.published,
                    characters=row.characters,
                    claims=told.get(row.id, 0),
                    captures=taken.get(row.id, 0),
                    unread=row.unread,
                    gated=row.gated,
                    restricted=row.restricted,
                    added=row.added,
                    erased=Gap(by=row.by, at=row.at, why=row.why) if row.erased else None,
                    snippet=where,
                    passage=passage,
                )
            )
        return lines


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


class _Event(msgspec.Struct):
    span: tuple[int, int]


class _Placed(msgspec.Struct):
    """Of a claim's record, only where it stands: the rest is passed over unread."""

    event: _Event
    evidence: tuple[tuple[int, int], ...] = ()


_placed = msgspec.json.Decoder(_Placed)


def _places(connection: Connection, document: str) -> list[ClaimPlace]:
    query = select(claims.c.id, claims.c.standing, claims.c.record).where(claims.c.document == document)
    found = []
    for id, standing_now, record in connection.execute(query.order_by(claims.c.n)):
        told = _placed.decode(record)
        at = min((span[0] for span in told.evidence), default=told.event.span[0])
        found.append(ClaimPlace(id=id, standing=standing_now, at=at, evidence=told.evidence))
    return found


_LINE = tuple(incidents.c[name] for name in IncidentLine.__struct_fields__ if name in incidents.c)


def _same_row() -> Any:
    return (incidents.c.id == incident_facets.c.incident) & (incidents.c.audience == incident_facets.c.audience)


def _number(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())


def _bounded(limit: int, most: int = MOST) -> int:
    return max(0, min(limit, most))


def _line(row: Row[Any], facets: dict[str, dict[str, list[str]]]) -> IncidentLine:
    values = {name: row._mapping[name] for name in IncidentLine.__struct_fields__ if name in row._mapping}
    mine = facets.get(row.id, {})
    return IncidentLine(**values, parties=tuple(mine.get("party", ())), types=tuple(mine.get("type", ())))


def _move(row: Row[Any]) -> Move:
    return Move(**{name: row._mapping[name] for name in Move.__struct_fields__})


def _matching(connection: Connection, query: Select[Any], looked_for: list[list[str]]) -> tuple[Select[Any], list[Any]]:
    """Return the query narrowed to documents that hold the terms, and the order of the best match."""
    if not looked_for:
        return query, []
    if connection.dialect.name == "sqlite":
        words = text("words match :looked_for").bindparams(looked_for=sqlite_query(looked_for))
        hits = (
            select(literal_column("rowid").label("hit"), literal_column("rank").label("rank"))
            .select_from(text("words"))
            .where(words)
            .subquery()
        )
        return query.join(hits, hits.c.hit == documents.c.n), [hits.c.rank]
    match = func.to_tsquery("simple", postgres_query(looked_for))
    column: ColumnElement[Any] = literal_column("documents.words")
    return query.where(column.op("@@")(match)), [func.ts_rank_cd(column, match).desc()]
