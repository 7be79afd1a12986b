"""Where it happened, set by a person: a place of the gazetteer, chosen among candidates, or typed coordinates."""

from functools import cache
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import CasebookError, ClaimView
from allegata.casebook.meanwhile import newest
from allegata.gazetteer import Candidate, Gazetteer
from allegata.records import PlacePrecision
from allegata.workbench.access import allow
from allegata.workbench.deciding import Given, decide, seen_of, t_of
from allegata.workbench.judging import blind_claim, claim_of
from allegata.workbench.page import Shown, page
from allegata.workbench.queue_page import view_of
from allegata.workbench.show import country_said, line_heading, speaker
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


def lies_in(t: Words, place: Candidate) -> str:
    """Return what contains a place, from the nearest outward."""
    parts = [place.within, place.admin2, place.admin1, country_said(t, place.country)]
    return t("within-comma").join(dict.fromkeys(part for part in parts if part and part != place.name))


def _page(t: Words, action: str, back: str, title: str, now: Any, look: str, assignment: str = "") -> WherePage:
    name = now.name if now is not None else ""
    looked = look.strip() or name
    offered = [
        Offered(number, place, lies_in(t, place))
        for number, place in enumerate(candidates(looked, now.country if now is not None else None))
    ]
    return WherePage(action, back, assignment, title, name, now, looked, offered)


@page(router, "/incidents/{name}/place", "where.html.j2", role="coder", summary="Places that an incident may be at")
def incident_place(request: Request, name: str, look: Look = "") -> Any:
    """Show where the incident is, and what the gazetteer has for its place's name, or another one."""
    found = view_of(request).incident(name, limit=1)
    home = f"/incidents/{found.line.id}"
    t = t_of(request)
    shown = _page(t, f"{home}/place", home, line_heading(t, found.line), found.incident.place, look)
    return Shown(shown, {"seen": seen_of(found)["place"]})


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
    shown = _page(t_of(request), f"/claims/{name}/place", back, speaker(claim), now, look, assignment)
    return Shown(shown, {"seen": newest(view.judgements)})


def place_given(
    request: Request,
    place_name: Annotated[str, Form(alias="name", max_length=200)] = "",
    pick: Annotated[str, Form(max_length=4, description="number of what the gazetteer has for `look`")] = "",
    look: Annotated[str, Form(max_length=200)] = "",
    country: Annotated[str, Form(pattern=r"^([A-Za-z]{2})?$")] = "",
    latitude: Typed = "",
    longitude: Typed = "",
    precision: Annotated[str, Form(max_length=20)] = "unknown",
) -> dict[str, Any]:
    """Take a place from a form: a candidate that was picked, or what was typed. A dependency; raises `CasebookError`.

    Without coordinates the place is known by its name only.
    """
    t, point = t_of(request), (latitude, longitude)
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


@router.post("/incidents/{name}/place", summary="Set the place of an incident", response_model=None)
@router.post("/claims/{name}/place", summary="Set the place of a claim", response_model=None)
@allow("coder")
def set_place(
    request: Request, name: str, new: Annotated[dict[str, Any], Depends(place_given)], given: Given
) -> Response:
    """Set where it happened, or where the claim says that it did: a candidate, coordinates, or a name alone."""
    return decide(request, "place", name, given, new=new)
