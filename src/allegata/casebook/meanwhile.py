"""What others decided on the same thing since somebody looked at it, so that nobody overrides a judgement unseen."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, select

from allegata.casebook.errors import StaleError
from allegata.casebook.loading import judgement_of
from allegata.casebook.people import Person
from allegata.casebook.seen import move_of
from allegata.casebook.sight import Sight
from allegata.casebook.tables import judged, judgements, moves
from allegata.records import Judgement

ON_CLAIMS: Final = ("accept", "correct", "reject", "date", "place")
"""Kinds of judgement that decide how one claim stands: each of them is news to whoever is about to make another."""


def newest(made: Sequence[Judgement], kinds: Sequence[str] = ON_CLAIMS) -> str:
    """Return the id of the newest judgement of ``kinds``, undoings too, of those ``made`` (oldest first); else ""."""
    return next((item.id for item in reversed(made) if item.kind in kinds), "")


def check_judged(connection: Connection, person: Person, kind: str, names: Sequence[str], seen: str) -> None:
    """Raise `StaleError` where somebody else judged any of ``names`` since ``seen``, the newest judgement on it that
    the caller saw ("" for none). On a claim all that decides how it stands is news; on an incident, the same kind is.
    """
    kinds = (kind,) if any(name.startswith("i-") for name in names) else ON_CLAIMS
    about = select(judged.c.judgement).where(judged.c.about.in_(list(names)))
    rows = connection.execute(
        select(judgements.c.record)
        .where(judgements.c.id.in_(about), judgements.c.kind.in_(kinds), judgements.c.erased.is_(False))
        .where(judgements.c.assignment.is_(None), Sight(person).judgements())
        .order_by(judgements.c.n)
    )
    made = [judgement_of(record) for (record,) in rows]
    since = _after([item.id for item in made], seen)
    others = [item for item in made[since:] if item.by != person.name]
    if others:
        last = others[-1]
        told = f"{last.by} judged it on {last.at[:16]}Z ({last.kind}{_why(last.why)})"
        raise StaleError(f"{told}; look at it, and send it again if it still holds", others, newest(made, kinds))


def check_moved(connection: Connection, person: Person, incident: str, seen: str) -> None:
    """Raise `StaleError` where somebody else moved ``incident`` since ``seen``, its newest step that the caller saw."""
    query = select(moves).where(moves.c.incident == incident, Sight(person).moves()).order_by(moves.c.n)
    made = [move_of(row) for row in connection.execute(query)]
    others = [item for item in made[_after([item.id for item in made], seen) :] if item.by != person.name]
    if others:
        last = others[-1]
        told = f"{last.by} moved it on {last.at[:16]}Z ({last.state}, {last.assignee or 'nobody'}{_why(last.why)})"
        raise StaleError(f"{told}; look at it, and send it again if it still holds", others, made[-1].id)


def _after(ids: Sequence[str], seen: str) -> int:
    """Return where in ``ids`` what was not seen begins."""
    return ids.index(seen) + 1 if seen in ids else 0


def _why(why: str) -> str:
    return f": {why}" if why else ""
