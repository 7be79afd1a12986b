"""Incidents recomputed from claims and judgements, and kept as a table that the queue filters."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, union, update

from allegata.casebook.chain import canonical
from allegata.casebook.loading import all_documents, counted_claims, judgements_about, judgements_of_kinds
from allegata.casebook.overriding import overridden
from allegata.casebook.plain import bounded, plain
from allegata.casebook.search import folded
from allegata.casebook.states import STATES
from allegata.casebook.stepwise import LEAST, brought_up, tellings
from allegata.casebook.tables import casebook, claims, documents, incident_claims, incident_facets, incidents, moves
from allegata.casebook.writing import Writing
from allegata.incidents import Changes, JudgementError, effective, gather, recounted, standing
from allegata.records import Claim, Document, Incident, Judgement, encode

EVERYBODY, WHOLE, OPEN = 0, 1, 2
"""Whom a row of ``incidents`` is for: everybody; those who may see all; those who may not."""
ON_INCIDENTS = ("date", "place", "grade")


def stale(connection: Connection) -> bool:
    """Tell whether claims, judgements or the rules changed since the incidents were computed."""
    row = connection.execute(select(casebook.c.changed, casebook.c.gathered, casebook.c.gathered_by)).one()
    return bool(row.changed != row.gathered or row.gathered_by != rules())


@cache
def rules() -> str:
    """Return the SHA-256 over the code and data that make incidents of claims, so that no older result is shown."""
    digest = hashlib.sha256()
    for room in ("allegata.incidents", "allegata.actors", "allegata.records"):
        for path in sorted(_files(files(room)), key=lambda item: item[0]):
            digest.update(path[0].encode() + b"\0" + path[1].read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for path in folder.iterdir():
        name = f"{above}/{path.name}"
        if path.is_dir():
            if not path.name.startswith(("__", ".")):
                yield from _files(path, name)
        elif path.name.endswith((".py", ".json", ".yaml", ".tsv")):
            yield name, path


class Computed(msgspec.Struct, frozen=True):
    """The incidents as they follow from what is stored: rows of each table."""

    incidents: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    facets: list[dict[str, Any]]


def gather_all(writing: Writing, index: Path | None = None) -> None:
    """Bring the tables of incidents up to claims and judgements.

    With the file of an ``index``, only the incidents that something touched are computed again.
    """
    connection = writing.connection
    step = None
    if index is not None and connection.execute(select(func.count()).select_from(claims)).scalar_one() >= LEAST:
        step = brought_up(connection, index, rules())
    if step is None:
        _write_all(connection, compute(connection))
    elif step.whole:
        _write_all(connection, compute(connection, step.incidents))
    else:
        _write_some(connection, step.changes)
        for at in range(0, len(step.names), 500):
            update_rows(connection, step.names[at : at + 500])
    connection.execute(update(casebook).values(gathered=casebook.c.changed, gathered_by=rules()))


def _write_all(connection: Connection, computed: Computed) -> None:
    """Replace all rows of the tables of incidents."""
    for table in (incident_facets, incident_claims, incidents):
        connection.execute(delete(table))
    _insert(connection, computed)


def _insert(connection: Connection, computed: Computed) -> None:
    for table, rows in (
        (incident_facets, computed.facets),
        (incident_claims, computed.claims),
        (incidents, computed.incidents),
    ):
        for at in range(0, len(rows), 500):
            connection.execute(insert(table), rows[at : at + 500])


def _write_some(connection: Connection, changes: Changes) -> None:
    """Replace the rows of incidents that changed or are no more."""
    names = [*changes.gone, *(incident.id for incident in changes.incidents)]
    for at in range(0, len(names), 500):
        some = names[at : at + 500]
        for table, column in (
            (incident_facets, incident_facets.c.incident),
            (incident_claims, incident_claims.c.incident),
            (incidents, incidents.c.id),
        ):
            connection.execute(delete(table).where(column.in_(some)))
    for at in range(0, len(changes.incidents), 200):
        batch = changes.incidents[at : at + 200]
        held = [name for incident in batch for name in incident.claims]
        texts = connection.execute(select(claims.c.document).where(claims.c.id.in_(held)).distinct()).scalars().all()
        told = list(tellings(connection, texts))
        keys = {name for incident in batch for name in (incident.id, *incident.also, *incident.claims)}
        barred = set(
            connection.execute(
                select(documents.c.id).where(documents.c.restricted, documents.c.id.in_(texts))
            ).scalars()
        )
        known = [claim for one in told for claim in one.claims]
        about = judgements_about(connection, sorted(keys))
        work = _Work(known, [one.document for one in told], about, barred, _states(connection, keys))
        computed = Computed([], [], [])
        for incident in batch:
            work.add(incident, computed)
        _insert(connection, computed)


LIGHT = ("accept", "unsure", "date", "place", "grade")
"""Kinds of judgements that may leave every claim as it is: then no claim need be linked anew."""


def follow(writing: Writing, judgement: Judgement) -> None:
    """Bring the incidents up to a judgement that was just appended: at once where it changes no claim and no link.

    Where it does, or the incidents are older than other changes, they are noted as to be computed again.
    """
    connection = writing.connection
    names = list(judgement.about)
    if judgement.kind not in LIGHT or stale(connection) or (judgement.kind == "unsure" and len(names) > 1):
        writing.touch()
        return
    if judgement.kind == "accept":
        # accepting what was rejected or held back changes what counts, and what counts stands in an incident
        there = select(incident_claims.c.claim).where(incident_claims.c.claim.in_(names))
        gathered = set(connection.execute(there).scalars())
        rejected = any(item.kind == "reject" for item in judgements_about(connection, names))
        if rejected or not gathered.issuperset(names):
            writing.touch()
            return
    elif judgement.kind != "unsure" and names[0].startswith("c-"):
        writing.touch()
        return
    if not update_rows(connection, names):
        writing.touch()


def update_rows(connection: Connection, names: Sequence[str]) -> bool:
    """Compute the rows of the incidents again that have these ids or claims; tell whether there are any."""
    found = union(
        select(incidents.c.id.label("id")).where(incidents.c.id.in_(names)),
        select(incident_claims.c.incident.label("id")).where(incident_claims.c.claim.in_(names)),
        select(incident_facets.c.incident.label("id")).where(
            incident_facets.c.kind == "also", incident_facets.c.value.in_(names)
        ),
    ).subquery()
    rows = connection.execute(select(incidents).where(incidents.c.id.in_(select(found.c.id)))).all()
    bases = [_as_proposed(row.record, row.proposed) for row in rows]
    keys = {name for base in bases for name in (base.id, *base.also, *base.claims)}
    states = {row.id: (0, row.state, row.assignee) for row in rows}
    work = _Work((), (), judgements_about(connection, sorted(keys)), set(), states)
    computed = Computed([], [], [])
    for row, base in zip(rows, bases, strict=True):
        work.row(computed, base, (base.id, *base.also), row.audience, row.withheld)
    for values in computed.incidents:
        mine = (incidents.c.id == values["id"]) & (incidents.c.audience == values["audience"])
        connection.execute(update(incidents).where(mine).values(**values))
    connection.execute(delete(incident_facets).where(incident_facets.c.incident.in_([base.id for base in bases])))
    if computed.facets:
        connection.execute(insert(incident_facets), computed.facets)
    return bool(rows)


def _as_proposed(record: str, proposed: str) -> Incident:
    """Return an incident without what judgements on it set."""
    replaced = {name: value["proposed"] for name, value in msgspec.json.decode(proposed).items()}
    return msgspec.convert({**msgspec.json.decode(record), **replaced}, Incident)


def compute(connection: Connection, found: Sequence[Incident] | None = None) -> Computed:
    """Return the incidents that follow from the claims, the judgements and the marks of the casebook.

    ``found``: they themselves, where they are known.
    """
    texts = all_documents(connection)
    judged = judgements_of_kinds(connection)
    told = effective(counted_claims(connection), judged)
    if found is None:
        found = gather(told, documents=texts, judgements=judged)
    barred = set(connection.execute(select(documents.c.id).where(documents.c.restricted)).scalars())
    work = _Work(told, texts, judged, barred, _states(connection))
    computed = Computed([], [], [])
    for incident in found:
        work.add(incident, computed)
    return computed


def _states(connection: Connection, names: Iterable[str] | None = None) -> dict[str, tuple[int, str, str | None]]:
    """Return the last move of each incident, or of those with some ids."""
    query = select(moves.c.n, moves.c.incident, moves.c.state, moves.c.assignee).order_by(moves.c.n)
    if names is not None:
        query = query.where(moves.c.incident.in_([name for name in names if name.startswith("i-")]))
    return {row.incident: (row.n, row.state, row.assignee) for row in connection.execute(query)}


class _Work:
    """What rows are made with."""

    def __init__(
        self,
        claims: Sequence[Claim],
        texts: Sequence[Document],
        judged: Sequence[Judgement],
        barred: set[str],
        states: dict[str, tuple[int, str, str | None]],
    ) -> None:
        self.claims = {claim.id: claim for claim in claims}
        self.documents = {document.id: document for document in texts}
        self.barred = barred
        self.states = states
        self.about: dict[str, list[Judgement]] = {}
        for judgement in standing(judged):
            for name in judgement.about:
                self.about.setdefault(name, []).append(judgement)

    def add(self, incident: Incident, computed: Computed) -> None:
        """Add the rows of one incident."""
        computed.claims.extend({"claim": name, "incident": incident.id} for name in incident.claims)
        open_claims = [self.claims[name] for name in incident.claims if self.claims[name].document not in self.barred]
        hidden = len(incident.claims) - len(open_claims)
        names = (incident.id, *incident.also)
        whole = WHOLE if hidden else EVERYBODY
        self.row(computed, incident, names, whole, 0)
        if hidden and open_claims:
            texts = [self.documents[name] for name in dict.fromkeys(claim.document for claim in open_claims)]
            self.row(computed, recounted(incident, open_claims, documents=texts), names, OPEN, hidden)

    def row(self, computed: Computed, incident: Incident, names: Iterable[str], audience: int, hidden: int) -> None:
        """Add one row of an incident: for an audience, without ``hidden`` claims."""
        names = tuple(names)
        about = [item for name in names for item in self.about.get(name, ())] if audience != OPEN else []
        judged, proposed = judged_incident(incident, about)
        told = [item for name in incident.claims for item in self.about.get(name, ())]
        moved = [self.states[name] for name in names if name in self.states]
        _, state, assignee = self.states.get(incident.id) or max(moved, default=(0, STATES[0], None))
        values = columns_of(judged)
        values["judgements"] = len({item.id for item in (*about, *told)}) if audience != OPEN else 0
        values["unsure"] = values["unsure"] or any(item.kind == "unsure" for item in (*about, *told))
        values |= {"state": state, "assignee": assignee, "audience": audience, "withheld": hidden}
        values["need"] = need(values)
        computed.incidents.append(
            {**values, "record": encode(judged).decode(), "proposed": canonical(proposed).decode()}
        )
        also = [("also", name, name) for name in names[1:]] if audience != OPEN else []
        computed.facets.extend(
            {
                "incident": incident.id,
                "audience": audience,
                "kind": kind,
                "value": plain(value, 255),
                "name": plain(name),
            }
            for kind, value, name in dict.fromkeys((*facets_of(judged), *also))
        )


def judged_incident(incident: Incident, about: Iterable[Judgement]) -> tuple[Incident, dict[str, Any]]:
    """Return an incident with the date, place and grade that people set, and what was proposed for each of them."""
    proposed: dict[str, Any] = {}
    judged = incident
    for judgement in sorted(about, key=lambda item: (item.at, item.id)):
        if judgement.kind in ON_INCIDENTS:
            try:
                judged = overridden(judged, judgement)
            except JudgementError:
                continue
            before = msgspec.to_builtins(getattr(incident, judgement.kind))
            proposed[judgement.kind] = {"proposed": before, "judgement": judgement.id, "by": judgement.by}
    return judged, proposed


def columns_of(incident: Incident) -> dict[str, Any]:
    """Return the columns that follow from an incident's record."""
    date, place = incident.date, incident.place
    point = place if place is not None and place.latitude is not None else place.fallback if place is not None else None
    return {
        "id": incident.id,
        "date_from": date.start if date is not None else None,
        "date_to": date.end if date is not None else None,
        "place": plain(place.name) if place is not None else None,
        "place_key": folded(" ".join(filter(None, (place.name, place.within, place.gazetteer_name))))
        if place is not None
        else None,
        "within": plain(place.within) if place is not None else None,
        "country": plain(place.country, 2) if place is not None else None,
        "precision": place.precision if place is not None else None,
        "latitude": point.latitude if point is not None else None,
        "longitude": point.longitude if point is not None else None,
        "radius_km": point.radius_km if point is not None else None,
        "grade": incident.grade.value,
        "killed_min": bounded(incident.killed.min),
        "killed_max": bounded(incident.killed.max),
        "killed_highest": bounded(incident.killed.highest),
        "injured_min": bounded(incident.injured.min),
        "injured_max": bounded(incident.injured.max),
        "killed_or_injured_min": bounded(incident.killed_or_injured.min),
        "killed_or_injured_max": bounded(incident.killed_or_injured.max),
        "killed_or_injured_highest": bounded(incident.killed_or_injured.highest),
        "claims": len(incident.claims),
        "documents": incident.documents,
        "sources": incident.independent_sources,
        "disputed": incident.grade.value == "contested" or any(party.denied_by for party in incident.accused),
        "unsure": date is None or date.start is None or place is None or not place.resolved,
    }


def facets_of(incident: Incident) -> list[tuple[str, str, str]]:
    """Return what an incident is found by beside its columns: kind, value and name."""
    parties = [("party", party.party or folded(party.name), party.name) for party in incident.accused]
    return [*parties, *(("type", kind, kind) for kind in incident.event_types)]


def need(values: dict[str, Any]) -> int:
    """Return how much an incident needs a person, from 0: disputed 40, unsure 20, one source 15, not judged 10, and
    one for each person killed by the highest figure (killed or injured, where nobody tells them apart), up to 50.
    Published and withdrawn ones need nobody."""
    if values["state"] in ("published", "withdrawn"):
        return 0
    weight = 40 * values["disputed"] + 20 * values["unsure"] + 15 * (values["sources"] < 2)
    figures = ("killed_highest", "killed_min", "killed_or_injured_highest", "killed_or_injured_min")
    weight += 10 * (values["judgements"] == 0) + min(50, next((values[name] for name in figures if values[name]), 0))
    return int(weight)
