"""The whole casebook on a map and a line of time; what is seen can be taken along as CSV or GeoJSON."""

import csv
import io
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, cast

import msgspec
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from allegata.casebook import Facet, Filter, MapPoint, Page, View
from allegata.casebook.memo import Memo
from allegata.dataset.csv_table import safe_cell
from allegata.dataset.outlines import outlines
from allegata.records import GradeValue
from allegata.workbench.access import allow
from allegata.workbench.asked import Asked, asked
from allegata.workbench.charts import points_map
from allegata.workbench.page import Shown, page, wants_json
from allegata.workbench.queue_page import view_of
from allegata.workbench.show import bounds, interval
from allegata.workbench.words import Words

router = APIRouter()

LANE = 200
"""Undated and unplaced incidents that their lanes list; the queue has all."""
MOST = 20_000

EXACT = ("point", "village", "town", "city")


class Spot(msgspec.Struct, frozen=True):
    """An incident on the map. ``exact``: the coordinates are of the place itself, not of an area around it."""

    id: str
    title: str
    date: str
    start: str | None
    end: str | None
    place: str
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    exact: bool
    killed: str
    weight: int
    grade: str
    state: str


class Atlas(msgspec.Struct, frozen=True):
    """The page: every incident of the filters, placed or not, dated or not."""

    filters: Asked
    total: int
    shown: int
    spots: list[Spot]
    placed: int
    unplaced: list[Spot]
    unplaced_total: int
    undated: list[Spot]
    undated_total: int
    parties: tuple[Facet, ...]
    grades: tuple[str, ...]
    withheld: bool


def spot_of(t: Words, point: MapPoint) -> Spot:
    """Return an incident of the map with its words."""
    place = point.place or t("place.unstated")
    exact = point.latitude is not None and point.precision in EXACT
    radius = point.radius_km if point.radius_km is not None else None if exact else 25.0
    return Spot(
        id=point.id,
        title=place,
        date=interval(t, point.date_from, point.date_to),
        start=point.date_from,
        end=point.date_to,
        place=place,
        latitude=point.latitude,
        longitude=point.longitude,
        radius_km=radius if point.latitude is not None else None,
        exact=exact,
        killed=_figure(t, point),
        weight=point.killed_min or point.killed_or_injured_min or 0,
        grade=point.grade,
        state=point.state,
    )


def _figure(t: Words, point: MapPoint) -> str:
    """Return how many were killed, in words; killed or injured, where nobody tells them apart."""
    low, high = point.killed_min, point.killed_max
    if low is None and high is None and (point.killed_or_injured_min is not None or point.killed_or_injured_max):
        both = bounds(t, point.killed_or_injured_min, point.killed_or_injured_max)
        return f"{t.of('outcome', 'killed_or_injured')}: {both}"
    return f"{t('killed')}: {bounds(t, low, high)}"


@page(router, "/map", "map.html.j2", summary="Map and timeline of the casebook")
def atlas(request: Request, filters: Annotated[Asked, Depends(asked)]) -> Any:
    """Show the incidents of the filters on a map, on a line of time, and in lanes where place or date are unknown."""
    view, t = view_of(request), cast(Words, request.state.words)
    memo: Memo = request.app.state.drawings
    version = view.version()
    made = memo.get((filters, t.language, version[-1]), version, lambda: _made(view, t, filters))
    if wants_json(request):
        return Response(made.twin, media_type="application/json")
    return Shown(made.model, {"drawn": made.drawn})


class _Made(msgspec.Struct, frozen=True):
    """What of the page hangs on the casebook, filters and language alone: it is kept until something changes."""

    model: Atlas
    twin: bytes
    drawn: Any


def _made(view: View, t: Words, filters: Asked) -> _Made:
    found = view.map_points(filters.filter(), limit=MOST)
    spots = [spot_of(t, point) for point in found.items]
    unplaced = [spot for spot in spots if spot.latitude is None]
    undated = [spot for spot in spots if spot.start is None]
    model = Atlas(
        filters=filters,
        total=found.total,
        shown=len(spots),
        spots=spots,
        placed=len(spots) - len(unplaced),
        unplaced=unplaced[:LANE],
        unplaced_total=len(unplaced),
        undated=undated[:LANE],
        undated_total=len(undated),
        parties=view.facets("party", Filter(), 60),
        grades=GRADES,
        withheld=found.withheld,
    )
    drawn = points_map([spot for spot in spots if spot.latitude is not None][:2000], t("nav.map"))
    return _Made(msgspec.structs.replace(model, spots=[]), msgspec.json.encode(model), drawn)


GRADES: tuple[str, ...] = GradeValue.__args__  # type: ignore[attr-defined]


@router.get("/map.csv", summary="What the map shows, as CSV", response_model=None)
@allow("reader")
def as_csv(request: Request, filters: Annotated[Asked, Depends(asked)]) -> Response:
    """Return the incidents of the filters as CSV; cells that a spreadsheet would run as formulas are kept text."""
    found = _found(request, filters)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(MapPoint.__struct_fields__)
    for point in found.items:
        writer.writerow([safe_cell(value) for value in msgspec.structs.astuple(point)])
    return _download(out.getvalue().encode("utf-8"), "text/csv; charset=utf-8", "incidents.csv")


@router.get("/map.geojson", summary="What the map shows, as GeoJSON", response_model=None)
@allow("reader")
def as_geojson(request: Request, filters: Annotated[Asked, Depends(asked)]) -> Response:
    """Return the incidents of the filters as GeoJSON; those without coordinates have an empty geometry."""
    found = _found(request, filters)
    features = [
        {
            "type": "Feature",
            "id": point.id,
            "geometry": None
            if point.latitude is None
            else {"type": "Point", "coordinates": [point.longitude, point.latitude]},
            "properties": {
                name: value
                for name, value in msgspec.structs.asdict(point).items()
                if name not in ("id", "latitude", "longitude")
            },
        }
        for point in found.items
    ]
    body = msgspec.json.encode({"type": "FeatureCollection", "features": features})
    return _download(body, "application/geo+json", "incidents.geojson")


def _found(request: Request, filters: Asked) -> Page[MapPoint]:
    return view_of(request).map_points(filters.filter(), limit=MOST)


def _download(body: bytes, kind: str, name: str) -> Response:
    return Response(body, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


@router.get("/outlines.json", include_in_schema=False, response_model=None)
@allow("reader")
def outlines_json(request: Request) -> Response:
    """Return the outlines of countries as GeoJSON for the map, from the data that comes with the package."""
    return Response(_outlines(), media_type="application/geo+json", headers={"cache-control": "max-age=86400, private"})


@cache
def _outlines() -> bytes:
    held = outlines()

    def whole(points: Iterable[tuple[float, float]]) -> list[list[float]]:
        return [[round(x, 3), round(y, 3)] for x, y in points]

    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "properties": {"dashed": False},
            "geometry": {"type": "Polygon", "coordinates": [whole(ring.points)]},
        }
        for ring in held.rings
    ]
    features += [
        {
            "type": "Feature",
            "properties": {"dashed": line.dashed},
            "geometry": {"type": "LineString", "coordinates": whole(line.points)},
        }
        for line in held.lines
    ]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})
