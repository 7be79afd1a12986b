"""Numbers of the whole casebook by month, place, party or any other column: the least and the most, added up."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import case, func, literal_column, select

from allegata.casebook.errors import CasebookError
from allegata.casebook.filters import Filter
from allegata.casebook.tables import incident_facets, incidents
from allegata.casebook.view import View

By = Literal["month", "place", "country", "party", "type", "grade", "state"]
BY: tuple[By, ...] = get_args(By)
Counted = Literal["killed", "injured", "killed_or_injured"]
COUNTED: tuple[Counted, ...] = get_args(Counted)
GROUPS = ("women", "children", "men")
STATUSES = ("civilian", "combatant")


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents that share a value.

    ``low``: the sum of least numbers; ``high``: of most, or of the highest figure given. ``open``: incidents whose
    upper end nobody gives, so that ``high`` is no upper bound of the sum; ``unknown``: incidents without any number,
    which are in neither sum. An incident with two parties stands under both.
    """

    key: str
    name: str
    incidents: int
    low: int
    high: int
    open: int
    unknown: int


def tally(
    view: View, by: By, counted: Counted = "killed", chosen: Filter | None = None, limit: int = 500
) -> tuple[Tally, ...]:
    """Return the numbers by ``by``, months in their order, all else with the most incidents first.

    Made in one query, on what the person of ``view`` may see. Raises `CasebookError` for another ``by``.
    """
    if by not in BY or counted not in COUNTED:
        raise CasebookError(f"{by}: numbers stand by {', '.join(BY)}, of {', '.join(COUNTED)}")
    c = incidents.c
    least, most = c[f"{counted}_min"], c[f"{counted}_max"]
    highest = least if counted == "injured" else c[f"{counted}_highest"]
    known = case((least.is_not(None), 1), (most.is_not(None), 1), else_=0)
    # Written out, as PostgreSQL groups by an expression only where it stands again word for word.
    month = func.substr(c.date_from, literal_column("1"), literal_column("7"))
    columns: dict[str, tuple[Any, Any]] = {
        "month": (month, month),
        "place": (c.place_key, c.place),
        "country": (c.country, c.country),
        "grade": (c.grade, c.grade),
        "state": (c.state, c.state),
        "party": (incident_facets.c.value, incident_facets.c.name),
        "type": (incident_facets.c.value, incident_facets.c.name),
    }
    key, name = columns[by]
    number = func.count()
    query = select(
        key.label("key"),
        func.min(name).label("name"),
        number.label("incidents"),
        func.sum(func.coalesce(least, 0)).label("low"),
        func.sum(func.coalesce(most, highest, least, 0)).label("high"),
        func.sum(case((most.is_(None) & least.is_not(None), 1), else_=0)).label("open"),
        func.sum(1 - known).label("unknown"),
    )
    conditions = [view._sight.incidents(), *(chosen or Filter()).conditions()]
    if by in ("party", "type"):
        same = (incident_facets.c.incident == c.id) & (incident_facets.c.audience == c.audience)
        query = query.select_from(incidents.join(incident_facets, same))
        conditions.append(incident_facets.c.kind == by)
    else:
        query = query.select_from(incidents)
    order = [key] if by == "month" else [number.desc(), key]
    with view._reading() as connection:
        rows = connection.execute(query.where(*conditions).group_by(key).order_by(*order).limit(limit)).all()
    return tuple(
        Tally(
            key=row.key or "",
            name=row.name or "",
            incidents=int(row.incidents),
            low=int(row.low or 0),
            high=int(row.high or 0),
            open=int(row.open or 0),
            unknown=int(row.unknown or 0),
        )
        for row in rows
    )


class _Range(msgspec.Struct):
    min: int | None = None
    max: int | None = None
    highest: int | None = None


class _Groups(msgspec.Struct):
    """As much of an incident as the numbers by group need."""

    killed_by_group: dict[str, _Range] = {}
    killed_by_status: dict[str, _Range] = {}
    injured_by_group: dict[str, _Range] = {}


_groups = msgspec.json.Decoder(_Groups)


def tally_groups(view: View, counted: Counted = "killed", chosen: Filter | None = None) -> tuple[Tally, ...]:
    """Return the numbers of women, children and men, and of civilians and combatants killed. They need not add up.

    Of those killed or injured, whom nobody tells apart, there are no groups.
    """
    if counted == "killed_or_injured":
        return ()
    names: Sequence[str] = (*GROUPS, *STATUSES) if counted == "killed" else GROUPS
    sums = {name: [0, 0, 0, 0, 0] for name in names}
    query = select(incidents.c.record).where(view._sight.incidents(), *(chosen or Filter()).conditions())
    with view._reading() as connection:
        for (record,) in connection.execute(query):
            held = _groups.decode(record)
            ranges = held.killed_by_group | held.killed_by_status if counted == "killed" else held.injured_by_group
            for name, total in sums.items():
                found = ranges.get(name) or _Range()
                if found.min is None and found.max is None:
                    total[4] += 1
                    continue
                total[0] += 1
                total[1] += found.min or 0
                total[2] += next(n for n in (found.max, found.highest, found.min, 0) if n is not None)
                total[3] += found.max is None
    return tuple(
        Tally(key=name, name=name, incidents=known, low=low, high=high, open=unbounded, unknown=unknown)
        for name, (known, low, high, unbounded, unknown) in sums.items()
    )
