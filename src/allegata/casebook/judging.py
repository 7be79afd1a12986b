"""Judgements: checked, then appended with who, when, why, old and new. Nothing is overwritten; undo is one more."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, insert, select, union, update

from allegata.casebook.chain import canonical, sha256
from allegata.casebook.coding import of_coder
from allegata.casebook.errors import CasebookError, StaleError, UnknownError
from allegata.casebook.gathering import follow
from allegata.casebook.loading import COUNTED, judgements_about, judgements_of_kinds
from allegata.casebook.meanwhile import check_judged
from allegata.casebook.overriding import overridden
from allegata.casebook.people import Person
from allegata.casebook.restricting import note_sources
from allegata.casebook.sight import Sight
from allegata.casebook.tables import (
    claims,
    documents,
    incident_claims,
    incident_facets,
    incidents,
    judged,
    judgements,
)
from allegata.casebook.writing import Writing
from allegata.incidents import JudgementError, as_judged, decisions, judgement_id, standing
from allegata.incidents.effective import added_claim, corrected, value_at
from allegata.incidents.judging import LINKING, contradiction, crossing
from allegata.records import Claim, Document, Incident, Judgement, JudgementKind, encode, quote, short_hash


class _Unset:
    """Stands for an old value that the caller does not know."""


UNSET: Final = _Unset()
UNREASONED: Final = ("accept", "unsure")
"""Kinds that need no reason."""
_ON_INCIDENTS: Final = ("date", "place", "grade")


class _Found(msgspec.Struct):
    """What a judgement is about, looked up."""

    claims: dict[str, Claim]
    incidents: dict[str, Incident]
    documents: dict[str, Document]
    of: dict[str, str]


def judge(
    writing: Writing,
    person: Person,
    kind: JudgementKind,
    about: Sequence[str],
    *,
    why: str,
    field: str | None = None,
    new: Any = None,
    old: Any = UNSET,
    seen: str | None = None,
    assignment: str | None = None,
) -> Judgement:
    """Append a judgement and return it.

    ``about``: *accept*, *reject*: claims; *correct*: one claim, with ``field`` and ``new``
    (`allegata.incidents.effective` tells how fields are named); *same*, *different*, *unsure*: two or more claims or
    incidents (*unsure* also one); *date*, *place*: one claim or incident; *grade*: one incident; *add*: one document,
    with a claim as ``new``. ``old``: the value that the caller saw; one that differs from what holds is refused.
    ``seen``: the newest judgement on it that the caller saw, "" for none; where somebody else judged it since, it is
    refused too (`allegata.casebook.meanwhile`).

    Raises `UnknownError` for an id that the person cannot see, `StaleError` for an outdated ``old`` or ``seen``,
    `JudgementError` for a value that does not fit or a judgement against an earlier one, `CasebookError` for all else.
    """
    person.needs("coder", "to judge")
    if not why.strip() and kind not in UNREASONED:
        raise CasebookError("say why, for those who come after you")
    about = tuple(dict.fromkeys(about))
    found = _find(writing.connection, person, about)
    if assignment is not None and of_coder(writing.connection, person, assignment).document not in found.of.values():
        raise CasebookError("blind coding judges claims of the document that was assigned")
    if seen is not None and assignment is None:
        also = [name for incident in found.incidents.values() for name in (incident.id, *incident.also)]
        check_judged(writing.connection, person, kind, (*about, *also), seen)
    earlier = judgements_about(writing.connection, about, assignment)
    before: Any = None
    if kind == "add":
        claim = _checked_claim(found, about, new)
        new = msgspec.to_builtins(claim)
    elif kind in LINKING:
        if len(about) < 2 and kind != "unsure":
            raise CasebookError(f"a judgement of {kind} needs two claims or incidents")
        if found.documents:
            raise CasebookError("documents are not linked; name claims or incidents")
    elif kind in ("accept", "reject"):
        _only(found, about, "claims")
    elif kind == "correct":
        _only(found, about, "claims", one=True)
        if not field:
            raise CasebookError("name the field that is corrected")
        before = value_at(_current(found.claims[about[0]], earlier), field)
    elif kind == "grade":
        _only(found, about, "incidents", one=True)
        before = msgspec.to_builtins(found.incidents[about[0]].grade)
        new = _checked_grade(new, why)
    else:
        before = _dated_or_placed(found, about, kind, earlier)
    if not isinstance(old, _Unset) and canonical(old) != canonical(before):
        raise StaleError("somebody changed this value meanwhile; look at it again")
    judgement = Judgement(
        id=judgement_id([*about, field or "", str(len(earlier))], kind, person.name, writing.at, why),
        about=about,
        kind=kind,
        by=person.name,
        at=writing.at,
        why=why.strip(),
        field=field,
        old=before,
        new=new,
    )
    if kind in ("correct", "date", "place") and about[0] in found.claims:
        corrected(_current(found.claims[about[0]], earlier), judgement)  # raises where it does not fit
    if kind in _ON_INCIDENTS and about[0] in found.incidents:
        overridden(found.incidents[about[0]], judgement)
    if kind in LINKING and assignment is None:
        _check_links(writing.connection, judgement)
    if kind == "add":
        found.of |= dict.fromkeys(added_by(judgement), about[0])
    accepted = list(about) if kind == "accept" and assignment is None else []
    held = _let_count(writing.connection, accepted)
    append(writing, judgement, found.of, assignment, held)
    if kind == "add":
        _store_added(writing, judgement)
        note_sources(writing.connection, found.documents[about[0]], [added_claim(judgement)])
    return judgement


def undo(writing: Writing, person: Person, name: str, *, why: str) -> Judgement:
    """Append a judgement that takes back another one; return it."""
    person.needs("coder", "to judge")
    sight = Sight(person)
    row = writing.connection.execute(
        select(judgements.c.record, judgements.c.assignment).where(
            judgements.c.id == name,
            sight.judgements() | (judgements.c.assignment.is_not(None) & (judgements.c.by == person.name)),
        )
    ).first()
    if row is None:
        raise UnknownError(f"{name}: no judgement of this casebook has this id")
    undone = msgspec.json.decode(row.record, type=Judgement)
    if row.assignment is not None:
        of_coder(writing.connection, person, row.assignment)
    holding = standing(judgements_about(writing.connection, undone.about, row.assignment))
    if undone.undoes is None and all(item.id != name for item in holding):
        raise CasebookError(f"{name}: holds no longer; it was undone before")
    judgement = Judgement(
        id=judgement_id([*undone.about, name], undone.kind, person.name, writing.at, why),
        about=undone.about,
        kind=undone.kind,
        by=person.name,
        at=writing.at,
        why=why.strip(),
        field=undone.field,
        old=undone.new,
        new=undone.old,
        undoes=name,
    )
    rows = writing.connection.execute(select(judged.c.about, judged.c.document).where(judged.c.judgement == name))
    append(writing, judgement, {item.about: item.document for item in rows if item.document}, row.assignment)
    return judgement


def _let_count(connection: Connection, names: Sequence[str]) -> list[str]:
    """Let claims count that a new reading held back, as somebody accepted them; return which."""
    query = select(claims.c.id).where(claims.c.id.in_(list(names)), claims.c.standing == "held")
    held = list(connection.execute(query).scalars())
    if held:
        connection.execute(update(claims).where(claims.c.id.in_(held)).values(standing="read"))
    return held


def append(
    writing: Writing, judgement: Judgement, of: dict[str, str], assignment: str | None, counting: Sequence[str] = ()
) -> None:
    """Store a judgement and log it.

    ``of``: the document of each claim that it is about; ``counting``: claims that count from now on.
    """
    record = encode(judgement).decode()
    writing.connection.execute(
        insert(judgements).values(
            id=judgement.id,
            kind=judgement.kind,
            by=judgement.by,
            at=judgement.at,
            field=judgement.field,
            undoes=judgement.undoes,
            assignment=assignment,
            erased=False,
            record=record,
        )
    )
    rows = [
        {"judgement": judgement.id, "place": at, "about": name, "document": of.get(name)}
        for at, name in enumerate(dict.fromkeys((*judgement.about, *added_by(judgement))))
    ]
    writing.connection.execute(insert(judged), rows)
    body: dict[str, Any] = {"sha256": sha256(record), "assignment": assignment}
    if counting:
        body["standings"] = dict.fromkeys(counting, "read")
    writing.log("judgement", judgement.id, body)
    if assignment is None:
        follow(writing, judgement)


def added_by(judgement: Judgement) -> tuple[str, ...]:
    """Return the id of the claim that a judgement adds, or takes back."""
    value = judgement.new if judgement.undoes is None else judgement.old
    return (value["id"],) if judgement.kind == "add" and isinstance(value, dict) else ()


def _find(connection: Connection, person: Person, about: Sequence[str]) -> _Found:
    """Look up claims, incidents and documents that the person can see. Raises `UnknownError` for one that is not."""
    if not about:
        raise CasebookError("name what the judgement is about")
    sight = Sight(person)
    found = _Found({}, {}, {}, {})
    query = (
        select(claims.c.record, claims.c.document)
        .join(documents, documents.c.id == claims.c.document)
        .where(claims.c.id.in_(about), sight.documents())
    )
    for row in connection.execute(query):
        claim = msgspec.json.decode(row.record, type=Claim)
        found.claims[claim.id], found.of[claim.id] = claim, row.document
    also = (
        select(incident_facets.c.value, incidents.c.record)
        .join(
            incidents,
            (incidents.c.id == incident_facets.c.incident) & (incidents.c.audience == incident_facets.c.audience),
        )
        .where(incident_facets.c.kind == "also", incident_facets.c.value.in_(about), sight.incidents())
    )
    own = select(incidents.c.id, incidents.c.record).where(incidents.c.id.in_(about), sight.incidents())
    for name, record in (*connection.execute(also), *connection.execute(own)):
        found.incidents[name] = msgspec.json.decode(record, type=Incident)
    for row in connection.execute(
        select(documents.c.record).where(documents.c.id.in_(about), sight.documents(), documents.c.record.is_not(None))
    ):
        document = msgspec.json.decode(row.record, type=Document)
        found.documents[document.id], found.of[document.id] = document, document.id
    for name in about:
        if name not in found.claims and name not in found.incidents and name not in found.documents:
            raise UnknownError(f"{name}: no claim, incident or document of this casebook has this id")
    return found


def _only(found: _Found, about: Sequence[str], what: str, one: bool = False) -> None:
    held = found.claims if what == "claims" else found.incidents
    if any(name not in held for name in about) or (one and len(about) != 1):
        raise CasebookError(f"this judgement is about {'one of the ' if one else ''}{what}; name {what} by id")


def _current(claim: Claim, earlier: Sequence[Judgement]) -> Claim:
    mine = [item for item in standing(earlier) if claim.id in item.about and item.kind != "reject"]
    return as_judged(claim, mine) or claim


def _dated_or_placed(found: _Found, about: Sequence[str], kind: str, earlier: Sequence[Judgement]) -> Any:
    if len(about) != 1 or about[0] in found.documents:
        raise CasebookError(f"a {kind} is set for one claim or one incident")
    if about[0] in found.claims:
        record = msgspec.to_builtins(_current(found.claims[about[0]], earlier))
        if kind == "date":
            return record["time"]
        return next((place for place in record["places"] if place["role"] == "event"), None)
    return msgspec.to_builtins(getattr(found.incidents[about[0]], kind))


def _checked_grade(new: Any, why: str) -> Any:
    if isinstance(new, str):
        return {"value": new, "why": why.strip()}
    return {"why": why.strip(), **new} if isinstance(new, dict) else new


def _checked_claim(found: _Found, about: Sequence[str], new: Any) -> Claim:
    if len(about) != 1 or about[0] not in found.documents:
        raise CasebookError("a claim is added to one document; name it by id")
    if isinstance(new, Claim):
        new = msgspec.to_builtins(new)
    draft = Judgement(id="j-", about=tuple(about), kind="add", by="", at="", why="", new=new)
    claim = added_claim(draft)
    document = found.documents[about[0]]
    if claim.document != document.id:
        raise CasebookError(f"the claim is of {claim.document}, and is added to {document.id}")
    check_spans(claim, document.text)
    return claim


def check_spans(claim: Claim, text: str) -> None:
    """Raise `JudgementError` where a value of ``claim`` does not stand in ``text`` at its span."""
    if not claim.evidence:
        raise JudgementError("a claim needs the words it rests on; mark them")
    for path, span, words in spans_of(msgspec.to_builtins(claim)):
        try:
            said = quote(text, span)
        except ValueError as error:
            raise JudgementError(f"{path}: {error}") from error
        if words is not None and said != words:
            raise JudgementError(f"{path}: the text reads {said!r} there, not {words!r}")


def spans_of(value: Any, path: str = "") -> list[tuple[str, tuple[int, int], str | None]]:
    """Return every span in a record, with its path and the words that must stand there (``None``: any)."""
    found: list[tuple[str, tuple[int, int], str | None]] = []
    if isinstance(value, dict):
        for key, item in value.items():
            where = f"{path}.{key}" if path else key
            if _is_span(item) and (key == "span" or key.endswith("_span") or key == "refers_to"):
                words = value.get("words") if key == "span" else value.get("cue") if key == "cue_span" else None
                found.append((where, (item[0], item[1]), words if isinstance(words, str) else None))
            elif key in ("evidence", "derived_from") and isinstance(item, (list, tuple)):
                found += [(f"{where}.{n}", (s[0], s[1]), None) for n, s in enumerate(item) if _is_span(s)]
            elif key not in ("old", "new"):
                found += spans_of(item, where)
    elif isinstance(value, (list, tuple)):
        for n, item in enumerate(value):
            found += spans_of(item, f"{path}.{n}")
    return found


def _is_span(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(n, int) for n in value)


def _check_links(connection: Connection, judgement: Judgement) -> None:
    """Raise `JudgementError` where a judgement on links contradicts earlier ones that hold."""
    earlier = judgements_of_kinds(connection, LINKING)
    names = {name for item in (*earlier, judgement) for name in item.about}
    if len(judgement.about) < 2:
        return
    leaders = _leaders(connection, names)
    told = earlier
    earlier = [_led(item, leaders) for item in earlier]
    found = contradiction(decisions([*earlier, _led(judgement, leaders)]))
    found = found or crossing(judgement, told, _members(connection, judgement.about), leaders)
    if found is None:
        return
    first, second, name = found
    if name == judgement.id:
        behind = "; ".join(f"{item.id} by {item.by}" for item in standing(earlier) if item.kind == "same")
        raise JudgementError(f"{first} and {second} were judged the same before ({behind}); undo that judgement first")
    other = next((item for item in earlier if item.id == name), None)
    who = f" by {other.by} ({other.why})" if other is not None else ""
    raise JudgementError(f"{first} and {second} were judged different{who} in {name}; undo that judgement first")


class _Told(msgspec.Struct):
    happening: int | None = None


def _leaders(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return, for claims and incidents, the first claim of the account: what a document tells as one happening."""
    wanted = sorted(names)
    joined = union(
        select(incidents.c.id.label("id")).where(incidents.c.id.in_(wanted)),
        select(incident_facets.c.incident.label("id")).where(
            incident_facets.c.kind == "also", incident_facets.c.value.in_(wanted)
        ),
    ).subquery()
    members = select(incident_claims.c.claim).where(incident_claims.c.incident.in_(select(joined.c.id)))
    texts = select(claims.c.document).where(claims.c.id.in_(wanted) | claims.c.id.in_(members))
    rows = connection.execute(
        select(claims.c.id, claims.c.document, claims.c.record)
        .where(claims.c.document.in_(texts), claims.c.standing.in_((*COUNTED, "added")))
        .order_by(claims.c.n)
    )
    first: dict[tuple[str, int | None], str] = {}
    found: dict[str, str] = {}
    for row in rows:
        leader = first.setdefault((row.document, msgspec.json.decode(row.record, type=_Told).happening), row.id)
        found[row.id] = leader
        found.setdefault(short_hash("i", [row.id]), leader)
    return found


