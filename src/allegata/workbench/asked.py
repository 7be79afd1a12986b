"""What pages are asked for: filters and page numbers from the address, checked, with the empty ones left out."""

import math
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from fastapi import Query

from allegata.casebook import CasebookError, Filter, Page
from allegata.workbench.words import Words

PER_PAGE = 30
DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"

Text = Annotated[str, Query(max_length=200)]
Day = Annotated[str, Query(pattern=DAY, description="ISO day")]
Number = Annotated[int, Query(ge=1, le=1_000_000, description="page, from 1")]
YesNo = Annotated[str, Query(pattern="^(yes|no)?$", description="only those that have one, or have none")]
_YES_NO = {"yes": True, "no": False}

T = TypeVar("T")


class Numbered(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list: its items, their place among all, and whether anything was withheld."""

    items: list[T]
    total: int
    number: int
    count: int
    first: int
    last: int
    withheld: bool


def offset(page: int, size: int = PER_PAGE) -> int:
    """Return where a page begins."""
    return (page - 1) * size


def numbered(found: Page[Any], items: list[T], page: int, size: int = PER_PAGE) -> Numbered[T]:
    """Return ``items`` as page number ``page`` of what was found."""
    first = offset(page, size)
    return Numbered(
        items=items,
        total=found.total,
        number=page,
        count=max(1, math.ceil(found.total / size)),
        first=min(first + 1, found.total),
        last=min(first + len(items), found.total),
        withheld=found.withheld,
    )


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of queue, map and numbers, as the address gives them; empty is any."""

    state: str = ""
    place: str = ""
    country: str = ""
    after: str = ""
    before: str = ""
    party: str = ""
    type: str = ""
    grade: str = ""
    assignee: str = ""
    dated: str = ""
    placed: str = ""

    @property
    def any(self) -> bool:
        """Return whether anything but the state narrows the list."""
        return any(getattr(self, name) for name in self.__struct_fields__ if name != "state")

    def filter(self, **more: Any) -> Filter:
        """Return the filter of the casebook. ``assignee`` ``nobody`` is incidents that nobody is on."""
        assignee = {"": None, "nobody": ""}.get(self.assignee, self.assignee)
        given = {
            "state": self.state or None,
            "place": self.place or None,
            "country": self.country or None,
            "date_from": self.after or None,
            "date_to": self.before or None,
            "party": self.party or None,
            "event_type": self.type or None,
            "grade": self.grade or None,
            "assignee": assignee,
            "dated": _YES_NO.get(self.dated),
            "placed": _YES_NO.get(self.placed),
        }
        return Filter(**(given | more))


def asked(
    state: Text = "",
    place: Text = "",
    country: Annotated[str, Query(pattern=r"^([A-Za-z]{2})?$")] = "",
    after: Day = "",
    before: Day = "",
    party: Text = "",
    type: Text = "",
    grade: Text = "",
    assignee: Text = "",
    dated: YesNo = "",
    placed: YesNo = "",
) -> Asked:
    """Take the filters from the address: a dependency of the pages that list incidents."""
    return Asked(
        state=state,
        place=place.strip(),
        country=country.upper(),
        after=after,
        before=before,
        party=party,
        type=type,
        grade=grade,
        assignee=assignee.strip(),
        dated=dated,
        placed=placed,
    )


def days(t: Words, start: str, end: str) -> dict[str, str]:
    """Return the days that a form gives, as a judgement holds them; one day where ``end`` is left out.

    Raises `CasebookError`, in the words of ``t``, where one is no day of the calendar (2024-02-30 has the form of one)
    or the last lies before the first.
    """
    if not start:
        raise CasebookError(t("error.days"))
    last = end or start
    for day in (start, last):
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise CasebookError(t("error.day", day=day)) from error
    if last < start:
        raise CasebookError(t("error.days"))
    return {"start": start, "end": last, "precision": "day" if last == start else "days"}
