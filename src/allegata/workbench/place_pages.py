"""Where it happened, set by a person: a place of the gazetteer, chosen among candidates, or typed coordinates."""

from functools import cache
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import CasebookError, ClaimView
from allegata.dataset.countries import country_name
from allegata.gazetteer import Candidate, Gazetteer
from allegata.records import PlacePrecision
from allegata.workbench.access import allow
from allegata.workbench.asked import DAY, days
from allegata.workbench.judging import Back, Why, blind_claim, book_of, claim_of, person_of, t_of
from allegata.workbench.page import done, page
from allegata.workbench.queue_page import view_of
from allegata.workbench.show import line_heading, speaker
from allegata.workbench.words import Words

router = APIRouter(tags=["judging"])

MOST = 12
"""Candidates that are offered for a name."""
PRECISIONS: tuple[PlacePrecision, ...] = (
    "unknown",
    "point",
    "village",
    "town",
    "city",
    "admin2",
    "admin1",
    "area",
    "country",
)
Look = Annotated[str, Query(max_length=200, description="look this name up in the gazetteer")]
Typed = Annotated[str, Form(max_length=20)]


class Offered(msgspec.Struct, frozen=True):
    """A place that a name may mean, and what contains it."""

    number: int
    place: Candidate
    within: str


class WherePage(msgspec.Struct, frozen=True):
    """The page: what is placed, where it is now, and what the gazetteer has for a name."""

    action: str
    back: str
    assignment: str
    title: str
    name: str
    now: Any
    looked: str
    offered: list[Offered]


@cache
def gazetteer() -> Gazetteer:
    """Return the built gazetteer with the user's own places."""
    return Gazetteer.open()


def candidates(name: str, country: str | None) -> list[Candidate]:
    """Return what ``name`` may mean, best first; those of ``country`` are found by a looser spelling too."""
    if not name.strip():
        return []
    found = gazetteer().lookup(name.strip(), countries=(country,) if country else (), limit=MOST)
    found += gazetteer().lookup(name.strip(), limit=MOST)
    once = {(one.name, one.geonames, one.latitude, one.longitude, one.admin1): one for one in reversed(found)}
    return sorted(once.values(), key=lambda one: found.index(one))[:MOST]


def lies_in(place: Candidate) -> str:
    """Return what contains a place, from the nearest outward."""
    country = (country_name(place.country) or place.country) if place.country else None
    parts = [place.within, place.admin2, place.admin1, country]
    return ", ".join(dict.fromkeys(part for part in parts if part and part != place.name))


def _page(action: str, back: str, title: str, now: Any, look: str, assignment: str = "") -> WherePage:
    name = now.name if now is not None else ""
    looked = look.strip() or name
    offered = [
        Offered(number, place, lies_in(place))
        for number, place in enumerate(candidates(looked, now.country if now is not None else None))
    ]
    return WherePage(action, back, assignment, title, name, now, looked, offered)


@page(router, "/incidents/{name}/place", "where.html.j2", role="coder", summary="Places that an incident may be at")
def incident_place(request: Request, name: str, look: Look = "") -> Any:
    """Show where the incident is, and what the gazetteer has for its place's name, or another one."""
    found = view_of(request).incident(name, limit=1)
    home = f"/incidents/{found.line.id}"
    return _page(f"{home}/place", home, line_heading(t_of(request), found.line), found.incident.place, look)


@page(router, "/claims/{name}/place", "where.html.j2", role="coder", summary="Places that a claim may speak of")
def claim_place(
    request: Request,
    name: str,
    look: Look = "",
    assignment: Annotated[str, Query(max_length=64, description="judged blind")] = "",
) -> Any:
    """Show where the claim says that it happened, and what the gazetteer has for that name, or another one.

    In blind coding it is shown as one left it oneself.
    """
    view: ClaimView = blind_claim(request, name, assignment) if assignment else claim_of(request, name)
    claim = view.claim or view.proposed
    now = next((place for place in claim.places if place.role == "event"), None)
    back = f"/incidents/{view.incident}#{name}" if view.incident else f"/documents/{view.document}?claim={name}"
    if assignment:
        back = f"/coding/{assignment}#{name}"
    return _page(f"/claims/{name}/place", back, speaker(claim), now, look, assignment)


