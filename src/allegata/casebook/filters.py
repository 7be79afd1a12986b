"""How the queue is filtered and sorted, as conditions on the columns of ``incidents``."""

from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, exists, select

from allegata.casebook.search import folded
from allegata.casebook.tables import incident_facets, incidents

Sort = Literal["need", "date", "-date", "killed", "place", "sources", "id"]


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which incidents are wanted; what is ``None`` filters nothing.

    ``date_from``, ``date_to``: ISO days that the incident's interval meets; ``dated``, ``placed``: whether it has any.
    ``place``: the beginning of a word of its place's names; ``party``, ``event_type``: as `View.facets` gives them.
    ``assignee``: ``""`` for those that nobody is on. ``killed_from``: at least so many by the lowest figure;
    ``killed_to``: at most so many by the highest; ``sources_to``: at most so many independent sources.
    ``box``: west, south, east, north in degrees.
    """

    state: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    dated: bool | None = None
    placed: bool | None = None
    place: str | None = None
    country: str | None = None
    party: str | None = None
    event_type: str | None = None
    grade: str | None = None
    assignee: str | None = None
    killed_from: int | None = None
    killed_to: int | None = None
    sources_to: int | None = None
    disputed: bool | None = None
    unsure: bool | None = None
    judged: bool | None = None
    box: tuple[float, float, float, float] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on rows of ``incidents``."""
        c = incidents.c
        found: list[ColumnElement[bool]] = []
        for name in ("state", "country", "grade", "disputed", "unsure"):
            if getattr(self, name) is not None:
                found.append(c[name] == getattr(self, name))
        if self.date_from is not None:
            found.append(c.date_to >= self.date_from)
        if self.date_to is not None:
            found.append(c.date_from <= self.date_to)
        for given, column in ((self.dated, c.date_from), (self.placed, c.latitude)):
            if given is not None:
                found.append(column.is_not(None) if given else column.is_(None))
        if self.place is not None:
            for word in folded(self.place).split():
                found.append(c.place_key.startswith(word, autoescape=True) | c.place_key.contains(f" {word}"))
        if self.assignee is not None:
            found.append(c.assignee == self.assignee if self.assignee else c.assignee.is_(None))
        if self.killed_from is not None:
            found.append(c.killed_min >= self.killed_from)
        if self.killed_to is not None:
            found.append(c.killed_highest <= self.killed_to)
        if self.sources_to is not None:
            found.append(c.sources <= self.sources_to)
        if self.judged is not None:
            found.append(c.judgements > 0 if self.judged else c.judgements == 0)
        if self.box is not None:
            west, south, east, north = self.box
            found.append(c.latitude.between(south, north))
            inside = c.longitude.between(west, east) if west <= east else (c.longitude >= west) | (c.longitude <= east)
            found.append(inside)
        for kind, value in (("party", self.party), ("type", self.event_type)):
            if value is not None:
                found.append(_has(kind, value))
        return found


def _has(kind: str, value: str) -> ColumnElement[bool]:
    return exists(
        select(incident_facets.c.incident).where(
            incident_facets.c.incident == incidents.c.id,
            incident_facets.c.audience == incidents.c.audience,
            incident_facets.c.kind == kind,
            incident_facets.c.value == value,
        )
    )


def order(sort: Sort) -> list[Any]:
    """Return the order of a sort; ids break ties, so that pages never overlap."""
    c = incidents.c
    orders: dict[str, list[Any]] = {
        "need": [c.need.desc()],
        "date": [c.date_from.is_(None), c.date_from],
        "-date": [c.date_from.is_(None), c.date_from.desc()],
        "killed": [c.killed_highest.is_(None), c.killed_highest.desc()],
        "place": [c.place_key.is_(None), c.place_key],
        "sources": [c.sources.desc()],
        "id": [],
    }
    return [*orders[sort], c.id]
