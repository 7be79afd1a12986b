"""What is being done about an incident: one state machine, and who is on it. Each step is logged."""

from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, insert, select, update

from allegata.casebook.chain import canonical, sha256
from allegata.casebook.errors import CasebookError, UnknownError
from allegata.casebook.meanwhile import check_moved
from allegata.casebook.people import Person
from allegata.casebook.plain import plain
from allegata.casebook.tables import incidents, moves
from allegata.casebook.writing import Writing
from allegata.records import short_hash

State = Literal["monitored", "in research", "ready for review", "published", "withdrawn"]
STATES: tuple[State, ...] = get_args(State)
STEPS: Final[dict[str, tuple[str, ...]]] = {
    "monitored": ("in research", "withdrawn"),
    "in research": ("monitored", "ready for review", "withdrawn"),
    "ready for review": ("in research", "published", "withdrawn"),
    "published": ("in research", "withdrawn"),
    "withdrawn": ("monitored", "in research"),
}
"""Which states may follow a state."""
BY_REVIEWERS: Final = ("published",)
"""States that a reviewer gives; a published incident is also taken back by one."""


class _Same:
    """Stands for an assignee that stays."""


SAME: Final = _Same()


def current(connection: Connection, incident: str) -> tuple[str, str | None]:
    """Return state and assignee of an incident; *monitored* and nobody where nothing was decided."""
    row = connection.execute(
        select(moves.c.state, moves.c.assignee).where(moves.c.incident == incident).order_by(moves.c.n.desc()).limit(1)
    ).first()
    return (row.state, row.assignee) if row is not None else (STATES[0], None)


def move(
    writing: Writing,
    person: Person,
    incident: str,
    state: str | None,
    assignee: Any,
    why: str,
    seen: str | None = None,
) -> None:
    """Give an incident another state or assignee. ``seen``: its newest step that the caller saw, "" for none.

    Raises `StaleError` where somebody else moved it since ``seen``.
    """
    person.needs("coder", "to move an incident")
    connection = writing.connection
    audience = (0, 1) if person.restricted else (0, 2)
    row = connection.execute(
        select(incidents.c.id, incidents.c.state, incidents.c.assignee).where(
            incidents.c.id == incident, incidents.c.audience.in_(audience)
        )
    ).first()
    if row is None:
        raise UnknownError(f"{incident}: no incident of this casebook has this id")
    if seen is not None:
        check_moved(connection, person, incident, seen)
    wanted = state or row.state
    if wanted not in STATES:
        raise CasebookError(f"{wanted}: no state; choose of {', '.join(STATES)}")
    if wanted != row.state and wanted not in STEPS[row.state]:
        raise CasebookError(f"from {row.state} an incident goes to {', '.join(STEPS[row.state])}, not to {wanted}")
    if wanted != row.state and (wanted in BY_REVIEWERS or row.state in BY_REVIEWERS):
        person.needs("reviewer", "to publish an incident or take it back")
    whose = row.assignee if isinstance(assignee, _Same) else (plain(assignee) or None)
    if wanted == row.state and whose == row.assignee:
        return
    id = short_hash("v", [incident, wanted, whose, writing.at, person.name])
    values = {"id": id, "incident": incident, "state": wanted, "assignee": whose}
    values |= {"by": writing.by, "at": writing.at, "why": plain(why.strip())}
    connection.execute(insert(moves).values(**values))
    connection.execute(update(incidents).where(incidents.c.id == incident).values(state=wanted, assignee=whose))
    writing.log("move", incident, {"move": id, "sha256": sha256(canonical(values))})
