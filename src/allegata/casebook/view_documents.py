"""Documents and claims as one person sees them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, literal_column, select, text

from allegata.casebook.errors import UnknownError
from allegata.casebook.loading import COUNTED, document_of
from allegata.casebook.search import postgres_query, snippet, sqlite_query, terms
from allegata.casebook.seen import (
    Capture,
    ClaimPlace,
    ClaimView,
    DocumentLine,
    DocumentView,
    Gap,
    Page,
    SkippedSentence,
)
from allegata.casebook.tables import (
    captures,
    claims,
    communications,
    documents,
    erasures,
    readings,
)
from allegata.casebook.viewing import Viewing, bounded, how_many
from allegata.records import Communication, Document


class DocumentViews(Viewing):
    """Documents as a person may see them: lists, search, one with its claims; claims by id."""

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
            total = how_many(connection, select(func.count()).select_from(query.subquery()))
            # ranked by their numbers alone: the texts of all that were found are not carried through the sorting
            query = query.order_by(*ranked, documents.c.n.desc()).offset(max(0, offset)).limit(bounded(limit))
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

    def titles(self, names: Iterable[str]) -> dict[str, str | None]:
        """Return the titles of documents by id, as far as they can be seen."""
        with self._reading() as connection:
            query = select(documents.c.id, documents.c.title).where(documents.c.id.in_(list(names)))
            rows = connection.execute(query.where(self._sight.documents()))
            return {row.id: row.title for row in rows}

    def claims(self, names: Sequence[str]) -> tuple[ClaimView, ...]:
        """Return claims by id, as far as they can be seen, in the order of the casebook."""
        with self._reading() as connection:
            return tuple(self._claims(connection, claims.c.id.in_(list(names))))

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