def _members(connection: Connection, names: Iterable[str]) -> dict[str, list[str]]:
    """Return the claims of each incident that ``names`` are, or are claims of, by every id that it has.

    The claim that gave an id stands first, as a judgement on an incident is about that one.
    """
    wanted = sorted(names)
    also = select(incident_facets.c.value, incident_facets.c.incident)
    also = also.where(incident_facets.c.kind == "also", incident_facets.c.value.in_(wanted))
    by_id = {row.value: row.incident for row in connection.execute(also)}
    by_id |= {name: name for name in wanted if name.startswith("i-")}
    mine = select(incident_claims.c.incident).where(incident_claims.c.claim.in_(wanted))
    rows = connection.execute(
        select(incident_claims.c.incident, incident_claims.c.claim)
        .join(claims, claims.c.id == incident_claims.c.claim)
        .where(incident_claims.c.incident.in_(list(by_id.values())) | incident_claims.c.incident.in_(mine))
        .order_by(claims.c.n)
    )
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(row.incident, []).append(row.claim)
    found: dict[str, list[str]] = dict(members)
    for held in members.values():
        for claim in held:
            name = short_hash("i", [claim])
            found[name] = [claim, *(other for other in held if other != claim)]
    return found | {name: members[home] for name, home in by_id.items() if name not in found and home in members}


def _led(judgement: Judgement, leaders: Mapping[str, str]) -> Judgement:
    about = tuple(dict.fromkeys(leaders.get(name, name) for name in judgement.about))
    return msgspec.structs.replace(judgement, about=about)


def _store_added(writing: Writing, judgement: Judgement) -> None:
    from allegata.casebook.taking_in import claim_row

    claim = added_claim(judgement)
    there = writing.connection.execute(select(claims.c.standing).where(claims.c.id == claim.id)).scalar()
    if there == "added":
        return  # by somebody else who codes blind, or before its adding was undone
    if there is not None:
        raise CasebookError(f"{claim.id}: the casebook holds this very claim already; correct that one")
    writing.connection.execute(insert(claims).values(**claim_row(claim), reading=None, standing="added"))