def chosen(
    t: Words, place_name: str, pick: str, look: str, country: str, point: tuple[str, str], precision: str
) -> Any:
    """Return the new place of a judgement: a candidate that was picked, or what was typed. Raises `CasebookError`.

    Without coordinates the place is known by its name only.
    """
    if pick:
        offered = candidates(look, country or None)
        if not pick.isascii() or not pick.isdigit() or int(pick) >= len(offered):
            raise CasebookError(t("error.pick"))
        place = offered[int(pick)]
        new: dict[str, Any] = {
            "name": place_name.strip() or place.name,
            "gazetteer_name": place.name,
            "precision": place.precision,
            "country": place.country,
            "within": place.within or place.admin2 or place.admin1,
            "geonames": place.geonames,
            "radius_km": place.radius_km,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "resolved": place.latitude is not None,
        }
        return new if place.fallback is None else {**new, "fallback": msgspec.to_builtins(place.fallback)}
    if not place_name.strip():
        raise CasebookError(t("error.place-name"))
    new = {"name": place_name.strip(), "precision": precision}
    if any(text.strip() for text in point):
        try:
            north, east = (float(text) for text in point)
        except ValueError as error:
            raise CasebookError(t("error.coordinates")) from error
        if not (-90 <= north <= 90 and -180 <= east <= 180):
            raise CasebookError(t("error.coordinates"))
        new |= {"latitude": north, "longitude": east, "resolved": True}
    return new


Pick = Annotated[str, Form(max_length=4, description="number of the candidate that the gazetteer has for `look`")]
Looked = Annotated[str, Form(max_length=200)]
Country = Annotated[str, Form(pattern=r"^([A-Za-z]{2})?$")]
PlaceName = Annotated[str, Form(alias="name", max_length=200)]


@router.post("/incidents/{name}/place", summary="Set the place of an incident", response_model=None)
@allow("coder")
def set_incident_place(
    request: Request,
    name: str,
    why: Why,
    place_name: PlaceName = "",
    pick: Pick = "",
    look: Looked = "",
    country: Country = "",
    latitude: Typed = "",
    longitude: Typed = "",
    precision: Annotated[str, Form(max_length=20)] = "unknown",
    back: Back = "",
) -> Response:
    """Set where it happened: a candidate of the gazetteer, coordinates, or a name alone."""
    return _set(
        request,
        name,
        chosen(t_of(request), place_name, pick, look, country, (latitude, longitude), precision),
        why,
        back or f"/incidents/{name}",
    )


@router.post("/claims/{name}/place", summary="Set the place of a claim", response_model=None)
@allow("coder")
def set_claim_place(
    request: Request,
    name: str,
    why: Why,
    place_name: PlaceName = "",
    pick: Pick = "",
    look: Looked = "",
    country: Country = "",
    latitude: Typed = "",
    longitude: Typed = "",
    precision: Annotated[str, Form(max_length=20)] = "unknown",
    back: Back = "",
    assignment: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Set where the claim says that it happened; its words stay as they are."""
    new = chosen(t_of(request), place_name, pick, look, country, (latitude, longitude), precision)
    return _set(request, name, new, why, back or f"/claims/{name}", assignment)


def _set(request: Request, name: str, new: Any, why: str, back: str, assignment: str = "") -> Response:
    book_of(request).judge(person_of(request), "place", [name], new=new, why=why, assignment=assignment or None)
    return done(request, back, t_of(request)("done.place"))


@router.post("/claims/{name}/date", summary="Set the date of a claim", response_model=None)
@allow("coder")
def set_claim_date(
    request: Request,
    name: str,
    start: Annotated[str, Form(pattern=DAY)],
    why: Why,
    end: Annotated[str, Form(pattern=DAY)] = "",
    back: Back = "",
    assignment: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Set the days that the claim's words mean; one day where ``end`` is left out."""
    t = t_of(request)
    new = days(t, start, end)
    book_of(request).judge(person_of(request), "date", [name], new=new, why=why, assignment=assignment or None)
    return done(request, back or f"/claims/{name}", t("done.date"))
